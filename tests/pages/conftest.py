"""The application by AppTest: a real database, a clock and a cookie the tests hold."""

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.components import runtime
from tests.practice.conftest import add_school
from tests.rows import NOW
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import create_own_account
from tutor_core.accounts.tokens import session_cookie
from tutor_core.db import Database, make_engine
from tutor_core.settings import ROOT, Settings

KEY = "k" * 40
PASSWORD = "correct horse battery"


@dataclass
class World:
    """What the pages stand on, in the hands of a test."""

    database: Database
    home: Path
    now: dt.datetime = NOW
    cookie: str | None = None
    session_id: str | None = None
    rng: random.Random = field(default_factory=lambda: random.Random(5))

    def open(self, page: str = "today") -> AppTest:
        app = AppTest.from_file(self.home, default_timeout=30).run()
        return app if page == "today" else app.switch_page(ROOT / "pages" / f"{page}.py").run()

    def register(self, username: str = "ada") -> Actor:
        wish = Registration(
            username=username, email=f"{username}@example.org", password=PASSWORD,
            full_name=username.title(),
        )  # fmt: skip
        return create_own_account(self.database, wish, cost=4, now=self.now)

    def arrive(self, actor: Actor) -> None:
        """Be signed in, as a browser that has its cookie."""
        with self.database.transaction() as db:
            opened = sessions.open_session(db, actor.id, now=self.now)
        self.session_id = opened.session_id
        self.cookie = session_cookie(opened.session_id, actor.id, key=KEY, now=self.now)

    def later(self, **passed: float) -> None:
        self.now += dt.timedelta(**passed)


@pytest.fixture
def world(new_url, tmp_path) -> Iterator[World]:
    """A small school behind the pages.

    AppTest takes a `pages` folder beside the script for Streamlit's old mode (asgi.py switches
    it off, AppTest switches it on again), so Home.py is run from a folder of its own.
    """
    engine = make_engine(new_url("sqlite"))
    home = shutil.copy(ROOT / "Home.py", tmp_path)
    found = World(Database(engine), Path(home))
    with found.database.transaction() as db:
        add_school(db)
    runtime.configure(
        runtime.Runtime(
            database=found.database,
            settings=Settings(database_url=str(engine.url), cookie_key=KEY, bcrypt_cost=4),
            clock=lambda: found.now,
            rng=found.rng,
            cookie=lambda: found.cookie,
        )
    )
    yield found
    runtime.configure(None)
    engine.dispose()


@pytest.fixture
def learner(world: World) -> Actor:
    actor = world.register()
    world.arrive(actor)
    return actor
