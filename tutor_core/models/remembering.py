"""Phase 12 of the seed: flashcards and their reviews; what a learner wishes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    Base,
    CreatedAt,
    Id,
    LongText,
    OwnerId,
    Str20,
    Str64,
    between,
    not_negative,
    one_of,
)
from tutor_core.models.content import Content
from tutor_core.models.core import Student

CHANGES = (
    "edited",
    "rescheduled",
    "credited",
    "pulled_in",
    "suspended",
    "resumed",
    "buried",
    "flagged",
    "deleted",
    "imported",
)

# What counting a learner's cards needs, so that no card itself has to be read.
ASKED = ("student_id", "next_review_date", "deleted_at", "suspended", "times_reviewed")
_OF_ITEM = text("content_version IS NOT NULL AND deleted_at IS NULL")


class FlashCard(Base):
    """One card of one student; new while `times_reviewed` is 0.

    Cards of one `content_id` are siblings; a card made of an item, which it names with its
    `content_version`, has none. `gap` is the number of the deletion that a cloze card
    asks for. `interval` is what the scheduler planned, `next_review_date` where it was put within
    its range. `stability` (days) and `memory_difficulty` (1 to 10) are the memory model's, worked
    out from the reviews. `drill_on` is the day on which it is asked until it is known. A deleted
    card keeps its history.
    """

    __tablename__ = "flashcards"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    front_text: Mapped[LongText]
    back_text: Mapped[LongText]
    easiness_factor: Mapped[float | None] = mapped_column(server_default=text("2.5"))
    interval_days: Mapped[int | None] = mapped_column("interval", server_default=text("1"))
    repetitions: Mapped[int | None] = mapped_column(server_default=text("0"))
    next_review_date: Mapped[dt.date]
    last_reviewed: Mapped[dt.datetime | None]
    times_reviewed: Mapped[int | None] = mapped_column(server_default=text("0"))
    average_rating: Mapped[float | None] = mapped_column(server_default=text("0.0"))
    created_at: Mapped[CreatedAt]
    lapses: Mapped[int] = mapped_column(server_default=text("0"))
    suspended: Mapped[bool] = mapped_column(server_default=text("false"))
    buried_until: Mapped[dt.date | None]
    gap: Mapped[int | None]
    flag: Mapped[int] = mapped_column(server_default=text("0"))
    origin: Mapped[Str20] = mapped_column(server_default=text("'own'"))
    key: Mapped[Str64 | None]
    content_version: Mapped[int | None]
    variant_seed: Mapped[int | None]
    introduced_on: Mapped[dt.date | None]
    drill_on: Mapped[dt.date | None]
    stability: Mapped[float | None]
    memory_difficulty: Mapped[float | None]
    deleted_at: Mapped[dt.datetime | None]

    student: Mapped[Student] = relationship(lazy="raise")
    content: Mapped[Content] = relationship(lazy="raise")
    review_sessions: Mapped[list[ReviewSession]] = relationship(
        back_populates="flashcard", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        Index("idx_flashcard_student", "student_id"),
        Index("idx_flashcard_next_review", "next_review_date"),
        Index("idx_flashcard_content", "content_id"),
        Index("idx_flashcard_student_review", "student_id", "next_review_date"),
        Index("ix_flashcards_asked", *ASKED),
        Index(
            "uq_flashcards_student_id_content_id_of_items",
            "student_id",
            "content_id",
            unique=True,
            sqlite_where=_OF_ITEM,
            postgresql_where=_OF_ITEM,
        ),
        not_negative("easiness_factor"),
        not_negative('"interval"'),
        not_negative("repetitions"),
        not_negative("times_reviewed"),
        not_negative("lapses"),
        between("average_rating", 0, 5),
    )


class ReviewSession(Base):
    """One review of one card, with the state before it, so that it can be undone.

    `counted_on` is the learner's day for which it counts; reviews done elsewhere count for none.
    """

    __tablename__ = "review_sessions"

    id: Mapped[Id]
    flashcard_id: Mapped[int] = mapped_column(ForeignKey("flashcards.id", ondelete="CASCADE"))
    student_id: Mapped[OwnerId]
    quality: Mapped[int]
    time_spent_seconds: Mapped[int | None]
    reviewed_at: Mapped[CreatedAt]
    notes: Mapped[LongText | None]
    state_before: Mapped[dict[str, Any] | None]
    policy_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("policy_versions.id", ondelete="SET NULL")
    )
    undone_at: Mapped[dt.datetime | None]
    kind: Mapped[Str20] = mapped_column(server_default=text("'review'"))
    scheduler: Mapped[Str20 | None]
    counted_on: Mapped[dt.date | None]

    flashcard: Mapped[FlashCard] = relationship(back_populates="review_sessions", lazy="raise")
    student: Mapped[Student] = relationship(lazy="raise")

    __table_args__ = (
        Index("idx_review_flashcard", "flashcard_id"),
        Index("idx_review_student", "student_id"),
        Index("idx_review_time", "reviewed_at"),
        Index("ix_review_sessions_student_id_reviewed_at", "student_id", "reviewed_at"),
        Index("ix_review_sessions_policy_version_id", "policy_version_id"),
        Index("ix_review_sessions_student_id_counted_on", "student_id", "counted_on"),
        between("quality", 0, 5),
        not_negative("time_spent_seconds"),
    )


class CardChange(Base):
    """What happened to a card beside its reviews, with the state before it; written once."""

    __tablename__ = "card_changes"

    id: Mapped[Id]
    flashcard_id: Mapped[int] = mapped_column(ForeignKey("flashcards.id", ondelete="CASCADE"))
    student_id: Mapped[OwnerId]
    kind: Mapped[Str20]
    batch: Mapped[Str64 | None]
    attempt_id: Mapped[int | None] = mapped_column(
        ForeignKey("learning_sessions.id", ondelete="SET NULL")
    )
    policy_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("policy_versions.id", ondelete="SET NULL")
    )
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    changed_at: Mapped[dt.datetime]
    undone_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_card_changes_flashcard_id", "flashcard_id"),
        Index("ix_card_changes_student_id_changed_at", "student_id", "changed_at"),
        Index("ix_card_changes_attempt_id", "attempt_id"),
        Index("ix_card_changes_policy_version_id", "policy_version_id"),
        one_of("kind", CHANGES),
    )


class ReviewPreferences(Base):
    """How a student wants to review; what is not named is as the policy says."""

    __tablename__ = "review_preferences"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    preferences: Mapped[dict[str, Any]]
    updated_at: Mapped[dt.datetime]
