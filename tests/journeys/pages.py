"""Every page and state of the product that somebody can look at, one after the other."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from playwright.sync_api import expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.journeys.learner import PATIENCE, Learner, now
from tests.rows import add_student
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.service import ask_confidence
from tutor_core.calendar import learner_day
from tutor_core.content.answers.verdicts import Grade
from tutor_core.models import Cohort, CohortMember, LearningSession, MasterySkill, StudyPlan
from tutor_core.planning.service import make_plan
from tutor_core.planning.wishes import PlanWish
from tutor_core.practice import service as practice
from tutor_core.practice.examinations.placement import service as placing
from tutor_core.practice.goal import Goal
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.profiling.styles import service as styles
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.tuning.experiments.plans import ArmPlan, ExperimentPlan
from tutor_core.tuning.experiments.service import begin
from tutor_core.tuning.service import save

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
    learner.open(f"/verify?code={'0' * 32}")
    learner.see("No public badge has this code")
    yield "verify-unknown"


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
    learner.open("/badges")
    learner.see("Badges mark what you have learnt")
    yield "badges-empty"
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
    yield from of_cards(learner)
    yield from of_the_tree(learner)
    yield from of_examinations(learner)
    yield from of_badges(learner)
    learner.open("/")
    learner.see_title(f"Good to see you, {learner.name}")
    learner.click_text("Your pace")
    learner.see("The difficulty that fits you now")
    yield "today-full"


def of_cards(learner: Learner) -> Iterator[str]:
    """Bring up the cards: asked, turned, listed, written, counted, and how they are planned."""
    learner.open("/flashcards?cards_view=New+card")
    learner.textbox("Front: what the card asks").fill("The Seine flows through {{c1::Paris}}.")
    learner.page.keyboard.press("Tab")
    learner.see("This is how it will look.")
    yield "cards-new"
    learner.button("Make the card").click()
    learner.see("The card is made")
    learner.open("/flashcards")
    learner.see("The Seine flows through")
    yield "cards-front"
    learner.button("Show the answer").click()
    learner.see("Paris")
    yield "cards-back"
    learner.button("Good").click()
    learner.see("Finished for now.")
    yield "cards-finished"
    yield from of_an_exam(learner)
    learner.open("/flashcards?cards_view=Cards")
    learner.see("Tick to change.")
    yield "cards-list"
    learner.open("/flashcards?cards_view=Decks")
    learner.see("Take your cards away")
    yield "cards-decks"
    learner.open("/flashcards?cards_view=Statistics")
    learner.see("2 reviews in")
    expect(learner.page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    learner.settle()
    yield "cards-statistics"
    learner.page.get_by_text("As a table").first.click()
    expect(learner.page.get_by_role("cell", name="Backlog")).to_be_visible()
    learner.settle()
    yield "cards-statistics-table"
    learner.open("/flashcards?cards_view=Settings")
    learner.see("Ratings")
    yield "cards-settings"
    learner.button("Move my cards to fit").click()
    learner.see("All cards are where these settings want them.")
    yield "cards-moved"


def of_the_tree(learner: Learner) -> Iterator[str]:
    """Bring up the mastery tree: the picture or the list, a skill that is not ready, the table."""
    learner.open("/mastery_tree")
    learner.see("What the tutor believes")
    expect(learner.page.locator("[data-skill]").first).to_be_visible()
    learner.settle()
    yield "tree"
    learner.page.locator("[data-skill]").last.click()
    learner.see("Not ready yet")
    learner.settle()
    yield "tree-not-ready"
    learner.page.get_by_text("As a table").click()
    learner.see("skills.")
    learner.settle()
    yield "tree-table"


def of_badges(learner: Learner) -> Iterator[str]:
    """Bring up all badges, that of a placement, what is counted again, and its verification."""
    learner.open("/badges")
    learner.see("Your showcase")
    learner.page.get_by_text("Mastery: ").click()
    learner.see("Ten firm skills")
    yield "badges"
    learner.button("Open A clear start").first.click()
    learner.see("What was counted then")
    yield "badge"
    learner.button("Make it public").click()
    learner.see("Whoever has this address")
    learner.button("Check again").click()
    expect(learner.page.get_by_role("table")).to_be_visible()
    learner.settle()
    yield "badge-public"
    address = learner.page.get_by_test_id("stCode").first.inner_text().strip()
    learner.open(address[address.index("/verify") :])
    learner.see("This badge was earned.")
    learner.button("Check again").click()
    expect(learner.page.get_by_role("table")).to_be_visible()
    learner.settle()
    yield "verify"


def of_analytics(learner: Learner) -> Iterator[str]:
    """Bring up a learner's picture before and after answers, its tables, and all answers."""
    learner.open("/analytics")
    learner.see("Here you will see whether you are getting better")
    yield "analytics-empty"
    wishes_to_be_asked(learner)
    learner.open_practice()
    yield "practice-sure"
    learner.has_answered([True, False, True, True] * 4)
    is_sure(learner)
    learner.open("/analytics")
    learner.see("What next?")
    expect(learner.page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    learner.settle()
    yield "analytics"
    for toggle in learner.page.get_by_text("As a table").all():
        toggle.click()
        learner.settle()
    learner.see("Mastery, %")
    yield "analytics-tables"
    learner.open("/analytics?attempts=wrong")
    learner.see("Not right")
    yield "analytics-answers"
    learner.page.locator("[class*=st-key-analytics_open_] button").first.click()
    expect(learner.page.get_by_role("dialog")).to_contain_text("Worked solution")
    learner.settle()
    yield "analytics-answer"


def wishes_to_be_asked(learner: Learner) -> None:
    """Have the learner asked how sure they are."""
    learner.server.database.run(lambda db: ask_confidence(db, learner.actor, wanted=True))


def is_sure(learner: Learner) -> None:
    """Have been sure of all answers so far."""
    own = LearningSession.student_id == learner.actor.id
    learner.server.database.run(
        lambda db: db.execute(update(LearningSession).where(own).values(confidence=90))
    )


def of_plans(learner: Learner) -> Iterator[str]:
    """Bring up study plans: none, a form, a draft that does not fit, one that does, a plan."""
    learner.open("/study_plan")
    learner.see("says what to do on each day")
    yield "plan-empty"
    learner.textbox("Title").fill("Calculus by summer")
    learner.page.get_by_role("combobox", name="Skills", exact=True).fill("Derivatives")
    learner.page.keyboard.press("Enter")
    learner.page.keyboard.press("Escape")
    learner.page.get_by_label("Minutes a day").fill("2")
    learner.button("Show what it would be").click()
    learner.see("It does not fit")
    learner.settle()
    yield "plan-does-not-fit"
    learner.page.locator(".st-key-plan_take_minutes button").click()
    learner.see("It fits")
    learner.settle()
    yield "plan-draft"
    learner.button("Make this plan").click()
    learner.see("Your plan is made")
    yield "plan"
    yield from of_a_plan(learner)
    learner.open("/")
    learner.see("Today's plan")
    yield "today-plan"
    learner.page.locator("[class*=st-key-plan_start] button").first.click()
    learner.see_question()
    learner.see("Back to Today")
    yield "practice-task"
    yield from of_a_mock_test(learner)


def of_a_plan(learner: Learner) -> Iterator[str]:
    """Bring up a plan by week and month, its outlook, and what can be changed."""
    learner.click_text("Calendar")
    learner.see("Change a task")
    learner.settle()
    yield "plan-week"
    learner.click_text("Month")
    learner.see("Minutes a day, with a tick")
    learner.button("Make an address").click()
    learner.see("shown only this once")
    learner.settle()
    yield "plan-month"
    learner.click_text("On the day")
    learner.see("The chance that all of it is done")
    expect(learner.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    learner.settle()
    yield "plan-outlook"
    learner.click_text("Change")
    learner.see("End it")
    yield "plan-change"


def of_a_mock_test(learner: Learner) -> Iterator[str]:
    """Bring up a mock test: its beginning, a question, what it said."""
    has_mock_test(learner)
    learner.open("/")
    learner.page.locator("[class*=mock_test] button").click()
    learner.see("There are no hints")
    yield "mock-test"
    learner.button("Begin").click()
    learner.see("Question 1 of 6")
    learner.settle()
    yield "mock-test-question"
    for number in range(1, 7):
        learner.see(f"Question {number} of 6")
        learner.button("I don't know").click()
    learner.see("0 of 6 right")
    learner.settle()
    yield "mock-test-result"


def has_mock_test(learner: Learner) -> None:
    """Give the learner an exam of the day after tomorrow."""

    def make(db: Session) -> None:
        skill = db.scalars(select(MasterySkill).where(MasterySkill.name == CONTESTED)).one()
        wish = PlanWish(
            title="Algebra final",
            goal="exam_prep",
            targets=(skill.id,),
            target_date=learner_day(now(), ZoneInfo("UTC")) + dt.timedelta(days=2),
            minutes_a_day=20,
        )
        make_plan(db, learner.actor, wish, now=now())

    learner.server.database.run(make)


def of_an_exam(learner: Learner) -> Iterator[str]:
    """Bring up what is done before an exam: its cards, a cram, a card with a graph."""
    has_exam(learner)
    learner.open("/flashcards")
    learner.see("is in 12 days")
    learner.page.get_by_text("What to expect on the day").click()
    learner.see("would be known on the day")
    learner.settle()
    yield "cards-exam"
    learner.open("/flashcards?cards_view=Cram")
    learner.see("Not yet asked")
    yield "cards-cram"
    learner.button("Show the answer").click()
    learner.page.locator(".st-key-card_rate_4 button").click()
    learner.see("Known 1")
    learner.open("/flashcards?cards_view=New+card")
    learner.textbox("Front: what the card asks").fill("Where is this zero?")
    learner.page.get_by_text("With the graph of a function").click()
    learner.textbox("y =").fill("x^2 - 3")
    learner.page.keyboard.press("Tab")
    expect(learner.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    learner.settle()
    yield "cards-graph"


def has_exam(learner: Learner) -> None:
    """Give the learner an exam in twelve days, with a card for it."""
    with learner.server.database.transaction() as db:
        skill = db.scalars(select(MasterySkill).where(MasterySkill.name == CONTESTED)).one()
        db.add(
            StudyPlan(
                student_id=learner.actor.id,
                title="Algebra final",
                goal_type="exam_prep",
                target_skills=[skill.id],
                target_date=learner_day(now(), ZoneInfo("UTC")) + dt.timedelta(days=12),
                daily_minutes=20,
                schedule=[],
            )
        )
        sides = Sides(front="What does a solution of an equation do?", back="It makes it true.")
        make_cards(db, learner.actor, sides, topic="algebra", skill=CONTESTED, now=now())


def of_questions(learner: Learner) -> Iterator[str]:
    """Bring up questions of several kinds: with its reason, open, reported, not readable, wrong."""
    learner.open_practice()
    learner.page.get_by_text("Why this question?").click()
    learner.see("like this to go well")
    yield "practice-why"
    learner.page.get_by_text("Show the numbers").click()
    learner.see("Chance that you get it right")
    yield "practice-why-numbers"
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


def of_a_researcher(learner: Learner) -> Iterator[str]:
    """Bring up each section of the Lab, with an experiment that has its results."""
    class_name = f"Class of {learner.name}"
    cohort_id = learner.server.database.run(lambda db: _add_class(db, class_name))
    learner.server.database.run(lambda db: _add_experiment(db, learner.actor, cohort_id))
    learner.server.database.run(lambda db: _add_reviews(db, cohort_id))
    learner.open("/lab")
    learner.see_title("Lab")
    learner.see("Nothing is changed yet.")
    yield "lab-parameters"
    learner.page.get_by_role("spinbutton", name="Epsilon: share of random choices").fill("1.5")
    learner.page.keyboard.press("Tab")
    learner.see("must be from 0 to 1, not 1.5")
    yield "lab-refused"
    learner.open("/lab?section=History")
    learner.see(class_name)
    yield "lab-history"
    learner.button("Go back to this").first.click()
    learner.see("It becomes a new line of the history")
    yield "lab-why"
    learner.open("/lab?section=Experiments")
    learner.see(f"More chance for class {cohort_id}")
    expect(learner.page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    expect(learner.page.get_by_role("cell", name="Answers", exact=True).last).to_be_visible()
    learner.settle()
    yield "lab-experiments"
    yield from of_the_log(learner)


def of_the_log(researcher: Learner) -> Iterator[str]:
    """Bring up the sections of the Lab that read the log, and a change that is tried out."""
    researcher.open("/lab?section=What if")
    researcher.button("Ask the log").click()
    researcher.see("choices of")
    yield "lab-what-if"
    researcher.open("/lab?section=The tutor's own marks")
    researcher.see("Are cards recalled as forecast?")
    expect(researcher.page.get_by_role("cell", name="AUC (higher is better)").first).to_be_visible()
    expect(researcher.page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    researcher.settle()
    yield "lab-marks"
    researcher.open("/lab?section=Take away")
    researcher.button("Prepare the file").click()
    expect(researcher.button("Download")).to_be_visible(timeout=PATIENCE)
    yield "lab-take-away"
    researcher.open("/lab")
    researcher.see("Nothing is changed yet.")
    epsilon = researcher.page.get_by_role("spinbutton", name="Epsilon: share of random choices")
    epsilon.fill("0.5")
    researcher.page.keyboard.press("Tab")
    researcher.button("Try it on simulated learners").click()
    expect(researcher.page.get_by_text("After 60 questions")).to_be_visible(timeout=3 * PATIENCE)
    expect(researcher.page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    researcher.settle()
    yield "lab-tried-out"


def _add_class(db: Session, name: str) -> int:
    """Add a class with twenty learners."""
    made = Cohort(name=name, join_code=name[-12:])
    db.add(made)
    db.flush()
    for number in range(20):
        student = add_student(db, f"{name} {number}")
        db.add(CohortMember(cohort_id=made.id, student_id=student.id))
    db.flush()
    return made.id


def _add_experiment(db: Session, researcher: Actor, cohort_id: int) -> None:
    """Change parameters of a class twice, and let its learners take part in an experiment."""
    began = now()
    for epsilon in (0.3, 0.2):
        save(
            db, researcher, BanditPolicy(epsilon=epsilon), reason=f"to see {epsilon}",
            now=began, cohort_id=cohort_id,
        )  # fmt: skip
    plan = ExperimentPlan(
        name=f"More chance for class {cohort_id}",
        question="Does it cost anything?",
        arms=[
            ArmPlan(label="as now", policy=BanditPolicy()),
            ArmPlan(label="half of it by chance", policy=BanditPolicy(epsilon=0.5)),
        ],
        cohort_id=cohort_id,
        ends_at=began + dt.timedelta(days=14),
    )
    begin(db, researcher, plan, now=began)
    members = db.query(CohortMember.student_id).filter_by(cohort_id=cohort_id)
    for number, (student_id,) in enumerate(members.all()):
        actor, rng = Actor(student_id, "student"), random.Random(number)
        for turn in range(5):
            asked = practice.next_attempt(db, actor, Goal(), now=began, rng=rng)
            verdict = "correct" if turn < 2 + number % 4 else "incorrect"
            grade = Grade(verdict=verdict, note="", message="")
            practice.submit_answer(db, actor, asked.attempt_id, "7", grade, now=began)


def _add_reviews(db: Session, cohort_id: int) -> None:
    """Let the learners of a class ask themselves two cards each, and the day after once more."""
    first = now() - dt.timedelta(days=2)
    members = db.query(CohortMember.student_id).filter_by(cohort_id=cohort_id)
    for turn, (student_id,) in enumerate(2 * members.all()):
        actor = Actor(student_id, "student")
        sides = Sides(front=f"{turn}?", back="!")
        (card_id,) = make_cards(db, actor, sides, topic="algebra", now=first)
        for days, quality in enumerate((4, 4 if turn % 5 else 1)):
            moment = first + dt.timedelta(days=days)
            answer_card(db, actor, card_id, quality, revision=days, seconds=5, now=moment)
