"""Which card comes first, and what is left of a day, on both databases."""

import datetime as dt

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.review.conftest import UTC, Cards
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.review.desk.queries import cards_left
from tutor_core.review.preferences import ORDERS

DAY = dt.timedelta(days=1)


def due(cards: Cards, number: int, **columns: object) -> int:
    """A card that was answered and is due, as its columns say."""
    (card_id,) = cards.make(f"{number}?", str(number))
    row = cards.row(card_id)
    row.times_reviewed, row.repetitions = 3, 2
    for name, value in columns.items():
        setattr(row, name, value)
    cards.db.flush()
    return card_id


def asked(cards: Cards) -> list[str]:
    """The cards in the order in which they are asked, each rated so that it goes."""
    found = []
    while card := cards.desk().card:
        found.append(card.back)
        cards.rate(5)
    return found


def statements(db: Session, act) -> int:
    seen = []
    connection = db.connection()
    event.listen(connection, "before_cursor_execute", note := lambda *_: seen.append(1))
    act()
    event.remove(connection, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        ("longest_due", ["3", "2", "1"]),
        ("shortest_interval", ["2", "1", "3"]),
        ("least_recalled", ["1", "3", "2"]),
        ("most_recalled", ["2", "3", "1"]),
    ],
)
def test_due_cards_come_in_the_order_that_is_wished(cards, wished, expected):
    known = ((1, 0, 20, 2.0), (2, 1, 5, 60.0), (3, 9, 40, 30.0))
    for number, days_late, interval, stability in known:
        due(
            cards, number, next_review_date=NOW.date() - days_late * DAY, interval_days=interval,
            stability=stability, memory_difficulty=5.0,
            last_reviewed=NOW - (days_late + interval) * DAY,
        )  # fmt: skip
    cards.wish(order=wished)

    assert asked(cards) == expected


def test_chance_is_another_order_each_day_and_loses_no_card(cards):
    for number in range(6):
        due(cards, number, next_review_date=NOW.date() - DAY, last_reviewed=NOW - 9 * DAY)
    cards.wish(order="chance")

    first = {cards.desk(NOW + days * DAY).card.back for days in range(12)}

    assert len(first) > 1
    assert sorted(asked(cards)) == [str(number) for number in range(6)]


def test_a_card_without_a_memory_is_recalled_by_its_interval(cards):
    for number, interval in ((1, 50), (2, 5), (3, 20)):
        due(
            cards, number, next_review_date=NOW.date(), interval_days=interval, stability=None,
            last_reviewed=NOW - 10 * DAY,
        )  # fmt: skip
    cards.wish(order="least_recalled")

    assert asked(cards) == ["2", "3", "1"]


def test_who_travels_west_is_still_asked_once_more_what_they_forgot(cards):
    cards.make()
    cards.learner.row(m.Student, id=cards.actor.id).timezone = "Pacific/Auckland"
    cards.rate(1)  # where it is four in the morning of the next day

    later = NOW + dt.timedelta(hours=14)  # where it is five in the morning of that day
    assert cards.desk(later).card.is_drill


@pytest.mark.parametrize("order", ORDERS)
def test_a_desk_is_ten_statements_however_many_cards_there_are(cards, order):
    cards.wish(order=order)
    counts = []
    for number in range(4):
        due(cards, number, next_review_date=NOW.date(), last_reviewed=NOW - 9 * DAY)
        counts.append(statements(cards.db, cards.desk))

    assert counts == [10] * 4


def test_what_is_left_counts_new_due_and_repeated_cards(cards):
    due(cards, 1, next_review_date=NOW.date(), last_reviewed=NOW - 9 * DAY)
    cards.make("new?", "new")
    cards.make("forgotten?", "forgotten")
    assert cards_left(cards.db, cards.actor, UTC, now=NOW) == 3

    cards.rate(1)

    assert cards_left(cards.db, cards.actor, UTC, now=NOW) == 3
    assert cards.desk().counts.drill == 1
    assert cards.desk().answered == 1
