"""What learners met and sent away, what similar ones gained, experiments."""

import sqlalchemy as sa
from alembic import op

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BEGUN = """
INSERT INTO learner_items (student_id, content_id, seen, last_seen_at)
SELECT student_id, content_id, count(*), max(start_time)
FROM learning_sessions
WHERE content_id IS NOT NULL
GROUP BY student_id, content_id
"""


def upgrade() -> None:
    _create_learner_items()
    op.execute(_BEGUN)
    op.create_table(
        "similar_gains",
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gains", JSONDoc(), nullable=False),
        sa.Column("calculated_at", UtcDateTime(), nullable=False),
        _reference("similar_gains", "student_id", "students"),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_similar_gains")),
    )
    _create_experiments()


def downgrade() -> None:
    for table in (
        "experiment_members",
        "experiment_arms",
        "experiments",
        "similar_gains",
        "learner_items",
    ):
        op.drop_table(table)


def _create_learner_items() -> None:
    op.create_table(
        "learner_items",
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("declined_as", sa.String(length=20), nullable=True),
        sa.Column("declined_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "declined_as IN ('not_now', 'too_easy', 'too_hard', 'runner_up')",
            name=op.f("ck_learner_items_declined_as_known"),
        ),
        sa.CheckConstraint("seen >= 0", name=op.f("ck_learner_items_seen_not_negative")),
        _reference("learner_items", "student_id", "students"),
        _reference("learner_items", "content_id", "content"),
        sa.PrimaryKeyConstraint("student_id", "content_id", name=op.f("pk_learner_items")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_index("ix_learner_items_content_id", "learner_items", ["content_id"])
    for column in ("last_seen_at", "declined_at"):
        op.create_index(
            f"ix_learner_items_student_id_{column}", "learner_items", ["student_id", column]
        )


def _create_experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("policy_name", sa.String(length=50), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_because", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_experiments_ends_after_start")),
        _reference("experiments", "cohort_id", "cohorts"),
        _reference("experiments", "created_by", "students", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("name", name=op.f("uq_experiments_name")),
    )
    op.create_index(
        "ix_experiments_policy_name_starts_at", "experiments", ["policy_name", "starts_at"]
    )
    op.create_index("ix_experiments_cohort_id", "experiments", ["cohort_id"])
    op.create_index("ix_experiments_created_by", "experiments", ["created_by"])
    op.create_table(
        "experiment_arms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=50), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_experiment_arms_weight_positive")),
        _reference("experiment_arms", "experiment_id", "experiments"),
        _reference("experiment_arms", "policy_version_id", "policy_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_arms")),
        sa.UniqueConstraint("policy_version_id", name=op.f("uq_experiment_arms_policy_version_id")),
    )
    op.create_index("ix_experiment_arms_experiment_id", "experiment_arms", ["experiment_id"])
    op.create_table(
        "experiment_members",
        sa.Column("experiment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("arm_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        _reference("experiment_members", "experiment_id", "experiments"),
        _reference("experiment_members", "student_id", "students"),
        _reference("experiment_members", "arm_id", "experiment_arms"),
        sa.PrimaryKeyConstraint(
            "experiment_id", "student_id", name=op.f("pk_experiment_members")
        ),
    )
    op.create_index("ix_experiment_members_student_id", "experiment_members", ["student_id"])
    op.create_index("ix_experiment_members_arm_id", "experiment_members", ["arm_id"])


def _reference(
    table: str, column: str, target: str, *, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
