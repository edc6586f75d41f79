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
section = st.segmented_control(
    "Section", list(SECTIONS), default="Parameters", required=True, key="section",
    label_visibility="collapsed", bind="query-params",
)  # fmt: skip
SECTIONS[section or "Parameters"](researcher)
