"""The desk: one card at a time, rated, taken back, put aside; all of it one fragment."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, navigation, runtime, state
from pages.components.badges.gained import gained_words
from pages.components.cards import words
from pages.components.cards.about import draw_about
from pages.components.cards.exam import draw_exam
from pages.components.cards.turning import RATE, draw_turning
from pages.components.cards.undoing import draw_change
from tutor_core.accounts.queries import Person
from tutor_core.calendar import zone_named
from tutor_core.practice.reviewing.service import answer_card, take_back_answer
from tutor_core.review.changing import service as changing
from tutor_core.review.desk.queries import desk_of
from tutor_core.review.desk.views import CardFace, Desk, Rating
from tutor_core.review.scheduling import GOOD

MANY = 10  # overdue cards, from which on catching up is offered
CATCHING_UP = 7  # days, to begin with


@auth.fragment
def draw_desk(person: Person) -> None:
    """Draw the card that is asked, or that nothing is left."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    with runtime.database().reading() as db:
        desk = desk_of(
            db, person.actor, zone_named(person.timezone), now=moment, day_starts_at=starts_at
        )
    with st.container(key="card_desk"):
        _draw_counts(desk)
        runtime.draw_notice()
        if desk.exam is not None:
            draw_exam(person, desk.exam)
        if desk.overdue >= MANY:
            _draw_catching_up(desk.overdue)
        if desk.card is None:
            _draw_finished(desk)
        else:
            _draw_card(person, desk, desk.card, moment)


def _draw_counts(desk: Desk) -> None:
    counts = desk.counts
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":blue-badge[New {counts.new}] :orange-badge[Learning {counts.drill}] "
            f":green-badge[Due {counts.due}]"
        )
        if desk.answered:
            st.button(
                "Undo",
                icon=":material/undo:",
                type="tertiary",
                shortcut="U",
                key="card_undo",
                on_click=take_back,
                help=f"Take back your last rating; {desk.answered} of today can be taken back.",
            )


def _draw_card(person: Person, desk: Desk, card: CardFace, moment: dt.datetime) -> None:
    state.card_shown_at(card.key, moment)
    if draw_turning(person, card, card.key, best=GOOD):
        _draw_ratings(desk, card)
    _draw_more(person, card)


def _draw_ratings(desk: Desk, card: CardFace) -> None:
    with st.container(horizontal=True, key="card_ratings", gap="small"):
        for place, rating in enumerate(card.ratings, start=1):
            _draw_rating(desk, card, rating, place)


def _draw_rating(desk: Desk, card: CardFace, rating: Rating, place: int) -> None:
    if desk.buttons == "six":
        name, said = str(rating.quality), words.QUALITY_HELP[rating.quality]
    elif desk.buttons == "two":
        name, said = words.RATINGS_OF_TWO[rating.quality], words.RATING_HELP[rating.quality]
    else:
        name, said = words.RATINGS[rating.quality], words.RATING_HELP[rating.quality]
    with st.container(width="stretch", gap="xsmall", horizontal_alignment="center"):
        st.button(
            name,
            key=f"{RATE}_{rating.quality}",
            type="primary" if rating.quality == GOOD else "secondary",
            shortcut=str(place),
            width="stretch",
            help=said,
            on_click=rate,
            args=(card, rating),
        )
        st.caption(words.away(rating.days_away), text_alignment="center")


@auth.callback
def rate(person: Person, card: CardFace, rating: Rating) -> None:
    """Take a rating."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    since = state.card_shown_at(card.key, moment)
    state.set_revealed_card(None)
    receipt = runtime.database().run(
        lambda db: answer_card(
            db,
            person.actor,
            card.card_id,
            rating.quality,
            revision=card.revision,
            seconds=int((moment - since).total_seconds()),
            now=moment,
            day_starts_at=starts_at,
        )
    )
    said = [gained_words(receipt.badges)] if receipt.badges else []
    if receipt.reviewed.is_leech:
        said.append(
            f"You have forgotten that card {receipt.reviewed.lapses} times. Write it in other "
            "words, cut it into smaller ones, or suspend it: it costs more time than it brings."
        )
    if said:
        state.set_said(" ".join(said))


@auth.callback
def take_back(person: Person) -> None:
    """Take back the last rating of today."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    runtime.database().run(
        lambda db: take_back_answer(db, person.actor, now=moment, day_starts_at=starts_at)
    )
    state.set_revealed_card(None)


def _draw_catching_up(overdue: int) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        st.markdown(f":material/history: **{overdue:,} cards are overdue.**")
        days = st.number_input(
            "Spread them over days", 1, changing.LONGEST_SPREAD, CATCHING_UP, key="card_days"
        )
        st.button(
            "Catch up", icon=":material/calendar_month:", key="card_catch_up",
            on_click=catch_up, args=(days,), help="Those due longest first, as many each day.",
        )  # fmt: skip


@auth.callback
def catch_up(person: Person, days: int) -> None:
    """Spread what is overdue over days."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    batch = runtime.database().run(
        lambda db: changing.catch_up(db, person.actor, days, now=moment, day_starts_at=starts_at)
    )
    state.set_card_change("Your overdue cards are spread over the days to come.", batch)


def _draw_more(person: Person, card: CardFace) -> None:
    with st.container(horizontal=True, key="card_more"):
        st.button(
            "Tomorrow", icon=":material/bedtime:", type="tertiary", key="card_bury",
            on_click=bury, args=(card,), help="Leave this card alone until tomorrow.",
        )  # fmt: skip
        st.button(
            "Suspend", icon=":material/pause:", type="tertiary", key="card_suspend",
            on_click=suspend, args=(card,), help="Ask this card no more until you resume it.",
        )  # fmt: skip
        wants_more = st.toggle("About this card", key="card_about")
    draw_change()
    if wants_more:
        draw_about(person, card.card_id)


@auth.callback
def bury(person: Person, card: CardFace) -> None:
    """Leave a card alone until tomorrow."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    batch = runtime.database().run(
        lambda db: changing.bury_card(
            db, person.actor, card.card_id, now=moment, day_starts_at=starts_at
        )
    )
    state.set_card_change("The card comes back tomorrow.", batch)


@auth.callback
def suspend(person: Person, card: CardFace) -> None:
    """Ask a card no more."""
    moment = runtime.now()
    batch = runtime.database().run(
        lambda db: changing.suspend_cards(db, person.actor, [card.card_id], now=moment)
    )
    state.set_card_change("The card is suspended; you find it under Cards.", batch)


def _draw_finished(desk: Desk) -> None:
    if not desk.cards:
        st.markdown(
            "You have no cards yet. A card is made by itself of every question you miss, from any "
            "question by one click, or by your own hand under **New card**."
        )
        st.page_link(navigation.page("practice"), label="Practise", icon=":material/arrow_forward:")
        return
    if desk.holiday_until:
        st.info(
            f"You are on holiday until {desk.holiday_until:%d %B}.", icon=":material/beach_access:"
        )
        return
    st.success("Finished for now.", icon=":material/check_circle:")
    if desk.held_back:
        cards = "1 card waits" if desk.held_back == 1 else f"{desk.held_back:,} cards wait"
        st.markdown(f"{cards} beyond today's limit; they come tomorrow.")
    elif desk.next_on:
        st.markdown(f"The next card is due on **{desk.next_on:%A, %d %B}**.")
    st.markdown("What to do instead:")
    st.page_link(
        navigation.page("practice"),
        label="Practise what helps you most now",
        icon=":material/arrow_forward:",
    )
    draw_change()
