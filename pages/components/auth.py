"""Who is there: the guard of every page, fragment and callback, and the door."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st

from pages.components import (
    demo_door,
    one_time_link,
    openid,
    registering,
    runtime,
    session_cookie,
    sign_in,
    state,
)
from tutor_core.accounts.actor import Role
from tutor_core.accounts.audit.service import record_refusal
from tutor_core.accounts.queries import Person, person_of_session
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.tokens import LIFETIME, session_id_in

RENEWED_BELOW = LIFETIME * 5 / 6
Arguments = ParamSpec("Arguments")


def current_person() -> Person | None:
    """Return who is signed in on this connection, None for nobody.

    The cookie that the browser connected with must name the session that this connection has
    proved, and the session's row must be alive: a session id, a session_state or a cookie
    alone opens nothing, and revocation acts at the next click. Renews the session while the
    person works.
    """
    proved = state.session_id()
    moment = runtime.now()
    named = session_id_in(
        runtime.connection_cookie(),
        key=runtime.settings().cookie_key,
        now=moment,
        check_expiry=proved is None,
    )
    if named is None or proved not in (None, named):
        _end(had_session=proved is not None)
        return None
    with runtime.database().reading() as db:
        person = person_of_session(db, named, now=moment)
    if person is None:
        _end(had_session=proved is not None)
        return None
    state.set_session_id(named)
    if person.expires_at - moment < RENEWED_BELOW:
        runtime.database().run(lambda db: sessions.renew_session(db, named, now=moment))
        state.count_renewal()
    return person


def require_person() -> Person:
    """Return who is signed in; where nobody is, stop and have Home.py show the door."""
    person = current_person()
    if person is None:
        st.info("Please sign in to go on.", icon=":material/login:")
        st.stop()
    return person


def require_role(page: str, *roles: Role) -> Person:
    """Return who is signed in and of one of the roles; tell everybody else whose page it is.

    Args:
        page: The page's file, for the record of refusals.
        roles: Who may see it.
    """
    person = require_person()
    if person.actor.role not in roles:
        refused = person.actor
        runtime.database().run(lambda db: record_refusal(db, refused, page, now=runtime.now()))
        wanted = " and ".join(f"{role}s" for role in roles)
        st.info(f"This page is for {wanted}.", icon=":material/info:")
        st.stop()
    return person


def fragment(
    function: Callable[Concatenate[Person, Arguments], None],
) -> Callable[Arguments, None]:
    """Make a fragment that knows who is there: its reruns do not execute Home.py."""

    @st.fragment
    @functools.wraps(function)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        person = current_person()
        if person is None:
            st.rerun()
        session_cookie.keep_alive(function.__name__)
        function(person, *args, **kwargs)

    return guarded


def callback(
    function: Callable[Concatenate[Person, Arguments], None],
) -> Callable[Arguments, None]:
    """Make a callback that acts for whoever is there, and tells them what went wrong.

    Callbacks run before the page: for nobody it does nothing, and the page shows the door.
    """

    @functools.wraps(function)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        person = current_person()
        if person is None:
            return
        with runtime.tell_person(person.actor):
            function(person, *args, **kwargs)

    return guarded


def draw_door() -> None:
    """Draw what somebody sees who is not signed in."""
    openid.let_in()
    runtime.draw_notice()
    if token := st.query_params.get("link"):
        one_time_link.draw(token)
        return
    st.title("Tutor")
    st.markdown(
        "Practise algebra, calculus, geometry, statistics, physics and programming. "
        "The tutor picks what helps you next, and says why."
    )
    demo_door.draw()
    openid.draw_button()
    choice = st.radio(
        "What would you like to do?",
        ["Sign in", "Create an account"],
        key="door_choice",
        label_visibility="collapsed",
        horizontal=True,
    )
    if choice == "Sign in":
        sign_in.draw_form()
    else:
        registering.draw_form()


def _end(*, had_session: bool) -> None:
    if had_session:
        state.forget_everything()
        state.set_notice("Your session has ended. Sign in again; an answer you had begun is kept.")
