"""Seconds that regrading an item takes, beside replaying every learner of the school.

    python -m benchmarks.regrade [--learners 100] [--days 60]

In the demo world the key of the item that most learners answered is changed to another one and
a regrade is looked at and applied. A tutor that knows no differences would have to learn from
every answer of every learner again; that is measured on the same rows.
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import func, select

from benchmarks.report import machine, table
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR
from tutor_core.content.items import Item
from tutor_core.content.queries import item_at
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.operations.schema import upgrade
from tutor_core.practice.regrading.histories.queries import histories_of
from tutor_core.practice.regrading.regrading import apply, preview
from tutor_core.practice.regrading.replay import replay
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.service import make_demo_world

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
MOST_MICROSECONDS = 150  # aimed at, of replaying an attempt
T = TypeVar("T")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--days", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(make_engine(f"sqlite:///{folder}/bench.db"))
        upgrade(database.engine)
        bring_curriculum(database, now=NOW)
        blueprint = Blueprint(learners=given.learners, days=given.days, now=NOW)
        make_demo_world(database, blueprint, cost=4)
        print(machine())
        measure(database)
        database.engine.dispose()


def measure(database: Database) -> None:
    """Regrade one item, replay everybody, and print both."""
    item = mended(database)
    every, answers = timed(lambda: replay_all(database))
    looked, seen = timed(lambda: preview(database, OPERATOR, item.content_id, now=NOW))
    applied, done = timed(
        lambda: apply(database, OPERATOR, item.content_id, seen.digest, only_gains=False, now=NOW)
    )
    reading, folding, attempts = answers
    print(
        f"{seen.judged} answers judged again, {done.attempts} of them change, of "
        f"{done.learners} learners; the school has {attempts} answers"
    )
    rows = [
        ("replay every learner once", f"{every:.2f}", "1.00"),
        ("preview", f"{looked:.2f}", f"{looked / every:.2f}"),
        ("apply", f"{applied:.2f}", f"{applied / every:.2f}"),
    ]
    print(table(("step", "seconds", "of replaying all"), rows))
    each = 1e6 * folding / attempts
    print(
        f"replaying an attempt: {each:.0f} µs ({each / MOST_MICROSECONDS:.2f} of the "
        f"{MOST_MICROSECONDS} µs aimed at), reading it {1e6 * reading / attempts:.0f} µs"
    )


def mended(database: Database) -> Item:
    """Change the key of the question without numbers to draw that most learners answered."""
    with database.transaction() as db:
        content_id, wrong = db.execute(
            select(m.LearningSession.content_id, func.max(m.LearningSession.response))
            .join(m.Content, m.Content.id == m.LearningSession.content_id)
            .where(
                m.LearningSession.is_correct.is_(False),
                m.LearningSession.answer_note != "dont_know",
                m.Content.template.is_(None),
                m.Content.answer_spec["type"].as_string() == "number",
            )
            .group_by(m.LearningSession.content_id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
        row = db.get_one(m.Content, content_id)
        row.version += 1
        row.answer_spec = {"type": "number", "answer": wrong}
        db.flush()
        return item_at(db, content_id)


def replay_all(database: Database) -> tuple[float, float, int]:
    """Learn from everybody's answers again; return seconds of reading, of that, and how many."""
    with database.reading() as db:
        learners = list(db.scalars(select(m.LearnerEstimate.student_id)))
        reading, histories = timed(lambda: histories_of(db, learners, day_starts_at=4))
    folding, _ = timed(
        lambda: [replay(one.attempts, one.correct, one.correct) for one in histories.values()]
    )
    return reading, folding, sum(len(one.attempts) for one in histories.values())


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return how many seconds work takes, and what it gives."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


if __name__ == "__main__":
    main()
