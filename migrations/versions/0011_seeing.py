"""The learner's day for which each answer and each review counts."""

import os

import sqlalchemy as sa
from alembic import op

from tutor_core.calendar import learner_day, zone_named
from tutor_core.models.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = {"learning_sessions": "end_time", "review_sessions": "reviewed_at"}
_AT_ONCE = 5_000


def upgrade() -> None:
    for table, moment in _TABLES.items():
        op.add_column(table, sa.Column("counted_on", sa.Date(), nullable=True))
        _fill(table, moment)
        op.create_index(f"ix_{table}_student_id_counted_on", table, ["student_id", "counted_on"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_index(f"ix_{table}_student_id_counted_on", table_name=table)
        op.drop_column(table, "counted_on")


def _fill(table: str, moment: str) -> None:
    """Say of what is there for which day it counts, where its learner lives now."""
    starts_at = int(os.environ.get("TUTOR_DAY_STARTS_AT", "4"))
    done = sa.table(
        table,
        sa.column("id", sa.Integer),
        sa.column("student_id", sa.Integer),
        sa.column(moment, UtcDateTime),
        sa.column("counted_on", sa.Date),
        sa.column("is_correct", sa.Boolean),
        sa.column("scheduler", sa.String),
        sa.column("kind", sa.String),
    )
    people = sa.table("students", sa.column("id", sa.Integer), sa.column("timezone", sa.String))
    # What was put away unanswered, and reviews done elsewhere, count for no day.
    counts = (
        done.c.is_correct.is_not(None)
        if table == "learning_sessions"
        else sa.or_(done.c.scheduler.is_not(None), done.c.kind == "cram")
    )
    rows = (
        sa.select(done.c.id, done.c[moment].label("at"), people.c.timezone)
        .join(people, people.c.id == done.c.student_id)
        .where(done.c.id > sa.bindparam("after"), done.c[moment].is_not(None), counts)
        .order_by(done.c.id)
        .limit(_AT_ONCE)
    )
    write = (
        sa.update(done).where(done.c.id == sa.bindparam("row")).values(counted_on=sa.bindparam("on"))
    )
    connection, after = op.get_bind(), 0
    while found := connection.execute(rows, {"after": after}).all():
        days = [
            {"row": row.id, "on": learner_day(row.at, zone_named(row.timezone), starts_at=starts_at)}
            for row in found
        ]
        connection.execute(write, days)
        after = found[-1].id
