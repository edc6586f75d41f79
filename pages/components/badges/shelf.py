"""All badges: what was earned, what is near, what else there is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import navigation, prose, state
from pages.components.badges.words import CATEGORIES, day_words
from tutor_core.accounts.queries import Person
from tutor_core.badges.views import OwnBadge
from tutor_core.badges.wording import progress_words
from tutor_core.calendar import learner_day, zone_named

NEAREST = 3
IN_A_ROW = 2  # of the showcase
OPENED = "badge"  # the query parameter that names the badge looked at


def draw_shelf(person: Person, badges: Sequence[OwnBadge], *, day_starts_at: int) -> None:
    """Draw every badge, those worked on first."""
    earned = [badge for badge in badges if badge.earning is not None]
    if not earned:
        _draw_welcome()
    _draw_nearest(badges)
    _draw_showcase(person, badges, day_starts_at)
    st.subheader("All badges")
    for category, name in CATEGORIES.items():
        own = [badge for badge in badges if badge.category == category]
        done = sum(badge.earning is not None for badge in own)
        if own:
            with st.expander(f"{name}: {done} of {len(own)} earned", key=f"badges_in_{category}"):
                for badge in own:
                    _draw_line(person, badge, category, day_starts_at)


def open_badge(slug: str | None) -> None:
    """Look at a badge; None at all of them."""
    if slug is None:
        st.query_params.pop(OPENED, None)
    else:
        st.query_params[OPENED] = slug


def _draw_welcome() -> None:
    with st.container(border=True):
        st.markdown(
            "Badges mark what you have learnt: skills that hold, days of learning, mistakes put "
            "right. You earn them on the way, by answers and reviews; there is nothing to collect "
            "by just being here. Each can be checked by anybody you show it to."
        )
        if st.button(
            "Answer a first question", type="primary", icon=":material/arrow_forward:",
            key="badges_start", on_click=state.want_question,
        ):  # fmt: skip
            st.switch_page(navigation.page("practice"))


def _draw_nearest(badges: Sequence[OwnBadge]) -> None:
    begun = [
        (badge, badge.standing)
        for badge in badges
        if badge.standing is not None and badge.standing.progress
    ]
    begun.sort(key=lambda pair: -pair[1].progress)
    if begun:
        st.subheader("Nearest")
    for badge, standing in begun[:NEAREST]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"{_title(badge)}  \n{prose.plain(badge.description)}")
            st.progress(standing.progress, progress_words(badge.criteria, standing))


def _draw_showcase(person: Person, badges: Sequence[OwnBadge], day_starts_at: int) -> None:
    shown = [
        (badge.earning.earned_at, badge)
        for badge in badges
        if badge.earning is not None and badge.earning.is_displayed
    ]
    if not shown:
        return
    st.subheader("Your showcase")
    latest_first = sorted(shown, key=lambda pair: pair[0], reverse=True)
    for place in range(0, len(latest_first), IN_A_ROW):
        row = latest_first[place : place + IN_A_ROW]
        for column, (_, badge) in zip(st.columns(IN_A_ROW), row, strict=False):
            with column:
                _draw_line(person, badge, "showcase", day_starts_at)


def _draw_line(person: Person, badge: OwnBadge, where: str, day_starts_at: int) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{_title(badge)}  \n{prose.plain(badge.description)}")
        if badge.standing is not None:
            st.caption(
                f":material/lock: Not earned yet: {progress_words(badge.criteria, badge.standing)}"
            )
        elif badge.earning is not None:
            day = learner_day(
                badge.earning.earned_at, zone_named(person.timezone), starts_at=day_starts_at
            )
            seen = "public" if badge.earning.is_public else "private"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f":material/check: Earned on {day_words(day)} · {seen}")
                st.button(
                    f"Open {prose.plain(badge.name)}", type="tertiary",
                    key=f"badge_open_{where}_{badge.slug}", on_click=open_badge,
                    args=(badge.slug,),
                )  # fmt: skip


def _title(badge: OwnBadge) -> str:
    return f":material/{badge.icon}: **{prose.plain(badge.name)}** · {badge.tier.capitalize()}"
