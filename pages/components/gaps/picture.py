"""The picture of all skills, one subject at a time: a map, and beside it the same in figures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import charts, prose, theme
from pages.components.gaps.card import open_belief
from tutor_core.gaps.views import SkillPicture

HEIGHT = 560
LEGEND = (
    "Deep blue: at the target. Blue: on the way. Pale: far from it. Grey: not tried yet. "
    "A tile says how much is mastered, and whether it is a gap."
)


def draw_picture(skills: Sequence[SkillPicture], topic: str) -> None:
    """Draw the skills of the subject that is chosen; `topic` is the one to begin with."""
    st.subheader("All skills")
    topics = [name for name in theme.TOPIC_NAMES if any(one.topic == name for one in skills)]
    chosen = st.selectbox(
        "Subject",
        topics,
        index=topics.index(topic) if topic in topics else 0,
        key="gaps_topic",
        format_func=theme.TOPIC_NAMES.__getitem__,
    )
    shown = [one for one in skills if one.topic == chosen]
    st.caption(LEGEND)
    drawn, listed = st.columns(2)
    with drawn:
        figure = charts.tile_map([_tile(one) for one in shown])
        figure.update_layout(height=HEIGHT)
        st.plotly_chart(
            figure,
            key="gaps_map",
            config={"staticPlot": True},
            alt="A map of the skills; the list beside it says the same in words.",
        )
    with listed, st.container(gap="xsmall"):
        for one in shown:
            _draw_line(one)


def _draw_line(one: SkillPicture) -> None:
    with st.container(gap=None):
        st.button(
            f"**{prose.plain(one.title)}**",
            type="tertiary",
            icon=":material/psychology:",
            help="What the tutor believes",
            key=f"gaps_skill_{one.skill}",
            on_click=open_belief,
            args=(one.skill,),
        )
        st.caption(_figures(one))


def _figures(one: SkillPicture) -> str:
    if not one.is_met:
        return f"Not tried yet{_gap(one)}"
    reach = f"{theme.percent(one.lower)} to {theme.percent(one.upper)}"
    answers = "1 answer" if one.answers == 1 else f"{one.answers} answers"
    return f"{theme.percent(one.mastery)} ({reach}, {one.certainty}) · {answers}{_gap(one)}"


def _gap(one: SkillPicture) -> str:
    if one.gap is None:
        return ""
    return f" · {theme.GAP_ICONS[one.gap.kind]} {theme.GAP_WORDS[one.gap.kind]}"


def _tile(one: SkillPicture) -> charts.Tile:
    words = theme.percent(one.mastery) if one.is_met else "not tried"
    return charts.Tile(
        title=one.title,
        words=f"{words}, gap" if one.gap else words,
        group=one.unit,
        band=one.reach,
    )
