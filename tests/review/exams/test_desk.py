"""The desk before an exam: which cards come first, which wait, within which minutes."""

import datetime as dt
import random

import pytest

from tests.review.conftest import UTC
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.review.desk.queries import cards_left
from tutor_core.review.exams.queries import exam_forecast

DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def plan(cards, **values):
    given = {
        "student_id": cards.actor.id,
        "title": "Before the exam",
        "goal_type": "exam_prep",
        "target_skills": [101],
        "target_date": TODAY + 5 * DAY,
        "daily_minutes": 30,
        "schedule": [],
    }
    cards.db.add(m.StudyPlan(**(given | values)))
    cards.db.flush()


def known(cards, front, *, stability, days_ago, due_in, skill="adding"):
    """Make a card that was answered some days ago."""
    (card_id,) = cards.make(front, skill=skill)
    row = cards.row(card_id)
    row.times_reviewed, row.repetitions, row.interval_days = 3, 3, days_ago + due_in
    row.stability, row.memory_difficulty = stability, 5.0
    row.last_reviewed, row.introduced_on = NOW - days_ago * DAY, TODAY - 40 * DAY
    row.next_review_date = TODAY + due_in * DAY
    cards.db.flush()
    return card_id


def asked(cards, at=NOW):
    """Answer all that is asked, and return it in its order."""
    found = []
    while (card := cards.desk(at).card) is not None:
        found.append(card.front)
        cards.rate(5, at=at)
    return found


def foreseen(cards):
    return exam_forecast(cards.db, cards.actor, UTC, now=NOW, rng=random.Random(3))


def test_a_card_that_would_be_forgotten_on_the_day_is_asked_before_its_own_day(cards):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    assert asked(cards) == []

    plan(cards)

    assert asked(cards) == ["fades"]


def test_cards_of_the_exam_come_before_others_and_those_that_help_most_first(cards):
    known(cards, "other", stability=4.0, days_ago=9, due_in=-5, skill="slopes")
    known(cards, "secure", stability=60.0, days_ago=9, due_in=-2)
    known(cards, "fades", stability=3.0, days_ago=9, due_in=-1)
    plan(cards)

    assert asked(cards) == ["fades", "secure", "other"]


def test_no_more_are_asked_than_fit_into_the_minutes_and_the_others_are_held_back(cards):
    for number in range(9):
        known(cards, f"card {number}", stability=3.0, days_ago=9, due_in=-1)
    plan(cards, daily_minutes=1)  # six answers of the usual ten seconds

    desk = cards.desk()
    assert (desk.counts.due, desk.held_back) == (6, 3)
    assert cards_left(cards.db, cards.actor, UTC, now=NOW) == 6

    assert len(asked(cards)) == 8  # answers of seven seconds each: eight fit into the minute


def test_a_plan_with_other_tasks_gives_half_its_minutes_to_cards(cards):
    for number in range(9):
        known(cards, f"card {number}", stability=3.0, days_ago=9, due_in=-1)
    plan(cards, daily_minutes=2, planned_on=TODAY)

    assert cards.desk().counts.due == 6


def test_a_card_answered_today_is_not_asked_again_before_tomorrow(cards):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    plan(cards)
    assert asked(cards) == ["fades"]

    assert asked(cards, NOW + dt.timedelta(hours=2)) == []
    assert asked(cards, NOW + 4 * DAY) == ["fades"]


def test_a_card_that_gains_next_to_nothing_is_left_alone_though_it_is_due(cards):
    known(cards, "secure", stability=900.0, days_ago=9, due_in=-2)
    plan(cards)

    assert asked(cards) == []
    assert cards.desk().held_back == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": "abandoned"},
        {"goal_type": "review"},
        {"target_date": TODAY - DAY},
        {"target_skills": [201]},
    ],
)
def test_no_other_plan_orders_the_cards_of_a_skill(cards, values):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    plan(cards, **values)

    assert asked(cards) == []


def test_of_two_exams_the_nearer_one_orders_the_cards(cards):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    plan(cards, target_date=TODAY + 30 * DAY, title="Later", target_skills=[201])
    plan(cards, title="Sooner")

    assert cards.desk().exam.title == "Sooner"
    assert asked(cards) == ["fades"]


def test_minutes_that_nobody_needs_promise_nothing_more(cards):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    plan(cards)

    found = foreseen(cards)

    assert found.expected == found.expected_of_more


def test_nobody_elses_exam_orders_ones_cards(cards):
    known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    plan(cards, student_id=add_student(cards.db, username="eva", email="eva@example.org").id)

    assert asked(cards) == []


def test_suspended_cards_rest_before_an_exam_too(cards):
    card_id = known(cards, "fades", stability=4.0, days_ago=3, due_in=2)
    cards.row(card_id).suspended = True
    plan(cards)

    assert asked(cards) == []


def test_the_forecast_says_what_minutes_bring(cards):
    for number in range(40):
        known(cards, f"card {number}", stability=3.0, days_ago=9, due_in=-1)
    plan(cards, daily_minutes=1)

    found = foreseen(cards)

    assert (found.cards, found.a_day, found.seconds) == (40, 6, 10.0)
    assert found.untouched < found.expected < found.expected_of_more <= 1
    assert found.least <= found.expected <= found.most


def test_without_an_exam_or_without_cards_for_it_nothing_is_forecast(cards):
    assert foreseen(cards) is None
    plan(cards)
    assert foreseen(cards) is None
