"""Live parameters: what holds, what it is to be, for whom, from when and why."""

from __future__ import annotations

import datetime as dt
from typing import cast

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.lab import figures
from pages.components.lab import words as said
from pages.components.lab.choosing import choose_policy, choose_scope
from pages.components.lab.fields import PolicyWords
from pages.components.lab.preview import draw_preview
from pages.components.lab.replanning import draw_replanning
from pages.components.lab.typing import (
    Typed,
    draw_field,
    key_of_form,
    policy_typed,
    typed_under,
)
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.errors import InvalidInputError
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.sm2 import SM2Policy
from tutor_core.tuning import service
from tutor_core.tuning.policies import Policy
from tutor_core.tuning.queries import in_force_for
from tutor_core.tuning.reason import LONGEST_REASON
from tutor_core.tuning.views import Holding

COLUMNS = 3
REASON, START, BEGINS = "lab_reason", "lab_start", "lab_begins"
NOW, LATER = "Now", "Later"


def draw_parameters(person: Person) -> None:
    """Draw the parameters of a policy to be changed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = choose_policy("lab_policy")
        cohort_id = choose_scope(person, "lab_scope")
    st.markdown(words.about)
    moment = runtime.now()
    with runtime.database().reading() as db:
        holding = in_force_for(db, person.actor, words.kind, cohort_id, now=moment)
    st.caption(_what_holds(holding, cohort_id))
    key = key_of_form(words, cohort_id, holding)
    typed = _draw_groups(words, holding.policy, key)
    st.subheader("Your change")
    try:
        draw_preview(person, holding.policy, policy_typed(words, typed), cohort_id)
    except InvalidInputError as error:
        st.warning(str(error), icon=":material/error:")
    _draw_start(person, moment)
    _draw_buttons(words, holding, cohort_id, key)
    if issubclass(words.kind, SM2Policy | ReviewPolicy):
        draw_replanning(person)


def _draw_groups(words: PolicyWords, policy: Policy, key: str) -> Typed:
    held = said.parameters_of(policy)
    typed: dict[str, float | None] = {}
    for number, (title, group) in enumerate(words.groups.items()):
        with st.expander(title, expanded=number == 0):
            fields = list(group)
            for first in range(0, len(fields), COLUMNS):
                for column, field in zip(st.columns(COLUMNS), fields[first:], strict=False):
                    with column:
                        typed[field] = draw_field(words, field, held[field], f"{key}_{field}")
            if "epsilon_decay" in group:
                _draw_curve(words, typed, held)
    return typed


def _draw_curve(words: PolicyWords, typed: Typed, held: Typed) -> None:
    """Draw how epsilon sinks; where a field is to be mended, nothing."""
    try:
        policy = policy_typed(words, dict(held) | dict(typed))
    except InvalidInputError:
        return
    st.plotly_chart(
        figures.epsilon_curve(cast("BanditPolicy", policy)), key="lab_epsilon",
        config={"staticPlot": True},
        alt=f"Epsilon begins at {typed['epsilon']:g} and follows the fields above.",
    )  # fmt: skip


def _draw_start(person: Person, moment: dt.datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = st.radio("Start", [NOW, LATER], key=START, horizontal=True, persist_state="page")
        if start == LATER:
            here = moment.astimezone(zone_named(person.timezone))
            tomorrow = (here + dt.timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
            st.datetime_input(
                f"Begins, in {person.timezone or 'UTC'}", value=tomorrow.replace(tzinfo=None),
                key=BEGINS, persist_state="page",
            )  # fmt: skip
    st.text_input(
        "Reason", key=REASON, max_chars=LONGEST_REASON, persist_state="page",
        placeholder="Why; whoever reads the history wants to know",
    )  # fmt: skip


def _draw_buttons(
    words: PolicyWords, holding: Holding[Policy], cohort_id: int | None, key: str
) -> None:
    name = words.kind.name
    with st.container(horizontal=True):
        st.button(
            "Save", type="primary", icon=":material/save:", key="lab_save",
            on_click=_save, args=(name, cohort_id, holding, key),
        )  # fmt: skip
        if holding.is_own:
            st.button(
                "Back to the defaults" if cohort_id is None else "Follow everybody again",
                icon=":material/restart_alt:", key="lab_begin_again",
                on_click=_begin_again, args=(name, cohort_id),
            )  # fmt: skip


def _what_holds(holding: Holding[Policy], cohort_id: int | None) -> str:
    number = f"change number {holding.version_id}"
    if cohort_id is not None and not holding.is_own:
        by = "the defaults" if holding.version_id is None else number
        holds = f"This class follows everybody: {by}."
    elif holding.version_id is None:
        holds = "The defaults hold: nobody has changed them."
    elif holding.is_own:
        holds = f"What holds is {number}."
    else:
        holds = f"The defaults hold again ({number})."
    waiting = holding.scheduled
    more = {0: "", 1: " One more change is still to come; see History."}
    return holds + more.get(waiting, f" {waiting} more changes are still to come; see History.")


def _begins(person: Person) -> dt.datetime | None:
    """Return from when the change is to hold; None for now."""
    wished = state.widget_value(BEGINS)
    if state.widget_value(START) != LATER or not isinstance(wished, dt.datetime):
        return None
    return wished.replace(tzinfo=zone_named(person.timezone)).astimezone(dt.UTC)


@auth.callback
def _save(
    person: Person, name: str, cohort_id: int | None, shown: Holding[Policy], key: str
) -> None:
    words, moment, begins = said.POLICIES[name], runtime.now(), _begins(person)
    policy, reason = policy_typed(words, typed_under(words, key)), _reason()
    runtime.database().run(
        lambda db: service.save(
            db,
            person.actor,
            policy,
            reason=reason,
            now=moment,
            cohort_id=cohort_id,
            effective_from=begins,
            shown=shown,
        )
    )
    state.set_widget_value(REASON, "")
    state.set_said(
        "Saved. It acts on the next click."
        if begins is None
        else f"Saved. It begins on {said.moment(begins, person.timezone)}."
    )


@auth.callback
def _begin_again(person: Person, name: str, cohort_id: int | None) -> None:
    kind, moment, reason = said.POLICIES[name].kind, runtime.now(), _reason()
    runtime.database().run(
        lambda db: service.begin_again(db, person.actor, kind, cohort_id, reason=reason, now=moment)
    )
    state.set_widget_value(REASON, "")
    state.set_said("Saved. It acts on the next click.")


def _reason() -> str:
    return str(state.widget_value(REASON) or "")
