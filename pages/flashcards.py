"""Flashcards: what is learnt stays; reviewing, the cards themselves, how they are planned."""

import streamlit as st

from pages.components import auth
from pages.components.cards.carrying import draw_carrying
from pages.components.cards.cram import draw_cram
from pages.components.cards.desk import draw_desk
from pages.components.cards.list import draw_list
from pages.components.cards.making import draw_making
from pages.components.cards.statistics import draw_statistics
from pages.components.cards.wishes import draw_wishes

VIEWS = {
    "Review": draw_desk,
    "Cards": draw_list,
    "New card": draw_making,
    "Cram": draw_cram,
    "Statistics": draw_statistics,
    "Decks": draw_carrying,
    "Settings": draw_wishes,
}

person = auth.require_person()
st.title("Flashcards")
view = st.radio(
    "What to do", list(VIEWS), key="cards_view", horizontal=True, label_visibility="collapsed",
    bind="query-params",
)  # fmt: skip
VIEWS[view]()
