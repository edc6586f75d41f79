"""What is carried along with the visible part of a question."""

import pytest
from hypothesis import given

from tests.content.exchange.samples import MAPPINGS
from tutor_core.content.exchange.carrying import (
    UnreadableCarriageError,
    as_line,
    from_line,
    restored,
    unsaid,
)
from tutor_core.content.exchange.reading import read_file

BODY = {
    "answer": "3/4",
    "tolerance": {"relative": 0.01},
    "misconceptions": [{"answer": "4/3", "note": "turned_round", "message": "Turn it."}],
    "difficulty": 2,
}
SEEN = {
    "answer": "0.75",
    "tolerance": {"absolute": 0.0075},
    "misconceptions": [{"answer": "4/3", "note": "wrong_1", "message": "Turn it."}],
}


def test_what_is_not_seen_comes_back():
    assert restored(SEEN, unsaid(BODY, SEEN)) == BODY


def test_what_is_seen_is_not_carried():
    assert unsaid({"question": "x", "points": 3}, {"question": "x"}) == {"points": 3}


@pytest.mark.parametrize(
    "edited",
    [
        {"answer": "0.8"},
        {"tolerance": {"absolute": 0.1}},
        {"difficulty": 3},
        {"misconceptions": [{"answer": "4/3", "note": "wrong_1", "message": "Look again."}]},
    ],
)
def test_what_was_edited_counts_and_the_rest_stays(edited):
    expected = BODY | edited
    if "misconceptions" in edited:
        expected["misconceptions"][0]["note"] = "turned_round"

    assert restored(SEEN | edited, unsaid(BODY, SEEN)) == expected


def test_what_was_taken_out_stays_out():
    without = SEEN | {"misconceptions": []}

    assert restored(without, unsaid(BODY, SEEN)) == BODY | {"misconceptions": []}


def test_misconceptions_of_other_answers_are_not_mixed():
    def told(*pairs):
        return {"misconceptions": [{"answer": a, "note": n, "message": m} for a, n, m in pairs]}

    body = told(("C", "third", "Not so."), ("A", "first", "No."))
    seen = told(("A", "choice_a", "No."), ("C", "choice_c", "Not so."))
    edited = told(("A", "choice_a", "Never."), ("C", "choice_c", "Not so."))

    carried = unsaid(body, seen)

    assert restored(seen, carried) == body
    assert restored(edited, carried) == edited


@given(MAPPINGS)
def test_a_line_is_ascii_and_comes_back(carried):
    line = as_line(carried)

    assert line.isascii()
    assert line.isprintable()
    assert from_line(line) == carried


@pytest.mark.parametrize(
    "line",
    [
        "",
        "tutor:",
        "tutor: []",
        "tutor: 5",
        'tutor: {"a": NaN}',
        'tutor: {"a": 1e999}',
        'tutor: {"a": ' + "9" * 5000 + "}",
        'tutor: {"a": ' + "[" * 40 + "]" * 40 + "}",
        'tutor: {"a": ' + "[" * 100_000,
        'tutor: {"instead": 5}',
        'tutor: {"instead": [5]}',
        'tutor: {"instead": [["a", "b", 5]]}',
        'tutor: {"instead": [[[], "b", 5]]}',
        'tutor: {"instead": [[["a"], 5, 5]]}',
    ],
)
def test_what_is_not_ours_is_not_read(line):
    with pytest.raises(UnreadableCarriageError):
        from_line(line)


@pytest.mark.parametrize("path", [["x"], ["answer", 0], ["misconceptions", 9], [["a"]], [None]])
def test_a_path_that_leads_nowhere_changes_nothing(path):
    carried = from_line(as_line({"instead": [[path, "0123456789ab", "x"]]}))

    assert restored(SEEN, carried) == SEEN


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b"])
def test_what_cannot_be_stored_is_refused(text):
    found = read_file("q.gift", f'// tutor: {{"shown": "{text}"}}\nIs it? {{=a}}'.encode())

    assert [refusal.sentence for refusal in found.refusals] == [
        "A text holds a character that cannot be stored; type it anew."
    ]
