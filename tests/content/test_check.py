import dataclasses
import json
import textwrap

import pytest

from tutor_core.content.check import check_curriculum, same_questions
from tutor_core.content.checking import process
from tutor_core.content.checking.texts import text_problems
from tutor_core.content.checking.tools import answer_text, order_that_prints, output_of
from tutor_core.content.files.reading import read_curriculum
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.models import TOPICS

SUBJECTS = textwrap.dedent("""\
    subjects:
      - {id: 100, name: algebra, display_name: Algebra, description: Letters for numbers.,
         category: mathematics, icon: calculate,
         units: [{id: 150, name: sums, display_name: Sums, description: Adding.}]}
    """)
SKILL = textwrap.dedent("""\
    id: 101
    name: adding
    unit: sums
    display_name: Adding
    description: Put numbers together.
    category: mathematics
    difficulty_level: 1
    estimated_time_hours: 2
    icon: add
    prerequisites: []
    items:
    """)
GOOD = {
    "type": "number",
    "question": "What is {{a}} + {{b}}?",
    "answer": "{{a + b}}",
    "hints": ["Count on from {{a}}.", "Use your fingers."],
    "explanation": "${{a}} + {{b}} = {{a + b}}$",
    "misconceptions": [{"answer": "{{a*b}}", "note": "product", "message": "Add, not multiply."}],
    "template": {
        "parameters": {"a": {"from": 3, "to": 9}, "b": {"from": 3, "to": 9}},
    },
    "check": "return sum([a, b])",
}
ORDER = {
    "type": "order",
    "question": "Put the lines of the program in order, so that it prints 3.",
    "answer": ["n = 1", "n = n + 2", "print(n)"],
    "misconceptions": [
        {"answer": ["n = 1", "print(n)", "n = n + 2"], "note": "early", "message": "Too early."}
    ],
    "hints": ["What must come first?", "What must come last?"],
    "explanation": "A name needs a value before it can be used.",
    "template": None,
    "check": "return order_that_prints(lines, '3')",
}
# One item for each mistake an author can make, and what the check must say of it.
BROKEN = {
    "good": ({}, None),
    "good_order": (ORDER, None),
    "good_text": (
        {
            "type": "text",
            "question": "What does this print?\n\n```python\nprint({{a}}, {{b}})\n```",
            "answer": ["{{a}} {{b}}"],
            "misconceptions": [{"answer": ["{{a + b}}"], "note": "sum", "message": "No sum."}],
            "check": "return output_of(code)",
        },
        None,
    ),
    "wrong_answer": ({"question": "Sum of {{a}} and {{b}}?", "answer": "{{a + b + 1}}"},
                     "which is graded incorrect against the stored answer"),
    "wrong_for_some_seeds": (
        {"question": "Add {{a}} to {{b}}.", "answer": "{{max(a, b) + 4}}"},
        "which is graded incorrect",
    ),
    "check_raises": ({"question": "{{a}} and {{b}}?", "check": "return 1/0"},
                     "the check fails: ZeroDivisionError"),
    "mistake_is_right": (
        {
            "question": "Double {{a}}, please; {{b}} does not matter.",
            "answer": "{{2*a}}",
            "check": "return a + a",
            "misconceptions": [{"answer": "{{a + a}}", "note": "n", "message": "No."}],
        },
        "is graded correct",
    ),
    "mistakes_alike": (
        {
            "question": "Add up {{a}} with {{b}}.",
            "misconceptions": [
                {"answer": "{{a*b}}", "note": "first", "message": "No."},
                {"answer": "{{b*a}}", "note": "second", "message": "No."},
            ],
        },
        "gets the note 'misconception.first', not 'second'",
    ),
    "hint_tells": (
        {"question": "Put {{a}} and {{b}} together.", "hints": ["It is {{a + b}}.", "Yes."]},
        "a hint contains the answer",
    ),
    "hint_tells_in_latex": (
        {
            "type": "expression",
            "question": "Expand the product of $x + {{a}}$ and $x$. Do not mind {{b}}.",
            "answer": "x^2 + {{a}}x",
            "hints": ["Multiply each term.", "You should find $x^{2} + {{a}} x$."],
            "misconceptions": [{"answer": "x^2 + {{a}}", "note": "n", "message": "No."}],
            "check": "return sp.expand(x*(x + a))",
        },
        "a hint contains the answer",
    ),
    "hint_tells_a_fraction": (
        {
            "question": "Divide {{a}} by 17, please. Do not mind {{b}}.",
            "answer": "{{a/17}}",
            "hints": ["Divide.", "It is $\\frac{ {{a}} }{17}$."],
            "misconceptions": [{"answer": "{{17/a}}", "note": "n", "message": "No."}],
            "check": "return Fraction(a, 17)",
        },
        "a hint contains the answer",
    ),
    "open_dollar": ({"question": "Total of {{a}} and {{b}}: $x"}, "a dollar sign is not closed"),
    "open_brace": ({"question": "Add: $\\frac{ {{a}}{ {{b}} }$"}, "is not LaTeX"),
    "one_x": ({"question": "$1x + {{a}} + {{b}}$ at $x = 0$?"}, "a factor 1"),
    "two_signs": ({"question": "Sum ${{a}} + -{{b}}$, without the sign?"}, "two signs"),
    "same_words": ({"question": "What is {{b}} + {{a}}?"}, "it reads like good"),
    "few_variants": (
        {
            "question": "Sum: {{a}}, {{b}}",
            "template": {"parameters": {"a": [3, 4], "b": [7]}},
        },
        "give only 2 different questions",
    ),
    "not_in_its_form": (
        {
            "type": "expression",
            "form": "factored",
            "question": "Factor $x^2 - 1$. Do not mind {{a}} and {{b}}.",
            "answer": "x^2 - 1",
            "misconceptions": [{"answer": "x^2 + 1", "note": "sign", "message": "No."}],
            "check": "return x**2 - 1",
        },
        "the stored answer 'x^2 - 1' is itself graded almost",
    ),
    "leans_on_the_stored_order": (
        {
            **ORDER,
            "question": "Order the lines of the program, so that 3 is printed.",
            "answer": ["n = 5", "m = n - 2", "print(m)"],
            "misconceptions": [
                {"answer": ["m = n - 2", "n = 5", "print(m)"], "note": "n", "message": "No."}
            ],
            "check": "return lines",
        },
        "which is graded incorrect",
    ),
    "unfilled": (
        {
            **ORDER,
            "question": "Order the {{n}} lines, so that the program prints 3.",
        },
        "`{{n}}` is left unfilled",
    ),
    "two_orders": (
        {
            **ORDER,
            "question": "Order these lines, so that the program says 3.",
            "answer": ["a = 1", "b = 2", "print(a + b)"],
            "misconceptions": [
                {"answer": ["print(a + b)", "a = 1", "b = 2"], "note": "n", "message": "No."}
            ],
        },
        "2 orders of the lines print what is wanted",
    ),
}  # fmt: skip


