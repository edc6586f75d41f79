"""The way into a demo school: one click, as whoever one wants to be."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime, state
from tutor_core.simulation.visits.service import Visitor, enter

DOORS: dict[Visitor, tuple[str, str]] = {
    "student": ("Student with a history", ":material/school:"),
    "newcomer": ("New student", ":material/person_add:"),
    "teacher": ("Teacher", ":material/co_present:"),
    "researcher": ("Researcher", ":material/experiment:"),
}


def draw() -> None:
    """Draw a door for each kind of visitor, where this is a demo."""
    if not runtime.settings().demo:
        return
    with st.container(border=True):
        st.subheader("Look around")
        st.caption("This is a demo school: everybody in it is invented. Enter by one click as")
        places = [*st.columns(2), *st.columns(2)]
        for place, (visitor, (label, icon)) in zip(places, DOORS.items(), strict=True):
            place.button(
                label,
                icon=icon,
                key=f"door_demo_{visitor}",
                width="stretch",
                on_click=_enter,
                args=(visitor,),
            )


def _enter(visitor: Visitor) -> None:
    settings, moment = runtime.settings(), runtime.now()
    address = st.context.ip_address
    timezone, locale = st.context.timezone or "UTC", st.context.locale or "en"
    agent = st.context.headers.get("User-Agent", "")
    with runtime.tell_person():
        opened = runtime.database().run(
            lambda db: enter(
                db,
                visitor,
                is_demo=settings.demo,
                address=address,
                timezone=timezone,
                locale=locale,
                now=moment,
                user_agent=agent,
            )
        )
        state.set_ticket(opened.ticket)
