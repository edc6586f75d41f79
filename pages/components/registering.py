"""The form that makes an account."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime, state
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.signing_in import create_own_account
from tutor_core.errors import InvalidInputError, TooManyTriesError

PASSWORD_HELP = "10 to 128 characters of any kind. A few words in a row make a good one."  # noqa: S105


def draw_form() -> None:
    """Draw the form; open a session for whoever it made an account for."""
    with st.form("door_register"):
        st.subheader("Create an account")
        username = st.text_input("User name", autocomplete="username")
        email = st.text_input("E-mail", autocomplete="email")
        full_name = st.text_input("What should we call you? (optional)", autocomplete="name")
        password = st.text_input(
            "Password", type="password", autocomplete="new-password", help=PASSWORD_HELP
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
            runtime.database(),
            wish,
            address=st.context.ip_address,
            cost=runtime.settings().bcrypt_cost,
            now=moment,
        )
    except (InvalidInputError, TooManyTriesError) as error:
        st.error(str(error), icon=":material/error:")
        return
    agent = st.context.headers.get("User-Agent", "")
    opened = runtime.database().run(
        lambda db: sessions.open_session(db, actor.id, now=moment, user_agent=agent)
    )
    state.set_ticket(opened.ticket)
    st.rerun()
