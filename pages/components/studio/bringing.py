"""Bringing a file of questions along: upload, review, take in, undo."""

from __future__ import annotations

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.content.exchange import service
from tutor_core.content.exchange.looking import look_through
from tutor_core.content.exchange.queries import imports_of
from tutor_core.content.exchange.reviewing import Defaults, Review, ReviewedRow
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import template_file
from tutor_core.content.queries import skill_names

ENDINGS_READ = ["gift", "txt", "xml", "csv", "tsv", "xlsx", "apkg", "colpkg"]
LARGEST_MB = 5
SHOWN_ROWS = 100
_FILE, _SKILL, _DIFFICULTY = "studio_file", "studio_default_skill", "studio_default_difficulty"
_PUBLISH, _TO_MEND, _WHOLE = "studio_ready", "studio_to_mend", "studio_whole"
READY_WORDS = {True: "ask them at once", False: "keep them as drafts"}


def draw_bringing(person: Person) -> None:
    """Draw the way in for files, and the way back out."""
    st.markdown(
        "Questions from Moodle (GIFT, XML), a table (CSV, Excel) or Anki. Nothing is written "
        "before you have seen what would become of each."
    )
    _draw_templates()
    _draw_upload(person)
    found = state.review()
    if found is not None:
        _draw_review(found)
    _draw_imports(person)


def _draw_templates() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("A table to fill in, with four examples:", width="content")
        st.download_button(
            "CSV", lambda: template_file("csv"), "questions.csv", "text/csv",
            type="tertiary", icon=":material/download:", key="studio_template_csv",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: template_file("xlsx"), "questions.xlsx",
            type="tertiary", icon=":material/download:", key="studio_template_xlsx",
        )  # fmt: skip


def _draw_upload(person: Person) -> None:
    with runtime.database().reading() as db:
        titles = {
            skill.name: f"{theme.TOPIC_NAMES[skill.topic]}: {skill.title}"
            for skill in skill_names(db)
        }
    st.file_uploader(
        "A file of questions", type=ENDINGS_READ, key=_FILE, max_upload_size=LARGEST_MB,
        on_change=state.set_review, args=(None,),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Skill, where the file names none", ["", *titles], key=_SKILL,
            format_func=lambda name: titles.get(name, "None: I choose one for each"),
            on_change=state.set_review, args=(None,),
        )  # fmt: skip
        st.selectbox(
            "Difficulty, where the file names none", list(theme.DIFFICULTY_WORDS), index=1,
            format_func=theme.DIFFICULTY_WORDS.__getitem__, key=_DIFFICULTY,
            on_change=state.set_review, args=(None,),
        )  # fmt: skip
    if st.button("Look through it", type="primary", icon=":material/rule:", key="studio_review"):
        _look_through(person)


def _look_through(person: Person) -> None:
    given = state.uploaded_file(_FILE)
    if given is None:
        st.info("Choose a file first.", icon=":material/info:")
        return
    bar = st.progress(0.0, "Looking at each question")

    def advance(done: int, total: int) -> None:
        bar.progress(done / total, f"{done} of {total} questions")

    try:
        found = look_through(
            runtime.database(),
            person.actor,
            given.name,
            given.getvalue(),
            defaults=Defaults(
                skill=str(state.widget_value(_SKILL) or ""),
                difficulty=int(str(state.widget_value(_DIFFICULTY) or 2)),
            ),
            advance=advance,
        )
    except UnreadableFileError as error:
        st.error(str(error), icon=":material/error:")
    else:
        state.set_review(found)
    finally:
        bar.empty()


