"""Mock test: the questions before an exam, without hints, and what they say at the end."""

import streamlit as st

from pages.components import auth, navigation, prose, runtime
from pages.components.examination import draw_examined, draw_item
from pages.components.plan import words
from tutor_core.accounts.queries import Person
from tutor_core.errors import NotFoundError
from tutor_core.practice.examinations.mock_tests.queries import mock_test_of
from tutor_core.practice.examinations.mock_tests.service import next_mock_question
from tutor_core.practice.examinations.mock_tests.views import MockTest
from tutor_core.practice.views import Attempt


def found_for(person: Person, reference: str) -> MockTest | None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    try:
        with runtime.database().reading() as db:
            return mock_test_of(db, person.actor, reference, now=moment, day_starts_at=starts_at)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return None


def draw_beginning(test: MockTest) -> None:
    st.markdown(
        f"{test.questions} questions on what your plan is about, in about "
        f"{words.minutes(test.minutes)}. There are no hints, and nothing is said of an answer "
        "before the end. They count like all answers. You may leave and go on later today."
    )
    st.button("Begin", type="primary", key="mock_begin", on_click=begin, args=(test.reference,))


@auth.callback
def begin(person: Person, reference: str) -> None:
    ask(person, reference)


def ask(person: Person, reference: str) -> Attempt | None:
    moment, rng, starts_at = runtime.now(), runtime.rng(), runtime.settings().day_starts_at
    return runtime.database().run(
        lambda db: next_mock_question(
            db, person.actor, reference, now=moment, rng=rng, day_starts_at=starts_at
        )
    )


@auth.fragment
def examine(person: Person, reference: str) -> None:
    test = found_for(person, reference)
    if test is None:
        return
    if test.is_over:
        st.rerun()
    try:
        attempt = test.attempt or ask(person, reference)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return
    if attempt is None:
        st.rerun()
    st.progress(test.answered / test.questions, f"Question {test.answered + 1} of {test.questions}")
    draw_examined(person, attempt, unknown="I don't know")


def draw_outcome(test: MockTest) -> None:
    st.success(
        f"**{test.right} of {test.questions} right.**", icon=":material/assignment_turned_in:"
    )
    st.table(
        {
            "Skill": [prose.plain(one.title) for one in test.scores],
            "Right": [f"{one.right} of {one.questions}" for one in test.scores],
        },
        hide_index=True,
    )
    for number, item in enumerate(test.items, 1):
        draw_item(number, item)
    if st.button("Back to Today", type="primary", key="mock_back"):
        st.switch_page(navigation.page("today"))


learner = auth.require_person()
st.title("Mock test")
runtime.draw_notice()
wanted = st.query_params.get("task", "")
found = found_for(learner, wanted)
if found is None:
    st.page_link(
        navigation.page("study_plan"), label="To your plan", icon=":material/arrow_forward:"
    )
elif found.is_over:
    draw_outcome(found)
elif found.set_key is None:
    draw_beginning(found)
else:
    examine(wanted)
