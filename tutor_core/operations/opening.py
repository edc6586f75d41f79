"""Opens the database as the settings say: reachable, migrated, with the shipped curriculum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.shipped import shipped_badges
from tutor_core.content.curriculum import CurriculumError
from tutor_core.content.service import LoadReport, load_curriculum
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.db import Database, make_engine
from tutor_core.errors import SetupError
from tutor_core.operations.schema import upgrade
from tutor_core.settings import Settings


def open_database(settings: Settings, *, migrate: bool = True) -> Database:
    """Open the database, migrated to the schema of this code.

    Raises:
        SetupError: Its address cannot be read, it cannot be reached, or newer code made it.
    """
    try:
        engine = make_engine(settings.database_url)
    except (ArgumentError, ValueError) as error:  # not what they say: they quote the password
        raise SetupError(
            "TUTOR_DATABASE_URL cannot be read: it looks like "
            "postgresql://user:password@host:5432/name or sqlite:////folder/tutor.db."
        ) from error
    try:
        if migrate:
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


@contextmanager
def opened(settings: Settings, *, migrate: bool = True) -> Iterator[Database]:
    """Open the database for a block, and close it after it.

    Raises:
        SetupError: Its address cannot be read, it cannot be reached, or newer code made it.
    """
    database = open_database(settings, migrate=migrate)
    try:
        yield database
    finally:
        database.engine.dispose()


def bring_curriculum(database: Database, *, now: dt.datetime) -> LoadReport:
    """Make the curriculum and the badges in the database the same as in the files.

    Raises:
        SetupError: The files were edited and no longer fit.
    """
    try:
        shipped = shipped_curriculum()
        badges = shipped_badges({skill.name for skill in shipped.skills})
    except CurriculumError as error:
        raise SetupError(
            f"The curriculum's files do not fit together ({len(error.problems)} to mend): "
            "`tutor content check` says where."
        ) from error

    def load(db: Session) -> LoadReport:
        report = load_curriculum(db, shipped, now=now)
        load_badges(db, badges, now=now)
        return report

    report = database.run(load)
    database.refresh_statistics()
    return report


def touch(database: Database) -> None:
    """Ask the database for something; raises where it does not answer."""
    with database.reading() as db:
        db.execute(text("SELECT 1"))
