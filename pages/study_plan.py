"""Study plan: what to do by when, how it goes, what to expect; plans are made and changed here."""

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.plan import words
from pages.components.plan.calendar import draw_calendar
from pages.components.plan.changing import draw_changing
from pages.components.plan.day import plan_day
from pages.components.plan.making import draw_making
from pages.components.plan.outlook import draw_outlook
from pages.components.plan.overview import draw_finished, draw_overview
from tutor_core.accounts.queries import Person
from tutor_core.planning.queries import plan_of, plans_of
from tutor_core.planning.views import PlanLine, PlanView

NEW = "New plan"
VIEWS = ("Plan", "Calendar", "On the day", "Change", NEW)
VIEWS_OF_FINISHED = ("Plan", "Calendar", NEW)


def draw_empty(person: Person) -> None:
    st.markdown(
        "A plan says what to do on each day to know some skills by a date: before an exam, or "
        "because you want to. It adds what they build on, keeps to your minutes, is planned anew "
        "every day from what you did, and its tasks tick themselves. Choose what for:"
    )
    draw_making(person)


def choose(lines: list[PlanLine]) -> int:
    """Return the plan that is looked at."""
    by_number = {line.plan_id: line for line in lines}
    wanted = state.shown_plan()
    if len(lines) == 1:
        return lines[0].plan_id
    places = list(by_number)
    chosen: int = st.selectbox(
        "Plan", places, places.index(wanted) if wanted in by_number else 0,
        format_func=lambda number: f"{places.index(number) + 1}. {named(by_number[number])}",
    )  # fmt: skip
    state.set_shown_plan(chosen)
    return chosen


def named(line: PlanLine) -> str:
    return line.title if line.status == "active" else f"{line.title} ({words.ended(line)})"


def view_of(line: PlanLine) -> str:
    views = VIEWS if line.status == "active" else VIEWS_OF_FINISHED
    if state.widget_value("plan_view") not in (None, *views):
        state.forget_widget("plan_view")
    return st.radio(
        "What to see", views, key="plan_view", horizontal=True, label_visibility="collapsed",
    )  # fmt: skip


def draw(person: Person, plan: PlanView, view: str) -> None:
    st.subheader(prose.plain(plan.wish.title))
    if view == "Calendar":
        draw_calendar(person, plan)
    elif view == "On the day":
        draw_outlook(person, plan)
    elif view == "Change":
        draw_changing(plan)
    elif plan.line.status == "active":
        draw_overview(person, plan)
    else:
        draw_finished(person, plan)


learner = auth.require_person()
st.title("Study Plan")
plan_day(learner)
runtime.draw_notice()
moment, starts_at = runtime.now(), runtime.settings().day_starts_at
with runtime.database().reading() as database:
    lines = plans_of(database, learner.actor)
if not lines:
    draw_empty(learner)
    st.stop()
number = choose(lines)
view = view_of(next(line for line in lines if line.plan_id == number))
if view == NEW:
    draw_making(learner)
    st.stop()
with runtime.database().reading() as database:
    found = plan_of(database, learner.actor, number, now=moment, day_starts_at=starts_at)
draw(learner, found, view)
