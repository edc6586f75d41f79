"""What a change of parameters would do, before anybody is exposed to it."""

from __future__ import annotations

import streamlit as st

from pages.components.lab import words as said
from pages.components.lab.reviewing import draw_intervals, draw_load
from pages.components.lab.trying_out import draw_trying_out
from tutor_core.accounts.queries import Person
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.sm2 import SM2Policy
from tutor_core.tuning.history import differences_of
from tutor_core.tuning.policies import Policy


def draw_preview(
    person: Person, policy_before: Policy, policy_after: Policy, cohort_id: int | None
) -> None:
    """Draw how the policy that is typed differs from the one that holds, and what it would do.

    Args:
        person: The researcher.
        policy_before: What holds.
        policy_after: What is typed.
        cohort_id: The class that it is for; None for everybody.
    """
    changed = differences_of(policy_before, policy_after)
    if not changed:
        st.caption("Nothing is changed yet.")
        return
    whom = "everybody" if cohort_id is None else "this class"
    st.markdown(f"For {whom}, from what holds now:")
    st.markdown(said.differences(said.words_of(policy_after), changed))
    if isinstance(policy_before, BanditPolicy) and isinstance(policy_after, BanditPolicy):
        draw_trying_out(person, policy_before, policy_after, cohort_id)
    if isinstance(policy_before, SM2Policy) and isinstance(policy_after, SM2Policy):
        draw_intervals(policy_before, policy_after)
        draw_load(person, policy_before, policy_after, cohort_id)
    if isinstance(policy_before, ReviewPolicy) and isinstance(policy_after, ReviewPolicy):
        draw_load(person, policy_before, policy_after, cohort_id)
