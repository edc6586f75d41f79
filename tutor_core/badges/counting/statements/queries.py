"""How each fact is counted: the columns of a learner's answers, skills, gaps, days and cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    distinct,
    func,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
)

from tutor_core import models as m
from tutor_core.badges.criteria import Question
from tutor_core.calendar import (
    ATTEMPTS_OF_A_LEARNING_DAY,
    REVIEWS_OF_A_LEARNING_DAY,
)
from tutor_core.content.queries import with_topics
from tutor_core.mastery.testing_out import RIGHT_TO_PASS
from tutor_core.review.statistics.counting import MATURE_DAYS, RECALLED

_a, _reviews = m.table_of(m.LearningSession).c, m.table_of(m.ReviewSession).c
_days, _cards = m.table_of(m.PerformanceMetrics).c, m.table_of(m.FlashCard).c
_content, _met = m.table_of(m.Content).c, m.table_of(m.UserInteraction).c
_placements, _notices = m.table_of(m.Placement).c, m.table_of(m.Notice).c
_STUDENT = bindparam("student_id", type_=Integer())
_UNTIL = bindparam("until", type_=_a.end_time.type)
_TODAY = bindparam("day", type_=_days.metric_date.type)
_GRADED = and_(_a.student_id == _STUDENT, _a.end_time <= _UNTIL, _a.is_correct.is_not(None))
_COUNTED = and_(_GRADED, _a.is_evidence.is_(True))
_REVIEWED = and_(
    _reviews.student_id == _STUDENT, _reviews.reviewed_at <= _UNTIL, _reviews.undone_at.is_(None)
)
_ASKED = and_(_REVIEWED, _reviews.kind == "review")
_LEARNING_DAY = and_(
    _days.student_id == _STUDENT,
    _days.metric_date <= _TODAY,
    or_(
        _days.total_attempts >= ATTEMPTS_OF_A_LEARNING_DAY,
        _days.reviews >= REVIEWS_OF_A_LEARNING_DAY,
    ),
)

Counted = ColumnElement[Any]
Counting = Callable[[Question], Counted]


def learning_days() -> Counted:
    """Return the column of the learning days, joined by commas; in no order."""
    written = cast(_days.metric_date, String)
    return select(func.aggregate_strings(written, ",")).where(_LEARNING_DAY).scalar_subquery()


def _number(statement: Select[Any]) -> Counted:
    return statement.correlate(None).scalar_subquery()


def _count(*conditions: Counted) -> Counted:
    return func.count().filter(and_(true(), *conditions))


# --- Answers


def _items(question: Question) -> list[Counted]:
    """Return the conditions that a question's filters put on an answer."""
    narrow: dict[str, Callable[[Any], Counted]] = {
        "topic": lambda value: _a.content_id.in_(
            select(_content.id).where(_content.topic == value)
        ),
        "skill": lambda value: _a.content_id.in_(
            select(_content.id).where(_content.subtopic == value)
        ),
        "difficulty": lambda value: _a.difficulty >= value,
    }
    return [narrow[key](value) for key, value in question.filters if key in narrow]


def _exercises(question: Question) -> Counted:
    exercises = select(_content.id).where(_content.content_type == "exercise")
    right = and_(_a.is_correct.is_(True), _a.content_id.in_(exercises), *_items(question))
    return func.count(distinct(_a.content_id)).filter(right)


def _right_of_last(question: Question) -> Counted:
    last = (
        select(_a.is_correct)
        .where(_COUNTED, *_items(question))
        .order_by(_a.end_time.desc(), _a.id.desc())
        .limit(int(dict(question.filters)["last"]))
        .subquery()
    )
    return _number(select(func.count()).select_from(last).where(last.c.is_correct.is_(True)))


def _test_outs(question: Question) -> Counted:
    passed = (
        select(_a.set_key)
        .where(_COUNTED, _a.source == literal_column("'test_out'"), *_items(question))
        .group_by(_a.set_key)
        .having(func.count().filter(_a.is_correct.is_(True)) >= RIGHT_TO_PASS)
        .subquery()
    )
    return _number(select(func.count()).select_from(passed))


@lru_cache(maxsize=64)
def mending(question: Question) -> Select[Any]:
    """Select of each item that went wrong first the earliest such answer and the last right one."""
    wrong = func.min(_a.end_time).filter(_a.is_correct.is_(False))
    right = func.max(_a.end_time).filter(_a.is_correct.is_(True))
    return (
        select(wrong.label("wrong"), right.label("right"))
        .where(_COUNTED, *_items(question))
        .group_by(_a.content_id)
        .having(wrong < right)
    )


# --- Skills and gaps


def _by_skill(table: Any, *columns: Any) -> Subquery:  # noqa: ANN401 - a model and its columns
    own = select(m.Skill.name.label("skill"), *columns).where(table.student_id == _STUDENT)
    return with_topics(own.join_from(table, m.Skill, m.Skill.id == table.skill_id)).subquery()


