"""The 21 tables and the link table of the seed, and what the tutor adds to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from tutor_core.models.base import JSONDoc, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=50), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("icon", sa.String(length=50), nullable=True),
        sa.Column("color", sa.String(length=50), nullable=True),
        sa.Column("criteria", JSONDoc(), nullable=False),
        sa.Column("points", sa.Integer(), server_default=sa.text("10"), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "category IN ('mastery', 'streak', 'accuracy', 'practice', 'special')",
            name=op.f("ck_badges_category_known"),
        ),
        sa.CheckConstraint(
            "tier IN ('bronze', 'silver', 'gold', 'platinum')", name=op.f("ck_badges_tier_known")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_badges_points_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("name", name=op.f("uq_badges_name")),
    )
    with op.batch_alter_table("badges", schema=None) as batch_op:
        batch_op.create_index("idx_badge_category", ["category"], unique=False)
        batch_op.create_index("idx_badge_tier", ["tier"], unique=False)

    op.create_table(
        "login_throttle",
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_failure_at", UtcDateTime(), nullable=False),
        sa.Column("locked_until", UtcDateTime(), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_login_throttle_failures_not_negative")),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_login_throttle")),
    )
    op.create_table(
        "mastery_skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=50), nullable=True),
        sa.Column("difficulty", sa.String(length=20), nullable=False),
        sa.Column("estimated_hours", sa.Float(), server_default=sa.text("1.0"), nullable=True),
        sa.Column("icon", sa.String(length=50), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column(
            "updated_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "difficulty IN ('beginner', 'intermediate', 'advanced', 'expert')",
            name=op.f("ck_mastery_skills_difficulty_known"),
        ),
        sa.CheckConstraint(
            "estimated_hours >= 0", name=op.f("ck_mastery_skills_estimated_hours_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mastery_skills")),
        sa.UniqueConstraint("name", name=op.f("uq_mastery_skills_name")),
    )
    op.create_table(
        "skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=50), nullable=True),
        sa.Column("parent_skill_id", sa.Integer(), nullable=True),
        sa.Column("prerequisite_skill_ids", JSONDoc(), nullable=True),
        sa.Column("difficulty_level", sa.Integer(), nullable=True),
        sa.Column("estimated_time_hours", sa.Float(), nullable=True),
        sa.Column("related_content_ids", JSONDoc(), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "difficulty_level BETWEEN 1 AND 5", name=op.f("ck_skills_difficulty_level_in_range")
        ),
        sa.CheckConstraint(
            "estimated_time_hours >= 0", name=op.f("ck_skills_estimated_time_hours_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["parent_skill_id"],
            ["skills.id"],
            name=op.f("fk_skills_parent_skill_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
        sa.UniqueConstraint("name", name=op.f("uq_skills_name")),
    )
    with op.batch_alter_table("skills", schema=None) as batch_op:
        batch_op.create_index("idx_skill_category", ["category"], unique=False)
        batch_op.create_index("idx_skill_parent", ["parent_skill_id"], unique=False)

    op.create_table(
        "students",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=100), nullable=False),
        sa.Column("hashed_password", sa.String(length=255), nullable=False),
        sa.Column("full_name", sa.String(length=100), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("last_login", UtcDateTime(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=True),
        sa.Column("preferred_difficulty", sa.Integer(), server_default=sa.text("3"), nullable=True),
        sa.Column("role", sa.String(length=20), server_default="student", nullable=False),
        sa.Column("timezone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("locale", sa.String(length=20), server_default="en", nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "role IN ('student', 'teacher', 'researcher', 'admin')",
            name=op.f("ck_students_role_known"),
        ),
        sa.CheckConstraint(
            "birth_year BETWEEN 1900 AND 2100", name=op.f("ck_students_birth_year_in_range")
        ),
        sa.CheckConstraint(
            "preferred_difficulty BETWEEN 1 AND 5",
            name=op.f("ck_students_preferred_difficulty_in_range"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
        sa.UniqueConstraint("email", name=op.f("uq_students_email")),
        sa.UniqueConstraint("username", name=op.f("uq_students_username")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("students", schema=None) as batch_op:
        batch_op.create_index(
            "uq_students_lower_email", [sa.literal_column("lower(email)")], unique=True
        )
        batch_op.create_index(
            "uq_students_lower_username", [sa.literal_column("lower(username)")], unique=True
        )

    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", JSONDoc(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('done', 'refused', 'failed')", name=op.f("ck_audit_log_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["students.id"], name=op.f("fk_audit_log_actor_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index("ix_audit_log_actor_id", ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_log_at", ["at"], unique=False)

    op.create_table(
        "auth_sessions",
        sa.Column("id_digest", sa.String(length=64), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("ticket_digest", sa.String(length=64), nullable=True),
        sa.Column("user_agent", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_auth_sessions_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id_digest", name=op.f("pk_auth_sessions")),
    )
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_auth_sessions_student_id", ["student_id"], unique=False)
        batch_op.create_index("ix_auth_sessions_ticket_digest", ["ticket_digest"], unique=False)

    op.create_table(
        "bandit_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("arm_rewards", JSONDoc(), nullable=True),
        sa.Column("arm_counts", JSONDoc(), nullable=True),
        sa.Column("epsilon", sa.Float(), server_default=sa.text("0.1"), nullable=True),
        sa.Column("total_pulls", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("best_arm", sa.Integer(), nullable=True),
        sa.Column(
            "last_updated",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "epsilon BETWEEN 0 AND 1", name=op.f("ck_bandit_states_epsilon_in_range")
        ),
        sa.CheckConstraint(
            "total_pulls >= 0", name=op.f("ck_bandit_states_total_pulls_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_bandit_states_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bandit_states")),
        sa.UniqueConstraint("student_id", name=op.f("uq_bandit_states_student_id")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("bandit_states", schema=None) as batch_op:
        batch_op.create_index("idx_bandit_student", ["student_id"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("join_code", sa.String(length=12), nullable=False),
        sa.Column("is_archived", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["students.id"], name=op.f("fk_cohorts_teacher_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("join_code", name=op.f("uq_cohorts_join_code")),
    )
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.create_index("ix_cohorts_teacher_id", ["teacher_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("guardian", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('terms', 'research', 'similar_students')",
            name=op.f("ck_consents_purpose_known"),
        ),
        sa.CheckConstraint(
            "withdrawn_at >= given_at", name=op.f("ck_consents_withdrawn_after_given")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.id"], name=op.f("fk_consents_student_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consents_student_id_purpose", ["student_id", "purpose"], unique=False
        )

    op.create_table(
        "content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("subtopic", sa.String(length=100), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=20), server_default="question", nullable=True),
        sa.Column("question_text", sa.Text(), nullable=True),
        sa.Column("correct_answer", sa.String(length=255), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("tags", JSONDoc(), nullable=True),
        sa.Column("estimated_time", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), server_default=sa.text("10"), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("slug", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("answer_spec", JSONDoc(), nullable=True),
        sa.Column("hints", JSONDoc(), nullable=True),
        sa.Column("figure", JSONDoc(), nullable=True),
        sa.Column("template", JSONDoc(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("is_published", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "content_type IN ('question', 'exercise', 'lesson', 'flashcard')",
            name=op.f("ck_content_content_type_known"),
        ),
        sa.CheckConstraint(
            "topic IN ('algebra', 'calculus', 'geometry', 'statistics', 'physics', 'programming')",
            name=op.f("ck_content_topic_known"),
        ),
        sa.CheckConstraint(
            "difficulty BETWEEN 1 AND 5", name=op.f("ck_content_difficulty_in_range")
        ),
        sa.CheckConstraint(
            "estimated_time >= 0", name=op.f("ck_content_estimated_time_not_negative")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_content_points_not_negative")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["students.id"], name=op.f("fk_content_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("slug", name=op.f("uq_content_slug")),
    )
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.create_index("idx_content_difficulty", ["difficulty"], unique=False)
        batch_op.create_index("idx_content_topic", ["topic"], unique=False)
        batch_op.create_index("idx_content_type", ["content_type"], unique=False)
        batch_op.create_index("ix_content_created_by", ["created_by"], unique=False)
        batch_op.create_index(
            "ix_content_topic_difficulty_content_type",
            ["topic", "difficulty", "content_type"],
            unique=False,
        )

    op.create_table(
        "learner_estimates",
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_learner_estimates_answers_not_negative")),
        sa.CheckConstraint(
            "variance >= 0", name=op.f("ck_learner_estimates_variance_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_learner_estimates_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_learner_estimates")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "learner_skill_estimates",
        sa.Column("student_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("skill_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("days_seen", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "answers >= 0", name=op.f("ck_learner_skill_estimates_answers_not_negative")
        ),
        sa.CheckConstraint(
            "days_seen >= 0", name=op.f("ck_learner_skill_estimates_days_seen_not_negative")
        ),
        sa.CheckConstraint(
            "variance >= 0", name=op.f("ck_learner_skill_estimates_variance_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skills.id"],
            name=op.f("fk_learner_skill_estimates_skill_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_learner_skill_estimates_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", "skill_id", name=op.f("pk_learner_skill_estimates")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("learner_skill_estimates", schema=None) as batch_op:
        batch_op.create_index("ix_learner_skill_estimates_skill_id", ["skill_id"], unique=False)

    op.create_table(
        "learning_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("current_pace", sa.String(length=20), nullable=False),
        sa.Column("avg_time_per_question", sa.Float(), nullable=True),
        sa.Column("avg_completion_rate", sa.Float(), nullable=True),
        sa.Column("optimal_difficulty", sa.Integer(), nullable=True),
        sa.Column("pace_adjustments", JSONDoc(), nullable=True),
        sa.Column(
            "calculated_at",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.Column(
            "last_updated",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "current_pace IN ('slow', 'normal', 'fast')",
            name=op.f("ck_learning_pace_current_pace_known"),
        ),
        sa.CheckConstraint(
            "avg_completion_rate BETWEEN 0 AND 1",
            name=op.f("ck_learning_pace_avg_completion_rate_in_range"),
        ),
        sa.CheckConstraint(
            "avg_time_per_question >= 0",
            name=op.f("ck_learning_pace_avg_time_per_question_not_negative"),
        ),
        sa.CheckConstraint(
            "optimal_difficulty BETWEEN 1 AND 5",
            name=op.f("ck_learning_pace_optimal_difficulty_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_learning_pace_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_pace")),
        sa.UniqueConstraint("student_id", name=op.f("uq_learning_pace_student_id")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("learning_pace", schema=None) as batch_op:
        batch_op.create_index("idx_pace_student", ["student_id"], unique=False)

    op.create_table(
        "learning_style_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("visual_score", sa.Float(), nullable=False),
        sa.Column("auditory_score", sa.Float(), nullable=False),
        sa.Column("reading_score", sa.Float(), nullable=False),
        sa.Column("kinesthetic_score", sa.Float(), nullable=False),
        sa.Column("dominant_style", sa.String(length=20), nullable=False),
        sa.Column("secondary_style", sa.String(length=20), nullable=True),
        sa.Column(
            "quiz_completed_at",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.Column("preferences", JSONDoc(), nullable=True),
        sa.Column(
            "last_updated",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "dominant_style IN ('V', 'A', 'R', 'K')",
            name=op.f("ck_learning_style_profiles_dominant_style_known"),
        ),
        sa.CheckConstraint(
            "secondary_style IN ('V', 'A', 'R', 'K')",
            name=op.f("ck_learning_style_profiles_secondary_style_known"),
        ),
        sa.CheckConstraint(
            "auditory_score BETWEEN 0 AND 1",
            name=op.f("ck_learning_style_profiles_auditory_score_in_range"),
        ),
        sa.CheckConstraint(
            "kinesthetic_score BETWEEN 0 AND 1",
            name=op.f("ck_learning_style_profiles_kinesthetic_score_in_range"),
        ),
        sa.CheckConstraint(
            "reading_score BETWEEN 0 AND 1",
            name=op.f("ck_learning_style_profiles_reading_score_in_range"),
        ),
        sa.CheckConstraint(
            "visual_score BETWEEN 0 AND 1",
            name=op.f("ck_learning_style_profiles_visual_score_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_learning_style_profiles_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_style_profiles")),
        sa.UniqueConstraint("student_id", name=op.f("uq_learning_style_profiles_student_id")),
    )
    with op.batch_alter_table("learning_style_profiles", schema=None) as batch_op:
        batch_op.create_index("idx_style_student", ["student_id"], unique=False)

    op.create_table(
        "one_time_links",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('set_password')", name=op.f("ck_one_time_links_purpose_known")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_one_time_links_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_one_time_links")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_links_student_id", ["student_id"], unique=False)

    op.create_table(
        "performance_metrics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("metric_date", sa.Date(), server_default=sa.text("CURRENT_DATE"), nullable=True),
        sa.Column("total_attempts", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("correct_attempts", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("accuracy_rate", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("time_spent_minutes", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("topics_studied", JSONDoc(), nullable=True),
        sa.Column("avg_difficulty", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("current_streak", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("longest_streak", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("points_earned", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "accuracy_rate BETWEEN 0 AND 1",
            name=op.f("ck_performance_metrics_accuracy_rate_in_range"),
        ),
        sa.CheckConstraint(
            "avg_difficulty BETWEEN 0 AND 5",
            name=op.f("ck_performance_metrics_avg_difficulty_in_range"),
        ),
        sa.CheckConstraint(
            "correct_attempts >= 0",
            name=op.f("ck_performance_metrics_correct_attempts_not_negative"),
        ),
        sa.CheckConstraint(
            "current_streak >= 0", name=op.f("ck_performance_metrics_current_streak_not_negative")
        ),
        sa.CheckConstraint(
            "longest_streak >= 0", name=op.f("ck_performance_metrics_longest_streak_not_negative")
        ),
        sa.CheckConstraint(
            "points_earned >= 0", name=op.f("ck_performance_metrics_points_earned_not_negative")
        ),
        sa.CheckConstraint(
            "time_spent_minutes >= 0",
            name=op.f("ck_performance_metrics_time_spent_minutes_not_negative"),
        ),
        sa.CheckConstraint(
            "total_attempts >= 0", name=op.f("ck_performance_metrics_total_attempts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_performance_metrics_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_metrics")),
        sa.UniqueConstraint(
            "student_id", "metric_date", name=op.f("uq_performance_metrics_student_id_metric_date")
        ),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("performance_metrics", schema=None) as batch_op:
        batch_op.create_index("idx_metrics_date", ["metric_date"], unique=False)
        batch_op.create_index("idx_metrics_student", ["student_id"], unique=False)

    op.create_table(
        "pre_assessment_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("questions_answered", sa.Integer(), nullable=True),
        sa.Column("time_spent_minutes", sa.Integer(), nullable=True),
        sa.Column(
            "taken_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "questions_answered >= 0",
            name=op.f("ck_pre_assessment_results_questions_answered_not_negative"),
        ),
        sa.CheckConstraint(
            "score BETWEEN 0 AND 1", name=op.f("ck_pre_assessment_results_score_in_range")
        ),
        sa.CheckConstraint(
            "time_spent_minutes >= 0",
            name=op.f("ck_pre_assessment_results_time_spent_minutes_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skills.id"],
            name=op.f("fk_pre_assessment_results_skill_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_pre_assessment_results_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pre_assessment_results")),
    )
    with op.batch_alter_table("pre_assessment_results", schema=None) as batch_op:
        batch_op.create_index("idx_assessment_skill", ["skill_id"], unique=False)
        batch_op.create_index("idx_assessment_student", ["student_id"], unique=False)

    op.create_table(
        "similar_students",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("similar_student_id", sa.Integer(), nullable=False),
        sa.Column("similarity_score", sa.Float(), nullable=False),
        sa.Column(
            "calculated_at",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.Column(
            "last_updated",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "similarity_score BETWEEN 0 AND 1",
            name=op.f("ck_similar_students_similarity_score_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["similar_student_id"],
            ["students.id"],
            name=op.f("fk_similar_students_similar_student_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_similar_students_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similar_students")),
        sa.UniqueConstraint(
            "student_id",
            "similar_student_id",
            name=op.f("uq_similar_students_student_id_similar_student_id"),
        ),
    )
    with op.batch_alter_table("similar_students", schema=None) as batch_op:
        batch_op.create_index(
            "idx_similar_score", [sa.literal_column("similarity_score DESC")], unique=False
        )
        batch_op.create_index("idx_similar_student", ["student_id"], unique=False)
        batch_op.create_index(
            "ix_similar_students_similar_student_id", ["similar_student_id"], unique=False
        )
        batch_op.create_index(
            "ix_similar_students_student_id_similarity_score",
            ["student_id", sa.literal_column("similarity_score DESC")],
            unique=False,
        )

    op.create_table(
        "skill_estimates",
        sa.Column("skill_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_skill_estimates_answers_not_negative")),
        sa.CheckConstraint("variance >= 0", name=op.f("ck_skill_estimates_variance_not_negative")),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skills.id"],
            name=op.f("fk_skill_estimates_skill_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("skill_id", name=op.f("pk_skill_estimates")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "skill_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("gap_type", sa.String(length=50), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("current_level", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("target_level", sa.Float(), server_default=sa.text("0.8"), nullable=True),
        sa.Column("priority_score", sa.Integer(), nullable=False),
        sa.Column("estimated_hours", sa.Float(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column(
            "detected_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("last_practiced", UtcDateTime(), nullable=True),
        sa.Column("practice_count", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("progress_percentage", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="active", nullable=True),
        sa.CheckConstraint(
            "gap_type IN ('prerequisite', 'weakness', 'forgotten')",
            name=op.f("ck_skill_gaps_gap_type_known"),
        ),
        sa.CheckConstraint(
            "severity IN ('critical', 'high', 'medium', 'low')",
            name=op.f("ck_skill_gaps_severity_known"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'in_progress', 'resolved')",
            name=op.f("ck_skill_gaps_status_known"),
        ),
        sa.CheckConstraint(
            "current_level BETWEEN 0 AND 1", name=op.f("ck_skill_gaps_current_level_in_range")
        ),
        sa.CheckConstraint(
            "estimated_hours >= 0", name=op.f("ck_skill_gaps_estimated_hours_not_negative")
        ),
        sa.CheckConstraint(
            "practice_count >= 0", name=op.f("ck_skill_gaps_practice_count_not_negative")
        ),
        sa.CheckConstraint(
            "priority_score BETWEEN 1 AND 10", name=op.f("ck_skill_gaps_priority_score_in_range")
        ),
        sa.CheckConstraint(
            "progress_percentage BETWEEN 0 AND 100",
            name=op.f("ck_skill_gaps_progress_percentage_in_range"),
        ),
        sa.CheckConstraint(
            "target_level BETWEEN 0 AND 1", name=op.f("ck_skill_gaps_target_level_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skills.id"], name=op.f("fk_skill_gaps_skill_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_skill_gaps_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_gaps")),
    )
    with op.batch_alter_table("skill_gaps", schema=None) as batch_op:
        batch_op.create_index("idx_gap_severity", ["severity"], unique=False)
        batch_op.create_index("idx_gap_status", ["status"], unique=False)
        batch_op.create_index("idx_gap_student", ["student_id"], unique=False)
        batch_op.create_index(
            "ix_skill_gaps_active",
            ["severity", "student_id"],
            unique=False,
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )
        batch_op.create_index("ix_skill_gaps_skill_id", ["skill_id"], unique=False)
        batch_op.create_index(
            "ix_skill_gaps_student_id_status_severity",
            ["student_id", "status", "severity"],
            unique=False,
        )

    op.create_table(
        "skill_prerequisites",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("prerequisite_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "skill_id <> prerequisite_id", name=op.f("ck_skill_prerequisites_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["prerequisite_id"],
            ["mastery_skills.id"],
            name=op.f("fk_skill_prerequisites_prerequisite_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["mastery_skills.id"],
            name=op.f("fk_skill_prerequisites_skill_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("skill_id", "prerequisite_id", name=op.f("pk_skill_prerequisites")),
    )
    with op.batch_alter_table("skill_prerequisites", schema=None) as batch_op:
        batch_op.create_index(
            "ix_skill_prerequisites_prerequisite_id", ["prerequisite_id"], unique=False
        )

    op.create_table(
        "student_badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column(
            "earned_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("verification_code", sa.String(length=32), nullable=True),
        sa.Column("evidence", JSONDoc(), nullable=True),
        sa.Column("displayed", sa.Boolean(), server_default=sa.text("true"), nullable=True),
        sa.Column("is_public", sa.Boolean(), server_default=sa.text("true"), nullable=True),
        sa.Column("shared_count", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.CheckConstraint(
            "shared_count >= 0", name=op.f("ck_student_badges_shared_count_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badges.id"], name=op.f("fk_student_badges_badge_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_student_badges_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_badges")),
        sa.UniqueConstraint(
            "student_id", "badge_id", name=op.f("uq_student_badges_student_id_badge_id")
        ),
        sa.UniqueConstraint("verification_code", name=op.f("uq_student_badges_verification_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("student_badges", schema=None) as batch_op:
        batch_op.create_index("idx_student_badge_badge", ["badge_id"], unique=False)
        batch_op.create_index("idx_student_badge_student", ["student_id"], unique=False)
        batch_op.create_index("idx_student_badge_verification", ["verification_code"], unique=False)

    op.create_table(
        "student_knowledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("algebra_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("calculus_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("geometry_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("statistics_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("physics_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("programming_score", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column(
            "total_questions_answered", sa.Integer(), server_default=sa.text("0"), nullable=True
        ),
        sa.Column("correct_answers", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("accuracy_rate", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("preferred_difficulty", sa.Integer(), server_default=sa.text("3"), nullable=True),
        sa.Column("learning_style", sa.String(length=50), server_default="balanced", nullable=True),
        sa.Column(
            "last_updated",
            UtcDateTime(),
            server_default=sa.text("CURRENT_TIMESTAMP"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "accuracy_rate BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_accuracy_rate_in_range"),
        ),
        sa.CheckConstraint(
            "algebra_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_algebra_score_in_range"),
        ),
        sa.CheckConstraint(
            "calculus_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_calculus_score_in_range"),
        ),
        sa.CheckConstraint(
            "correct_answers >= 0", name=op.f("ck_student_knowledge_correct_answers_not_negative")
        ),
        sa.CheckConstraint(
            "geometry_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_geometry_score_in_range"),
        ),
        sa.CheckConstraint(
            "physics_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_physics_score_in_range"),
        ),
        sa.CheckConstraint(
            "preferred_difficulty BETWEEN 1 AND 5",
            name=op.f("ck_student_knowledge_preferred_difficulty_in_range"),
        ),
        sa.CheckConstraint(
            "programming_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_programming_score_in_range"),
        ),
        sa.CheckConstraint(
            "statistics_score BETWEEN 0 AND 1",
            name=op.f("ck_student_knowledge_statistics_score_in_range"),
        ),
        sa.CheckConstraint(
            "total_questions_answered >= 0",
            name=op.f("ck_student_knowledge_total_questions_answered_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_student_knowledge_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_knowledge")),
        sa.UniqueConstraint("student_id", name=op.f("uq_student_knowledge_student_id")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("student_knowledge", schema=None) as batch_op:
        batch_op.create_index("idx_knowledge_student", ["student_id"], unique=False)

    op.create_table(
        "student_mastery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("mastery_level", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("progress_percentage", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("total_practice_time", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("correct_attempts", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("total_attempts", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("accuracy", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("last_assessed_at", UtcDateTime(), nullable=True),
        sa.Column("first_practiced_at", UtcDateTime(), nullable=True),
        sa.Column("mastered_at", UtcDateTime(), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column(
            "updated_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "accuracy BETWEEN 0 AND 100", name=op.f("ck_student_mastery_accuracy_in_range")
        ),
        sa.CheckConstraint(
            "correct_attempts >= 0", name=op.f("ck_student_mastery_correct_attempts_not_negative")
        ),
        sa.CheckConstraint(
            "mastery_level BETWEEN 0 AND 5", name=op.f("ck_student_mastery_mastery_level_in_range")
        ),
        sa.CheckConstraint(
            "progress_percentage BETWEEN 0 AND 100",
            name=op.f("ck_student_mastery_progress_percentage_in_range"),
        ),
        sa.CheckConstraint(
            "total_attempts >= 0", name=op.f("ck_student_mastery_total_attempts_not_negative")
        ),
        sa.CheckConstraint(
            "total_practice_time >= 0",
            name=op.f("ck_student_mastery_total_practice_time_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["mastery_skills.id"],
            name=op.f("fk_student_mastery_skill_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_student_mastery_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_mastery")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("student_mastery", schema=None) as batch_op:
        batch_op.create_index("idx_mastery_skill", ["skill_id"], unique=False)
        batch_op.create_index("idx_mastery_student", ["student_id"], unique=False)
        batch_op.create_index("idx_mastery_student_skill", ["student_id", "skill_id"], unique=True)

    op.create_table(
        "study_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("goal_type", sa.String(length=50), nullable=False),
        sa.Column("target_skills", JSONDoc(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("daily_minutes", sa.Integer(), server_default=sa.text("30"), nullable=True),
        sa.Column("schedule", JSONDoc(), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="active", nullable=True),
        sa.Column("progress_percentage", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("performance_trend", sa.String(length=20), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column(
            "updated_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "goal_type IN ('mastery', 'exam_prep', 'review', 'custom')",
            name=op.f("ck_study_plans_goal_type_known"),
        ),
        sa.CheckConstraint(
            "performance_trend IN ('ahead', 'on_track', 'behind')",
            name=op.f("ck_study_plans_performance_trend_known"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'completed', 'abandoned')",
            name=op.f("ck_study_plans_status_known"),
        ),
        sa.CheckConstraint(
            "daily_minutes BETWEEN 1 AND 1440", name=op.f("ck_study_plans_daily_minutes_in_range")
        ),
        sa.CheckConstraint(
            "progress_percentage BETWEEN 0 AND 100",
            name=op.f("ck_study_plans_progress_percentage_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_study_plans_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_plans")),
    )
    with op.batch_alter_table("study_plans", schema=None) as batch_op:
        batch_op.create_index("idx_study_plan_status", ["status"], unique=False)
        batch_op.create_index("idx_study_plan_student", ["student_id"], unique=False)
        batch_op.create_index("idx_study_plan_target_date", ["target_date"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", JSONDoc(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "kind IN ('items', 'skills', 'plan')", name=op.f("ck_assignments_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_assignments_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["students.id"],
            name=op.f("fk_assignments_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_cohort_id", ["cohort_id"], unique=False)
        batch_op.create_index("ix_assignments_created_by", ["created_by"], unique=False)

    op.create_table(
        "cohort_members",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column(
            "joined_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["cohorts.id"],
            name=op.f("fk_cohort_members_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_cohort_members_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cohort_id", "student_id", name=op.f("pk_cohort_members")),
    )
    with op.batch_alter_table("cohort_members", schema=None) as batch_op:
        batch_op.create_index("ix_cohort_members_student_id", ["student_id"], unique=False)

    op.create_table(
        "content_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", JSONDoc(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_content_versions_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["students.id"],
            name=op.f("fk_content_versions_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
        sa.UniqueConstraint(
            "content_id", "version", name=op.f("uq_content_versions_content_id_version")
        ),
    )
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.create_index("ix_content_versions_created_by", ["created_by"], unique=False)

    op.create_table(
        "flashcards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("front_text", sa.Text(), nullable=False),
        sa.Column("back_text", sa.Text(), nullable=False),
        sa.Column("easiness_factor", sa.Float(), server_default=sa.text("2.5"), nullable=True),
        sa.Column("interval", sa.Integer(), server_default=sa.text("1"), nullable=True),
        sa.Column("repetitions", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("next_review_date", sa.Date(), nullable=False),
        sa.Column("last_reviewed", UtcDateTime(), nullable=True),
        sa.Column("times_reviewed", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("average_rating", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("lapses", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("buried_until", sa.Date(), nullable=True),
        sa.CheckConstraint('"interval" >= 0', name=op.f("ck_flashcards_interval_not_negative")),
        sa.CheckConstraint(
            "average_rating BETWEEN 0 AND 5", name=op.f("ck_flashcards_average_rating_in_range")
        ),
        sa.CheckConstraint(
            "easiness_factor >= 0", name=op.f("ck_flashcards_easiness_factor_not_negative")
        ),
        sa.CheckConstraint("lapses >= 0", name=op.f("ck_flashcards_lapses_not_negative")),
        sa.CheckConstraint("repetitions >= 0", name=op.f("ck_flashcards_repetitions_not_negative")),
        sa.CheckConstraint(
            "times_reviewed >= 0", name=op.f("ck_flashcards_times_reviewed_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_flashcards_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_flashcards_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flashcards")),
    )
    with op.batch_alter_table("flashcards", schema=None) as batch_op:
        batch_op.create_index("idx_flashcard_content", ["content_id"], unique=False)
        batch_op.create_index("idx_flashcard_next_review", ["next_review_date"], unique=False)
        batch_op.create_index("idx_flashcard_student", ["student_id"], unique=False)
        batch_op.create_index(
            "idx_flashcard_student_review", ["student_id", "next_review_date"], unique=False
        )

    op.create_table(
        "item_estimates",
        sa.Column("content_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_item_estimates_answers_not_negative")),
        sa.CheckConstraint("variance >= 0", name=op.f("ck_item_estimates_variance_not_negative")),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_item_estimates_content_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_item_estimates")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "policy_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("parameters", JSONDoc(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_from", UtcDateTime(), nullable=False),
        sa.Column(
            "created_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.CheckConstraint(
            "(scope = 'cohort') = (cohort_id IS NOT NULL)",
            name=op.f("ck_policy_versions_scope_has_cohort"),
        ),
        sa.CheckConstraint(
            "scope IN ('global', 'cohort')", name=op.f("ck_policy_versions_scope_known")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["students.id"],
            name=op.f("fk_policy_versions_changed_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["cohorts.id"],
            name=op.f("fk_policy_versions_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
    )
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.create_index("ix_policy_versions_changed_by", ["changed_by"], unique=False)
        batch_op.create_index("ix_policy_versions_cohort_id", ["cohort_id"], unique=False)
        batch_op.create_index(
            "ix_policy_versions_name_effective_from", ["name", "effective_from"], unique=False
        )

    op.create_table(
        "user_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("interaction_type", sa.String(length=20), nullable=False),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("time_spent_seconds", sa.Integer(), nullable=True),
        sa.Column("success", sa.Boolean(), nullable=True),
        sa.Column(
            "timestamp", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("context", JSONDoc(), nullable=True),
        sa.CheckConstraint(
            "interaction_type IN ('view', 'attempt', 'complete')",
            name=op.f("ck_user_interactions_interaction_type_known"),
        ),
        sa.CheckConstraint(
            "rating BETWEEN 1 AND 5", name=op.f("ck_user_interactions_rating_in_range")
        ),
        sa.CheckConstraint(
            "time_spent_seconds >= 0",
            name=op.f("ck_user_interactions_time_spent_seconds_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_user_interactions_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_user_interactions_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_interactions")),
    )
    with op.batch_alter_table("user_interactions", schema=None) as batch_op:
        batch_op.create_index("idx_interaction_content", ["content_id"], unique=False)
        batch_op.create_index("idx_interaction_student", ["student_id"], unique=False)
        batch_op.create_index(
            "idx_interaction_student_content", ["student_id", "content_id"], unique=False
        )
        batch_op.create_index("idx_interaction_time", ["timestamp"], unique=False)

    op.create_table(
        "learning_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column(
            "start_time", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("end_time", UtcDateTime(), nullable=True),
        sa.Column("answer_given", sa.String(length=255), nullable=True),
        sa.Column("is_correct", sa.Boolean(), nullable=True),
        sa.Column("time_spent", sa.Integer(), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.Column("reward", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("rl_state", JSONDoc(), nullable=True),
        sa.Column("rl_action", JSONDoc(), nullable=True),
        sa.Column("feedback_text", sa.Text(), nullable=True),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("answer_note", sa.String(length=100), nullable=True),
        sa.Column("content_version", sa.Integer(), nullable=True),
        sa.Column("variant_seed", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=True),
        sa.Column("propensity", sa.Float(), nullable=True),
        sa.Column("hints_used", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("points_earned", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("is_evidence", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("retry_of", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("plan_task", sa.String(length=100), nullable=True),
        sa.Column("source", sa.String(length=20), server_default="practice", nullable=False),
        sa.Column("set_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "source IN ('practice', 'placement', 'assignment', 'plan', 'test_out')",
            name=op.f("ck_learning_sessions_source_known"),
        ),
        sa.CheckConstraint(
            "confidence BETWEEN 0 AND 100", name=op.f("ck_learning_sessions_confidence_in_range")
        ),
        sa.CheckConstraint(
            "difficulty BETWEEN 1 AND 5", name=op.f("ck_learning_sessions_difficulty_in_range")
        ),
        sa.CheckConstraint(
            "hints_used >= 0", name=op.f("ck_learning_sessions_hints_used_not_negative")
        ),
        sa.CheckConstraint(
            "points_earned >= 0", name=op.f("ck_learning_sessions_points_earned_not_negative")
        ),
        sa.CheckConstraint(
            "propensity BETWEEN 0 AND 1", name=op.f("ck_learning_sessions_propensity_in_range")
        ),
        sa.CheckConstraint(
            "time_spent >= 0", name=op.f("ck_learning_sessions_time_spent_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_learning_sessions_assignment_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_learning_sessions_content_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_versions.id"],
            name=op.f("fk_learning_sessions_policy_version_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["retry_of"],
            ["learning_sessions.id"],
            name=op.f("fk_learning_sessions_retry_of"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_learning_sessions_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_sessions")),
        sa.UniqueConstraint(
            "student_id",
            "submission_key",
            name=op.f("uq_learning_sessions_student_id_submission_key"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.create_index("idx_session_content", ["content_id"], unique=False)
        batch_op.create_index("idx_session_student", ["student_id"], unique=False)
        batch_op.create_index(
            "idx_session_student_time", ["student_id", "start_time"], unique=False
        )
        batch_op.create_index("idx_session_time", ["start_time"], unique=False)
        batch_op.create_index("ix_learning_sessions_assignment_id", ["assignment_id"], unique=False)
        batch_op.create_index(
            "ix_learning_sessions_content_id_is_correct", ["content_id", "is_correct"], unique=False
        )
        batch_op.create_index(
            "ix_learning_sessions_policy_version_id", ["policy_version_id"], unique=False
        )
        batch_op.create_index("ix_learning_sessions_retry_of", ["retry_of"], unique=False)
        batch_op.create_index(
            "ix_learning_sessions_student_id_set_key", ["student_id", "set_key"], unique=False
        )
        batch_op.create_index(
            "uq_learning_sessions_open",
            ["student_id", "source"],
            unique=True,
            sqlite_where=sa.text("end_time IS NULL"),
            postgresql_where=sa.text("end_time IS NULL"),
        )

    op.create_table(
        "review_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flashcard_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("time_spent_seconds", sa.Integer(), nullable=True),
        sa.Column(
            "reviewed_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("state_before", JSONDoc(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "quality BETWEEN 0 AND 5", name=op.f("ck_review_sessions_quality_in_range")
        ),
        sa.CheckConstraint(
            "time_spent_seconds >= 0",
            name=op.f("ck_review_sessions_time_spent_seconds_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["flashcard_id"],
            ["flashcards.id"],
            name=op.f("fk_review_sessions_flashcard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_versions.id"],
            name=op.f("fk_review_sessions_policy_version_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_review_sessions_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sessions")),
    )
    with op.batch_alter_table("review_sessions", schema=None) as batch_op:
        batch_op.create_index("idx_review_flashcard", ["flashcard_id"], unique=False)
        batch_op.create_index("idx_review_student", ["student_id"], unique=False)
        batch_op.create_index("idx_review_time", ["reviewed_at"], unique=False)
        batch_op.create_index(
            "ix_review_sessions_policy_version_id", ["policy_version_id"], unique=False
        )
        batch_op.create_index(
            "ix_review_sessions_student_id_reviewed_at", ["student_id", "reviewed_at"], unique=False
        )

    op.create_table(
        "concept_time_logs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("concept", sa.String(length=100), nullable=False),
        sa.Column("time_spent_seconds", sa.Integer(), nullable=False),
        sa.Column("questions_attempted", sa.Integer(), server_default=sa.text("0"), nullable=True),
        sa.Column("success_rate", sa.Float(), server_default=sa.text("0.0"), nullable=True),
        sa.Column("difficulty_level", sa.Integer(), nullable=True),
        sa.Column(
            "logged_at", UtcDateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "difficulty_level BETWEEN 1 AND 5",
            name=op.f("ck_concept_time_logs_difficulty_level_in_range"),
        ),
        sa.CheckConstraint(
            "questions_attempted >= 0",
            name=op.f("ck_concept_time_logs_questions_attempted_not_negative"),
        ),
        sa.CheckConstraint(
            "success_rate BETWEEN 0 AND 1", name=op.f("ck_concept_time_logs_success_rate_in_range")
        ),
        sa.CheckConstraint(
            "time_spent_seconds >= 0",
            name=op.f("ck_concept_time_logs_time_spent_seconds_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_sessions.id"],
            name=op.f("fk_concept_time_logs_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.id"],
            name=op.f("fk_concept_time_logs_student_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_time_logs")),
    )
    with op.batch_alter_table("concept_time_logs", schema=None) as batch_op:
        batch_op.create_index("idx_time_concept", ["concept"], unique=False)
        batch_op.create_index("idx_time_session", ["session_id"], unique=False)
        batch_op.create_index("idx_time_student", ["student_id"], unique=False)
        batch_op.create_index(
            "ix_concept_time_logs_student_id_concept", ["student_id", "concept"], unique=False
        )



def downgrade() -> None:
    with op.batch_alter_table("concept_time_logs", schema=None) as batch_op:
        batch_op.drop_index("ix_concept_time_logs_student_id_concept")
        batch_op.drop_index("idx_time_student")
        batch_op.drop_index("idx_time_session")
        batch_op.drop_index("idx_time_concept")

    op.drop_table("concept_time_logs")
    with op.batch_alter_table("review_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_review_sessions_student_id_reviewed_at")
        batch_op.drop_index("ix_review_sessions_policy_version_id")
        batch_op.drop_index("idx_review_time")
        batch_op.drop_index("idx_review_student")
        batch_op.drop_index("idx_review_flashcard")

    op.drop_table("review_sessions")
    with op.batch_alter_table("learning_sessions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_learning_sessions_open",
            sqlite_where=sa.text("end_time IS NULL"),
            postgresql_where=sa.text("end_time IS NULL"),
        )
        batch_op.drop_index("ix_learning_sessions_student_id_set_key")
        batch_op.drop_index("ix_learning_sessions_retry_of")
        batch_op.drop_index("ix_learning_sessions_policy_version_id")
        batch_op.drop_index("ix_learning_sessions_content_id_is_correct")
        batch_op.drop_index("ix_learning_sessions_assignment_id")
        batch_op.drop_index("idx_session_time")
        batch_op.drop_index("idx_session_student_time")
        batch_op.drop_index("idx_session_student")
        batch_op.drop_index("idx_session_content")

    op.drop_table("learning_sessions")
    with op.batch_alter_table("user_interactions", schema=None) as batch_op:
        batch_op.drop_index("idx_interaction_time")
        batch_op.drop_index("idx_interaction_student_content")
        batch_op.drop_index("idx_interaction_student")
        batch_op.drop_index("idx_interaction_content")

    op.drop_table("user_interactions")
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_policy_versions_name_effective_from")
        batch_op.drop_index("ix_policy_versions_cohort_id")
        batch_op.drop_index("ix_policy_versions_changed_by")

    op.drop_table("policy_versions")
    op.drop_table("item_estimates")
    with op.batch_alter_table("flashcards", schema=None) as batch_op:
        batch_op.drop_index("idx_flashcard_student_review")
        batch_op.drop_index("idx_flashcard_student")
        batch_op.drop_index("idx_flashcard_next_review")
        batch_op.drop_index("idx_flashcard_content")

    op.drop_table("flashcards")
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_content_versions_created_by")

    op.drop_table("content_versions")
    with op.batch_alter_table("cohort_members", schema=None) as batch_op:
        batch_op.drop_index("ix_cohort_members_student_id")

    op.drop_table("cohort_members")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_assignments_created_by")
        batch_op.drop_index("ix_assignments_cohort_id")

    op.drop_table("assignments")
    with op.batch_alter_table("study_plans", schema=None) as batch_op:
        batch_op.drop_index("idx_study_plan_target_date")
        batch_op.drop_index("idx_study_plan_student")
        batch_op.drop_index("idx_study_plan_status")

    op.drop_table("study_plans")
    with op.batch_alter_table("student_mastery", schema=None) as batch_op:
        batch_op.drop_index("idx_mastery_student_skill")
        batch_op.drop_index("idx_mastery_student")
        batch_op.drop_index("idx_mastery_skill")

    op.drop_table("student_mastery")
    with op.batch_alter_table("student_knowledge", schema=None) as batch_op:
        batch_op.drop_index("idx_knowledge_student")

    op.drop_table("student_knowledge")
    with op.batch_alter_table("student_badges", schema=None) as batch_op:
        batch_op.drop_index("idx_student_badge_verification")
        batch_op.drop_index("idx_student_badge_student")
        batch_op.drop_index("idx_student_badge_badge")

    op.drop_table("student_badges")
    with op.batch_alter_table("skill_prerequisites", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_prerequisites_prerequisite_id")

    op.drop_table("skill_prerequisites")
    with op.batch_alter_table("skill_gaps", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_gaps_student_id_status_severity")
        batch_op.drop_index("ix_skill_gaps_skill_id")
        batch_op.drop_index(
            "ix_skill_gaps_active",
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )
        batch_op.drop_index("idx_gap_student")
        batch_op.drop_index("idx_gap_status")
        batch_op.drop_index("idx_gap_severity")

    op.drop_table("skill_gaps")
    op.drop_table("skill_estimates")
    with op.batch_alter_table("similar_students", schema=None) as batch_op:
        batch_op.drop_index("ix_similar_students_student_id_similarity_score")
        batch_op.drop_index("ix_similar_students_similar_student_id")
        batch_op.drop_index("idx_similar_student")
        batch_op.drop_index("idx_similar_score")

    op.drop_table("similar_students")
    with op.batch_alter_table("pre_assessment_results", schema=None) as batch_op:
        batch_op.drop_index("idx_assessment_student")
        batch_op.drop_index("idx_assessment_skill")

    op.drop_table("pre_assessment_results")
    with op.batch_alter_table("performance_metrics", schema=None) as batch_op:
        batch_op.drop_index("idx_metrics_student")
        batch_op.drop_index("idx_metrics_date")

    op.drop_table("performance_metrics")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_links_student_id")

    op.drop_table("one_time_links")
    with op.batch_alter_table("learning_style_profiles", schema=None) as batch_op:
        batch_op.drop_index("idx_style_student")

    op.drop_table("learning_style_profiles")
    with op.batch_alter_table("learning_pace", schema=None) as batch_op:
        batch_op.drop_index("idx_pace_student")

    op.drop_table("learning_pace")
    with op.batch_alter_table("learner_skill_estimates", schema=None) as batch_op:
        batch_op.drop_index("ix_learner_skill_estimates_skill_id")

    op.drop_table("learner_skill_estimates")
    op.drop_table("learner_estimates")
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.drop_index("ix_content_topic_difficulty_content_type")
        batch_op.drop_index("ix_content_created_by")
        batch_op.drop_index("idx_content_type")
        batch_op.drop_index("idx_content_topic")
        batch_op.drop_index("idx_content_difficulty")

    op.drop_table("content")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_student_id_purpose")

    op.drop_table("consents")
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_index("ix_cohorts_teacher_id")

    op.drop_table("cohorts")
    with op.batch_alter_table("bandit_states", schema=None) as batch_op:
        batch_op.drop_index("idx_bandit_student")

    op.drop_table("bandit_states")
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_auth_sessions_ticket_digest")
        batch_op.drop_index("ix_auth_sessions_student_id")

    op.drop_table("auth_sessions")
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_log_at")
        batch_op.drop_index("ix_audit_log_actor_id")

    op.drop_table("audit_log")
    with op.batch_alter_table("students", schema=None) as batch_op:
        batch_op.drop_index("uq_students_lower_username")
        batch_op.drop_index("uq_students_lower_email")

    op.drop_table("students")
    with op.batch_alter_table("skills", schema=None) as batch_op:
        batch_op.drop_index("idx_skill_parent")
        batch_op.drop_index("idx_skill_category")

    op.drop_table("skills")
    op.drop_table("mastery_skills")
    op.drop_table("login_throttle")
    with op.batch_alter_table("badges", schema=None) as batch_op:
        batch_op.drop_index("idx_badge_tier")
        batch_op.drop_index("idx_badge_category")

    op.drop_table("badges")
