"""Phase 11 of the seed: style, gaps, the skill tree, placement, pace, time per concept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    HOT_ROW,
    Base,
    CreatedAt,
    Id,
    LongText,
    OnlyOwnerId,
    OwnerId,
    Str20,
    Str50,
    Str100,
    between,
    not_negative,
    one_of,
)
from tutor_core.models.core import LearningSession, Student

STYLES = ("V", "A", "R", "K")
GAP_TYPES = ("prerequisite", "weakness", "forgotten")
SEVERITIES = ("critical", "high", "medium", "low")
GAP_STATUSES = ("active", "in_progress", "resolved")
PACES = ("slow", "normal", "fast")


class LearningStyleProfile(Base):
    """How a student says they like to study (VARK); a taste, not an ability."""

    __tablename__ = "learning_style_profiles"

    id: Mapped[Id]
    student_id: Mapped[OnlyOwnerId]
    visual_score: Mapped[float]
    auditory_score: Mapped[float]
    reading_score: Mapped[float]
    kinesthetic_score: Mapped[float]
    dominant_style: Mapped[Str20]
    secondary_style: Mapped[Str20 | None]
    quiz_completed_at: Mapped[CreatedAt]
    preferences: Mapped[dict[str, Any] | None]
    last_updated: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(back_populates="learning_style_profile", lazy="raise")

    __table_args__ = (
        Index("idx_style_student", "student_id"),
        one_of("dominant_style", STYLES),
        one_of("secondary_style", STYLES),
        *(
            between(f"{style}_score", 0, 1)
            for style in ("visual", "auditory", "reading", "kinesthetic")
        ),
    )


class Skill(Base):
    """A node of the skill tree; grouping nodes have children and no items."""

    __tablename__ = "skills"

    id: Mapped[Id] = mapped_column()
    name: Mapped[Str100] = mapped_column(unique=True)
    display_name: Mapped[Str100]
    description: Mapped[LongText | None]
    category: Mapped[Str50 | None]
    parent_skill_id: Mapped[int | None] = mapped_column(
        ForeignKey("skills.id", ondelete="SET NULL")
    )
    prerequisite_skill_ids: Mapped[list[Any] | None]
    difficulty_level: Mapped[int | None]
    estimated_time_hours: Mapped[float | None]
    related_content_ids: Mapped[list[Any] | None]
    created_at: Mapped[CreatedAt]

    parent: Mapped[Skill | None] = relationship(remote_side=[id], lazy="raise")
    skill_gaps: Mapped[list[SkillGap]] = relationship(
        back_populates="skill", lazy="raise", passive_deletes=True
    )
    pre_assessment_results: Mapped[list[PreAssessmentResult]] = relationship(
        back_populates="skill", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        Index("idx_skill_category", "category"),
        Index("idx_skill_parent", "parent_skill_id"),
        between("difficulty_level", 1, 5),
        not_negative("estimated_time_hours"),
    )


class SkillGap(Base):
    """A skill that holds a student back, and why."""

    __tablename__ = "skill_gaps"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id", ondelete="CASCADE"))
    gap_type: Mapped[Str50]
    severity: Mapped[Str20]
    current_level: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    target_level: Mapped[float | None] = mapped_column(server_default=text("0.8"))
    priority_score: Mapped[int]
    estimated_hours: Mapped[float | None]
    recommendation: Mapped[LongText | None]
    detected_at: Mapped[CreatedAt]
    last_practiced: Mapped[dt.datetime | None]
    practice_count: Mapped[int | None] = mapped_column(server_default=text("0"))
    progress_percentage: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    status: Mapped[Str20 | None] = mapped_column(server_default="active")
    detected_level: Mapped[float | None]
    resolved_at: Mapped[dt.datetime | None]

    student: Mapped[Student] = relationship(back_populates="skill_gaps", lazy="raise")
    skill: Mapped[Skill] = relationship(back_populates="skill_gaps", lazy="raise")

    __table_args__ = (
        Index("idx_gap_student", "student_id"),
        Index("idx_gap_severity", "severity"),
        Index("idx_gap_status", "status"),
        Index("ix_skill_gaps_skill_id", "skill_id"),
        Index("ix_skill_gaps_student_id_status_severity", "student_id", "status", "severity"),
        Index(
            "ix_skill_gaps_active",
            "severity",
            "student_id",
            sqlite_where=text("status = 'active'"),
            postgresql_where=text("status = 'active'"),
        ),
        Index(
            "uq_skill_gaps_unresolved",
            "student_id",
            "skill_id",
            unique=True,
            sqlite_where=text("status <> 'resolved'"),
            postgresql_where=text("status <> 'resolved'"),
        ),
        one_of("gap_type", GAP_TYPES),
        one_of("severity", SEVERITIES),
        one_of("status", GAP_STATUSES),
        between("current_level", 0, 1),
        between("target_level", 0, 1),
        between("priority_score", 1, 10),
        between("progress_percentage", 0, 100),
        not_negative("estimated_hours"),
        not_negative("practice_count"),
    )


class PreAssessmentResult(Base):
    """What placement found about one skill."""

    __tablename__ = "pre_assessment_results"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id", ondelete="CASCADE"))
    score: Mapped[float]
    questions_answered: Mapped[int | None]
    time_spent_minutes: Mapped[int | None]
    taken_at: Mapped[CreatedAt]
    notes: Mapped[LongText | None]

    student: Mapped[Student] = relationship(lazy="raise")
    skill: Mapped[Skill] = relationship(back_populates="pre_assessment_results", lazy="raise")

    __table_args__ = (
        Index("idx_assessment_student", "student_id"),
        Index("idx_assessment_skill", "skill_id"),
        between("score", 0, 1),
        not_negative("questions_answered"),
        not_negative("time_spent_minutes"),
    )


class LearningPace(Base):
    """How fast a student works."""

    __tablename__ = "learning_pace"

    id: Mapped[Id]
    student_id: Mapped[OnlyOwnerId]
    current_pace: Mapped[Str20]
    avg_minutes_per_question: Mapped[float | None] = mapped_column("avg_time_per_question")
    avg_completion_rate: Mapped[float | None]
    optimal_difficulty: Mapped[int | None]
    pace_adjustments: Mapped[list[Any] | None]
    recent: Mapped[list[Any] | None]
    calculated_at: Mapped[CreatedAt]
    last_updated: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(back_populates="learning_pace", lazy="raise")

    __table_args__ = (
        Index("idx_pace_student", "student_id"),
        one_of("current_pace", PACES),
        between("avg_completion_rate", 0, 1),
        between("optimal_difficulty", 1, 5),
        not_negative("avg_time_per_question"),
        HOT_ROW,
    )


class ConceptTimeLog(Base):
    """Time one attempt spent on one concept (a skill's name), and what its answer moved there.

    `counted_on` is the learner's day of the attempt; mastery is 0 to 1, levels are 0 to 5.
    """

    __tablename__ = "concept_time_logs"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    concept: Mapped[Str100]
    time_spent_seconds: Mapped[int]
    questions_attempted: Mapped[int | None] = mapped_column(server_default=text("0"))
    success_rate: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    difficulty_level: Mapped[int | None]
    logged_at: Mapped[CreatedAt]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("learning_sessions.id", ondelete="CASCADE")
    )
    counted_on: Mapped[dt.date | None]
    mastery_before: Mapped[float | None]
    mastery_after: Mapped[float | None]
    level_before: Mapped[int | None]
    level_after: Mapped[int | None]

    student: Mapped[Student] = relationship(lazy="raise")
    session: Mapped[LearningSession | None] = relationship(lazy="raise")

    __table_args__ = (
        Index("idx_time_student", "student_id"),
        Index("idx_time_concept", "concept"),
        Index("idx_time_session", "session_id"),
        Index("ix_concept_time_logs_student_id_concept", "student_id", "concept"),
        Index("ix_concept_time_logs_student_id_counted_on", "student_id", "counted_on"),
        between("success_rate", 0, 1),
        between("difficulty_level", 1, 5),
        not_negative("time_spent_seconds"),
        not_negative("questions_attempted"),
    )
