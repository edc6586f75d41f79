"""Making a plan: what is wanted, what it would be, and only then the plan."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.plan import words
from pages.components.plan.fields import (
    draw_days_off,
    draw_time,
    entered_date,
    entered_days_off,
    entered_hour,
    entered_minutes,
    entered_weekdays,
)
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.errors import InvalidInputError
from tutor_core.planning.queries import choosable_skills, draft_plan
from tutor_core.planning.request import Goal
from tutor_core.planning.service import make_plan
from tutor_core.planning.views import Choosable, Draft
from tutor_core.planning.wishes import GOALS, PlanWish

TITLE, GOAL, TOPICS, SKILLS = "plan_title", "plan_goal", "plan_topics", "plan_skills"
NAME = "plan_new"  # before the keys of the fields that a plan's settings have too
FIRST_TASKS_OF_A_DRAFT = 7  # days that are shown


def draw_making(person: Person) -> None:
    """Draw the form and, once it is asked for, the plan that it would make."""
    with runtime.database().reading() as db:
        skills = choosable_skills(db, person.actor)
    today = learner_day(
        runtime.now(), zone_named(person.timezone), starts_at=runtime.settings().day_starts_at
    )
    _draw_form(skills, today)
    if state.shows_draft():
        _draw_draft(person, _wish(skills))


def _draw_form(skills: list[Choosable], today: dt.date) -> None:
    titles = {
        one.skill_id: f"{theme.TOPIC_NAMES.get(one.topic, one.topic)}: {one.title}"
        for one in skills
    }
    topics = [topic for topic in theme.TOPIC_NAMES if any(one.topic == topic for one in skills)]
    with st.form("plan_form", border=False, enter_to_submit=False):
        st.text_input("Title", key=TITLE, placeholder="Algebra exam in June")
        st.selectbox("What for", GOALS, key=GOAL, format_func=words.GOALS.__getitem__)
        st.multiselect(
            "Skills", list(titles), key=SKILLS, format_func=titles.__getitem__,
            placeholder="Type to search", help="What they build on is added where you lack it.",
        )  # fmt: skip
        st.multiselect(
            "All skills of a subject", topics, key=TOPICS,
            format_func=theme.TOPIC_NAMES.__getitem__, placeholder="None",
        )  # fmt: skip
        draw_time(NAME, today)
        draw_days_off(NAME)
        st.form_submit_button(
            "Show what it would be", type="secondary" if state.shows_draft() else "primary",
            key="plan_draft", on_click=state.set_shows_draft, kwargs={"wanted": True},
        )  # fmt: skip


def _wish(skills: list[Choosable]) -> PlanWish:
    """Return what the form holds."""
    topics = _list(TOPICS)
    wanted = [*_list(SKILLS), *(one.skill_id for one in skills if one.topic in topics)]
    goal: Goal = next((one for one in GOALS if one == state.widget_value(GOAL)), GOALS[0])
    return PlanWish(
        title=str(state.widget_value(TITLE) or ""),
        goal=goal,
        targets=tuple(int(str(skill)) for skill in dict.fromkeys(wanted)),
        target_date=entered_date(NAME),
        minutes_a_day=entered_minutes(NAME),
        weekdays_off=entered_weekdays(NAME),
        days_off=entered_days_off(NAME),
        begins_at=entered_hour(NAME),
    )


def _list(key: str) -> list[object]:
    found = state.widget_value(key)
    return list(found) if isinstance(found, (list, tuple)) else []


def _draw_draft(person: Person, wish: PlanWish) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    try:
        with runtime.database().reading() as db:
            draft = draft_plan(db, person.actor, wish, now=moment, day_starts_at=starts_at)
    except InvalidInputError as error:
        st.error(prose.plain(str(error)), icon=":material/error:")
        return
    with st.container(border=True, key="plan_draft_box"):
        st.subheader("What it would be")
        if draft.feasibility.fits:
            _draw_fitting(person, draft)
        else:
            _draw_ways_out(person, draft)
        _draw_added(draft)
        _draw_days(person, draft)
        st.button(
            "Make this plan" if draft.feasibility.fits else "Make it all the same",
            type="primary" if draft.feasibility.fits else "secondary",
            icon=":material/check:", key="plan_make", on_click=make, args=(draft.wish,),
        )  # fmt: skip


def _draw_fitting(person: Person, draft: Draft) -> None:
    working = [day for day in draft.days if day.tasks]
    if not working:
        st.info("You know all of this already: there is nothing to plan.", icon=":material/info:")
        return
    last = date_in(working[-1].on, person.locale)
    st.success(
        f"It fits: about {theme.duration(draft.minutes / 60)} on {words.days(len(working))}, the "
        f"last of them {last}.",
        icon=":material/check_circle:",
    )


def _draw_ways_out(person: Person, draft: Draft) -> None:
    found = draft.feasibility
    left = [prose.plain(title) for title in draft.left_out]
    named = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")  # noqa: PLR2004 - as many as one reads
    said = f"No time is left for: {named}." if left else "No day is left for the mock test."
    st.warning(f"It does not fit. {said}", icon=":material/warning:")
    with st.container(horizontal=True):
        if found.date is not None:
            st.button(
                f"Take until {date_in(found.date, person.locale)}", key="plan_take_date",
                on_click=state.set_widget_value, args=(f"{NAME}_date", found.date),
            )  # fmt: skip
        if found.minutes_a_day is not None:
            st.button(
                f"Take {words.minutes(found.minutes_a_day)} a day", key="plan_take_minutes",
                on_click=state.set_widget_value, args=(f"{NAME}_minutes", found.minutes_a_day),
            )  # fmt: skip
    if found.date is None and found.minutes_a_day is None:
        st.markdown("Neither a later date nor more minutes would do: choose fewer skills.")


def _draw_added(draft: Draft) -> None:
    if not draft.added:
        return
    st.markdown("Added, because what you chose builds on it:")
    st.markdown(
        "\n".join(
            f"- **{prose.plain(one.title)}**, for {', '.join(map(prose.plain, one.needed_by))}"
            for one in draft.added
        )
    )


def _draw_days(person: Person, draft: Draft) -> None:
    days = [day for day in draft.days if day.tasks][:FIRST_TASKS_OF_A_DRAFT]
    if not days:
        return
    st.markdown("The first days:")
    st.table(
        {
            "Day": [f"{words.weekday(day.on)} {date_in(day.on, person.locale)}" for day in days],
            "Tasks": [
                # A skill may have several sittings a day.
                "; ".join(dict.fromkeys(prose.plain(words.what(task)) for task in day.tasks))
                for day in days
            ],
            "Minutes": [str(day.minutes) for day in days],
        },
        hide_index=True,
    )


@auth.callback
def make(person: Person, wish: PlanWish) -> None:
    """Make the plan that is shown."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    made = runtime.database().run(
        lambda db: make_plan(db, person.actor, wish, now=moment, day_starts_at=starts_at)
    )
    state.set_shows_draft(wanted=False)
    state.set_shown_plan(made)
    for key in (TITLE, GOAL, SKILLS, TOPICS):
        state.forget_widget(key)
    state.set_widget_value("plan_view", "Plan")
    state.set_said("Your plan is made. Today shows what to do each day.")
