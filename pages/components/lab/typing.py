"""Fields for the parameters of a policy, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components import state
from pages.components.lab import words as said
from pages.components.lab.fields import PolicyWords, bounds_of, step_of
from tutor_core.errors import InvalidInputError
from tutor_core.tuning.policies import Policy, is_whole, policy_from, problem_with

Typed = Mapping[str, float | None]


def draw_field(words: PolicyWords, field: str, value: float, key: str) -> float | None:
    """Draw one parameter with its bounds, its default and what it does; return what is typed."""
    about = words.fields[field]
    typed = st.number_input(
        about.label,
        value=value,
        step=type(value)(step_of(words.kind, field)),
        format="%d" if is_whole(words.kind, field) else "%g",
        key=key,
        persist_state="page",
    )
    if problem := problem_with(words.kind, field, typed):
        st.markdown(f":red[:material/error: It {problem}.]")
    st.caption(f"{bounds_of(words.kind, field)}. {about.does}")
    return typed


def policy_typed(words: PolicyWords, typed: Typed) -> Policy:
    """Return the policy that was typed.

    Raises:
        InvalidInputError: With everything that is to be mended.
    """
    problems = {
        field: problem
        for field, value in typed.items()
        if (problem := problem_with(words.kind, field, value))
    }
    if problems:
        raise InvalidInputError(next(iter(problems)), f"{said.sentence_of(words, problems)}.")
    return policy_from(words.kind, typed)


def typed_under(words: PolicyWords, key: str) -> dict[str, float | None]:
    """Return what the fields of a policy hold, whose keys begin with `key`."""
    held = {field: state.widget_value(f"{key}_{field}") for field in words.fields}
    return {
        field: float(value) if isinstance(value, int | float) else None
        for field, value in held.items()
    }
