"""What the address says of a class: which one, in which view, and what in it is looked at."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components import state

LONGEST_NUMBER = 9
_VIEW = "classes_view"


def number(name: str) -> int | None:
    """Return the number that the address gives under a name; None for none."""
    given = st.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else None


def show(cohort_id: int, view: str, **more: object) -> None:
    """Write a view of a class into the address; what else it said is gone."""
    st.query_params.from_dict(
        {"class": str(cohort_id), "view": view} | {name: str(one) for name, one in more.items()}
    )


def draw_views(cohort_id: int, labels: Mapping[str, str], *, first: str) -> str:
    """Draw the choice between the views of a class, and return the one that the address names.

    Args:
        cohort_id: The class.
        labels: By the name in the address.
        first: That which is shown where the address names none.
    """
    named = st.query_params.get("view", first)
    view = named if named in labels else first
    state.set_widget_value(_VIEW, view)
    st.radio(
        "What would you like to see?", list(labels), format_func=labels.__getitem__, key=_VIEW,
        label_visibility="collapsed", horizontal=True, on_change=_go, args=(cohort_id,),
    )  # fmt: skip
    return view


def _go(cohort_id: int) -> None:
    show(cohort_id, str(state.widget_value(_VIEW)))
