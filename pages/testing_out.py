"""Test-out: a few questions by which a learner shows that they know a skill after all."""

import streamlit as st

from pages.components import auth, navigation, prose, runtime, theme
from pages.components.badges.gained import draw_gained
from pages.components.examination import draw_examined, draw_item
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError
from tutor_core.mastery.testing_out import LEVELS, RIGHT_TO_PASS
from tutor_core.practice.examinations.queries import latest_test_out
from tutor_core.practice.examinations.testing_out import service
from tutor_core.practice.examinations.views import TakenTestOut
from tutor_core.practice.views import Attempt


def next_question(person: Person, skill: str) -> Attempt | None:
    moment, rng = runtime.now(), runtime.rng()
    return runtime.database().run(
        lambda db: service.next_test_out_question(db, person.actor, skill, now=moment, rng=rng)
    )


@auth.fragment
def examine(person: Person, skill: str) -> None:
    with runtime.database().reading() as db:
        taken = latest_test_out(db, person.actor, skill)
    if taken is None or taken.ending is not None:
        st.rerun()
    try:
        attempt = taken.attempt or next_question(person, skill)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return
    if attempt is None:
        st.rerun()
    st.progress(
        len(taken.answers) / len(LEVELS), f"Question {len(taken.answers) + 1} of {len(LEVELS)}"
    )
    draw_examined(person, attempt, unknown="I don't know")
    st.caption(
        f"{RIGHT_TO_PASS} right of {len(LEVELS)} pass. They count like all answers, and for a "
        "little more: you said that the tutor is wrong. You may leave and go on later."
    )


def draw_outcome(taken: TakenTestOut) -> None:
    right = sum(taken.answers)
    before, after = theme.percent(taken.mastery_before), theme.percent(taken.mastery_after)
    said = f"{right} of {len(taken.answers)} right."
    if taken.ending == "passed":
        st.success(f"**You showed it.** {said}", icon=":material/verified:")
    else:
        st.info(f"**Not shown yet.** {said} Nothing is lost.", icon=":material/help:")
    st.markdown(f"Your chance of getting a medium question right: {before} → **{after}**")
    for number, item in enumerate(taken.items, 1):
        draw_item(number, item)
    draw_gained(taken.badges)
    with st.container(horizontal=True):
        if st.button("Back to your gaps", type="primary", key="test_out_gaps"):
            st.switch_page(navigation.page("gaps"), query_params={"skill": taken.skill})
        if st.button("Practise it", key="test_out_practise"):
            st.switch_page(navigation.page("practice"), query_params={"skill": taken.skill})
        st.button("Try again", type="tertiary", key="test_out_again", on_click=begin)


@auth.callback
def begin(person: Person) -> None:
    moment, rng, skill = runtime.now(), runtime.rng(), st.query_params.get("skill", "")
    runtime.database().run(
        lambda db: service.begin_test_out(db, person.actor, skill, now=moment, rng=rng)
    )


learner = auth.require_person()
wanted = st.query_params.get("skill", "")
with runtime.database().reading() as database:
    latest = latest_test_out(database, learner.actor, wanted)
if latest is None:
    st.title("Test-out")
    runtime.draw_notice()
    st.markdown(
        f"A few questions let you show that you know a skill: {RIGHT_TO_PASS} right of "
        f"{len(LEVELS)} pass. Choose the skill among your gaps."
    )
    if wanted:
        st.button("Begin", type="primary", key="test_out_begin", on_click=begin)
    st.page_link(navigation.page("gaps"), label="To your gaps", icon=":material/arrow_forward:")
elif latest.ending is None:
    st.title(f"Show it: {prose.plain(latest.title)}")
    examine(wanted)
else:
    st.title(f"Test-out: {prose.plain(latest.title)}")
    runtime.draw_notice()
    draw_outcome(latest)
