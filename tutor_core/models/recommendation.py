"""Phase 12 of the seed: the bandit, interactions, similar students."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    HOT_ROW,
    Base,
    CreatedAt,
    Id,
    OnlyOwnerId,
    OwnerId,
    Str20,
    Str100,
    between,
    not_negative,
    one_of,
)
from tutor_core.models.content import Content
from tutor_core.models.core import Student

INTERACTIONS = ("view", "attempt", "complete")
DECLINED = ("not_now", "too_easy", "too_hard", "runner_up")


class BanditState(Base):
    """One row a student: rewards and pulls of every item met."""

    __tablename__ = "bandit_states"

    id: Mapped[Id]
    student_id: Mapped[OnlyOwnerId]
    topic: Mapped[Str100]
    arm_rewards: Mapped[dict[str, Any] | None]
    arm_counts: Mapped[dict[str, Any] | None]
    epsilon: Mapped[float | None] = mapped_column(server_default=text("0.1"))
    total_pulls: Mapped[int | None] = mapped_column(server_default=text("0"))
    best_arm: Mapped[int | None]
    last_updated: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(back_populates="bandit_state", lazy="raise")

    __table_args__ = (
        Index("idx_bandit_student", "student_id"),
        between("epsilon", 0, 1),
        not_negative("total_pulls"),
        HOT_ROW,
    )


class UserInteraction(Base):
    """A student met an item: saw it, answered it, finished it."""

    __tablename__ = "user_interactions"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    interaction_type: Mapped[Str20]
    rating: Mapped[float | None]
    time_spent_seconds: Mapped[int | None]
    success: Mapped[bool | None]
    timestamp: Mapped[CreatedAt]
    context: Mapped[dict[str, Any] | None]

    student: Mapped[Student] = relationship(lazy="raise")
    content: Mapped[Content] = relationship(lazy="raise")

    __table_args__ = (
        Index("idx_interaction_student", "student_id"),
        Index("idx_interaction_content", "content_id"),
        Index("idx_interaction_time", "timestamp"),
        Index("idx_interaction_student_content", "student_id", "content_id"),
        one_of("interaction_type", INTERACTIONS),
        between("rating", 1, 5),
        not_negative("time_spent_seconds"),
    )


class SimilarStudent(Base):
    """A student's neighbour by cosine similarity."""

    __tablename__ = "similar_students"

    id: Mapped[Id]
    student_id: Mapped[OwnerId] = mapped_column()
    similar_student_id: Mapped[OwnerId] = mapped_column()
    similarity_score: Mapped[float]
    calculated_at: Mapped[CreatedAt]
    last_updated: Mapped[CreatedAt]

    student: Mapped[Student] = relationship(foreign_keys=[student_id], lazy="raise")
    similar_student: Mapped[Student] = relationship(foreign_keys=[similar_student_id], lazy="raise")

    __table_args__ = (
        Index("idx_similar_student", "student_id"),
        Index("ix_similar_students_similar_student_id", "similar_student_id"),
        UniqueConstraint("student_id", "similar_student_id"),
        between("similarity_score", 0, 1),
    )


# Written after the class: a text expression with DESC would be dropped on SQLite.
Index("idx_similar_score", SimilarStudent.similarity_score.desc())
Index(
    "ix_similar_students_student_id_similarity_score",
    SimilarStudent.student_id,
    SimilarStudent.similarity_score.desc(),
)


class SimilarGains(Base):
    """What learners like a student gained from items: by content id, how much and how many.

    `gains` holds for each item the mean learning gain (-1 to 1, weighted by similarity), the
    number of learners behind it and how many of them gained.
    """

    __tablename__ = "similar_gains"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    gains: Mapped[dict[str, Any]]
    calculated_at: Mapped[dt.datetime]


class LearnerItem(Base):
    """How often a student met an item, when last, and whether they sent it away."""

    __tablename__ = "learner_items"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seen: Mapped[int] = mapped_column(server_default=text("0"))
    last_seen_at: Mapped[dt.datetime]
    declined_as: Mapped[Str20 | None]
    declined_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_learner_items_content_id", "content_id"),
        Index("ix_learner_items_student_id_last_seen_at", "student_id", "last_seen_at"),
        one_of("declined_as", DECLINED),
        not_negative("seen"),
    )
