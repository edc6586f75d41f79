"""Many cards changed at once, and put back to what each of them was."""

import datetime as dt

from sqlalchemy import event, select

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.review.changing import service as changing
from tutor_core.review.changing.batches import service as batches

TODAY = NOW.date()
DAY = dt.timedelta(days=1)
MANY = 60


def made(cards, count=MANY):
    """Cards that are due on three days, a third of them flagged."""
    found = [card_id for number in range(count) for card_id in cards.make(f"{number}?", "!")]
    for number, card_id in enumerate(found):
        row = cards.row(card_id)
        row.next_review_date = TODAY - number % 3 * DAY
        row.flag = number % 3
    cards.db.flush()
    return found


def days(cards):
    of_cards = select(m.FlashCard.id, m.FlashCard.next_review_date)
    return dict(cards.db.execute(of_cards).all())


def statements(cards, act):
    seen = []
    connection = cards.db.connection()
    event.listen(connection, "before_cursor_execute", note := lambda *_: seen.append(1))
    found = act()
    event.remove(connection, "before_cursor_execute", note)
    return len(seen), found


def test_many_cards_are_spread_and_put_back_by_a_statement_a_day(cards):
    found = made(cards)
    before = days(cards)

    spread, batch = statements(
        cards,
        lambda: changing.spread_cards(
            cards.db, cards.actor, found, first=TODAY, days=4, now=NOW
        ),
    )  # fmt: skip
    assert sorted(days(cards).values()) == sorted(
        TODAY + number * 4 // MANY * DAY for number in range(MANY)
    )
    back, count = statements(
        cards, lambda: batches.take_back(cards.db, cards.actor, batch, now=NOW)
    )

    assert count == MANY
    assert days(cards) == before
    assert (spread, back) == (7, 6), "lock, read, a statement for each of 4 and 3 days, note"


def test_what_differs_is_put_back_for_each_card(cards):
    found = made(cards, 6)

    batch = changing.flag_cards(cards.db, cards.actor, found, 7, now=NOW)
    assert {cards.row(one).flag for one in found} == {7}
    batches.take_back(cards.db, cards.actor, batch, now=NOW)

    cards.db.expire_all()
    assert [cards.row(one).flag for one in found] == [0, 1, 2, 0, 1, 2]


def test_more_cards_than_a_statement_may_name_are_put_back(cards, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 4)
    found = made(cards, 10)

    batch = changing.suspend_cards(cards.db, cards.actor, found, now=NOW)
    assert batches.take_back(cards.db, cards.actor, batch, now=NOW) == 10

    cards.db.expire_all()
    assert not any(cards.row(one).suspended for one in found)
    undone = cards.db.scalars(select(m.CardChange.undone_at)).all()
    assert undone == [NOW] * 10
