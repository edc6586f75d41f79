"""Allowances that run out, identities of an OpenID provider, proofs that count once."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_windows",
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_rate_windows_uses_not_negative")),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_rate_windows")),
    )
    with op.batch_alter_table("rate_windows", schema=None) as batch_op:
        batch_op.create_index("ix_rate_windows_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "openid_identities",
        sa.Column("subject_digest", sa.String(length=64), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_openid_identities_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subject_digest", name=op.f("pk_openid_identities")),
        sa.UniqueConstraint("student_id", name=op.f("uq_openid_identities_student_id")),
    )
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof_digest", sa.String(length=64), nullable=True))
        batch_op.create_index("uq_auth_sessions_proof_digest", ["proof_digest"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.drop_index("uq_auth_sessions_proof_digest")
        batch_op.drop_column("proof_digest")

    op.drop_table("openid_identities")
    with op.batch_alter_table("rate_windows", schema=None) as batch_op:
        batch_op.drop_index("ix_rate_windows_ends_at")

    op.drop_table("rate_windows")
