"""Whether a learner wishes to be asked how sure they are; nobody is, unless they say so."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("students", sa.Column("asks_confidence", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("students", "asks_confidence")
