import pytest

from tutor_core.recommend.explaining import in_ten, why

STATE = {
    "skill_name": "Fractions",
    "answers": 4,
    "probability": 0.72,
    "leads_to": 3,
    "is_mastered": False,
}
ACTION = {"chosen_by": "tutor", "explored": False, "candidates": 14, "parts": {"freshness": 1.0}}


@pytest.mark.parametrize(
    ("action", "state", "said", "unsaid"),
    [
        ({}, {}, ["on the way", "about 7 in 10", "3 further skills"], ["chance among"]),
        ({}, {"answers": 0}, ["“Fractions” is new to you"], ["on the way"]),
        ({}, {"is_mastered": True}, ["keeps it alive"], ["on the way"]),
        ({}, {"gap": "weakness"}, ["not secure yet; this repairs that gap"], ["on the way"]),
        ({}, {"gap": "forgotten"}, ["has faded"], []),
        ({}, {"gap": None}, ["on the way"], ["gap"]),
        ({"chosen_by": "placement"}, {}, ["tells the most"], ["we expect"]),
        ({"chosen_by": "test_out"}, {}, ["you know this skill"], []),
        ({}, {"leads_to": 1}, ["one further skill."], []),
        ({}, {"leads_to": 0}, [], ["further"]),
        ({"parts": {"freshness": 0.4}}, {}, ["you met it before"], []),
        ({"explored": True}, {}, ["by chance among 14", "about 7 in 10"], ["on the way"]),
        ({"chosen_by": "learner"}, {}, ["You asked for this"], ["chance"]),
        ({"chosen_by": "new_numbers"}, {}, ["new numbers"], []),
        ({"chosen_by": "retry"}, {}, ["does not count"], []),
    ],
)
def test_the_sentence_says_what_was_logged(action, state, said, unsaid):
    sentence = why(ACTION | action, STATE | state)
    for words in said:
        assert words in sentence
    for words in unsaid:
        assert words not in sentence


def test_an_empty_log_still_gives_a_sentence():
    assert why({}, {}).endswith(".")


@pytest.mark.parametrize(("chance", "words"), [(0.01, "1"), (0.5, "5"), (0.66, "7"), (0.999, "9")])
def test_no_chance_is_called_certain_or_hopeless(chance, words):
    assert in_ten(chance) == f"about {words} in 10"
