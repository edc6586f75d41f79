"""Finding cards, and reading what happened to one, on both databases."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.review.browsing.queries import find_cards, history_of_card, ids_of_cards
from tutor_core.review.browsing.views import CardFilter
from tutor_core.review.changing import service as changing

UTC = ZoneInfo("UTC")
DAY = dt.timedelta(days=1)


def found(cards, at=NOW, **wanted):
    fitting = CardFilter(**wanted)
    listed = find_cards(cards.db, cards.actor, fitting, on=at.date(), limit=99)
    assert listed.total == len(listed.cards)
    ids = ids_of_cards(cards.db, cards.actor, fitting, on=at.date())
    assert ids == [card.card_id for card in listed.cards]
    return [card.front for card in listed.cards]


def test_cards_are_found_by_words_of_either_side(cards):
    cards.make("Capital of France?", "Paris")
    cards.make("100% of 5_0?", "5_0")

    assert found(cards, text="paris capital") == ["Capital of France?"]
    assert found(cards, text="100%") == ["100% of 5_0?"]
    assert found(cards, text="5_0") == ["100% of 5_0?"]
    assert found(cards, text="5x0") == []
    assert found(cards) == ["Capital of France?", "100% of 5_0?"]


def test_cards_are_listed_page_by_page(cards):
    for number in range(5):
        cards.make(f"{number}?", "!")

    listed = find_cards(cards.db, cards.actor, CardFilter(), on=NOW.date(), limit=2, offset=3)

    assert ([card.front for card in listed.cards], listed.total) == (["3?", "4?"], 5)


def test_cards_are_found_by_how_they_stand(cards):
    cards.make("a?", "b")
    (second,) = cards.make("c?", "d", topic="calculus")
    cards.rate(4)
    changing.suspend_cards(cards.db, cards.actor, [second], now=NOW)
    changing.flag_cards(cards.db, cards.actor, [second], 3, now=NOW)

    assert found(cards, state="new") == []
    assert found(cards, state="waiting") == []
    assert found(cards, at=NOW + DAY, state="waiting") == ["a?"]
    assert found(cards, state="suspended") == ["c?"]
    assert found(cards, state="flagged") == ["c?"]
    assert found(cards, state="forgotten") == []
    assert found(cards, topic="calculus") == ["c?"]


def test_a_card_tells_all_that_happened_to_it_the_latest_first(cards):
    (card_id,) = cards.make()
    cards.rate(4)
    cards.rate(5, at=NOW + DAY)
    take_back_answer(cards.db, cards.actor, now=NOW + DAY)
    changing.flag_cards(cards.db, cards.actor, [card_id], 2, now=NOW + DAY)

    history = history_of_card(cards.db, cards.actor, card_id, UTC)

    assert [(one.quality, one.is_undone) for one in history.reviews] == [(5, True), (4, False)]
    assert [(one.kind, one.after) for one in history.changes] == [("flagged", {"flag": 2})]
    assert (history.origin, history.last_on) == ("own", NOW.date())
    assert history.card.interval_days == 1
    assert history.stability > 0


def test_strangers_find_nothing(cards):
    (card_id,) = cards.make()
    stranger = Actor(add_student(cards.db, "eve").id, "researcher")

    assert find_cards(cards.db, stranger, CardFilter(), on=NOW.date(), limit=9).total == 0
    assert ids_of_cards(cards.db, stranger, CardFilter(), on=NOW.date()) == []
    with pytest.raises(NotFoundError):
        history_of_card(cards.db, stranger, card_id, UTC)
