"""Placements and takings of the VARK quiz; what gaps, pace and estimates remember of them."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("topics", JSONDoc(), nullable=False),
        sa.Column("goal_skill_ids", JSONDoc(), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'finished', 'abandoned')", name=op.f("ck_placements_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_placements_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("key", name=op.f("uq_placements_key")),
    )
    op.create_index(
        "ix_placements_student_id_started_at", "placements", ["student_id", "started_at"]
    )
    op.create_index(
        "uq_placements_open",
        "placements",
        ["student_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "style_quizzes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("answers", JSONDoc(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_style_quizzes_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style_quizzes")),
    )
    op.create_index(
        "ix_style_quizzes_student_id_started_at", "style_quizzes", ["student_id", "started_at"]
    )
    op.create_index(
        "uq_style_quizzes_open",
        "style_quizzes",
        ["student_id"],
        unique=True,
        sqlite_where=sa.text("completed_at IS NULL"),
        postgresql_where=sa.text("completed_at IS NULL"),
    )
    op.add_column("learner_skill_estimates", sa.Column("placed_at", UtcDateTime(), nullable=True))
    op.add_column("learning_pace", sa.Column("recent", JSONDoc(), nullable=True))
    op.add_column("skill_gaps", sa.Column("detected_level", sa.Float(), nullable=True))
    op.add_column("skill_gaps", sa.Column("resolved_at", UtcDateTime(), nullable=True))
    op.create_index(
        "uq_skill_gaps_unresolved",
        "skill_gaps",
        ["student_id", "skill_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'resolved'"),
        postgresql_where=sa.text("status <> 'resolved'"),
    )


def downgrade() -> None:
    op.drop_index("uq_skill_gaps_unresolved", "skill_gaps")
    for table, column in (
        ("skill_gaps", "resolved_at"),
        ("skill_gaps", "detected_level"),
        ("learning_pace", "recent"),
        ("learner_skill_estimates", "placed_at"),
    ):
        op.drop_column(table, column)
    op.drop_table("style_quizzes")
    op.drop_table("placements")
