"""Similar students and what they gained: computed anew for everybody, then swapped in at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.db import Database
from tutor_core.models import (
    Consent,
    LearnerEstimate,
    LearnerItem,
    LearnerSkillEstimate,
    LearningSession,
    SimilarGains,
    SimilarStudent,
)
from tutor_core.recommend.likeness import Entries, Gain, gains, portraits
from tutor_core.recommend.similarity import Ranking, block, unit_rows

FEWEST_ANSWERS = 5  # less says nothing about whom somebody is like
NEIGHBOURS = 50
SHRINK = 10.0
AT_ONCE = 500  # learners between two signs of progress
WRITTEN_AT_ONCE = 5_000  # rows in one statement

_LATEST = (
    select(func.max(Consent.id))
    .where(Consent.purpose == "similar_students")
    .group_by(Consent.student_id)
)
_HAS_WITHDRAWN = exists().where(
    Consent.id.in_(_LATEST),
    Consent.student_id == LearnerEstimate.student_id,
    Consent.withdrawn_at.is_not(None),
)
_LEARNERS = (
    select(LearnerEstimate.student_id)
    .where(LearnerEstimate.answers >= FEWEST_ANSWERS, ~_HAS_WITHDRAWN)
    .order_by(LearnerEstimate.student_id)
)
_KNOWLEDGE = (
    select(
        LearnerSkillEstimate.student_id, LearnerSkillEstimate.skill_id, LearnerSkillEstimate.mean
    )
    .where(LearnerSkillEstimate.answers > 0)
    .order_by(LearnerSkillEstimate.student_id, LearnerSkillEstimate.skill_id)
)
_MET = (
    select(LearnerItem.student_id, LearnerItem.content_id, LearnerItem.seen)
    .where(LearnerItem.seen > 0)
    .order_by(LearnerItem.student_id, LearnerItem.content_id)
)
_REWARDS = (
    select(LearningSession.student_id, LearningSession.content_id, LearningSession.reward)
    .where(
        LearningSession.propensity.is_not(None),
        LearningSession.is_evidence,
        LearningSession.reward.is_not(None),
        LearningSession.content_id.is_not(None),
        LearningSession.is_correct.is_not(None),  # open or skipped: their reward 0 says nothing
    )
    .order_by(LearningSession.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarReport:
    """What the search came to: learners compared, pairs stored, learners told of gains."""

    learners: int = 0
    pairs: int = 0
    with_gains: int = 0

    def told(self) -> str:
        """Return it in a sentence."""
        return (
            f"Learners compared: {self.learners}; pairs stored: {self.pairs}; learners who "
            f"have gains of others to go by: {self.with_gains}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What the database says of the learners compared; their order gives the row numbers."""

    learners: tuple[int, ...]
    knowledge: Entries
    met: Entries
    rewards: Entries


def refresh_similar_students(
    database: Database,
    *,
    now: dt.datetime,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> SimilarReport:
    """Find everybody's similar students and their gains anew; run again, it gives the same.

    Everything is computed before the one transaction in which the old rows go and the new
    ones come, so that stopping it at any moment leaves the old ones whole. Whoever withdraws
    or is erased while it computes is left out of the pairs; the gains, which name nobody,
    are without them from the next run on.

    Args:
        database: Where the learners are.
        now: The moment.
        advance: Told how many learners are done and how many there are.
    """
    with database.reading() as db:
        evidence = _read(db)
    rows = unit_rows(portraits(evidence.knowledge, evidence.met, learners=len(evidence.learners)))
    neighbours = _neighbours(rows, advance)
    gained = list(gains(neighbours, evidence.rewards))
    return database.run(
        partial(_swap, learners=evidence.learners, neighbours=neighbours, gained=gained, now=now)
    )


def _read(db: Session) -> _Evidence:
    learners = tuple(db.scalars(_LEARNERS))
    row_of = {student_id: row for row, student_id in enumerate(learners)}
    return _Evidence(
        learners=learners,
        knowledge=_entries(db, _KNOWLEDGE, row_of),
        met=_entries(db, _MET, row_of),
        rewards=_entries(db, _REWARDS, row_of),
    )


def _entries(db: Session, statement: Any, row_of: dict[int, int]) -> Entries:  # noqa: ANN401
    """Return the rows of those compared; the statement gives student, thing, value."""
    found = [
        (row_of[student_id], thing, value)
        for student_id, thing, value in db.execute(statement)
        if student_id in row_of
    ]
    rows, things, values = zip(*found, strict=True) if found else ((), (), ())
    return Entries(
        rows=np.array(rows, dtype=np.int64),
        things=np.array(things, dtype=np.int64),
        values=np.array(values, dtype=np.float64),
    )


def _neighbours(rows: Any, advance: Callable[[int, int], None]) -> Ranking:  # noqa: ANN401
    columns, learners = rows.T.tocsr(), rows.shape[0]
    parts = [block(rows[:0], columns, first=0, k=NEIGHBOURS, shrink=SHRINK)]
    for first in range(0, learners, AT_ONCE):
        some = rows[first : first + AT_ONCE]
        parts.append(block(some, columns, first=first, k=NEIGHBOURS, shrink=SHRINK))
        advance(first + some.shape[0], learners)
    return np.vstack([ids for ids, _ in parts]), np.vstack([scores for _, scores in parts])


def _swap(
    db: Session,
    *,
    learners: tuple[int, ...],
    neighbours: Ranking,
    gained: list[dict[int, Gain]],
    now: dt.datetime,
) -> SimilarReport:
    """Replace all rows by the new ones."""
    still = set(db.scalars(_LEARNERS))
    db.execute(delete(SimilarStudent))
    db.execute(delete(SimilarGains))
    pairs = _write(db, SimilarStudent, _pairs(learners, neighbours, still, now))
    with_gains = _write(
        db,
        SimilarGains,
        (
            {"student_id": student_id, "gains": _stored(gain), "calculated_at": now}
            for student_id, gain in zip(learners, gained, strict=True)
            if gain and student_id in still
        ),
    )
    return SimilarReport(learners=len(still & set(learners)), pairs=pairs, with_gains=with_gains)


def _pairs(
    learners: tuple[int, ...], neighbours: Ranking, still: set[int], now: dt.datetime
) -> Iterator[dict[str, Any]]:
    for row, student_id in enumerate(learners):
        for other, score in zip(neighbours[0][row], neighbours[1][row], strict=True):
            if other >= 0 and {student_id, learners[other]} <= still:
                yield {
                    "student_id": student_id,
                    "similar_student_id": learners[other],
                    "similarity_score": float(score),
                    "calculated_at": now,
                    "last_updated": now,
                }


def _stored(gain: dict[int, Gain]) -> dict[str, list[float]]:
    return {str(content_id): list(told) for content_id, told in gain.items()}


def _write(db: Session, model: type[Any], rows: Iterator[dict[str, Any]]) -> int:
    """Insert rows in bulk; return how many there were."""
    written = 0
    while portion := tuple(islice(rows, WRITTEN_AT_ONCE)):
        db.execute(insert(model), portion)
        written += len(portion)
    return written
