"""A choice reads the items of a few skills: found by the skill's name, without all others."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DECLINED = "ix_learner_items_student_id_declined_at"


def upgrade() -> None:
    op.create_index("ix_content_subtopic", "content", ["subtopic"])
    op.drop_index(DECLINED, table_name="learner_items")
    if op.get_bind().dialect.name == "postgresql":
        # Every meeting changes an indexed column, so room in the page was never used.
        op.execute("ALTER TABLE learner_items RESET (fillfactor)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE learner_items SET (fillfactor = 70)")
    op.create_index(DECLINED, "learner_items", ["student_id", "declined_at"])
    op.drop_index("ix_content_subtopic", table_name="content")
