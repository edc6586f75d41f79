"""What the shipped bank must be, and that the pages about it say the truth."""

import re
from collections import Counter

import pytest

from tutor_core.content.check import check_curriculum
from tutor_core.content.files.reading import read_curriculum
from tutor_core.content.overview import overview
from tutor_core.content.shipped import shipped_curriculum, shipped_files
from tutor_core.settings import ROOT

AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped():
    return shipped_curriculum()


def test_the_overview_is_that_of_the_files(shipped):
    assert (ROOT / "docs" / "curriculum.md").read_text(encoding="utf-8") == overview(shipped)


@pytest.fixture(scope="module")
def examples():
    blocks = re.findall(r"^```yaml\n(.*?)^```$", AUTHORING, re.DOTALL | re.MULTILINE)
    exercise = next(block for block in blocks if block.startswith("exercises:"))
    text = "".join(block for block in blocks if block is not exercise) + exercise
    return read_curriculum(
        {"subjects.yaml": shipped_files()["subjects.yaml"], "algebra/examples.yaml": text}
    )


def test_the_examples_of_the_authors_page_are_right(examples):
    assert [str(finding) for finding in check_curriculum(examples, seeds=10)] == []


def test_the_authors_page_shows_every_type_and_kind(examples, shipped):
    kinds = {item.text.answer_spec["type"] for item in examples.items}
    assert kinds == {item.text.answer_spec["type"] for item in shipped.items}
    assert Counter(item.kind for item in examples.items)["exercise"] == 1
    assert any(item.text.figure for item in examples.items)
    assert len(examples.lessons) == 1
