"""That the page about files says the truth."""

import re

import pytest

from tutor_core.content.exchange import limits
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.tables.columns import COLUMNS
from tutor_core.settings import ROOT

WHOLE = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
PAGE, _, CARDS = WHOLE.partition("\n## Flashcards\n")  # tests/review/decks reads the cards' part
EXAMPLES = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize(
    ("language", "name", "types"),
    [
        ("gift", "q.gift", ["choice", "choices", "text", "number", "choice"]),
        ("xml", "q.xml", ["quantity"]),
        ("csv", "q.csv", ["choice", "quantity", "set"]),
        ("anki", "q.txt", ["text", "text"]),
    ],
)
def test_the_examples_can_be_read(language, name, types):
    found = read_file(name, EXAMPLES[language].encode())

    assert found.refusals == found.remarks == ()
    assert [row.body["type"] for row in found.rows] == types


def test_every_column_is_named():
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"`([^`\n]+)`", prose))
    first = {name for name in COLUMNS if not re.search(r" (\d|[A-H])$", name)}

    assert first <= named
    assert {"choice A", "choice H", "wrong answer 1", "sentence 1", "hint 1", "hint 3"} <= named


def test_the_limits_are_those_of_the_code():
    for limit in (
        f"{limits.LARGEST_FILE // 10**6} MB",
        f"{limits.MOST_QUESTIONS:,} questions",
        f"{limits.MOST_LINES:,} lines",
        f"{limits.MOST_CHOICES} choices",
        f"{limits.LONGEST_TEXT:,} characters",
        f"{limits.MOST_UNPACKED // 10**6} MB",
        f"{limits.MOST_ENTRIES:,} files",
    ):
        assert limit in PAGE.replace("\n", " ")
