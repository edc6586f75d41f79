"""What is counted, in words."""

import pytest

from tutor_core.badges.criteria import Part, conditions_of, criteria_of, evaluate
from tutor_core.badges.shipped import shipped_badges
from tutor_core.badges.wording import counted_words, evidence_words, progress_words

ALGEBRA = {"fact": "right_answers", "topic": "algebra", "at_least": 10}
HARD = {"fact": "right_unaided", "difficulty": 4, "at_least": 5}
LEVEL = {"fact": "skills_at_level", "level": 3, "skill": "linear_equations", "at_least": 1}
LAST = {"fact": "right_of_last", "last": 20, "at_least": 18}


def part(condition, has):
    (found,) = conditions_of(criteria_of(condition))
    return Part(found, has)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (ALGEBRA, "7 of 10 right answers in algebra"),
        (HARD, "7 of 5 right answers without a hint at level 4 or above"),
        (LEVEL, "7 of 1 skills at Proficient or above in linear equations"),
        (LAST, "7 of 18 right answers among the last 20"),
    ],
)
def test_a_condition(condition, words):
    assert counted_words(part(condition, 7)) == words


def progress(criteria, *counts):
    found = criteria_of(criteria)
    questions = [one.question for one in conditions_of(found)]
    return progress_words(found, evaluate(found, dict(zip(questions, counts, strict=True))))


def test_of_any_the_nearest_way_is_told():
    assert progress({"any": [ALGEBRA, HARD]}, 3, 4) == (
        "4 of 5 right answers without a hint at level 4 or above"
    )


def test_of_all_what_is_left_is_told_or_how_many_are_met():
    assert progress({"all": [ALGEBRA, HARD]}, 10, 1).startswith("1 of 5")
    assert progress({"all": [ALGEBRA, HARD, LAST]}, 10, 1, 2) == "1 of 3 conditions met"
    assert progress({"all": [ALGEBRA, HARD]}, 10, 5) == "2 of 2 conditions met"


def test_evidence_leaves_out_what_was_not_met():
    parts = [part(ALGEBRA, 12), part(HARD, 1)]
    assert evidence_words(parts) == (
        "Counted from the record: right answers in algebra: 12 (10 needed)."
    )


def test_every_shipped_badge_has_words_for_where_somebody_stands():
    for badge in shipped_badges([]):
        assert progress_words(badge.criteria, evaluate(badge.criteria, {}))[0].isdigit()
