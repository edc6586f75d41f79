"""Classes, who teaches them, who is in them, and what was assigned to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tutor_core.models.base import Base, CreatedAt, Id, Str20, Str100, Str255, one_of

ASSIGNMENT_KINDS = ("items", "skills", "plan")


class Cohort(Base):
    """A class of one teacher, joined by a code."""

    __tablename__ = "cohorts"

    id: Mapped[Id]
    name: Mapped[Str100]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    join_code: Mapped[str] = mapped_column(String(12), unique=True)
    is_archived: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[CreatedAt]
    code_expires_at: Mapped[dt.datetime | None]
    code_revoked_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (Index("ix_cohorts_teacher_id", "teacher_id"),)


class CohortMember(Base):
    """A learner's place in a class."""

    __tablename__ = "cohort_members"

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True
    )
    joined_at: Mapped[CreatedAt]
    left_at: Mapped[dt.datetime | None]

    __table_args__ = (Index("ix_cohort_members_student_id", "student_id"),)


class CohortTeacher(Base):
    """Somebody who teaches a class beside its owner."""

    __tablename__ = "cohort_teachers"

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True
    )
    teacher_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True
    )
    added_at: Mapped[CreatedAt]

    __table_args__ = (Index("ix_cohort_teachers_teacher_id", "teacher_id"),)


class CohortGroup(Base):
    """A group within a class."""

    __tablename__ = "cohort_groups"

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    name: Mapped[Str100]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (UniqueConstraint("cohort_id", "name"),)


class CohortGroupMember(Base):
    """A learner's place in a group; a learner may be in several."""

    __tablename__ = "cohort_group_members"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_groups.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (Index("ix_cohort_group_members_student_id", "student_id"),)


class RosterImport(Base):
    """A roster by which a teacher made accounts for a class."""

    __tablename__ = "roster_imports"

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    file_name: Mapped[Str255]
    created_at: Mapped[CreatedAt]
    undone_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_roster_imports_cohort_id", "cohort_id"),
        Index("ix_roster_imports_created_by", "created_by"),
    )


class ImportedLearner(Base):
    """That an account was made by a roster."""

    __tablename__ = "imported_learners"

    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    import_id: Mapped[int] = mapped_column(ForeignKey("roster_imports.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_imported_learners_import_id", "import_id"),)


class Assignment(Base):
    """Work set to a class, with a date."""

    __tablename__ = "assignments"

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    title: Mapped[Str100]
    kind: Mapped[Str20]
    target: Mapped[dict[str, Any]]
    due_at: Mapped[dt.datetime | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("students.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_assignments_cohort_id", "cohort_id"),
        Index("ix_assignments_created_by", "created_by"),
        one_of("kind", ASSIGNMENT_KINDS),
    )
