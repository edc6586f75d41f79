"""Cards of several kinds, what happened to them beside reviews, how a learner wants to review."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHANGES = (
    "'edited', 'rescheduled', 'credited', 'pulled_in', 'suspended', 'resumed', "
    "'buried', 'flagged', 'deleted', 'imported'"
)

_ASKED = "ix_flashcards_asked"
_OF_ITEMS = "uq_flashcards_student_id_content_id_of_items"
_IS_OF_ITEM = sa.text("content_version IS NOT NULL AND deleted_at IS NULL")


def _card_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("flag", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("origin", sa.String(20), server_default=sa.text("'own'"), nullable=False),
        sa.Column("key", sa.String(64), nullable=True),
        sa.Column("content_version", sa.Integer(), nullable=True),
        sa.Column("variant_seed", sa.Integer(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column("drill_on", sa.Date(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("memory_difficulty", sa.Float(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
    )


def _review_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("kind", sa.String(20), server_default=sa.text("'review'"), nullable=False),
        sa.Column("scheduler", sa.String(20), nullable=True),
    )


def upgrade() -> None:
    for column in _card_columns():
        op.add_column("flashcards", column)
    op.create_index(
        _ASKED,
        "flashcards",
        ["student_id", "next_review_date", "deleted_at", "suspended", "times_reviewed"],
    )
    op.create_index(
        _OF_ITEMS,
        "flashcards",
        ["student_id", "content_id"],
        unique=True,
        sqlite_where=_IS_OF_ITEM,
        postgresql_where=_IS_OF_ITEM,
    )
    for column in _review_columns():
        op.add_column("review_sessions", column)
    op.add_column(
        "performance_metrics",
        sa.Column("reviews", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_table(
        "card_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flashcard_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=True),
        sa.Column("before", JSONDoc(), nullable=False),
        sa.Column("after", JSONDoc(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"kind IN ({_CHANGES})", name=op.f("ck_card_changes_kind_known")),
        _reference("card_changes", "flashcard_id", "flashcards"),
        _reference("card_changes", "student_id", "students"),
        _reference("card_changes", "attempt_id", "learning_sessions", ondelete="SET NULL"),
        _reference("card_changes", "policy_version_id", "policy_versions", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_changes")),
    )
    for columns in (
        ["flashcard_id"],
        ["student_id", "changed_at"],
        ["attempt_id"],
        ["policy_version_id"],
    ):
        op.create_index(f"ix_card_changes_{'_'.join(columns)}", "card_changes", columns)
    op.create_table(
        "review_preferences",
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("preferences", JSONDoc(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        _reference("review_preferences", "student_id", "students"),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_review_preferences")),
    )


def downgrade() -> None:
    op.drop_table("review_preferences")
    op.drop_table("card_changes")
    op.drop_column("performance_metrics", "reviews")
    for column in _review_columns():
        op.drop_column("review_sessions", column.name)
    op.drop_index(_OF_ITEMS, table_name="flashcards")
    op.drop_index(_ASKED, table_name="flashcards")
    for column in _card_columns():
        op.drop_column("flashcards", column.name)


def _reference(
    table: str, column: str, target: str, *, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
