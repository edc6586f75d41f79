"""Questions and cards are one memory: answers move the cards of their skill, on both databases."""

import datetime as dt

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR
from tutor_core.practice.goal import Goal
from tutor_core.practice.service import reveal_hint
from tutor_core.review.policy import ReviewPolicy
from tutor_core.tuning.service import save

TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def credit(cards, share, a_step=0.0):
    policy = ReviewPolicy(credit=share, credit_a_step=a_step)
    save(cards.db, OPERATOR, policy, reason="to see", now=NOW)


@pytest.fixture
def doubling(cards):
    """A card each on doubling and on adding, which doubling builds on, both due in a week.

    Answers count half of a review, and half of that at what is built on.
    """
    credit(cards, 0.5, 0.5)
    made = {}
    for skill in ("doubling", "adding"):
        (made[skill],) = cards.make(f"{skill}?", "!", skill=skill)
        cards.rate(4)
        cards.rate(4, at=NOW + DAY)
    return made


def due(cards, card_id):
    return (cards.row(card_id).next_review_date - TODAY).days


def answer(cards, skill, grade, *, at=NOW + 2 * DAY, hint=False):
    item = cards.db.query(m.Content).filter_by(subtopic=skill, content_type="question").first()
    attempt = cards.learner.next(Goal(content_id=item.id), at=at)
    if hint:
        reveal_hint(cards.db, cards.actor, attempt.attempt_id, hints_seen=0)
    cards.learner.answer(attempt, grade, "2", at=at)
    return attempt


def changes(cards):
    return sorted(cards.learner.rows(m.CardChange), key=lambda one: one.flashcard_id)


def test_a_right_answer_puts_off_the_cards_of_its_skill_and_less_those_it_builds_on(
    cards, doubling
):
    before = {skill: due(cards, one) for skill, one in doubling.items()}
    assert before == {"doubling": 7, "adding": 7}

    attempt = answer(cards, "doubling", RIGHT)

    gained = {skill: due(cards, one) - before[skill] for skill, one in doubling.items()}
    assert gained["doubling"] > gained["adding"] > 0
    (first, second) = changes(cards)
    assert (first.kind, first.attempt_id) == ("credited", attempt.attempt_id)
    assert first.before == {"next_review_date": (TODAY + 7 * DAY).isoformat()}
    assert (first.after["share"], second.after["share"]) == (0.5, 0.25)


def test_a_wrong_answer_pulls_them_in(cards, doubling):
    answer(cards, "doubling", WRONG)

    assert (due(cards, doubling["doubling"]), due(cards, doubling["adding"])) == (5, 6)
    assert {one.kind for one in changes(cards)} == {"pulled_in"}


def test_what_builds_on_a_skill_is_not_moved_by_it(cards, doubling):
    answer(cards, "adding", RIGHT)

    assert due(cards, doubling["doubling"]) == 7
    assert due(cards, doubling["adding"]) > 7


def test_a_right_answer_with_help_says_nothing_of_cards(cards, doubling):
    answer(cards, "doubling", RIGHT, hint=True)

    assert changes(cards) == []


def test_easiness_interval_and_memory_stay(cards, doubling):
    columns = ("easiness_factor", "interval_days", "repetitions", "stability", "times_reviewed")
    before = [getattr(cards.row(doubling["doubling"]), name) for name in columns]

    answer(cards, "doubling", RIGHT)

    assert [getattr(cards.row(doubling["doubling"]), name) for name in columns] == before


def test_a_policy_switches_it_off(cards, doubling):
    credit(cards, 0.0)

    answer(cards, "doubling", RIGHT)

    assert changes(cards) == []


def test_as_it_is_shipped_a_right_answer_counts_a_quarter_of_a_review(cards, doubling):
    save(cards.db, OPERATOR, ReviewPolicy(), reason="as shipped", now=NOW)

    answer(cards, "doubling", RIGHT)

    assert [one.after["share"] for one in changes(cards)] == [0.25]


def test_new_suspended_and_deleted_cards_are_left_alone(cards, doubling):
    cards.row(doubling["doubling"]).suspended = True
    cards.row(doubling["adding"]).deleted_at = NOW
    cards.make("new?", "!", skill="doubling")

    answer(cards, "doubling", RIGHT)

    assert changes(cards) == []
