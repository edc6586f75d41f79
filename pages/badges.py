"""Badges: what was earned, what is near, and how others can trust it."""

import streamlit as st

from pages.components import auth, runtime
from pages.components.badges.panel import draw_panel
from pages.components.badges.shelf import OPENED, draw_shelf
from tutor_core.badges.queries import badges_of

learner = auth.require_person()
now, starts_at = runtime.now(), runtime.settings().day_starts_at
with runtime.database().reading() as database:
    badges = badges_of(database, learner.actor, now=now, day_starts_at=starts_at)
st.title("Badges")
runtime.draw_notice()
opened = next((badge for badge in badges if badge.slug == st.query_params.get(OPENED)), None)
if opened is not None:
    draw_panel(learner, opened)
elif badges:
    draw_shelf(learner, badges, day_starts_at=starts_at)
else:
    st.info("This installation has no badges.")
