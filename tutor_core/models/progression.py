"""Phase 13 of the seed: the mastery graph, progress on it, badges, study plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    HOT_ROW,
    Base,
    CreatedAt,
    Id,
    LongText,
    OwnerId,
    Str20,
    Str50,
    Str64,
    Str100,
    between,
    not_negative,
    one_of,
)
from tutor_core.models.core import Student

SKILL_DIFFICULTIES = ("beginner", "intermediate", "advanced", "expert")
BADGE_CATEGORIES = ("mastery", "streak", "accuracy", "practice", "special")
TIERS = ("bronze", "silver", "gold", "platinum")
PLAN_GOALS = ("mastery", "exam_prep", "review", "custom")
PLAN_STATUSES = ("active", "completed", "abandoned")
PLAN_TRENDS = ("ahead", "on_track", "behind")

skill_prerequisites = Table(
    "skill_prerequisites",
    Base.metadata,
    Column("skill_id", ForeignKey("mastery_skills.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "prerequisite_id", ForeignKey("mastery_skills.id", ondelete="CASCADE"), primary_key=True
    ),
    Index("ix_skill_prerequisites_prerequisite_id", "prerequisite_id"),
    CheckConstraint("skill_id <> prerequisite_id", name="not_itself"),
)


class MasterySkill(Base):
    """A node of the prerequisite graph; the same id and name as in `skills`."""

    __tablename__ = "mastery_skills"

    id: Mapped[Id] = mapped_column()
    name: Mapped[Str100] = mapped_column(unique=True)
    description: Mapped[LongText | None]
    category: Mapped[Str50 | None]
    difficulty: Mapped[Str20]
    estimated_hours: Mapped[float | None] = mapped_column(server_default=text("1.0"))
    icon: Mapped[Str50 | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    prerequisites: Mapped[list[MasterySkill]] = relationship(
        secondary=skill_prerequisites,
        primaryjoin=id == skill_prerequisites.c.skill_id,
        secondaryjoin=id == skill_prerequisites.c.prerequisite_id,
        back_populates="unlocks",
        lazy="raise",
    )
    unlocks: Mapped[list[MasterySkill]] = relationship(
        secondary=skill_prerequisites,
        primaryjoin=id == skill_prerequisites.c.prerequisite_id,
        secondaryjoin=id == skill_prerequisites.c.skill_id,
        back_populates="prerequisites",
        lazy="raise",
    )
    student_mastery: Mapped[list[StudentMastery]] = relationship(
        back_populates="skill", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        one_of("difficulty", SKILL_DIFFICULTIES),
        not_negative("estimated_hours"),
    )


class StudentMastery(Base):
    """How far one student has come in one skill."""

    __tablename__ = "student_mastery"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    skill_id: Mapped[int] = mapped_column(ForeignKey("mastery_skills.id", ondelete="CASCADE"))
    mastery_level: Mapped[int | None] = mapped_column(server_default=text("0"))
    progress_percentage: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    total_practice_minutes: Mapped[int | None] = mapped_column(
        "total_practice_time", server_default=text("0")
    )
    correct_attempts: Mapped[int | None] = mapped_column(server_default=text("0"))
    total_attempts: Mapped[int | None] = mapped_column(server_default=text("0"))
    accuracy_percent: Mapped[float | None] = mapped_column("accuracy", server_default=text("0.0"))
    last_assessed_at: Mapped[dt.datetime | None]
    first_practiced_at: Mapped[dt.datetime | None]
    mastered_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(back_populates="skill_mastery", lazy="raise")
    skill: Mapped[MasterySkill] = relationship(back_populates="student_mastery", lazy="raise")

    __table_args__ = (
        Index("idx_mastery_student", "student_id"),
        Index("idx_mastery_skill", "skill_id"),
        Index("idx_mastery_student_skill", "student_id", "skill_id", unique=True),
        between("mastery_level", 0, 5),
        between("progress_percentage", 0, 100),
        between("accuracy", 0, 100),
        not_negative("total_practice_time"),
        not_negative("correct_attempts"),
        not_negative("total_attempts"),
        HOT_ROW,
    )


class Badge(Base):
    """Something to be earned, and what it takes."""

    __tablename__ = "badges"

    id: Mapped[Id]
    name: Mapped[Str100] = mapped_column(unique=True)
    description: Mapped[LongText | None]
    category: Mapped[Str50]
    tier: Mapped[Str20]
    icon: Mapped[Str50 | None]
    color: Mapped[Str50 | None]
    criteria: Mapped[dict[str, Any]]
    points: Mapped[int | None] = mapped_column(server_default=text("10"))
    is_active: Mapped[bool | None] = mapped_column(server_default=text("true"))
    created_at: Mapped[CreatedAt]
    slug: Mapped[Str100 | None]

    student_badges: Mapped[list[StudentBadge]] = relationship(
        back_populates="badge", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        Index("idx_badge_category", "category"),
        Index("idx_badge_tier", "tier"),
        Index("uq_badges_slug", "slug", unique=True),
        one_of("category", BADGE_CATEGORIES),
        one_of("tier", TIERS),
        not_negative("points"),
    )


class StudentBadge(Base):
    """A badge a student earned, with the code by which others can verify it.

    `evidence` is what it took and what was counted when it was earned. `credential_salt` is there
    once a credential that names the present code was taken away.
    """

    __tablename__ = "student_badges"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id"))
    earned_at: Mapped[CreatedAt]
    verification_code: Mapped[str | None] = mapped_column(String(32), unique=True)
    evidence: Mapped[dict[str, Any] | None]
    displayed: Mapped[bool | None] = mapped_column(server_default=text("true"))
    is_public: Mapped[bool | None] = mapped_column(server_default=text("true"))
    shared_count: Mapped[int | None] = mapped_column(server_default=text("0"))
    credential_salt: Mapped[Str64 | None]

    student: Mapped[Student] = relationship(back_populates="badges", lazy="raise")
    badge: Mapped[Badge] = relationship(back_populates="student_badges", lazy="raise")

    __table_args__ = (
        Index("idx_student_badge_student", "student_id"),
        Index("idx_student_badge_badge", "badge_id"),
        Index("idx_student_badge_verification", "verification_code"),
        UniqueConstraint("student_id", "badge_id"),
        not_negative("shared_count"),
        {"sqlite_autoincrement": True},
    )


class CredentialKey(Base):
    """The public half of a key that signed credentials, published for as long as they are shown."""

    __tablename__ = "credential_keys"

    key_id: Mapped[Str64] = mapped_column(primary_key=True)
    public_jwk: Mapped[dict[str, Any]]
    first_used_at: Mapped[dt.datetime]


class RevokedCredential(Base):
    """A code that credentials name and that was replaced; it says nothing of anybody."""

    __tablename__ = "revoked_credentials"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    revoked_at: Mapped[dt.datetime]


class StudyPlan(Base):
    """What a student does on which day to reach a goal by a date."""

    __tablename__ = "study_plans"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[LongText | None]
    goal_type: Mapped[Str50]
    target_skills: Mapped[list[Any]]
    target_date: Mapped[dt.date]
    daily_minutes: Mapped[int | None] = mapped_column(server_default=text("30"))
    schedule: Mapped[list[Any]]
    status: Mapped[Str20 | None] = mapped_column(server_default="active")
    progress_percentage: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    performance_trend: Mapped[Str20 | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    completed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    wishes: Mapped[dict[str, Any] | None]
    course: Mapped[dict[str, Any] | None]
    baseline: Mapped[dict[str, Any] | None]
    planned_on: Mapped[dt.date | None]

    student: Mapped[Student] = relationship(back_populates="study_plans", lazy="raise")

    __table_args__ = (
        Index("idx_study_plan_student", "student_id"),
        Index("idx_study_plan_status", "status"),
        Index("idx_study_plan_target_date", "target_date"),
        one_of("goal_type", PLAN_GOALS),
        one_of("status", PLAN_STATUSES),
        one_of("performance_trend", PLAN_TRENDS),
        between("daily_minutes", 1, 1440),
        between("progress_percentage", 0, 100),
    )


class CalendarFeed(Base):
    """A secret address at which calendar programs read a plan; only its digest is kept."""

    __tablename__ = "calendar_feeds"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    plan_id: Mapped[int] = mapped_column(ForeignKey("study_plans.id", ondelete="CASCADE"))
    token_digest: Mapped[Str64] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    last_fetched_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_calendar_feeds_student_id", "student_id"),
        Index("ix_calendar_feeds_plan_id", "plan_id"),
    )
