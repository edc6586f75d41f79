"""A plan: how far it is, how it goes and why, today's tasks, and what was dropped or left out."""

from __future__ import annotations

import streamlit as st

from pages.components import prose, theme
from pages.components.plan import words
from pages.components.plan.tasks import draw_tasks
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.planning.views import PlanView


def draw_overview(person: Person, plan: PlanView) -> None:
    """Draw a plan that is going on."""
    left = (plan.line.target_date - plan.today).days
    st.caption(
        f"{words.GOALS[plan.wish.goal]} · by {date_in(plan.line.target_date, person.locale)} "
        f"({'today' if not left else words.days(left)}) · "
        f"{words.minutes(plan.wish.minutes_a_day)} a day"
    )
    st.progress(
        min(1.0, plan.standing.progress / 100),
        f"{theme.percent(plan.standing.progress / 100)} of the way · {plan.reached} of "
        f"{plan.to_learn} skills at their level",
    )
    st.markdown(words.trend(plan.standing))
    _draw_warnings(plan)
    st.subheader("Today")
    tasks = [task for task in plan.tasks_today if not task.is_beside]
    if tasks:
        draw_tasks(tasks)
    else:
        st.markdown("Nothing today: rest, or practise what you like.")
    with st.expander("What the plan is about", icon=":material/list:"):
        st.markdown(f"You chose: {', '.join(map(prose.plain, plan.targets))}.")
        if plan.added:
            st.markdown(f"Added beneath them: {', '.join(map(prose.plain, plan.added))}.")


def _draw_warnings(plan: PlanView) -> None:
    if plan.dropped:
        st.info(
            f"No longer taught, so no longer in the plan: "
            f"{', '.join(map(prose.plain, plan.dropped))}.",
            icon=":material/info:",
        )
    if plan.left_out:
        st.warning(
            f"No time is left for: {', '.join(map(prose.plain, plan.left_out))}. A later date or "
            "more minutes would help: see Change.",
            icon=":material/warning:",
        )


def draw_finished(person: Person, plan: PlanView) -> None:
    """Draw what came of a plan that is over."""
    st.caption(
        f"{words.GOALS[plan.wish.goal]} · begun {date_in(plan.began_on, person.locale)}, by "
        f"{date_in(plan.line.target_date, person.locale)} · {words.ended(plan.line)}"
    )
    st.markdown(
        f"{plan.reached} of {plan.to_learn} skills got to their level; "
        f"{words.minutes(plan.standing.done_minutes)} were worked of "
        f"{words.minutes(plan.standing.planned_minutes)} planned."
    )
    _draw_warnings(plan)
