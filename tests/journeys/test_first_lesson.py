"""The first lesson: from nothing to a tutor that knows a little about you."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.learner import COOKIE, Learner

pytestmark = pytest.mark.journey


def test_somebody_new_registers_practises_five_questions_and_leaves(meet: Meet) -> None:
    learner = meet(timezone_id="Asia/Tokyo", locale="de-DE")
    register_and_find_the_way(learner)
    answer_rightly_with_enter(learner)
    answer_wrongly_with_a_reload_in_the_middle(learner)
    write_what_cannot_be_read_and_skip(learner)
    say_i_do_not_know(learner)
    answer_with_hints_whose_cost_is_known(learner)
    answer_a_fifth_one(learner)
    see_today_changed(learner)
    read_an_earlier_answer(learner)
    leave_and_stay_out(learner, meet())


def register_and_find_the_way(learner: Learner) -> None:
    learner.open("/")
    learner.see_door()
    learner.register()
    learner.see_title(f"Welcome, {learner.name}")
    assert (learner.row.timezone, learner.row.locale) == ("Asia/Tokyo", "de-DE")
    assert learner.row.role == "student"
    learner.see("Answer a few questions and the tutor learns what you know")
    learner.see("5 more answers or 10 more card reviews make today a learning day.")
    learner.button("Start with a first question").click()
    learner.see_question()


def answer_rightly_with_enter(learner: Learner) -> None:
    learner.next_question_is("linear_equation_two_steps")
    learner.open("/")
    learner.see("Go on with Linear equations")
    learner.button("Continue").click()
    learner.see_question()
    learner.type_answer(learner.right_answer())
    learner.page.keyboard.press("Enter")
    learner.see_receipt("Right.")
    learner.see("+10 points.")


def answer_wrongly_with_a_reload_in_the_middle(learner: Learner) -> None:
    learner.next_question_is("loops_sum_over_a_range")
    learner.go_on()
    learner.see_question()
    learner.type_answer("98")
    learner.wait_for_draft("98")
    asked = learner.question
    learner.page.reload()
    learner.see_question_again(asked)
    expect(learner.field).to_have_value("98")
    learner.type_answer("7654,5")
    learner.page.keyboard.press("Enter")
    learner.see_receipt("Not right.")
    assert learner.answers[-1].response == "987654,5"
    expect(learner.page.get_by_text("Worked solution")).to_be_visible()


def write_what_cannot_be_read_and_skip(learner: Learner) -> None:
    learner.next_question_is("integral_definite_value")
    learner.go_on()
    learner.see_question()
    learner.type_answer("3 +* 4")
    learner.page.keyboard.press("Enter")
    expect(learner.card.get_by_test_id("stAlert")).to_contain_text("This cost you nothing.")
    expect(learner.field).to_have_value("3 +* 4")
    assert len(learner.answers) == 2
    skipped = learner.attempt.attempt_id
    learner.button("Not now").click()
    learner.see_another_question(than=skipped)
    assert len(learner.answers) == 2


def say_i_do_not_know(learner: Learner) -> None:
    learner.button("I don't know").click()
    learner.see_receipt("Good to know. Here is how it goes.")
    assert learner.answers[-1].answer_note == "dont_know"


def answer_with_hints_whose_cost_is_known(learner: Learner) -> None:
    learner.next_question_is("motion_average_speed")
    learner.go_on()
    learner.see_question()
    cost, points = learner.attempt.next_hint_costs, learner.attempt.points
    assert cost > 0
    learner.button(f"Hint (costs {cost} points)").click()
    learner.see("Hint 1:")
    learner.button("Hint").click()
    learner.see("Hint 2:")
    learner.answer_right()
    learner.see("With hints, so the model does not count it as shown.")
    assert 0 < learner.answers[-1].points_earned < points


def answer_a_fifth_one(learner: Learner) -> None:
    learner.next_question_is("motion_fastest_section_of_a_graph")
    learner.go_on()
    learner.see_question()
    learner.answer_right()


def see_today_changed(learner: Learner) -> None:
    learner.page.get_by_role("link", name="Today").click()
    learner.see_title(f"Good to see you, {learner.name}")
    learner.see("Today counts: 5 answers")
    earned = sum(one.points_earned for one in learner.answers)
    for name, value in {"Answers today": 5, "Points": earned, "Streak": "1 day"}.items():
        figure = learner.page.get_by_test_id("stMetric").filter(has_text=name)
        expect(figure).to_contain_text(str(value))


def read_an_earlier_answer(learner: Learner) -> None:
    learner.button("Practise").click()
    learner.see_question()
    learner.button("Earlier answers").click()
    dialog = learner.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Worked solution")
    expect(dialog.get_by_role("combobox")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def leave_and_stay_out(learner: Learner, thief: Learner) -> None:
    cookies = learner.page.context.cookies()
    assert COOKIE in {cookie["name"] for cookie in cookies}
    learner.sign_out()
    assert COOKIE not in {cookie["name"] for cookie in learner.page.context.cookies()}
    thief.page.context.add_cookies(cookies)
    thief.open("/practice")
    thief.see_door()
