"""The quiz while it is taken: one question a screen or all on one page, kept tick by tick."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.style import keys, words
from tutor_core.accounts.queries import Person
from tutor_core.errors import InvalidInputError
from tutor_core.profiling.questionnaire import LETTERS, QUESTIONS, Letter, Question
from tutor_core.profiling.style import LEAST_ANSWERED
from tutor_core.profiling.styles import service
from tutor_core.profiling.styles.queries import open_quiz, style_profile
from tutor_core.profiling.styles.views import Quiz

CARD, NEXT = "style_card", "style_next"


def draw_beginning() -> None:
    """Draw what the quiz is, before the first one."""
    st.markdown(
        f"{len(QUESTIONS)} everyday situations, four ways to go about each: tick every way that "
        "fits you. There is no right answer and no ability to be measured. It takes about five "
        "minutes, and whatever you have ticked is kept if you stop."
    )
    st.markdown(words.RESEARCH)
    st.markdown(words.EFFECT)
    st.button(
        "Start", type="primary", icon=":material/arrow_forward:", key="style_begin", on_click=begin
    )


@auth.callback
def begin(person: Person) -> None:
    """Begin a quiz, or go on with the open one."""
    moment = runtime.now()
    runtime.database().run(lambda db: service.begin_quiz(db, person.actor, now=moment))
    state.set_shows_style_result(wanted=False)


@auth.fragment
def draw_quiz(person: Person) -> None:
    """Draw the open quiz."""
    with runtime.database().reading() as db:
        quiz = open_quiz(db, person.actor)
        has_result = style_profile(db, person.actor) is not None
    if quiz is None or state.shows_style_result():
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        shows_all = st.toggle("All questions on one page", key="style_all")
        if has_result:
            st.button("My last result", type="tertiary", key="style_back", on_click=show_result)
    if shows_all:
        _draw_all(quiz)
    else:
        _draw_one(quiz)
    keys.listen(card=CARD, button=NEXT)


def show_result() -> None:
    """Leave the open quiz for now."""
    state.set_shows_style_result(wanted=True)


def _draw_one(quiz: Quiz) -> None:
    # Where it goes on is asked for once: a tick must not turn the page.
    number = state.style_question(quiz.quiz_id) or quiz.goes_on_at
    state.set_style_question(quiz.quiz_id, number)
    question, count = QUESTIONS[number - 1], len(QUESTIONS)
    st.progress(number / count, f"{number} of {count}")
    letters = _draw_question(quiz, question)
    runtime.draw_notice()
    is_last = number == count
    label = "See the result" if is_last else "Next" if letters else "Skip"
    with st.container(horizontal=True):
        st.button(
            "Back", icon=":material/arrow_back:", key="style_previous", disabled=number == 1,
            on_click=state.set_style_question, args=(quiz.quiz_id, number - 1),
        )  # fmt: skip
        st.button(
            label, type="primary", key=NEXT, on_click=finish if is_last else go_on,
            args=(quiz, number),
        )  # fmt: skip
    st.caption("On a keyboard: 1 to 4 tick, Enter goes on.")


def _draw_all(quiz: Quiz) -> None:
    for question in QUESTIONS:
        _draw_question(quiz, question)
    runtime.draw_notice()
    st.caption(f"{quiz.answered} of {len(QUESTIONS)} answered; {LEAST_ANSWERED} are enough.")
    st.button("See the result", type="primary", key=NEXT, on_click=finish, args=(quiz, None))


def _draw_question(quiz: Quiz, question: Question) -> list[Letter]:
    """Draw a question; return what is ticked."""
    kept = quiz.answers.get(question.number, ())
    with st.container(key=f"{CARD}_{question.number}", border=True, gap="small"):
        st.markdown(f"**{question.situation}**")
        for place, (letter, text) in enumerate(question.choices.items(), start=1):
            key = _key(quiz, question.number, letter)
            if state.widget_value(key) is None:
                state.set_widget_value(key, letter in kept)
            st.checkbox(f"{place} · {text}", key=key, on_change=tick, args=(quiz, question.number))
    return _ticked(quiz, question.number)


@auth.callback
def tick(person: Person, quiz: Quiz, number: int) -> None:
    """Keep what is ticked at a question."""
    _keep(person, quiz, number)


@auth.callback
def go_on(person: Person, quiz: Quiz, number: int) -> None:
    """Keep a question, ticked or skipped, and show the next."""
    _keep(person, quiz, number)
    state.set_style_question(quiz.quiz_id, number + 1)


@auth.callback
def finish(person: Person, quiz: Quiz, number: int | None) -> None:
    """Complete the quiz; where too little is answered, show the first question that is not."""
    if number is not None:
        _keep(person, quiz, number)
    moment = runtime.now()
    try:
        runtime.database().run(
            lambda db: service.complete_quiz(db, person.actor, quiz.quiz_id, now=moment)
        )
    except InvalidInputError:
        with runtime.database().reading() as db:
            left = open_quiz(db, person.actor)
        skipped = [one.number for one in QUESTIONS if left and not left.answers.get(one.number)]
        state.set_style_question(quiz.quiz_id, min(skipped, default=1))
        raise


def _keep(person: Person, quiz: Quiz, number: int) -> None:
    letters = _ticked(quiz, number)
    runtime.database().run(
        lambda db: service.keep_answer(db, person.actor, quiz.quiz_id, number, letters)
    )


def _ticked(quiz: Quiz, number: int) -> list[Letter]:
    return [one for one in LETTERS if state.widget_value(_key(quiz, number, one))]


def _key(quiz: Quiz, number: int, letter: Letter) -> str:
    return f"style_{quiz.quiz_id}_{number}_{letter}"
