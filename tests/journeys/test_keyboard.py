"""A lesson without the mouse."""

from __future__ import annotations

import pytest

from tests.journeys.learner import Learner

pytestmark = pytest.mark.journey

MOST_TABS = 30


def tab_to(learner: Learner, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if learner.page.evaluate(f"!!document.activeElement.closest({selector!r})"):
            return
        learner.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} tabs do not reach {selector}")


def test_a_typed_answer_needs_no_mouse_and_no_search_for_the_field(learner: Learner) -> None:
    press = learner.page.keyboard.press
    learner.next_question_is("linear_equation_two_steps")
    learner.open("/")
    learner.see("Go on with Linear equations")
    tab_to(learner, ".st-key-today_start")
    press("Enter")
    learner.see_question()

    learner.until(lambda: learner.has_focus, "the focus in the field")
    learner.page.keyboard.type(learner.right_answer())
    press("Enter")
    learner.see_receipt("Right.")
    learner.next_question_is("coordinates_midpoint")
    press("Enter")
    learner.see_question()

    learner.until(lambda: learner.has_focus, "the focus in the field of the next question")
    tab_to(learner, ".st-key-practice_hint")
    press("Enter")
    learner.see("Hint 1:")
    assert learner.attempt.draft == ""
    assert len(learner.answers) == 1
    tab_to(learner, ".st-key-practice_give_up")
    press("Space")
    learner.see_receipt("Good to know.")


def test_choices_are_made_with_arrows_and_space_and_checked_with_enter(learner: Learner) -> None:
    press = learner.page.keyboard.press
    learner.next_question_is("python_text_times_number")
    learner.open_practice()
    names = list(learner.attempt.answer_spec["choices"])
    tab_to(learner, ".st-key-practice_card [role=radiogroup]")
    press("Space")
    for _ in range(names.index(learner.right_answer())):
        press("ArrowDown")
    learner.wait_for_draft(learner.right_answer())
    press("Enter")
    learner.see_receipt("Right.")

    learner.next_question_is("python_conditions_that_are_true")
    press("Enter")
    learner.see_question()
    names = list(learner.attempt.answer_spec["choices"])
    right = learner.right_answer()
    tab_to(learner, ".st-key-practice_card [data-testid=stCheckbox]")
    for name in names:
        if name in right:
            press("Space")
        if name != names[-1]:
            press("Tab")
    learner.wait_for_draft(right)
    press("Enter")
    learner.see_receipt("Right.")


def test_lines_are_put_in_order_without_the_mouse(learner: Learner) -> None:
    press = learner.page.keyboard.press
    learner.next_question_is("loops_order_find_the_largest")
    learner.open_practice()
    lines = learner.right_answer().split("\n")
    tab_to(learner, ".st-key-practice_card [role=combobox], .st-key-practice_card input")

    for number, line in enumerate(lines, 1):
        learner.page.keyboard.type(line.strip().replace(" ", "\N{NO-BREAK SPACE}"))
        press("Enter")
        learner.wait_for_draft("\n".join(lines[:number]))
    assert learner.answers == []
    press("Escape")
    tab_to(learner, ".st-key-practice_check")
    press("Enter")

    learner.see_receipt("Right.")
