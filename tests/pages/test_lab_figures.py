import datetime as dt

import pytest

from pages.components.lab.figures import (
    calibration_curve,
    drift_curve,
    epsilon_curve,
    intervals,
    recall_curve,
    regret_curve,
    teaching_curve,
)
from tutor_core.analytics.experiments.comparing import Interval
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.self_grading import Graded, Prediction, calibration, drift

MONDAY = dt.date(2026, 11, 16)


def test_a_share_of_chance_that_stays_is_a_level_line():
    (line,) = epsilon_curve(BanditPolicy(epsilon=0.2)).data

    assert set(line.y) == {0.2}
    assert (line.x[0], line.x[-1]) == (0, 200)


def test_a_share_of_chance_that_decays_sinks_to_its_floor():
    policy = BanditPolicy(epsilon=0.4, epsilon_decay=30, epsilon_floor=0.1)

    (line,) = epsilon_curve(policy).data

    drawn = dict(zip(line.x, line.y, strict=True))
    # 0.4 / (1 + 30 / 30) = 0.2; after 4 halving times 0.08 would be below the floor.
    assert (drawn[0], drawn[30], drawn[120]) == (0.4, 0.2, 0.1)
    assert list(line.y) == sorted(line.y, reverse=True)


def test_no_chance_at_all_can_be_drawn():
    assert epsilon_curve(BanditPolicy(epsilon=0)).layout.yaxis.range == (0, 0.1)


def test_means_are_drawn_with_their_intervals_the_first_on_top():
    means = [Interval(value=0.2, low=0.1, high=0.4), Interval(value=0.3, low=0.3, high=0.3)]

    figure = intervals(["as now", "more"], means, unit="Share of right answers", is_share=True)

    (points,) = figure.data
    assert (list(points.x), list(points.y)) == ([0.2, 0.3], ["as now", "more"])
    assert list(points.error_x.array) == pytest.approx([0.2, 0])
    assert list(points.error_x.arrayminus) == pytest.approx([0.1, 0])
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.tickformat == ".0%"
    assert not figure.layout.shapes


def test_two_forecasts_are_told_apart_without_colour():
    bins = calibration([Prediction(predicted=0.9, correct=True)])

    one, other = recall_curve({"Memory": bins, "Interval": bins}).data

    assert (one.name, other.name) == ("Memory", "Interval")
    assert one.marker.symbol != other.marker.symbol


def test_where_an_interval_reaches_below_nothing_a_line_marks_it():
    mean = Interval(value=0.1, low=-0.1, high=0.3)

    figure = intervals(["as now"], [mean], unit="Learning gain an answer", is_share=False)

    assert len(figure.layout.shapes) == 1


def test_predictions_are_drawn_against_the_line_on_which_they_came_true():
    rows = [Graded(predicted=0.7, correct=n < 6, topic="algebra", week=MONDAY) for n in range(8)]

    figure = calibration_curve(calibration(rows))

    (points,) = figure.data
    assert (list(points.x), list(points.y)) == ([pytest.approx(0.7)], [0.75])
    assert len(figure.layout.shapes) == 1


def test_drift_is_drawn_week_by_week_around_nothing():
    rows = [
        Graded(predicted=0.7, correct=n < 5, topic="algebra", week=week)
        for week in (MONDAY, MONDAY + dt.timedelta(days=7))
        for n in range(10)
    ]

    (line,) = drift_curve(drift(rows)).data

    assert [round(value, 6) for value in line.y] == [0.2, 0.2]


def test_a_long_curve_is_thinned_and_ends_where_it_ends():
    (line,) = regret_curve([1 / (one + 1) for one in range(3_000)]).data

    assert len(line.x) == 300
    assert (line.x[-1], line.y[-1]) == (3_000, 1 / 3_000)


def test_both_policies_are_drawn_and_named():
    held = [Interval(value=0.01, low=0.0, high=0.02)]

    figure = teaching_curve([10], held, [Interval(value=0.03, low=0.02, high=0.04)])

    assert [one.name for one in figure.data] == ["What holds", "Your change"]
    assert figure.data[1].y == (0.03,)
