"""What counts and what does not, on both databases; every number worked out by hand."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.calendar import learner_day
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.review.changing import service as changing
from tutor_core.review.statistics.queries import statistics_of
from tutor_core.review.statistics.views import DayDone, Recall

UTC = ZoneInfo("UTC")
DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def statistics(cards, *, actor=None, zone=UTC, since=None, now=NOW):
    return statistics_of(cards.db, actor or cards.actor, zone, since=since, now=now)


def add_review(
    cards, card_id, *, at=NOW, quality=4, kind="review", times=1, interval=6, seconds=10, **given
):
    given = {
        "state_before": {"times_reviewed": times, "interval": interval}, "undone_at": None, **given
    }  # fmt: skip
    cards.db.add(
        m.ReviewSession(
            flashcard_id=card_id,
            student_id=cards.actor.id,
            reviewed_at=at,
            quality=quality,
            kind=kind,
            time_spent_seconds=seconds,
            **given,
        )
    )
    cards.db.flush()


def change(cards, card_id, **columns):
    cards.db.query(m.FlashCard).filter_by(id=card_id).update(columns)


def put_in_review(cards, front, due_on, **columns):
    (card_id,) = cards.make(front)
    change(cards, card_id, next_review_date=due_on, times_reviewed=1, **columns)
    return card_id


@pytest.fixture
def card(cards):
    (card_id,) = cards.make()
    return card_id


def test_without_reviews_all_is_zero(cards, card):
    found = statistics(cards)

    assert (found.has_reviews, found.unplaced, found.forecast.n) == (False, 0, 0)
    assert found.today == DayDone(day=TODAY)
    assert found.recall_today.share is None
    assert sum(one.n for one in found.buttons) == 0


def test_an_answer_given_in_the_product_is_found_again(cards, card):
    cards.rate(4, seconds=7)
    cards.rate(5, at=NOW + DAY, seconds=8)

    first, second = statistics(cards), statistics(cards, now=NOW + DAY)

    assert (first.today.reviews, first.today.seconds, first.recall_today.n) == (1, 7, 0)
    assert (second.today.reviews, second.today.seconds) == (1, 8)
    assert second.recall_today == Recall(recalled=1, n=1)
    assert [(one.stage, one.counts) for one in second.buttons] == [
        ("new", (0, 0, 0, 0, 1, 0)), ("young", (0, 0, 0, 0, 0, 1)), ("mature", (0,) * 6),
    ]  # fmt: skip


def test_an_answer_taken_back_counts_for_nothing(cards, card):
    cards.rate(4)
    take_back_answer(cards.db, cards.actor, now=NOW)

    found = statistics(cards)

    assert (found.has_reviews, found.today.reviews, found.buttons[0].n) == (False, 0, 0)
    assert found.forecast.new == 1


@pytest.mark.parametrize(
    ("given", "recall", "stage"),
    [
        ({}, Recall(recalled=1, n=1), "young"),
        ({"quality": 3}, Recall(recalled=1, n=1), "young"),
        ({"quality": 2}, Recall(recalled=0, n=1), "young"),
        ({"interval": 20}, Recall(recalled=1, n=1), "young"),
        ({"interval": 21}, Recall(recalled=1, n=1), "mature"),
        ({"times": 0, "interval": 1}, Recall(), "new"),
        ({"kind": "drill"}, Recall(), "young"),
        ({"kind": "cram", "interval": 30}, Recall(), "mature"),
    ],
)
def test_what_counts_for_retention_and_what_for_time_and_ratings_only(
    cards, card, given, recall, stage
):
    add_review(cards, card, **given)

    found = statistics(cards)

    assert found.recall_today == recall
    assert sum(hour.n for hour in found.hours) == recall.n
    assert found.retention[0].mature.n == (recall.n if stage == "mature" else 0)
    assert [one.stage for one in found.buttons if one.n] == [stage]
    assert (found.today.reviews, found.today.seconds) == (1, 10)


def test_an_answer_without_a_state_before_counts_for_the_time_only(cards, card):
    add_review(cards, card, state_before=None)

    found = statistics(cards)

    assert (found.has_reviews, found.today.reviews, found.unplaced) == (True, 1, 1)
    assert (found.recall_today.n, sum(one.n for one in found.buttons)) == (0, 0)


def test_an_answer_whose_time_is_not_known_took_none(cards, card):
    add_review(cards, card, seconds=None)

    assert statistics(cards).today == DayDone(day=TODAY, reviews=1, seconds=0)


def test_the_range_bounds_ratings_and_hours_and_leaves_the_year(cards, card):
    for days in (0, 1, 2, 364, 365):
        add_review(cards, card, at=NOW - days * DAY)

    found = statistics(cards, since=TODAY - DAY)
    whole = statistics(cards)

    assert (sum(one.n for one in found.buttons), sum(one.n for one in found.hours)) == (2, 2)
    assert found.retention[-1].young.n == 2
    assert sum(day.reviews for day in found.year) == 4
    assert (sum(one.n for one in whole.buttons), whole.retention[-1].young.n) == (5, 5)
    assert sum(day.reviews for day in whole.year) == 4


def test_the_range_begins_at_four_in_the_morning_where_the_learner_lives(cards, card):
    auckland = ZoneInfo("Pacific/Auckland")  # 13 hours ahead: its 3 March begins at 15:00 UTC
    add_review(cards, card, at=NOW - dt.timedelta(seconds=1))
    add_review(cards, card, at=NOW)

    found = statistics(cards, zone=auckland, since=dt.date(2026, 3, 3))

    assert (sum(one.n for one in found.buttons), found.today.reviews) == (1, 1)
    assert [hour for hour, one in enumerate(found.hours) if one.n] == [4]


def test_an_answer_belongs_to_the_day_and_the_hour_of_the_learner(cards, card):
    # 14:30 UTC is 03:30 of the next date in Auckland: still the evening before.
    for at in (NOW - dt.timedelta(minutes=30), NOW + dt.timedelta(minutes=30)):
        add_review(cards, card, at=at)

    there = statistics(cards, zone=ZoneInfo("Pacific/Auckland"), now=NOW + DAY)
    here = statistics(cards, zone=ZoneInfo("America/New_York"), now=NOW + DAY)

    assert [(one.day, one.reviews) for one in there.year if one.reviews] == [
        (TODAY, 1), (TODAY + DAY, 1),
    ]  # fmt: skip
    assert [hour for hour, one in enumerate(there.hours) if one.n] == [3, 4]
    assert [(one.day, one.reviews) for one in here.year if one.reviews] == [(TODAY, 2)]
    assert [hour for hour, one in enumerate(here.hours) if one.n] == [9, 10]


def test_the_hour_is_that_of_the_wall_before_and_after_the_clock_is_put_forward(cards, card):
    # New York puts its clock forward on 8 March 2026: 12:00 UTC is 7, then 8 o'clock.
    for day in (7, 8):
        add_review(cards, card, at=dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC))

    found = statistics(cards, zone=ZoneInfo("America/New_York"), now=NOW + 10 * DAY)

    assert [hour for hour, one in enumerate(found.hours) if one.n] == [7, 8]


@pytest.mark.parametrize("name", ["Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"])
def test_days_and_hours_are_those_of_clocks_that_differ_by_parts_of_an_hour(cards, card, name):
    zone = ZoneInfo(name)
    moments = [NOW - days * 17 * DAY - days * dt.timedelta(minutes=97) for days in range(20)]
    for at in moments:
        add_review(cards, card, at=at)

    found = statistics(cards, zone=zone)

    days = Counter(learner_day(at, zone) for at in moments)
    assert {one.day: one.reviews for one in found.year if one.reviews} == days
    hours = Counter(at.astimezone(zone).hour for at in moments)
    assert {hour: one.n for hour, one in enumerate(found.hours) if one.n} == hours


def test_the_forecast_sets_apart_what_does_not_come_back(cards):
    put_in_review(cards, "late?", TODAY - DAY)
    put_in_review(cards, "today?", TODAY)
    put_in_review(cards, "buried?", TODAY, buried_until=TODAY + DAY)
    put_in_review(cards, "later?", TODAY + 30 * DAY)
    suspended = put_in_review(cards, "suspended?", TODAY)
    deleted = put_in_review(cards, "deleted?", TODAY)
    (new_and_suspended,) = cards.make("new and suspended?")
    (new_and_deleted,) = cards.make("new and deleted?")
    cards.make("new?")
    changing.suspend_cards(cards.db, cards.actor, [suspended, new_and_suspended], now=NOW)
    changing.delete_cards(cards.db, cards.actor, [deleted, new_and_deleted], now=NOW)

    found = statistics(cards).forecast

    assert (found.backlog, found.by_day[:3], found.later, found.n) == (1, (1, 1, 0), 1, 4)
    assert (found.new, found.suspended, found.deleted) == (1, 2, 2)


def test_intervals_and_easiness_are_those_of_cards_in_review(cards):
    put_in_review(cards, "a?", TODAY, interval_days=20, easiness_factor=1.3)
    put_in_review(cards, "b?", TODAY, interval_days=21, easiness_factor=2.5)
    put_in_review(cards, "c?", TODAY, interval_days=400, easiness_factor=2.49)
    cards.make("new?")

    found = statistics(cards)

    assert [(one.low, one.cards) for one in found.intervals if one.cards] == [
        (8, 1), (21, 1), (366, 1),
    ]  # fmt: skip
    assert [(one.low, one.cards) for one in found.easiness if one.cards] == [
        (130, 1), (230, 1), (250, 1),
    ]  # fmt: skip


def test_answers_to_a_card_that_was_deleted_are_not_forgotten(cards, card):
    add_review(cards, card)
    changing.delete_cards(cards.db, cards.actor, [card], now=NOW)

    found = statistics(cards)

    assert (found.recall_today.n, found.forecast.deleted) == (1, 1)


def test_another_learner_sees_nothing_of_it(cards, card):
    add_review(cards, card)
    put_in_review(cards, "a?", TODAY)
    other = Actor(add_student(cards.db, "ben").id, "student")

    found = statistics(cards, actor=other)

    assert (found.has_reviews, found.forecast.n, found.forecast.new) == (False, 0, 0)
    assert (found.today.reviews, sum(one.n for one in found.buttons)) == (0, 0)


def test_the_number_of_statements_does_not_grow_with_the_reviews(cards, card):
    def statements():
        seen = []
        connection = cards.db.connection()
        event.listen(connection, "before_cursor_execute", lambda *_: seen.append(1))
        statistics(cards)
        return len(seen)

    few = statements()
    for _ in range(20):
        add_review(cards, card)

    assert (few, statements()) == (4, 4)
