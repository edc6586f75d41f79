import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.speech.texts import CODE, TABLE, sentences

LESSONS = shipped_curriculum().lessons


def test_a_text_is_read_sentence_by_sentence_without_its_marks():
    text = """## An idea

    The **limit** of $f(x)$ is *close*: about 1.5 at most. See [this](https://a.example/b)!

    1. Put 1 in: $\\frac{0}{0}$. It costs \\$5.
    2. Use `a_list[0]`.

    - last
    """.replace("\n    ", "\n")

    assert sentences(text) == (
        "An idea",
        "The limit of f of x is close: about 1.5 at most.",
        "See this!",
        "1: Put 1 in: 0 over 0.",
        "It costs $5.",
        "2: Use a_list[0].",
        "last",
    )


def test_a_formula_of_its_own_line_belongs_to_its_sentence():
    assert sentences("Then\n$$\nx^2 = 4\n$$\nholds.") == ("Then x squared equals 4 holds.",)


def test_programs_and_tables_are_announced_only():
    text = "Look:\n\n```python\nprint('$x$')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nDone."
    assert sentences(text) == ("Look:", CODE, TABLE, "Done.")


def test_pictures_are_not_read():
    assert sentences("See ![a curve](https://a.example/x.png) here.") == ("See here.",)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_every_shipped_lesson_can_be_listened_to(lesson):
    spoken = sentences(f"{lesson.idea}\n\n{lesson.example}\n\n{lesson.mistake}")

    assert len(spoken) > 5
    for sentence in spoken:
        assert not re.search(r"\\|\$\w|\*\*|\|", sentence), sentence
        assert len(sentence) < 700, sentence


@given(st.text(alphabet="ab.$\\*_`|[]()!#\n -1", max_size=80))
def test_no_text_breaks_the_voice(text):
    assert all(sentence.strip() for sentence in sentences(text))
