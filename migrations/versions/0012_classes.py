"""Classes: codes that end, co-teachers, groups, and rosters that can be taken back."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = (
    "imported_learners",
    "roster_imports",
    "cohort_group_members",
    "cohort_groups",
    "cohort_teachers",
)


def _class_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("code_expires_at", UtcDateTime(), nullable=True),
        sa.Column("code_revoked_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
    )


def upgrade() -> None:
    for column in _class_columns():
        op.add_column("cohorts", column)
    _create(
        "cohort_teachers",
        ("cohort_id", "teacher_id"),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        _created_at("added_at"),
        _reference("cohort_teachers", "cohort_id", "cohorts"),
        _reference("cohort_teachers", "teacher_id", "students"),
    )
    _create(
        "cohort_groups",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        _created_at("created_at"),
        _reference("cohort_groups", "cohort_id", "cohorts"),
        sa.UniqueConstraint("cohort_id", "name", name=op.f("uq_cohort_groups_cohort_id_name")),
    )
    _create(
        "cohort_group_members",
        ("group_id", "student_id"),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        _reference("cohort_group_members", "group_id", "cohort_groups"),
        _reference("cohort_group_members", "student_id", "students"),
    )
    _create(
        "roster_imports",
        ("id",),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        _created_at("created_at"),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        _reference("roster_imports", "cohort_id", "cohorts"),
        _reference("roster_imports", "created_by", "students", ondelete="SET NULL"),
    )
    _create(
        "imported_learners",
        ("student_id",),
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        _reference("imported_learners", "student_id", "students"),
        _reference("imported_learners", "import_id", "roster_imports"),
    )
    for table, column in (
        ("cohort_teachers", "teacher_id"),
        ("cohort_group_members", "student_id"),
        ("roster_imports", "cohort_id"),
        ("roster_imports", "created_by"),
        ("imported_learners", "import_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    for column in _class_columns():
        op.drop_column("cohorts", column.name)


def _create(table: str, key: tuple[str, ...], *parts: sa.schema.SchemaItem) -> None:
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")))


def _created_at(name: str) -> sa.Column:
    return sa.Column(
        name, UtcDateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=True
    )


def _reference(
    table: str, column: str, target: str, *, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
