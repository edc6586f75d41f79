"""Which pages there are, and who sees them in the menu."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.components import prose, sign_in
from tutor_core.accounts.queries import Person
from tutor_core.settings import ROOT

ICON = ROOT / "pages" / "components" / "icon.svg"
PAGES = (
    ("today", "Today", ":material/today:"),
    ("practice", "Practice", ":material/edit_note:"),
    ("lessons", "Lessons", ":material/menu_book:"),
    ("account", "Account", ":material/person:"),
)


def build(person: Person | None) -> StreamlitPage:
    """Register every page for everybody, so that a deep link survives signing in.

    The menu only hides; each page has its own guard, and each service refuses.
    """
    pages = [page(name) for name, *_ in PAGES]
    return st.navigation(pages, position="hidden" if person is None else "sidebar")


def page(name: str) -> StreamlitPage:
    """Return the page of that file, to link or switch to."""
    title, icon = next((title, icon) for file, title, icon in PAGES if file == name)
    path = ROOT / "pages" / f"{name}.py"
    return st.Page(path, title=title, icon=icon, url_path=name, default=name == "today")


def draw_identity(person: Person) -> None:
    """Say in the menu who is signed in, with the way out."""
    with st.sidebar:
        st.caption(f"Signed in as {prose.plain(person.name)}")
        sign_in.draw_sign_out()
