"""Forecasts of recall beside what came, worked out by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.analytics.card_forecasts.judging import area_under_curve, forecast_from
from tutor_core.recommend.self_grading import Prediction

NEW_YORK, UTC = ZoneInfo("America/New_York"), ZoneInfo("UTC")
STATE = {"last_reviewed": "2026-03-01T12:00:00+00:00", "stability": 10.0, "interval": 5}


def forecast(state=STATE, *, at="2026-03-11T12:00:00+00:00", quality=4, zone=UTC):
    moment = dt.datetime.fromisoformat(at)
    return forecast_from(state, quality=quality, scheduler="sm2", at=moment, zone=zone)


def rows(*pairs):
    return [Prediction(predicted=predicted, correct=correct) for predicted, correct in pairs]


def test_after_as_many_days_as_its_stability_a_card_is_recalled_nine_times_of_ten():
    found = forecast()

    assert found.by_memory.predicted == pytest.approx(0.9)
    assert found.by_interval.predicted == pytest.approx(0.81)  # twice its interval


@pytest.mark.parametrize(("quality", "is_recalled"), [(2, False), (3, True)])
def test_what_was_hard_was_recalled(quality, is_recalled):
    found = forecast(quality=quality)

    assert (found.by_memory.correct, found.by_interval.correct) == (is_recalled, is_recalled)


def test_days_are_those_of_the_learner():
    # 5 UTC on the second is midnight in New York: still the evening of the first.
    at = "2026-03-02T05:00:00+00:00"

    assert forecast(at=at, zone=NEW_YORK) is None
    assert forecast(at=at, zone=UTC) is not None


@pytest.mark.parametrize("missing", ["last_reviewed", "stability"])
def test_a_card_without_memory_has_no_forecast(missing):
    assert forecast(STATE | {missing: None}) is None


def test_the_area_is_one_where_all_that_came_was_thought_likelier():
    assert area_under_curve(rows((0.9, True), (0.8, True), (0.7, False))) == 1
    assert area_under_curve(rows((0.9, False), (0.8, True))) == 0
    assert area_under_curve(rows((0.9, False), (0.9, True), (0.8, True), (0.95, True))) == 0.5


@pytest.mark.parametrize("correct", [True, False])
def test_without_both_outcomes_there_is_no_area(correct):
    assert area_under_curve(rows((0.9, correct), (0.3, correct))) is None
    assert area_under_curve([]) is None


CHANCES = st.sampled_from([0.1, 0.5, 0.7, 0.9])


@given(st.lists(st.tuples(CHANCES, st.booleans()), min_size=2, max_size=30))
def test_the_area_is_the_share_of_pairs_in_the_right_order(pairs):
    area = area_under_curve(rows(*pairs))

    came = [predicted for predicted, correct in pairs if correct]
    missed = [predicted for predicted, correct in pairs if not correct]
    won = [(a > b) + (a == b) / 2 for a in came for b in missed]
    assert area == (pytest.approx(sum(won) / len(won)) if won else None)
