"""Cards planned anew: as if the rules had always held, no pile today, taken back whole."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotAllowedError, NotFoundError
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.review.changing.batches.service import take_back
from tutor_core.review.changing.service import suspend_cards
from tutor_core.review.memory import Memory, Recalled, interval_for
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import Holiday, ReviewWishes
from tutor_core.review.replanning.planning import LATE_DAYS, Planned, replanned
from tutor_core.review.replanning.service import replan_cards, replan_cards_of
from tutor_core.review.scheduling import ReviewRules, Standing
from tutor_core.review.sm2 import CardState, SM2Policy
from tutor_core.tuning import service as tuning

DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def rules(**given):
    wishes = given.pop("wishes", ReviewWishes())
    sm2 = given.pop("sm2", SM2Policy())
    return ReviewRules(sm2=sm2, policy=ReviewPolicy(fuzz=0.0, **given), wishes=wishes)


def card(number, *, interval, days_ago, stability=10.0, reviews=None):
    last_on = TODAY - days_ago * DAY
    state = CardState(
        easiness=Decimal("2.50"), interval_days=interval, repetitions=3,
        due_on=last_on + interval * DAY,
    )  # fmt: skip
    memory = Memory(stability=stability, difficulty=5.0, last_on=last_on)
    standing = Standing(state=state, memory=memory)
    return Planned(card_id=number, standing=standing, memory=memory, reviews=reviews)


def test_under_sm2_a_card_stands_where_its_history_would_have_brought_it():
    days = [TODAY - ago * DAY for ago in (9, 8, 2)]
    history = [Recalled(day, 4) for day in days]  # intervals 1, 6, then 6 times the easiness

    found = replanned(
        [card(1, interval=15, days_ago=2, reviews=history)],
        rules(sm2=SM2Policy(start_easiness=2.0)),
        on=TODAY,
    )[1]

    assert (found.interval_days, found.easiness, found.repetitions) == (12, Decimal("2.00"), 3)
    assert found.due_on == TODAY + 10 * DAY


def test_under_fsrs_the_interval_is_that_of_the_memory_at_the_retention_wished():
    found = replanned(
        [card(1, interval=15, days_ago=2, stability=40.0)],
        rules(uses_fsrs=1, retention=0.8),
        on=TODAY,
    )[1]

    assert found.interval_days == interval_for(40.0, 0.8)
    assert found.due_on == TODAY + (found.interval_days - 2) * DAY


def test_a_card_whose_history_is_not_known_whole_keeps_its_interval():
    found = replanned([card(1, interval=15, days_ago=2)], rules(), on=TODAY)[1]

    assert (found.interval_days, found.due_on) == (15, TODAY + 13 * DAY)


def test_what_would_be_due_already_is_spread_over_a_week_and_not_piled_on_today():
    late = [card(number, interval=3, days_ago=30) for number in range(21)]

    found = replanned(late, rules(), on=TODAY)

    days = [state.due_on for state in found.values()]
    assert {day: days.count(day) for day in set(days)} == {
        TODAY + after * DAY: 3 for after in range(LATE_DAYS)
    }


def test_nothing_falls_on_a_holiday():
    away = Holiday(begins=TODAY, ends=TODAY + 3 * DAY)
    late = [card(number, interval=3, days_ago=30) for number in range(6)]

    found = replanned(late, rules(wishes=ReviewWishes(holiday=away)), on=TODAY)

    assert min(state.due_on for state in found.values()) == TODAY + 4 * DAY


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400), st.floats(0.5, 500)), max_size=25),
    st.sampled_from([0, 1]),
)
def test_every_card_has_a_day_that_is_not_past(cards, uses_fsrs):
    planned = [
        card(number, interval=interval, days_ago=ago, stability=stability)
        for number, (interval, ago, stability) in enumerate(cards)
    ]

    found = replanned(planned, rules(uses_fsrs=uses_fsrs), on=TODAY)

    assert set(found) == {one.card_id for one in planned}
    assert all(state.due_on >= TODAY and state.interval_days >= 1 for state in found.values())


def reviewed(cards, front="2 + 2?"):
    """Make a card and answer it on its first three days with 4."""
    cards.wish(is_spread=False)
    (card_id,) = cards.make(front)
    for at in (NOW, NOW + DAY, NOW + 7 * DAY):
        cards.rate(4, at=at)
    return card_id


LATER = NOW + 8 * DAY


def test_a_learner_moves_their_cards_to_new_rules_and_takes_it_back(cards):
    card_id = reviewed(cards)
    before = cards.row(card_id)
    held = (before.interval_days, before.next_review_date, before.stability)
    cards.wish(scheduling="fsrs", retention=0.95, is_spread=False)

    found = replan_cards(cards.db, cards.actor, now=LATER)

    cards.db.expire_all()
    row = cards.row(card_id)
    assert row.interval_days == interval_for(row.stability, 0.95)
    assert row.next_review_date == TODAY + (7 + row.interval_days) * DAY
    assert (found.cards, found.moved) == (1, 1)
    take_back(cards.db, cards.actor, found.batch, now=LATER)
    cards.db.expire_all()
    row = cards.row(card_id)
    assert (row.interval_days, row.next_review_date, row.stability) == held


def test_planning_anew_under_the_same_rules_changes_nothing(cards):
    reviewed(cards)

    found = replan_cards(cards.db, cards.actor, now=LATER)

    assert (found.moved, found.batch) == (0, None)
    assert cards.db.query(m.CardChange).count() == 0


def test_what_was_taken_back_does_not_count(cards):
    card_id = reviewed(cards)
    cards.rate(1, at=NOW + 22 * DAY)
    take_back_answer(cards.db, cards.actor, now=NOW + 22 * DAY)
    slower = SM2Policy(start_easiness=2.0)
    admin = Actor(cards.actor.id, "admin")
    tuning.save(cards.db, admin, slower, reason="Slower.", now=LATER)

    replan_cards(cards.db, cards.actor, now=LATER)

    cards.db.expire_all()
    assert cards.row(card_id).interval_days == 12  # 1, 6, then 6 times 2


def test_a_card_brought_along_with_more_answers_than_are_known_keeps_its_interval(cards):
    card_id = reviewed(cards)
    row = cards.row(card_id)
    row.times_reviewed, row.interval_days = 9, 40
    row.next_review_date = TODAY + 47 * DAY
    cards.db.flush()

    assert replan_cards(cards.db, cards.actor, now=LATER).moved == 0


def test_new_and_suspended_cards_and_those_asked_once_more_stay(cards):
    suspend_cards(cards.db, cards.actor, [reviewed(cards, "suspended")], now=LATER)
    new = cards.make("new")
    cards.rate(1, at=LATER)  # the new one: asked once more today
    cards.make("another")
    cards.wish(scheduling="fsrs", retention=0.97)

    with pytest.raises(NotFoundError):
        replan_cards(cards.db, cards.actor, now=LATER)

    assert cards.row(new[0]).drill_on == LATER.date()
    assert not cards.db.query(m.CardChange).filter_by(kind="rescheduled").count()


def test_who_has_answered_nothing_is_told_so(cards):
    cards.make()

    with pytest.raises(NotFoundError, match="no cards yet"):
        replan_cards(cards.db, cards.actor, now=LATER)


def test_a_researcher_moves_a_learners_cards_after_a_change_and_nobody_else_does(cards):
    card_id = reviewed(cards)
    researcher = Actor(cards.actor.id, "researcher")
    tuning.save(
        cards.db, researcher, ReviewPolicy(uses_fsrs=1, retention=0.8, fuzz=0.0),
        reason="Fewer reviews.", now=LATER,
    )  # fmt: skip
    cards.db.expire_all()
    day = cards.row(card_id).next_review_date

    with pytest.raises(NotAllowedError):
        replan_cards_of(cards.db, cards.actor, cards.actor.id, now=LATER)
    replan_cards_of(cards.db, researcher, cards.actor.id, now=LATER)

    cards.db.expire_all()
    assert cards.row(card_id).next_review_date > day
