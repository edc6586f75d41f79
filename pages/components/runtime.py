"""What every page stands on: database, settings, clock, chance, the connection's cookie.

Production builds it once a process; tests hand in their own by `configure`.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st

from pages.components import state
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record_refusal
from tutor_core.badges.keys import SigningKey, key_in
from tutor_core.db import Database
from tutor_core.errors import NotAllowedError, TutorError
from tutor_core.operations.opening import bring_curriculum, open_database
from tutor_core.operations.serving import check_credential_key
from tutor_core.settings import Settings, read_settings

COOKIE = "tutor_session"
log = logging.getLogger("tutor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The outside world, as the pages see it."""

    database: Database
    settings: Settings
    clock: Callable[[], dt.datetime]
    rng: random.Random
    cookie: Callable[[], str | None]


_lock = threading.Lock()
_runtime: Runtime | None = None


def configure(runtime: Runtime | None) -> None:
    """Use `runtime` from now on; None builds the production one at the next use."""
    global _runtime  # noqa: PLW0603 - the one place where the process keeps it
    _runtime = runtime


def start() -> Runtime:
    """Return the runtime, built at the first call: migrated, with the curriculum loaded."""
    with _lock:
        if _runtime is None:
            configure(_production())
        if _runtime is None:
            raise RuntimeError("the runtime was taken away while it was being built")
        return _runtime


def database() -> Database:
    """Return the database."""
    return start().database


def settings() -> Settings:
    """Return the settings of this installation."""
    return start().settings


def now() -> dt.datetime:
    """Return the present moment; the only clock of the application."""
    return start().clock()


def rng() -> random.Random:
    """Return the source of chance."""
    return start().rng


def connection_cookie() -> str | None:
    """Return the session cookie as it was when the browser connected."""
    return start().cookie()


def public_url() -> str:
    """Return where people reach this tutor, without a slash at the end.

    Where the installation does not say so, it is where this person's browser reached it.
    """
    if stated := settings().public_url:
        return stated
    here = urlsplit(st.context.url or "http://localhost:8501")
    return f"{here.scheme}://{here.netloc}"


def signing_key() -> SigningKey | None:
    """Return the key that signs badges taken away; None where this installation has none."""
    given = settings().credential_key
    return key_in(given) if given else None


@contextmanager
def tell_person(actor: Actor | None = None) -> Iterator[None]:
    """Turn an expected failure into a sentence on the page; write a refusal down."""
    try:
        yield
    except NotAllowedError as error:
        refusal = error.action
        database().run(lambda db: record_refusal(db, actor, refusal, now=now()))
        state.set_notice(str(error))
    except TutorError as error:
        state.set_notice(str(error))


def apologise(_error: Exception) -> bool:
    """Say that something of ours broke; Streamlit has logged what, and draws nothing itself."""
    st.error(
        "Something went wrong on our side, and it is written down for whoever looks after this "
        "tutor. Reload the page to go on; an answer you had begun is kept.",
        icon=":material/error:",
    )
    return True


def draw_notice() -> None:
    """Draw what went wrong in the last click, or well, once."""
    if notice := state.take_notice():
        st.error(notice, icon=":material/error:")
    if said := state.take_said():
        st.success(said, icon=":material/check_circle:")


def _production() -> Runtime:
    given = read_settings()
    check_credential_key(given)  # told now, not to a learner
    database = open_database(given)
    report = bring_curriculum(database, now=dt.datetime.now(dt.UTC))
    if report.added or report.changed or report.unpublished:
        log.info("curriculum: %s", report)
    return Runtime(
        database=database,
        settings=given,
        clock=lambda: dt.datetime.now(dt.UTC),
        rng=random.SystemRandom(),
        cookie=lambda: st.context.cookies.get(COOKIE),
    )
