"""Formulas by thumb: the keypad under the answer, for whoever has no keys for √, π and ≤."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner

pytestmark = pytest.mark.journey

SMALLEST_KEY = 44
ABOVE_THE_KEYBOARD, HARDLY_ANY_ROOM = 430, 250
TOO_SMALL = """(smallest) => [...document.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? [...one.shadowRoot.querySelectorAll('button')] : [])
  .map((one) => [one.getAttribute('aria-label'), one.getBoundingClientRect()])
  .filter(([name, box]) => box.width < smallest || box.height < smallest || box.right > innerWidth)
  .map(([name, box]) => `${name} ${JSON.stringify(box)}`)"""


@pytest.fixture
def on_phone(meet: Meet) -> Learner:
    met = meet(**PHONE)
    met.is_signed_in()
    return met


def tap(learner: Learner, *presses: str) -> None:
    """Tap keys by their names; what is no key is typed on the phone's own keyboard."""
    if not learner.has_focus:
        learner.field.tap()
    for press in presses:
        key = learner.card.get_by_role("button", name=press, exact=True)
        if len(press) > 1 and press[0].isalpha():
            key.tap()
            learner.until(lambda: learner.has_focus, "the focus in the field")
        else:
            learner.page.keyboard.type(press)


def ask(learner: Learner, slug: str) -> None:
    learner.next_question_is(slug)
    learner.open_practice()


def is_shown(learner: Learner) -> bool:
    return learner.button("square root").is_visible()


@pytest.mark.parametrize(
    ("slug", "presses", "written"),
    [
        ("integral_total_area_with_a_part_below", ["fraction", "8", "right", "3"], "(8)/(3)"),
        ("integral_total_area_with_a_part_below", ["8", "fraction", "3"], "8/(3)"),
    ],
)
def test_a_fraction_is_written_by_thumb_and_is_right(
    on_phone: Learner, slug: str, presses: Sequence[str], written: str
) -> None:
    ask(on_phone, slug)

    tap(on_phone, *presses)

    expect(on_phone.field).to_have_value(written)
    on_phone.card.locator(".katex .mfrac").last.wait_for()
    on_phone.wait_for_draft(written)
    on_phone.page.locator(".st-key-practice_check button").tap()
    on_phone.see_receipt("Right.")


def test_a_power_is_written_by_thumb_and_is_right(on_phone: Learner) -> None:
    ask(on_phone, "derivative_chain_rule_power")
    base, exponent = on_phone.right_answer().split("^")

    tap(on_phone, *base, "power", *exponent)

    expect(on_phone.field).to_have_value(f"{base}^({exponent})")
    on_phone.page.locator(".st-key-practice_check button").tap()
    on_phone.see_receipt("Right.")


def test_a_root_is_written_by_thumb_and_is_right(on_phone: Learner) -> None:
    ask(on_phone, "right_triangle_height_of_equilateral")
    factor = on_phone.right_answer().removesuffix("sqrt(3)")

    tap(on_phone, *factor, "square root", "3")

    expect(on_phone.field).to_have_value(f"{factor}√(3)")
    on_phone.page.locator(".st-key-practice_check button").tap()
    on_phone.see_receipt("Right.")


def test_an_interval_is_written_by_thumb_alone(on_phone: Learner) -> None:
    ask(on_phone, "derivative_sign_from_a_graph")

    tap(on_phone, "-1 ", "less than", "x", "less than", "2")

    expect(on_phone.field).to_have_value("-1 < x < 2")
    on_phone.page.locator(".st-key-practice_check button").tap()
    on_phone.see_receipt("Right.")


def test_keys_take_what_is_chosen_and_the_caret_goes_where_one_types_on(on_phone: Learner) -> None:
    ask(on_phone, "integral_of_a_polynomial")
    expect(on_phone.button("variable x")).to_have_count(0)
    on_phone.field.tap()
    on_phone.field.fill("ab")
    on_phone.field.evaluate("field => field.setSelectionRange(1, 2)")

    tap(on_phone, "fraction", "9")
    expect(on_phone.field).to_have_value("a(b)/(9)")
    tap(on_phone, "left", "left", "backspace", "7")
    expect(on_phone.field).to_have_value("a(7)/(9)")
    tap(on_phone, "right", "right", "backspace", "left", "pi")
    expect(on_phone.field).to_have_value("a(7π)/()")
    tap(on_phone, "right", "square root", "backspace", "backspace", "5")
    expect(on_phone.field).to_have_value("a(7π)/(5)")
    on_phone.field.fill("1 1")
    tap(on_phone, "fraction", "2", "pi")
    expect(on_phone.field).to_have_value("1 1/2π")
    on_phone.wait_for_draft("1 1/2π")


def test_no_key_takes_the_focus_so_the_phones_keyboard_stays(on_phone: Learner) -> None:
    ask(on_phone, "data_mean_of_five")
    on_phone.field.tap()
    on_phone.field.evaluate("field => field.addEventListener('blur', () => { window.lost = 1; })")

    tap(on_phone, "square root", "2", "right", "left", "backspace", "pi")
    on_phone.button("Maths keys").tap()

    expect(on_phone.field).to_have_value("√(π)")
    on_phone.wait_for_draft("√(π)")
    assert on_phone.has_focus
    assert not on_phone.page.evaluate("window.lost")


