"""Drafts, imports, reports and regrades of items; what an answer was learnt from; notices."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_format", sa.String(length=20), nullable=False),
        sa.Column(
            "created_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "file_format IN ('gift', 'moodle_xml', 'csv', 'xlsx', 'anki')",
            name=op.f("ck_content_imports_file_format_known"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["students.id"],
            name=op.f("fk_content_imports_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_imports")),
    )
    with op.batch_alter_table("content_imports", schema=None) as batch_op:
        batch_op.create_index("ix_content_imports_created_by", ["created_by"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("facts", JSONDoc(), nullable=False),
        sa.Column(
            "created_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('report_answered', 'regraded')", name=op.f("ck_notices_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_notices_student_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notices_student_id_seen_at", ["student_id", "seen_at"], unique=False
        )

    op.create_table(
        "content_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("body", JSONDoc(), nullable=False),
        sa.Column("based_on_version", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.Column(
            "updated_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_content_drafts_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["students.id"],
            name=op.f("fk_content_drafts_editor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["content_imports.id"],
            name=op.f("fk_content_drafts_import_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_drafts")),
        sa.UniqueConstraint(
            "content_id", "editor_id", name=op.f("uq_content_drafts_content_id_editor_id")
        ),
    )
    with op.batch_alter_table("content_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_content_drafts_editor_id", ["editor_id"], unique=False)
        batch_op.create_index("ix_content_drafts_import_id", ["import_id"], unique=False)

    op.create_table(
        "imported_items",
        sa.Column("content_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_imported_items_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["content_imports.id"],
            name=op.f("fk_imported_items_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_imported_items")),
    )
    with op.batch_alter_table("imported_items", schema=None) as batch_op:
        batch_op.create_index("ix_imported_items_import_id", ["import_id"], unique=False)

    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("only_gains", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_regrades_content_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["students.id"],
            name=op.f("fk_regrades_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    with op.batch_alter_table("regrades", schema=None) as batch_op:
        batch_op.create_index("ix_regrades_content_id", ["content_id"], unique=False)
        batch_op.create_index("ix_regrades_created_by", ["created_by"], unique=False)

    op.create_table(
        "regrade_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("before", JSONDoc(), nullable=False),
        sa.Column("after", JSONDoc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regrade_id"],
            ["regrades.id"],
            name=op.f("fk_regrade_changes_regrade_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_regrade_changes_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade_changes")),
        sa.UniqueConstraint(
            "regrade_id", "student_id", name=op.f("uq_regrade_changes_regrade_id_student_id")
        ),
    )
    with op.batch_alter_table("regrade_changes", schema=None) as batch_op:
        batch_op.create_index("ix_regrade_changes_student_id", ["student_id"], unique=False)

    op.create_table(
        "item_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            UtcDateTime(),
            server_default=sa.text("(CURRENT_TIMESTAMP)"),
            nullable=True,
        ),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('answer', 'unclear', 'figure', 'other')",
            name=op.f("ck_item_reports_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["students.id"],
            name=op.f("fk_item_reports_answered_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["learning_sessions.id"],
            name=op.f("fk_item_reports_attempt_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_item_reports_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_item_reports_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_reports")),
    )
    with op.batch_alter_table("item_reports", schema=None) as batch_op:
        batch_op.create_index("ix_item_reports_answered_by", ["answered_by"], unique=False)
        batch_op.create_index("ix_item_reports_attempt_id", ["attempt_id"], unique=False)
        batch_op.create_index(
            "ix_item_reports_content_id_answered_at", ["content_id", "answered_at"], unique=False
        )
        batch_op.create_index("ix_item_reports_student_id", ["student_id"], unique=False)
        batch_op.create_index(
            "uq_item_reports_open",
            ["student_id", "content_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("learnt_from", JSONDoc(), nullable=True))
        batch_op.add_column(sa.Column("predicted", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("graded_version", sa.Integer(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.drop_column("graded_version")
        batch_op.drop_column("predicted")
        batch_op.drop_column("learnt_from")

    with op.batch_alter_table("item_reports", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_reports_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index("ix_item_reports_student_id")
        batch_op.drop_index("ix_item_reports_content_id_answered_at")
        batch_op.drop_index("ix_item_reports_attempt_id")
        batch_op.drop_index("ix_item_reports_answered_by")

    op.drop_table("item_reports")
    with op.batch_alter_table("regrade_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_regrade_changes_student_id")

    op.drop_table("regrade_changes")
    with op.batch_alter_table("regrades", schema=None) as batch_op:
        batch_op.drop_index("ix_regrades_created_by")
        batch_op.drop_index("ix_regrades_content_id")

    op.drop_table("regrades")
    with op.batch_alter_table("imported_items", schema=None) as batch_op:
        batch_op.drop_index("ix_imported_items_import_id")

    op.drop_table("imported_items")
    with op.batch_alter_table("content_drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_content_drafts_import_id")
        batch_op.drop_index("ix_content_drafts_editor_id")

    op.drop_table("content_drafts")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_student_id_seen_at")

    op.drop_table("notices")
    with op.batch_alter_table("content_imports", schema=None) as batch_op:
        batch_op.drop_index("ix_content_imports_created_by")

    op.drop_table("content_imports")
