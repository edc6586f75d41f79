"""The mastery tree by keyboard: through the picture to a skill, and on to its practice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.journey
FOCUSED = """() => {
  let one = document.activeElement;
  while (one && one.shadowRoot) one = one.shadowRoot.activeElement;
  return one ? one.getAttribute('data-skill') : null;
}"""


TYPED = (
    "fractions_add_unlike",
    "ratio_share_an_amount",
    "ratio_scale_of_a_map",
    "percent_price_before_the_discount",
)


def box(learner: Learner, skill: str) -> str | None:
    """The state in which the picture shows a skill."""
    learner.settle()
    one = learner.page.locator(f"g.box[data-skill='{skill}']")
    return (one.get_attribute("class") or "").split()[1]


def focused(learner: Learner) -> str | None:
    return learner.page.evaluate(FOCUSED)


def test_by_keyboard_through_the_tree_to_a_skill_that_is_practised(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open("/mastery_tree")
    first = learner.page.locator("g.box[tabindex='0']")
    expect(first).to_have_count(1)
    learner.settle()
    first.focus()
    begun = focused(learner)

    learner.page.keyboard.press("ArrowDown")
    below = focused(learner)
    assert below not in (None, begun)
    learner.page.keyboard.press("Enter")
    chosen = learner.page.locator("g.box.chosen")
    expect(chosen).to_have_attribute("data-skill", below or "")
    learner.settle()
    assert focused(learner) == below

    learner.page.keyboard.press("ArrowUp")
    learner.page.keyboard.press("Enter")
    expect(chosen).to_have_attribute("data-skill", begun or "")
    learner.button("Practise it").click()
    learner.see_question()
    assert f"skill={begun}" in learner.page.url


def test_by_keyboard_a_skill_is_practised_until_it_opens_the_next(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    press = learner.page.keyboard.press
    learner.open("/mastery_tree")
    learner.see("Not ready yet")
    assert box(learner, "expressions") == "locked"
    tab_to(learner, ".st-key-tree_practise")
    learner.next_question_is(TYPED[0])
    press("Enter")
    for number in range(len(TYPED)):
        learner.see_question()
        learner.until(lambda: learner.has_focus, "the focus in the field")
        learner.page.keyboard.type(learner.right_answer())
        press("Enter")
        learner.see_receipt("Right.")
        if number + 1 < len(TYPED):
            learner.next_question_is(TYPED[number + 1])
            press("Enter")
    assert all(one.is_correct for one in learner.answers)

    learner.open("/mastery_tree")

    learner.until(lambda: box(learner, "expressions") == "open", "the next skill to be open")


def test_the_picture_is_made_larger_and_smaller_and_fits_again(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open("/mastery_tree")
    picture = learner.page.locator(".pane svg")
    expect(picture).to_be_visible()
    learner.settle()

    def width() -> float:
        return float(picture.get_attribute("width") or 0)

    fitting = width()
    learner.page.get_by_role("button", name="Larger").click()
    assert width() > fitting
    learner.page.get_by_role("button", name="Smaller").click()
    learner.page.get_by_role("button", name="Smaller").click()
    assert width() < fitting
    learner.page.get_by_role("button", name="Fit").click()
    assert width() == pytest.approx(fitting)


def test_on_a_phone_a_skill_of_the_list_leads_to_what_is_said_of_it(meet: Meet) -> None:
    learner = meet(**PHONE)
    learner.is_signed_in()
    learner.open("/mastery_tree")
    learner.see("Not ready yet")
    item = learner.page.locator("button.item[data-skill='expressions']")
    panel = learner.page.locator(".st-key-tree_panel")
    expect(panel).not_to_be_in_viewport()

    item.click()

    expect(panel.get_by_role("heading", name="Expressions and factoring")).to_be_in_viewport()
