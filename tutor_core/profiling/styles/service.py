"""Takes a person through the quiz, and keeps what they like in a lesson."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import Upsert, insert_into
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.knowledge.service import record_learning_style
from tutor_core.models import LearningStyleProfile, StyleQuiz, table_of
from tutor_core.profiling.formats import Preferences, preferences_after, preferences_to
from tutor_core.profiling.style import LEAST_ANSWERED, answered_in, checked, style_of
from tutor_core.profiling.styles.queries import open_quiz, style_profile
from tutor_core.profiling.styles.rows import answers_from, profile_row
from tutor_core.profiling.styles.views import Quiz

_quizzes, _profiles = table_of(StyleQuiz), table_of(LearningStyleProfile)
_OWN_QUIZ = (
    select(StyleQuiz.id, StyleQuiz.answers, StyleQuiz.started_at, StyleQuiz.completed_at)
    .where(StyleQuiz.id == bindparam("quiz_id"), StyleQuiz.student_id == bindparam("student_id"))
    .with_for_update()
)
_COLUMNS = (
    "visual_score",
    "auditory_score",
    "reading_score",
    "kinesthetic_score",
    "dominant_style",
    "secondary_style",
    "quiz_completed_at",
    "preferences",
    "last_updated",
)
_PROFILE = Upsert(_profiles, ["student_id"], lambda new: {name: new[name] for name in _COLUMNS})


def begin_quiz(db: Session, actor: Actor, *, now: dt.datetime) -> Quiz:
    """Return the actor's open quiz; where there is none, begin one. Earlier ones stay."""
    fresh = {"student_id": actor.id, "answers": {}, "started_at": now}
    # Of two tabs that begin at once, one finds the other's.
    db.execute(insert_into(db, _quizzes).values(fresh).on_conflict_do_nothing())
    found = open_quiz(db, actor)
    if found is None:
        raise StaleStateError("The quiz was completed meanwhile; here is its result.")
    return found


def keep_answer(
    db: Session, actor: Actor, quiz_id: int, number: int, letters: Collection[str]
) -> None:
    """Keep what is ticked at a question; nothing ticked means that it was skipped.

    The whole answer to the question is replaced, so that the last tick wins; the row is locked,
    so that no other question's answer is lost.

    Raises:
        NotFoundError: The actor has no such quiz.
        StaleStateError: It was completed meanwhile.
        ValueError: There is no such question or letter.
    """
    answer = checked(number, letters)
    row = _own_quiz(db, actor, quiz_id)
    if row.completed_at is not None:
        raise StaleStateError("The quiz was completed meanwhile; here is its result.")
    answers = row.answers | {str(number): list(answer)}
    db.execute(update(_quizzes).where(_quizzes.c.id == quiz_id).values(answers=answers))


def complete_quiz(db: Session, actor: Actor, quiz_id: int, *, now: dt.datetime) -> None:
    """Complete a quiz and keep what it says; completed before, nothing happens.

    Raises:
        NotFoundError: The actor has no such quiz.
        InvalidInputError: Fewer than eight questions are answered.
    """
    row = _own_quiz(db, actor, quiz_id)
    if row.completed_at is not None:
        return
    answers = answers_from(row.answers)
    missing = LEAST_ANSWERED - answered_in(answers)
    if missing > 0:
        more = "one more question" if missing == 1 else f"{missing} more questions"
        raise InvalidInputError(
            "answers", f"Please answer {more}: with fewer than {LEAST_ANSWERED} it says nothing."
        )
    style = style_of(answers)
    before = style_profile(db, actor)
    preferences = preferences_after(before.preferences if before else None, style)
    db.execute(update(_quizzes).where(_quizzes.c.id == quiz_id).values(completed_at=now))
    _PROFILE.run(db, profile_row(actor.id, style, preferences, now=now))
    record_learning_style(db, actor, style.word, now=now)


def prefer(db: Session, actor: Actor, preferences: Preferences, *, now: dt.datetime) -> None:
    """Keep in which order the actor likes the formats, and whether to offer reading aloud.

    Raises:
        NotFoundError: The actor has not completed a quiz yet.
    """
    changed = db.execute(
        update(_profiles)
        .where(_profiles.c.student_id == actor.id)
        .values(preferences=preferences_to(preferences), last_updated=now)
        .returning(_profiles.c.id)
    ).one_or_none()
    if changed is None:
        raise NotFoundError("Complete the quiz first; then you can put the formats in order.")


def follow_quiz(db: Session, actor: Actor, *, now: dt.datetime) -> None:
    """Put the formats back into the order of the last quiz.

    Raises:
        NotFoundError: The actor has not completed a quiz yet.
    """
    profile = style_profile(db, actor)
    if profile is None:
        raise NotFoundError("Complete the quiz first; then you can put the formats in order.")
    derived = preferences_after(None, profile.style)
    kept = Preferences(formats=derived.formats, reads_aloud=profile.preferences.reads_aloud)
    prefer(db, actor, kept, now=now)


def _own_quiz(db: Session, actor: Actor, quiz_id: int) -> Row[Any]:
    row = db.execute(_OWN_QUIZ, {"quiz_id": quiz_id, "student_id": actor.id}).one_or_none()
    if row is None:
        raise NotFoundError("There is no such quiz.")
    return row
