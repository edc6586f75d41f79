import pytest

from tutor_core.recommend.explaining import Reason, in_ten, reason_for

STATE = {
    "skill_name": "Fractions",
    "answers": 4,
    "mastery": 0.61,
    "probability": 0.72,
    "target": 0.7,
    "leads_to": 3,
    "opens": [],
    "is_ready": True,
    "is_mastered": False,
    "goal": None,
    "lean": 0.0,
}
ACTION = {
    "chosen_by": "tutor",
    "explored": False,
    "open": 40,
    "candidates": 14,
    "epsilon": 0.1,
    "propensity": 0.907,
    "parts": {"fit": 0.98, "freshness": 1.0, "serving": 1.0},
}


def reason(action=(), state=()):
    return reason_for(ACTION | dict(action), STATE | dict(state))


@pytest.mark.parametrize(
    ("action", "state", "headline"),
    [
        ({}, {}, "You are on the way with “Fractions”."),
        ({}, {"answers": 0}, "“Fractions” is new to you, and you are ready for it."),
        ({}, {"is_mastered": True, "mastery": 0.75}, "You know “Fractions” well"),
        ({}, {"is_mastered": True}, "“Fractions” carries what builds on it; this makes it firmer."),
        ({}, {"gap": "weakness"}, "“Fractions” is not secure yet; this repairs that gap."),
        ({}, {"gap": "forgotten"}, "has faded"),
        ({}, {"is_ready": False}, "“Fractions” builds on what is not secure yet"),
        ({}, {"goal": {"kind": "review", "detail": ""}}, "A review of “Fractions” is due."),
        ({}, {"goal": {"kind": "plan", "detail": "Exam"}}, "It is in your plan “Exam”."),
        ({}, {"goal": {"kind": "assignment", "detail": "Sums"}}, "It was set for you: “Sums”."),
        (
            {},
            {"goal": {"kind": "plan", "detail": "Exam"}, "gap": "weakness"},
            "It is in your plan “Exam”.",
        ),
        ({"explored": True}, {}, "Picked by chance."),
        ({"chosen_by": "learner"}, {}, "You asked for this question."),
        ({"chosen_by": "runner_up"}, {}, "You took this one instead of the question before."),
        ({"chosen_by": "new_numbers"}, {}, "new numbers"),
        ({"chosen_by": "retry"}, {}, "does not count"),
        ({"chosen_by": "placement"}, {}, "tells the most"),
        ({"chosen_by": "test_out"}, {}, "you know this skill"),
    ],
)
def test_the_headline_says_the_goal_that_was_logged(action, state, headline):
    assert headline in reason(action, state).headline


@pytest.mark.parametrize(
    ("action", "state", "said"),
    [
        ({}, {}, "We expect about 7 in 10 like this to go well."),
        ({"explored": True}, {}, "You are on the way with “Fractions”."),
        ({"explored": True}, {}, "one of the 14 questions that fit best is tried"),
        ({"parts": {"freshness": 0.4}}, {}, "You met this question before."),
        ({}, {"lean": 1.0}, "You found questions too easy lately, so harder ones are looked for."),
        ({}, {"lean": -1.0}, "You found questions too hard lately, so easier ones are looked for."),
        ({}, {"leads_to": 1}, "One skill builds on it in all."),
        ({}, {}, "3 skills build on it in all."),
        ({}, {"opens": ["Ratios"]}, "“Ratios” waits for this skill."),
        ({}, {"opens": ["Ratios", "Percent"]}, "“Ratios” and “Percent” wait for this skill."),
        (
            {"similar": {"mean": 0.2, "learners": 7, "gained": 5}},
            {},
            "5 of 7 learners who know and did much the same as you gained from this question.",
        ),
    ],
)
def test_what_else_holds_is_said_in_a_sentence_each(action, state, said):
    assert any(said in sentence for sentence in reason(action, state).further)


@pytest.mark.parametrize(
    ("state", "unsaid"),
    [
        ({"leads_to": 0}, "build"),
        ({"leads_to": 1, "opens": ["Ratios"]}, "in all"),
        ({"lean": 0.2}, "lately"),
        ({}, "before"),
        ({}, "learners"),
    ],
)
def test_what_does_not_hold_is_not_said(state, unsaid):
    assert unsaid not in " ".join(reason({}, state).further)


def test_the_numbers_are_those_of_the_log():
    numbers = dict(reason().numbers)

    assert numbers["Chance that you get it right"] == "72%"
    assert numbers["Chance looked for"] == "70%"
    assert numbers["Mastery of the skill"] == "61%"
    assert numbers["Answers behind that"] == "4"
    assert numbers["Questions that were open to you"] == "40"
    assert numbers["Of these compared to the end"] == "14"
    assert numbers["Weight of how well its difficulty fits you"] == "0.98"
    assert numbers["Share of choices left to chance"] == "10%"
    assert numbers["Probability of this choice"] == "91%"


def test_the_runner_up_is_offered_where_there_is_one():
    other = {"content_id": 5, "skill_name": "Ratios", "difficulty": 3, "probability": 0.61}

    found = reason({"runner_up": other}).runner_up

    assert (found.skill_name, found.chance) == ("Ratios", "about 6 in 10")
    assert reason().runner_up is None


def test_what_the_learner_asked_for_has_no_numbers_and_nothing_to_object_to():
    asked = reason({"chosen_by": "learner"})

    assert asked == Reason(headline="You asked for this question.")
    assert reason().is_the_tutors


@pytest.mark.parametrize(
    "log", [({}, {}), ({"explored": True}, {}), ({"top": []}, {"leads_to": 2})]
)
def test_an_old_or_empty_log_still_gives_a_sentence(log):
    assert reason_for(*log).headline.endswith(".")


@pytest.mark.parametrize(("chance", "words"), [(0.01, "1"), (0.5, "5"), (0.66, "7"), (0.999, "9")])
def test_no_chance_is_called_certain_or_hopeless(chance, words):
    assert in_ten(chance) == f"about {words} in 10"