def curriculum_of(items):
    lines = []
    for slug, (change, _) in items.items():
        values = {"slug": slug, "difficulty": 1, "minutes": 1, "points": 10, **GOOD, **change}
        lines.append("  - " + json.dumps({k: v for k, v in values.items() if v is not None}))
    skill = SKILL + "\n".join(lines) + "\n"
    return read_curriculum({"subjects.yaml": SUBJECTS, "algebra/adding.yaml": skill})


@pytest.fixture(scope="module")
def findings():
    return check_curriculum(curriculum_of(BROKEN), seeds=6)


@pytest.mark.parametrize("slug", [slug for slug, (_, said) in BROKEN.items() if said])
def test_a_mistake_of_the_author_is_found(findings, slug):
    sentences = [finding.sentence for finding in findings if finding.slug == slug]

    assert sentences
    for sentence in sentences:  # the one mistake that was made, and nothing else
        assert BROKEN[slug][1] in sentence


def test_a_right_item_has_no_findings(findings):
    assert not [str(finding) for finding in findings if finding.slug.startswith("good")]


def test_a_finding_says_where_it_is(findings):
    finding = next(f for f in findings if f.slug == "wrong_answer")

    assert str(finding).startswith("algebra/adding.yaml, line ")
    assert f"item wrong_answer (seed {finding.seed}): the check finds" in str(finding)


