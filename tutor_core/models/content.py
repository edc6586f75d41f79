"""The item bank: items, their versions, drafts, imports and reports, and what was regraded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tutor_core.models.base import (
    TOPICS,
    Base,
    CreatedAt,
    Id,
    LongText,
    OwnerId,
    Str20,
    Str100,
    Str255,
    between,
    not_negative,
    one_of,
)

CONTENT_TYPES = ("question", "exercise", "lesson", "flashcard")
EXCHANGE_FORMATS = ("gift", "moodle_xml", "csv", "xlsx", "anki")
REPORT_REASONS = ("answer", "unclear", "figure", "other")


class Content(Base):
    """An item: a question, an exercise of several steps, a lesson or a learner's own flashcard."""

    __tablename__ = "content"

    id: Mapped[Id]
    topic: Mapped[Str100]
    subtopic: Mapped[Str100 | None]
    difficulty: Mapped[int]
    content_type: Mapped[Str20 | None] = mapped_column(server_default="question")
    question_text: Mapped[LongText | None]
    correct_answer: Mapped[Str255 | None]
    explanation: Mapped[LongText | None]
    tags: Mapped[list[Any] | None]
    estimated_time_minutes: Mapped[int | None] = mapped_column("estimated_time")
    points: Mapped[int | None] = mapped_column(server_default=text("10"))
    created_at: Mapped[CreatedAt]
    slug: Mapped[Str100 | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    answer_spec: Mapped[dict[str, Any] | None]
    hints: Mapped[list[Any] | None]
    figure: Mapped[dict[str, Any] | None]
    template: Mapped[dict[str, Any] | None]
    steps: Mapped[list[Any] | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    is_published: Mapped[bool] = mapped_column(server_default=text("true"))

    versions: Mapped[list[ContentVersion]] = relationship(
        back_populates="content", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        Index("idx_content_topic", "topic"),
        Index("idx_content_difficulty", "difficulty"),
        Index("idx_content_type", "content_type"),
        Index("ix_content_topic_difficulty_content_type", "topic", "difficulty", "content_type"),
        Index("ix_content_subtopic", "subtopic"),
        Index("ix_content_created_by", "created_by"),
        one_of("topic", TOPICS),
        one_of("content_type", CONTENT_TYPES),
        between("difficulty", 1, 5),
        not_negative("estimated_time"),
        not_negative("points"),
    )


class ContentVersion(Base):
    """An item as it stood at one version, so that an attempt can be read again as it was."""

    __tablename__ = "content_versions"

    id: Mapped[Id]
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    content: Mapped[Content] = relationship(back_populates="versions", lazy="raise")

    __table_args__ = (
        UniqueConstraint("content_id", "version"),
        Index("ix_content_versions_created_by", "created_by"),
    )


class ContentDraft(Base):
    """What somebody is writing: a new item, or their changes to one; seen by nobody else."""

    __tablename__ = "content_drafts"

    id: Mapped[Id]
    content_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"))
    body: Mapped[dict[str, Any]]
    based_on_version: Mapped[int | None]
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("content_imports.id", ondelete="SET NULL")
    )
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("content_id", "editor_id"),
        Index("ix_content_drafts_editor_id", "editor_id"),
        Index("ix_content_drafts_import_id", "import_id"),
    )


class ContentImport(Base):
    """A file of items that somebody brought along."""

    __tablename__ = "content_imports"

    id: Mapped[Id]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    file_name: Mapped[Str255]
    file_format: Mapped[Str20]
    created_at: Mapped[CreatedAt]
    undone_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_content_imports_created_by", "created_by"),
        one_of("file_format", EXCHANGE_FORMATS),
    )


class ImportedItem(Base):
    """That an item came with an import."""

    __tablename__ = "imported_items"

    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    import_id: Mapped[int] = mapped_column(ForeignKey("content_imports.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_imported_items_import_id", "import_id"),)


class ItemReport(Base):
    """That a learner finds something wrong with an item; it stands until it is answered."""

    __tablename__ = "item_reports"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    attempt_id: Mapped[int | None] = mapped_column(
        ForeignKey("learning_sessions.id", ondelete="SET NULL")
    )
    reason: Mapped[Str20]
    words: Mapped[LongText | None]
    created_at: Mapped[CreatedAt]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    answer: Mapped[LongText | None]

    __table_args__ = (
        Index("ix_item_reports_content_id_answered_at", "content_id", "answered_at"),
        Index("ix_item_reports_attempt_id", "attempt_id"),
        Index("ix_item_reports_answered_by", "answered_by"),
        Index("ix_item_reports_student_id", "student_id"),
        Index(
            "uq_item_reports_open",
            "student_id",
            "content_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        one_of("reason", REPORT_REASONS),
    )


class Regrade(Base):
    """That the answers to an item were graded again by a mended key."""

    __tablename__ = "regrades"

    id: Mapped[Id]
    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    version: Mapped[int]
    only_gains: Mapped[bool]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_regrades_content_id", "content_id"),
        Index("ix_regrades_created_by", "created_by"),
    )


class RegradeChange(Base):
    """What a regrade changed for one learner: as it was, and as it is since."""

    __tablename__ = "regrade_changes"

    id: Mapped[Id]
    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"))
    student_id: Mapped[OwnerId]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("regrade_id", "student_id"),
        Index("ix_regrade_changes_student_id", "student_id"),
    )
