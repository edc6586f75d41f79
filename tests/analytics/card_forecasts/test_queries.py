"""Which reviews are set beside their forecasts, on both databases."""

import datetime as dt

import pytest

from tests.review.conftest import Cards, cards  # noqa: F401 - a fixture
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.analytics.card_forecasts.queries import card_forecasts
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.recommend.decisions.period import Period

DAY = dt.timedelta(days=1)
ALL = Period(since=NOW - DAY, until=NOW + 30 * DAY)
RESEARCHER = Actor(99, "researcher")


def forecasts(cards, period=ALL, **given):  # noqa: F811 - the fixture
    cards.db.flush()
    return card_forecasts(cards.db, RESEARCHER, period, **given)


@pytest.fixture
def reviewed(cards):  # noqa: F811 - the fixture
    """One card: new, forgotten and known again the same day, recalled on the next."""
    cards.make()
    cards.rate(1)
    cards.rate(4)
    cards.rate(4, at=NOW + DAY)
    return cards


def test_a_review_of_a_later_day_has_both_forecasts(reviewed):
    (found,) = forecasts(reviewed)

    assert found.scheduler == "sm2"
    assert found.by_memory.correct
    assert 0 < found.by_memory.predicted < 1
    assert found.by_interval.predicted == pytest.approx(0.9)


def test_the_memory_is_the_one_stored_before_the_review(reviewed):
    row = reviewed.learner.rows(m.ReviewSession)[-1]
    row.state_before = row.state_before | {"stability": 1.0}

    (found,) = forecasts(reviewed)

    assert found.by_memory.predicted == pytest.approx(0.9)


def test_what_was_taken_back_is_left_out(reviewed):
    take_back_answer(reviewed.db, reviewed.actor, now=NOW + DAY)
    assert forecasts(reviewed) == ()

    reviewed.rate(4, at=NOW + DAY)
    assert len(forecasts(reviewed)) == 1


@pytest.mark.parametrize(("column", "value"), [("scheduler", None), ("kind", "cram")])
def test_what_was_brought_along_or_crammed_is_left_out(reviewed, column, value):
    setattr(reviewed.learner.rows(m.ReviewSession)[-1], column, value)

    assert forecasts(reviewed) == ()


def test_whoever_withdrew_from_research_is_left_out(reviewed):
    given = {"student_id": reviewed.actor.id, "purpose": "research", "version": "1"}
    reviewed.db.add(m.Consent(**given, given_at=NOW, withdrawn_at=NOW))

    assert forecasts(reviewed) == ()


def test_only_the_period_and_the_class_are_looked_at(reviewed):
    reviewed.db.add(m.Cohort(id=1, name="5b", join_code="ABC234"))
    of_class = Period(since=ALL.since, until=ALL.until, cohort_id=1)

    assert forecasts(reviewed, Period(since=NOW, until=NOW + DAY)) == ()
    assert forecasts(reviewed, of_class) == ()
    reviewed.db.add(m.CohortMember(cohort_id=1, student_id=reviewed.actor.id))
    assert len(forecasts(reviewed, of_class)) == 1


def test_a_long_log_is_looked_at_in_even_portions(cards):  # noqa: F811 - the fixture
    for number in range(6):
        cards.make(f"{number}?")
    for day in range(2):
        for _ in range(6):
            cards.rate(4, at=NOW + day * DAY)

    assert len(forecasts(cards, most=2)) == 2
    assert len(forecasts(cards)) == 6
