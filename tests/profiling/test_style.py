from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.profiling.formats import (
    FORMATS,
    Preferences,
    formats_by_taste,
    preferences_after,
    preferences_from,
    preferences_to,
    raised,
)
from tutor_core.profiling.questionnaire import LETTERS, QUESTIONS
from tutor_core.profiling.style import Style, checked, style_of

ticks = st.lists(st.sampled_from(LETTERS), unique=True)
answers = st.dictionaries(st.integers(1, 16), ticks, max_size=16)
enough = st.dictionaries(
    st.integers(1, 16),
    st.lists(st.sampled_from(LETTERS), unique=True, min_size=1),
    min_size=8,
    max_size=16,
)


def ticked(letters):
    """One question a letter group: "V AR K" ticks V, then A and R, then K."""
    return {number: tuple(group) for number, group in enumerate(letters.split(), start=1)}


def test_sixteen_questions_have_four_ways_of_about_equal_length():
    assert [question.number for question in QUESTIONS] == list(range(1, 17))
    for question in QUESTIONS:
        assert sorted(question.choices) == sorted(LETTERS)
        lengths = [len(text) for text in question.choices.values()]
        assert max(lengths) < 3 * min(lengths), question.situation


def test_each_letter_stands_in_each_place_equally_often():
    places = Counter(
        (place, letter) for question in QUESTIONS for place, letter in enumerate(question.choices)
    )
    assert set(places.values()) == {4}


def test_no_sentence_stands_twice():
    sentences = [question.situation for question in QUESTIONS]
    sentences += [text for question in QUESTIONS for text in question.choices.values()]
    assert len(set(sentences)) == len(sentences)


def test_scores_are_shares_of_all_ticks():
    # 10 ticks at 8 questions: V 5, A 2, R 2, K 1.
    style = style_of(ticked("V VA V V AR V R K"))

    assert style.scores == {"V": 0.5, "A": 0.2, "R": 0.2, "K": 0.1}
    assert (style.leading, style.following) == (("V",), ("A", "R"))
    assert (style.dominant, style.secondary, style.word) == ("V", "A", "visual")


@pytest.mark.parametrize(
    ("letters", "leading", "secondary", "word"),
    [
        ("K K K K K R R V", ("K",), "R", "kinesthetic"),
        ("A A A A R R R R", ("A", "R"), "R", "auditory"),
        ("R R R K K K V V", ("R", "K"), "K", "reading"),
        ("V V A A K K R VAK", ("V", "A", "K"), "A", "visual"),
        ("V A R K V A R K", ("V", "A", "R", "K"), "A", "balanced"),
        ("R R R R R R R R", ("R",), None, "reading"),
    ],
)
def test_ties_are_said_as_ties(letters, leading, secondary, word):
    style = style_of(ticked(letters))
    assert (style.leading, style.secondary, style.word) == (leading, secondary, word)


def test_skipped_questions_say_nothing_and_eight_answers_are_enough():
    answered = ticked("V V V V A A A A")
    assert style_of(answered | dict.fromkeys(range(9, 17), ())) == style_of(answered)


def test_fewer_than_eight_answers_are_refused():
    seven = ticked("V V V V A A A")
    with pytest.raises(ValueError, match="7 questions are answered; it takes 8"):
        style_of(seven | dict.fromkeys(range(8, 17), ()))


@pytest.mark.parametrize(
    ("number", "letters", "said"),
    [(0, ["V"], "no question 0"), (17, [], "no question 17"), (3, ["V", "X"], r"\['X'\]")],
)
def test_unknown_questions_and_letters_are_refused(number, letters, said):
    with pytest.raises(ValueError, match=said):
        checked(number, letters)


@given(enough)
def test_scores_are_shares_whatever_is_ticked(given_answers):
    style = style_of(given_answers)

    assert sum(style.scores.values()) == pytest.approx(1)
    assert all(0 <= score <= 1 for score in style.scores.values())
    assert style.dominant in style.leading
    assert style.secondary != style.dominant
    assert style.is_balanced == (len(set(style.scores.values())) == 1)


@given(enough, st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_matter(given_answers, random):
    shuffled = list(given_answers.items())
    random.shuffle(shuffled)
    assert style_of(dict(shuffled)) == style_of(given_answers)


def test_formats_stand_by_taste_and_ties_as_they_were():
    style = Style(scores={"V": 0.1, "A": 0.3, "R": 0.3, "K": 0.3})
    assert formats_by_taste(style) == ("text", "aloud", "try", "figure")


@given(enough)
def test_no_format_is_ever_left_out(given_answers):
    assert sorted(formats_by_taste(style_of(given_answers))) == sorted(FORMATS)


def test_a_format_is_raised_by_one_place():
    assert raised(("text", "figure", "aloud", "try"), "aloud") == (
        "text", "aloud", "figure", "try",
    )  # fmt: skip
    assert raised(FORMATS, "text") == FORMATS
    assert raised(FORMATS, "figure") == ("figure", "text", "aloud", "try")


def test_an_order_made_by_hand_outlives_the_next_quiz():
    visual, heard = (style_of(ticked(" ".join(letter * 8))) for letter in "VA")
    by_hand = Preferences(formats=("try", *FORMATS[:3]), is_own_order=True, reads_aloud=False)

    assert preferences_after(None, visual).formats[0] == "figure"
    assert preferences_after(preferences_after(None, visual), heard).formats[0] == "aloud"
    assert preferences_after(by_hand, visual) == by_hand


@given(st.permutations(FORMATS), st.booleans(), st.booleans())
def test_preferences_are_read_as_they_were_stored(formats, is_own_order, reads_aloud):
    wished = Preferences(formats=tuple(formats), is_own_order=is_own_order, reads_aloud=reads_aloud)
    style = style_of(ticked("V V V V V V V V"))
    assert preferences_from(preferences_to(wished), style) == wished


def test_a_row_without_preferences_follows_its_style():
    style = style_of(ticked("K K K K K K K K"))
    assert preferences_from(None, style) == Preferences(formats=formats_by_taste(style))


def test_an_order_that_leaves_a_format_out_is_refused():
    with pytest.raises(ValueError, match="must name each"):
        Preferences(formats=("text", "text", "aloud", "try"))
