"""How do you like to study? The quiz, its result, and what a lesson makes of it."""

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.style.quiz import draw_beginning, draw_quiz
from pages.components.style.result import draw_result
from tutor_core.profiling.styles.queries import open_quiz, past_quizzes, style_profile

person = auth.require_person()
st.title("How do you like to study?")
with runtime.database().reading() as database:
    quiz = open_quiz(database, person.actor)
    profile = style_profile(database, person.actor)
    past = past_quizzes(database, person.actor)
if quiz is not None and not (profile is not None and state.shows_style_result()):
    draw_quiz()
elif profile is not None:
    runtime.draw_notice()
    draw_result(person, profile, past, has_open_quiz=quiz is not None)
else:
    runtime.draw_notice()
    draw_beginning()
