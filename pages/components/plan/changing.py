"""A plan's title, date, minutes and days off, and its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.plan.fields import (
    draw_days_off,
    draw_time,
    entered_date,
    entered_days_off,
    entered_hour,
    entered_minutes,
    entered_weekdays,
)
from tutor_core.accounts.queries import Person
from tutor_core.planning.editing import service
from tutor_core.planning.views import PlanView


def draw_changing(plan: PlanView) -> None:
    """Draw the form with what holds, and the ways to end the plan."""
    name = _name(plan)
    if not state.has_widget(f"{name}_title"):
        state.set_widget_value(f"{name}_title", plan.wish.title)
    with st.form("plan_change", border=False, enter_to_submit=False):
        st.text_input("Title", key=f"{name}_title")
        draw_time(name, plan.today, plan.wish)
        draw_days_off(name, plan.wish)
        st.form_submit_button(
            "Save", type="primary", key="plan_save", on_click=save, args=(plan,)
        )  # fmt: skip
    st.subheader("End it")
    with st.container(horizontal=True):
        for label, status in (("I am done", "completed"), ("Stop this plan", "abandoned")):
            st.button(label, key=f"plan_{status}", on_click=end, args=(plan, status))
    st.caption("It stays among your finished plans; what you learnt stays anyway.")


def _name(plan: PlanView) -> str:
    return f"plan_{plan.line.plan_id}"


@auth.callback
def save(person: Person, plan: PlanView) -> None:
    """Keep what is entered; where it cannot be, it stays in the fields."""
    name = _name(plan)
    wish = replace(
        plan.wish,
        title=str(state.widget_value(f"{name}_title") or ""),
        target_date=entered_date(name),
        minutes_a_day=entered_minutes(name),
        weekdays_off=entered_weekdays(name),
        days_off=entered_days_off(name),
        begins_at=entered_hour(name),
    )
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: service.change_plan(
            db, person.actor, plan.line.plan_id, wish, version=plan.version, now=moment,
            day_starts_at=starts_at,
        )
    )  # fmt: skip
    state.set_said("Saved; the days from today on are planned anew.")


@auth.callback
def end(person: Person, plan: PlanView, status: Literal["completed", "abandoned"]) -> None:
    """Complete or stop the plan."""
    moment = runtime.now()
    runtime.database().run(
        lambda db: service.end_plan(
            db, person.actor, plan.line.plan_id, status, version=plan.version, now=moment
        )
    )
    state.set_said("Well done." if status == "completed" else "Stopped.")
