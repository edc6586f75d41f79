"""Reads a person's quiz, their style and what earlier quizzes said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.profiling.formats import preferences_from
from tutor_core.profiling.style import Style, checked, style_of
from tutor_core.profiling.styles.rows import answers_from
from tutor_core.profiling.styles.views import PastQuiz, Quiz, StyleProfile

_OF_ACTOR = m.StyleQuiz.student_id == bindparam("student_id")
_OPEN = select(m.StyleQuiz.id, m.StyleQuiz.answers, m.StyleQuiz.started_at).where(
    _OF_ACTOR, m.StyleQuiz.completed_at.is_(None)
)
_PAST = (
    select(m.StyleQuiz.answers, m.StyleQuiz.completed_at)
    .where(_OF_ACTOR, m.StyleQuiz.completed_at.is_not(None))
    .order_by(m.StyleQuiz.completed_at.desc(), m.StyleQuiz.id.desc())
    .limit(bindparam("limit"))
)
_PROFILE = select(
    m.LearningStyleProfile.visual_score,
    m.LearningStyleProfile.auditory_score,
    m.LearningStyleProfile.reading_score,
    m.LearningStyleProfile.kinesthetic_score,
    m.LearningStyleProfile.preferences,
    m.LearningStyleProfile.quiz_completed_at,
).where(m.LearningStyleProfile.student_id == bindparam("student_id"))


def open_quiz(db: Session, actor: Actor) -> Quiz | None:
    """Return the quiz that the actor is in the middle of, or None."""
    row = db.execute(_OPEN, {"student_id": actor.id}).one_or_none()
    return None if row is None else _quiz(row)


def style_profile(db: Session, actor: Actor) -> StyleProfile | None:
    """Return what the actor's last completed quiz said; None before the first."""
    row = db.execute(_PROFILE, {"student_id": actor.id}).one_or_none()
    if row is None:
        return None
    style = Style(
        scores={
            "V": row.visual_score,
            "A": row.auditory_score,
            "R": row.reading_score,
            "K": row.kinesthetic_score,
        }
    )
    return StyleProfile(
        style=style,
        preferences=preferences_from(row.preferences, style),
        completed_at=row.quiz_completed_at,
    )


def past_quizzes(db: Session, actor: Actor, *, limit: int = 10) -> tuple[PastQuiz, ...]:
    """Return what the actor's completed quizzes said, the newest first."""
    rows = db.execute(_PAST, {"student_id": actor.id, "limit": limit})
    return tuple(
        PastQuiz(style=style_of(answers_from(row.answers)), completed_at=row.completed_at)
        for row in rows
    )


def _quiz(row: Row[Any]) -> Quiz:
    return Quiz(
        quiz_id=row.id,
        answers={
            number: checked(number, letters)
            for number, letters in answers_from(row.answers).items()
        },
        started_at=row.started_at,
    )
