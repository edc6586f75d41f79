"""Taking questions away: the items of the list as a file for another system, or to come back."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime
from tutor_core.accounts.queries import Person
from tutor_core.content.exchange.values import Format
from tutor_core.content.exchange.writing import ENDINGS, write_file
from tutor_core.content.studio.queries import items_of_filter
from tutor_core.content.studio.views import BankFilter

FORMAT_WORDS: dict[Format, str] = {
    "gift": "Moodle GIFT",
    "moodle_xml": "Moodle XML",
    "csv": "CSV table",
    "xlsx": "Excel workbook",
    "anki": "Anki notes",
}
DRAWN_WORDS = {
    False: "to come back here: numbers stay to be drawn",
    True: "for another system: with the first numbers",
}


def draw_taking(person: Person, wanted: BankFilter, total: int) -> None:
    """Draw the way out for all items of a filter."""

    def written() -> bytes:
        with runtime.database().reading() as db:
            bodies = items_of_filter(db, person.actor, wanted)
        return write_file(bodies, form, drawn=drawn)

    with st.popover(f"Export these {total}", icon=":material/upload:", key="studio_export"):
        form = st.selectbox(
            "As", tuple(FORMAT_WORDS), format_func=FORMAT_WORDS.__getitem__, key="studio_format"
        )
        drawn = st.radio(
            "For", [False, True], format_func=DRAWN_WORDS.__getitem__, key="studio_drawn"
        )
        st.download_button(
            "Download", written, f"questions{ENDINGS[form]}", key="studio_download",
            type="primary", icon=":material/download:",
        )  # fmt: skip
