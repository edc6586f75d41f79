import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.practice.lessons.parts import lesson_parts
from tutor_core.profiling.formats import FORMATS


@pytest.mark.parametrize(
    ("formats", "parts"),
    [
        ("text figure aloud try", "idea figure rest aloud try"),
        ("figure text aloud try", "figure idea rest aloud try"),
        ("aloud text figure try", "aloud idea figure rest try"),
        ("try figure text aloud", "try figure idea rest aloud"),
        ("text try figure aloud", "idea rest try figure aloud"),
    ],
)
def test_a_figure_stands_first_or_where_its_author_put_it(formats, parts):
    assert lesson_parts(formats.split()) == tuple(parts.split())


@given(st.permutations(FORMATS))
def test_no_part_is_left_out_and_the_idea_comes_before_its_example(formats):
    parts = lesson_parts(formats)

    assert sorted(parts) == ["aloud", "figure", "idea", "rest", "try"]
    assert parts.index("idea") < parts.index("rest")
