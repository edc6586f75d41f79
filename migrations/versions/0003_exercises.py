"""Exercises come apart into steps, and an attempt keeps what was answered to them."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.add_column(sa.Column("steps", JSONDoc(), nullable=True))
    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step_answers", JSONDoc(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.drop_column("step_answers")
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.drop_column("steps")
