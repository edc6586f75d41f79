"""Forms, as somebody types them, and bodies, as everything else takes them."""

from dataclasses import replace

import pytest

from tutor_core.content.files.items import item_of
from tutor_core.content.rows import item_row
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio.bodies import body_of_item, write_form
from tutor_core.content.studio.form import ChoiceForm, Form, MistakeForm, TaskForm
from tutor_core.content.studio.reading import read_form

WHOLE = Form(
    skill="adding",
    task=TaskForm(type="number", question=" What is 1 + 1? ", answer=" 2 ", explanation="Count."),
    hints=("Use your fingers.", ""),
)


def with_task(**changes):
    return replace(WHOLE, task=replace(WHOLE.task, **changes))


def test_a_form_is_read_without_the_spaces_around_its_texts():
    found = read_form(WHOLE)

    assert found.problems == ()
    assert found.body == {
        "type": "number",
        "question": "What is 1 + 1?",
        "answer": "2",
        "explanation": "Count.",
        "skills": ["adding"],
        "hints": ["Use your fingers."],
        "difficulty": 2,
        "minutes": 2,
        "points": 15,
    }


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (replace(WHOLE, skill=""), "Choose the skill that this exercises."),
        (with_task(question=" "), "Write the question."),
        (with_task(answer=""), "Write the answer."),
        (with_task(type="choice", choices=(ChoiceForm(text="1"),)), "Write two choices at least."),
        (
            with_task(type="choice", choices=(ChoiceForm(text="1"), ChoiceForm(text="2"))),
            "Mark the one choice that is right.",
        ),
        (
            with_task(type="choices", choices=tuple(ChoiceForm(text=str(n)) for n in range(40))),
            "Keep 8 choices; these are 40.",
        ),
        (
            with_task(mistakes=(MistakeForm(answer="3"),)),
            "Wrong answer 1 needs both the answer and what is said to it.",
        ),
        (with_task(tolerance="a bit"), "The tolerance must be a number, such as 0.5."),
        (replace(WHOLE, parameters="a"), "Numbers: `a` needs a name"),
        (replace(WHOLE, figure="- 1\n- 2"), "The figure, line 1: the file must be a mapping"),
        (
            replace(WHOLE, kind="exercise", steps=(TaskForm(), TaskForm(), TaskForm())),
            "Step 2: Write the question.",
        ),
    ],
)
def test_what_is_missing_is_said_in_words(form, sentence):
    assert any(one.startswith(sentence) for one in read_form(form).problems)


def test_wrong_choices_answer_whoever_takes_them():
    form = with_task(
        type="choice",
        choices=(
            ChoiceForm(text="3", message="Count again."),
            ChoiceForm(text="2", is_right=True, message="never said"),
            ChoiceForm(text=""),
        ),
    )

    body = read_form(form).body

    assert body["choices"] == {"A": "3", "B": "2"}
    assert body["answer"] == "B"
    assert body["misconceptions"] == [
        {"answer": "A", "note": "count_again", "message": "Count again."}
    ]


def test_two_mistakes_with_the_same_sentence_get_notes_of_their_own():
    form = with_task(
        mistakes=(
            MistakeForm(answer="3", message="Count again."),
            MistakeForm(answer="4", message="Count again!"),
            MistakeForm(answer="5", message="Count again", note="kept"),
        )
    )

    notes = [one["note"] for one in read_form(form).body["misconceptions"]]

    assert notes == ["count_again", "count_again_2", "kept"]


def test_wordings_of_several_lines_stand_between_dashes():
    form = with_task(type="text", answer="1\n2\n---\n1, 2")

    assert read_form(form).body["answer"] == ["1\n2", "1, 2"]
    assert read_form(with_task(type="text", answer="one\ntwo")).body["answer"] == ["one", "two"]


def test_lines_to_be_ordered_keep_their_indentation():
    form = with_task(type="order", answer="if x:\n    y = 1\n\n")

    assert read_form(form).body["answer"] == ["if x:", "    y = 1"]


def test_a_stored_form_comes_back_and_takes_what_it_does_not_know_lightly():
    form = with_task(choices=(ChoiceForm(text="1", is_right=True),))

    assert Form.from_stored(form.stored()) == form
    assert Form.from_stored({"skill": "adding", "invented": 1}).skill == "adding"


def test_changing_the_type_keeps_what_was_written_for_the_other():
    form = with_task(type="choice").tidied()

    assert len(form.task.choices) == 4
    assert form.task.answer == WHOLE.task.answer


@pytest.mark.parametrize("kind", ["question", "exercise"])
def test_every_item_of_the_bank_can_be_written_on_without_a_change(kind):
    for item in shipped_curriculum().items:
        if item.kind != kind:
            continue
        row = item_row(item)
        read = read_form(Form.from_stored(write_form(body_of_item(row)).stored()).tidied())
        again = item_of(
            read.body, kind=item.kind, subject=item.subject, skills=read.body["skills"], place=""
        )

        assert read.problems == ()
        assert item_row(again) == row, item.slug
