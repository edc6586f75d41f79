"""Makes the demo world and writes it into an empty database, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts import passwords
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.grading import grade
from tutor_core.content.queries import published_items, with_topics
from tutor_core.db import Database
from tutor_core.errors import SetupError
from tutor_core.practice.scoring import dont_know
from tutor_core.simulation import rows
from tutor_core.simulation.events import Blueprint, Tried, World
from tutor_core.simulation.people import CLASS_NAMES, full_names
from tutor_core.simulation.school import SchoolSkill
from tutor_core.simulation.world import Advance, build

AT_ONCE = 500
GRADERS = 2
STUDENT, NEWCOMER, TEACHER, RESEARCHER = (
    "demo-student",
    "demo-newcomer",
    "demo-teacher",
    "demo-researcher",
)
DOMAIN = "demo.example"  # reserved: no such address exists


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staff:
    """Accounts beside the learners': their numbers."""

    newcomer: int
    teachers: tuple[int, int]
    researcher: int


def has_demo_world(database: Database) -> bool:
    """Tell whether the database holds a demo world.

    Raises:
        SetupError: It holds accounts, and no demo world: invented people never join real ones.
    """
    with database.reading() as db:
        found = db.scalar(select(m.Student.id).where(m.Student.username == RESEARCHER))
        others = db.scalar(select(func.count(m.Student.id))) or 0
    if found is None and others:
        raise SetupError(
            "This database holds accounts already, so no demo world is put into it: "
            "unset TUTOR_DEMO, or let TUTOR_DATABASE_URL name a new file."
        )
    return found is not None


def make_demo_world(
    database: Database,
    blueprint: Blueprint,
    *,
    cost: int,
    advance: Advance = lambda _done, _total: None,
) -> None:
    """Make a school at work and write it down; the curriculum must be loaded.

    Args:
        database: Embedded, without accounts.
        blueprint: What world to make.
        cost: Exponent of bcrypt's work factor.
        advance: Told of the progress.

    Raises:
        SetupError: The database is no embedded one, holds accounts already, or no questions.
    """
    if database.engine.dialect.name != "sqlite":
        raise SetupError("A demo world is made in the embedded database only: unset TUTOR_DEMO.")
    if has_demo_world(database):
        return
    with database.reading() as db:
        skills, items = skills_of(db), published_items(db)
    if not items:
        raise SetupError("There are no questions in this database: load the curriculum first.")
    world = build(skills, items, blueprint, advance=_part(advance, 0))
    grades = grades_of(world, advance=_part(advance, 1))
    # Nobody knows these passwords: visitors of a demo enter by one click.
    hashes = [passwords.hashed(secrets.token_urlsafe(32), cost=cost) for _ in range(4)]
    with database.transaction() as db:
        write(db, world, grades, blueprint, hashes=hashes)


def write(
    db: Session,
    world: World,
    grades: Sequence[Grade | None],
    blueprint: Blueprint,
    *,
    hashes: Iterable[str],
) -> None:
    """Write a world into a database without accounts.

    Args:
        db: An open transaction.
        world: What happened.
        grades: Of each attempt; None where it was put away.
        blueprint: From which it was made.
        hashes: Password hashes of the student, the newcomer, a teacher and the researcher.
    """
    write_people(db, world, blueprint, hashes=hashes)
    _add(db, m.LearningSession, rows.attempt_rows(world, grades))
    _add(db, m.UserInteraction, rows.interaction_rows(world))
    _add(db, m.ConceptTimeLog, rows.concept_rows(world))
    _add(db, m.PerformanceMetrics, rows.day_rows(world))
    of_learners = rows.learner_rows(world)
    _add(db, m.LearnerEstimate, of_learners["learner_estimates"])
    _add(db, m.BanditState, of_learners["bandit_states"])
    _add(db, m.StudentKnowledge, of_learners["student_knowledge"])
    _add(db, m.LearningPace, of_learners["learning_pace"])
    _add(db, m.LearnerSkillEstimate, rows.strength_rows(world))
    _add(db, m.StudentMastery, rows.mastery_rows(world))
    _add(db, m.ItemEstimate, rows.item_rows(world))
    _add(db, m.SkillEstimate, rows.skill_rows(world))


def write_people(db: Session, world: World, blueprint: Blueprint, *, hashes: Iterable[str]) -> None:
    """Write who there is, their classes, and what the researcher changed."""
    learners = len(world.habits)
    staff = _Staff(
        newcomer=learners + 1,
        teachers=(learners + 2, learners + 3),
        researcher=learners + 4,
    )
    _add(db, m.Student, _accounts(world, blueprint, staff, list(hashes)))
    cohorts = sorted(set(world.cohort_of))
    cohort_ids = [cohort + 1 for cohort in cohorts]
    _add(db, m.Cohort, _cohort_rows(world, blueprint, staff))
    _add(
        db,
        m.CohortMember,
        [
            {
                "cohort_id": cohort_ids[cohort],
                "student_id": rows.student_id_of(learner),
                "joined_at": world.began_at,
            }
            for learner, cohort in enumerate(world.cohort_of)
        ],
    )
    _add(
        db,
        m.PolicyVersion,
        rows.policy_version_rows(world, changed_by=staff.researcher, cohort_ids=cohort_ids),
    )


