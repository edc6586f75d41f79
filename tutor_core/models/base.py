"""What every table shares: naming of constraints, UTC times, JSON documents, short column forms."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, cast

from sqlalchemy import (
    JSON,
    TIMESTAMP,
    CheckConstraint,
    Date,
    Dialect,
    Float,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.type_api import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TOPICS = ("algebra", "calculus", "geometry", "statistics", "physics", "programming")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment: given and returned aware and in UTC; a naive one is refused, never guessed."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Store UTC; SQLite keeps no zone, so it gets the bare UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a stored time needs a zone, got the naive {value!r}")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self, value: dt.datetime | None, _dialect: Dialect
    ) -> dt.datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class JSONDoc(TypeDecorator[Any]):
    """A JSON document: JSONB on PostgreSQL, JSON elsewhere; Python's None is SQL NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the dialect's own document type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


class Base(DeclarativeBase):
    """Root of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        dt.datetime: UtcDateTime,
        dt.date: Date,
        float: Float,
        dict[str, Any]: JSONDoc,
        list[Any]: JSONDoc,
    }


Id = Annotated[int, mapped_column(primary_key=True)]
CreatedAt = Annotated[
    dt.datetime | None, mapped_column(UtcDateTime, server_default=text("CURRENT_TIMESTAMP"))
]
OwnerId = Annotated[int, mapped_column(ForeignKey("students.id", ondelete="CASCADE"))]
OnlyOwnerId = Annotated[
    int, mapped_column(ForeignKey("students.id", ondelete="CASCADE"), unique=True)
]
Str20 = Annotated[str, mapped_column(String(20))]
Str50 = Annotated[str, mapped_column(String(50))]
Str64 = Annotated[str, mapped_column(String(64))]
Str100 = Annotated[str, mapped_column(String(100))]
Str255 = Annotated[str, mapped_column(String(255))]
LongText = Annotated[str, mapped_column(Text)]


def table_of(model: type[Base]) -> Table:
    """Return the bare table of a model: statements on it cost a seventh of mapped ones."""
    return cast("Table", model.__table__)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Allow only `values` (or NULL) in a text column."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def between(column: str, low: float, high: float) -> CheckConstraint:
    """Allow only `low` to `high`, both included (or NULL)."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_in_range")


def not_negative(column: str) -> CheckConstraint:
    """Allow zero and above (or NULL)."""
    name = column.strip('"')
    return CheckConstraint(f"{column} >= 0", name=f"{name}_not_negative")


HOT_ROW = cast("dict[str, Any]", {"postgresql_with": {"fillfactor": 70}})
"""Table option for rows rewritten by every answer: leaves room for in-page (HOT) updates."""
