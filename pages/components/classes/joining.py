"""A learner's side: joining a class by its code, what its teachers see, leaving."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.members.service import join_class, leave_class
from tutor_core.cohorts.queries import joined_classes

_CODE = "account_join_code"


def draw(person: Person) -> None:
    """Draw the classes somebody is in, and the way into another."""
    with runtime.database().reading() as db:
        found = joined_classes(db, person.actor)
    for one in found:
        with st.container(border=True):
            st.markdown(f"**{prose.plain(one.name)}** · {prose.plain(', '.join(one.teachers))}")
            st.button(
                "Leave", key=f"account_leave_{one.cohort_id}", on_click=_leave,
                args=(one.cohort_id,),
            )  # fmt: skip
    if not found:
        st.markdown("You are in no class. A teacher gives you the code of theirs.")
    if not state.has_widget(_CODE):
        state.set_widget_value(_CODE, st.query_params.get("join", ""))
    st.text_input("Code of a class", key=_CODE, max_chars=40)
    st.button("Join a class", type="primary", key="account_join", on_click=_join)
    st.caption(
        "Those who teach your class see your name, your user name, your groups, the last day on "
        "which you worked here and how many questions you answered in the last week. They do "
        "not see your e-mail. You can leave at any time; your work stays yours."
    )


@auth.callback
def _join(person: Person) -> None:
    moment, typed = runtime.now(), str(state.widget_value(_CODE) or "")
    joined = runtime.database().run(
        lambda db: join_class(db, person.actor, typed, address=st.context.ip_address, now=moment)
    )
    if joined is None:
        state.set_notice("No class lets you in by this code; ask your teacher for a new one.")
        return
    st.query_params.pop("join", None)
    state.set_widget_value(_CODE, "")
    state.set_said(f"You are in {prose.plain(joined.name)}.")


@auth.callback
def _leave(person: Person, cohort_id: int) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: leave_class(db, person.actor, cohort_id, now=moment))
    state.set_said("You have left the class; your work stays yours.")
