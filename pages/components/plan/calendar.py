"""The days of a plan by week and by month, and its tasks moved, pinned and skipped by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.plan import words
from pages.components.plan.subscribing import draw_subscribing
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.planning.editing import service
from tutor_core.planning.views import DayView, PlanView, TaskView

WEEK, MONTH = "Week", "Month"
DAY = dt.timedelta(days=1)
DAYS_A_WEEK = 7


def draw_calendar(person: Person, plan: PlanView) -> None:
    """Draw the week or the month that is chosen."""
    view = st.radio("Show", [WEEK, MONTH], key="plan_span", horizontal=True)
    weeks = _weeks(plan)
    if view == WEEK:
        _draw_week(person, plan, weeks)
    else:
        _draw_months(person, plan, weeks)
    if plan.line.status == "active":
        _draw_by_hand(person, plan)
    draw_subscribing(person, plan)


def _weeks(plan: PlanView) -> list[dt.date]:
    """Return the Mondays of the weeks that a plan has days in."""
    days = [day.on for day in plan.days] or [plan.today]
    first = days[0] - days[0].weekday() * DAY
    return [first + after * DAY for after in range(0, (days[-1] - first).days + 1, DAYS_A_WEEK)]


def _draw_week(person: Person, plan: PlanView, weeks: list[dt.date]) -> None:
    now = plan.today - plan.today.weekday() * DAY
    chosen = st.selectbox(
        "Week", weeks, weeks.index(now) if now in weeks else len(weeks) - 1, key="plan_week",
        format_func=lambda monday: (
            f"{date_in(monday, person.locale)} to "
            f"{date_in(monday + (DAYS_A_WEEK - 1) * DAY, person.locale)}"
        ),
    )  # fmt: skip
    by_day = {day.on: day for day in plan.days}
    for after in range(DAYS_A_WEEK):
        on = chosen + after * DAY
        _draw_day(person, plan, on, by_day.get(on))


def _draw_day(person: Person, plan: PlanView, on: dt.date, day: DayView | None) -> None:
    mark = ", today" if on == plan.today else ""
    minutes = f" · {words.minutes(day.minutes)}" if day and day.minutes else ""
    name = f"{words.WEEKDAYS[on.weekday()]}, {date_in(on, person.locale)}{mark}{minutes}"
    tasks = day.tasks if day else ()
    lines = [f"- {_told(plan, on, task)}" for task in tasks]
    st.markdown("\n".join([f"**{name}**", "", *(lines or ["- nothing planned"])]))


def _told(plan: PlanView, on: dt.date, task: TaskView) -> str:
    if on < plan.today and task.outcome == "open":
        return f":material/remove: {prose.plain(words.what(task))} · not done, planned anew"
    return words.line(task)


def _draw_months(person: Person, plan: PlanView, weeks: list[dt.date]) -> None:
    """Draw four weeks in a grid, one of them in each line: minutes and tasks of each day."""
    now = plan.today - plan.today.weekday() * DAY
    starts = weeks[::4]
    place = next((n for n in range(len(starts) - 1, -1, -1) if starts[n] <= now), 0)
    first = st.selectbox(
        "Four weeks from", starts, place, key="plan_month",
        format_func=lambda monday: date_in(monday, person.locale),
    )  # fmt: skip
    by_day = {day.on: day for day in plan.days}
    shown = [first + week * DAYS_A_WEEK * DAY for week in range(4)]
    st.table(
        {"Week of": [date_in(monday, person.locale) for monday in shown]}
        | {
            name[:3]: [_cell(by_day.get(monday + after * DAY)) for monday in shown]
            for after, name in enumerate(words.WEEKDAYS)
        },
        hide_index=True,
    )
    st.caption("Minutes a day, with a tick where all of them are done.")


def _cell(day: DayView | None) -> str:
    tasks = [task for task in day.tasks if not task.is_beside] if day else []
    if day is None or not tasks:
        return "none"
    return f"{day.minutes}{' ✓' if all(task.is_over for task in tasks) else ''}"


def _draw_by_hand(person: Person, plan: PlanView) -> None:
    """Draw one open task and what may be done with it; the same by keyboard and by thumb."""
    there = {task.key: (day.on, task) for day in plan.days for task in _open(plan, day)}
    if not there:
        return
    st.subheader("Change a task")
    key = st.selectbox(
        "Task", list(there), key="plan_task",
        # Numbered: of options that read alike Streamlit can choose the first only.
        format_func={
            one: f"{number}. {_named(person, *there[one])}" for number, one in enumerate(there, 1)
        }.__getitem__,
    )  # fmt: skip
    on, task = there[key]
    given = (plan.line.plan_id, key, plan.version)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = st.date_input("To which day", on, key=f"plan_to_{key}")
        st.button("Move it there", key="plan_move", on_click=move, args=(*given, to))
        st.button(
            "Unpin" if task.is_pinned else "Pin to its day", key="plan_pin", on_click=pin,
            args=(*given, not task.is_pinned), icon=":material/push_pin:",
        )  # fmt: skip
        st.button("Skip it", key="plan_skip", on_click=skip, args=given, icon=":material/redo:")
    st.caption(
        "What is moved or pinned stays on its day when the rest is planned anew. What is skipped "
        "is left out; what is to be learnt in it comes on another day."
    )


def _open(plan: PlanView, day: DayView) -> Iterable[TaskView]:
    if day.on < plan.today:
        return ()
    return (task for task in day.tasks if task.outcome in ("open", "part") and not task.is_cards)


def _named(person: Person, on: dt.date, task: TaskView) -> str:
    pin = ", pinned" if task.is_pinned else ""
    day = f"{words.weekday(on)} {date_in(on, person.locale)}"
    return f"{day}: {words.what(task)}, {words.minutes(task.minutes)}{pin}"


@auth.callback
def move(person: Person, plan_id: int, key: str, version: int, to: dt.date) -> None:
    """Put a task on another day."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.move_task(
            db, person.actor, plan_id, key, to, version=version, now=moment,
            day_starts_at=starts_at,
        )
    )  # fmt: skip
    state.set_said("Moved; the rest is planned around it.")


@auth.callback
def pin(person: Person, plan_id: int, key: str, version: int, is_pinned: bool) -> None:
    """Keep a task on its day, or let it go."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.pin_task(
            db, person.actor, plan_id, key, is_pinned=is_pinned, version=version, now=moment,
            day_starts_at=starts_at,
        )
    )  # fmt: skip
    state.set_said("Pinned to its day." if is_pinned else "No longer pinned.")


@auth.callback
def skip(person: Person, plan_id: int, key: str, version: int) -> None:
    """Leave a task out."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.skip_task(
            db, person.actor, plan_id, key, version=version, now=moment, day_starts_at=starts_at
        )
    )
    state.set_said("Skipped.")
