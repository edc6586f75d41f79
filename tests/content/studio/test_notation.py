"""The numbers of an item, as a teacher writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.shipped import shipped_curriculum
from tutor_core.content.studio.notation import NotationError, read_template, write_template


def test_a_range_has_two_ends_a_step_and_exceptions():
    found = read_template("a = 2 to 9\nb = -12 to 12 in steps of 3, not 0 and 3", "", "")

    assert found == {
        "parameters": {
            "a": {"from": 2, "to": 9},
            "b": {"from": -12, "to": 12, "step": 3, "except": [0, 3]},
        }
    }


def test_values_are_numbers_and_texts_in_a_row():
    found = read_template('n = 1, 2.5, -3\ncity = Lima, "Paris, Texas", "7", "say ""no"""', "", "")

    assert found["parameters"] == {
        "n": [1, 2.5, -3],
        "city": ["Lima", "Paris, Texas", "7", 'say "no"'],
    }


def test_derived_values_and_conditions_keep_their_formulas():
    found = read_template("a = 2 to 9", "b = a*a\nc = b == 4", "\n a != 3 \n\n")

    assert found["derive"] == {"b": "a*a", "c": "b == 4"}
    assert found["where"] == ["a != 3"]


def test_nothing_written_is_no_template():
    assert read_template("", " \n", "\n") is None


@pytest.mark.parametrize(
    ("parameters", "derived", "sentence"),
    [
        ("a", "", "`a` needs a name, an equals sign"),
        ("a = ", "", "`a =` needs a name, an equals sign"),
        ("a = 1 to 3\na = 4", "", "`a` is there twice"),
        ("a = 1 to 9, not x", "", "after `not` come whole numbers"),
        ("", "b = 2", "Name a parameter first"),
    ],
)
def test_what_cannot_be_read_is_named(parameters, derived, sentence):
    with pytest.raises(NotationError, match=sentence):
        read_template(parameters, derived, "")


def test_every_template_of_the_bank_is_written_and_read_back():
    for item in shipped_curriculum().items:
        if item.template is not None:
            template = {name: part for name, part in item.template.items() if part}

            assert read_template(*write_template(template)) == template, item.slug


values = st.lists(
    st.integers(-99, 99) | st.text("ab =,\"'#0.-to", min_size=1, max_size=8).filter(str.strip),
    min_size=1,
    max_size=5,
)


@given(values)
def test_any_list_of_values_comes_back(given_values):
    template = {"parameters": {"a": given_values}}

    assert read_template(*write_template(template)) == template
