"""Lab: where researchers change live parameters, look back, and compare versions."""

from collections.abc import Callable

import streamlit as st

from pages.components import auth, runtime
from pages.components.lab.experiments import draw_experiments
from pages.components.lab.history import draw_history
from pages.components.lab.parameters import draw_parameters
from tutor_core.accounts.queries import Person
from tutor_core.tuning.rights import TUNERS

SECTIONS: dict[str, Callable[[Person], None]] = {
    "Parameters": draw_parameters,
    "History": draw_history,
    "Experiments": draw_experiments,
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
