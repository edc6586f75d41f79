"""Which keys an answer gets, and that the grader reads what they write as it is meant."""

import json

import pytest

from pages.components.keypad import CARET, CHOSEN, KEYS, MOVES, keys_for, letters_for
from tests.pages.test_learning import answer
from tutor_core.content.grading import grade, read
from tutor_core.models import Content

FORMULA = {"fraction", "power", "squared", "root", "pi", "brackets"}
MOVING = set(MOVES)
PAIR = {"type": "list", "answer": ["1", "2"], "variables": ["x", "y"]}
# What is asked, the key, how it is pressed, what stands before it, and what fills its gaps.
FORMS = [
    ({"type": "number", "answer": "3/4"}, "fraction", "alone", "", ["3", "4"]),
    ({"type": "number", "answer": "3/4"}, "fraction", "joined", "3", ["4"]),
    ({"type": "number", "answer": "3/4"}, "fraction", "around", "", ["3", "4"]),
    ({"type": "expression", "answer": "(x+1)/(2x)"}, "fraction", "alone", "", ["x+1", "2x"]),
    ({"type": "expression", "answer": "(x+1)/(2x)"}, "fraction", "joined", "(x+1)", ["2x"]),
    ({"type": "expression", "answer": "(x+1)/(2x)"}, "fraction", "around", "", ["x+1", "2x"]),
    ({"type": "quantity", "answer": "9.5 m/s"}, "fraction", "alone", "", ["19", "2"]),
    ({"type": "expression", "answer": "(x+1)^3"}, "power", "alone", "", ["x+1", "3"]),
    ({"type": "expression", "answer": "2x^(-3)"}, "power", "joined", "2x", ["-3"]),
    ({"type": "expression", "answer": "(x+1)^3"}, "power", "around", "", ["x+1", "3"]),
    ({"type": "expression", "answer": "(x+1)^2"}, "squared", "alone", "", ["x+1"]),
    ({"type": "expression", "answer": "3x^2"}, "squared", "joined", "3x", []),
    ({"type": "expression", "answer": "(x+1)^2"}, "squared", "around", "", ["x+1"]),
    ({"type": "quantity", "answer": "3 m^2"}, "squared", "joined", "3 m", []),
    ({"type": "expression", "answer": "2x*sqrt(x+1)"}, "root", "alone", "2x", ["x+1"]),
    ({"type": "number", "answer": "3*sqrt(2)"}, "root", "around", "3", ["2"]),
    ({"type": "number", "answer": "2*pi"}, "pi", "alone", "2", []),
    ({"type": "expression", "answer": "pi*x"}, "pi", "alone", "x", []),
    ({"type": "expression", "answer": "x*(x+1)"}, "brackets", "alone", "x", ["x+1"]),
    ({"type": "number", "answer": "6"}, "brackets", "around", "2", ["3"]),
]
# What is asked, and the keys in their order, with what is typed between them.
SIGNS = [
    ({"type": "interval", "answer": "(1, 2]"}, "open 1 next_value 2 close_square"),
    ({"type": "interval", "answer": "[1, 2)"}, "open_square 1 next_value 2 close"),
    (
        {"type": "interval", "answer": "(-oo, 2) U (3, oo)"},
        "open - infinity next_value 2 close union open 3 next_value infinity close",
    ),
    ({"type": "interval", "answer": "(-oo, 3)"}, "x less 3"),
    ({"type": "interval", "answer": "[-1, 3]"}, "-1 less_or_equal x less_or_equal 3"),
    ({"type": "interval", "answer": "(3, oo)"}, "x greater 3"),
    ({"type": "interval", "answer": "[3, oo)"}, "x greater_or_equal 3"),
    ({"type": "interval", "answer": "[0, pi]"}, "open_square 0 next_value pi close_square"),
    ({"type": "equation", "answer": "y = 2x"}, "y equals 2x"),
    ({"type": "set", "answer": ["2", "-2"]}, "plus_minus 2"),
    ({"type": "set", "answer": ["1", "-3"]}, "1 next_value -3"),
    (PAIR, "1 next_value 2"),
    (PAIR, "y equals 2 next_value x equals 1"),
]


def pressed(key, form, before, operands):
    """What stands in the field when a key was pressed and its gaps were filled in their order."""
    text = getattr(KEYS[key], form)
    gaps = list(operands)
    if CHOSEN in text:
        text = text.replace(CHOSEN, gaps.pop(0))
    text = text.replace(CARET, "")
    for operand in gaps:
        assert "()" in text
        text = text.replace("()", f"({operand})", 1)
    return before + text


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize(("spec", "key", "form", "before", "operands"), FORMS)
def test_what_a_key_forms_is_read_as_meant(spec, key, form, before, operands, locale):
    written = pressed(key, form, before, operands)
    if spec["type"] == "quantity" and "m" not in before:
        written += " m/s"

    assert key in keys_for(spec)
    assert read(written, spec, locale=locale).is_readable, written
    assert grade(written, spec, locale=locale).verdict == "correct", written


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize(("spec", "presses"), SIGNS)
def test_the_signs_of_the_keys_are_read_as_meant(spec, presses, locale):
    names = presses.split()
    written = "".join(KEYS[one].alone.replace(CARET, "") if one in KEYS else one for one in names)

    assert set(names) & set(KEYS) <= set(keys_for(spec))
    assert grade(written, spec, locale=locale).verdict == "correct", written


