"""Freezes that bridge missed days of a streak."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "performance_metrics",
        sa.Column("freeze_credit", sa.Integer(), server_default=sa.text("14"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("performance_metrics", "freeze_credit")
