"""A teacher writes, mends, brings a bank along and puts a wrong key right, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from tests.journeys.conftest import Meet
from tests.journeys.learner import PATIENCE, Learner
from tests.journeys.test_looks import look_at, misfits, obstacles
from tutor_core.models import Content, ContentDraft

pytestmark = pytest.mark.journey

GIFT = """// a small bank
::Sum:: What is 2 + 3 sheep? {#5}

::Even:: Which of these numbers of sheep is even? {
=4
~3 # Three is odd.
~5 # Five is odd.
}

::Broken:: This one never ends {=4 ~5
"""


@pytest.fixture
def teacher(meet: Meet) -> Learner:
    met = meet()
    met.is_teacher()
    return met


def long_field(person: Learner, name: str) -> Locator:
    return person.page.locator(".st-key-studio_form").get_by_role("textbox", name=name, exact=True)


def choose(person: Learner, box: str, words: str) -> None:
    person.page.get_by_role("combobox", name=box).click()
    person.page.keyboard.type(words)
    person.page.get_by_role("option", name=words).click()
    person.settle()


def open_item(person: Learner, content_id: int) -> None:
    person.open(f"/content_studio?item={content_id}")
    person.see_title("An item")


def items_of(person: Learner) -> list[Content]:
    owner = person.actor.id
    with person.server.database.reading() as db:
        query = select(Content).where(Content.created_by == owner).order_by(Content.id)
        return list(db.scalars(query))


def test_a_teacher_writes_previews_and_publishes_and_a_student_answers(
    teacher: Learner, learner: Learner
) -> None:
    teacher.open("/content_studio")
    teacher.see_title("Content Studio")
    teacher.button("New question").click()
    teacher.see_title("Write an item")

    choose(teacher, "Skill", "Algebra: Linear equations")
    question = long_field(teacher, "Question")
    question.press_sequentially("A farmer has $3$ sheep", delay=20)
    preview = teacher.page.get_by_test_id("stMarkdown").filter(has_text="A farmer has")
    expect(preview.first).to_be_visible(timeout=PATIENCE)
    question.press_sequentially(" and buys $4$ more. How many has she now?", delay=20)
    long_field(teacher, "Answer").fill("7")
    teacher.textbox("Your answer").fill("14/2")
    teacher.see("Right.")
    teacher.textbox("Your answer").fill("12")
    teacher.see("Not right.")
    teacher.button("Publish").click()
    teacher.see("Published: this is version 1")

    (item,) = items_of(teacher)
    assert item.question_text == "A farmer has $3$ sheep and buys $4$ more. How many has she now?"
    learner.next_item_is(item.id)
    learner.open_practice()
    expect(learner.card).to_contain_text("more. How many has she now?")
    learner.type_answer("7")
    learner.check()
    learner.see_receipt("Right.")


def test_what_is_typed_is_there_after_a_closed_browser(teacher: Learner) -> None:
    teacher.open("/content_studio")
    teacher.button("New question").click()
    teacher.see_title("Write an item")
    long_field(teacher, "Question").press_sequentially("Half a thought", delay=20)
    owner = teacher.actor.id

    def kept() -> bool:
        with teacher.server.database.reading() as db:
            bodies = db.scalars(select(ContentDraft.body).where(ContentDraft.editor_id == owner))
            return any(body["task"]["question"] == "Half a thought" for body in bodies)

    teacher.until(kept, "the draft to be stored without leaving the field")
    teacher.open("/content_studio")
    teacher.button("Half a thought").click()
    teacher.see_title("Write an item")
    expect(long_field(teacher, "Question")).to_have_value("Half a thought", timeout=PATIENCE)


def test_a_gift_file_with_a_broken_question_is_imported_and_undone(teacher: Learner) -> None:
    teacher.open("/content_studio?view=import")
    teacher.see_title("Bring questions along")
    teacher.page.locator("input[type=file]").set_input_files(
        {"name": "bank.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}
    )
    expect(teacher.page.get_by_text("bank.gift")).to_be_visible(timeout=PATIENCE)
    choose(teacher, "Skill, where the file names none", "Algebra: Linear equations")
    teacher.button("Look through it").click()

    teacher.see("What is in bank.gift")
    teacher.see("never closed")
    assert items_of(teacher) == []
    teacher.button("Take in 2 questions").click()
    teacher.see("Taken in: 2 are asked from now on")
    assert [item.question_text for item in items_of(teacher)] == [
        "What is 2 + 3 sheep?",
        "Which of these numbers of sheep is even?",
    ]

    teacher.button("Undo").click()
    teacher.see("Undone: 2 are gone.")
    assert items_of(teacher) == []


def test_a_file_that_cannot_be_read_is_a_sentence(teacher: Learner) -> None:
    teacher.open("/content_studio?view=import")
    teacher.see_title("Bring questions along")
    for name, data, sentence in (
        ("broken.xml", b"<quiz><question>", "XML"),
        ("empty.gift", b" ", "This file is empty."),
        ("many.csv", b"type,question,answer\n" + b"number,1,1\n" * 100_000, "2,000"),
    ):
        teacher.page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": data}
        )
        expect(teacher.page.get_by_text(name)).to_be_visible(timeout=PATIENCE)
        teacher.settle()
        alert = teacher.page.get_by_test_id("stAlert").get_by_text(sentence)

        # A click while the file still arrives is lost, as it would be for a person.
        def is_said(alert: Locator = alert) -> bool:
            teacher.button("Look through it").click()
            teacher.settle()
            return alert.is_visible()

        teacher.until(is_said, sentence)
        teacher.settle()


def test_a_key_is_mended_and_regraded(teacher: Learner, learner: Learner) -> None:
    teacher.open("/content_studio")
    teacher.button("New question").click()
    teacher.see_title("Write an item")
    choose(teacher, "Skill", "Algebra: Linear equations")
    long_field(teacher, "Question").fill("How many legs do two sheep have?")
    long_field(teacher, "Answer").fill("6")
    teacher.settle()
    teacher.button("Publish").click()
    teacher.see("Published: this is version 1")
    (item,) = items_of(teacher)

    learner.next_item_is(item.id)
    learner.open_practice()
    learner.type_answer("8")
    learner.check()
    learner.see_receipt("Not right.")
    learner.button("Something is wrong here").click()
    learner.button("The answer is marked wrongly").click()
    learner.see("Thank you: a teacher will look at it")

    open_item(teacher, item.id)
    teacher.see("Reports to answer: 1")
    teacher.button("Change it").click()
    teacher.see_title("Write an item")
    long_field(teacher, "Answer").fill("8")
    teacher.settle()
    teacher.button("Publish").click()
    teacher.see("Published: this is version 2")
    teacher.button("See who would change").click()
    dialog = teacher.page.get_by_role("dialog")
    expect(dialog).to_contain_text("A learner of another class · +15 points", timeout=PATIENCE)
    assert not look_at(teacher, iter(["studio-regrade"]), "wide", obstacles, misfits)
    dialog.get_by_role("button", name="Put it right for 1 learner").click()
    teacher.see("Put right: 1 answers of 1 learners.")
    teacher.textbox("What you say to the learner").fill("You were right.")
    teacher.button("I mended it").click()
    teacher.see("the learner reads it on Today")

    (attempt,) = learner.answers
    assert (attempt.is_correct, attempt.points_earned) == (True, 15)
    learner.open("/")
    learner.see("A question was mended, and your answer was graded again.")
    learner.see("You were right")
    learner.button("Thank you").click()
    notice = learner.page.get_by_text("your answer was graded again")
    expect(notice).to_have_count(0, timeout=PATIENCE)


def test_the_second_of_two_teachers_is_told_and_loses_nothing(meet: Meet) -> None:
    first, second = meet(), meet()
    for one in (first, second):
        one.is_teacher()
    content_id = first.item_called("python_text_times_number")
    for one in (first, second):
        open_item(one, content_id)
        one.button("Change it").click()
        one.see_title("Write an item")
        long_field(one, "Worked solution").fill(f"Mended by {one.name}.")
        one.settle()
    first.button("Publish").click()
    first.see("Published: this is version 2")

    second.button("Publish").click()
    second.see("published version 2 of this item while you were writing")
    expect(long_field(second, "Worked solution")).to_have_value(f"Mended by {second.name}.")
    second.button("Publish mine over it").click()
    second.see("Published: this is version 3")


def test_a_student_sees_no_studio(learner: Learner) -> None:
    learner.open("/content_studio")
    learner.see("This page is for teachers and admins.")

    assert learner.page.get_by_role("link", name="Content Studio").count() == 0
