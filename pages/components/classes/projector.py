"""A class before a whole room: its code in large, no name of anybody."""

from __future__ import annotations

import streamlit as st

from pages.components import prose, runtime
from pages.components.classes import address
from tutor_core.cohorts.codes import grouped
from tutor_core.cohorts.views import ClassView


def draw_projector(found: ClassView) -> None:
    """Draw the code for a whole room to read: no name of anybody."""
    st.button(
        "Back to the class", type="tertiary", icon=":material/arrow_back:", key="classes_back",
        on_click=address.show, args=(found.cohort_id, "room"),
    )  # fmt: skip
    st.title(f"Join {prose.plain(found.name)}")
    if found.code.state != "good" or found.is_archived:
        st.info("The code lets nobody in now.", icon=":material/info:")
        return
    st.title(grouped(found.code.code), anchor=False)
    st.markdown(f"Open **{runtime.public_url()}/account?join={found.code.code}**")
