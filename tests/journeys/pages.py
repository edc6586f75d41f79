"""Every page and state of the product that somebody can look at, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.journeys.learner import Learner, now
from tutor_core.practice.examinations.placement import service as placing
from tutor_core.profiling.styles import service as styles

KINDS = {
    "choice": "linear_equation_find_the_mistake",
    "choices": "python_conditions_that_are_true",
    "interval": "quadratic_inequality",
    "fraction": "roots_clear_the_denominator",
}
WITH_TABLE = "strings_part_of_a_code"
WITH_FIGURE = "coordinates_slope_from_a_graph"
WITH_WIDE_FORMULAS, ITS_QUESTION = "exponentials_and_logarithms", "logarithm_of_a_power"
CONTESTED = "linear_equations"
EXERCISE = "exercise_sequence_training_for_a_long_walk"

BANK = """What is 2 + 3 stones? {#5}

This one never ends {=4 ~5
"""


def of_a_stranger(learner: Learner) -> Iterator[str]:
    """Bring up each page of somebody who is not signed in, and name it."""
    learner.open("/")
    learner.see_door()
    yield "door"
    learner.click_text("Create an account")
    expect(learner.textbox("E-mail")).to_be_visible()
    learner.settle()
    yield "register"


def of_an_account(learner: Learner) -> Iterator[str]:
    """Bring up each part of the account page."""
    learner.open("/account")
    learner.see_title("Account")
    yield "account"
    for section, seen in (
        ("Password", "Present password"),
        ("Sessions", "You are signed in here"),
        ("Your data", "To keep your account yours"),
    ):
        learner.click_text(section)
        learner.see(seen)
        yield f"account-{section.lower().replace(' ', '-')}"


def of_a_learner(learner: Learner) -> Iterator[str]:
    """Bring up each page of somebody who has just registered, then of one who has practised."""
    learner.open("/")
    learner.see_title(f"Welcome, {learner.name}")
    yield "today-empty"
    learner.open("/gaps")
    learner.see("Here you will see what to repair first")
    yield "gaps-empty"
    yield from of_an_account(learner)
    yield from of_questions(learner)
    learner.has_answered([True] * 4 + [False, True, True])
    learner.next_question_is("derivative_of_a_product")
    learner.go_on()
    learner.see_question()
    learner.answer_right()
    yield "practice-right"
    learner.go_on()
    learner.see("Ten questions done")
    yield "practice-summary"
    learner.button("Earlier answers").click()
    expect(learner.page.get_by_role("dialog")).to_contain_text("Worked solution")
    learner.settle()
    yield "earlier-answers"
    yield from of_an_exercise(learner)
    yield from of_lessons(learner)
    yield from of_the_quiz(learner)
    yield from of_gaps(learner)
    yield from of_examinations(learner)
    learner.open("/")
    learner.see_title(f"Good to see you, {learner.name}")
    learner.click_text("Your pace")
    learner.see("The difficulty that fits you now")
    yield "today-full"


def of_questions(learner: Learner) -> Iterator[str]:
    """Bring up questions of several kinds: open, reported, not readable, wrong."""
    for kind, slug in KINDS.items():
        learner.next_question_is(slug)
        learner.open_practice()
        yield f"practice-{kind}"
    learner.next_question_is(WITH_TABLE)
    learner.open_practice()
    learner.button("I don't know").click()
    learner.see_receipt("Good to know.")
    yield "practice-dont-know"
    learner.next_question_is(WITH_FIGURE)
    learner.go_on()
    learner.see_question()
    learner.button("Hint").click()
    learner.see("Hint 1:")
    learner.type_answer("2/3")
    learner.see("Read as")
    learner.wait_for_draft("2/3")
    learner.settle()
    yield "practice-open"
    learner.button("Something is wrong here").click()
    learner.see("What is wrong with this question?")
    yield "practice-report"
    learner.page.keyboard.press("Escape")
    learner.field.fill("2 +* 3")
    learner.check()
    expect(learner.card.get_by_text("This cost you nothing.")).to_be_visible()
    learner.settle()
    yield "practice-unreadable"
    learner.answer_wrong()
    yield "practice-wrong"


def of_an_exercise(learner: Learner) -> Iterator[str]:
    """Bring up an exercise, its offer of steps, a step, and all of it."""
    learner.next_question_is(EXERCISE)
    learner.open_practice()
    yield "exercise"
    learner.answer_whole_wrong()
    yield "exercise-offer"
    learner.button("Take it in").click()
    learner.see("Step 1 of 4")
    learner.button("I don't know").click()
    learner.see("Step 2 of 4")
    learner.settle()
    yield "exercise-step"
    learner.button("Show the solution").click()
    learner.see_receipt("Not right.")
    learner.click_text("Your steps: 0 of 4 right")
    learner.settle()
    yield "exercise-solution"


def of_lessons(learner: Learner) -> Iterator[str]:
    """Bring up the list of lessons and a lesson, on its page and over a question."""
    learner.open("/lessons")
    learner.see_title("Lessons")
    yield "lessons"
    learner.open(f"/lessons?skill={WITH_WIDE_FORMULAS}")
    learner.see_title("Exponentials and logarithms")
    yield "lesson"
    learner.next_question_is(ITS_QUESTION)
    learner.open_practice()
    learner.button("Lesson:").click()
    expect(learner.page.get_by_role("dialog")).to_contain_text("The usual mistake")
    learner.settle()
    yield "lesson-over-a-question"


def of_the_quiz(learner: Learner) -> Iterator[str]:
    """Bring up the VARK quiz: its beginning, a question, all of them, its result."""
    learner.open("/vark_quiz")
    learner.see_title("How do you like to study?")
    yield "quiz-beginning"
    learner.button("Start").click()
    learner.see("1 of 16")
    yield "quiz-question"
    learner.click_text("All questions on one page")
    learner.see("0 of 16 answered")
    yield "quiz-all"
    has_taken_the_quiz(learner, "KKKKVVVV")
    has_taken_the_quiz(learner, "VVVVVKKRA")
    learner.open("/vark_quiz")
    learner.see("comes first for you")
    learner.page.locator(".js-plotly-plot").first.wait_for()
    learner.click_text("Earlier results")
    learner.settle()
    yield "quiz-result"
    learner.open(f"/lessons?skill={WITH_WIDE_FORMULAS}")
    learner.see_title("Exponentials and logarithms")
    learner.page.locator(".js-plotly-plot").first.wait_for()
    yield "lesson-figure-first"


def has_taken_the_quiz(learner: Learner, letters: str) -> None:
    """Have taken the quiz, or what was left of it, without the browser."""
    actor = learner.actor

    def take(db: Session) -> None:
        quiz = styles.begin_quiz(db, actor, now=now())
        for number, letter in enumerate(letters, start=1):
            styles.keep_answer(db, actor, quiz.quiz_id, number, [letter])
        styles.complete_quiz(db, actor, quiz.quiz_id, now=now())

    learner.server.database.run(take)


def of_examinations(learner: Learner) -> Iterator[str]:
    """Bring up what is believed of a skill, a test-out, and a placement from beginning to map."""
    learner.open(f"/gaps?skill={CONTESTED}")
    expect(learner.page.get_by_role("dialog")).to_contain_text("likely between")
    learner.settle()
    yield "belief"
    learner.button("I know this").click()
    learner.see("Question 1 of 4")
    yield "test-out"
    for _ in range(2):
        learner.button("I don't know").click()
        learner.settle()
    learner.see("Not shown yet.")
    yield "test-out-ended"
    learner.open("/placement")
    learner.see_title("Find out where you stand")
    learner.click_text("Something particular")
    learner.see("Which skills?")
    yield "placement-beginning"
    learner.server.database.run(
        lambda db: placing.begin_placement(db, learner.actor, ["algebra"], [], now=now())
    )
    learner.open("/placement")
    learner.see("Question 1 · about")
    yield "placement-question"
    learner.button("I have not learnt this yet").click()
    learner.see("Question 2 · about")
    learner.button("End it here").click()
    learner.see_title("What you know")
    yield "placement-map"


def of_gaps(learner: Learner) -> Iterator[str]:
    """Bring up the gaps of somebody who did not do well, one of them unfolded."""
    learner.has_answered([False] * 12)
    learner.open("/gaps")
    learner.see("Repair first:")
    yield "gaps"
    folded = learner.page.get_by_test_id("stExpander").first
    folded.click()
    expect(folded.get_by_role("button", name="Practise")).to_be_visible()
    learner.settle()
    yield "gaps-unfolded"


def of_a_teacher(learner: Learner) -> Iterator[str]:
    """Bring up each part of the Content Studio."""
    learner.open("/content_studio")
    learner.see_title("Content Studio")
    yield "studio"
    learner.open(f"/content_studio?item={learner.item_called(WITH_FIGURE)}")
    learner.see_title("An item")
    learner.settle()
    yield "studio-item"
    learner.button("Change it").click()
    learner.see_title("Write an item")
    learner.button("Look it over").click()
    learner.see("Nothing stands in its way.")
    yield "studio-editor"
    learner.open(f"/content_studio?item={learner.item_called(EXERCISE)}")
    learner.see_title("An item")
    learner.button("Change it").click()
    learner.see_title("Write an item")
    learner.settle()
    yield "studio-exercise"
    learner.open("/content_studio?view=import")
    learner.see_title("Bring questions along")
    learner.page.locator("input[type=file]").set_input_files(
        {"name": "bank.gift", "mimeType": "text/plain", "buffer": BANK.encode()}
    )
    expect(learner.page.get_by_text("bank.gift")).to_be_visible()
    learner.settle()
    learner.button("Look through it").click()
    learner.see("What is in bank.gift")
    yield "studio-import"
