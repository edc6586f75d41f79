"""How the picture's statements are run: by an index to the learner's own rows."""

import datetime as dt

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.analytics.own.queries import STATEMENTS

GREAT = ("learning_sessions", "review_sessions", "concept_time_logs", "performance_metrics")
LEARNERS, EACH = 60, 60


@pytest.fixture(scope="module")
def planned(shared_engine):
    """Many learners' rows, of which one's are wanted; the planner knows how many there are."""
    with shared_engine.connect() as connection, connection.begin() as outer:
        yield fill(connection), connection
        outer.rollback()


def fill(connection):
    with Session(connection, join_transaction_mode="create_savepoint") as db:
        item = add_item(db).id
        owners = [add_student(db, f"learner{number}").id for number in range(LEARNERS)]
        db.commit()
    attempts, logs, days = [], [], []
    for place, owner in enumerate(owners):
        for number in range(EACH):
            at = NOW + dt.timedelta(days=number, seconds=place)
            key = 1_000_000 + place * EACH + number
            attempts.append(
                {
                    "id": key, "student_id": owner, "content_id": item, "start_time": at,
                    "end_time": at, "counted_on": at.date(), "is_correct": number % 3 > 0,
                    "difficulty": 3, "predicted": 0.5, "rl_state": {"after": {"moves": []}},
                    "response": "x" * 200,
                }
            )  # fmt: skip
            logs.append(
                {
                    "student_id": owner, "concept": f"skill{number % 9}", "time_spent_seconds": 9,
                    "session_id": key, "logged_at": at, "counted_on": at.date(),
                    "mastery_before": 0.4, "mastery_after": 0.5, "level_before": 1,
                    "level_after": 1,
                }
            )  # fmt: skip
            days.append({"student_id": owner, "metric_date": at.date()})
    connection.execute(insert(m.table_of(m.LearningSession)), attempts)
    connection.execute(insert(m.table_of(m.ConceptTimeLog)), logs)
    connection.execute(insert(m.table_of(m.PerformanceMetrics)), days)
    connection.execute(text("ANALYZE"))
    return owners[7]


def plan_of(connection, name, student_id, since):
    backend = connection.dialect.name
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[backend].dialect()
    written = (
        STATEMENTS[name]
        .params(student_id=student_id, since=since)
        .compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    )
    explain = "EXPLAIN QUERY PLAN " if backend == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + str(written).replace("%", "%%")).all()
    return [str(row[-1]) for row in rows]


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("days", [30, None])
def test_no_statement_goes_through_a_whole_table(planned, name, days):
    student_id, connection = planned
    since = NOW.date() + dt.timedelta(days=EACH - (days or EACH + 20_000))

    steps = plan_of(connection, name, student_id, since)

    assert steps
    whole = [
        step
        for step in steps
        if any(table in step for table in GREAT) and ("Seq Scan" in step or step.startswith("SCAN"))
    ]
    assert not whole, steps