def grades_of(world: World, *, advance: Advance = lambda _done, _total: None) -> list[Grade | None]:
    """Grade every answer of a world, two at a time: the grader is a process of its own.

    Args:
        world: What happened.
        advance: Told of the progress.

    Raises:
        ValueError: An answer is not graded as the world took it to be; an item is wrong.
    """

    def graded(tried: Tried) -> Grade | None:
        if tried.correct is None:
            return None
        if tried.response is None:
            return dont_know()
        found = grade(tried.response, tried.text.answer_spec)
        if found.verdict != ("correct" if tried.correct else "incorrect"):
            raise ValueError(
                f"item {tried.item.content_id}, seed {tried.variant_seed}: the answer "
                f"{tried.response!r} is graded {found.verdict}"
            )
        return found

    found = []
    with ThreadPoolExecutor(GRADERS) as pool:
        for one in pool.map(graded, world.attempts):
            found.append(one)
            advance(len(found), len(world.attempts))
    return found


def _part(advance: Advance, part: int) -> Advance:
    """Return what tells of one of the two equal parts of the work."""
    return lambda done, total: advance(part * total + done, 2 * total)


def _accounts(
    world: World, blueprint: Blueprint, staff: _Staff, hashes: list[str]
) -> list[dict[str, Any]]:
    names = full_names(len(world.habits) + 4, rng=random.Random(f"{blueprint.seed}:names"))
    last_seen: dict[int, dt.datetime] = {}
    for tried in world.attempts:
        last_seen[tried.learner] = tried.ended_at
    found = [
        _account(rows.student_id_of(learner), f"learner-{learner:03}", name, world)
        | {"timezone": habits.zone.key, "last_login": last_seen.get(learner)}
        for learner, (habits, name) in enumerate(zip(world.habits, names, strict=False))
    ]
    zone = {"timezone": world.habits[0].zone.key}
    newcomer, *teachers, researcher = names[len(world.habits) :]
    found[0] |= {"username": STUDENT, "email": f"{STUDENT}@{DOMAIN}", "hashed_password": hashes[0]}
    found += [
        _account(staff.newcomer, NEWCOMER, newcomer, world)
        | zone
        | {"hashed_password": hashes[1], "created_at": blueprint.now},
        _account(staff.teachers[0], TEACHER, teachers[0], world)
        | zone
        | {"role": "teacher", "hashed_password": hashes[2]},
        _account(staff.teachers[1], "teacher-2", teachers[1], world) | zone | {"role": "teacher"},
        _account(staff.researcher, RESEARCHER, researcher, world)
        | zone
        | {"role": "researcher", "hashed_password": hashes[3]},
    ]
    return found


def _account(number: int, username: str, name: str, world: World) -> dict[str, Any]:
    return {
        "id": number,
        "username": username,
        "email": f"{username}@{DOMAIN}",
        "full_name": name,
        "hashed_password": passwords.NO_PASSWORD,
        "role": "student",
        "locale": "en",
        "created_at": world.began_at,
        "last_login": None,
    }


def _cohort_rows(world: World, blueprint: Blueprint, staff: _Staff) -> list[Mapping[str, Any]]:
    rng = random.Random(f"{blueprint.seed}:codes")
    count = max(world.cohort_of) + 1
    return [
        {
            "id": cohort + 1,
            "name": CLASS_NAMES[cohort % len(CLASS_NAMES)],
            "teacher_id": staff.teachers[cohort * 2 // count],
            "join_code": "".join(rng.choices("ABCDEFGHJKMNPQRSTUVWXYZ23456789", k=6)),
            "created_at": world.began_at,
        }
        for cohort in range(count)
    ]


def skills_of(db: Session) -> list[SchoolSkill]:
    """Return every skill as a simulated school knows it."""
    found = db.execute(
        with_topics(
            select(
                m.Skill.id,
                m.Skill.name,
                m.Skill.display_name,
                m.Skill.prerequisite_skill_ids,
                m.Skill.difficulty_level,
            )
        )
    )
    return [
        SchoolSkill(
            skill_id=row.id,
            name=row.name,
            display_name=row.display_name,
            topic=row.topic,
            prerequisites=tuple(row.prerequisite_skill_ids or ()),
            level=row.difficulty_level or 3,
        )
        for row in found
    ]


def _add(db: Session, model: type[m.Base], found: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows of equal columns in batches."""
    every = list(found)
    statement = insert(m.table_of(model))
    for start in range(0, len(every), AT_ONCE):
        db.execute(statement, every[start : start + AT_ONCE])
