"""Experiments: what is compared, how it stands, what came of it."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.lab import words as said
from pages.components.lab.beginning import draw_beginning
from pages.components.lab.results import draw_results
from tutor_core.accounts.queries import Person
from tutor_core.analytics.experiments.queries import results_of
from tutor_core.tuning.experiments import service
from tutor_core.tuning.experiments.queries import experiments
from tutor_core.tuning.experiments.views import ArmView, ExperimentView, State
from tutor_core.tuning.history import differences
from tutor_core.tuning.reason import LONGEST_REASON

STATE_WORDS: dict[State, str] = {
    "planned": "Still to come",
    "running": "Running",
    "ended": "Ended as planned",
    "stopped": "Stopped",
}
STATE_ICONS: dict[State, str] = {
    "planned": ":material/schedule:",
    "running": ":material/play_circle:",
    "ended": ":material/check_circle:",
    "stopped": ":material/stop_circle:",
}


def draw_experiments(person: Person) -> None:
    """Draw the experiments, those that go on first, and the way to begin one."""
    moment = runtime.now()
    with runtime.database().reading() as db:
        found = experiments(db, person.actor, now=moment)
    if not found:
        st.info(
            "No experiment yet. Here two or more ways of choosing questions are compared: every "
            "learner gets one of them for as long as it runs, and you see what each version's "
            "learners gained, with intervals.",
            icon=":material/science:",
        )
    going_on = [one for one in found if one.state in ("planned", "running")]
    for one in going_on:
        with st.container(border=True):
            _draw(person, one)
    with st.expander("Begin an experiment", expanded=not found, icon=":material/add:"):
        draw_beginning(person)
    past = [one for one in found if one not in going_on]
    if past:
        st.subheader("Past")
    for one in past:
        label = f"{prose.plain(one.name)} · {STATE_WORDS[one.state].lower()}"
        with st.expander(label, icon=STATE_ICONS[one.state]):
            _draw(person, one)


def _draw(person: Person, one: ExperimentView) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.subheader(prose.plain(one.name), width="content")
        is_over = one.state in ("ended", "stopped")
        if not is_over and st.button(
            "Stop it", icon=":material/stop_circle:", key=f"lab_stop_{one.experiment_id}"
        ):
            _ask_why(one.experiment_id)
    st.markdown(prose.plain(one.question))
    st.caption(_how_it_stands(person, one))
    for arm in one.arms:
        st.markdown(_arm(one, arm))
    with runtime.database().reading() as db:
        results = results_of(db, person.actor, one.experiment_id)
    ends = None if is_over else said.moment(one.ends_at, person.timezone)
    draw_results(results, name=str(one.experiment_id), planned_look=ends)


def _how_it_stands(person: Person, one: ExperimentView) -> str:
    starts, ends = (said.moment(at, person.timezone) for at in (one.starts_at, one.ends_at))
    parts = [
        f"{STATE_ICONS[one.state]} {STATE_WORDS[one.state]}",
        prose.plain(one.cohort) if one.cohort else said.EVERYBODY,
        f"{starts} to {ends}",
    ]
    if one.stopped_at is not None:
        stopped = said.moment(one.stopped_at, person.timezone)
        parts.append(f"stopped {stopped}: “{prose.plain(one.stopped_because or '')}”")
    if one.who:
        parts.append(f"begun by {prose.plain(one.who)}")
    return " · ".join(parts)


def _arm(one: ExperimentView, arm: ArmView) -> str:
    words, first = said.POLICIES[one.policy_name], one.arms[0]
    known = words.kind.bounds
    changed = differences(
        {field: first.parameters.get(field, 0) for field in known},
        {field: arm.parameters.get(field, 0) for field in known},
    )
    told = "; ".join(said.difference(words, each) for each in changed)
    what = told or "what the others are compared with"
    learners = "1 learner" if arm.learners == 1 else f"{arm.learners} learners"
    return f"- **{prose.plain(arm.label)}** (weight {arm.weight:g}, {learners}): {what}"


@st.dialog("Stop the experiment?")
def _ask_why(experiment_id: int) -> None:
    st.markdown(
        "At their next click its learners have what everybody has. What was found so far stays, "
        "and it cannot be started again."
    )
    st.text_input("Reason", key=_why(experiment_id), max_chars=LONGEST_REASON)
    is_done = st.button(
        "Stop it", type="primary", key=f"lab_stop_confirm_{experiment_id}", on_click=_stop,
        args=(experiment_id,),
    )  # fmt: skip
    if is_done and state.notice() is None:
        st.rerun()
    runtime.draw_notice()


def _why(experiment_id: int) -> str:
    return f"lab_stop_why_{experiment_id}"


@auth.callback
def _stop(person: Person, experiment_id: int) -> None:
    moment, reason = runtime.now(), str(state.widget_value(_why(experiment_id)) or "")
    runtime.database().run(
        lambda db: service.stop(db, person.actor, experiment_id, reason=reason, now=moment)
    )
    state.set_said("Stopped. Its learners have what everybody has from the next click on.")
