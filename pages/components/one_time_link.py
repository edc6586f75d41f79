"""What somebody sees who comes by a one-time link."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime
from pages.components.registering import PASSWORD_HELP
from tutor_core.accounts.links.queries import link_is_good
from tutor_core.accounts.signing_in import set_password_by_link
from tutor_core.errors import InvalidInputError, NotFoundError


def draw(token: str) -> None:
    """Draw the form that sets a password; or say that the link is spent."""
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
            "New password", type="password", autocomplete="new-password", help=PASSWORD_HELP
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
