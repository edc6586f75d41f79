"""The form that begins an experiment: what is asked, who takes part, what is compared."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.lab import words as said
from pages.components.lab.choosing import choose_scope
from pages.components.lab.choosing_words import CHOOSING
from pages.components.lab.typing import draw_field, policy_typed
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.errors import TutorError
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.experiments import service
from tutor_core.tuning.experiments.plans import (
    FEWEST_ARMS,
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_QUESTION,
    MOST_ARMS,
    ArmPlan,
    ExperimentPlan,
)
from tutor_core.tuning.queries import in_force_for

LENGTH = dt.timedelta(days=28)  # offered; long enough for learners who come once a week


def draw_beginning(person: Person) -> None:
    """Draw the form; what was typed stays until the experiment has begun."""
    form = f"lab_new_{state.experiment_form()}"
    name = st.text_input("Name", key=f"{form}_name", max_chars=LONGEST_NAME, persist_state="page")
    question = st.text_area(
        "What do you want to find out?", key=f"{form}_question", max_chars=LONGEST_QUESTION,
        height=68, persist_state="page",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cohort_id = choose_scope(person, f"{form}_scope")
        starts_at, ends_at = _ask_when(person, form)
        arms = st.number_input(
            "Versions to compare", FEWEST_ARMS, MOST_ARMS, step=1, key=f"{form}_arms",
            persist_state="page",
        )  # fmt: skip
    moment = runtime.now()
    with runtime.database().reading() as db:
        base = in_force_for(db, person.actor, BanditPolicy, cohort_id, now=moment).policy
    st.caption(
        "Each learner who asks for a question is given one version, the one with the fewest "
        "learners for its weight, and keeps it to the end. Students only; whoever withdrew their "
        "consent to research is left out."
    )
    try:
        plans = [_ask_arm(place, base, f"{form}_arm_{place}") for place in range(arms)]
        plan = ExperimentPlan(
            name=name,
            question=question,
            arms=plans,
            cohort_id=cohort_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )
    except TutorError as error:
        st.warning(str(error), icon=":material/error:")
        return
    if st.button("Begin", type="primary", icon=":material/play_arrow:", key="lab_begin"):
        _begin(plan)
        if state.notice() is None:
            st.rerun()
    runtime.draw_notice()


def _ask_when(person: Person, form: str) -> tuple[dt.datetime | None, dt.datetime]:
    """Ask for start and end in the person's zone; return them, no start for now."""
    zone = zone_named(person.timezone)
    offered = (runtime.now().astimezone(zone) + LENGTH).replace(minute=0, second=0, microsecond=0)
    starts = st.datetime_input(
        "Starts (empty: now)", value=None, key=f"{form}_starts", persist_state="page"
    )
    ends = st.datetime_input(
        f"Ends, in {person.timezone or 'UTC'}", value=offered.replace(tzinfo=None),
        key=f"{form}_ends", persist_state="page", required=True,
    )  # fmt: skip
    return (
        None if starts is None else starts.replace(tzinfo=zone).astimezone(dt.UTC),
        (ends or offered).replace(tzinfo=zone).astimezone(dt.UTC),
    )


def _ask_arm(place: int, base: BanditPolicy, key: str) -> ArmPlan:
    """Draw one version: what holds now, but for the parameters that are chosen to differ."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label = st.text_input(
                f"Name of version {place + 1}", value="as now" if place == 0 else "",
                key=f"{key}_label", max_chars=LONGEST_LABEL, persist_state="page",
            )  # fmt: skip
            weight = st.number_input(
                "Weight", value=1.0, step=0.5, format="%g", key=f"{key}_weight",
                persist_state="page",
            )  # fmt: skip
        changed = st.multiselect(
            f"What is different in version {place + 1}", list(CHOOSING.fields),
            key=f"{key}_changed", persist_state="page", placeholder="Nothing: as it is now",
            format_func=lambda field: CHOOSING.fields[field].label,
        )  # fmt: skip
        typed: dict[str, float | None] = dict(said.parameters_of(base))
        for field in changed:
            typed[field] = draw_field(CHOOSING, field, getattr(base, field), f"{key}_{field}")
    policy = policy_typed(CHOOSING, typed)
    return ArmPlan(label=label, policy=policy, weight=weight if weight is not None else 0.0)


@auth.callback
def _begin(person: Person, plan: ExperimentPlan) -> None:
    moment = runtime.now()
    runtime.database().run(lambda db: service.begin(db, person.actor, plan, now=moment))
    state.count_experiment_form()
    state.set_said("Begun. Learners are taken in as they ask for questions.")
