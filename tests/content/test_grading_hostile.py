# ruff: noqa: RUF001 - odd signs are the point
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tutor_core.content.answers.verdicts import LONGEST_ECHO
from tutor_core.content.grading import grade, read
from tutor_core.content.worker import LIMIT_SECONDS

SPECS = [
    {"type": "number", "answer": "3"},
    {"type": "number", "answer": "pi", "significant_figures": 3},
    {"type": "expression", "answer": "x^2"},
    {"type": "expression", "answer": "x", "up_to_constant": True},
    {"type": "expression", "answer": "x(x+1)", "form": "factored"},
    {"type": "expression", "answer": "x+1/x", "form": "lowest_terms"},
    {"type": "equation", "answer": "y = x"},
    {"type": "interval", "answer": "(1, 2)"},
    {"type": "set", "answer": ["1", "sqrt(2)"]},
    {"type": "list", "answer": ["1", "2"]},
    {"type": "quantity", "answer": "3 m/s"},
    {"type": "text", "answer": ["photon"]},
    {"type": "order", "answer": ["a", "b"]},
    {"type": "choice", "answer": "A", "choices": {"A": "x", "B": "y"}},
    {"type": "choices", "answer": ["A"], "choices": {"A": "x", "B": "y"}},
]
VERDICTS = {"correct", "incorrect", "almost", "invalid"}

HOSTILE = [
    "9^9^9^9", "((9^12)^12)^12", "((((2^99)^99)^99)^99)^x", "9" * 37 + "^" + "9" * 37, "2^(10^30)",
    "(" * 5000, "(" * 150 + "x" + ")" * 150, "{" * 300, "|" * 301, "1" * 10**6, "-" * 399 + "1",
    "\x00", "1\x002", "\u202e1+1", "\ud800", "x\udfff", "\u0301" * 300, "x" * 399, "½" * 300,
    "__import__('os').system('id')", "x.__class__", "().__class__.__bases__[0]", "lambda: 1",
    "[i for i in 'x']", "f'{x}'", "import os", "eval(1)", "'; DROP TABLE students; --",
    "tan(exp(exp(12)))", "exp(exp(exp(exp(9))))", "e^e^e^e^e", "sin(x^1000)", "exp(x^1000)",
    "99999999999999999999999999999999!", "170! * 170!", "1e999999999", "1e0000000000999999999",
    "sin " * 90 + "x", "√" * 300 + "2",
    "√" * 240 + "2", "5" + "!" * 300, "5" + "%" * 300, "1/" * 120 + "1",
    "x^" * 100 + "x", "(x+1)^1000", "((x+1)^60)^60", "(x+y)^60 (x-y)^60", "\\frac" * 60,
    "\\frac{\\frac{\\frac{" * 30, "\\" * 100, "$" * 100, "±1;" * 99, "1;" * 199, "or " * 100,
    "a" * 50_000 + "\n" * 50_000, "3 " + "m" * 390, "3 m^99999", "3 m^2^2^2", "3 /", "3 m/",
    "=", "x=", "= =", "1=2=3", "<", "1<", "(,)", "]", "[1,", "R\\", "R\\{", "U", "(1,2)U", "∞-∞",
    "log_", "log_0(2)", "log_1(2)", "log_x(2)", "sqrt[0](2)", "sqrt[]2", "_", "x__2", "sin()",
    "0^0", "1/(2-2)", "1/(sqrt(4)-2)", "tan(90°)", "ln(ln(ln(2)))", "(1/2)!", "(-1)!",
]  # fmt: skip


def check(response, spec):
    started = time.monotonic()
    graded = grade(response, spec)
    seconds = time.monotonic() - started
    assert graded.verdict in VERDICTS
    assert graded.note not in {"invalid.unchecked", "invalid.busy", "invalid.timeout"}, graded
    assert seconds < LIMIT_SECONDS + 1
    assert len(graded.understood) <= LONGEST_ECHO + 1
    (graded.understood + graded.message).encode()  # can be stored: no lone surrogate
    assert "\x00" not in graded.understood + graded.message
    return graded


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec['type']}-{spec.get('form', '')}")
def test_no_hostile_response_raises_hangs_or_is_right(spec):
    for response in HOSTILE:
        graded = check(response, spec)
        assert graded.verdict != "correct", response
        reading = read(response, spec)
        assert reading.note != "invalid.unchecked", response
        assert reading.is_readable or graded.verdict == "invalid"


def test_a_megabyte_is_refused_for_its_length():
    assert grade("1" * 10**6, SPECS[0]).note == "invalid.too_long"
    assert grade("a" * 10**6, SPECS[11]).note == "invalid.too_long"


ALPHABET = "0123456789.,;:+-*/^()[]{}|=<>!%°'\"\\$_ xyeπ√²½−·∞∪±≤ℝUmsin\n\u200f\x00"
TEXTS = st.text(max_size=40) | st.text(alphabet=ALPHABET, max_size=40)


@example(response="x=", spec=SPECS[8])
@example(response="log_x(2)", spec=SPECS[0])
@given(response=TEXTS, spec=st.sampled_from(SPECS))
@settings(max_examples=600, deadline=None)
def test_reading_any_text_says_what_or_why_not(response, spec):
    reading = read(response, spec)
    assert reading.note != "invalid.unchecked"
    if reading.is_readable:
        assert (reading.message, reading.position) == ("", None)
    else:
        assert reading.note.startswith("invalid.")
        assert reading.message.endswith(".")
        assert reading.position is None or 0 <= reading.position <= max(len(response), 1)


@given(response=TEXTS, spec=st.sampled_from(SPECS), locale=st.sampled_from(["en", "de", "", "?"]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_grading_any_text_gives_one_of_four_verdicts(response, spec, locale):
    graded = grade(response, spec, locale=locale)
    assert graded.verdict in VERDICTS
    assert graded.note not in {"invalid.unchecked", "invalid.busy"}
    (graded.understood + graded.message).encode()
