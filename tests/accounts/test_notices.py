import datetime as dt

import pytest

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.notices.queries import unseen
from tutor_core.accounts.notices.service import mark_seen, tell

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def ada(db):
    return Actor(add_student(db).id, "student")


def told(db, actor, number, *, at=NOW):
    tell(db, actor.id, "regraded", {"points": number}, now=at)


def test_what_happened_is_told_the_newest_first(db, ada):
    told(db, ada, 1)
    told(db, ada, 2, at=NOW + MINUTE)

    found = unseen(db, ada)

    assert [(one.kind, one.facts) for one in found] == [
        ("regraded", {"points": 2}),
        ("regraded", {"points": 1}),
    ]
    assert found[0].created_at == NOW + MINUTE


def test_nobody_is_told_more_than_ten_things_at_once(db, ada):
    for number in range(12):
        told(db, ada, number, at=NOW + number * MINUTE)
    assert [one.facts["points"] for one in unseen(db, ada)] == list(range(11, 1, -1))


def test_what_was_put_away_does_not_come_again(db, ada):
    told(db, ada, 1)
    told(db, ada, 2)
    first, _ = unseen(db, ada)

    mark_seen(db, ada, [first.id], now=NOW)
    mark_seen(db, ada, [first.id], now=NOW + MINUTE)

    assert [one.facts for one in unseen(db, ada)] == [{"points": 1}]
    assert db.get_one(m.Notice, first.id).seen_at == NOW, "the first time stays"


def test_notices_of_others_are_neither_seen_nor_put_away(db, ada):
    eve = Actor(add_student(db, "eve").id, "student")
    told(db, ada, 1)

    mark_seen(db, eve, [one.id for one in unseen(db, ada)], now=NOW)

    assert unseen(db, eve) == ()
    assert len(unseen(db, ada)) == 1
