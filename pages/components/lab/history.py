"""The history of the live parameters: what changed, who did it and why, and the way back."""

from __future__ import annotations

import math

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.lab import words as said
from pages.components.lab.choosing import choose_policy
from pages.components.lab.fields import PolicyWords
from tutor_core.accounts.queries import Person
from tutor_core.tuning import service
from tutor_core.tuning.queries import history
from tutor_core.tuning.reason import LONGEST_REASON
from tutor_core.tuning.views import VersionView

PAGE_LENGTH = 10
GO_BACK, CALL_OFF = "Go back to this", "Call it off"


def draw_history(person: Person) -> None:
    """Draw every change of a policy, the one saved last first."""
    words = choose_policy("lab_history_policy")
    moment = runtime.now()
    with runtime.database().reading() as db:
        versions = history(db, person.actor, words.kind, now=moment)
    if not versions:
        st.info(
            "Nobody has changed these parameters yet. Every change will stand here with what "
            "changed, who changed it and why, and a button that goes back to it.",
            icon=":material/history:",
        )
        return
    st.caption(f"{len(versions)} changes, the one saved last first. Experiments have their own.")
    pages = math.ceil(len(versions) / PAGE_LENGTH)
    name = words.kind.name
    chosen = st.pagination(pages, key=f"lab_history_page_{name}") if pages > 1 else 1
    for version in versions[(chosen - 1) * PAGE_LENGTH : chosen * PAGE_LENGTH]:
        _draw_version(person, words, version)


def _draw_version(person: Person, words: PolicyWords, version: VersionView) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            begins = said.moment(version.effective_from, person.timezone)
            st.markdown(
                f"{said.STATE_ICONS[version.state]} **{said.STATE_WORDS[version.state]}** · "
                f"number {version.version_id} · {said.scope(version.cohort)} · from {begins}",
                width="content",
            )
            _draw_way_back(words, version)
        st.markdown(_what_changed(words, version))
        who = prose.plain(version.who) if version.who else "the server's operator, or someone gone"
        saved = said.moment(version.created_at, person.timezone)
        st.caption(f"“{prose.plain(version.reason)}” · {who}, {saved}")


def _draw_way_back(words: PolicyWords, version: VersionView) -> None:
    if version.state == "holds":
        return
    is_ahead = version.state == "scheduled"
    label, icon = (CALL_OFF, ":material/block:") if is_ahead else (GO_BACK, ":material/restore:")
    if st.button(label, icon=icon, key=f"lab_version_{version.version_id}"):
        _ask_why(words.kind.name, version.version_id, label)


def _what_changed(words: PolicyWords, version: VersionView) -> str:
    begun = "follows everybody again" if version.cohort else "the defaults again"
    first = f"{begun[0].upper()}{begun[1:]}" if version.resets else ""
    if not version.differences:
        return first or "The same parameters as before, now its own."
    return "\n\n".join(
        part for part in (first, said.differences(words, version.differences)) if part
    )


@st.dialog("Why?")
def _ask_why(name: str, version_id: int, label: str) -> None:
    st.text_input(
        "Reason", key=_why(version_id), max_chars=LONGEST_REASON,
        placeholder="Whoever reads the history wants to know",
    )  # fmt: skip
    st.caption("It becomes a new line of the history; nothing is taken out of it.")
    is_done = st.button(
        label, type="primary", key=f"lab_confirm_{version_id}", on_click=_change_back,
        args=(name, version_id, label),
    )  # fmt: skip
    if is_done and state.notice() is None:
        st.rerun()
    runtime.draw_notice()


def _why(version_id: int) -> str:
    return f"lab_why_{version_id}"


@auth.callback
def _change_back(person: Person, name: str, version_id: int, label: str) -> None:
    kind, moment = said.POLICIES[name].kind, runtime.now()
    reason = str(state.widget_value(_why(version_id)) or "")
    is_ahead = label == CALL_OFF
    change = service.call_off if is_ahead else service.go_back
    runtime.database().run(
        lambda db: change(db, person.actor, kind, version_id, reason=reason, now=moment)
    )
    state.set_said(
        "Called off: what holds until then goes on."
        if is_ahead
        else "Saved. It acts on the next click."
    )
