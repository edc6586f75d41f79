"""Placement finds what a learner knows with few questions, and never claims more than it knows."""

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.graph import SkillCycleError
from tutor_core.profiling.placement import LEAST_QUESTIONS, MOST_QUESTIONS, Placement

CHAIN = {skill: (skill - 1,) if skill else () for skill in range(12)}
RISING = {skill: 1 + 5 * skill // 12 for skill in range(12)}


def begun(prerequisites=CHAIN, levels=RISING, **given):
    return Placement(prerequisites, levels, rng=random.Random(3), **given)


def taken(placement, knows):
    """Answer all that is asked without slips; return what was asked."""
    asked = []
    while (skill := placement.next_skill()) is not None:
        placement.answer(skill, knows(skill))
        asked.append(skill)
    return asked


def test_the_first_question_splits_the_states_in_half():
    placement = begun()
    known = placement.probabilities()

    first = placement.next_skill()

    assert abs(known[first] - 0.5) == min(abs(chance - 0.5) for chance in known.values())


def test_an_easy_skill_is_likelier_known_than_what_builds_on_it():
    known = begun().probabilities()

    assert all(known[skill] >= known[skill + 1] for skill in range(11))


def test_a_right_answer_speaks_for_all_that_the_skill_builds_on():
    placement = begun()
    before = placement.probabilities()

    placement.answer(6, True)

    after = placement.probabilities()
    assert all(after[skill] > before[skill] for skill in range(7))


def test_a_wrong_answer_speaks_against_all_that_builds_on_the_skill():
    placement = begun()
    before = placement.probabilities()

    placement.answer(6, False)

    after = placement.probabilities()
    assert all(after[skill] < before[skill] for skill in range(6, 12))


def test_bayes_rule_on_a_single_skill_worked_out_by_hand():
    placement = Placement({"a": ()}, {"a": 3}, rng=random.Random(0))
    prior = placement.probabilities()["a"]
    odds = prior / (1 - prior)

    placement.answer("a", True)

    # right with 0.90 where it is known, with 0.15 where it is not: the odds are 6 times as high
    assert placement.probabilities()["a"] == pytest.approx(6 * odds / (1 + 6 * odds), abs=1e-5)


def test_not_learnt_yet_says_more_than_a_wrong_answer():
    wrong, unlearnt = begun(), begun()

    wrong.answer(4, False)
    unlearnt.answer(4, None)

    assert unlearnt.probabilities()[4] < wrong.probabilities()[4]


@pytest.mark.parametrize("frontier", [0, 3, 7, 12])
def test_a_learner_without_slips_is_found_within_a_skill_of_the_truth(frontier):
    placement = begun()

    asked = taken(placement, lambda skill: skill < frontier)

    known = [skill for skill, chance in placement.probabilities().items() if chance > 0.5]
    assert abs(len(known) - frontier) <= 1
    assert LEAST_QUESTIONS <= len(asked) <= MOST_QUESTIONS


def test_it_ends_after_the_most_questions_however_contradictory_the_answers():
    placement = begun(max_questions=15)
    rng = random.Random(1)

    asked = taken(placement, lambda _: rng.random() < 0.5)

    assert len(asked) <= 15
    assert placement.questions_left == 0


def test_fewer_skills_than_the_least_questions_end_it_early():
    placement = begun({"a": (), "b": ("a",)}, {"a": 1, "b": 4})

    assert len(taken(placement, lambda skill: skill == "a")) < LEAST_QUESTIONS


def test_only_what_can_be_asked_is_asked_and_the_rest_inferred():
    placement = begun(askable={2, 5, 8})
    before = placement.probabilities()

    asked = taken(placement, lambda _: True)

    assert set(asked) <= {2, 5, 8}
    assert placement.probabilities()[7] > before[7]
    assert placement.asked.keys() == set(asked)


def test_without_anything_to_ask_it_is_over_at_once():
    placement = begun(askable=())

    assert placement.next_skill() is None
    assert placement.questions_left == 0


def test_the_same_answers_give_the_same_placement():
    first, second = begun(), begun()
    for skill, correct in ((6, True), (9, False), (8, None)):
        first.answer(skill, correct)
        second.answer(skill, correct)

    assert first.probabilities() == second.probabilities()
    assert first.next_skill() == second.next_skill()


def test_what_is_left_never_goes_below_the_least_and_reaches_nothing():
    placement = begun()
    left = []
    while (skill := placement.next_skill()) is not None:
        left.append(placement.questions_left)
        assert placement.asked.get(skill, 0) + placement.questions_left <= MOST_QUESTIONS + 1
        placement.answer(skill, skill < 5)

    assert min(left) >= 1
    assert left[0] >= LEAST_QUESTIONS
    assert placement.questions_left == 0


def test_a_prerequisite_without_a_row_of_its_own_is_placed_at_a_middle_level():
    assert set(begun({"b": ("a",)}, {"b": 4}).probabilities()) == {"a", "b"}


def test_impossible_curricula_are_refused():
    with pytest.raises(ValueError, match="from 1 to 5, not 6"):
        begun({"a": ()}, {"a": 6})
    with pytest.raises(SkillCycleError):
        begun({"a": ("b",), "b": ("a",)}, {})
    with pytest.raises(ValueError, match="at least one question"):
        begun(max_questions=0)
    with pytest.raises(KeyError):
        begun().answer("nobody knows", True)


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from([True, False, None])), max_size=40))
def test_no_history_of_answers_leaves_the_range(history):
    placement = begun()
    for skill, correct in history:
        placement.answer(skill, correct)

    known = placement.probabilities()
    assert all(0 <= chance <= 1 for chance in known.values())
    assert all(known[skill] >= known[skill + 1] - 1e-6 for skill in range(11))
    assert 0 <= placement.expected_error <= 0.5


def test_ten_questions_tell_more_of_slipping_learners_than_asking_everything_once():
    rng = random.Random(7)
    needs = {skill: (skill - 3,) if skill >= 3 else () for skill in range(60)}
    levels = {skill: 1 + skill // 12 for skill in needs}
    ours, every = [], []
    for _ in range(40):
        reach = [rng.randrange(0, 21) for _ in range(3)]
        knows = {skill: skill // 3 < reach[skill % 3] for skill in needs}
        placement = begun(needs, levels)
        for _ in range(25):
            if (skill := placement.next_skill()) is not None:
                placement.answer(skill, rng.random() < (0.9 if knows[skill] else 0.15))
        found = placement.probabilities()
        ours.append(statistics.mean((found[skill] > 0.5) == knows[skill] for skill in needs))
        said = {skill: rng.random() < (0.9 if knows[skill] else 0.15) for skill in needs}
        every.append(statistics.mean(said[skill] == knows[skill] for skill in needs))

    assert statistics.mean(ours) > statistics.mean(every)
