"""Choices to be hit: Streamlit draws them 22 pixels high, for a thumb they are twice that."""

from __future__ import annotations

import streamlit as st

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
"""
_component = st.components.v2.component("tutor_thumb", css=_CSS, isolate_styles=False)


def enlarge_choices() -> None:
    """Give every choice on the page the height of a finger where one taps, or else 24 pixels."""
    _component(key="thumb")
