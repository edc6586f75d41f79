"""What the statistics say: each figure with its title, its n and its numbers as a table; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.components import theme
from pages.components.cards import figures, words
from tutor_core.accounts.locales import date_in
from tutor_core.calendar import whole_minutes
from tutor_core.review.scheduling import AGAIN, EASY, GOOD, HARD
from tutor_core.review.sm2 import HUNDREDTHS
from tutor_core.review.statistics.views import (
    Bin,
    Buttons,
    CardStatistics,
    Period,
    Recall,
    Stage,
)

RANGES = {"Last month": 30, "Last year": 365, "All": None}
PERIOD_WORDS: dict[Period, str] = {"day": "Today", "week": "Last 7 days", "month": "Last 30 days"}
STAGE_WORDS: dict[Stage, str] = {"new": "New", "young": "Young", "mature": "Mature"}
BUTTONS = {AGAIN: (0, 1, 2), HARD: (3,), GOOD: (4,), EASY: (5,)}  # the qualities behind each


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A figure and all that is said with it.

    Attributes:
        name: For the keys of what is drawn.
        title: What it shows.
        n: On how many reviews or cards it rests; a figure of none is not drawn.
        said: The same in words, and what counts.
        draw: Makes the figure, where it is looked at.
        rows: The same in numbers: columns by their heading.
        alt: The figure for who does not see it.
    """

    name: str
    title: str
    n: int
    said: str
    draw: Callable[[], go.Figure]
    rows: Mapping[str, Sequence[str]]
    alt: str


def today_in_words(found: CardStatistics) -> str:
    """Return the sentence of today."""
    if not found.today.reviews:
        return "**Today:** no reviews yet."
    recall = found.recall_today
    said = f"**Today:** {_number(found.today.reviews, 'review')} in {_time(found.today.seconds)}"
    if recall.share is None:
        return f"{said}."
    came_back = _number(recall.n, "card")
    return f"{said}, {theme.percent(recall.share)} recalled of {came_back} that came back."


def sections_of(found: CardStatistics, *, chosen: str, locale: str) -> Iterator[Section]:
    """Return all figures, what lies ahead first.

    Args:
        found: What they show.
        chosen: The range, one of `RANGES`.
        locale: Of the dates.
    """
    yield _forecast(found, locale)
    yield _year(found, locale)
    yield _retention(found, chosen)
    yield _hours(found, chosen)
    yield _buttons(found, chosen)
    n = f"{_number(found.forecast.n, 'card')} in review."
    yield _binned(
        "intervals", "Intervals", f"{n} From 21 days on a card is mature.", "Days",
        {_days(one): one.cards for one in found.intervals},
    )  # fmt: skip
    yield _binned(
        "easiness", "Easiness",
        f"{n} It begins at 2.50; the lower, the sooner a card comes back.", "Easiness",
        {_easiness(one): one.cards for one in found.easiness},
    )  # fmt: skip


def _forecast(found: CardStatistics, locale: str) -> Section:
    forecast = found.forecast
    span = len(forecast.by_day)
    dates = [date_in(forecast.first + dt.timedelta(days=day), locale) for day in range(span)]
    said = f"{_number(forecast.n, 'card')} in review, {forecast.later:,} due after {span} days."
    if forecast.backlog:
        said += (
            f" Backlog: {_number(forecast.backlog, 'card')} due before today;"
            " click it in the legend to leave it out."
        )
    kinds = {"new": forecast.new, "suspended": forecast.suspended, "deleted": forecast.deleted}
    apart = [f"{count:,} {kind}" for kind, count in kinds.items() if count]
    if apart:
        said += f" Not among them: {', '.join(apart)}."
    return Section(
        name="forecast",
        title="When cards come back",
        n=forecast.n,
        said=said,
        draw=lambda: figures.due_forecast(forecast),
        rows={
            "Day": ["Backlog", *dates, "Later"],
            "Cards": _counts([forecast.backlog, *forecast.by_day, forecast.later]),
        },
        alt=f"Cards due on each of the next {span} days; the table says the same in numbers.",
    )


def _year(found: CardStatistics, locale: str) -> Section:
    done = [day for day in reversed(found.year) if day.reviews]
    reviews, seconds = sum(day.reviews for day in done), sum(day.seconds for day in done)
    return Section(
        name="year",
        title="The last year, day by day",
        n=reviews,
        said=f"{_number(reviews, 'review')} on {_number(len(done), 'day')}, {_time(seconds)} in "
        "all. The higher and deeper a day's mark, the more reviews; no mark, none.",
        draw=lambda: figures.calendar(found.year),
        rows={
            "Day": [date_in(day.day, locale) for day in done],
            "Reviews": _counts([day.reviews for day in done]),
            "Minutes": _counts([whole_minutes(day.seconds) for day in done]),
        },
        alt="A calendar of the last year's reviews; the table says the same in numbers.",
    )


