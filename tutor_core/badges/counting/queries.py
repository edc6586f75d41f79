"""Counts facts of a learner from the rows, as they were at a moment where the rows say when.

All that is asked for is counted by one statement, with one scan of the learner's answers; only
mended mistakes, which need the learner's days, take one more each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import FromClause, Select, literal_column, select, true
from sqlalchemy.orm import Session

from tutor_core.badges.counting.statements.queries import (
    ALONE,
    AT_ONCE,
    Counted,
    learning_days,
    mending,
)
from tutor_core.badges.criteria import Question
from tutor_core.badges.streaks import streak_with_freezes
from tutor_core.calendar import learner_day

AS_THEY_STAND = frozenset({"skills_at_level", "mature_cards"})
_STREAKS = ("streak", "longest_streak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """As of when a learner's facts are counted, and where they live.

    Attributes:
        until: What came later does not count, where the rows say when it came.
        zone: The learner's.
        day_starts_at: Wall-clock hour at which their day begins.
    """

    until: dt.datetime
    zone: ZoneInfo
    day_starts_at: int

    def day_at(self, at: dt.datetime) -> dt.date:
        """Return the learner's day that a moment belongs to."""
        return learner_day(at, self.zone, starts_at=self.day_starts_at)


def facts_of(
    db: Session, student_id: int, questions: Collection[Question], moment: Moment
) -> dict[Question, int]:
    """Return what was counted of a learner for each question; see `facts.FACTS`.

    The facts of `AS_THEY_STAND` are counted as of now: their rows keep no past.
    """
    today = moment.day_at(moment.until)
    asked = {"student_id": student_id, "until": moment.until, "day": today}
    found: dict[Question, int] = {}
    at_once = frozenset(one for one in questions if one.fact != "mistakes_mended")
    if at_once:
        statement, order, has_days = _counting(at_once)
        *counts, days = db.execute(statement, asked).one()
        found = {one: int(count or 0) for one, count in zip(order, counts, strict=True)}
        if has_days:
            found |= _streaks(at_once, str(days or ""), today)
    for question in questions:
        if question.fact == "mistakes_mended":
            found[question] = sum(
                moment.day_at(row.right) > moment.day_at(row.wrong)
                for row in db.execute(mending(question), asked)
            )
    return found


def _streaks(questions: Collection[Question], written: str, today: dt.date) -> dict[Question, int]:
    days = [dt.date.fromisoformat(one) for one in written.split(",") if one]
    streak = streak_with_freezes(days, today)
    found = {"streak": streak.current, "longest_streak": streak.longest}
    return {one: found[one.fact] for one in questions if one.fact in found}


@lru_cache(maxsize=512)
def _counting(questions: frozenset[Question]) -> tuple[Select[Any], tuple[Question, ...], bool]:
    """Return the statement that counts, what its columns answer, and whether it gives the days.

    Its columns are counts in the order of the questions, and the learning days, comma-separated.
    Built once for each set of questions: to build it costs more than to run it.
    """
    has_days = any(one.fact in _STREAKS for one in questions)
    order: list[Question] = []
    columns: list[Counted] = []
    tables: list[FromClause] = []
    for countings, source in AT_ONCE:
        asked = sorted((one for one in questions if one.fact in countings), key=repr)
        if asked:
            counts = [countings[one.fact](one) for one in asked]
            labelled = (count.label(f"c{place}") for place, count in enumerate(counts))
            table = select(*labelled).where(source).subquery()
            tables.append(table)
            order += asked
            columns += table.c
    for one in sorted((one for one in questions if one.fact in ALONE), key=repr):
        order.append(one)
        columns.append(ALONE[one.fact](one))
    columns.append(learning_days() if has_days else literal_column("NULL"))
    statement = select(*(column.label(f"n{place}") for place, column in enumerate(columns)))
    if tables:  # each of one row
        together = reduce(lambda some, table: some.join(table, true()), tables)
        statement = statement.select_from(together)
    return statement, tuple(order), has_days
