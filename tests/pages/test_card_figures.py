"""The figures of the cards' statistics: what is in them."""

import datetime as dt

import pytest

from pages.components.cards.figures import calendar, counted, due_forecast, hourly, shares
from tutor_core.review.statistics.views import DayDone, Forecast, Recall

MONDAY = dt.date(2026, 3, 2)


def patterns(figure):
    return [trace.marker.pattern.shape for trace in figure.data]


def test_a_backlog_stands_before_today_and_is_told_apart_by_more_than_colour():
    figure = due_forecast(Forecast(first=MONDAY, by_day=(3, 0, 2), backlog=7))

    due, late = figure.data
    assert (list(due.y), list(late.y)) == ([3, 0, 2], [7])
    assert (due.x[0], late.x[0]) == (MONDAY, MONDAY - dt.timedelta(days=1))
    assert late.marker.pattern.shape
    assert figure.layout.showlegend


def test_without_a_backlog_there_is_nothing_to_tell_apart():
    figure = due_forecast(Forecast(first=MONDAY, by_day=(3,)))

    assert len(figure.data) == 1
    assert not figure.layout.showlegend


@pytest.mark.parametrize(("most", "step"), [(6, 1), (7, None)])
def test_no_line_stands_for_half_a_card(most, step):
    figure = due_forecast(Forecast(first=MONDAY, by_day=(most, 0)))

    assert figure.layout.yaxis.dtick == step


def test_a_day_stands_in_its_week_on_its_weekday_and_grows_with_its_reviews():
    days = [
        DayDone(day=MONDAY, reviews=10, seconds=90),
        DayDone(day=MONDAY + dt.timedelta(days=1)),
        DayDone(day=MONDAY + dt.timedelta(days=6), reviews=5, seconds=29),
        DayDone(day=MONDAY + dt.timedelta(days=7), reviews=1, seconds=60),
    ]

    (marks,) = calendar(days).data

    assert list(marks.x) == [MONDAY, MONDAY, MONDAY + dt.timedelta(days=7)]
    assert list(marks.base) == [6, 0, 6]
    assert marks.y[0] > marks.y[1] > marks.y[2] > 0
    assert marks.marker.opacity[0] == 1 > marks.marker.opacity[1] > marks.marker.opacity[2]
    assert list(marks.customdata) == [
        "Mon 02 Mar 2026: 10 reviews, 2 min",
        "Sun 08 Mar 2026: 5 reviews, 0 min",
        "Mon 09 Mar 2026: 1 reviews, 1 min",
    ]


def test_a_year_without_reviews_is_an_empty_calendar():
    assert not calendar([DayDone(day=MONDAY)]).data[0].x


def test_shares_are_told_apart_by_pattern_and_those_of_nothing_have_no_bar():
    young, mature = [Recall(recalled=3, n=4), Recall()], [Recall(recalled=0, n=2), Recall()]

    figure = shares(["Today", "Last 7 days"], {"Young": young, "Mature": mature})

    assert [list(trace.y) for trace in figure.data] == [[0.75, None], [0, None]]
    assert [list(trace.text) for trace in figure.data] == [["75%", ""], ["0%", ""]]
    assert len(set(patterns(figure))) == 2


def test_an_hour_says_on_how_many_it_rests():
    (bars,) = hourly([Recall(recalled=1, n=2), *[Recall()] * 23]).data

    assert (bars.y[0], bars.customdata[0], bars.y[1]) == (0.5, 2, None)


def test_counted_cards_carry_their_number():
    (bars,) = counted(["1", "2 to 3"], [1200, 0], title="Days").data

    assert (list(bars.x), list(bars.text)) == ([1200, 0], ["1,200", ""])
