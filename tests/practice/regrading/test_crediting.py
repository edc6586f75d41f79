"""What a rejudged answer did to cards is taken back and made anew, on both databases."""

import datetime as dt
import random

import pytest

from tests.practice.conftest import Learner, add_school
from tests.practice.regrading.mending import HOUR, OneTransaction, give, mend, number, regrade
from tests.review.conftest import Cards
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.review.changing import service as changing
from tutor_core.review.policy import ReviewPolicy
from tutor_core.tuning.service import save

TODAY = NOW.date()
DAY = dt.timedelta(days=1)
ANSWERED = NOW + 2 * DAY
LATER = NOW + 3 * DAY


class Desk:
    """A learner with a card on doubling and one on adding, which doubling builds on."""

    def __init__(self, cards: Cards) -> None:
        self.cards, self.db, self.actor = cards, cards.db, cards.actor
        self.here = OneTransaction(cards.db)
        self.made = {}
        cards.wish(is_spread=False)
        halves = ReviewPolicy(credit=0.5, credit_a_step=0.5)  # so that short intervals move
        before = NOW - DAY
        save(cards.db, Actor(cards.actor.id, "admin"), halves, reason="Halves.", now=before)
        for skill in ("doubling", "adding"):
            (self.made[skill],) = cards.make(f"{skill}?", "!", skill=skill)
            cards.rate(4)
            cards.rate(4, at=NOW + DAY)
        item = self.db.query(m.Content).filter_by(slug="doubling-3").one()
        item.answer_spec = number("3")
        self.item = item.id
        self.db.flush()

    @property
    def due(self):
        """In how many days each card is due."""
        self.db.expire_all()
        days = {name: self.cards.row(one).next_review_date for name, one in self.made.items()}
        return {name: (day - TODAY).days for name, day in days.items()}

    def move(self, name, days):
        self.cards.row(self.made[name]).next_review_date = TODAY + days * DAY
        self.db.flush()

    def give(self, response, **how):
        return give(self.here, self.actor, self.item, response, at=ANSWERED, **how)

    def regrade(self, answer, *, now=LATER):
        mend(self.db, self.item, answer_spec=number(answer))
        return regrade(self.here, OPERATOR, self.item, now=now)

    @property
    def changes(self):
        """Each change's card, kind, and whether it was taken back."""
        rows = self.cards.learner.rows(m.CardChange)
        names = {number: name for name, number in self.made.items()}
        return [
            (names[one.flashcard_id], one.kind, one.undone_at is not None)
            for one in sorted(rows, key=lambda one: one.id)
        ]


@pytest.fixture
def desk(db):
    add_school(db)
    learner = Learner(db, Actor(add_student(db).id, "student"), random.Random(5))
    return Desk(Cards(learner))


def test_what_was_pulled_in_is_put_off_when_the_answer_turns_out_right(desk):
    told = desk.give("2")
    assert desk.due == {"doubling": 5, "adding": 6}

    desk.regrade("2")

    assert desk.due["doubling"] > desk.due["adding"] > 7, "as if it had been right from the start"
    assert desk.changes == [
        ("doubling", "pulled_in", True),
        ("adding", "pulled_in", True),
        ("doubling", "credited", False),
        ("adding", "credited", False),
    ]
    anew = [one for one in desk.cards.learner.rows(m.CardChange) if one.undone_at is None]
    assert {one.attempt_id for one in anew} == {told.attempt_id}
    assert {one.before["next_review_date"] for one in anew} == {(TODAY + 7 * DAY).isoformat()}
    assert {one.changed_at for one in anew} == {LATER}


def test_it_ends_where_it_would_have_ended_with_the_right_key(desk):
    desk.give("2")
    desk.regrade("2")
    mended = desk.due
    desk.regrade("3", now=LATER + DAY)
    assert desk.due == {"doubling": 5, "adding": 6}

    desk.regrade("2", now=LATER + 2 * DAY)

    assert desk.due == mended


def test_a_card_reviewed_since_stays(desk):
    desk.give("2")
    at, doubling = NOW + 9 * DAY, desk.made["doubling"]
    changing.suspend_cards(desk.db, desk.actor, [doubling], now=at)
    assert desk.cards.rate(4, at=at).card_id == desk.made["adding"]
    changing.resume_cards(desk.db, desk.actor, [doubling], now=at)
    desk.move("adding", 6)  # where the answer had put it, as may happen
    before = desk.due

    desk.regrade("2", now=at + DAY)

    assert desk.due["adding"] == before["adding"]
    assert desk.due["doubling"] > 7
    assert ("adding", "pulled_in", False) in desk.changes


def test_a_card_that_was_not_moved_and_is_reviewed_since_stays(desk):
    desk.move("adding", 3)
    desk.give("3", hints=1)  # right, with help: no card is moved
    desk.cards.rate(4, at=NOW + 3 * DAY)
    before = desk.due

    desk.regrade("2", now=NOW + 4 * DAY)

    assert desk.due == before | {"doubling": 5}
    assert desk.changes == [("doubling", "pulled_in", False)]


def test_a_card_whose_review_was_taken_back_since_stays(desk):
    desk.move("adding", 2)
    desk.cards.rate(4, at=ANSWERED)
    after_review = desk.due["adding"]
    give(desk.here, desk.actor, desk.item, "2", at=ANSWERED + HOUR)
    assert desk.due["adding"] < after_review
    take_back_answer(desk.db, desk.actor, now=ANSWERED + 2 * HOUR)
    assert desk.due["adding"] == 2

    desk.regrade("2")

    assert ("adding", "pulled_in", False) in desk.changes
    assert desk.due["adding"] == 2


def test_each_of_several_answers_is_made_anew(desk):
    desk.give("2")
    give(desk.here, desk.actor, desk.item, "2", at=ANSWERED + HOUR)

    desk.regrade("2")

    anew = [name for name, kind, undone in desk.changes if (kind, undone) == ("credited", False)]
    assert sorted(anew) == ["adding", "adding", "doubling", "doubling"]
    assert all(undone for _, kind, undone in desk.changes if kind == "pulled_in")


def test_a_card_moved_since_stays(desk):
    desk.give("2")
    changing.spread_cards(
        desk.db, desk.actor, [desk.made["doubling"]], first=TODAY + 5 * DAY, days=1, now=LATER
    )

    desk.regrade("2", now=LATER + DAY)

    assert desk.due["doubling"] == 5, "though it was moved to where it was"
    assert desk.due["adding"] > 7


def test_a_right_answer_with_help_only_takes_back(desk):
    desk.give("2", hints=1)
    assert desk.due["doubling"] == 5

    desk.regrade("2")

    assert desk.due == {"doubling": 7, "adding": 7}


def test_what_held_when_it_was_answered_decides_how_far(desk):
    desk.give("2")
    admin = m.Student(username="rita", email="r@example.org", hashed_password="!", role="admin")
    desk.db.add(admin)
    desk.db.flush()
    rita = Actor(admin.id, "admin")
    save(desk.db, rita, ReviewPolicy(credit=0.0), reason="Cards alone.", now=ANSWERED + DAY / 2)

    desk.regrade("2")

    assert desk.due["doubling"] > 7


def test_answers_that_do_not_turn_leave_the_cards_alone(desk):
    desk.give("9")
    before = desk.due

    desk.regrade("2")

    assert desk.due == before
    assert [undone for *_, undone in desk.changes] == [False, False]
