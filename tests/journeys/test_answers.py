"""Every kind of answer has a field that fits it, and a right answer in it is right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.learner import Learner

pytestmark = pytest.mark.journey

ONE_OF_EACH = (
    "linear_equation_find_the_mistake",  # choice
    "python_conditions_that_are_true",  # choices
    "data_mean_of_five",  # number
    "right_triangle_height_of_a_tree",  # quantity
    "linear_model_water_tank",  # equation
    "quadratic_inequality",  # interval
    "quadratic_factor_monic",  # expression
    "quadratic_solve_exactly",  # set
    "coordinates_midpoint",  # list
    "loops_order_find_the_largest",  # order
)
WITH_A_COMMA = (
    "probability_area_under_a_normal_curve",  # 0,736
    "right_triangle_height_of_a_tree",  # 19,5 m
    "quadratic_inequality",  # [1; 2)
    "coordinates_midpoint",  # 1; 2
)


def answer_all_rightly(learner: Learner, slugs: Sequence[str]) -> None:
    for slug in slugs:
        learner.next_question_is(slug)
        if slug == slugs[0]:
            learner.open_practice()
        else:
            learner.go_on()
            learner.see_question()
        learner.answer_right()
    assert [one.is_correct for one in learner.answers] == [True] * len(slugs)


def test_ten_questions_of_ten_kinds_are_answered_rightly_and_summed_up(learner: Learner) -> None:
    answer_all_rightly(learner, ONE_OF_EACH)

    learner.go_on()
    learner.see("Ten questions done")
    learner.see("10 of 10")
    learner.see("Begun")

    learner.next_question_is("loops_while_with_two_variables")
    learner.go_on()
    learner.see_question()
    learner.see("Question 1 of 10")
    learner.answer_right()


def test_a_german_writes_commas(meet: Meet) -> None:
    learner = meet(locale="de-DE")
    learner.is_signed_in()

    answer_all_rightly(learner, WITH_A_COMMA)

    assert "," in learner.answers[0].response


def test_a_subject_chosen_on_today_is_the_one_practised(learner: Learner) -> None:
    learner.next_question_is("linear_equation_two_steps")
    learner.open_practice()
    learner.answer_right()
    learner.page.get_by_role("link", name="Today").click()
    learner.see_title(f"Good to see you, {learner.name}")

    learner.page.locator('a[href$="topic=Geometry"]').click()
    learner.see_question()

    assert learner.attempt.topic == "geometry"
    learner.page.get_by_role("combobox", name="Subject").click()
    before = learner.attempt.attempt_id
    learner.page.get_by_role("option", name="Physics").click()
    learner.see_another_question(than=before)
    assert learner.attempt.topic == "physics"


def test_an_earlier_question_can_be_tried_again_and_does_not_count(learner: Learner) -> None:
    learner.next_question_is("linear_equation_two_steps")
    learner.open_practice()
    asked = learner.question
    learner.answer_wrong()

    learner.button("Earlier answers").click()
    dialog = learner.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Try it again").click()
    learner.see_question()
    assert learner.question == asked
    learner.answer_right()

    learner.see("A repeat is practice: it does not count for or against you.")
    assert [one.is_evidence for one in learner.answers] == [True, False]


def test_the_reading_of_a_formula_follows_while_it_is_typed(learner: Learner) -> None:
    learner.next_question_is("integral_of_a_polynomial")
    learner.open_practice()

    learner.type_answer("2x^3 / 4")

    reading = learner.card.get_by_text("Read as")
    reading.wait_for()
    learner.card.locator(".katex .mfrac").last.wait_for()
    learner.type_answer(" +* 1")
    reading.wait_for(state="detached")
    assert learner.answers == []


def test_other_numbers_can_be_asked_for(learner: Learner) -> None:
    learner.next_question_is("linear_equation_two_steps")
    learner.open_practice()
    before, asked = learner.attempt.attempt_id, learner.question

    learner.button("New numbers").click()
    learner.see_another_question(than=before)

    assert learner.question != asked
    learner.answer_right()