def _retention(found: CardStatistics, chosen: str) -> Section:
    periods = {PERIOD_WORDS.get(one.period, chosen): one for one in found.retention}
    n = periods[chosen].both.n
    if chosen == "Last month":
        del periods[chosen]  # the last 30 days are in it already
    young = [one.young for one in periods.values()]
    mature = [one.mature for one in periods.values()]
    return Section(
        name="retention",
        title="How much you recall",
        n=n,
        said=f"{chosen}: {_answers(n)}. Only the first answer of a day counts, and neither new "
        "cards nor cramming do. A card is mature from an interval of 21 days on.",
        draw=lambda: figures.shares(list(periods), {"Young": young, "Mature": mature}),
        rows={
            "When": list(periods),
            "Young": [_share(one) for one in young],
            "Mature": [_share(one) for one in mature],
            "Both": [_share(one.both) for one in periods.values()],
        },
        alt="Share of young and mature cards recalled; the table says the same in numbers.",
    )


def _hours(found: CardStatistics, chosen: str) -> Section:
    asked = {hour: one for hour, one in enumerate(found.hours) if one.n}
    n = sum(one.n for one in asked.values())
    return Section(
        name="hours",
        title="When you recall best",
        n=n,
        said=f"{chosen}: {_answers(n)}, by your own clock. An hour with few cards says little.",
        draw=lambda: figures.hourly(found.hours),
        rows={
            "Hour": [f"{hour:02}:00 to {hour:02}:59" for hour in asked],
            "Recalled": [_share(one) for one in asked.values()],
        },
        alt="Share recalled by the hour of the day; the table says the same in numbers.",
    )


def _buttons(found: CardStatistics, chosen: str) -> Section:
    given = {
        words.RATINGS[button]: [_pressed(one, qualities) for one in found.buttons]
        for button, qualities in BUTTONS.items()
    }
    n = sum(one.n for one in found.buttons)
    said = (
        f"{chosen}: {_number(n, 'rating')}, repetitions on the same day among them. "
        "The 0, 1 and 2 of SM-2 count as Again."
    )
    if found.unplaced:
        said += f" Not among them: {found.unplaced:,} of which the interval before is not known."
    return Section(
        name="buttons",
        title="How you rate",
        n=n,
        said=said,
        draw=lambda: figures.shares(
            [f"{STAGE_WORDS[one.stage]}<br>n = {one.n:,}" for one in found.buttons], given
        ),
        rows={"Card": [STAGE_WORDS[one.stage] for one in found.buttons]}
        | {name: _counts([one.recalled for one in values]) for name, values in given.items()}
        | {"All": _counts([one.n for one in found.buttons])},
        alt="Share of each rating for new, young and mature cards; the table gives the numbers.",
    )


def _binned(name: str, title: str, said: str, heading: str, cards: Mapping[str, int]) -> Section:
    return Section(
        name=name,
        title=title,
        n=sum(cards.values()),
        said=said,
        draw=lambda: figures.counted(list(cards), list(cards.values()), title=heading),
        rows={heading: list(cards), "Cards": _counts(list(cards.values()))},
        alt=f"{title} of the cards in review; the table says the same in numbers.",
    )


def _pressed(buttons: Buttons, qualities: Sequence[int]) -> Recall:
    return Recall(recalled=sum(buttons.counts[one] for one in qualities), n=buttons.n)


def _days(one: Bin) -> str:
    if one.high is None:
        return f"{one.low} or more"
    return str(one.low) if one.low == one.high else f"{one.low} to {one.high}"


def _easiness(one: Bin) -> str:
    low = f"{one.low / HUNDREDTHS:.2f}"
    return f"{low} or more" if one.high is None else f"{low} to {one.high / HUNDREDTHS:.2f}"


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"


def _answers(count: int) -> str:
    return f"{_number(count, 'answer')} to cards that came back"


def _time(seconds: int) -> str:
    minutes = whole_minutes(seconds)
    return _number(minutes, "minute") if minutes else "less than a minute"


def _counts(counts: Sequence[int]) -> list[str]:
    return [f"{one:,}" for one in counts]


def _share(recall: Recall) -> str:
    if recall.share is None:
        return "none asked"
    return f"{theme.percent(recall.share)} of {recall.n:,}"
