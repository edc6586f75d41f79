"""One card with its whole history and how it is being forgotten; its text can be changed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from pages.components import auth, charts, runtime, state
from pages.components.cards import words
from tutor_core.accounts.locales import moment_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.review.browsing.queries import history_of_card
from tutor_core.review.browsing.views import CardHistory
from tutor_core.review.changing.service import edit_card, flag_cards
from tutor_core.review.making.faces import Sides
from tutor_core.review.memory import recall_after

ORIGINS = {
    "own": "written by you",
    "missed": "made of a question you missed",
    "item": "made of a question at your wish",
    "imported": "brought in from a file",
}
CHANGES = {
    "edited": "Text changed",
    "rescheduled": "Moved to another day",
    "credited": "Put off: you solved a question on it",
    "pulled_in": "Asked sooner: you missed a question on it",
    "suspended": "Suspended",
    "resumed": "Asked again",
    "buried": "Left alone until the next day",
    "flagged": "Flag changed",
    "deleted": "Deleted",
    "imported": "Brought in",
}
KINDS = {"review": "", "drill": "once more", "cram": "crammed"}
CURVE_STEPS = 60


def draw_about(person: Person, card_id: int) -> None:
    """Draw a card's history, its forgetting curve and the form for its text."""
    zone, starts_at = zone_named(person.timezone), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        history = history_of_card(db, person.actor, card_id, zone, day_starts_at=starts_at)
    st.subheader("About this card")
    made = ORIGINS[history.origin]
    st.caption(f"It was {made}. Easiness and intervals are SM-2's; the curve is FSRS's.")
    st.selectbox(
        "Flag", list(words.FLAGS), history.card.flag, key=(key := f"card_flag_{card_id}"),
        format_func=words.FLAGS.__getitem__, on_change=set_flag, args=(card_id, key),
    )  # fmt: skip
    _draw_curve(history)
    _draw_events(history, person)
    _draw_text(history)


def _draw_curve(history: CardHistory) -> None:
    if history.stability is None or history.last_on is None:
        return
    span = max(7, 2 * (history.card.due_on - history.last_on).days)
    days = [span * step / CURVE_STEPS for step in range(CURVE_STEPS + 1)]
    stability = history.stability
    st.plotly_chart(
        charts.forgetting_curve(
            [history.last_on + dt.timedelta(days=day) for day in days],
            [recall_after(day, stability) for day in days],
            due_on=history.card.due_on,
        ),
        key="card_curve",
        config={"displayModeBar": False},
        alt=f"The chance to recall this card falls to nine of ten after {stability:.0f} days.",
    )


def _draw_events(history: CardHistory, person: Person) -> None:
    zone = zone_named(person.timezone)
    events = [
        (
            one.at,
            f"{one.quality} · {KINDS[one.kind]}".rstrip(" ·"),
            f"{one.seconds} s",
            "taken back" if one.is_undone else "",
        )
        for one in history.reviews
    ]
    events += [
        (one.at, CHANGES[one.kind], "", "taken back" if one.is_undone else "")
        for one in history.changes
    ]
    if not events:
        st.markdown("Nothing has happened to it yet.")
        return
    events.sort(key=lambda event: event[0], reverse=True)
    st.table(
        pd.DataFrame(
            {
                "When": [moment_in(at, zone, person.locale) for at, *_ in events],
                "Rating or change": [what for _, what, _, _ in events],
                "Time": [time for _, _, time, _ in events],
                "": [undone for *_, undone in events],
            }
        ).set_index("When")
    )


def _draw_text(history: CardHistory) -> None:
    card = history.card
    front_key, back_key = f"card_front_{card.card_id}", f"card_back_{card.card_id}"
    with st.expander("Change its text"):
        st.text_area("Front", card.front, key=front_key)
        st.text_area("Back", card.back, key=back_key)
        st.button(
            "Save the text",
            type="primary",
            key="card_save_text",
            on_click=save_text,
            args=(card.card_id, front_key, back_key),
        )


@auth.callback
def set_flag(person: Person, card_id: int, key: str) -> None:
    """Mark a card."""
    moment, flag = runtime.now(), int(str(state.widget_value(key) or 0))
    batch = runtime.database().run(
        lambda db: flag_cards(db, person.actor, [card_id], flag, now=moment)
    )
    state.set_card_change("The flag is changed.", batch)


@auth.callback
def save_text(person: Person, card_id: int, front_key: str, back_key: str) -> None:
    """Change the text of a card and its siblings."""
    sides = Sides(
        front=str(state.widget_value(front_key) or ""), back=str(state.widget_value(back_key) or "")
    )
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: edit_card(db, person.actor, card_id, sides, now=moment)
    )
    state.set_card_change("The text is changed.", batch)
