"""What each answer moved in each concept, beside the time that it took."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000
_MOVED: dict[str, Any] = {
    "mastery_before": sa.Float,
    "mastery_after": sa.Float,
    "level_before": sa.Integer,
    "level_after": sa.Integer,
}
_INDEX = "ix_concept_time_logs_student_id_counted_on"


def upgrade() -> None:
    columns = {"counted_on": sa.Date} | _MOVED
    for name, kind in columns.items():
        op.add_column("concept_time_logs", sa.Column(name, kind(), nullable=True))
    _fill()
    op.create_index(_INDEX, "concept_time_logs", ["student_id", "counted_on"])


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="concept_time_logs")
    for name in ("counted_on", *_MOVED):
        op.drop_column("concept_time_logs", name)


def _fill() -> None:
    """Copy what attempts say of their answers; a concept is found by the title of its skill."""
    log = sa.table(
        "concept_time_logs",
        sa.column("id", sa.Integer),
        sa.column("concept", sa.String),
        sa.column("session_id", sa.Integer),
        sa.column("counted_on", sa.Date),
        *(sa.column(name, kind) for name, kind in _MOVED.items()),
    )
    attempts = sa.table(
        "learning_sessions",
        sa.column("id", sa.Integer),
        sa.column("counted_on", sa.Date),
        sa.column("rl_state", sa.JSON),
    )
    skills = sa.table(
        "skills", sa.column("name", sa.String), sa.column("display_name", sa.String)
    )
    rows = (
        sa.select(log.c.id, skills.c.display_name, attempts.c.counted_on, attempts.c.rl_state)
        .select_from(log.join(attempts, attempts.c.id == log.c.session_id))
        .outerjoin(skills, skills.c.name == log.c.concept)
        .where(log.c.id > sa.bindparam("after"))
        .order_by(log.c.id)
        .limit(_AT_ONCE)
    )
    write = (
        sa.update(log)
        .where(log.c.id == sa.bindparam("row"))
        .values({name: sa.bindparam(f"new_{name}") for name in ("counted_on", *_MOVED)})
    )
    connection, after = op.get_bind(), 0
    while found := connection.execute(rows, {"after": after}).all():
        connection.execute(write, [_filled(row) for row in found])
        after = found[-1].id


def _filled(row: Any) -> dict[str, Any]:
    moves = ((row.rl_state or {}).get("after") or {}).get("moves") or ()
    move = next((one for one in moves if one["name"] == row.display_name), {})
    return {
        "row": row.id,
        "new_counted_on": row.counted_on,
        **{f"new_{name}": move.get(name) for name in _MOVED},
    }
