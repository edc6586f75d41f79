"""What the tutor believes of one skill: how sure it is, what stands behind it, how to object."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, navigation, prose, runtime, state, theme
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.errors import NotFoundError
from tutor_core.mastery.testing_out import LEVELS, RIGHT_TO_PASS
from tutor_core.practice.beliefs.queries import belief_in
from tutor_core.practice.beliefs.views import Evidence, SkillBelief
from tutor_core.practice.examinations.testing_out import service

SOURCES = {"placement": "placement", "test_out": "test-out"}
WIDE, NARROW = 0.4, 0.2  # of what is likely, on the scale of mastery


def close() -> None:
    """Forget of which skill it was asked; the address says it."""
    st.query_params.pop("skill", None)


@st.dialog("What the tutor believes", icon=":material/psychology:", on_dismiss=close)
def open_belief(skill: str) -> None:
    """Open the panel of a skill over the page."""
    person = auth.require_person()
    moment = runtime.now()
    try:
        with runtime.database().reading() as db:
            belief = belief_in(db, person.actor, skill, now=moment)
    except NotFoundError as error:
        st.info(str(error), icon=":material/info:")
        return
    st.header(prose.plain(belief.title))
    _draw_estimate(belief, person.timezone)
    _draw_evidence(belief, person.timezone)
    _draw_objection(belief)


def _draw_estimate(belief: SkillBelief, timezone: str) -> None:
    low, high = theme.percent(belief.low), theme.percent(belief.high)
    st.progress(
        belief.mastery,
        f"Chance that you get a medium question right: **{theme.percent(belief.mastery)}**, "
        f"likely between {low} and {high}",
    )
    st.markdown(f"{theme.level_name(belief.level)}. {_sure(belief)} {_basis(belief, timezone)}")


def _sure(belief: SkillBelief) -> str:
    spread = belief.high - belief.low
    if spread > WIDE:
        return "The tutor is not sure of this."
    return "The tutor is fairly sure." if spread > NARROW else "The tutor is quite sure."


def _basis(belief: SkillBelief, timezone: str) -> str:
    parts = []
    if belief.answers:
        answers = "1 answer" if belief.answers == 1 else f"{belief.answers} answers"
        days = "1 day" if belief.days_seen == 1 else f"{belief.days_seen} days"
        parts.append(f"{answers} on {days}")
    if belief.placed_at is not None:
        parts.append(f"a placement on {_day(belief.placed_at, timezone)}")
    if not parts:
        return "Nothing stands behind it yet: it is what is thought of everybody at first."
    return f"Behind it: {' and '.join(parts)}."


def _draw_evidence(belief: SkillBelief, timezone: str) -> None:
    if not belief.evidence:
        return
    shown = len(belief.evidence)
    with st.expander(
        f"The last {shown} answers behind it" if shown > 1 else "The answer behind it"
    ):
        for one in belief.evidence:
            st.markdown(_line(one, timezone))


def _line(one: Evidence, timezone: str) -> str:
    words = theme.OUTCOME_WORDS[one.outcome]
    if one.with_hints and one.outcome == "correct":
        words = "Right with hints, not counted as shown"
    expected = "" if one.predicted is None else f", expected with {theme.percent(one.predicted)}"
    where = f" · {SOURCES[one.source]}" if one.source in SOURCES else ""
    return (
        f"{theme.OUTCOME_ICONS[one.outcome]} {_day(one.answered_at, timezone)}: {words} "
        f":small[· {theme.DIFFICULTY_WORDS[one.difficulty].lower()} question{expected}{where}]"
    )


def _draw_objection(belief: SkillBelief) -> None:
    st.caption(
        f"Is the tutor wrong about you? Show it: {RIGHT_TO_PASS} right of {len(LEVELS)} questions."
    )
    with st.container(horizontal=True):
        if st.button(
            "I know this", icon=":material/verified:", key="belief_contest",
            on_click=_contest, args=(belief.skill,),
        ):  # fmt: skip
            st.switch_page(navigation.page("testing_out"), query_params={"skill": belief.skill})
        if st.button("Practise it", key="belief_practise", on_click=state.want_question):
            st.switch_page(navigation.page("practice"), query_params={"skill": belief.skill})


@auth.callback
def _contest(person: Person, skill: str) -> None:
    moment, rng = runtime.now(), runtime.rng()
    runtime.database().run(
        lambda db: service.begin_test_out(db, person.actor, skill, now=moment, rng=rng)
    )


def _day(moment: dt.datetime, timezone: str) -> str:
    return f"{moment.astimezone(zone_named(timezone)):%d %B %Y}"
