"""Brings a database to the schema of this code."""

from __future__ import annotations

import io
import warnings

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from tutor_core.errors import SetupError
from tutor_core.settings import ROOT


def upgrade(engine: Engine) -> None:
    """Migrate the database to the newest revision; does nothing where it is there already.

    Raises:
        SetupError: The database cannot be reached, or was made by newer code than this.
    """
    config = _config(engine)
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


def check(engine: Engine) -> None:
    """Compare the database with the tables of this code; changes nothing.

    Raises:
        SetupError: It cannot be reached, is at another revision, or its tables differ.
    """
    config = _config(engine)
    current = revision_of(engine)
    newest = ScriptDirectory.from_config(config).get_current_head()
    if current != newest:
        raise SetupError(
            f"The database is at revision {current}, this version of the tutor is at {newest}: "
            "run `tutor db upgrade`."
        )
    with warnings.catch_warnings():  # an index over lower(), which SQLite cannot describe
        warnings.filterwarnings("ignore", ".*expression-based index")
        try:
            command.check(config)
        except CommandError as error:
            raise SetupError(
                f"The tables differ from what this version of the tutor expects: {error}"
            ) from error


def revision_of(engine: Engine) -> str | None:
    """Return the database's revision, None for an empty database.

    Raises:
        SetupError: The database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise SetupError(
            f"The database cannot be opened ({reason}): "
            "check TUTOR_DATABASE_URL and that the database is running and may be written."
        ) from error


def _config(engine: Engine) -> Config:
    config = Config(ROOT / "alembic.ini", stdout=io.StringIO())
    config.attributes["connection"] = engine
    return config
