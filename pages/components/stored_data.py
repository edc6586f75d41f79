"""What the tutor stores about a person: by purpose, counted, and to take away."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st

from pages.components import prose, runtime, state
from tutor_core.accounts.privacy.queries import Stored, counts_of, take_out
from tutor_core.accounts.privacy.registry import PURPOSES
from tutor_core.accounts.queries import Person, person_of_session

OVER = {"error": "Your session has ended. Sign in again, then download."}


def draw(person: Person) -> None:
    """Draw how much of each kind there is, and the button that brings all of it as a file."""
    with runtime.database().reading() as db:
        found = counts_of(db, person.actor)
    st.markdown("Everything that is stored about you, by what it is for.")
    for purpose, words in PURPOSES.items():
        kinds = [one for one in found if one.kind.purpose == purpose and one.rows]
        if kinds:
            st.subheader(words)
            st.markdown("\n".join(map(_line, kinds)))
    empty = [one.kind.many for one in found if not one.rows and one.kind.purpose != "authorship"]
    if empty:
        with st.expander("What there is none of yet"):
            st.markdown("\n".join(f"- {words}" for words in empty))
    st.download_button(
        "Download everything",
        as_file(state.session_id()),
        file_name=f"tutor-{person.username}.json",
        mime="application/json",
        icon=":material/download:",
        type="primary",
        key="account_take_out",
        on_click="ignore",
    )
    st.caption(
        "A JSON file with every row that is yours. Left out are what would let others in "
        "(digests of your password and sessions) and the numbers of other people. Failed "
        "sign-ins are counted under digests that name nobody, and are not in it."
    )


def as_file(session_id: str | None) -> Callable[[], bytes]:
    """Return what makes the file when it is asked for, for whoever that session is then.

    It runs outside of every script, long after the page was drawn, so it looks anew.
    """

    def made() -> bytes:
        moment = runtime.now()
        with runtime.database().reading() as db:
            person = person_of_session(db, session_id or "", now=moment)
            taken = take_out(db, person.actor, now=moment) if person else OVER
        return json.dumps(taken, indent=2, ensure_ascii=False).encode()

    return made


def _line(stored: Stored) -> str:
    words = stored.kind.one if stored.rows == 1 else stored.kind.many
    return f"- **{stored.rows:,}** {words} :small[:gray[{prose.plain(stored.kind.table)}]]"
