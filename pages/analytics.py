"""Analytics: a learner's own picture and all of their answers; other roles' views join it here."""

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.analytics import address
from pages.components.analytics.answers import draw_answers
from pages.components.analytics.picture import draw_picture

VIEWS = {"picture": "My picture", "answers": "My answers"}
VIEW = "view"


def go() -> None:
    """Write the chosen view into the address: answers are there by what is shown of them."""
    wants_answers = state.widget_value(address.key_of(VIEW)) == "answers"
    address.say("attempts", "all" if wants_answers else None)


auth.require_person()
st.title("Analytics")
runtime.draw_notice()
view = "answers" if "attempts" in st.query_params else "picture"
state.set_widget_value(address.key_of(VIEW), view)
st.radio(
    "What would you like to see?",
    list(VIEWS),
    format_func=VIEWS.__getitem__,
    key=address.key_of(VIEW),
    label_visibility="collapsed",
    horizontal=True,
    on_change=go,
)
if view == "answers":
    draw_answers()
else:
    draw_picture()
