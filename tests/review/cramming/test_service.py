"""Cramming on a real database: in the history, and nothing of the schedule moves."""

import datetime as dt

import pytest

from tests.review.conftest import UTC
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.practice.reviewing.service import answer_crammed, take_back_crammed
from tutor_core.review.browsing.views import CardFilter
from tutor_core.review.changing.service import suspend_cards
from tutor_core.review.cramming.queries import cram_of

LATER = NOW + dt.timedelta(minutes=5)


def cram(cards, at=NOW, *, since=None, **wanted):
    return cram_of(cards.db, cards.actor, CardFilter(**wanted), UTC, since=since, now=at)


def answer(cards, quality, at=NOW, **given):
    turn = cram(cards, at, **given).turn
    answer_crammed(cards.db, cards.actor, turn, quality, seconds=7, now=at)
    return turn.card_id


def columns(cards, card_id):
    """Return all that the database holds of a card."""
    table = m.FlashCard.__table__
    return cards.db.execute(table.select().where(table.c.id == card_id)).one()


def rows(cards):
    return cards.db.query(m.ReviewSession).order_by(m.ReviewSession.id).all()


def test_cramming_leaves_the_card_as_it_is_and_stands_in_its_history(cards):
    (card_id,) = cards.make()
    cards.rate(4)
    before = columns(cards, card_id)

    answer(cards, 1, LATER)
    answer(cards, 4, LATER)

    assert columns(cards, card_id) == before
    assert [(row.kind, row.quality) for row in rows(cards)] == [
        ("review", 4), ("cram", 1), ("cram", 4),
    ]  # fmt: skip
    assert cram(cards, LATER).card is None


def test_a_crammed_card_is_still_asked_when_it_is_due(cards):
    cards.make()
    answer(cards, 4)

    assert cards.desk().counts.new == 1


def test_those_most_in_danger_come_first_and_suspended_ones_rest(cards):
    (new,), (known,), (resting,) = cards.make(), cards.make("3 + 3?"), cards.make("4 + 4?")
    row = cards.row(known)
    row.times_reviewed, row.stability, row.last_reviewed = 2, 50.0, NOW - dt.timedelta(days=3)
    suspend_cards(cards.db, cards.actor, [resting], now=NOW)
    cards.db.flush()

    assert [answer(cards, 4), answer(cards, 4)] == [new, known]
    assert cram(cards).card is None
    assert cram(cards, state="suspended").card.card_id == resting


def test_only_what_is_wanted_is_asked(cards):
    cards.make("2 + 2?")
    (wanted,) = cards.make("What is a slope?", topic="calculus")

    assert answer(cards, 4, topic="calculus") == wanted
    assert cram(cards, topic="calculus").cards == 1


def test_a_second_click_counts_once(cards):
    cards.make()
    turn = cram(cards).turn
    answer_crammed(cards.db, cards.actor, turn, 1, seconds=7, now=NOW)

    with pytest.raises(StaleStateError, match="already"):
        answer_crammed(cards.db, cards.actor, turn, 1, seconds=7, now=NOW)
    assert len(rows(cards)) == 1


def test_answers_are_taken_back_one_after_the_other_and_stay_in_the_history(cards):
    cards.make()
    answer(cards, 1)
    answer(cards, 4)
    since = cram(cards).since

    take_back_crammed(cards.db, cards.actor, since=since, now=LATER)
    assert cram(cards, LATER).missed == 1
    take_back_crammed(cards.db, cards.actor, since=since, now=LATER)

    assert cram(cards, LATER).fresh == 1
    assert all(row.undone_at is not None for row in rows(cards))
    with pytest.raises(NotFoundError):
        take_back_crammed(cards.db, cards.actor, since=since, now=LATER)


def test_a_cram_begun_again_and_another_day_ask_everything_once_more(cards):
    cards.make()
    answer(cards, 4)
    assert cram(cards, LATER).card is None

    assert cram(cards, LATER, since=LATER).card is not None
    assert cram(cards, NOW + dt.timedelta(days=1)).card is not None


@pytest.mark.parametrize("quality", [0, 2, 3, 5, 9])
def test_one_says_known_or_not_known_and_nothing_else(cards, quality):
    cards.make()

    with pytest.raises(InvalidInputError):
        answer(cards, quality)


def test_the_time_counts_for_the_day(cards):
    for number in range(10):
        cards.make(f"{number} + 1?")
        answer(cards, 4)

    day = cards.learner.row(m.PerformanceMetrics)
    assert (day.reviews, day.time_spent_minutes) == (10, 1)