def _draw_review(found: Review) -> None:
    ready, to_mend, known = (found.of_state(name) for name in ("ready", "to_mend", "known"))
    st.subheader(f"What is in {prose.plain(found.file_name)}")
    with st.container(horizontal=True):
        st.metric("Ready", len(ready), border=True)
        st.metric("To be mended", len(to_mend), border=True)
        st.metric("In the bank already", len(known), border=True)
        st.metric("Refused", len(found.refusals), border=True)
    for remark in found.remarks:
        st.info(prose.plain(remark), icon=":material/info:")
    if found.refusals:
        with st.expander(f"Refused: {len(found.refusals)}", expanded=True):
            for refusal in found.refusals[:SHOWN_ROWS]:
                st.markdown(
                    f"- **{prose.plain(refusal.place.capitalize())}** "
                    f"({prose.plain(refusal.title)}): {prose.plain(refusal.sentence)}"
                )
            _draw_rest(len(found.refusals))
    _draw_rows("To be mended", to_mend, expanded=bool(to_mend))
    _draw_rows("Ready", ready, expanded=False)
    _draw_rows("In the bank already: left out", known, expanded=False)
    if ready or to_mend:
        _draw_taking(found, ready, to_mend)


def _draw_rows(title: str, rows: tuple[ReviewedRow, ...], *, expanded: bool) -> None:
    if not rows:
        return
    with st.expander(f"{title}: {len(rows)}", expanded=expanded):
        for row in rows[:SHOWN_ROWS]:
            why = f": {prose.plain(' '.join(row.problems))}" if row.problems else ""
            st.markdown(
                f"- **{prose.plain(row.place.capitalize())}** {prose.plain(row.title)}{why}"
            )
        _draw_rest(len(rows))


def _draw_rest(count: int) -> None:
    if count > SHOWN_ROWS:
        st.caption(f"… and {count - SHOWN_ROWS} more.")


def _draw_taking(
    found: Review, ready: tuple[ReviewedRow, ...], to_mend: tuple[ReviewedRow, ...]
) -> None:
    if ready:
        st.radio(
            "Those that are ready:", [True, False], format_func=READY_WORDS.__getitem__,
            key=_PUBLISH, horizontal=True,
        )  # fmt: skip
    if to_mend:
        st.checkbox("Take those to be mended as drafts", value=True, key=_TO_MEND)
    if found.obstacles:
        st.checkbox("All or nothing: take none while one is refused or to be mended", key=_WHOLE)
    count = len(ready) + len(to_mend)
    st.button(
        f"Take in {count} {'question' if count == 1 else 'questions'}", type="primary",
        icon=":material/download_done:", key="studio_take_in", on_click=_take_in,
    )  # fmt: skip


def _draw_imports(person: Person) -> None:
    with runtime.database().reading() as db:
        lines = imports_of(db, person.actor)
    if not lines:
        return
    st.subheader("Brought along before")
    zone = zone_named(person.timezone)
    for line in lines:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            at = line.created_at.astimezone(zone)
            st.markdown(
                f"**{prose.plain(line.file_name)}** · {at:%d %b %H:%M} · {line.items} in the bank, "
                f"{line.drafts} drafts"
            )
            st.button(
                "Undo", icon=":material/undo:", key=f"studio_undo_{line.import_id}",
                on_click=_undo, args=(line.import_id,),
            )  # fmt: skip


@auth.callback
def _take_in(person: Person) -> None:
    found, moment = state.review(), runtime.now()
    if found is None:
        return
    done = runtime.database().run(
        lambda db: service.import_review(
            db,
            person.actor,
            found,
            publish=bool(state.widget_value(_PUBLISH)),
            take_to_mend=bool(state.widget_value(_TO_MEND)),
            all_or_nothing=bool(state.widget_value(_WHOLE)),
            now=moment,
        )
    )
    state.set_review(None)
    state.set_said(
        f"Taken in: {done.published} are asked from now on, {done.drafts} wait as drafts."
    )


@auth.callback
def _undo(person: Person, import_id: int) -> None:
    moment = runtime.now()
    done = runtime.database().run(
        lambda db: service.undo_import(db, person.actor, import_id, now=moment)
    )
    kept = (
        f" {done.withdrawn} had been asked: they are withdrawn, and what learners did stays."
        if done.withdrawn
        else ""
    )
    state.set_said(f"Undone: {done.deleted} are gone.{kept}")
