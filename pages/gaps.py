"""Gaps: what to repair first and why, and how all skills stand."""

from typing import Literal

import streamlit as st

from pages.components import auth, belief, navigation, prose, runtime, state, theme
from pages.components.gaps.card import draw_first, draw_others
from pages.components.gaps.past import draw_past
from pages.components.gaps.picture import draw_picture
from pages.components.placing.invitation import draw_invitation
from tutor_core.accounts.queries import Person
from tutor_core.gaps.queries import gaps_of
from tutor_core.gaps.views import GapsOverview
from tutor_core.practice.today.queries import today_of
from tutor_core.profiling.placements.queries import last_placement
from tutor_core.profiling.placements.views import LastPlacement


def draw_empty(placement: LastPlacement) -> None:
    draw_invitation(placement, is_first=True)
    with st.container(border=True):
        st.markdown(
            "Here you will see what to repair first, and why: skills that your work stands on and "
            "that are not secure, skills that do not come off well yet, and what you knew and have "
            "forgotten. The tutor finds them from your answers; a few are enough to begin with."
        )
        draw_way_on("Start with a first question", is_first=placement == "finished")


def draw_none(person: Person) -> None:
    moment = runtime.now()
    with runtime.database().reading() as db:
        today = today_of(db, person.actor, now=moment)
    with st.container(border=True):
        st.subheader("No gaps now")
        st.markdown(
            "Nothing that you have learnt so far holds you back, and what you work on stands on "
            "firm ground."
        )
        if today.next_skill:
            st.markdown(f"Worth your time now: **{prose.plain(today.next_skill)}**. "
                        f"{today.next_reason}")  # fmt: skip
        draw_way_on("Practise")


def draw_way_on(label: str, *, is_first: bool = True) -> None:
    kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
    if st.button(
        label, type=kind, icon=":material/arrow_forward:", key="gaps_start",
        on_click=state.want_question,
    ):  # fmt: skip
        st.switch_page(navigation.page("practice"))


def draw_found(person: Person, page: GapsOverview) -> None:
    first, *others = page.gaps
    draw_first(person, first, others)
    draw_others(person, others)


learner = auth.require_person()
now = runtime.now()
with runtime.database().reading() as database:
    found = gaps_of(database, learner.actor, learner.actor.id, now=now)
    placement = last_placement(database, learner.actor)
st.title("Gaps")
if found.gaps:
    draw_found(learner, found)
elif found.answers:
    draw_none(learner)
else:
    draw_empty(placement)
if found.gaps or found.answers:
    begins = found.gaps[0].topic if found.gaps else next(iter(theme.TOPIC_NAMES))
    draw_picture(found.skills, begins)
draw_past(learner, found.past)
if found.gaps or found.answers:
    draw_invitation(placement, is_first=False)
if placement == "finished":
    st.page_link(
        navigation.page("placement"), label="Your placement", icon=":material/explore:",
        width="content",
    )  # fmt: skip
if asked_about := st.query_params.get("skill"):
    belief.open_belief(asked_about)