STEP = {
    "question": "What is {{a}} + 1?",
    "type": "number",
    "answer": "{{a + 1}}",
    "explanation": "One more.",
    "misconceptions": [{"answer": "{{a}}", "note": "same", "message": "One more is asked."}],
    "check": "return sum([a, 1])",
}


def exercise_of(**changed_step):
    values = {**GOOD, "slug": "stairs", "difficulty": 3, "minutes": 9, "points": 30}
    del values["hints"]
    values["steps"] = [STEP, {**STEP, **changed_step}, STEP]
    text = SKILL + "  - " + json.dumps({**GOOD, "slug": "x", "difficulty": 1, "minutes": 1,
        "points": 1}) + "\nexercises:\n  - " + json.dumps(values) + "\n"  # fmt: skip
    return read_curriculum({"subjects.yaml": SUBJECTS, "algebra/adding.yaml": text})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, None),
        ({"answer": "{{a + 2}}"}, "step 2: the check finds"),
        ({"explanation": "$\\frac{1}$"}, "step 2: explanation: "),
        (
            {"misconceptions": [{"answer": "{{1 + a}}", "note": "n", "message": "No."}]},
            "step 2: the mistake",
        ),
    ],
)
def test_every_step_of_an_exercise_is_checked_as_an_item_is(change, said):
    sentences = [f.sentence for f in check_curriculum(exercise_of(**change), seeds=6)]

    assert sentences if said else not [s for s in sentences if not s.startswith("it reads like")]
    assert all(said in s for s in sentences if said and not s.startswith("it reads like"))


def test_the_texts_of_a_lesson_are_checked():
    text = SKILL.replace("items:", "lesson: {minutes: 3, idea: Add up., example: $1, mistake: No.}"
                         "\nitems:")  # fmt: skip
    source = {**GOOD, "slug": "x", "difficulty": 1, "minutes": 1, "points": 1}
    curriculum = read_curriculum(
        {"subjects.yaml": SUBJECTS, "algebra/adding.yaml": f"{text}  - {json.dumps(source)}\n"}
    )

    (finding,) = check_curriculum(curriculum, seeds=6)
    assert finding.slug == "lesson_adding"
    assert finding.sentence.startswith("example: a dollar sign is not closed")


def test_checks_that_stop_the_process_are_reported():
    stop = {"stops": ({"check": "import os\nos._exit(3)"}, None), "after": ({}, None)}

    findings = check_curriculum(curriculum_of(stop), seeds=1)

    assert {finding.slug for finding in findings if "stopped before" in finding.sentence} == {
        "stops", "after",
    }  # fmt: skip


def test_checks_that_never_end_are_stopped(monkeypatch):
    monkeypatch.setattr(process, "SECONDS_TO_START", 4)
    monkeypatch.setattr(process, "SECONDS_A_CASE", 0)
    endless = {"good": ({}, None), "endless": ({"check": "while True: pass"}, None)}

    findings = check_curriculum(curriculum_of(endless), seeds=1)

    assert [f.slug for f in findings if "took too long" in f.sentence] == ["endless"]


