"""What a placement should be about: subjects, and what the learner aims for."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state, theme
from tutor_core.accounts.queries import Person
from tutor_core.practice.examinations.placement import service
from tutor_core.profiling.placement import LEAST_QUESTIONS, MOST_QUESTIONS
from tutor_core.profiling.placements.views import PlaceableSkill

TOPICS, GOALS, WHOLE = "placement_topics", "placement_goals", "placement_whole"
EVERYTHING, PARTICULAR = "Everything in these subjects", "Something particular"


def draw_start(skills: list[PlaceableSkill], *, is_again: bool) -> None:
    """Draw what a placement is, what can be chosen, and the button that begins it."""
    st.markdown(
        f"Answer {LEAST_QUESTIONS} to {MOST_QUESTIONS} questions, and the tutor works out what you "
        "know of the rest. Nothing is marked on the way. “I have not learnt this yet” is a good "
        "answer. You may stop at any time and go on another day."
    )
    st.markdown("Which subjects?")
    with st.container(horizontal=True, key=TOPICS):
        for topic, name in theme.TOPIC_NAMES.items():
            st.checkbox(f"{theme.TOPIC_ICONS[topic]} {name}", key=f"{TOPICS}_{topic}")
    chosen = _chosen()
    aim = st.radio("What do you aim for?", [EVERYTHING, PARTICULAR], key=WHOLE)
    if aim == PARTICULAR:
        titles = {
            skill.name: f"{theme.TOPIC_NAMES[skill.topic]}: {skill.display_name}"
            for skill in skills
            if skill.topic in chosen
        }
        st.multiselect(
            "Which skills?",
            list(titles),
            format_func=titles.__getitem__,
            key=GOALS,
            placeholder="Choose skills" if chosen else "Choose a subject first",
            help="Whatever they build on is found out too, and comes first among your gaps.",
        )
    runtime.draw_notice()
    st.button(
        "Begin again" if is_again else "Begin",
        type="primary",
        icon=":material/arrow_forward:",
        key="placement_begin",
        on_click=_begin,
    )


@auth.callback
def _begin(person: Person) -> None:
    topics = _chosen()
    is_whole = state.widget_value(WHOLE) == EVERYTHING
    goals = [] if is_whole else _strings(state.widget_value(GOALS))
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.begin_placement(db, person.actor, topics, goals, now=moment)
    )
    st.query_params.pop("again", None)


def _chosen() -> list[str]:
    return [topic for topic in theme.TOPIC_NAMES if state.widget_value(f"{TOPICS}_{topic}")]


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []
