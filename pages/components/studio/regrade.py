"""Regrading: who would change by the mended key, and putting it right."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from tutor_core.accounts.queries import Person
from tutor_core.content.studio.views import Desk
from tutor_core.practice.regrading.regrading import apply, preview
from tutor_core.practice.regrading.views import ChangedAttempt, LearnerLine, RegradePreview
from tutor_core.practice.views import SkillMove

SHOWN_LEARNERS, SHOWN_SKILLS = 50, 3
ELSEWHERE = "A learner of another class"


def draw_regrade(desk: Desk) -> None:
    """Draw the way to regrade an item's answers, where there are any."""
    if not (desk.line.may_edit and desk.line.figures.attempts):
        return
    st.markdown("**After a mended key**")
    st.caption("The answers that were given so far can be graded again by the present key.")
    if st.button(
        "See who would change", icon=":material/published_with_changes:", key="studio_regrade"
    ):
        _open(desk.line.content_id)


@st.dialog("Regrade", width="large")
def _open(content_id: int) -> None:
    person = auth.require_person()
    only_gains = st.checkbox(
        "Only in the learners' favour: what was right stays right",
        value=True,
        key="regrade_only_gains",
    )
    also_reworded = st.checkbox(
        "Also answers to the question in other words; only if the task is still the same",
        key="regrade_reworded",
    )
    with st.spinner("Grading the answers again"):
        found = preview(
            runtime.database(),
            person.actor,
            content_id,
            also_reworded=also_reworded,
            only_gains=only_gains,
            now=runtime.now(),
            day_starts_at=runtime.settings().day_starts_at,
        )
    _draw_counts(found)
    if not found.lines:
        st.info("Nobody's answer would change.", icon=":material/check_circle:")
        return
    learners = "1 learner" if len(found.lines) == 1 else f"{len(found.lines)} learners"
    if st.button(
        f"Put it right for {learners}", type="primary", icon=":material/gavel:", key="regrade_apply"
    ):
        _apply(content_id, found.digest, only_gains=only_gains, also_reworded=also_reworded)
        st.rerun()
    for line in found.lines[:SHOWN_LEARNERS]:
        _draw_line(line)
    if len(found.lines) > SHOWN_LEARNERS:
        st.caption(f"… and {len(found.lines) - SHOWN_LEARNERS} more learners.")


def _draw_counts(found: RegradePreview) -> None:
    with st.container(horizontal=True):
        st.metric("Graded again", found.judged, border=True)
        st.metric("Turn right", found.to_right, border=True)
        st.metric("Turn not right", found.to_wrong, border=True)
    left_out = []
    if found.reworded:
        left_out.append(f"{found.reworded} were asked in other words")
    if found.unjudgeable:
        left_out.append(f"{found.unjudgeable} cannot be judged by this key")
    if left_out:
        st.caption(f"Left out: {' and '.join(left_out)}.")


def _draw_line(line: LearnerLine) -> None:
    with st.container(border=True, gap="xxsmall"):
        points = line.points_now - line.points_was
        st.markdown(f"**{prose.plain(line.name or ELSEWHERE)}** · {points:+d} points")
        for attempt in line.attempts:
            st.markdown(_changed(attempt))
        shown = sorted(line.skills, key=_how_far, reverse=True)[:SHOWN_SKILLS]
        for move in shown:
            st.caption(_moved(move))
        if len(line.skills) > len(shown):
            st.caption(f"… and {len(line.skills) - len(shown)} more skills, by less.")


def _changed(attempt: ChangedAttempt) -> str:
    given = f" “{prose.plain(attempt.response)}”" if attempt.response else ""
    return (
        f"Answer{given}: {theme.OUTCOME_WORDS[attempt.was].lower()} → "
        f"**{theme.OUTCOME_WORDS[attempt.now].lower()}**, {attempt.points_was} → "
        f"{attempt.points_now} points"
    )


def _how_far(move: SkillMove) -> tuple[bool, float]:
    return (
        move.level_after != move.level_before,
        abs(move.mastery_after - move.mastery_before),
    )


def _moved(move: SkillMove) -> str:
    levels = theme.level_name(move.level_after)
    if move.level_after != move.level_before:
        levels = f"{theme.level_name(move.level_before)} → {levels}"
    return (
        f"{prose.plain(move.name)}: {theme.percent(move.mastery_before)} → "
        f"{theme.percent(move.mastery_after)} · {levels}"
    )


@auth.callback
def _apply(
    person: Person, content_id: int, digest: str, *, only_gains: bool, also_reworded: bool
) -> None:
    done = apply(
        runtime.database(),
        person.actor,
        content_id,
        digest,
        only_gains=only_gains,
        also_reworded=also_reworded,
        now=runtime.now(),
        day_starts_at=runtime.settings().day_starts_at,
    )
    state.set_said(
        f"Put right: {done.attempts} answers of {done.learners} learners. They read it on Today."
    )
