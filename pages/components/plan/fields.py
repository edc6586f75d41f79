"""The fields of a plan's time, in the form of a new one and in its settings."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import state
from pages.components.plan import words
from tutor_core.planning.wishes import PlanWish

USUAL_DAYS, USUAL_MINUTES = 28, 30
DAY, YEAR = dt.timedelta(days=1), dt.timedelta(days=366)


def draw_time(name: str, today: dt.date, wish: PlanWish | None = None) -> None:
    """Draw date, minutes and hour; `name` goes before the keys."""
    _begin(f"{name}_date", wish.target_date if wish else today + USUAL_DAYS * DAY)
    _begin(f"{name}_minutes", wish.minutes_a_day if wish else USUAL_MINUTES)
    _begin(f"{name}_hour", wish.begins_at if wish else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "By when", key=f"{name}_date", max_value=today + 3 * YEAR,
            help="Of an exam: its day. The last work is done on the day before.",
        )  # fmt: skip
        st.number_input("Minutes a day", step=5, key=f"{name}_minutes")
        st.time_input(
            "When you begin", key=f"{name}_hour", value=None,
            help="For your calendar; empty for at any time of the day.",
        )  # fmt: skip


def draw_days_off(name: str, wish: PlanWish | None = None) -> None:
    """Draw the days of the week without work, and a holiday."""
    days = sorted(wish.days_off) if wish else []
    _begin(f"{name}_weekdays", sorted(wish.weekdays_off) if wish else [])
    st.multiselect(
        "Weekdays off", range(len(words.WEEKDAYS)), key=f"{name}_weekdays",
        format_func=words.WEEKDAYS.__getitem__, placeholder="None",
    )  # fmt: skip
    st.date_input(
        "A holiday: its first and last day",
        (days[0], days[-1]) if days else [],
        key=f"{name}_holiday",
    )


def _begin(key: str, value: object) -> None:
    """Fill a field that was not drawn before."""
    if not state.has_widget(key):
        state.set_widget_value(key, value)


def entered_date(name: str) -> dt.date:
    """Return the date entered; the earliest there is where none is, which no plan can have."""
    found = state.widget_value(f"{name}_date")
    return found if isinstance(found, dt.date) else dt.date.min + DAY


def entered_minutes(name: str) -> int:
    """Return the minutes entered; 0 for none."""
    found = state.widget_value(f"{name}_minutes")
    return found if isinstance(found, int) else 0


def entered_hour(name: str) -> dt.time | None:
    """Return the hour entered."""
    found = state.widget_value(f"{name}_hour")
    return found if isinstance(found, dt.time) else None


def entered_weekdays(name: str) -> frozenset[int]:
    """Return the weekdays entered."""
    found = state.widget_value(f"{name}_weekdays")
    return frozenset(found) if isinstance(found, (list, tuple)) else frozenset()


def entered_days_off(name: str) -> frozenset[dt.date]:
    """Return the days of the holiday entered."""
    found = state.widget_value(f"{name}_holiday")
    if not isinstance(found, tuple) or not found:
        return frozenset()
    first, last = found[0], found[-1]
    return frozenset(first + after * DAY for after in range((last - first).days + 1))
