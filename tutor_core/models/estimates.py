"""The state of the knowledge model: of a learner, a learner and skill, an item, a skill.

Means are log-odds, variances their squares; `answers` counts the observations behind them.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import HOT_ROW, Base, not_negative


class LearnerEstimate(Base):
    """How able a learner is over all skills."""

    __tablename__ = "learner_estimates"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    mean: Mapped[float]
    variance: Mapped[float]
    answers: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (not_negative("variance"), not_negative("answers"), HOT_ROW)


class LearnerSkillEstimate(Base):
    """How a learner stands in one skill, relative to their overall ability.

    `placed_at` is when a placement last spoke about the skill, asked or inferred.
    """

    __tablename__ = "learner_skill_estimates"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    skill_id: Mapped[int] = mapped_column(
        ForeignKey("skills.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    mean: Mapped[float]
    variance: Mapped[float]
    answers: Mapped[int] = mapped_column(server_default=text("0"))
    days_seen: Mapped[int] = mapped_column(server_default=text("0"))
    last_seen_at: Mapped[dt.datetime | None]
    placed_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_learner_skill_estimates_skill_id", "skill_id"),
        not_negative("variance"),
        not_negative("answers"),
        not_negative("days_seen"),
        HOT_ROW,
    )


class ItemEstimate(Base):
    """How hard an item has proved to be."""

    __tablename__ = "item_estimates"

    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    mean: Mapped[float]
    variance: Mapped[float]
    answers: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (not_negative("variance"), not_negative("answers"), HOT_ROW)


class SkillEstimate(Base):
    """How hard a skill has proved to be."""

    __tablename__ = "skill_estimates"

    skill_id: Mapped[int] = mapped_column(
        ForeignKey("skills.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    mean: Mapped[float]
    variance: Mapped[float]
    answers: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (not_negative("variance"), not_negative("answers"), HOT_ROW)
