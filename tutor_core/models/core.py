"""The seed's core tables: students, items, attempts, what a student knows, days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    HOT_ROW,
    TOPICS,
    Base,
    CreatedAt,
    Id,
    LongText,
    OnlyOwnerId,
    OwnerId,
    Str20,
    Str50,
    Str64,
    Str100,
    Str255,
    between,
    not_negative,
    one_of,
)

if TYPE_CHECKING:
    from tutor_core.models.content import Content
    from tutor_core.models.profiling import LearningPace, LearningStyleProfile, SkillGap
    from tutor_core.models.progression import StudentBadge, StudentMastery, StudyPlan
    from tutor_core.models.recommendation import BanditState

ROLES = ("student", "teacher", "researcher", "admin")
# What counting a learner's answers needs, so that no answer itself has to be read.
COUNTED = (
    "student_id",
    "end_time",
    "is_evidence",
    "is_correct",
    "hints_used",
    "difficulty",
    "content_id",
)
SOURCES = ("practice", "placement", "assignment", "plan", "test_out")


class Student(Base):
    """A person with an account, of any role; the table is named by the seed."""

    __tablename__ = "students"

    id: Mapped[Id]
    username: Mapped[Str50] = mapped_column(unique=True)
    email: Mapped[Str100] = mapped_column(unique=True)
    hashed_password: Mapped[Str255]
    full_name: Mapped[Str100 | None]
    created_at: Mapped[CreatedAt]
    last_login: Mapped[dt.datetime | None]
    is_active: Mapped[bool | None] = mapped_column(server_default=text("true"))
    preferred_difficulty: Mapped[int | None] = mapped_column(server_default=text("3"))
    role: Mapped[Str20] = mapped_column(server_default="student")
    timezone: Mapped[Str64] = mapped_column(server_default="UTC")
    locale: Mapped[Str20] = mapped_column(server_default="en")
    birth_year: Mapped[int | None]
    country: Mapped[Str20 | None]
    asks_confidence: Mapped[bool | None]

    sessions: Mapped[list[LearningSession]] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    knowledge: Mapped[StudentKnowledge | None] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    learning_style_profile: Mapped[LearningStyleProfile | None] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    skill_gaps: Mapped[list[SkillGap]] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    learning_pace: Mapped[LearningPace | None] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    bandit_state: Mapped[BanditState | None] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    skill_mastery: Mapped[list[StudentMastery]] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    badges: Mapped[list[StudentBadge]] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )
    study_plans: Mapped[list[StudyPlan]] = relationship(
        back_populates="student", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        one_of("role", ROLES),
        between("preferred_difficulty", 1, 5),
        between("birth_year", 1900, 2100),
        {"sqlite_autoincrement": True},
    )


# Nobody can be both Anna and anna, and signing in by either finds the row by index.
Index("uq_students_lower_username", func.lower(Student.username), unique=True)
Index("uq_students_lower_email", func.lower(Student.email), unique=True)


class LearningSession(Base):
    """One attempt of one student at one item; in code it is called an attempt.

    `counted_on` is the learner's day for which its answer counts, as it was where they lived then.
    """

    __tablename__ = "learning_sessions"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    content_id: Mapped[int | None] = mapped_column(ForeignKey("content.id"))
    start_time: Mapped[CreatedAt]
    end_time: Mapped[dt.datetime | None]
    answer_given: Mapped[Str255 | None]
    is_correct: Mapped[bool | None]
    time_spent_seconds: Mapped[int | None] = mapped_column("time_spent")
    difficulty: Mapped[int | None]
    reward: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    rl_state: Mapped[dict[str, Any] | None]
    rl_action: Mapped[dict[str, Any] | None]
    feedback_text: Mapped[LongText | None]
    submission_key: Mapped[Str64 | None]
    response: Mapped[LongText | None]
    draft: Mapped[LongText | None]
    step_answers: Mapped[list[Any] | None]
    learnt_from: Mapped[dict[str, Any] | None]
    predicted: Mapped[float | None]
    answer_note: Mapped[Str100 | None]
    content_version: Mapped[int | None]
    graded_version: Mapped[int | None]
    variant_seed: Mapped[int | None]
    policy_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("policy_versions.id", ondelete="SET NULL")
    )
    propensity: Mapped[float | None]
    hints_used: Mapped[int] = mapped_column(server_default=text("0"))
    points_earned: Mapped[int] = mapped_column(server_default=text("0"))
    confidence: Mapped[int | None]
    is_evidence: Mapped[bool] = mapped_column(server_default=text("true"))
    retry_of: Mapped[int | None] = mapped_column(
        ForeignKey("learning_sessions.id", ondelete="SET NULL")
    )
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignments.id", ondelete="SET NULL")
    )
    plan_task: Mapped[Str100 | None]
    source: Mapped[Str20] = mapped_column(server_default="practice")
    set_key: Mapped[Str64 | None]
    counted_on: Mapped[dt.date | None]

    student: Mapped[Student] = relationship(back_populates="sessions", lazy="raise")
    content: Mapped[Content | None] = relationship(lazy="raise")

    __table_args__ = (
        Index("idx_session_student", "student_id"),
        Index("idx_session_content", "content_id"),
        Index("idx_session_time", "start_time"),
        Index("idx_session_student_time", "student_id", "start_time"),
        Index("ix_learning_sessions_content_id_is_correct", "content_id", "is_correct"),
        Index("ix_learning_sessions_retry_of", "retry_of"),
        Index("ix_learning_sessions_assignment_id", "assignment_id"),
        Index("ix_learning_sessions_policy_version_id", "policy_version_id"),
        Index("ix_learning_sessions_student_id_set_key", "student_id", "set_key"),
        Index("ix_learning_sessions_counted", *COUNTED),
        Index(
            "ix_learning_sessions_test_outs",
            "student_id",
            "set_key",
            sqlite_where=text("source = 'test_out'"),
            postgresql_where=text("source = 'test_out'"),
        ),
        Index("ix_learning_sessions_student_id_counted_on", "student_id", "counted_on"),
        Index(
            "uq_learning_sessions_open",
            "student_id",
            "source",
            unique=True,
            sqlite_where=text("end_time IS NULL"),
            postgresql_where=text("end_time IS NULL"),
        ),
        UniqueConstraint("student_id", "submission_key"),
        one_of("source", SOURCES),
        between("difficulty", 1, 5),
        between("propensity", 0, 1),
        between("confidence", 0, 100),
        not_negative("time_spent"),
        not_negative("hints_used"),
        not_negative("points_earned"),
        {"sqlite_autoincrement": True},
    )


class StudentKnowledge(Base):
    """What a student knows of each topic (0-1) and the totals of graded attempts."""

    __tablename__ = "student_knowledge"

    id: Mapped[Id]
    student_id: Mapped[OnlyOwnerId]
    algebra_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    calculus_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    geometry_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    statistics_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    physics_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    programming_score: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    total_questions_answered: Mapped[int | None] = mapped_column(server_default=text("0"))
    correct_answers: Mapped[int | None] = mapped_column(server_default=text("0"))
    accuracy_rate: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    preferred_difficulty: Mapped[int | None] = mapped_column(server_default=text("3"))
    learning_style: Mapped[Str50 | None] = mapped_column(server_default="balanced")
    last_updated: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(back_populates="knowledge", lazy="raise")

    __table_args__ = (
        Index("idx_knowledge_student", "student_id"),
        *(between(f"{topic}_score", 0, 1) for topic in TOPICS),
        between("accuracy_rate", 0, 1),
        between("preferred_difficulty", 1, 5),
        not_negative("total_questions_answered"),
        not_negative("correct_answers"),
        HOT_ROW,
    )


class PerformanceMetrics(Base):
    """One student's learner's day."""

    __tablename__ = "performance_metrics"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    metric_date: Mapped[dt.date | None] = mapped_column(server_default=text("CURRENT_DATE"))
    total_attempts: Mapped[int | None] = mapped_column(server_default=text("0"))
    correct_attempts: Mapped[int | None] = mapped_column(server_default=text("0"))
    accuracy_rate: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    time_spent_minutes: Mapped[int | None] = mapped_column(server_default=text("0"))
    topics_studied: Mapped[list[Any] | None]
    avg_difficulty: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    current_streak: Mapped[int | None] = mapped_column(server_default=text("0"))
    longest_streak: Mapped[int | None] = mapped_column(server_default=text("0"))
    points_earned: Mapped[int | None] = mapped_column(server_default=text("0"))
    created_at: Mapped[CreatedAt]
    reviews: Mapped[int] = mapped_column(server_default=text("0"))
    freeze_credit: Mapped[int] = mapped_column(server_default=text("14"))

    student: Mapped[Student] = relationship(lazy="raise")

    __table_args__ = (
        Index("idx_metrics_student", "student_id"),
        Index("idx_metrics_date", "metric_date"),
        UniqueConstraint("student_id", "metric_date"),
        between("accuracy_rate", 0, 1),
        between("avg_difficulty", 0, 5),
        *(
            not_negative(column)
            for column in (
                "total_attempts",
                "correct_attempts",
                "time_spent_minutes",
                "current_streak",
                "longest_streak",
                "points_earned",
            )
        ),
        HOT_ROW,
    )
