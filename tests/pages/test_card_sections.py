"""What the statistics say in words and tables."""

import datetime as dt

from pages.components.cards.sections import sections_of, today_in_words
from tutor_core.review.statistics.views import (
    Buttons,
    CardStatistics,
    DayDone,
    Forecast,
    Recall,
    Retention,
)

TODAY = dt.date(2026, 3, 2)


def statistics(**given):
    found = {
        "today": DayDone(day=TODAY),
        "forecast": Forecast(first=TODAY, by_day=(0, 0)),
        "year": (),
        "retention": tuple(
            Retention(period=period, young=Recall(), mature=Recall())
            for period in ("day", "week", "month", "range")
        ),
        "hours": (Recall(),) * 24,
        "buttons": (),
        "intervals": (),
        "easiness": (),
        "unplaced": 0,
        "has_reviews": True,
    }
    return CardStatistics(**(found | given))


def section(name, **given):
    sections = sections_of(statistics(**given), chosen="All", locale="en-GB")
    return next(one for one in sections if one.name == name)


def test_today_is_told_as_long_as_nothing_came_back():
    done = statistics(today=DayDone(day=TODAY, reviews=1, seconds=29))

    assert today_in_words(done) == "**Today:** 1 review in less than a minute."


def test_the_lowest_three_qualities_are_one_button():
    given = section("buttons", buttons=(Buttons(stage="young", counts=(1, 2, 4, 8, 16, 32)),))

    assert given.n == 63
    assert [given.rows[name] for name in ("Again", "Hard", "Good", "Easy")] == [
        ["7"], ["8"], ["16"], ["32"],
    ]  # fmt: skip


def test_what_is_left_out_is_said():
    forecast = Forecast(
        first=TODAY, by_day=(1, 0), backlog=1, later=2, new=3, suspended=4, deleted=0
    )

    due, rated = section("forecast", forecast=forecast), section("buttons", unplaced=5)

    assert due.said.startswith("4 cards in review, 2 due after 2 days. Backlog: 1 card due before")
    assert "Not among them: 3 new, 4 suspended." in due.said
    assert due.rows["Cards"] == ["1", "1", "0", "2"]
    assert "Not among them: 5 of which the interval before is not known." in rated.said


def test_of_nothing_asked_no_share_is_told():
    told = section("retention")

    assert told.n == 0
    assert told.rows["Both"] == ["none asked"] * 4