_levels = _by_skill(
    m.StudentMastery, m.StudentMastery.mastery_level, m.StudentMastery.mastered_at
).c
_gaps = _by_skill(
    m.SkillGap,
    m.SkillGap.gap_type,
    m.SkillGap.status,
    m.SkillGap.current_level,
    m.SkillGap.target_level,
    m.SkillGap.resolved_at,
).c


def _skills(columns: Any, question: Question) -> list[Counted]:  # noqa: ANN401
    filters = dict(question.filters)
    return [columns[key] == filters[key] for key in ("topic", "skill") if key in filters]


def _at_level(question: Question) -> Counted:
    level = dict(question.filters)["level"]
    return _count(_levels.mastery_level >= level, *_skills(_levels, question))


def _mastered(question: Question) -> Counted:
    return _count(_levels.mastered_at <= _UNTIL, *_skills(_levels, question))


def _closed(*kinds: str) -> Counting:
    return lambda question: _count(
        *(_gaps.gap_type == kind for kind in kinds), *_skills(_gaps, question)
    )


# --- Cards and the rest


def _recalled_of_last(question: Question) -> Counted:
    last = (
        select(_reviews.quality)
        .where(_ASKED)
        .order_by(_reviews.reviewed_at.desc(), _reviews.id.desc())
        .limit(int(dict(question.filters)["last"]))
        .subquery()
    )
    recalled = last.c.quality >= RECALLED
    return _number(select(func.count()).select_from(last).where(recalled))


def _mature_cards(_question: Question) -> Counted:
    return _number(
        select(func.count()).where(
            _cards.student_id == _STUDENT,
            _cards.interval >= MATURE_DAYS,
            _cards.deleted_at.is_(None),
            _cards.suspended.is_(False),
        )
    )


def _minutes(_question: Question) -> Counted:
    answered = _number(select(func.coalesce(func.sum(_a.time_spent), 0)).where(_GRADED))
    reviewed = select(func.coalesce(func.sum(_reviews.time_spent_seconds), 0)).where(_REVIEWED)
    return (answered + _number(reviewed) + 30) // 60


def _lessons(question: Question) -> Counted:
    of_topic = [_content.topic == value for key, value in question.filters if key == "topic"]
    lessons = select(_content.id).where(_content.content_type == "lesson", *of_topic)
    return _number(
        select(func.count(distinct(_met.content_id))).where(
            _met.student_id == _STUDENT,
            _met.interaction_type == "complete",
            _met.timestamp <= _UNTIL,
            _met.content_id.in_(lessons),
        )
    )


def _placements_done(_question: Question) -> Counted:
    return _number(
        select(func.count()).where(
            _placements.student_id == _STUDENT,
            _placements.status == "finished",
            _placements.ended_at <= _UNTIL,
        )
    )


def _reports_accepted(_question: Question) -> Counted:
    return _number(
        select(func.count()).where(
            _notices.student_id == _STUDENT,
            _notices.kind == "report_answered",
            _notices.created_at <= _UNTIL,
            type_coerce(_notices.facts, JSON)["mended"].as_boolean(),
        )
    )


# Facts by what is scanned for them, all facts of a scan at once.
AT_ONCE: tuple[tuple[Mapping[str, Counting], Counted], ...] = (
    (
        {
            "answers": lambda question: _count(*_items(question)),
            "right_answers": lambda question: _count(_a.is_correct.is_(True), *_items(question)),
            "right_unaided": lambda question: _count(
                _a.is_correct.is_(True), _a.hints_used == 0, *_items(question)
            ),
            "exercises_finished": _exercises,
        },
        _COUNTED,
    ),
    ({"skills_at_level": _at_level, "skills_mastered": _mastered}, true()),
    (
        {
            "gaps_closed": _closed(),
            "prerequisites_repaired": _closed("prerequisite"),
            "skills_regained": _closed("forgotten"),
        },
        and_(
            _gaps.status == "resolved",
            _gaps.current_level >= _gaps.target_level,
            _gaps.resolved_at <= _UNTIL,
        ),
    ),
    ({"learning_days": lambda _question: func.count()}, _LEARNING_DAY),
    ({"card_reviews": lambda _question: func.count()}, _ASKED),
)
ALONE: Mapping[str, Counting] = {
    "right_of_last": _right_of_last,
    "recalled_of_last": _recalled_of_last,
    "test_outs_passed": _test_outs,
    "minutes": _minutes,
    "mature_cards": _mature_cards,
    "lessons_finished": _lessons,
    "placements_done": _placements_done,
    "reports_accepted": _reports_accepted,
    # `facts_of` works these out from the days.
    "streak": lambda _question: literal_column("0"),
    "longest_streak": lambda _question: literal_column("0"),
}
