"""The field of every type of answer: what cannot be read is said once, costs nothing and stays."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from tests.rows import add_item
from tutor_core.content.answers.specs import TYPES
from tutor_core.models import LearningSession
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal

FREE = " This cost you nothing."
EMPTY = "There is no answer yet: type one first."
LONG = "That is 10000 characters long; I read at most 400."
INVISIBLE = "I can't read the invisible character U+0000"
NAME = "I don't know the name"
SIGN = "I can't read the '"
DEEP = "That has more levels of brackets or powers than I can read."
HUGE = "I can't compute it: that"
NUMBER = "The number before the unit is missing."
SIDES = "An equation has one equals sign with something on both sides."
ENDS = "I can't read that as an interval: write it like"
PARTS = "An interval has two ends with ;"
UNION = "A part before or after a union sign is missing."


@dataclass(frozen=True)
class Kind:
    """A type of answer that is typed.

    Attributes:
        spec: Of an item.
        huge: An answer of this type that is far too large to be computed.
        said: What is said, for each of BAD in its order; "" where it can be read, and is wrong.
    """

    spec: dict[str, Any]
    huge: str
    said: tuple[str, ...]


BAD = {
    "empty": "",
    "spaces": " \t\N{NO-BREAK SPACE} ",
    "10,000 characters": "x" * 10_000,
    "NUL": "2\x00",
    "right-to-left marks": "\u202eab\u200fcd",
    "HTML": "<img src=x onerror=alert(1)>",
    "LaTeX bomb": r"$\def\a{\a\a}\a$" * 20,
    "deep brackets": "(" * 100 + "2" + ")" * 100,
    "SQL": "'; DROP TABLE students; --",
    "huge power": None,
}
UNREAD = (EMPTY, EMPTY, LONG, INVISIBLE, NAME)
READ = (EMPTY, EMPTY, *[""] * 8)
KINDS = {
    "number": Kind(
        {"type": "number", "answer": "2"},
        "9^9^9^9^9",
        (*UNREAD, NAME, NAME, DEEP, NAME, HUGE),
    ),
    "quantity": Kind(
        {"type": "quantity", "answer": "9.8 m/s^2"},
        "9^9^9^9^9 m/s^2",
        (*UNREAD[:4], NUMBER, SIGN, NUMBER, DEEP, NUMBER, HUGE),
    ),
    "expression": Kind(
        {"type": "expression", "answer": "(x + 1)^2"},
        "x + 9^9^9^9^9",
        (*UNREAD, NAME, NAME, DEEP, NAME, HUGE),
    ),
    "equation": Kind(
        {"type": "equation", "answer": "y = 2x + 1"},
        "y = 9^9^9^9^9",
        (*UNREAD, SIDES, NAME, DEEP, NAME, ""),
    ),
    "interval": Kind(
        {"type": "interval", "answer": "(-oo, 2]"},
        "(-oo, 9^9^9^9^9]",
        (*UNREAD[:4], ENDS, UNION, ENDS, PARTS, ENDS, HUGE),
    ),
    "set": Kind(
        {"type": "set", "answer": ["1", "-1/2"]},
        "{9^9^9^9^9, 1}",
        (*UNREAD, NAME, NAME, DEEP, SIGN, HUGE),
    ),
    "list": Kind(
        {"type": "list", "answer": ["1", "2"]},
        "(9^9^9^9^9, 1)",
        (*UNREAD, NAME, NAME, DEEP, SIGN, HUGE),
    ),
    "text": Kind({"type": "text", "answer": ["photon"]}, "9^9^9^9^9", READ),
    "text of two lines": Kind({"type": "text", "answer": ["one\ntwo"]}, "9^9^9^9^9", READ),
}
CASES = [
    pytest.param(kind, kind.huge if text is None else text, said, id=f"{name}-{bad}")
    for name, kind in KINDS.items()
    for (bad, text), said in zip(BAD.items(), kind.said, strict=True)
]


def ask(world, learner, spec, draft=""):
    """Open Practice with a question of that type, and something entered before."""
    with world.database.transaction() as db:
        item = add_item(db, answer_spec=spec, question_text="What is asked?")
        goal = Goal(content_id=item.id)
        asked = practice.next_attempt(db, learner, goal, now=world.now, rng=world.rng)
        practice.save_draft(db, learner, asked.attempt_id, draft)
    return world.open("practice")


def field(app):
    (only,) = [*app.text_input, *app.text_area]
    return only


def check(app):
    return app.button(key="practice_check").click().run()


def attempt(world):
    with world.database.reading() as db:
        return db.scalars(select(LearningSession)).one()


def said(app):
    """Return the one sentence that is said, as people read it."""
    assert not app.exception
    (only,) = [*app.warning, *app.error]
    return only.value.replace("\\", "")


@pytest.mark.parametrize(("kind", "entered", "sentence"), CASES)
def test_a_bad_answer_is_said_in_one_sentence_and_stays(world, learner, kind, entered, sentence):
    app = ask(world, learner, kind.spec)
    field(app).set_value(entered).run()
    assert not app.exception
    assert not [*app.warning, *app.error], "while typing nobody is warned"

    check(app)

    found = said(app)
    assert len(found) < 200, "what was entered is not thrown back"
    assert "Traceback" not in found
    if not sentence:
        assert found == "**Not right.**"
        assert attempt(world).response == entered.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        return
    assert found.startswith(sentence)
    assert found.endswith(f".{FREE}")
    assert field(app).value == entered
    kept = attempt(world)
    assert kept.draft == entered.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert (kept.end_time, kept.is_correct, kept.points_earned) == (None, None, 0)


# --- Answers that are chosen: what comes instead was not sent by our page

CHOSEN = {
    "choice": {"type": "choice", "answer": "A", "choices": {"A": "one", "B": "two"}},
    "choices": {"type": "choices", "answer": ["A"], "choices": {"A": "one", "B": "two"}},
    "order": {"type": "order", "answer": ["one", "two"]},
}
FORGED = [text for text in BAD.values() if text is not None]


@pytest.mark.parametrize("spec", CHOSEN.values(), ids=CHOSEN)
def test_nothing_chosen_costs_nothing(world, learner, spec):
    app = check(ask(world, learner, spec))
    assert said(app) == EMPTY + FREE
    assert attempt(world).end_time is None


@pytest.mark.parametrize("spec", CHOSEN.values(), ids=CHOSEN)
@pytest.mark.parametrize("draft", FORGED, ids=list(BAD)[: len(FORGED)])
def test_a_draft_that_is_no_choice_chooses_nothing(world, learner, spec, draft):
    app = check(ask(world, learner, spec, draft))
    assert said(app) == EMPTY + FREE
    assert attempt(world).end_time is None


@pytest.mark.parametrize("entered", FORGED[2:], ids=list(BAD)[2 : len(FORGED)])
def test_lines_that_are_not_offered_are_a_wrong_order(world, learner, entered):
    app = ask(world, learner, CHOSEN["order"])
    app.multiselect[0].set_value([entered, "two"])
    assert said(check(app)) == "**Not right.** Use every given line once."
    assert attempt(world).response.endswith("\ntwo") or len(entered) == 10_000


def test_no_type_of_answer_is_left_out():
    assert {kind.spec["type"] for kind in KINDS.values()} | set(CHOSEN) == TYPES
