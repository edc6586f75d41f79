"""Which policy, and for whom."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime
from pages.components.lab import words as said
from pages.components.lab.fields import PolicyWords
from tutor_core.accounts.queries import Person
from tutor_core.tuning.queries import class_names

EVERYBODY = 0  # no class has this number


def choose_policy(key: str) -> PolicyWords:
    """Draw the policies; return the one that is chosen."""
    name = st.selectbox(
        "Parameters of", list(said.POLICIES), key=key, persist_state="page",
        format_func=lambda one: said.POLICIES[one].title,
    )  # fmt: skip
    return said.POLICIES[name]


def choose_scope(person: Person, key: str) -> int | None:
    """Draw everybody and the classes; return the class that is chosen, None for everybody."""
    with runtime.database().reading() as db:
        classes = class_names(db, person.actor)
    names = {EVERYBODY: said.EVERYBODY}
    names |= {one.cohort_id: one.name for one in classes}
    chosen = st.selectbox(
        "For", list(names), key=key, persist_state="page", format_func=names.__getitem__
    )
    return None if chosen == EVERYBODY else chosen
