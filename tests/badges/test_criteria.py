import json
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.badges.criteria import (
    DEEPEST,
    MOST_CONDITIONS,
    TOPICS,
    Condition,
    Criteria,
    Join,
    Question,
    badges_touched,
    conditions_of,
    criteria_of,
    criteria_problems,
    evaluate,
    json_of,
    questions_of,
)
from tutor_core.badges.facts import EVENTS, FACTS, facts_changed_by
from tutor_core.models import TOPICS as TOPICS_OF_TABLES

RIGHT = {"fact": "right_answers", "at_least": 10}
DAYS = {"fact": "learning_days", "at_least": 4}
LEVELS = {"fact": "skills_at_level", "level": 3, "at_least": 5}
BUILT = st.recursive(
    st.builds(
        Condition,
        st.builds(Question, st.sampled_from(["answers", "minutes", "streak"])),
        st.integers(1, 20),
    ),
    lambda parts: st.builds(
        Join, st.sampled_from(["all", "any"]), st.lists(parts, min_size=2, max_size=3).map(tuple)
    ),
    max_leaves=8,
)
COUNTS = st.fixed_dictionaries(
    {Question(name): st.integers(0, 30) for name in ("answers", "minutes", "streak")}
)


@dataclass
class Named:
    name: str
    criteria: Criteria


def counted(**counts):
    return {Question(name): count for name, count in counts.items()}


def problems(value):
    return [sentence for _, sentence in criteria_problems(value)]


def nested(depth, kind="all"):
    value = RIGHT
    for _ in range(depth):
        value = {kind: [value, DAYS]}
    return value


# --- Standing


def test_seven_of_ten_is_seven_tenths_of_the_way():
    standing = evaluate(criteria_of(RIGHT), counted(right_answers=7))

    assert (standing.met, standing.progress) == (False, 0.7)
    (part,) = standing.parts
    assert (part.has, part.condition.at_least, part.met) == (7, 10, False)


def test_of_all_the_mean_counts_and_no_part_makes_up_for_another():
    criteria = criteria_of({"all": [RIGHT, DAYS]})

    standing = evaluate(criteria, counted(right_answers=1000, learning_days=1))

    assert (standing.met, standing.progress) == (False, 0.625)  # (1 + 1/4) / 2
    assert [part.met for part in standing.parts] == [True, False]
    assert evaluate(criteria, counted(right_answers=10, learning_days=4)).met


def test_of_any_the_best_counts():
    criteria = criteria_of({"any": [RIGHT, DAYS]})

    assert evaluate(criteria, counted(right_answers=3, learning_days=2)).progress == 0.5
    assert evaluate(criteria, counted(learning_days=4)).met


def test_all_within_any():
    criteria = criteria_of({"any": [{"all": [RIGHT, DAYS]}, LEVELS]})

    standing = evaluate(criteria, counted(right_answers=5))

    assert standing.progress == 0.25
    assert len(standing.parts) == 3


def test_filters_tell_facts_apart():
    criteria = criteria_of({**RIGHT, "topic": "algebra", "difficulty": 4})
    question = Question("right_answers", (("difficulty", 4), ("topic", "algebra")))

    assert not evaluate(criteria, counted(right_answers=10)).met
    assert evaluate(criteria, {question: 10}).met


@given(BUILT, COUNTS, st.sampled_from(["answers", "minutes", "streak"]), st.integers(1, 30))
def test_more_never_takes_anything_away(criteria, facts, name, more):
    before = evaluate(criteria, facts)
    after = evaluate(criteria, {**facts, Question(name): facts[Question(name)] + more})

    assert 0 <= before.progress <= 1
    assert before.met == (before.progress == 1)
    assert after.progress >= before.progress
    assert after.met >= before.met


