"""Placement: some questions, and a map of what is known; may be stopped and gone on with."""

import streamlit as st

from pages.components import auth, navigation, runtime, theme
from pages.components.badges.gained import draw_gained
from pages.components.examination import draw_examined
from pages.components.placing.findings import draw_earlier, draw_map, draw_ways_on
from pages.components.placing.start import draw_start
from tutor_core.accounts.queries import Person
from tutor_core.badges.queries import badges_earned_at
from tutor_core.errors import NotFoundError
from tutor_core.practice.examinations.placement import service
from tutor_core.practice.examinations.queries import ahead_of, placement_map
from tutor_core.practice.views import Attempt
from tutor_core.profiling.placements.queries import ended_placements, placeable_skills


@auth.fragment
def examine(person: Person) -> None:
    with runtime.database().reading() as db:
        ahead = ahead_of(db, person.actor)
    if ahead is None:  # it was ended in another tab
        st.rerun()
    attempt = ahead.attempt or next_question(person)
    if attempt is None:
        st.rerun()
    subjects = ", ".join(theme.TOPIC_NAMES[topic] for topic in ahead.placement.topics)
    st.progress(
        ahead.answered / (ahead.answered + ahead.left),
        f"Question {ahead.answered + 1} · {to_come(ahead.left - 1)} · {subjects}",
    )
    draw_examined(person, attempt, unknown="I have not learnt this yet")
    with st.container(horizontal=True):
        if st.button("Stop for today", type="tertiary", key="placement_stop"):
            st.switch_page(navigation.page("today"))
        st.button("End it here", type="tertiary", key="placement_end", on_click=end)
    st.caption(
        ":material/save: Every answer is kept: come back on any day. “End it here” makes the map "
        "from what was answered so far."
    )


def to_come(more: int) -> str:
    return f"about {more} more" if more else "perhaps the last"


def next_question(person: Person) -> Attempt | None:
    moment, rng, starts_at = runtime.now(), runtime.rng(), runtime.settings().day_starts_at
    try:
        return runtime.database().run(
            lambda db: service.next_placement_question(
                db, person.actor, now=moment, rng=rng, day_starts_at=starts_at
            )
        )
    except NotFoundError:
        return None


@auth.callback
def end(person: Person) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.end_placement(db, person.actor, now=moment, day_starts_at=starts_at)
    )


def ask_again() -> None:
    st.query_params["again"] = "1"


learner = auth.require_person()
with runtime.database().reading() as database:
    going_on = ahead_of(database, learner.actor)
    ended = ended_placements(database, learner.actor)
    wants_new = going_on is None and (not ended or "again" in st.query_params)
    skills = placeable_skills(database, learner.actor) if wants_new else []
    found = placement_map(database, learner.actor) if ended else None
    badges = badges_earned_at(database, learner.actor, [one.ended_at for one in ended[:1]])
if going_on is not None:
    st.title("Placement")
    examine()
elif wants_new or found is None:
    st.title("Find out where you stand")
    draw_start(skills, is_again=bool(ended))
else:
    st.title("What you know")
    draw_map(found, timezone=learner.timezone)
    draw_gained(badges)
    draw_ways_on()
    st.button(
        "Take it again", type="tertiary", icon=":material/replay:",
        key="placement_again", on_click=ask_again,
    )  # fmt: skip
    draw_earlier(ended[1:], timezone=learner.timezone)
