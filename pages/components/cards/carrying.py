"""Decks of other programs brought along, and one's own cards taken away."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait

import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.cards.undoing import draw_change
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.review.carrying.queries import deck_of
from tutor_core.review.carrying.service import Brought, bring_deck
from tutor_core.review.decks.reading import read_deck
from tutor_core.review.decks.values import DeckRead
from tutor_core.review.decks.writing import write_anki, write_table

ENDINGS = ["apkg", "colpkg", "csv", "tsv", "txt"]
LARGEST_MB = 50
SHOWN = 20
STEP = 500  # notes between two pictures of how far it is
LOOK_EACH = 0.2  # seconds
FILE, TOPIC = "cards_file", "cards_file_topic"


@auth.fragment
def draw_carrying(person: Person) -> None:
    """Draw the way in for decks and the way out for one's own."""
    runtime.draw_notice()
    draw_change()
    st.subheader("Bring cards along")
    st.markdown(
        "A deck of Anki (.apkg, .colpkg, its text export) or a table with a front and a back. "
        "Intervals, due days, ease, lapses and every answer come along; pictures and sounds do not."
    )
    st.file_uploader(
        "A deck", type=ENDINGS, key=FILE, max_upload_size=LARGEST_MB,
        on_change=state.set_deck, args=(None,),
    )  # fmt: skip
    if st.button("Look through it", type="primary", icon=":material/rule:", key="cards_look"):
        _look_through(person)
    found = state.deck()
    if found is not None:
        _draw_found(person, found)
    _draw_taking(person)


def _look_through(person: Person) -> None:
    given = state.uploaded_file(FILE)
    if given is None:
        st.info("Choose a file first.", icon=":material/info:")
        return
    zone, starts_at = zone_named(person.timezone), runtime.settings().day_starts_at
    today = learner_day(runtime.now(), zone, starts_at=starts_at)
    bar = st.progress(0.0, "Looking at each note")

    def advance(done: int, total: int) -> None:
        if done % STEP == 0:
            bar.progress(done / total, f"{done:,} of {total:,} notes")

    try:
        found = read_deck(given.name, given.getvalue(), today=today, zone=zone, advance=advance)
    except UnreadableFileError as error:
        st.error(str(error), icon=":material/error:")
    else:
        state.set_deck(found)
    finally:
        bar.empty()


def _draw_found(person: Person, found: DeckRead) -> None:
    cards = [card for note in found.notes for card in note.cards]
    st.markdown(
        f"**{_count(len(found.notes), 'note')}, {_count(len(cards), 'card')}**, of which "
        f"{sum(card.due_on is not None for card in cards):,} were learnt before; "
        f"{_count(sum(len(card.reviews) for card in cards), 'answer')}."
    )
    for remark in found.remarks:
        st.info(prose.plain(remark), icon=":material/info:")
    if found.refused:
        with st.expander(f"Refused: {len(found.refused):,}", expanded=True):
            for one in found.refused[:SHOWN]:
                name = f" ({prose.plain(one.name)})" if one.name else ""
                st.markdown(f"- **Note {one.number}**{name}: {prose.plain(one.reason)}")
            if len(found.refused) > SHOWN:
                st.caption(f"And {len(found.refused) - SHOWN:,} more.")
    if not cards:
        st.markdown("There is nothing to bring in.")
        return
    for card in cards[:3]:
        with st.container(border=True):
            st.markdown(prose.content(card.front))
            st.caption(prose.content(card.back))
    st.selectbox(
        "Subject of these cards", list(theme.TOPIC_NAMES), key=TOPIC,
        format_func=theme.TOPIC_NAMES.__getitem__,
    )  # fmt: skip
    if st.button(
        f"Bring in {_count(len(cards), 'card')}", type="primary", icon=":material/download:",
        key="cards_bring",
    ):  # fmt: skip
        _bring(person, found)


def _bring(person: Person, found: DeckRead) -> None:
    """Take in the deck that was looked through, and show how far it is.

    It is written by a thread of its own: what Streamlit raises while it draws, at another click,
    must not reach into the transaction.
    """
    database, moment = runtime.database(), runtime.now()
    starts_at, topic = runtime.settings().day_starts_at, str(state.widget_value(TOPIC) or "")
    so_far = deque([(0, 1)], maxlen=1)

    def write() -> Brought:
        return database.run(
            lambda db: bring_deck(
                db,
                person.actor,
                found.notes,
                topic=topic,
                now=moment,
                day_starts_at=starts_at,
                advance=lambda done, total: so_far.append((done, total)),
            )
        )

    bar = st.progress(0.0, "Bringing in the cards")
    with runtime.tell_person(person.actor):
        with ThreadPoolExecutor(max_workers=1) as pool:
            writing = pool.submit(write)
            while not wait([writing], timeout=LOOK_EACH).done:
                done, total = so_far[0]
                bar.progress(done / total, f"{done:,} of {total:,} cards")
        _tell(writing.result())
    st.rerun()


def _tell(brought: Brought) -> None:
    state.set_deck(None)
    known = f" {_count(brought.known, 'note')} you had already." if brought.known else ""
    if brought.batch:
        said = f"{_count(brought.cards, 'card')} brought in.{known}"
        state.set_card_change(said, brought.batch)
    else:
        state.set_said(f"Nothing was new.{known}")


def _draw_taking(person: Person) -> None:
    st.subheader("Take your cards away")
    st.markdown("All your cards with their days and answers, for Anki or as a table.")
    with st.container(horizontal=True):
        st.download_button(
            "For Anki", lambda: _package(person), "cards.apkg", icon=":material/download:",
            mime="application/octet-stream", key="cards_take_anki",
        )  # fmt: skip
        st.download_button(
            "As a table", lambda: _table(person), "cards.csv", icon=":material/download:",
            mime="text/csv", key="cards_take_table",
        )  # fmt: skip


def _package(person: Person) -> bytes:
    moment, zone = runtime.now(), zone_named(person.timezone)
    today = learner_day(moment, zone, starts_at=runtime.settings().day_starts_at)
    with runtime.database().reading() as db:
        notes = deck_of(db, person.actor)
    return write_anki("Tutor", notes, today=today, zone=zone, now=moment)


def _table(person: Person) -> bytes:
    with runtime.database().reading() as db:
        notes = deck_of(db, person.actor)
    return write_table(notes, separator=",")


def _count(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
