"""Lab: where researchers change live parameters, look back, and compare versions."""

from collections.abc import Callable

import streamlit as st

from pages.components import auth, runtime
from pages.components.lab.experiments import draw_experiments
from pages.components.lab.history import draw_history
from pages.components.lab.marks import draw_marks
from pages.components.lab.parameters import draw_parameters
from pages.components.lab.take_away import draw_take_away
from pages.components.lab.what_if import draw_what_if
from tutor_core.accounts.queries import Person
from tutor_core.tuning.rights import TUNERS

SECTIONS: dict[str, Callable[[Person], None]] = {
    "Parameters": draw_parameters,
    "History": draw_history,
    "Experiments": draw_experiments,
    "What if": draw_what_if,
    "The tutor's own marks": draw_marks,
    "Take away": draw_take_away,
}

st.set_page_config(layout="wide")
researcher = auth.require_role("lab", *TUNERS)
st.title("Lab")
runtime.draw_notice()
section = st.radio(
    "What would you like to see?", list(SECTIONS), key="section", label_visibility="collapsed",
    horizontal=True, bind="query-params",
)  # fmt: skip
SECTIONS[section](researcher)
