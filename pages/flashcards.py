"""Flashcards: what is learnt stays; reviewing, the cards themselves, how they are scheduled."""

import streamlit as st

from pages.components import auth
from pages.components.cards import desk

person = auth.require_person()
st.title("Flashcards")
desk.draw_desk()
