"""Brings a database to the schema of this code."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from tutor_core.errors import SetupError
from tutor_core.settings import ROOT


def upgrade(engine: Engine) -> None:
    """Migrate the database to the newest revision; does nothing where it is there already.

    Raises:
        SetupError: The database cannot be reached, or was made by newer code than this.
    """
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = engine
    scripts = ScriptDirectory.from_config(config)
    current = revision_of(engine)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {
        script.revision for script in scripts.walk_revisions()
    }:
        raise SetupError(
            f"The database is at revision {current}, which this version of the tutor does not "
            "know: it was made by a newer one. Update the tutor, or use another database."
        )
    command.upgrade(config, "head")


def revision_of(engine: Engine) -> str | None:
    """Return the database's revision, None for an empty database.

    Raises:
        SetupError: The database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise SetupError(
            f"The database cannot be opened ({str(error.orig).strip()}): "
            "check TUTOR_DATABASE_URL and that the database is running and may be written."
        ) from error
