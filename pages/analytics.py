"""Analytics: a learner's own picture; the views of other roles join it here."""

import streamlit as st

from pages.components import auth, runtime
from pages.components.analytics.picture import draw_picture

auth.require_person()
st.title("Analytics")
runtime.draw_notice()
draw_picture()
