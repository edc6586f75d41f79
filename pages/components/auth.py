"""Who is there: the guard of every page, fragment and callback, and the door."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st
import streamlit_authenticator as stauth

from pages.components import runtime, session_cookie, state
from tutor_core.accounts.links.queries import link_is_good
from tutor_core.accounts.queries import Person, person_of_session
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import create_own_account, set_password_by_link, sign_in
from tutor_core.accounts.tokens import LIFETIME, session_id_in
from tutor_core.errors import InvalidInputError, NotFoundError

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
    runtime.draw_notice()
    token = st.query_params.get("link")
    if token:
        _draw_link(token)
        return
    st.title("Tutor")
    st.markdown(
        "Practise algebra, calculus, geometry, statistics, physics and programming. "
        "The tutor picks what helps you next, and says why."
    )
    choice = st.radio(
        "What would you like to do?",
        ["Sign in", "Create an account"],
        key="door_choice",
        label_visibility="collapsed",
        horizontal=True,
    )
    if choice == "Sign in":
        door().login(
            "main",
            fields={
                "Form name": "Sign in",
                "Username": "User name or e-mail",
                "Password": "Password",
                "Login": "Sign in",
            },
            key="door_sign_in",
        )
        if st.session_state.get("authentication_status") is False:
            st.error(
                "This name and password do not fit, or there were too many tries. "
                "Check both; after five failures wait a minute.",
                icon=":material/error:",
            )
    else:
        _draw_registration()


class Door(stauth.Authenticate):  # type: ignore[misc]  # the library is not typed
    """The library's sign-in and sign-out widgets over our own accounts.

    Its own cookie, counters and account store are not used (they cannot be revoked, live in
    memory and are open to guessing), so its constructor is not either.
    """

    def __init__(self) -> None:
        self.path = self.api_key = None
        self.attrs = {"login_sleep_time": 0}
        self.secret_key = ""
        self.authentication_controller = self.cookie_controller = _Accounts()


class _Accounts:
    """What the widgets ask: may they in, and what then."""

    def login(
        self, username: str | None = None, password: str | None = None, *_: object, **__: object
    ) -> bool:
        opened = None
        if username and password:
            opened = sign_in(
                runtime.database(),
                username,
                password,
                address=st.context.ip_address,
                user_agent=st.context.headers.get("User-Agent", ""),
                cost=runtime.settings().bcrypt_cost,
                now=runtime.now(),
            )
        st.session_state["authentication_status"] = opened is not None
        if opened is not None:
            state.set_ticket(opened.ticket)
        return opened is not None

    def logout(self, *_: object, **__: object) -> None:
        if (session_id := state.session_id()) is not None:
            moment = runtime.now()
            runtime.database().run(lambda db: sessions.sign_out(db, session_id, now=moment))

    def get_cookie(self) -> None:
        """Say that there is none: the guard has looked before the form is drawn."""

    def set_cookie(self) -> None:
        st.rerun()

    def delete_cookie(self) -> None:
        state.set_leaving()
        st.rerun()


def door() -> Door:
    """Return the library's widgets over our accounts."""
    return Door()


def draw_sign_out() -> None:
    """Draw the button that ends this session."""
    st.session_state["authentication_status"] = True
    door().logout("Sign out", "main", key="sign_out")


def _draw_registration() -> None:
    with st.form("door_register"):
        st.subheader("Create an account")
        username = st.text_input("User name", autocomplete="username")
        email = st.text_input("E-mail", autocomplete="email")
        full_name = st.text_input("What should we call you? (optional)", autocomplete="name")
        password = st.text_input(
            "Password",
            type="password",
            autocomplete="new-password",
            help="10 to 128 characters of any kind. A few words in a row make a good one.",
        )
        if not st.form_submit_button("Create account", type="primary"):
            return
    wish = Registration(
        username=username,
        email=email,
        password=password,
        full_name=full_name,
        timezone=st.context.timezone or "UTC",
        locale=st.context.locale or "en",
    )
    moment = runtime.now()
    try:
        actor = create_own_account(
            runtime.database(), wish, cost=runtime.settings().bcrypt_cost, now=moment
        )
    except InvalidInputError as error:
        st.error(str(error), icon=":material/error:")
        return
    agent = st.context.headers.get("User-Agent", "")
    opened = runtime.database().run(
        lambda db: sessions.open_session(db, actor.id, now=moment, user_agent=agent)
    )
    state.set_ticket(opened.ticket)
    st.rerun()


def _draw_link(token: str) -> None:
    st.title("Set your password")
    with runtime.database().reading() as db:
        is_good = link_is_good(db, token, now=runtime.now())
    if not is_good:
        st.warning(
            "This link has been used or is older than an hour. Ask for a new one.",
            icon=":material/link_off:",
        )
        st.button("Go to sign-in", on_click=st.query_params.clear)
        return
    with st.form("door_link"):
        password = st.text_input(
            "New password",
            type="password",
            autocomplete="new-password",
            help="10 to 128 characters of any kind. A few words in a row make a good one.",
        )
        if not st.form_submit_button("Set password", type="primary"):
            return
    cost, moment = runtime.settings().bcrypt_cost, runtime.now()
    try:
        set_password_by_link(runtime.database(), token, password, cost=cost, now=moment)
    except (InvalidInputError, NotFoundError) as error:
        st.error(str(error), icon=":material/error:")
        return
    st.query_params.clear()
    st.success("Your password is set. Sign in with it.", icon=":material/check_circle:")
    st.button("Go to sign-in", type="primary")


def _end(*, had_session: bool) -> None:
    if had_session:
        state.forget_everything()
        state.set_notice("Your session has ended. Sign in again; what you typed is kept.")
