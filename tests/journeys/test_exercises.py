"""An exercise is taken apart by keyboard and by thumb; a lesson is read without losing a letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner
from tutor_core.practice.queries import attempt_of
from tutor_core.practice.views import Step

pytestmark = pytest.mark.journey

EXERCISE = "exercise_fractions_filling_a_raised_bed"
QUESTION = "percent_up_and_down_again"
TYPED = "linear_equation_two_steps"


def asked_step(learner: Learner) -> Step:
    row = learner.answers[-1]
    with learner.server.database.reading() as db:
        step = attempt_of(db, learner.actor, row.id).asked_step
    assert step is not None
    return step


def see_step(learner: Learner, number: int) -> None:
    expect(learner.card.get_by_text(f"Step {number} of 3")).to_be_visible()
    learner.settle()


def at_the_steps(learner: Learner) -> None:
    learner.is_signed_in()
    learner.next_question_is(EXERCISE)
    learner.open_practice()
    learner.see("try the whole of it first")
    learner.type_answer("987654")
    learner.page.keyboard.press("Enter")
    learner.see_receipt("Not right yet.")


def test_steps_are_taken_by_keyboard_and_found_again_after_a_reload(meet: Meet) -> None:
    learner = meet()
    at_the_steps(learner)
    expect(learner.page.get_by_text("The answer:")).to_have_count(0)
    learner.page.keyboard.press("Enter")  # takes it in steps
    see_step(learner, 1)
    learner.until(lambda: learner.has_focus, "the step to have the focus")
    learner.type_answer(asked_step(learner).correct_answer)
    learner.page.keyboard.press("Enter")
    see_step(learner, 2)

    learner.page.reload()
    see_step(learner, 2)
    learner.field.fill("0.5")
    learner.check()
    see_step(learner, 3)
    learner.field.fill(asked_step(learner).correct_answer)
    learner.check()

    learner.see_receipt("Your steps earned 20 points.")
    learner.see("Your steps: 2 of 3 right")
    learner.go_on()
    learner.see_question()


def test_steps_are_taken_by_thumb_and_left_for_the_solution(meet: Meet) -> None:
    learner = meet(**PHONE)
    at_the_steps(learner)
    learner.button("Take it in 3 steps").tap()
    see_step(learner, 1)
    learner.button("I don't know").tap()
    see_step(learner, 2)
    learner.button("Show the solution").tap()

    learner.see_receipt("Not right.")
    learner.see("Worked solution")


def test_what_is_typed_into_a_step_comes_back_after_a_reload(meet: Meet) -> None:
    learner = meet()
    at_the_steps(learner)
    learner.page.keyboard.press("Enter")
    see_step(learner, 1)
    learner.type_answer("12")
    learner.page.reload()
    see_step(learner, 1)

    expect(learner.field).to_have_value("12")


def test_a_lesson_is_read_over_the_question_and_nothing_typed_is_lost(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.next_question_is(TYPED)
    learner.open_practice()
    learner.type_answer("41")
    learner.wait_for_draft("41")
    learner.button("Lesson: Linear equations").click()

    dialog = learner.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The usual mistake")
    learner.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(learner.field).to_have_value("41")


def test_from_the_lessons_to_a_question_of_the_skill(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open("/lessons")
    learner.see_title("Lessons")
    learner.button("Linear equations").click()
    learner.see_title("Linear equations")
    learner.button("Practise this skill").click()

    learner.see_title("Practice")
    learner.see_question()
    learner.see("Only Linear equations")
    assert learner.attempt.skill == "linear_equations"
    learner.open("/lessons?skill=linear_equations")
    learner.button("I have read it").click()  # to practise a skill is not to have read its lesson
    learner.see("read on")
