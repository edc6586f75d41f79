"""Signing in by password, and signing out: the library's widgets over our own accounts."""

from __future__ import annotations

import streamlit as st
import streamlit_authenticator as stauth

from pages.components import runtime, state
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import sign_in

EMPTY = "Enter your user name or e-mail, and your password."
REFUSED = (
    "This name and password do not fit, or there were too many tries. "
    "Check both; after five failures in a row there is a wait of 1 to 15 minutes."
)


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
        st.session_state["authentication_status"] = False
        if not (username and username.strip() and password):
            state.set_door_sentence(EMPTY)
            return False
        opened = sign_in(
            runtime.database(),
            username,
            password,
            address=st.context.ip_address,
            user_agent=st.context.headers.get("User-Agent", ""),
            cost=runtime.settings().bcrypt_cost,
            now=runtime.now(),
        )
        if opened is None:
            state.set_door_sentence(REFUSED)
            return False
        st.session_state["authentication_status"] = True
        state.set_ticket(opened.ticket)
        return True

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


def draw_form() -> None:
    """Draw the form for user name and password, and what came of it."""
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
    if sentence := state.take_door_sentence():
        st.error(sentence, icon=":material/error:")


def draw_sign_out() -> None:
    """Draw the button that ends this session."""
    st.session_state["authentication_status"] = True
    door().logout("Sign out", "main", key="sign_out")
