"""Badges that prove themselves, answers to be counted, freezes that bridge missed days."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COUNTED = "ix_learning_sessions_counted"
_TEST_OUTS = "ix_learning_sessions_test_outs"
_IS_TEST_OUT = sa.text("source = 'test_out'")


def upgrade() -> None:
    op.add_column(
        "performance_metrics",
        sa.Column("freeze_credit", sa.Integer(), server_default=sa.text("14"), nullable=False),
    )
    op.add_column("badges", sa.Column("slug", sa.String(100), nullable=True))
    op.create_index("uq_badges_slug", "badges", ["slug"], unique=True)
    op.add_column("student_badges", sa.Column("credential_salt", sa.String(64), nullable=True))
    op.create_table(
        "credential_keys",
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("public_jwk", JSONDoc(), nullable=False),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_credential_keys")),
    )
    op.create_table(
        "revoked_credentials",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_revoked_credentials")),
    )
    op.create_index(
        _COUNTED,
        "learning_sessions",
        [
            "student_id",
            "end_time",
            "is_evidence",
            "is_correct",
            "hints_used",
            "difficulty",
            "content_id",
        ],
    )
    op.create_index(
        _TEST_OUTS,
        "learning_sessions",
        ["student_id", "set_key"],
        sqlite_where=_IS_TEST_OUT,
        postgresql_where=_IS_TEST_OUT,
    )


def downgrade() -> None:
    op.drop_index(_TEST_OUTS, table_name="learning_sessions")
    op.drop_index(_COUNTED, table_name="learning_sessions")
    op.drop_table("revoked_credentials")
    op.drop_table("credential_keys")
    op.drop_column("student_badges", "credential_salt")
    op.drop_index("uq_badges_slug", table_name="badges")
    op.drop_column("badges", "slug")
    op.drop_column("performance_metrics", "freeze_credit")
