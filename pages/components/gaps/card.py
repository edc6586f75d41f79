"""A gap: what it is, what to do about it, how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import navigation, prose, state, theme
from pages.components.gaps.way import draw_way
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.gaps.gap import SEVERITIES, Gap
from tutor_core.gaps.views import GapView


def draw_first(person: Person, view: GapView, others: Sequence[GapView]) -> None:
    """Draw the gap to repair first, with the one button that matters."""
    with st.container(border=True, key="gaps_first"):
        st.subheader(f"Repair first: {prose.plain(view.title)}")
        kind, severity = theme.GAP_WORDS[view.gap.kind], theme.SEVERITY_WORDS[view.gap.severity]
        st.caption(f"{theme.GAP_ICONS[view.gap.kind]} {kind} · {severity} severity")
        if any(_rank(one) < _rank(view) for one in others):
            st.caption("It comes first because more serious gaps below stand on it.")
        _draw_facts(person, view)
        with st.container(horizontal=True):
            _draw_practise("Practise this gap", view, is_first=True)
            draw_belief_button(view.skill, place="first")


def draw_others(person: Person, views: Sequence[GapView]) -> None:
    """Draw the other gaps folded, by how much they matter."""
    for severity in SEVERITIES:
        of_severity = [view for view in views if view.gap.severity == severity]
        if of_severity:
            st.subheader(f"{theme.SEVERITY_WORDS[severity]} ({len(of_severity)})")
            with st.container(gap="xsmall"):
                for view in of_severity:
                    _draw_folded(person, view)


def draw_belief_button(skill: str, *, place: str) -> None:
    """Draw the button that asks for what the tutor believes of a skill."""
    st.button(
        "What the tutor believes",
        type="tertiary",
        icon=":material/psychology:",
        key=f"gaps_belief_{place}_{skill}",
        on_click=open_belief,
        args=(skill,),
    )


def open_belief(skill: str) -> None:
    """Ask for what the tutor believes of a skill: the address says of which."""
    st.query_params["skill"] = skill


def _draw_folded(person: Person, view: GapView) -> None:
    icon, kind = theme.GAP_ICONS[view.gap.kind], theme.GAP_WORDS[view.gap.kind].lower()
    with st.expander(f"**{prose.plain(view.title)}**: {kind}, {_level(view)}", icon=icon):
        _draw_facts(person, view)
        with st.container(horizontal=True):
            _draw_practise("Practise", view, is_first=False)
            draw_belief_button(view.skill, place="gap")


def _draw_facts(person: Person, view: GapView) -> None:
    gap = view.gap
    st.markdown(prose.plain(gap.recommendation))
    target = theme.percent(gap.target)
    st.progress(
        min(1.0, gap.level / gap.target), f"Mastery: {_level(view)}. The full bar is {target}."
    )
    st.caption(_story(person, gap))
    draw_way(view.steps)


def _draw_practise(label: str, view: GapView, *, is_first: bool) -> None:
    if st.button(
        label,
        type="primary" if is_first else "secondary",
        icon=":material/arrow_forward:",
        key=f"gaps_practise_{view.skill}",
        on_click=state.want_question,
    ):
        st.switch_page(navigation.page("practice"), query_params={"skill": view.skill})


def _rank(view: GapView) -> int:
    return SEVERITIES.index(view.gap.severity)


def _level(view: GapView) -> str:
    return f"{theme.percent(view.gap.level)} now" if view.is_met else "not tried yet"


def _story(person: Person, gap: Gap) -> str:
    found = gap.detected_at.astimezone(zone_named(person.timezone))
    facts = [f"Found on {found:%d %B %Y}"]
    if gap.practice_count:
        times = "once" if gap.practice_count == 1 else f"{gap.practice_count} times"
        facts.append(f"practised {times} since")
        done = theme.percent(gap.progress / 100)
        facts.append(f"{done} of the way done" if gap.progress >= 1 else "not nearer yet")
    else:
        facts.append("not practised since")
    if gap.hours is not None:
        facts.append(f"about {theme.duration(gap.hours)} to go")
    return " · ".join(facts)
