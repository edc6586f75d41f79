"""Reads what plans stand on: what the learner knows, their pace, their cards, and their work."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day, start_of_day, zone_named
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.models import ConceptTimeLog, LearningSession, ReviewSession, Student, table_of
from tutor_core.planning.needing import Ground
from tutor_core.planning.tasks import MOCK_TEST
from tutor_core.planning.working import Work
from tutor_core.profiling.placements.queries import placeable_skills
from tutor_core.profiling.queries import pace_of
from tutor_core.review.foreseeing import USUAL_SECONDS
from tutor_core.review.queries import due_by_day, seconds_a_review
from tutor_core.tuning.queries import in_force

DAYS_OF_CARDS = 60  # ahead, for which the cards due are foreseen

_times, _reviews = table_of(ConceptTimeLog), table_of(ReviewSession)
_attempts = table_of(LearningSession)
_SINCE = bindparam("since", type_=_times.c.logged_at.type)
_ZONE = select(Student.timezone).where(Student.id == bindparam("student_id"))
_MOCK_TESTS: BindParameter[str] = bindparam("tasks", expanding=True)
_ON_SKILLS = (
    select(_times.c.concept, _times.c.logged_at, _times.c.time_spent_seconds)
    .outerjoin(_attempts, _attempts.c.id == _times.c.session_id)
    .where(
        _times.c.student_id == bindparam("student_id"),
        _times.c.concept.in_(bindparam("skills", expanding=True)),
        _times.c.logged_at >= _SINCE,
        # The time of a mock test is its own.
        func.coalesce(_attempts.c.plan_task, "").not_in(_MOCK_TESTS),
    )
)
_ON_CARDS = select(_reviews.c.reviewed_at, _reviews.c.time_spent_seconds).where(
    _reviews.c.student_id == bindparam("student_id"),
    _reviews.c.reviewed_at >= _SINCE,
    _reviews.c.undone_at.is_(None),
)
_ON_MOCK_TESTS = (
    select(
        _attempts.c.plan_task,
        func.count().label("answers"),
        func.sum(_attempts.c.time_spent).label("seconds"),
    )
    .where(
        _attempts.c.student_id == bindparam("student_id"),
        _attempts.c.plan_task.in_(_MOCK_TESTS),
        _attempts.c.is_correct.is_not(None),
    )
    .group_by(_attempts.c.plan_task)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What a learner did by day since some day.

    Attributes:
        skill_seconds: By day and number of the skill.
        card_seconds: By day.
        mock_tests: By plan, answers and seconds of its mock test, all in all.
    """

    skill_seconds: Mapping[dt.date, Mapping[int, int]] = field(default_factory=dict)
    card_seconds: Mapping[dt.date, int] = field(default_factory=dict)
    mock_tests: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def of(self, plan_id: int, skills: Collection[int], on: dt.date) -> Work:
        """Return what was done on a day for a plan that is about these skills."""
        answers, seconds = self.mock_tests.get(plan_id, (0, 0))
        on_skills = self.skill_seconds.get(on, {})
        return Work(
            skill_seconds={skill: one for skill, one in on_skills.items() if skill in skills},
            card_seconds=self.card_seconds.get(on, 0),
            mock_answers=answers,
            mock_seconds=seconds,
        )

    @property
    def days(self) -> frozenset[dt.date]:
        """The days on which anything was done."""
        return frozenset({*self.skill_seconds, *self.card_seconds})


def zone_of(db: Session, actor: Actor) -> ZoneInfo:
    """Return where the actor lives.

    Raises:
        NotFoundError: There is no such account.
    """
    zone = db.scalar(_ZONE, {"student_id": actor.id})
    if zone is None:
        raise NotFoundError("There is no such account.")
    return zone_named(zone)


def ground_of(
    db: Session, actor: Actor, *, has_cards: bool, now: dt.datetime, day_starts_at: int
) -> Ground:
    """Return what the actor's plans stand on now.

    Args:
        db: An open block.
        actor: The learner.
        has_cards: Whether the cards due are wanted: of several plans only one has them.
        now: The moment.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    today = learner_day(now, zone_of(db, actor), starts_at=day_starts_at)
    policies = in_force(db, actor, now=now)
    parameters = policies.of(KnowledgeParameters).policy
    pace = pace_of(db, actor, actor.id)
    typical = pace.typical if pace else None
    return Ground(
        today=today,
        standing=standing_of(db, actor, actor.id, parameters=parameters, now=now),
        parameters=parameters,
        levels=policies.of(MasteryPolicy).policy,
        ratio=typical.ratio if typical else 1.0,
        taught=frozenset(s.skill_id for s in placeable_skills(db, actor) if s.is_askable),
        card_minutes=_card_minutes(db, actor, today) if has_cards else (),
    )


def worked_since(
    db: Session,
    actor: Actor,
    skills: Mapping[str, int],
    plan_ids: Iterable[int],
    *,
    since: dt.date,
    zone: ZoneInfo,
    day_starts_at: int,
) -> Worked:
    """Return what the actor did by day.

    Args:
        db: An open block.
        actor: The learner.
        skills: Numbers of the skills that count, by their names.
        plan_ids: Plans whose mock tests count.
        since: The first of the learner's days that is looked at.
        zone: Where they live.
        day_starts_at: Wall-clock hour at which their day begins.
    """
    begins = start_of_day(since, zone, starts_at=day_starts_at)
    tests = {f"{plan_id}:{MOCK_TEST}": plan_id for plan_id in plan_ids}
    asked: dict[str, Any] = {"student_id": actor.id, "since": begins, "tasks": list(tests)}
    on_skills: dict[dt.date, Counter[int]] = defaultdict(Counter)
    for concept, at, seconds in db.execute(_ON_SKILLS, asked | {"skills": list(skills)}):
        on_skills[learner_day(at, zone, starts_at=day_starts_at)][skills[concept]] += seconds
    on_cards: Counter[dt.date] = Counter()
    for at, spent in db.execute(_ON_CARDS, asked):
        on_cards[learner_day(at, zone, starts_at=day_starts_at)] += spent or 0
    found = db.execute(_ON_MOCK_TESTS, asked)
    return Worked(
        skill_seconds=on_skills,
        card_seconds=on_cards,
        mock_tests={tests[row.plan_task]: (row.answers, int(row.seconds or 0)) for row in found},
    )


def _card_minutes(db: Session, actor: Actor, today: dt.date) -> tuple[int, ...]:
    """Return what the cards due will take on each day ahead; what is late is due today."""
    due = due_by_day(db, actor)
    seconds = seconds_a_review(db, actor) or USUAL_SECONDS
    days = [today + dt.timedelta(days=after) for after in range(DAYS_OF_CARDS)]
    counts = [due.get(day, 0) for day in days]
    counts[0] += sum(count for day, count in due.items() if day < today)
    return tuple(-(-int(count * seconds) // 60) for count in counts)
