"""The one way into the database: where transactions begin and end.

Measured reasons: SQLite's driver opens transactions too late and loses updates, hence
`BEGIN IMMEDIATE`; its busy handler is unfair, hence one lock round the write transactions of
this process; `synchronous=FULL` makes "acknowledged" mean "durable".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

T = TypeVar("T")
Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]

PG_OPTIONS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 "
    "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)
RETRIABLE_SQLSTATES = {"40001", "40P01"}  # serialisation failure, deadlock
RETRY_SECONDS = 20
LONGEST_TEXT = 10_000  # characters kept of what a person typed
LOOKED_AT = 1000  # rows of an index from which SQLite tells how it is filled


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 - handed to create_engine
    """Return an engine for SQLite or PostgreSQL with the settings every process must share."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address.render_as_string(hide_password=False), options)
    settings: dict[str, Any] = {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 5,
        "pool_timeout": 10,
        "pool_recycle": 1800,
        "connect_args": {
            "connect_timeout": 5,
            "application_name": "tutor",
            "options": PG_OPTIONS,
        },
    }
    return create_engine(address, **(settings | options))


def _sqlite_engine(url: str, options: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, **options)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        # What cannot fail is said to the driver itself: by way of SQLAlchemy it costs a query.
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        if reading:
            driver.execute("BEGIN")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def storable(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return text as any database can hold it: no NUL, no lone surrogate, not endless."""
    kept = text[:longest].replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return kept.encode("utf-8", "replace").decode()


def insert_into(db: Session, table: Any) -> pg.Insert | sqlite.Insert:  # noqa: ANN401
    """Return the dialect's INSERT, which has `on_conflict_do_update` and `_do_nothing`."""
    dialect = db.get_bind().dialect.name
    return pg.insert(table) if dialect == "postgresql" else sqlite.insert(table)


class Upsert:
    """INSERT ... ON CONFLICT DO UPDATE of one table, built once for both databases.

    A statement built anew at every call costs ten times as long as one that is only run.

    Args:
        table: The table.
        key: Columns of the unique constraint that tells whether the row exists.
        change: Given the columns of the row that could not be inserted, what an existing
            row is set to; it may hold parameters of its own.
        computed: Columns of a new row that the database works out.
    """

    def __init__(
        self,
        table: Table,
        key: Sequence[str],
        change: Callable[[Columns], Mapping[str, Any]],
        computed: Mapping[str, Any] | None = None,
    ) -> None:
        self._by_dialect: dict[str, pg.Insert | sqlite.Insert] = {}
        for name, insert in (("postgresql", pg.insert), ("sqlite", sqlite.insert)):
            fresh = insert(table).values(computed) if computed else insert(table)
            self._by_dialect[name] = fresh.on_conflict_do_update(
                index_elements=key, set_=change(fresh.excluded)
            )

    def run(self, db: Session, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Write a row, or several."""
        if rows:
            db.execute(self._by_dialect[db.get_bind().dialect.name], rows)


class Database:
    """An engine and the two kinds of block in which it may be used."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(reading=True, postgresql_readonly=True)
        self._write_lock: AbstractContextManager[Any] = (
            threading.RLock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a transaction: committed when the block ends, rolled back when it raises."""
        with self._write_lock, Session(self.engine) as db, db.begin():
            yield db

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a block in which the database refuses writes; SQLite readers wait for nobody."""
        with Session(self._readers, autoflush=False) as db:
            yield db

    def refresh_statistics(self) -> None:
        """Let SQLite look at how full its tables have become, as PostgreSQL does by itself.

        Without this its planner guesses: items of a few skills took four times as long to find.
        """
        if self.engine.dialect.name == "sqlite":
            with self._write_lock, self.engine.begin() as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit={LOOKED_AT}")
                connection.exec_driver_sql("ANALYZE")

    def run(self, action: Callable[[Session], T]) -> T:
        """Run `action` in a transaction, again from the start after a passing failure.

        The action must be safe to repeat: it sees nothing of what failed (rolled back), and
        what must not count twice carries a key, as an answer's `submission_key`.
        """

        @retry(
            retry=retry_if_exception(_is_passing),
            wait=wait_random_exponential(multiplier=0.05, max=2),
            stop=stop_after_delay(RETRY_SECONDS),
            reraise=True,
        )
        def attempt() -> T:
            with self.transaction() as db:
                return action(db)

        return attempt()


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeoutError)):
        return True
    if isinstance(error, DBAPIError):
        return getattr(error.orig, "pgcode", None) in RETRIABLE_SQLSTATES
    return False
