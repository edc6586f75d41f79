"""Versions of the live parameters, appended and never changed; experiments that compare some."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import Base, CreatedAt, Id, LongText, Str20, Str50, Str100, one_of

SCOPES = ("global", "cohort")


class PolicyVersion(Base):
    """One set of parameters of one policy: from when, for whom, who set it and why.

    One that is an arm of an experiment holds for the arm's members only, while it runs.
    """

    __tablename__ = "policy_versions"

    id: Mapped[Id]
    name: Mapped[Str50]
    scope: Mapped[Str20]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    parameters: Mapped[dict[str, Any]]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    reason: Mapped[LongText]
    effective_from: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_policy_versions_name_effective_from", "name", "effective_from"),
        Index("ix_policy_versions_cohort_id", "cohort_id"),
        Index("ix_policy_versions_changed_by", "changed_by"),
        one_of("scope", SCOPES),
        CheckConstraint("(scope = 'cohort') = (cohort_id IS NOT NULL)", name="scope_has_cohort"),
    )


class Experiment(Base):
    """A comparison of versions of one policy among learners, with a stated end."""

    __tablename__ = "experiments"

    id: Mapped[Id]
    name: Mapped[Str100] = mapped_column(unique=True)
    policy_name: Mapped[Str50]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    question: Mapped[LongText]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    stopped_at: Mapped[dt.datetime | None]
    stopped_because: Mapped[LongText | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_experiments_policy_name_starts_at", "policy_name", "starts_at"),
        Index("ix_experiments_cohort_id", "cohort_id"),
        Index("ix_experiments_created_by", "created_by"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )


class ExperimentArm(Base):
    """One of the versions an experiment compares, and its share of the learners."""

    __tablename__ = "experiment_arms"

    id: Mapped[Id]
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id", ondelete="CASCADE"))
    policy_version_id: Mapped[int] = mapped_column(
        ForeignKey("policy_versions.id", ondelete="CASCADE"), unique=True
    )
    label: Mapped[Str50]
    weight: Mapped[float]

    __table_args__ = (
        Index("ix_experiment_arms_experiment_id", "experiment_id"),
        CheckConstraint("weight > 0", name="weight_positive"),
    )


class ExperimentMember(Base):
    """A learner's place in an experiment: one arm, for as long as it runs."""

    __tablename__ = "experiment_members"

    experiment_id: Mapped[int] = mapped_column(
        ForeignKey("experiments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    arm_id: Mapped[int] = mapped_column(ForeignKey("experiment_arms.id", ondelete="CASCADE"))
    enrolled_at: Mapped[dt.datetime]

    __table_args__ = (
        Index("ix_experiment_members_student_id", "student_id"),
        Index("ix_experiment_members_arm_id", "arm_id"),
    )
