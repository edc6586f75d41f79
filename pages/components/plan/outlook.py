"""What is to be expected of a plan on its day: a fan of futures, and what more minutes buy."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import charts, runtime, theme
from pages.components.plan import words
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.planning.foreseeing import ENOUGH_DAYS, MORE_MINUTES, Outlook
from tutor_core.planning.queries import outlook_of
from tutor_core.planning.views import PlanView

STEPS = 8  # lines of the table


def draw_outlook(person: Person, plan: PlanView) -> None:
    """Draw the fan, or its table, and the chances in words."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        days, found = outlook_of(
            db, person.actor, plan.line.plan_id, now=moment, day_starts_at=starts_at
        )
    if not days:
        st.markdown("No working day is left.")
        return
    st.markdown(said_of(found, plan.wish.minutes_a_day))
    st.caption(history(found))
    if st.toggle("As a table", key="plan_outlook_table"):
        _draw_table(person, days, found)
    else:
        st.plotly_chart(
            charts.fan(
                days,
                found.present.low,
                found.present.middle,
                found.present.high,
                other=found.more.middle,
                other_name=f"Half, with {MORE_MINUTES} more minutes a day",
            ),
            key="plan_fan",
            config={"displayModeBar": False},
            alt=f"Share of the plan done by day at your present pace, with eight of ten futures "
            f"in the band; on the last day {theme.percent(found.present.low[-1])} to "
            f"{theme.percent(found.present.high[-1])}. The table says the same in numbers.",
        )


def said_of(found: Outlook, minutes: int) -> str:
    """Return the chances in words."""
    as_so_far = (
        f"**{_chance(found.present.chance)}** if you go on as so far, "
        if found.days_of_history
        else ""
    )
    return (
        f"The chance that all of it is done on the day: {as_so_far}"
        f"**{_chance(found.planned.chance)}** with the plan's {words.minutes(minutes)} on every "
        f"day, and **{_chance(found.more.chance)}** with {MORE_MINUTES} more minutes a day than "
        f"{'so far' if found.days_of_history else 'are planned'}."
    )


def history(found: Outlook) -> str:
    """Return on what it rests, in a sentence."""
    rests = f"Drawn {found.futures:,} times from {words.days(found.days_of_history)} of your own"
    if found.is_thin:
        return (
            f"{rests}: that is little. Until there are {ENOUGH_DAYS}, the days that are missing "
            "are taken to go as planned. Skills may take half or twice as long as foreseen."
        )
    return f"{rests}. Skills may take half or twice as long as foreseen."


def _chance(share: float) -> str:
    """Return a chance as people read it; a simulation promises nothing for certain."""
    if share > 0.99:  # noqa: PLR2004 - what would read as certain
        return f"more than {theme.percent(0.99)}"
    return f"less than {theme.percent(0.01)}" if share < 0.01 else theme.percent(share)  # noqa: PLR2004


def _draw_table(person: Person, days: list[dt.date], found: Outlook) -> None:
    step = max(1, -(-len(days) // STEPS))
    places = sorted({*range(0, len(days), step), len(days) - 1})
    fan = found.present
    st.table(
        {
            "Day": [date_in(days[place], person.locale) for place in places],
            "One of ten is below": [theme.percent(fan.low[place]) for place in places],
            "Half are below": [theme.percent(fan.middle[place]) for place in places],
            "Nine of ten are below": [theme.percent(fan.high[place]) for place in places],
            f"Half, with {MORE_MINUTES} more": [
                theme.percent(found.more.middle[place]) for place in places
            ],
        },
        hide_index=True,
    )
