"""Where a person is signed in, and how to end it there."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state
from tutor_core.accounts.browsers import browser_named
from tutor_core.accounts.locales import moment_in
from tutor_core.accounts.queries import Person
from tutor_core.accounts.sessions.queries import OpenSession, sessions_of
from tutor_core.accounts.sessions.service import end_session, end_sessions
from tutor_core.calendar import zone_named


@auth.callback
def end(person: Person, handle: str) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: end_session(db, person.actor, handle, now=moment))
    st.toast("That session is over.", icon=":material/check:")


@auth.callback
def end_everywhere(person: Person) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: end_sessions(db, person.actor, person.actor.id, now=moment))
    state.set_leaving()


def draw(person: Person) -> None:
    """Draw the sessions that are alive, this one first, each with a way to end it."""
    with runtime.database().reading() as db:
        found = sessions_of(db, person.actor, here=state.session_id(), now=runtime.now())
    st.markdown(
        "You are signed in here and nowhere else."
        if len(found) == 1
        else f"You are signed in at {len(found)} places."
    )
    for session in found:
        _draw_session(person, session)
    st.button(
        "Sign out everywhere",
        type="primary",
        icon=":material/logout:",
        key="account_end_everywhere",
        on_click=end_everywhere,
    )
    st.caption("Do you see one that is not yours? End it, then change your password.")


def _draw_session(person: Person, session: OpenSession) -> None:
    zone = zone_named(person.timezone)
    opened = moment_in(session.opened_at, zone, person.locale)
    seen = moment_in(session.last_seen_at, zone, person.locale)
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    ):
        with st.container(width="content", gap="xxsmall"):
            st.markdown(f"**{browser_named(session.user_agent)}**")
            st.caption(f"Signed in {opened} · last seen {seen}")
        if session.is_here:
            st.badge("This one", icon=":material/check:", color="green")
        else:
            st.button(
                "End",
                icon=":material/close:",
                key=f"account_end_{session.handle[:12]}",
                on_click=end,
                args=(session.handle,),
            )
