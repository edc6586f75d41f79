"""Cramming: a pile of cards until all are known once, and the schedule stays as it is."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, runtime, state
from pages.components.badges.gained import gained_words
from pages.components.cards import words
from pages.components.cards.filtering import draw_filter
from pages.components.cards.turning import RATE, draw_turning
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.practice.reviewing.service import answer_crammed, take_back_crammed
from tutor_core.review.browsing.views import CardState
from tutor_core.review.cramming.queries import MOST_CRAMMED, cram_of
from tutor_core.review.cramming.views import CramDesk, Turn
from tutor_core.review.scheduling import GOOD, QUALITIES

STATES: tuple[CardState, ...] = ("all", "waiting", "forgotten", "flagged", "new", "suspended")


@auth.fragment
def draw_cram(person: Person) -> None:
    """Draw which cards are crammed, and the one that is asked."""
    st.markdown(
        "Go through cards until you know each of them once, as before a test. Nothing here changes "
        "when a card comes back; your answers stand in its history."
    )
    wanted = draw_filter("cram", STATES)
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        cram = cram_of(
            db, person.actor, wanted, zone_named(person.timezone),
            since=state.cram_since(), now=moment, day_starts_at=starts_at,
        )  # fmt: skip
    with st.container(key="card_desk"):
        runtime.draw_notice()
        if not cram.cards:
            st.markdown("No card fits: look for other words, or for all cards.")
            return
        _draw_counts(cram)
        if cram.turn is None or cram.card is None:
            _draw_done(cram)
            return
        key = f"cram_{cram.turn.card_id}_{cram.turn.times}"
        state.card_shown_at(key, moment)
        if draw_turning(person, cram.card, key, best=GOOD):
            _draw_ratings(cram.turn, key)


def _draw_counts(cram: CramDesk) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":blue-badge[Not yet asked {cram.fresh}] :orange-badge[Missed {cram.missed}] "
            f":green-badge[Known {cram.known}]"
        )
        if cram.answered:
            st.button(
                "Undo", icon=":material/undo:", type="tertiary", shortcut="U", key="cram_undo",
                on_click=take_back, args=(cram.since,), help="Take back your last answer here.",
            )  # fmt: skip
            st.button(
                "Begin again", icon=":material/restart_alt:", type="tertiary", key="cram_restart",
                on_click=begin_again, help="Ask all of these cards once more.",
            )  # fmt: skip
    if cram.left_out:
        st.caption(
            f"These are the {MOST_CRAMMED} cards most in danger of being forgotten; "
            f"{cram.left_out:,} more fit."
        )


def _draw_ratings(turn: Turn, key: str) -> None:
    with st.container(horizontal=True, key="card_ratings", gap="small"):
        for place, quality in enumerate(QUALITIES["two"], start=1):
            st.button(
                words.RATINGS_OF_TWO[quality],
                key=f"{RATE}_{quality}",
                type="primary" if quality == GOOD else "secondary",
                shortcut=str(place),
                width="stretch",
                on_click=rate,
                args=(turn, key, quality),
            )


def _draw_done(cram: CramDesk) -> None:
    cards = "The card is known" if cram.cards == 1 else f"All {cram.cards:,} cards are known"
    st.success(f"{cards}, at least once today.", icon=":material/check_circle:")
    st.markdown("What lasts comes from **Review**, which asks each card when it is due.")


@auth.callback
def rate(person: Person, turn: Turn, key: str, quality: int) -> None:
    """Take an answer."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    since = state.card_shown_at(key, moment)
    state.set_revealed_card(None)
    badges = runtime.database().run(
        lambda db: answer_crammed(
            db,
            person.actor,
            turn,
            quality,
            seconds=int((moment - since).total_seconds()),
            now=moment,
            day_starts_at=starts_at,
        )
    )
    if badges:
        state.set_said(gained_words(badges))


@auth.callback
def take_back(person: Person, since: dt.datetime) -> None:
    """Take back the last answer."""
    moment = runtime.now()
    state.set_revealed_card(None)
    runtime.database().run(lambda db: take_back_crammed(db, person.actor, since=since, now=moment))


def begin_again() -> None:
    """Ask all cards of the pile once more."""
    state.set_revealed_card(None)
    state.set_cram_since(runtime.now())
