"""A plan in one's own calendar: as a file, or by an address that the calendar reads again."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.plan.files import calendar_bytes
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.planning.calendars import service
from tutor_core.planning.calendars.queries import calendar_of, feed_of
from tutor_core.planning.views import PlanView


def draw_subscribing(person: Person, plan: PlanView) -> None:
    """Draw both ways."""
    number = plan.line.plan_id
    with runtime.database().reading() as db:
        body = calendar_bytes(calendar_of(db, person.actor, number))
        feed = feed_of(db, person.actor, number)
    st.subheader("In your own calendar")
    st.download_button(
        "Download as a calendar file", body, f"plan-{number}.ics", "text/calendar",
        icon=":material/download:", key="plan_file", on_click="ignore",
    )  # fmt: skip
    st.markdown(
        "Or let your calendar read it: at a private address, which follows whenever the plan is "
        "planned anew. Whoever knows the address can read this plan; you can revoke it."
    )
    if token := state.take_feed_token(number):
        st.success("Copy it now into your calendar: it is shown only this once.")
        st.code(f"{runtime.public_url()}/calendar/{token}.ics", language=None, wrap_lines=True)
    elif feed is not None:
        read = (
            f"last read {date_in(feed.last_fetched_at.date(), person.locale)}"
            if feed.last_fetched_at
            else "not read yet"
        )
        st.caption(f"Made {date_in(feed.created_at.date(), person.locale)}, {read}.")
    with st.container(horizontal=True):
        st.button(
            "Make a new address" if feed else "Make an address", key="plan_feed",
            on_click=make, args=(number,), help="An earlier one then leads nowhere.",
        )  # fmt: skip
        if feed is not None:
            st.button("Revoke it", key="plan_feed_revoke", on_click=revoke, args=(number,))


@auth.callback
def make(person: Person, plan_id: int) -> None:
    """Make an address and show it once."""
    moment = runtime.now()
    token = runtime.database().run(
        lambda db: service.make_feed(db, person.actor, plan_id, now=moment)
    )
    state.set_feed_token(plan_id, token)


@auth.callback
def revoke(person: Person, plan_id: int) -> None:
    """Have the address lead nowhere."""
    moment = runtime.now()
    runtime.database().run(lambda db: service.revoke_feed(db, person.actor, plan_id, now=moment))
    state.set_said("Revoked: the address leads nowhere now.")