def test_every_text_of_every_key_was_graded_above():
    written = {(key, form) for _, key, form, _, _ in FORMS}
    written |= {(name, "alone") for _, presses in SIGNS for name in presses.split()}
    forms = ("alone", "joined", "around")
    there = {(name, form) for name, key in KEYS.items() for form in forms if getattr(key, form)}
    assert not there - written
    assert all(getattr(KEYS[name], form).count(CARET) == 1 for name, form in there)


@pytest.mark.parametrize(
    ("spec", "more"),
    [
        ({"type": "number", "answer": "1"}, set()),
        ({"type": "quantity", "answer": "1 m"}, set()),
        ({"type": "expression", "answer": "x"}, set()),
        ({"type": "equation", "answer": "y = x"}, {"equals"}),
        ({"type": "set", "answer": ["1"]}, {"plus_minus", "next_value"}),
        ({"type": "list", "answer": ["1", "2"]}, {"next_value"}),
        (PAIR, {"next_value", "equals"}),
    ],
)
def test_a_formula_gets_its_keys_and_those_of_its_type(spec, more):
    assert set(keys_for(spec)) == FORMULA | MOVING | more


def test_an_interval_gets_the_relations_and_both_kinds_of_ends():
    keys = set(keys_for({"type": "interval", "answer": "[1, 2)"}))
    assert keys >= {"less", "less_or_equal", "greater", "greater_or_equal", "infinity", "union"}
    assert keys >= {"open", "close", "open_square", "close_square", "next_value"} | MOVING


@pytest.mark.parametrize(
    "spec",
    [
        {"type": "choice", "answer": "A", "choices": {"A": "one", "B": "two"}},
        {"type": "choices", "answer": ["A"], "choices": {"A": "one", "B": "two"}},
        {"type": "text", "answer": ["photon"]},
        {"type": "order", "answer": ["a = 1", "b = 2"]},
    ],
)
def test_words_and_choices_need_no_keys(spec):
    assert keys_for(spec) == ()
    assert letters_for(spec) == ()


@pytest.mark.parametrize(
    ("spec", "letters"),
    [
        ({"type": "number", "answer": "1"}, ()),
        ({"type": "expression", "answer": "2x + y", "variables": ["x"]}, ("x", "y")),
        ({"type": "equation", "answer": "V = 3t"}, ("t", "V")),
        ({"type": "expression", "answer": "x^2", "up_to_constant": True}, ("x", "C")),
        ({"type": "interval", "answer": "[1, 2]"}, ("x",)),
        ({"type": "interval", "answer": "[1, 2]", "variables": ["t"]}, ("t",)),
        ({"type": "set", "answer": ["1"]}, ()),
        (PAIR, ("x", "y")),
    ],
)
def test_the_letters_are_those_the_answer_may_use(spec, letters):
    assert letters_for(spec) == letters


def keypads(app):
    return [one.proto.json for one in app.get("bidi_component") if "tutor_keypad" in str(one.proto)]


@pytest.mark.parametrize(
    ("spec", "are_there"),
    [
        ({"type": "number", "answer": "2"}, 1),
        ({"type": "choice", "answer": "A", "choices": {"A": "one", "B": "two"}}, 0),
        ({"type": "text", "answer": ["two"]}, 0),
    ],
)
def test_the_keypad_is_drawn_where_the_answer_needs_it(world, learner, spec, are_there):
    with world.database.transaction() as db:
        db.execute(Content.__table__.update().values(answer_spec=spec))
    app = world.open("practice")

    assert not app.exception
    assert len(keypads(app)) == are_there


def test_the_browser_is_told_names_of_keys_and_never_the_answer(world, learner):
    with world.database.transaction() as db:
        spec = {"type": "expression", "answer": "98765x", "variables": ["x"]}
        db.execute(Content.__table__.update().values(answer_spec=spec))
    (told,) = keypads(world.open("practice"))

    assert json.loads(told)["letters"] == ["x"]
    assert "98765" not in told


def test_after_the_answer_the_keypad_is_gone(world, learner):
    app = world.open("practice")
    assert keypads(answer(app, "2 +")), "it stays while the question is open"

    assert not keypads(answer(app, "2"))