# --- Mistakes


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "a mapping with `fact`, `all` or `any` belongs here."),
        ([RIGHT], "a mapping with `fact`, `all` or `any` belongs here."),
        ({"fact": "log_ins", "at_least": 1}, "`fact` must be one of answers, "),
        ({"fact": ["answers"], "at_least": 1}, "`fact` must be one of answers, "),
        ({"at_least": 1}, "`fact` must be one of answers, "),
        ({"fact": "answers"}, "`at_least` is missing; add it to `answers`."),
        ({"fact": "skills_at_level", "at_least": 1}, "`level` is missing"),
        ({**RIGHT, "at_least": 0}, "`at_least` must be a whole number from 1 to 1000000."),
        ({**RIGHT, "at_least": True}, "`at_least` must be a whole number"),
        ({**RIGHT, "at_least": 1.5}, "`at_least` must be a whole number"),
        ({**RIGHT, "at_least": float("nan")}, "`at_least` must be a whole number"),
        ({**RIGHT, "at_least": "10"}, "`at_least` must be a whole number"),
        ({**RIGHT, "topic": "alchemy"}, "`topic` must be one of algebra, "),
        ({**RIGHT, "topic": ["algebra"]}, "`topic` must be one of algebra, "),
        ({**RIGHT, "skill": "__class__"}, "`skill` must be the name of a skill."),
        ({**RIGHT, "difficulty": 6}, "`difficulty` must be a whole number from 1 to 5."),
        ({**LEVELS, "level": 0}, "`level` must be a whole number from 1 to 5."),
        ({**DAYS, "topic": "algebra"}, "`topic` says nothing of `learning_days`; it has at_least."),
        ({**RIGHT, 1: 2}, "`1` says nothing of `right_answers`"),
        (
            {"fact": "right_of_last", "last": 20, "at_least": 21},
            "21 of the last 20 can never be met.",
        ),
        ({"all": []}, "`all` must be a list of 2 to 16 parts."),
        ({"any": RIGHT}, "`any` must be a list of 2 to 16 parts."),
        ({"all": [RIGHT, DAYS], "fact": "answers"}, "`all` stands alone"),
        ({"all": [RIGHT, DAYS], "any": [RIGHT, DAYS]}, "`all` stands alone"),
        ({"all": [RIGHT, {"any": [RIGHT, 7]}]}, "a mapping with `fact`, `all` or `any`"),
        (nested(DEEPEST + 1), "it is nested more than 3 deep; make it flatter."),
        ({"any": [{"all": [RIGHT] * 9}, {"all": [DAYS] * 8}]}, "more than 16 conditions"),
    ],
)
def test_every_mistake_has_its_sentence(value, sentence):
    (found,) = problems(value)

    assert sentence in found
    assert found.endswith(".")
    with pytest.raises(ValueError, match=re.escape(found)):
        criteria_of(value)


def test_a_mistake_says_where_it_stands():
    ((path, _),) = criteria_problems({"all": [RIGHT, {"any": [DAYS, {**RIGHT, "topic": "x"}]}]})

    assert path == ("all", 1, "any", 1, "topic")


def test_what_is_just_within_the_bounds_is_taken():
    assert not problems(nested(DEEPEST))
    assert not problems({"all": [RIGHT] * MOST_CONDITIONS})


def test_a_tower_of_joins_is_refused_and_does_not_exhaust_the_stack():
    assert problems(nested(100_000))


def test_criteria_are_stored_as_they_were_written():
    value = {"any": [{"all": [{**RIGHT, "topic": "algebra", "difficulty": 4}, DAYS]}, LEVELS]}

    assert json_of(criteria_of(value)) == value


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from([RIGHT, DAYS, LEVELS]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["all", "any", "fact", "at_least", "topic"]), inner),
    max_leaves=12,
))  # fmt: skip
def test_any_json_is_criteria_or_has_a_sentence(value):
    if problems(value):
        return
    criteria = criteria_of(value)
    assert not evaluate(criteria, {}).met
    assert criteria_of(json.loads(json.dumps(json_of(criteria)))) == criteria


# --- Facts and events


def test_each_fact_says_what_it_counts_and_when_it_changes():
    for fact in FACTS.values():
        assert fact.changed_by <= set(EVENTS)
        assert fact.changed_by
        assert fact.needed <= fact.filters
        assert fact.meaning.endswith(".")
        assert fact.rows
        assert fact.unit


def test_nothing_rewards_coming_by():
    rows = " ".join(fact.rows for fact in FACTS.values())
    assert not {"auth_sessions", "last_login", "view"} & set(rows.replace("'", " ").split())


def test_topics_are_those_of_the_tables():
    assert TOPICS == TOPICS_OF_TABLES


def test_an_event_touches_only_badges_that_ask_for_what_it_changes():
    badges = [
        Named("answers", criteria_of(RIGHT)),
        Named("reviews", criteria_of({"fact": "card_reviews", "at_least": 5})),
        Named("either", criteria_of({"any": [DAYS, {"fact": "lessons_finished", "at_least": 1}]})),
    ]

    def touched(event):
        return [badge.name for badge in badges_touched(badges, event)]

    assert touched("answer") == ["answers", "either"]
    assert touched("review") == ["reviews", "either"]
    assert touched("lesson") == ["either"]
    assert touched("placement") == touched("gap_closed") == touched("report_accepted") == []


def test_every_fact_is_changed_by_some_event():
    assert set().union(*(facts_changed_by(event) for event in EVENTS)) == set(FACTS)


def test_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="log_in"):
        facts_changed_by("log_in")


def test_what_must_be_counted_is_asked_once():
    badges = [Named("one", criteria_of(RIGHT)), Named("two", criteria_of({"all": [RIGHT, DAYS]}))]

    assert questions_of(badges) == {Question("right_answers"), Question("learning_days")}
    assert len(conditions_of(badges[1].criteria)) == 2
