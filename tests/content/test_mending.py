"""An item as it was asked beside the item as it was mended."""

import pytest

from tutor_core.content.items import item_from
from tutor_core.content.mending import (
    as_mended,
    is_same_draw,
    is_same_question,
    translated,
    variant_or_none,
)

NUMBER = {"type": "number", "answer": "2"}
ABC = {"type": "choices", "answer": ["A", "C"], "choices": {"A": "one", "B": "two", "C": "three"}}
CBA = {"type": "choices", "answer": ["B", "C"], "choices": {"A": "three", "B": "two", "C": "one"}}
DRAWN = {"parameters": {"a": {"from": 2, "to": 900}}}
FIGURE = {"type": "plot"}


def item(**values):
    given = {
        "topic": "algebra", "difficulty": 3, "question_text": "What?", "correct_answer": "2",
        "explanation": "So.", "tags": [], "estimated_time_minutes": 2, "points": 10,
        "answer_spec": NUMBER, "hints": ["Hm."], "figure": None, "template": None, "steps": None,
    }  # fmt: skip
    return item_from(1, 1, given | values, skill_name="")


def step(question="First?", answer="1", explanation="One."):
    spec = {"type": "number", "answer": answer}
    return {
        "question": question, "answer_spec": spec, "correct_answer": answer,
        "explanation": explanation,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("response", "asked", "mended", "expected"),
    [
        ("x = 2", NUMBER, {"type": "set", "answer": ["2"]}, "x = 2"),
        ("A, C", ABC, CBA, "C, A"),
        ("AC", ABC, CBA, "C, A"),
        ("two", ABC, CBA, "B"),
        ("B", ABC, ABC, "B"),
        ("B", ABC, NUMBER, None),
        ("2", NUMBER, ABC, None),
        ("A", ABC, CBA | {"choices": {"A": "two", "B": "three"}}, None),
        ("none of them", ABC, CBA, None),
    ],
)
def test_a_response_is_read_as_the_mended_key_reads_it(response, asked, mended, expected):
    assert translated(response, asked, mended) == expected


def test_two_choices_of_the_same_text_keep_their_letters():
    twice = ABC | {"choices": {"A": "one", "B": "two", "C": "one"}}
    assert translated("C", twice, twice) == "C"


def test_the_question_stays_as_it_was_asked_and_the_key_is_the_mended_one():
    asked = item(steps=[step(), step("Second?", "2")]).text
    mended = item(
        question_text="Which?", answer_spec={"type": "number", "answer": "5"}, correct_answer="5",
        explanation="Thus.", hints=[],
        steps=[step(answer="3", explanation="Three."), step("Last?")],
    ).text  # fmt: skip

    found = as_mended(asked, mended)

    assert (found.question, found.hints) == ("What?", ("Hm.",))
    assert (found.answer_spec["answer"], found.correct_answer, found.explanation) == (
        "5",
        "5",
        "Thus.",
    )
    first, second = found.steps
    assert (first.correct_answer, first.explanation) == ("3", "Three.")
    assert second == asked.steps[1], "it was another question"


def test_an_exercise_with_other_steps_keeps_those_that_were_taken():
    asked, mended = item(steps=[step(), step()]).text, item(steps=[step(answer="9")]).text
    assert as_mended(asked, mended).steps == asked.steps


def test_choices_stay_in_the_order_in_which_they_were_read():
    asked, mended = item(answer_spec=ABC).text, item(answer_spec=CBA, correct_answer="B, C").text
    found = as_mended(asked, mended)
    assert found.answer_spec["choices"] == ABC["choices"]
    assert found.answer_spec["answer"] == ["A", "B"]
    assert found.correct_answer == "A, B"


def test_where_the_right_choice_was_not_offered_the_question_stays_whole():
    asked = item(answer_spec=ABC).text
    new = CBA | {"answer": ["D"], "choices": {"D": "four"}}
    assert as_mended(asked, item(answer_spec=new).text) is asked
    assert as_mended(item().text, item(answer_spec=ABC).text) == item().text


def test_it_is_the_same_question_by_its_text_and_its_figure():
    assert is_same_question(item().text, item(answer_spec=ABC, hints=[]).text)
    assert not is_same_question(item().text, item(question_text="What now?").text)
    assert not is_same_question(item().text, item(figure=FIGURE).text)


def test_a_seed_and_a_template_go_together():
    drawn = item(template=DRAWN, question_text="{{a}}")
    assert variant_or_none(drawn, 7).question.isdigit()
    assert variant_or_none(item(), None) == item().text
    assert variant_or_none(drawn, None) is None
    assert variant_or_none(item(), 7) is None
    assert variant_or_none(item(template=DRAWN, question_text="{{b}}"), 7) is None


def test_it_is_the_same_task_where_the_same_numbers_are_drawn():
    drawn, other = item(template=DRAWN), item(template={"parameters": {"a": {"from": 3, "to": 9}}})
    assert is_same_draw(item(), item(), None)
    assert is_same_draw(drawn, item(template=DRAWN, question_text="What now?"), 7)
    assert not is_same_draw(drawn, other, 7)
    assert not is_same_draw(drawn, item(), 7)
    assert not is_same_draw(drawn, item(template={"parameters": {"a": {"from": 9, "to": 1}}}), 7)
