"""All cards: found, looked at, put aside, spread over days; each change can be taken back."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import astuple

import streamlit as st

from pages.components import auth, prose, runtime, state
from pages.components.cards import words
from pages.components.cards.about import draw_about
from pages.components.cards.filtering import draw_filter
from pages.components.cards.undoing import draw_change
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review import cloze
from tutor_core.review.browsing.queries import find_cards, ids_of_cards
from tutor_core.review.browsing.views import CardFilter, CardLine
from tutor_core.review.changing import service as changing

Action = Callable[..., str]  # of the database, who acts, the cards, the moment
ACTIONS: tuple[tuple[str, str, Action, str], ...] = (
    ("Suspend", ":material/pause:", changing.suspend_cards, "suspended"),
    ("Ask again", ":material/play_arrow:", changing.resume_cards, "asked again"),
    ("Delete", ":material/delete:", changing.delete_cards, "deleted"),
)
PAGE_LENGTH = 20
LONGEST_SHOWN = 90


@auth.fragment
def draw_list(person: Person) -> None:
    """Draw the cards that are looked for."""
    runtime.draw_notice()
    wanted = draw_filter("cards")
    zone, starts_at = zone_named(person.timezone), runtime.settings().day_starts_at
    today = learner_day(runtime.now(), zone, starts_at=starts_at)
    with runtime.database().reading() as db:
        total = find_cards(db, person.actor, wanted, on=today, limit=0).total
    draw_change()
    if not total:
        st.markdown("No card fits: look for other words, or for all cards.")
        return
    _draw_found(person, wanted, total, today)


def _draw_found(person: Person, wanted: CardFilter, total: int, today: dt.date) -> None:
    st.caption(f"{total:,} {'card' if total == 1 else 'cards'}, those due first. Tick to change.")
    pages = math.ceil(total / PAGE_LENGTH)
    page = st.pagination(pages, key=f"cards_page_{astuple(wanted)}") if pages > 1 else 1
    offset = (page - 1) * PAGE_LENGTH
    with runtime.database().reading() as db:
        listed = find_cards(
            db, person.actor, wanted, on=today, limit=PAGE_LENGTH, offset=offset
        ).cards
    takes_all = total > 1 and st.checkbox(f"All {total:,} that fit", key="cards_all")
    picked = [card.card_id for card in listed if _draw_line(person, card, is_fixed=takes_all)]
    if takes_all:
        with runtime.database().reading() as db:
            picked = ids_of_cards(db, person.actor, wanted, on=today)
    if picked:
        _draw_actions(picked, today)
    if len(picked) == 1:
        draw_about(person, picked[0])


def _draw_line(person: Person, card: CardLine, *, is_fixed: bool) -> bool:
    """Draw a card as a line; return whether it is ticked."""
    facts = [f"due {date_in(card.due_on, person.locale)}", *_state(card)]
    if card.interval_days is not None and card.easiness is not None:
        facts.append(f"interval {card.interval_days} d, easiness {card.easiness:.2f}")
    if card.lapses:
        facts.append(f"forgotten {card.lapses} times")
    if card.skill_name:
        facts.append(prose.plain(card.skill_name))
    return st.checkbox(
        f"{prose.plain(_short(card))}  \n:small[{' · '.join(facts)}]",
        key=f"cards_tick_{card.card_id}",
        disabled=is_fixed,
    )


def _short(card: CardLine) -> str:
    text = (
        cloze.without_marks(card.front) if card.gap is None else cloze.asked(card.front, card.gap)
    )
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def _state(card: CardLine) -> list[str]:
    marks = ["new"] if card.interval_days is None else []
    if card.is_suspended:
        marks.append("**suspended**")
    if card.flag:
        marks.append(f":material/flag: {words.FLAGS[card.flag].lower()}")
    return marks


def _draw_actions(card_ids: Sequence[int], today: dt.date) -> None:
    ids = list(card_ids)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, icon, action, done in ACTIONS:
            st.button(
                label, icon=icon, key=f"cards_{label.split()[0].lower()}", on_click=change,
                args=(action, ids, done),
            )  # fmt: skip
        flag = st.selectbox(
            "Flag", list(words.FLAGS), key="cards_flag", format_func=words.FLAGS.__getitem__
        )
        st.button("Set the flag", icon=":material/flag:", key="cards_set_flag",
                  on_click=set_flag, args=(ids, flag))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input("Ask from", today, min_value=today, key="cards_first")
        days = st.number_input("Spread over days", 1, changing.LONGEST_SPREAD, 1, key="cards_days")
        st.button("Move", icon=":material/event:", key="cards_move",
                  on_click=move, args=(ids, first, days),
                  help="Only the day changes: intervals and easiness stay.")  # fmt: skip


def _said(card_ids: Sequence[int], done: str) -> str:
    return f"1 card is {done}." if len(card_ids) == 1 else f"{len(card_ids)} cards are {done}."


@auth.callback
def change(person: Person, action: Action, card_ids: Sequence[int], done: str) -> None:
    """Do to cards what needs nothing but their numbers."""
    moment = runtime.now()
    batch = runtime.database().run(lambda db: action(db, person.actor, card_ids, now=moment))
    state.set_card_change(_said(card_ids, done), batch)


@auth.callback
def set_flag(person: Person, card_ids: Sequence[int], flag: int) -> None:
    """Mark cards."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.flag_cards(db, person.actor, card_ids, flag, now=moment)
    )
    state.set_card_change(_said(card_ids, "flagged" if flag else "without a flag"), batch)


@auth.callback
def move(person: Person, card_ids: Sequence[int], first: dt.date, days: int) -> None:
    """Ask cards on other days."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.spread_cards(
            db, person.actor, card_ids, first=first, days=days, now=moment
        )
    )
    state.set_card_change(_said(card_ids, "moved"), batch)
