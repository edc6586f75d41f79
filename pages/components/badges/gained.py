"""That a badge was earned, said in one line where it happened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import navigation, prose
from tutor_core.badges.views import Gained


def draw_gained(badges: Sequence[Gained]) -> None:
    """Draw a line for each badge that was earned, which leads to it."""
    for badge in badges:
        st.page_link(
            navigation.page("badges"),
            label=f"Badge earned: **{prose.plain(badge.name)}**, {badge.tier}",
            icon=f":material/{badge.icon}:",
            query_params={"badge": badge.slug},
        )


def gained_words(badges: Sequence[Gained]) -> str:
    """Return the same in a sentence, where the page goes on to something else."""
    names = ", ".join(f"**{prose.plain(badge.name)}** ({badge.tier})" for badge in badges)
    return f"Badge earned: {names}. It is on the page Badges."
