"""What learners go through so that the tutor knows them: placements and the VARK quiz."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import Base, Id, OwnerId, Str20, Str64, one_of

PLACEMENT_STATUSES = ("open", "finished", "abandoned")


class Placement(Base):
    """One placement of a student: what it is about, and how far it came.

    Its questions are attempts whose `set_key` is its `key`; what it found are the student's rows
    of `pre_assessment_results` whose `taken_at` is its `ended_at`. `goal_skill_ids` are the
    skills the student aims for: those they chose, else all of the subjects.
    """

    __tablename__ = "placements"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    key: Mapped[Str64] = mapped_column(unique=True)
    topics: Mapped[list[Any]]
    goal_skill_ids: Mapped[list[Any]]
    status: Mapped[Str20] = mapped_column(server_default="open")
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_placements_student_id_started_at", "student_id", "started_at"),
        Index(
            "uq_placements_open",
            "student_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        one_of("status", PLACEMENT_STATUSES),
    )


class StyleQuiz(Base):
    """One taking of the VARK quiz: the answers so far, and when it was completed.

    `answers` holds by question the letters that were ticked; scores are worked out from them.
    """

    __tablename__ = "style_quizzes"

    id: Mapped[Id]
    student_id: Mapped[OwnerId]
    answers: Mapped[dict[str, Any]]
    started_at: Mapped[dt.datetime]
    completed_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_style_quizzes_student_id_started_at", "student_id", "started_at"),
        Index(
            "uq_style_quizzes_open",
            "student_id",
            unique=True,
            sqlite_where=text("completed_at IS NULL"),
            postgresql_where=text("completed_at IS NULL"),
        ),
    )
