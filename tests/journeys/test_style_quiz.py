"""How somebody likes to study: taken by keyboard, taken up again, seen and heard in a lesson."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner
from tests.journeys.pages import has_taken_the_quiz
from tests.journeys.test_keyboard import tab_to
from tutor_core.profiling.questionnaire import QUESTIONS, Letter
from tutor_core.profiling.styles.queries import open_quiz, style_profile
from tutor_core.profiling.styles.views import Quiz, StyleProfile

pytestmark = pytest.mark.journey

LESSON = "/lessons?skill=coordinate_geometry"
# A browser with a voice that has said each sentence at once; what it was given is kept.
VOICE = """
const spoken = [];
const voices = new EventTarget();
let held = null;
Object.assign(voices, {
  getVoices: () => (window.hasVoice ? [{ lang: "en-GB", name: "A voice" }] : []),
  speak: (one) => { spoken.push(one.text); held = one; },
  cancel: () => { held = null; },
});
window.spoken = spoken;
window.endSentence = () => held && held.onend();
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: voices });
window.giveVoice = () => {
  window.hasVoice = true;
  voices.dispatchEvent(new Event("voiceschanged"));
};
"""


def quiz_of(learner: Learner) -> Quiz | None:
    with learner.server.database.reading() as db:
        return open_quiz(db, learner.actor)


def profile_of(learner: Learner) -> StyleProfile | None:
    with learner.server.database.reading() as db:
        return style_profile(db, learner.actor)


def answers_of(learner: Learner) -> dict[int, tuple[Letter, ...]]:
    quiz = quiz_of(learner)
    return {} if quiz is None else dict(quiz.answers)


def key_of(number: int, letter: Letter) -> str:
    """Which key ticks a letter at a question."""
    return str(1 + list(QUESTIONS[number - 1].choices).index(letter))


def see_number(learner: Learner, number: int) -> None:
    expect(learner.page.get_by_text(f"{number} of {len(QUESTIONS)}", exact=True)).to_be_visible()
    learner.settle()


def see_kept(learner: Learner, number: int, *letters: Letter) -> None:
    learner.until(lambda: answers_of(learner).get(number) == letters, f"{letters} kept")


def test_the_quiz_needs_no_mouse_and_goes_on_after_a_reload(learner: Learner) -> None:
    press = learner.page.keyboard.press
    learner.open("/vark_quiz")
    learner.see_title("How do you like to study?")
    tab_to(learner, ".st-key-style_begin")
    press("Enter")
    see_number(learner, 1)

    press(key_of(1, "V"))
    see_kept(learner, 1, "V")
    press(key_of(1, "K"))
    see_kept(learner, 1, "V", "K")
    press(key_of(1, "K"))  # a second time takes the tick away
    see_kept(learner, 1, "V")
    press("Enter")
    see_number(learner, 2)
    press("Enter")  # skips
    see_number(learner, 3)
    press(key_of(3, "A"))
    see_kept(learner, 3, "A")

    learner.page.reload()
    see_number(learner, 4)
    learner.button("Back").click()
    see_number(learner, 3)
    assert answers_of(learner) == {1: ("V",), 2: (), 3: ("A",)}
    ticked = learner.page.locator(".st-key-style_card_3 input:checked")
    expect(ticked).to_have_count(1)

    press("Enter")  # on the button that has the focus: back
    see_number(learner, 2)
    tab_to(learner, ".st-key-style_next")
    press("Enter")
    see_number(learner, 3)
    press("Enter")
    for number in range(4, len(QUESTIONS) + 1):
        see_number(learner, number)
        press(key_of(number, "V"))
        see_kept(learner, number, "V")
        press("Enter")

    learner.see("comes first for you")
    profile = profile_of(learner)
    assert profile is not None
    assert (profile.style.dominant, profile.style.following) == ("V", ("A",))


def test_in_two_tabs_no_question_loses_what_was_ticked(learner: Learner) -> None:
    learner.open("/vark_quiz")
    learner.button("Start").click()
    see_number(learner, 1)
    twin = learner.in_second_tab()
    twin.open("/vark_quiz")
    see_number(twin, 1)

    learner.page.keyboard.press(key_of(1, "R"))
    see_kept(learner, 1, "R")
    twin.page.keyboard.press("Enter")
    twin.settle()
    see_number(twin, 2)
    twin.page.keyboard.press(key_of(2, "K"))
    see_kept(twin, 2, "K")
    learner.page.keyboard.press("Enter")
    see_number(learner, 2)

    assert answers_of(learner)[2] == ("K",)


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_a_lesson_stands_in_the_order_that_is_liked(meet: Meet, options: dict[str, object]) -> None:
    learner = meet(**options)
    learner.is_signed_in()
    learner.open(LESSON)
    learner.see_title("Coordinate geometry")
    figure = learner.page.locator("[class*='st-key-lesson_figure']")
    idea = learner.page.locator("[data-testid=stMain] .katex").first
    practise = learner.page.locator(".st-key-lesson_practise")
    expect(figure).to_be_visible()
    assert top_of(idea) < top_of(figure) < top_of(practise)
    expect(learner.button("Read aloud")).to_have_count(0)  # this browser has no voice

    has_taken_the_quiz(learner, "VVVVVKKK")
    learner.page.reload()
    learner.see_title("Coordinate geometry")

    expect(figure).to_be_visible()
    assert top_of(figure) < top_of(practise) < top_of(idea)


def test_a_lesson_is_read_aloud_where_the_browser_has_a_voice(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.page.add_init_script(VOICE)
    learner.open(LESSON)
    learner.see_title("Coordinate geometry")
    expect(learner.button("Read aloud")).to_have_count(0)
    learner.page.evaluate("window.giveVoice()")  # some browsers know their voices later

    learner.button("Read aloud").click()
    expect(learner.button("Pause")).to_be_visible()
    learner.page.evaluate("window.endSentence()")
    spoken = learner.page.evaluate("window.spoken")
    assert len(spoken) == 2
    assert not any(mark in "".join(spoken) for mark in "\\${}")

    learner.button("Pause").click()
    learner.button("Go on reading").click()
    assert learner.page.evaluate("window.spoken") == [*spoken, spoken[1]]
    learner.button("Stop").click()
    expect(learner.button("Stop")).to_have_count(0)
    learner.button("Read aloud").click()
    assert learner.page.evaluate("window.spoken")[-1] == spoken[0]
    learner.button("I have read it").click()
    learner.see("read on")
    expect(learner.button("Pause")).to_be_visible()  # a rerun does not interrupt it


def test_a_quiz_is_taken_by_thumb_on_one_page(meet: Meet) -> None:
    learner = meet(**PHONE)
    learner.is_signed_in()
    learner.open("/vark_quiz")
    learner.button("Start").tap()
    see_number(learner, 1)
    learner.click_text("All questions on one page")
    expect(learner.page.get_by_role("checkbox")).to_have_count(4 * len(QUESTIONS))
    learner.settle()

    for number in range(1, 9):
        card = learner.page.locator(f".st-key-style_card_{number}")
        card.locator("[data-testid=stCheckbox] label").nth(int(key_of(number, "R")) - 1).tap()
        see_kept(learner, number, "R")
    learner.button("See the result").tap()

    learner.see("You ticked nothing but one way")
    profile = profile_of(learner)
    assert profile is not None
    assert profile.style.dominant == "R"