def test_progress_is_told():
    told = []
    check_curriculum(
        curriculum_of({"good": ({}, None)}), seeds=3, progress=lambda *at: told.append(at)
    )

    assert told[-1] == (3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "A price of \\$5 and $x$ and\n$$\n\\frac{1}{2}\n$$\n.",
        "```python\nprint('$', {{1}}, \\n)\n```",
        "Use `a$b` and $\\left(\\frac{1}{2}\\right)^{10x}$, $x_1 + 2.1y$, $10x$.",
    ],
)
def test_sound_text_passes(text):
    assert list(text_problems(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It costs $5.", "dollar"),
        ("Half is \\frac{1}{2}.", "outside of dollar signs"),
        ("$\\left( x$", "without"),
        ("$}x{$", "not LaTeX"),
        ("$\\frac{1}$", "not LaTeX"),
        ("$\\begin{cases} 1$", "not LaTeX"),
        ("$\\fraction{1}{2}$", "not known to draw"),
        ("$x^ + {y_}$", "nothing in it"),
        ("$x^2^3$", "in a row"),
        ("$x + 0y$", "factor 0"),
        ("$3 - - 2$", "two signs"),
        ("So $$x = 1$$.", "alone on its line"),
        ("Add $ 3$ to it.", "a space inside"),
    ],
)
def test_broken_text_is_described(text, said):
    assert any(said in problem for problem in text_problems(text))


def test_the_output_of_a_program_is_what_it_prints():
    assert output_of("for i in range(2):\n    print(i, 'x')\n") == "0 x\n1 x"


def test_lines_have_one_order_or_the_question_is_unfair():
    assert order_that_prints(["print(a)", "a = 1"], "1") == ["a = 1", "print(a)"]
    with pytest.raises(ValueError, match="2 orders"):
        order_that_prints(["a = 1", "b = 2"], "")
    with pytest.raises(ValueError, match="0 orders"):
        order_that_prints(["print(1)"], "2")


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (2.0, "number", "2"),
        (0.25, "number", "0.25"),
        ((3, "m/s"), "quantity", "3 m/s"),
        ([1, 2], "list", "(1, 2)"),
        (["A", "C"], "choices", "A, C"),
        (["a", "  b"], "order", "a\n  b"),
        ("7 2", "text", "7 2"),
    ],
)
def test_what_a_check_finds_is_written_as_a_response(value, kind, expected):
    assert answer_text(value, kind) == expected


def test_sets_of_sympy_are_written_as_intervals():
    import sympy as sp  # noqa: PLC0415

    union = sp.Union(sp.Interval(3, sp.oo), sp.Interval.open(-1, sp.Rational(1, 2)))

    assert answer_text(union, "interval") == "(-1, 1/2) U [3, oo)"
    assert answer_text(sp.FiniteSet(2), "set") == "{2}"


# --- What ships


@pytest.mark.parametrize("subject", TOPICS)  # two test processes share the work
def test_the_shipped_curriculum_is_right(subject):
    shipped = shipped_curriculum()
    items = tuple(item for item in shipped.items if item.subject == subject)
    lessons = tuple(lesson for lesson in shipped.lessons if lesson.subject == subject)
    part = dataclasses.replace(shipped, items=items, lessons=lessons)

    assert [str(finding) for finding in check_curriculum(part, seeds=10)] == []


def test_no_two_shipped_items_read_the_same():
    shipped = shipped_curriculum()
    assert [str(finding) for finding in same_questions(shipped.items)] == []


def test_a_wrong_answer_in_a_shipped_file_would_be_found():
    shipped = shipped_curriculum()
    item = next(i for i in shipped.items if i.slug == "integral_definite_value")
    spec = {**item.text.answer_spec, "answer": "{{v + 1/1000000}}"}
    wrong = dataclasses.replace(item, text=dataclasses.replace(item.text, answer_spec=spec))

    findings = check_curriculum(dataclasses.replace(shipped, items=(wrong,)), seeds=2)

    assert {finding.seed for finding in findings} == {0, 1}
