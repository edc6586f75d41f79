import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.review.cloze import answered, asked, gaps_in, solution, without_marks

TEXT = "{{c1::Paris}} lies on the {{c2::Seine::a river}}, {{c1::France}}."


def test_a_text_has_a_card_for_each_of_its_numbers():
    assert gaps_in(TEXT) == (1, 2)
    assert gaps_in("{{c10::a}} {{c2::b}} {{c10::c}}") == (2, 10)


def test_a_card_hides_the_deletions_of_its_number_only():
    assert asked(TEXT, 1) == "**[…]** lies on the Seine, **[…]**."
    assert asked(TEXT, 2) == "Paris lies on the **[a river]**, France."


def test_the_back_fills_them_in_and_sets_them_off():
    assert answered(TEXT, 1) == "**Paris** lies on the Seine, **France**."
    assert solution(TEXT, 1) == "Paris\nFrance"
    assert solution(TEXT, 2) == "Seine"


def test_formulas_are_deletions_as_well():
    text = "The derivative of $x^2$ is {{c1::$2x$}}."

    assert asked(text, 1) == "The derivative of $x^2$ is **[…]**."
    assert answered(text, 1) == "The derivative of $x^2$ is **$2x$**."


@pytest.mark.parametrize("text", ["", "no marks", "{{c1::never ends", "{{x1::a}}", "{{c::a}}"])
def test_what_is_no_mark_is_text(text):
    assert gaps_in(text) == ()
    assert without_marks(text) == text


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    for gap in gaps_in(text):
        assert isinstance(asked(text, gap), str)
    assert gaps_in(without_marks("{{c1::a}} b")) == ()
