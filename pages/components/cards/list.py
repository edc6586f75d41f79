"""All cards: found, looked at, put aside, spread over days; each change can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.components import auth, prose, runtime, state, theme
from pages.components.cards import words
from pages.components.cards.about import draw_about
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review import cloze
from tutor_core.review.browsing.queries import find_cards
from tutor_core.review.browsing.views import CARD_STATES, CardFilter, CardLine, CardState
from tutor_core.review.changing import service as changing

STATES: dict[CardState, str] = {
    "all": "All cards",
    "new": "New",
    "waiting": "Waiting now",
    "suspended": "Suspended",
    "flagged": "Flagged",
    "forgotten": "Often forgotten",
}
LONGEST_SHOWN = 80


@auth.fragment
def draw_list(person: Person) -> None:
    """Draw the cards that are looked for."""
    runtime.draw_notice()
    with st.container(horizontal=True):
        text = st.text_input("Words in it", key="cards_text", icon=":material/search:")
        chosen = st.selectbox(
            "Which", CARD_STATES, key="cards_state", format_func=STATES.__getitem__
        )
        topic = st.selectbox(
            "Subject",
            [None, *theme.TOPIC_NAMES],
            key="cards_topic",
            format_func=lambda one: theme.TOPIC_NAMES[one] if one else "All subjects",
        )
    zone, starts_at = zone_named(person.timezone), runtime.settings().day_starts_at
    today = learner_day(runtime.now(), zone, starts_at=starts_at)
    wanted = CardFilter(text=text or "", state=chosen, topic=topic)
    with runtime.database().reading() as db:
        found = find_cards(db, person.actor, wanted, on=today)
    if not found.total:
        st.markdown("No card fits: look for other words, or for all cards.")
        return
    shown = len(found.cards)
    more = f"; the first {shown} are shown" if shown < found.total else ""
    st.caption(f"{found.total:,} {'card' if found.total == 1 else 'cards'}{more}. Tick to change.")
    picked = _draw_table(found.cards)
    _draw_change()
    if picked:
        _draw_actions([card.card_id for card in picked], today)
    if len(picked) == 1:
        draw_about(person, picked[0].card_id)


def _draw_table(cards: Sequence[CardLine]) -> list[CardLine]:
    """Draw the cards as a table; return the ticked ones."""
    table = pd.DataFrame(
        {
            "Front": [_short(card) for card in cards],
            "Skill": [card.skill_name for card in cards],
            "Due": [card.due_on for card in cards],
            "Interval (days)": pd.array([card.interval_days for card in cards], dtype="Int64"),
            "Easiness": [card.easiness for card in cards],
            "Forgotten": [card.lapses for card in cards],
            "State": [_state(card) for card in cards],
        }
    )
    event = st.dataframe(
        table,
        key="cards_table",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={"Easiness": st.column_config.NumberColumn(format="%.2f")},
    )
    return [cards[row] for row in event["selection"]["rows"] if row < len(cards)]


def _short(card: CardLine) -> str:
    text = (
        cloze.without_marks(card.front) if card.gap is None else cloze.asked(card.front, card.gap)
    )
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def _state(card: CardLine) -> str:
    marks = ["suspended"] if card.is_suspended else []
    if card.flag:
        marks.append(f"flag {words.FLAGS[card.flag].lower()}")
    if card.interval_days is None:
        marks.append("new")
    return ", ".join(marks)


def _draw_actions(card_ids: Sequence[int], today: dt.date) -> None:
    ids = list(card_ids)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Suspend", icon=":material/pause:", key="cards_suspend",
                  on_click=suspend, args=(ids,))  # fmt: skip
        st.button("Ask again", icon=":material/play_arrow:", key="cards_resume",
                  on_click=resume, args=(ids,))  # fmt: skip
        st.button("Delete", icon=":material/delete:", key="cards_delete",
                  on_click=delete, args=(ids,))  # fmt: skip
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


def _draw_change() -> None:
    change = state.card_change()
    if change is None:
        return
    sentence, batch = change
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(prose.plain(sentence))
        st.button("Take it back", type="tertiary", key="cards_take_back",
                  on_click=take_back, args=(batch,))  # fmt: skip


def _said(card_ids: Sequence[int], done: str) -> str:
    return f"1 card is {done}." if len(card_ids) == 1 else f"{len(card_ids)} cards are {done}."


@auth.callback
def suspend(person: Person, card_ids: Sequence[int]) -> None:
    """Ask cards no more."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.suspend_cards(db, person.actor, card_ids, now=moment)
    )
    state.set_card_change(_said(card_ids, "suspended"), batch)


@auth.callback
def resume(person: Person, card_ids: Sequence[int]) -> None:
    """Ask cards again."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.resume_cards(db, person.actor, card_ids, now=moment)
    )
    state.set_card_change(_said(card_ids, "asked again"), batch)


@auth.callback
def delete(person: Person, card_ids: Sequence[int]) -> None:
    """Put cards away for good."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.delete_cards(db, person.actor, card_ids, now=moment)
    )
    state.set_card_change(_said(card_ids, "deleted"), batch)


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


@auth.callback
def take_back(person: Person, batch: str) -> None:
    """Take back the last change."""
    state.set_card_change(None)
    moment = runtime.now()
    count = runtime.database().run(
        lambda db: changing.take_back(db, person.actor, batch, now=moment)
    )
    state.set_said(_said(range(count), "as before"))
