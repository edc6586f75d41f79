"""Fields for the parameters of a policy, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components import state
from pages.components.lab import words as said
from pages.components.lab.fields import PolicyWords, bounds_of, step_of
from tutor_core.errors import InvalidInputError
from tutor_core.tuning.policies import Policy, is_whole, policy_from, problem_with
from tutor_core.tuning.views import Holding

Typed = Mapping[str, float | None]


def draw_field(words: PolicyWords, field: str, value: float, key: str) -> float | None:
    """Draw one parameter with its bounds, its default and what it does; return what is typed."""
    about = words.fields[field]
    if not state.has_widget(key):
        state.set_widget_value(key, value)
    typed: float | None = st.number_input(
        about.label,
        step=type(value)(step_of(words.kind, field)),
        format="%d" if is_whole(words.kind, field) else "%g",
        key=key,
        persist_state="page",
    )
    if problem := problem_with(words.kind, field, typed):
        st.markdown(f":red[:material/error: It {problem}.]")
    st.caption(f"{bounds_of(words.kind, field)}. {about.does}")
    return typed


def key_of_form(words: PolicyWords, cohort_id: int | None, holding: Holding[Policy]) -> str:
    """Return with what the keys of the fields begin; another after each change of what holds.

    Where what holds was changed meanwhile, in another window or by a colleague, the fields show
    the new values, but those that were typed on stay as they were typed.
    """
    name = f"lab_{words.kind.name}_{cohort_id}"
    key, holds = f"{name}_{holding.version_id}", said.parameters_of(holding.policy)
    before = state.filled_form(name)
    if before is not None and before[0] != key:
        _carry_over(before, key, holds)
    state.set_filled_form(name, key, holds)
    return key


def _carry_over(before: tuple[str, dict[str, float]], key: str, holds: dict[str, float]) -> None:
    old_key, filled = before
    typed = {field: state.widget_value(f"{old_key}_{field}") for field in holds}
    kept = {
        field: value
        for field, value in typed.items()
        if value not in (None, filled.get(field), holds[field])
    }
    for field, value in kept.items():
        state.set_widget_value(f"{key}_{field}", value)
    if kept:
        st.info(
            "What holds was changed meanwhile. What you had typed is kept; look again at the "
            "differences below.",
            icon=":material/sync:",
        )


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
