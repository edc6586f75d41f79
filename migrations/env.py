"""Runs the migrations, on SQLite and on PostgreSQL.

Three rules, each paid for: on SQLite foreign keys are switched off *before* BEGIN (a batch
migration would otherwise delete every child row, silently) and checked before each commit; each
migration has its own transaction; on PostgreSQL one process migrates at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from tutor_core.db import make_engine
from tutor_core.models import Base
from tutor_core.models.base import JSONDoc, UtcDateTime
from tutor_core.settings import read_settings

ONE_MIGRATOR_AT_A_TIME = 7_203_114


def render_item(kind: str, value: object, _context: AutogenContext) -> str | bool:
    """Write our own column types by name, so that a migration does not depend on a dialect."""
    if kind == "type" and isinstance(value, (JSONDoc, UtcDateTime)):
        return f"{type(value).__name__}()"
    return False


@contextmanager
def prepared_sqlite(connection: Connection) -> Iterator[None]:
    """Switch foreign keys off; on the driver's own connection, for a PRAGMA after BEGIN is idle."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def prepared_postgresql(connection: Connection) -> Iterator[None]:
    """Wait for any other migrator, and give up rather than queue behind a busy table."""
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SET statement_timeout = 0"))
    connection.execute(text(f"SELECT pg_advisory_lock({ONE_MIGRATOR_AT_A_TIME})"))
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text(f"SELECT pg_advisory_unlock({ONE_MIGRATOR_AT_A_TIME})"))
        connection.commit()


def check_foreign_keys(ctx: MigrationContext, **_: object) -> None:
    """Refuse a migration that would leave rows without their parent."""
    connection = ctx.connection
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if connection else []
    if orphans:
        raise RuntimeError(f"the migration would leave {len(orphans)} rows without their parent")


def migrate(connection: Connection) -> None:
    """Bring the connected database to the revision asked for."""
    is_sqlite = connection.dialect.name == "sqlite"
    with prepared_sqlite(connection) if is_sqlite else prepared_postgresql(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_server_default=True,
            transaction_per_migration=True,
            on_version_apply=check_foreign_keys if is_sqlite else None,
        )
        with context.begin_transaction():
            context.run_migrations()


def run() -> None:
    """Use the connection or engine handed over by the caller, or the settings' database."""
    given = context.config.attributes.get("connection")
    if isinstance(given, Connection):
        migrate(given)
        return
    engine = given if isinstance(given, Engine) else make_engine(read_settings().database_url)
    with engine.connect() as connection:
        migrate(connection)


run()