def test_what_the_keys_write_survives_a_session_that_ends(on_phone: Learner) -> None:
    ask(on_phone, "integral_total_area_with_a_part_below")
    tap(on_phone, "8", "fraction")
    on_phone.wait_for_draft("8/()")
    on_phone.settle()
    on_phone.let_session_expire()

    on_phone.page.get_by_role("button", name="pi", exact=True).tap()

    on_phone.see_door()
    on_phone.sign_in()
    on_phone.see_question()
    expect(on_phone.field).to_have_value("8/(π)")


def test_keys_are_large_enough_and_stay_where_they_are(on_phone: Learner) -> None:
    for slug in ("quadratic_inequality", "linear_system_two_unknowns", "data_mean_of_five"):
        ask(on_phone, slug)
        on_phone.until(lambda: is_shown(on_phone), "the keys to be there")
        assert not on_phone.page.evaluate(TOO_SMALL, SMALLEST_KEY)
        assert on_phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    before = on_phone.button("square root").bounding_box()
    tap(on_phone, "square root", "2")
    on_phone.see("Read as")
    on_phone.wait_for_draft("√(2)")
    assert on_phone.button("square root").bounding_box() == before


def test_hidden_by_choice_it_stays_hidden(on_phone: Learner) -> None:
    ask(on_phone, "data_mean_of_five")
    switch = on_phone.button("Maths keys")
    expect(switch).to_have_attribute("aria-expanded", "true")
    on_phone.until(lambda: is_shown(on_phone), "the keys to be there")

    switch.tap()
    expect(switch).to_have_attribute("aria-expanded", "false")
    on_phone.page.reload()
    on_phone.see_question()

    expect(switch).to_have_attribute("aria-expanded", "false")
    assert not is_shown(on_phone)
    switch.tap()
    on_phone.page.reload()
    on_phone.see_question()
    expect(switch).to_have_attribute("aria-expanded", "true")
    on_phone.until(lambda: is_shown(on_phone), "the keys to be there")


def test_with_a_mouse_it_is_there_when_asked_for(learner: Learner) -> None:
    ask(learner, "right_triangle_height_of_equilateral")
    switch = learner.button("Maths keys")
    expect(switch).to_have_attribute("aria-expanded", "false")
    assert not is_shown(learner)
    factor = learner.right_answer().removesuffix("sqrt(3)")

    switch.click()
    learner.page.keyboard.type(factor)  # the focus never left the field
    learner.button("square root").click()
    learner.page.keyboard.type("3")
    learner.page.keyboard.press("Enter")

    learner.see_receipt("Right.")


def test_the_keys_are_pressed_with_tab_and_enter_too(learner: Learner) -> None:
    ask(learner, "right_triangle_height_of_equilateral")
    learner.until(lambda: learner.has_focus, "the focus in the field")
    press = learner.page.keyboard.press
    factor = learner.right_answer().removesuffix("sqrt(3)")
    learner.page.keyboard.type(factor)
    press("Tab")
    press("Enter")
    expect(learner.button("Maths keys")).to_have_attribute("aria-expanded", "true")
    for _ in range(4):
        press("Tab")
    press("Enter")
    learner.until(lambda: learner.has_focus, "the focus back in the field")
    learner.page.keyboard.type("3")

    expect(learner.field).to_have_value(f"{factor}√(3)")
    assert learner.answers == []
    press("Enter")
    learner.see_receipt("Right.")


def test_a_phone_is_asked_to_leave_the_answer_as_typed(on_phone: Learner) -> None:
    ask(on_phone, "data_mean_of_five")
    expect(on_phone.field).to_have_attribute("autocapitalize", "none")
    expect(on_phone.field).to_have_attribute("spellcheck", "false")
    expect(on_phone.field).to_have_attribute("enterkeyhint", "go")


def test_the_phones_keyboard_hides_neither_the_answer_nor_check(on_phone: Learner) -> None:
    ask(on_phone, "quadratic_inequality")
    on_phone.field.tap()
    expect(on_phone.field).to_have_attribute("enterkeyhint", "go")

    on_phone.page.set_viewport_size({"width": 360, "height": ABOVE_THE_KEYBOARD})

    expect(on_phone.page.locator(".st-key-practice_check button")).to_be_in_viewport(ratio=0.9)
    expect(on_phone.field).to_be_in_viewport(ratio=0.9)

    on_phone.page.set_viewport_size({"width": 360, "height": HARDLY_ANY_ROOM})
    expect(on_phone.card.get_by_text("Your answer", exact=True)).to_be_in_viewport(ratio=0.9)
    expect(on_phone.field).to_be_in_viewport(ratio=0.9)


def test_choices_and_words_have_no_keys(on_phone: Learner) -> None:
    for slug in ("python_text_times_number", "loops_order_find_the_largest"):
        ask(on_phone, slug)
        expect(on_phone.button("Maths keys")).to_have_count(0)
