"""Reads how items were answered: by how many, how often rightly, and what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, case, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.content.rights import AUTHORS
from tutor_core.content.usage.views import ItemFigures, WrongAnswer
from tutor_core.models import Cohort, CohortMember, Content, LearningSession

SHOWN_WRONG = 3
FEWEST_LEARNERS = 3
_MISTAKE = "misconception."


def figures_of(db: Session, actor: Actor, content_ids: Sequence[int]) -> dict[int, ItemFigures]:
    """Return how items were answered, by their numbers; those never answered are left out.

    What somebody wrote is shown where at least three learners wrote the same, or one of the
    actor's own classes did: a rare answer could tell who gave it.

    Raises:
        NotAllowedError: The actor writes no items.
    """
    require_role(actor, "figures_of", *AUTHORS)
    counted = (
        LearningSession.content_id.in_(content_ids),
        LearningSession.is_correct.is_not(None),
        LearningSession.is_evidence,
    )
    rows = db.execute(
        select(
            LearningSession.content_id,
            func.count().label("attempts"),
            func.count().filter(LearningSession.is_correct.is_(True)).label("correct"),
            func.avg(LearningSession.predicted).label("predicted"),
        )
        .where(*counted)
        .group_by(LearningSession.content_id)
    ).all()
    wrong = _wrong(db, actor, counted)
    return {
        row.content_id: ItemFigures(
            attempts=row.attempts,
            correct=row.correct,
            predicted=row.predicted,
            wrong=wrong.get(row.content_id, ()),
        )
        for row in rows
    }


def _wrong(
    db: Session, actor: Actor, counted: Iterable[Any]
) -> Mapping[int, tuple[WrongAnswer, ...]]:
    own = (
        select(CohortMember.student_id)
        .join(Cohort, Cohort.id == CohortMember.cohort_id)
        .where(
            Cohort.teacher_id == actor.id,
            Cohort.is_archived.is_(False),
            CohortMember.left_at.is_(None),
        )
    )
    rows = db.execute(
        select(
            LearningSession.content_id,
            LearningSession.answer_given,
            LearningSession.answer_note,
            Content.template.is_not(None).label("is_template"),
            func.count().label("times"),
            func.count(LearningSession.student_id.distinct()).label("learners"),
            func.max(case((LearningSession.student_id.in_(own), 1), else_=0)).label("is_near"),
        )
        .join(Content, Content.id == LearningSession.content_id)
        .where(
            *counted,
            and_(LearningSession.is_correct.is_(False), LearningSession.answer_given != ""),
        )
        .group_by(
            LearningSession.content_id,
            LearningSession.answer_given,
            LearningSession.answer_note,
            Content.template.is_not(None),
        )
    ).all()
    times: dict[int, Counter[tuple[str, bool]]] = {}
    for row in rows:
        for named in _named(row):
            times.setdefault(row.content_id, Counter())[named] += row.times
    return {
        content_id: tuple(
            WrongAnswer(words=words, times=count, is_known=is_known)
            for (words, is_known), count in found.most_common(SHOWN_WRONG)
        )
        for content_id, found in times.items()
    }


def _named(row: Row[Any]) -> Iterator[tuple[str, bool]]:
    """Yield a wrong answer as it may be shown; of drawn numbers the mistake says more."""
    note = row.answer_note or ""
    if row.is_template and note.startswith(_MISTAKE):
        yield note.removeprefix(_MISTAKE).replace("_", " "), True
    elif row.learners >= FEWEST_LEARNERS or row.is_near:
        yield row.answer_given, False
