"""Every page fits its screen and can be used by everybody; pictures are left in `screenshots/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.journeys import pages
from tests.journeys.conftest import PHONE, SCREENSHOTS, Meet
from tests.journeys.learner import CALM, Learner

pytestmark = pytest.mark.journey

SCHEMES = ("light", "dark")
SMALLEST_TARGET = {"wide": 24, "phone": 40}
# What axe-core finds in Streamlit's own markup: (rule, part of the markup, why we cannot help it).
STREAMLITS_OWN = (
    ("list", 'data-testid="stSidebarNavItems"', "st.navigation puts a div between list and item"),
    ("listitem", "", "the same, from the item's side"),
    (
        "scrollable-region-focusable",
        'aria-multiselectable="true"',
        "the choices of a multiselect: they scroll in the field, which has the focus",
    ),
    ("color-contrast", 'class="token ', "the colours of code are no part of the theme"),
    ("color-contrast", '<kbd aria-label="Shortcut', "a button's shortcut is drawn at 60 %"),
)
# Small ornaments of Streamlit's own, each with enough room round it (WCAG 2.5.8, "spacing").
ORNAMENTS = (
    '[aria-label^="Help for"], [aria-label$="password"], [aria-label=Close], [tabindex="-1"], '
    "[data-testid=stHeader], [data-testid=stSidebar], [role=combobox] + button, "
    "[data-testid=stDateInputCalendarButton], "  # the day can be typed beside it
    '[aria-label="Clear all"]'  # each choice can be taken out by itself
)
# The page scrolls inside itself, sideways too.
EXCESS = """Math.max(document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll('[data-testid=stMain], [role=dialog]')].map(
    (one) => one.scrollWidth - one.clientWidth))"""
# What somebody can see but not hit: too low, or outside the page's width.
OUT_OF_REACH = """([smallest, ornaments]) => [...document.querySelectorAll(
    'button, a[href], input:not([type=hidden]), [role=combobox], ' +
    ':is(.st-key-practice_card, [role=dialog]) label:has(input)')]
  .filter((one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
  .filter((one) => !one.closest(`[inert], ${ornaments}`))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.height > 1)
  .filter(([one, box]) => !one.closest('[data-testid=stSidebar]') || box.right > 0)
  .filter(([one, box]) => box.right > innerWidth + 1 || box.left < -1
    || (one.matches('button, label') && box.height < smallest))
  .map(([one, box]) => `${one.outerHTML.slice(0, 160)} ${JSON.stringify(box)}`)
"""
# Streamlit cuts a formula off at the edge of its box.
CUT_OFF = """() => [...document.querySelectorAll('.katex-display')].filter((box) => {
    const whole = box.getBoundingClientRect();
    return [...box.querySelectorAll('.mord')].map((sign) => sign.getBoundingClientRect())
      .some((sign) => sign.height > 0 && (sign.top < whole.top || sign.bottom > whole.bottom));
  }).map((box) => box.textContent.slice(0, 80))
"""


def test_every_page_suits_a_wide_screen_and_a_screen_reader(meet: Meet) -> None:
    stranger, learner = meet(), meet()
    learner.is_signed_in()

    found = look_at(stranger, pages.of_a_stranger(stranger), "wide", obstacles, misfits)
    found += look_at(learner, pages.of_a_learner(learner), "wide", obstacles, misfits)

    assert not found, "\n".join(found)


def test_every_page_suits_a_phone_and_a_thumb(meet: Meet) -> None:
    stranger, learner = meet(**PHONE), meet(**PHONE)
    learner.is_signed_in()

    found = look_at(stranger, pages.of_a_stranger(stranger), "phone", obstacles, misfits)
    found += look_at(learner, pages.of_a_learner(learner), "phone", obstacles, misfits)

    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", ["wide", "phone"])
def test_study_plans_suit_every_screen_and_a_screen_reader(meet: Meet, screen: str) -> None:
    learner = meet(**(PHONE if screen == "phone" else {}))
    learner.is_signed_in()

    found = look_at(learner, pages.of_plans(learner), screen, obstacles, misfits)

    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", ["wide", "phone"])
def test_analytics_suits_every_screen_and_a_screen_reader(meet: Meet, screen: str) -> None:
    learner = meet(**(PHONE if screen == "phone" else {}))
    learner.is_signed_in()

    found = look_at(learner, pages.of_analytics(learner), screen, obstacles, misfits)

    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", ["wide", "phone"])
def test_the_studio_suits_every_screen_and_a_screen_reader(meet: Meet, screen: str) -> None:
    teacher = meet(**(PHONE if screen == "phone" else {}))
    teacher.is_teacher()

    found = look_at(teacher, pages.of_a_teacher(teacher), screen, obstacles, misfits)

    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", ["wide", "phone"])
def test_the_lab_suits_every_screen_and_a_screen_reader(meet: Meet, screen: str) -> None:
    researcher = meet(**(PHONE if screen == "phone" else {}))
    researcher.is_researcher()

    found = look_at(researcher, pages.of_a_researcher(researcher), screen, obstacles, misfits)

    assert not found, "\n".join(found)


def test_a_question_is_answered_by_thumb(meet: Meet) -> None:
    learner = meet(**PHONE)
    learner.is_signed_in()
    learner.next_question_is("python_text_times_number")
    learner.open("/")
    learner.see_title(f"Welcome, {learner.name}")
    learner.page.get_by_test_id("stExpandSidebarButton").tap()
    learner.page.get_by_role("link", name="Practice").tap()
    learner.see_question()
    right = list(learner.attempt.answer_spec["choices"]).index(learner.right_answer())

    learner.card.locator("[role=radiogroup] label").nth(right).tap()
    learner.page.locator(".st-key-practice_check button").tap()
    learner.see_receipt("Right.")
    learner.page.locator(".st-key-practice_next button").tap()

    learner.see_question()
    assert len(learner.answers) == 1


def test_an_open_button_under_the_pointer_can_be_read(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.next_question_is("linear_equation_find_the_mistake")
    learner.open_practice()
    found = []

    for scheme in SCHEMES:
        learner.prefer(scheme)
        learner.button("Lesson: Linear equations").hover()
        found += list(obstacles(learner.page, "wide"))

    assert not found, "\n".join(found)


def look_at(
    learner: Learner,
    views: Iterator[str],
    screen: str,
    *checks: Callable[[Page, str], Iterator[str]],
) -> list[str]:
    """Take pictures of all views, light and dark, and return what is wrong with any."""
    SCREENSHOTS.mkdir(exist_ok=True)
    found = []
    for view in views:
        for scheme in SCHEMES:
            learner.prefer(scheme)
            name = f"{view}-{screen}-{scheme}"
            take_picture(learner.page, name)
            found += [f"{name}: {one}" for check in checks for one in check(learner.page, screen)]
    return found


def obstacles(page: Page, _screen: str) -> Iterator[str]:
    """Yield what axe-core calls serious or critical and is ours to mend."""
    page.wait_for_function(CALM)
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] not in {"serious", "critical"}:
            continue
        for node in violation["nodes"]:
            where = f"{node['target']} {node['html']}"
            if not any(
                rule == violation["id"] and part in where for rule, part, _ in STREAMLITS_OWN
            ):
                yield f"{violation['id']}: {where[:200]} ({node['failureSummary'][-300:]})"


def misfits(page: Page, screen: str) -> Iterator[str]:
    """Yield what is wider than the screen, out of reach, too small to hit, or cut off."""
    excess = page.evaluate(EXCESS)
    if excess > 0:
        yield f"{excess} pixels wider than the screen"
    yield from page.evaluate(OUT_OF_REACH, [SMALLEST_TARGET[screen], ORNAMENTS])
    with suppress(PlaywrightTimeoutError):  # a dialog comes up in steps
        page.wait_for_function(f"() => ({CUT_OFF})().length === 0", timeout=3_000)
    yield from (f"cut off: {formula}" for formula in page.evaluate(CUT_OFF))


def take_picture(page: Page, name: str) -> None:
    """Take a picture of the whole page: it scrolls inside itself, so the screen must grow.

    The pointer is moved away: what comes to lie under it would unfold while it is looked at.
    """
    screen = page.viewport_size
    assert screen is not None
    page.mouse.move(0, 0)
    whole = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size(screen | {"height": max(screen["height"], whole)})
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    page.set_viewport_size(screen)
