"""Study plans that live: their wishes, their course, and addresses at which calendars read them."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _plan_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("wishes", JSONDoc(), nullable=True),
        sa.Column("course", JSONDoc(), nullable=True),
        sa.Column("baseline", JSONDoc(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
    )


def upgrade() -> None:
    for column in _plan_columns():
        op.add_column("study_plans", column)
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_fetched_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        _reference("student_id", "students"),
        _reference("plan_id", "study_plans"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feeds_token_digest")),
    )
    for column in ("student_id", "plan_id"):
        op.create_index(f"ix_calendar_feeds_{column}", "calendar_feeds", [column])


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    for column in _plan_columns():
        op.drop_column("study_plans", column.name)


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_calendar_feeds_{column}"),
        ondelete="CASCADE",
    )
