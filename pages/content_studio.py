"""Content Studio: where teachers write items, mend them, and bring banks along."""

import streamlit as st

from pages.components import auth, runtime
from pages.components.studio.bank_list import draw_list
from pages.components.studio.bringing import draw_bringing
from pages.components.studio.desk import draw_desk
from pages.components.studio.editor import draw_editor
from tutor_core.accounts.queries import Person
from tutor_core.content.rights import AUTHORS
from tutor_core.errors import NotFoundError

LONGEST_NUMBER = 9


def number(name: str) -> int | None:
    given = st.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else None


def draw(person: Person) -> None:
    draft_id, content_id = number("draft"), number("item")
    is_bringing = st.query_params.get("view") == "import"
    if draft_id is None and content_id is None and not is_bringing:
        st.title("Content Studio")
        st.markdown("The questions that learners are asked: yours, and those of the tutor's bank.")
        runtime.draw_notice()
        draw_list(person)
        return
    st.button(
        "All items", type="tertiary", icon=":material/arrow_back:", key="studio_all",
        on_click=st.query_params.clear,
    )  # fmt: skip
    if draft_id is not None:
        st.title("Write an item")
        draw_editor(person, draft_id)
    elif content_id is not None:
        st.title("An item")
        draw_desk(person, content_id)
    else:
        st.title("Bring questions along")
        runtime.draw_notice()
        draw_bringing(person)


st.set_page_config(layout="wide")
author = auth.require_role("content_studio", *AUTHORS)
try:
    draw(author)
except NotFoundError as error:
    st.info(str(error), icon=":material/info:")
