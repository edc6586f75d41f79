"""Makes the demo world and writes it into an empty database, all of it or nothing."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts import passwords
from tutor_core.accounts.actor import Actor
from tutor_core.badges.criteria import Criteria
from tutor_core.badges.queries import CRITERIA, read_criteria
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.grading import grade
from tutor_core.content.queries import published_items, with_topics
from tutor_core.db import Database
from tutor_core.errors import SetupError
from tutor_core.knowledge.service import record_learning_style
from tutor_core.practice.scoring import dont_know
from tutor_core.simulation import rows, tastes
from tutor_core.simulation.accounts import (
    RESEARCHER,
    account_rows,
    cohort_rows,
    staff_beside,
)
from tutor_core.simulation.earning import badge_rows
from tutor_core.simulation.events import Blueprint, Tried, World
from tutor_core.simulation.placements.service import place_some
from tutor_core.simulation.plans.service import plan_some
from tutor_core.simulation.reviewing.rows import card_rows, move_rows, review_rows
from tutor_core.simulation.school import SchoolSkill
from tutor_core.simulation.studio.service import SKILL, lay_out
from tutor_core.simulation.world import Advance, build

AT_ONCE = 500
PLACED_A_CLASS = 3
GRADERS = 2


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
        _lay_out_studio(db, world, blueprint)
        _place_some(db, world, blueprint)
        _plan_some(db, world, blueprint)


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
    _add(db, m.FlashCard, card_rows(world))
    _add(db, m.ReviewSession, review_rows(world))
    _add(db, m.CardChange, move_rows(world))
    _add(db, m.ConceptTimeLog, rows.concept_rows(world))
    _add(db, m.PerformanceMetrics, rows.day_rows(world))
    of_learners = rows.learner_rows(world)
    _add(db, m.LearnerEstimate, of_learners["learner_estimates"])
    _add(db, m.BanditState, of_learners["bandit_states"])
    _add(db, m.StudentKnowledge, of_learners["student_knowledge"])
    _add(db, m.LearningPace, of_learners["learning_pace"])
    _add(db, m.LearnerSkillEstimate, rows.strength_rows(world))
    _add(db, m.StudentMastery, rows.mastery_rows(world))
    _add(db, m.LearnerItem, rows.meeting_rows(world))
    _add(db, m.SkillGap, rows.gap_rows(world))
    _add(db, m.ItemEstimate, rows.item_rows(world))
    _add(db, m.SkillEstimate, rows.skill_rows(world))
    _add(db, m.StudentBadge, badge_rows(world, _badges(db), secrets.token_bytes))
    _write_tastes(db, list(tastes.taken_quizzes(world, blueprint)))


def write_people(db: Session, world: World, blueprint: Blueprint, *, hashes: Iterable[str]) -> None:
    """Write who there is, their classes, and what the researcher changed."""
    staff = staff_beside(len(world.habits))
    _add(db, m.Student, account_rows(world, blueprint, staff, list(hashes)))
    cohorts = sorted(set(world.cohort_of))
    cohort_ids = [cohort + 1 for cohort in cohorts]
    _add(db, m.Cohort, cohort_rows(world, blueprint, staff))
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


def _badges(db: Session) -> dict[int, Criteria]:
    """Return what each badge that can be earned takes, by its row."""
    rows = db.execute(
        select(m.Badge.id, CRITERIA)
        .where(m.Badge.slug.is_not(None), m.Badge.is_active.is_(True))
        .order_by(m.Badge.id)
    )
    return {row.id: read_criteria(row.criteria) for row in rows}


def _write_tastes(db: Session, taken: Sequence[tastes.TakenQuiz]) -> None:
    _add(db, m.StyleQuiz, tastes.quiz_rows(taken))
    _add(db, m.LearningStyleProfile, tastes.profile_rows(taken))
    for quiz in taken:
        learner = Actor(rows.student_id_of(quiz.learner), "student")
        record_learning_style(db, learner, quiz.style.word, now=quiz.completed_at)


def _lay_out_studio(db: Session, world: World, blueprint: Blueprint) -> None:
    if db.scalar(select(m.Skill.id).where(m.Skill.name == SKILL)) is None:
        return
    staff = staff_beside(len(world.habits))
    learners = [
        Actor(rows.student_id_of(learner), "student")
        for learner, cohort in enumerate(world.cohort_of)
        if cohort == 0 and learner > 0
    ]
    lay_out(
        db,
        Actor(staff.teachers[0], "teacher"),
        learners,
        now=blueprint.now,
        rng=random.Random(f"{blueprint.seed}:studio"),
    )


def _place_some(db: Session, world: World, blueprint: Blueprint) -> None:
    """Place the first learners of each class, the demo's student among them."""
    met: Counter[int] = Counter()
    learners = []
    for learner, cohort in enumerate(world.cohort_of):
        met[cohort] += 1
        if met[cohort] <= PLACED_A_CLASS:
            learners.append(Actor(rows.student_id_of(learner), "student"))
    rng = random.Random(f"{blueprint.seed}:placements")
    place_some(db, learners, now=blueprint.now, rng=rng)


def _plan_some(db: Session, world: World, blueprint: Blueprint) -> None:
    """Give the first learner of each class a study plan, the demo's student among them."""
    learners = sorted(world.cohort_of.index(cohort) for cohort in set(world.cohort_of))
    actors = [Actor(rows.student_id_of(learner), "student") for learner in learners]
    plan_some(db, actors, now=blueprint.now)


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
                m.Skill.estimated_time_hours,
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
            hours=row.estimated_time_hours,
        )
        for row in found
    ]


def _add(db: Session, model: type[m.Base], found: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows of equal columns in batches."""
    every = list(found)
    statement = insert(m.table_of(model))
    for start in range(0, len(every), AT_ONCE):
        db.execute(statement, every[start : start + AT_ONCE])
