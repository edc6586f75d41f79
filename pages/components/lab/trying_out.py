"""A change of how questions are chosen, tried out before anybody is exposed to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from pages.components import runtime
from pages.components.lab import figures
from pages.components.lab.what_if import draw_estimate
from tutor_core.accounts.queries import Person
from tutor_core.analytics.experiments.comparing import Interval, mean_of
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.simulation.previews.curves import Curves, teaching_curves
from tutor_core.simulation.previews.queries import bank_of
from tutor_core.tuning.queries import in_force_for

LEARNERS, QUESTIONS, SEED = 24, 60, 1
LOOKED_BACK = dt.timedelta(days=30)


def draw_trying_out(
    person: Person, before: BanditPolicy, after: BanditPolicy, cohort_id: int | None
) -> None:
    """Draw the two ways in which a changed policy is tried out.

    Args:
        person: The researcher.
        before: What holds.
        after: What is typed.
        cohort_id: The class it is for; None for everybody.
    """
    with st.container(horizontal=True):
        is_taught = st.button(
            "Try it on simulated learners", icon=":material/model_training:", key="lab_try"
        )
        is_asked = st.button(
            "Ask the log of the last 30 days", icon=":material/query_stats:", key="lab_try_log"
        )
    if is_taught:
        _draw_simulated(person, before, after, cohort_id)
    if is_asked:
        moment = runtime.now()
        period = Period(since=moment - LOOKED_BACK, until=moment, cohort_id=cohort_id)
        draw_estimate(person, period, after)


def _draw_simulated(
    person: Person, before: BanditPolicy, after: BanditPolicy, cohort_id: int | None
) -> None:
    moment = runtime.now()
    with runtime.database().reading() as db:
        bank = bank_of(db, person.actor)
        parameters = in_force_for(
            db, person.actor, KnowledgeParameters, cohort_id, now=moment
        ).policy
    if not bank.curriculum.items:
        st.info("There are no published questions to teach with.", icon=":material/info:")
        return
    told = "Teaching simulated learners …"
    bar = st.progress(0.0, told)

    def advance(done: int, total: int) -> None:
        bar.progress(done / total, told)

    curves = teaching_curves(
        bank,
        before,
        after,
        parameters=parameters,
        learners=LEARNERS,
        questions=QUESTIONS,
        seed=SEED,
        advance=advance,
    )
    bar.empty()
    _draw_curves(curves)


def _draw_curves(curves: Curves) -> None:
    held, changed = _means(curves.before), _means(curves.after)
    st.plotly_chart(
        figures.teaching_curve(curves.questions, held, changed),
        key="lab_teaching", config={"staticPlot": True},
        alt="True mastery gained over the questions; the table below says the same in numbers.",
    )  # fmt: skip
    gained = [other[-1] - own[-1] for own, other in zip(curves.before, curves.after, strict=True)]
    difference = mean_of(gained)
    low, high = _points(difference.low), _points(difference.high)
    st.markdown(
        f"After {curves.questions[-1]} questions, against what holds: "
        f"**{_points(difference.value)}** of true mastery in 100 ({low} to {high}). "
        f"{_verdict(difference)}"
    )
    with st.expander("The same as a table"):
        st.table(
            {
                "Questions": [str(one) for one in curves.questions],
                "What holds": [_told(one) for one in held],
                "Your change": [_told(one) for one in changed],
            },
            hide_index=True,
        )
    st.caption(
        f"{len(curves.before)} simulated learners of three kinds, the same for both, on the "
        "published questions; means over all skills with 95 % intervals. Simulated learners are "
        "not pupils: this shows what is clearly worse, not what anybody will learn."
    )


def _means(points: Sequence[Sequence[float]]) -> list[Interval]:
    return [mean_of(column) for column in zip(*points, strict=True)]


def _verdict(difference: Interval) -> str:
    if difference.low > 0:
        return "Better, under these assumptions."
    if difference.high < 0:
        return "Worse, under these assumptions."
    return "No clear difference."


def _points(share: float) -> str:
    return f"{100 * share:+.2f} points".replace("-", "\N{MINUS SIGN}")


def _told(one: Interval) -> str:
    told = f"{100 * one.value:.2f} ({100 * one.low:.2f} to {100 * one.high:.2f})"
    return told.replace("-", "\N{MINUS SIGN}")
