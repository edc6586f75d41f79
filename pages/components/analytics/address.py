"""What is looked at stands in the page's address, so that a link leads to it; read field by field.

The address is what holds: a widget shows what it says, and writes into it what is chosen.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from pages.components import state


def key_of(field: str) -> str:
    """Return the key of the widget that shows a field."""
    return f"analytics_{field}"


def held(field: str, options: Collection[str], default: str) -> str:
    """Return what the address says of a field, for its widget too; what cannot be is `default`."""
    said = st.query_params.get(field, default)
    value = said if said in options else default
    state.set_widget_value(key_of(field), value)
    return value


def follow(field: str, default: str) -> None:
    """Write into the address what was chosen; only in a callback."""
    value = str(state.widget_value(key_of(field)) or default)
    say(field, None if value == default else value)


def say(field: str, value: str | None) -> None:
    """Write a field into the address, or take it out."""
    if value is None:
        st.query_params.pop(field, None)
    else:
        st.query_params[field] = value
