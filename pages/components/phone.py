"""What Streamlit draws too small for a thumb or too wide for a phone, in its right size."""

from __future__ import annotations

import streamlit as st

# Streamlit's choices are 22 pixels high; its tables push the page out of a narrow screen.
_CSS = """
[role="radiogroup"] label, label:has(input[type="checkbox"]) {
  box-sizing: border-box;
  display: flex;
  align-items: center;
  min-height: 24px;
}
@media (pointer: coarse) {
  [role="radiogroup"] label, label:has(input[type="checkbox"]) { min-height: 44px; }
}
@media (max-width: 40rem) {
  /* Streamlit's own rules for a table are as particular as these can be. */
  table { display: block !important; max-width: 100%; overflow-x: auto; }
  table :is(th, td) { padding-inline: 0.3rem !important; }
}
"""
_component = st.components.v2.component("tutor_phone", css=_CSS, isolate_styles=False)


def suit_phones() -> None:
    """Give all choices of the page the height of a finger where one taps, and tables their box."""
    _component(key="phone")
