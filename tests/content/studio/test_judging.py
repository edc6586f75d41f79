"""Whether an item may be published, and what is said where it may not."""

import random

import pytest

from tutor_core.content.check import masked_question
from tutor_core.content.rows import item_row
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio.bodies import body_of_item
from tutor_core.content.studio.judging import judge

TOPICS = {"adding": "algebra", "doubling": "algebra"}
GOOD = {
    "type": "number",
    "question": "What is $3 + 4$?",
    "answer": "7",
    "skills": ["adding"],
    "difficulty": 1,
    "minutes": 1,
    "points": 10,
    "hints": ["Count on from 3.", "Use your fingers."],
    "explanation": "$3 + 4 = 7$.",
    "misconceptions": [{"answer": "12", "note": "times", "message": "You multiplied."}],
}
DRAWN = GOOD | {
    "question": "What is ${{a}} + {{b}}$?",
    "answer": "{{a + b}}",
    "explanation": "${{a}} + {{b}} = {{a + b}}$.",
    "hints": ["Count on from {{a}}.", "Use your fingers."],
    "misconceptions": [{"answer": "{{a*b}}", "note": "times", "message": "You multiplied."}],
    "template": {
        "parameters": {"a": {"from": 3, "to": 9}, "b": {"from": 3, "to": 9}},
        "where": ["a*b != a + b"],
    },
}


def judged(body, others=None):
    return judge(body, topics=TOPICS, others=others or {})


def without(*keys):
    return {key: value for key, value in GOOD.items() if key not in keys}


@pytest.mark.parametrize("body", [GOOD, DRAWN])
def test_a_good_item_has_nothing_in_its_way(body):
    verdict = judged(body)

    assert verdict.problems == ()
    assert verdict.advice == ()
    assert verdict.item.subject == "algebra"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (without("question"), "Question: this is missing."),
        (GOOD | {"skills": ["flying"]}, "There is no skill `flying`; choose one of the list."),
        (GOOD | {"answer": "seven"}, "The answer cannot be graded: Answer 'seven': I don't know"),
        (GOOD | {"question": "What is $3 + $?"}, "Question: `$3 + $` has a space inside"),
        (GOOD | {"question": r"What is $\frac{3$?"}, r"Question: `\frac{3` is not LaTeX"),
        (GOOD | {"hints": ["It is 7.", "Really."]}, "A hint contains the answer."),
        (
            GOOD | {"misconceptions": [{"answer": "7.0", "note": "a", "message": "No."}]},
            "The mistake '7.0' is graded correct.",
        ),
        (GOOD | {"question": "What is {{a}} + 1?"}, "Question: `{{a}}` is left unfilled"),
        (
            DRAWN | {"template": {"parameters": {"a": [1, 2]}}},
            "Numbers: The placeholder `b` cannot be filled",
        ),
        (
            DRAWN | {"template": {**DRAWN["template"], "where": ["a > 99"]}},
            "Numbers: No parameters were found in 2000 draws",
        ),
        (GOOD | {"answer": ["7", "8"]}, "Answer: the answer of the type number must be one text"),
        (GOOD | {"tolerance": {"about": 1}}, "Tolerance: this must be {relative: number}"),
        (GOOD | {"figure": {"alt": ""}}, "Figure: "),
    ],
)
def test_what_stands_in_its_way_is_said_in_words(body, sentence):
    problems = judged(body).problems

    assert any(one.startswith(sentence) for one in problems), problems


def test_a_template_that_gives_one_question_only_is_found():
    body = DRAWN | {"template": {"parameters": {"a": [3], "b": [4]}}}

    assert judged(body).problems == ("12 seeds give only 1 different questions.",)


def test_what_would_teach_better_is_advice():
    verdict = judged(without("hints", "explanation", "misconceptions"))

    assert verdict.problems == ()
    assert len(verdict.advice) == 3


def test_an_item_that_reads_like_another_is_told_so():
    others = {masked_question("What is $1 + 9$?"): "What is 1 + 9?"}

    assert judged(GOOD, others).advice == ("It reads like “What is 1 + 9?”, with other numbers.",)


def test_a_step_is_judged_as_a_question_is():
    step = {"type": "number", "question": "What is 1 + 1?", "answer": "2"}
    body = {key: value for key, value in GOOD.items() if key != "hints"}

    good = judged(body | {"steps": [step, step, step]})
    bad = judged(body | {"steps": [step, step, step | {"answer": "two"}]})

    assert good.problems == ()
    assert bad.problems[0].startswith("Step 3: the answer cannot be graded")


def test_the_bank_itself_passes():
    curriculum = shipped_curriculum()
    topics = {skill.name: skill.subject for skill in curriculum.skills}
    for item in random.Random(7).sample(list(curriculum.items), 30):
        verdict = judge(body_of_item(item_row(item)), topics=topics, others={})

        assert verdict.problems == (), item.slug


def test_what_many_numbers_show_is_said_once():
    (problem,) = judged(DRAWN | {"answer": "{{a*b}}"}).problems

    assert problem.startswith("The mistake '")
    assert problem.endswith("is graded correct (numbers 1 and 11 others).")
