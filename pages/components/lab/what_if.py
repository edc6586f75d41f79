"""What if: what the logged choices would have earned under another policy."""

from __future__ import annotations

import streamlit as st

from pages.components import prose, runtime
from pages.components.lab import figures
from pages.components.lab import words as said
from pages.components.lab.choosing_words import CHOOSING
from pages.components.lab.period import choose_period
from pages.components.lab.typing import draw_field, policy_typed
from tutor_core.accounts.queries import Person
from tutor_core.analytics.experiments.comparing import Interval
from tutor_core.errors import InvalidInputError
from tutor_core.recommend.counterfactual import GATE, Counterfactual, Unsupported, counterfactual
from tutor_core.recommend.decisions.period import Period
from tutor_core.recommend.decisions.queries import logged_decisions
from tutor_core.recommend.decisions.reading import Log
from tutor_core.recommend.evaluation import Estimate
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.queries import in_force_for

COLUMNS = 3
UNIT = "Mean learning gain a choice"
WORDS = {
    "behaviour": "The policy that chose",
    "ips": "The other policy, by IPS",
    "snips": "The other policy, by self-normalised IPS",
}


def draw_what_if(person: Person) -> None:
    """Draw a period, another policy, and what it would have earned."""
    st.markdown(
        "Every choice is logged with all its candidates and its probability. So the log can be "
        "asked what another policy would have earned, before anybody is exposed to it."
    )
    period = choose_period(person, "lab_what_if")
    moment = runtime.now()
    with runtime.database().reading() as db:
        held = in_force_for(db, person.actor, BanditPolicy, period.cohort_id, now=moment).policy
    st.subheader("The other policy")
    typed = _draw_fields(held, f"lab_what_if_{period.cohort_id}")
    is_asked = st.button(
        "Ask the log", type="primary", icon=":material/query_stats:", key="lab_ask_log"
    )
    if not is_asked:
        return
    try:
        other = policy_typed(CHOOSING, typed)
    except InvalidInputError as error:
        st.warning(str(error), icon=":material/error:")
        return
    if isinstance(other, BanditPolicy):
        draw_estimate(person, period, other)


def draw_estimate(person: Person, period: Period, other: BanditPolicy) -> None:
    """Draw what the log of a period says of another policy, or why it says nothing."""
    with st.spinner("Reading the log …"), runtime.database().reading() as db:
        log = logged_decisions(db, person.actor, period)
        found = counterfactual(log.decisions, other)
    st.caption(_what_was_read(log))
    if isinstance(found, Unsupported):
        for reason in found.reasons:
            st.info(prose.plain(reason), icon=":material/block:")
        return
    _draw_found(found)


def _draw_fields(held: BanditPolicy, key: str) -> dict[str, float | None]:
    """Draw the parameters that the log can be asked about; the gate stays as it is."""
    values = said.parameters_of(held)
    typed: dict[str, float | None] = dict(values)
    for title, group in CHOOSING.groups.items():
        fields = [field for field in group if field not in GATE]
        if not fields:
            continue
        with st.expander(title, expanded=title == "Chance"):
            for first in range(0, len(fields), COLUMNS):
                for column, field in zip(st.columns(COLUMNS), fields[first:], strict=False):
                    with column:
                        typed[field] = draw_field(CHOOSING, field, values[field], f"{key}_{field}")
    return typed


def _what_was_read(log: Log) -> str:
    parts = [f"{len(log.decisions):,} choices of {log.learners:,} learners"]
    looked_at = len(log.decisions) + log.incomplete + log.inconsistent
    if looked_at < log.there:
        parts.append(f"spread evenly over {log.there:,}")
    if log.incomplete:
        parts.append(f"{log.incomplete:,} left out: an earlier release logged no candidates")
    if log.inconsistent:
        parts.append(
            f"{log.inconsistent:,} left out: their probability does not follow from what was logged"
        )
    return "; ".join(parts) + "."


def _draw_found(found: Counterfactual) -> None:
    estimates = {words: getattr(found, name) for name, words in WORDS.items()}
    st.warning(found.label, icon=":material/visibility:")
    st.plotly_chart(
        figures.intervals(
            list(estimates),
            [Interval(value=one.value, low=one.low, high=one.high) for one in estimates.values()],
            unit=UNIT,
            is_share=False,
        ),
        key="lab_what_if_figure", config={"staticPlot": True},
        alt="Each estimate with its interval; the table below says the same in numbers.",
    )  # fmt: skip
    st.table(
        {
            "": list(estimates),
            UNIT: [_told(one) for one in estimates.values()],
            "Choices": [f"{one.n:,}" for one in estimates.values()],
            "Worth so many of its own": [
                f"{one.effective_sample_size:,.0f}" for one in estimates.values()
            ],
        },
        hide_index=True,
    )
    st.caption(
        "95 % intervals; choices of one learner are alike, so with few learners the true ones are "
        "wider. What the gate held back is not in the log: a new gate needs an experiment."
    )


def _told(one: Estimate) -> str:
    told = f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
    return told.replace("-", "\N{MINUS SIGN}")
