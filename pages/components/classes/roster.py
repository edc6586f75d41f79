"""Bringing a list of learners: upload, review, links, undo."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.cohorts.rosters.queries import look_through, rosters_of
from tutor_core.cohorts.rosters.reading import Refused, RosterRead, template
from tutor_core.cohorts.rosters.service import import_roster, renew_links, undo_roster
from tutor_core.cohorts.views import ClassView
from tutor_core.content.exchange.tables.csv_files import csv_of
from tutor_core.content.exchange.values import UnreadableFileError

_FILE = "classes_roster_file"
SHOWN, LARGEST_MB = 100, 5


def draw_roster(person: Person, found: ClassView) -> None:
    """Draw the way in for a list of learners, and the way back out."""
    cohort_id = found.cohort_id
    _draw_links(cohort_id)
    with st.expander("Bring a list of learners", expanded=not found.roster):
        st.markdown(
            "A CSV file with the columns `user name`, `e-mail`, and if you like `name` and "
            "`group`. Nothing is written before you have seen what would become of each line."
        )
        st.download_button(
            "A list to fill in", template, "learners.csv", "text/csv", key="classes_template"
        )
        given = st.file_uploader(
            "A list of learners", type=["csv", "txt", "tsv"], key=_FILE,
            max_upload_size=LARGEST_MB,
        )  # fmt: skip
        if given is not None:
            _draw_review(person, cohort_id, given.name, given.getvalue())
        _draw_earlier(person, cohort_id)


def _draw_review(person: Person, cohort_id: int, name: str, data: bytes) -> None:
    try:
        with runtime.database().reading() as db:
            read = look_through(db, person.actor, cohort_id, name, data)
    except UnreadableFileError as error:
        st.error(str(error), icon=":material/error:")
        return
    for remark in read.remarks:
        st.info(prose.plain(remark), icon=":material/info:")
    st.markdown(
        f"**{len(read.entries)}** to be made, **{len(read.here)}** in this class already, "
        f"**{len(read.refused)}** refused"
    )
    _draw_refused(read.refused)
    for one in read.entries[:SHOWN]:
        st.markdown(f"- {prose.plain(one.learner.name)} ({prose.plain(one.learner.username)})")
    if read.entries:
        st.button(
            f"Make {len(read.entries)} accounts", type="primary", key="classes_roster_take",
            on_click=_take_in, args=(cohort_id, read),
        )  # fmt: skip


def _draw_refused(refused: tuple[Refused, ...]) -> None:
    if refused:
        st.table(
            [
                {"Line": str(one.line), "Who": prose.plain(one.said), "Why": one.sentence}
                for one in refused
            ]
        )


def _draw_links(cohort_id: int) -> None:
    body = state.roster_links(cohort_id)
    if body is None:
        return
    st.success(
        "The links set a password, once, within the hour. Take them now: they are given only "
        "this once.", icon=":material/key:",
    )  # fmt: skip
    st.download_button(
        "Download the links", body, "links.csv", "text/csv", type="primary",
        key="classes_links", on_click=state.set_roster_links, args=(cohort_id, None),
    )  # fmt: skip


def _draw_earlier(person: Person, cohort_id: int) -> None:
    with runtime.database().reading() as db:
        lists = rosters_of(db, person.actor, cohort_id)
    for one in lists:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{prose.plain(one.file_name)}** · {one.learners} accounts")
            for label, act in (("New links", _renew), ("Undo", _undo)):
                st.button(
                    label, key=f"classes_{label[:4].strip()}_{one.import_id}", on_click=act,
                    args=(cohort_id, one.import_id),
                )  # fmt: skip


def _keep(cohort_id: int, links: object) -> None:
    base = runtime.public_url()
    rows = [
        {"name": one.name, "user name": one.username, "link": f"{base}/?link={one.token}"}
        for one in links  # type: ignore[attr-defined]
    ]
    state.set_roster_links(cohort_id, csv_of(("name", "user name", "link"), rows))


@auth.callback
def _take_in(person: Person, cohort_id: int, read: RosterRead) -> None:
    moment = runtime.now()
    made = runtime.database().run(
        lambda db: import_roster(db, person.actor, cohort_id, read, now=moment)
    )
    _keep(cohort_id, made)
    state.forget_widget(_FILE)


@auth.callback
def _renew(person: Person, cohort_id: int, import_id: int) -> None:
    moment = runtime.now()
    made = runtime.database().run(
        lambda db: renew_links(db, person.actor, cohort_id, import_id, now=moment)
    )
    _keep(cohort_id, made)


@auth.callback
def _undo(person: Person, cohort_id: int, import_id: int) -> None:
    moment = runtime.now()
    gone = runtime.database().run(
        lambda db: undo_roster(db, person.actor, cohort_id, import_id, now=moment)
    )
    state.set_roster_links(cohort_id, None)
    state.set_said(f"Undone: {gone} accounts are gone.")
