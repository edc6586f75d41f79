"""The door: page config, navigation by role, sign-in. No data is read here."""

import streamlit as st

from pages.components import auth, fitting, navigation, session_cookie

st.set_page_config("Tutor", page_icon=navigation.ICON, layout="centered")
session_cookie.exchange()
person = auth.current_person()
page = navigation.build(person)
if person is None and navigation.is_public(page):
    page.run()
elif person is None:
    auth.draw_door()
else:
    session_cookie.keep_alive("home")
    navigation.draw_identity(person)
    page.run()
fitting.fit()
