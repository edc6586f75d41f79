"""Which pages there are, and who sees them in the menu."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.components import prose, sign_in
from tutor_core.accounts.actor import ROLES, Role
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.names import TEACHERS
from tutor_core.content.rights import AUTHORS
from tutor_core.settings import ROOT
from tutor_core.tuning.rights import TUNERS

ICON = ROOT / "pages" / "components" / "icon.svg"
PAGES: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("today", "Today", ":material/today:", ROLES),
    ("classes", "Classes", ":material/groups:", TEACHERS),
    ("practice", "Practice", ":material/edit_note:", ROLES),
    ("gaps", "Gaps", ":material/troubleshoot:", ROLES),
    ("flashcards", "Flashcards", ":material/style:", ROLES),
    ("mastery_tree", "Mastery Tree", ":material/account_tree:", ROLES),
    ("analytics", "Analytics", ":material/monitoring:", ROLES),
    ("badges", "Badges", ":material/military_tech:", ROLES),
    ("study_plan", "Study Plan", ":material/event_note:", ROLES),
    ("lessons", "Lessons", ":material/menu_book:", ROLES),
    ("placement", "Placement", ":material/explore:", ()),
    ("mock_test", "Mock test", ":material/assignment:", ()),
    ("testing_out", "Test-out", ":material/verified:", ()),
    ("verify", "Verify", ":material/verified_user:", ()),
    ("vark_quiz", "VARK Quiz", ":material/interests:", ROLES),
    ("content_studio", "Content Studio", ":material/edit_document:", AUTHORS),
    ("lab", "Lab", ":material/science:", TUNERS),
    ("account", "Account", ":material/person:", ROLES),
)
PUBLIC = ("verify",)


def build(person: Person | None) -> StreamlitPage:
    """Register every page for everybody, so that a deep link survives signing in.

    The menu only hides; each page has its own guard, and each service refuses.
    """
    pages = [page(name, person) for name, *_ in PAGES]
    # Expanded: nothing that a teacher needs lies behind "View more".
    return st.navigation(pages, position="hidden" if person is None else "sidebar", expanded=True)


def is_public(found: StreamlitPage) -> bool:
    """Tell whether a page is for everybody: it says nothing but what learners made public."""
    return found.url_path in PUBLIC


def page(name: str, person: Person | None = None) -> StreamlitPage:
    """Return the page of that file, to link or switch to; in the menu of whom it is for.

    A page for no role is in nobody's menu: others lead to it.
    """
    title, icon, roles = next((t, i, r) for file, t, i, r in PAGES if file == name)
    is_hidden = person is not None and person.actor.role not in roles
    return st.Page(
        ROOT / "pages" / f"{name}.py",
        title=title,
        icon=icon,
        url_path=name,
        default=name == "today",
        visibility="hidden" if is_hidden else "visible",
    )


def draw_identity(person: Person) -> None:
    """Say in the menu who is signed in, with the way out."""
    with st.sidebar:
        st.caption(f"Signed in as {prose.plain(person.name)}")
        sign_in.draw_sign_out()
