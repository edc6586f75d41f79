"""A change of how cards are planned: the intervals it makes, the reviews a day it would cost."""

from __future__ import annotations

import random

import streamlit as st

from pages.components import runtime, theme
from pages.components.lab import figures
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review.foreseeing import Foreseen, foreseen, intervals_of
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.scheduling import ReviewRules
from tutor_core.review.sm2 import SM2Policy
from tutor_core.tuning.queries import in_force_for

ANSWERS = {
    "always 5": (5,) * 10,
    "always 4": (4,) * 10,
    "always 3": (3,) * 10,
    "4, forgotten at the sixth": (4, 4, 4, 4, 4, 1, 4, 4, 4, 4),
}
DAYS, NEW_A_DAY, SEED = 90, 10, 1


def draw_intervals(before: SM2Policy, after: SM2Policy) -> None:
    """Draw the next ten intervals of a new card by both constants."""
    today = learner_day(runtime.now(), zone_named("UTC"))
    st.markdown("The first ten intervals of a card, in days:")
    table: dict[str, list[str]] = {"Answered": [], "What holds": [], "Your change": []}
    for name, answers in ANSWERS.items():
        table["Answered"].append(name)
        for column, policy in (("What holds", before), ("Your change", after)):
            days = intervals_of(policy, answers, on=today)
            table[column].append(", ".join(f"{day:,}" for day in days))
    st.table(table, hide_index=True)


def draw_load(
    person: Person,
    before: SM2Policy | ReviewPolicy,
    after: SM2Policy | ReviewPolicy,
    cohort_id: int | None,
) -> None:
    """Draw the way to the reviews a day that both would cost.

    Args:
        person: The researcher.
        before: What holds.
        after: What is typed; of the same kind.
        cohort_id: The class it is for; None for everybody.
    """
    if not st.button("Foresee the reviews a day", icon=":material/model_training:", key="lab_load"):
        return
    held, changed = (_foreseen(person, one, cohort_id) for one in (before, after))
    days = list(range(1, DAYS + 1))
    st.plotly_chart(
        figures.daily_load(days, held.reviews, changed.reviews),
        key="lab_load_figure", config={"staticPlot": True},
        alt="Reviews a day over ninety days; the table below says the same in numbers.",
    )  # fmt: skip
    st.markdown(
        f"From the sixth week on **{changed.a_day:.0f}** reviews a day, where "
        f"**{held.a_day:.0f}** hold now; at the end {theme.percent(changed.known)} of the cards "
        f"would be known, against {theme.percent(held.known)}."
    )
    with st.expander("The same as a table"):
        weeks = range(0, DAYS - 6, 7)
        st.table(
            {
                "Week": [str(1 + day // 7) for day in weeks],
                "What holds": [_a_day(held, day) for day in weeks],
                "Your change": [_a_day(changed, day) for day in weeks],
            },
            hide_index=True,
        )
    st.caption(
        f"One simulated learner with {NEW_A_DAY} new cards a day for {DAYS} days, who recalls as "
        "FSRS expects and rates recalled cards Hard, Good and Easy as 10, 75 and 15 in 100. "
        "It is no forecast of anybody's real reviews."
    )


def _foreseen(person: Person, policy: SM2Policy | ReviewPolicy, cohort_id: int | None) -> Foreseen:
    moment = runtime.now()
    with runtime.database().reading() as db:
        sm2 = in_force_for(db, person.actor, SM2Policy, cohort_id, now=moment).policy
        reviews = in_force_for(db, person.actor, ReviewPolicy, cohort_id, now=moment).policy
    rules = ReviewRules(
        sm2=policy if isinstance(policy, SM2Policy) else sm2,
        policy=policy if isinstance(policy, ReviewPolicy) else reviews,
        wishes=ReviewWishes(),
    )
    return foreseen(
        (),
        rules,
        new_a_day=NEW_A_DAY,
        days=DAYS,
        on=learner_day(moment, zone_named("UTC")),
        rng=random.Random(SEED),  # noqa: S311 - a simulation
    )


def _a_day(found: Foreseen, first: int) -> str:
    week = found.reviews[first : first + 7]
    return f"{sum(week) / len(week):.0f}"
