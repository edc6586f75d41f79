"""Whatever happens in mid-answer: the same question, all that was typed, nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.learner import Learner
from tests.journeys.server import Server
from tests.journeys.wire import Wire

pytestmark = pytest.mark.journey

ITEM = "linear_equation_two_steps"


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """A way to the server that can be cut."""
    made = Wire(server.port)
    made.join()
    yield made
    made.cut()


def test_a_double_click_counts_once(learner: Learner) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()
    learner.enter(learner.right_answer())

    learner.page.locator(".st-key-practice_check button").dblclick()

    learner.see_receipt("Right.")
    assert [one.is_correct for one in learner.answers] == [True]


def test_two_quick_enters_count_once(learner: Learner) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()
    learner.type_answer(learner.right_answer())

    learner.page.keyboard.press("Enter")
    learner.page.keyboard.press("Enter")

    learner.until(lambda: learner.answers, "an answer")
    learner.settle()
    assert [one.is_correct for one in learner.answers] == [True]


def test_a_double_click_buys_one_hint(learner: Learner) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()

    learner.page.locator(".st-key-practice_hint button").dblclick()

    learner.see("Hint 1:")
    expect(learner.card.get_by_test_id("stAlert")).to_have_count(1)
    assert len(learner.attempt.hints) == 1


def test_two_tabs_show_the_same_question_and_count_it_once(learner: Learner) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()
    other = learner.in_second_tab()
    other.open_practice()
    assert other.question == learner.question
    right, wrong = learner.right_answer(), learner.wrong_answer()

    learner.enter(right)
    learner.check()
    learner.see_receipt("Right.")
    other.field.fill(wrong)
    other.check()

    other.see_receipt("Right.")
    assert [one.response for one in learner.answers] == [right]


def test_a_lost_connection_loses_nothing_typed(meet: Meet, wire: Wire) -> None:
    learner = meet(url=wire.url)
    learner.is_signed_in()
    learner.next_question_is(ITEM)
    learner.open_practice()
    asked = learner.question
    learner.type_answer("12")
    learner.wait_for_draft("12")

    learner.type_answer("345")  # and at once, before it has reached the server:
    wire.cut()
    app = learner.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(learner.field).to_have_value("12345")
    wire.join()
    learner.see_question_again(asked)

    expect(learner.field).to_have_value("12345")
    learner.wait_for_draft("12345")
    learner.field.press("Enter")
    learner.see_receipt("Not right.")
    assert [one.response for one in learner.answers] == ["12345"]


def test_a_field_drawn_empty_is_filled_again(learner: Learner) -> None:
    """Streamlit now and then redraws a field empty when a lost connection comes back."""
    learner.next_question_is(ITEM)
    learner.open_practice()
    learner.type_answer("12345")
    learner.wait_for_draft("12345")
    learner.settle()

    learner.field.evaluate(
        "field => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')"
        ".set.call(field, '')"
    )

    expect(learner.field).to_have_value("")
    expect(learner.field).to_have_value("12345")


def test_a_server_restarted_in_the_middle_loses_nothing_typed(
    learner: Learner, server: Server
) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()
    asked = learner.question
    learner.type_answer("678")
    learner.wait_for_draft("678")

    learner.type_answer("9")
    server.stop()
    app = learner.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    server.start()
    learner.wait_for_draft("6789")
    learner.see_question_again(asked)

    expect(learner.field).to_have_value("6789")
    learner.field.press("Enter")
    learner.see_receipt("Not right.")
    assert [one.response for one in learner.answers] == ["6789"]


def test_a_session_that_ended_in_mid_answer_loses_nothing_typed(learner: Learner) -> None:
    learner.next_question_is(ITEM)
    learner.open_practice()
    attempt_id, asked = learner.attempt.attempt_id, learner.question
    learner.type_answer("12")
    learner.wait_for_draft("12")

    learner.let_session_expire()
    learner.type_answer("345")
    learner.page.keyboard.press("Enter")

    learner.see_door()
    learner.see("Your session has ended. Sign in again; an answer you had begun is kept.")
    assert learner.answers == []
    learner.sign_in()
    learner.see_question_again(asked)
    assert learner.attempt.attempt_id == attempt_id
    expect(learner.field).to_have_value("12345")
    learner.wait_for_draft("12345")
    assert learner.answers == []


def test_choices_survive_a_reload_too(learner: Learner) -> None:
    learner.next_question_is("right_triangle_which_sides_fit")
    learner.open_practice()
    right = learner.right_answer()

    learner.enter(right)
    learner.wait_for_draft(right)
    learner.page.reload()
    learner.see_question()
    learner.check()

    learner.see_receipt("Right.")
