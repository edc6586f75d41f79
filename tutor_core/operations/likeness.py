"""Similar students and what they gained: computed anew for everybody, then swapped in at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Protocol

import numpy as np
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from tutor_core.accounts.consents.queries import withdrawn_from
from tutor_core.db import Database
from tutor_core.models import (
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
MOST_TOLD = 300  # gains kept a learner, those with most learners behind them: each choice reads all
_SWAPPING_LOCK = 7_130_002

_LEARNERS = (
    select(LearnerEstimate.student_id)
    .where(
        LearnerEstimate.answers >= FEWEST_ANSWERS,
        LearnerEstimate.student_id.not_in(withdrawn_from("similar_students")),
    )
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


Portion = tuple[int, Any]


class Compare(Protocol):
    """Compares portions of learners (row number of the first, CSR rows) with all, in order."""

    def __call__(self, portions: Sequence[Portion], columns: Any) -> Iterator[Ranking]:  # noqa: ANN401
        """Give the neighbours of each portion."""


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


def in_turn(portions: Sequence[Portion], columns: Any) -> Iterator[Ranking]:  # noqa: ANN401
    """Compare one portion after the other, here."""
    for first, rows in portions:
        yield compared(first, rows, columns)


def compared(first: int, rows: Any, columns: Any) -> Ranking:  # noqa: ANN401
    """Return the neighbours of the learners of one portion.

    Args:
        first: Row number of the first of them.
        rows: Theirs, CSR, of unit length.
        columns: Everybody's, CSR, transposed.
    """
    return block(rows, columns, first=first, k=NEIGHBOURS, shrink=SHRINK)


def refresh_similar_students(
    database: Database,
    *,
    now: dt.datetime,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
    compare: Compare = in_turn,
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
        compare: Compares the portions: here, or on other machines (`cluster.on_cluster`).
    """
    with database.reading() as db:
        evidence = _read(db)
    rows = unit_rows(portraits(evidence.knowledge, evidence.met, learners=len(evidence.learners)))
    neighbours = _neighbours(rows, advance, compare)
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


def _neighbours(rows: Any, advance: Callable[[int, int], None], compare: Compare) -> Ranking:  # noqa: ANN401
    columns, learners = rows.T.tocsr(), rows.shape[0]
    parts = [block(rows[:0], columns, first=0, k=NEIGHBOURS, shrink=SHRINK)]
    firsts = range(0, learners, AT_ONCE)
    portions = [(first, rows[first : first + AT_ONCE]) for first in firsts]
    for part in compare(portions, columns):
        parts.append(part)
        advance(min(AT_ONCE * (len(parts) - 1), learners), learners)
    return np.vstack([ids for ids, _ in parts]), np.vstack([scores for _, scores in parts])


def _swap(
    db: Session,
    *,
    learners: tuple[int, ...],
    neighbours: Ranking,
    gained: list[dict[int, Gain]],
    now: dt.datetime,
) -> SimilarReport:
    """Replace all rows by the new ones; a second job that does the same waits for the first."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_SWAPPING_LOCK)))
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
    """Return the best founded gains, as they are stored."""
    founded = sorted(gain.items(), key=lambda item: (-item[1][1], item[0]))[:MOST_TOLD]
    return {str(content_id): list(told) for content_id, told in founded}


def _write(db: Session, model: type[Any], rows: Iterator[dict[str, Any]]) -> int:
    """Insert rows in bulk; return how many there were."""
    written = 0
    while portion := tuple(islice(rows, WRITTEN_AT_ONCE)):
        db.execute(insert(model), portion)
        written += len(portion)
    return written
