"""How the learner wants to review."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Literal

import streamlit as st

from pages.components import auth, runtime, state, theme
from pages.components.cards.undoing import draw_change
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review.foreseeing import USUAL_SECONDS, foreseen
from tutor_core.review.memory import LEAST_RETENTION, MOST_RETENTION
from tutor_core.review.preferences import (
    BUTTONS,
    MOST_DUE,
    MOST_NEW,
    ORDERS,
    Buttons,
    Holiday,
    Order,
    ReviewWishes,
    Scheduling,
)
from tutor_core.review.queries import rules_of, seconds_a_review, standings_of
from tutor_core.review.replanning.service import replan_cards
from tutor_core.review.scheduling import ReviewRules
from tutor_core.review.service import save_wishes

Plan = Literal["tutor"] | Scheduling
PLANS: dict[Plan, str] = {
    "tutor": "As this tutor is set up",
    "sm2": "SM-2, as it was written",
    "sm2-compat": "SM-2, as many programs have it",
    "fsrs": "FSRS, a model of memory",
}
ORDER_WORDS: dict[Order, str] = {
    "longest_due": "Due longest first",
    "least_recalled": "Most in danger of being forgotten first",
    "most_recalled": "Most likely still known first",
    "shortest_interval": "Shortest interval first",
    "chance": "By chance",
}
BUTTON_WORDS: dict[Buttons, str] = {
    "four": "Four: Again, Hard, Good, Easy",
    "two": "Two: Not known, Known",
    "six": "Six: the 0 to 5 of SM-2",
}
DAYS_AHEAD = 30
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@auth.fragment
def draw_wishes(person: Person) -> None:
    """Draw the form with what holds now."""
    runtime.draw_notice()
    moment = runtime.now()
    with runtime.database().reading() as db:
        rules, _ = rules_of(db, person.actor, now=moment)
    today = learner_day(
        moment, zone_named(person.timezone), starts_at=runtime.settings().day_starts_at
    )
    st.markdown("What you save holds from the next rating on; cards keep the days they have.")
    with st.form("card_wishes", border=False):
        wishes = _drawn(rules, today)
        with st.container(horizontal=True):
            is_saved = st.form_submit_button("Save", type="primary", key="card_wishes_save")
            is_asked = st.form_submit_button("What would this cost me?", key="card_wishes_cost")
    if is_saved:
        _save(person, wishes)
    if is_asked:
        _draw_cost(person, rules, wishes, today)
    st.button(
        "Move my cards to fit",
        icon=":material/event_repeat:",
        key="card_replan",
        on_click=replan,
        help="Every card is planned as if what is saved had always held. What would be due "
        "already is spread over a week, and you can take it back.",
    )
    draw_change()


@auth.callback
def replan(person: Person) -> None:
    """Plan all cards anew by what is saved."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    found = runtime.database().run(
        lambda db: replan_cards(db, person.actor, now=moment, day_starts_at=starts_at)
    )
    if found.batch is None:
        state.set_said("All cards are where these settings want them.")
        return
    state.set_card_change(
        f"{found.moved:,} of {_cards(found.cards)} moved to another day; due today: "
        f"{found.due_after:,}, before {found.due_before:,}.",
        found.batch,
    )


def _drawn(rules: ReviewRules, today: dt.date) -> ReviewWishes:
    """Draw the fields; return what they say."""
    return _away(_day(_planning(rules), rules), today)


def _planning(rules: ReviewRules) -> ReviewWishes:
    """Draw what plans; return the wishes that hold with what is said of it."""
    old = rules.wishes
    plan = st.radio(
        "What plans when a card comes back",
        list(PLANS),
        list(PLANS).index(old.scheduling or "tutor"),
        format_func=PLANS.__getitem__,
        help="Changing it loses nothing: both go on beside each other for every card.",
    )
    retention = st.number_input(
        "Cards still known when they are asked, of a hundred (FSRS only)",
        int(100 * LEAST_RETENTION),
        int(100 * MOST_RETENTION),
        round(100 * rules.retention),
        help="The more you want to know at any time, the more often cards come back.",
    )
    return replace(
        old,
        scheduling=None if plan == "tutor" else plan,
        retention=None if retention == round(100 * rules.policy.retention) else retention / 100,
    )


def _day(wishes: ReviewWishes, rules: ReviewRules) -> ReviewWishes:
    """Draw what a day has, and how it is asked; return the wishes with it."""
    new_a_day, due_a_day = rules.wishes.limits(rules.policy)
    with st.container(horizontal=True):
        new = st.number_input("New cards a day at most", 0, MOST_NEW, new_a_day)
        due = st.number_input("Due cards a day at most", 0, MOST_DUE, due_a_day)
    order = st.selectbox(
        "Order of due cards",
        ORDERS,
        ORDERS.index(wishes.order),
        format_func=ORDER_WORDS.__getitem__,
    )
    buttons = st.radio(
        "Ratings", BUTTONS, BUTTONS.index(wishes.buttons), format_func=BUTTON_WORDS.__getitem__
    )
    is_spread = st.toggle(
        "Even out the days",
        wishes.is_spread,
        help="A card may come some days sooner or later, so that no day has too many.",
    )
    together = st.toggle(
        "Cards of one text may come on the same day",
        wishes.siblings_together,
        help="Otherwise one gives the other away.",
    )
    return replace(
        wishes,
        new_a_day=None if new == rules.policy.new_a_day else new,
        due_a_day=None if due == rules.policy.due_a_day else due,
        order=order,
        buttons=buttons,
        is_spread=is_spread,
        siblings_together=together,
    )


def _away(wishes: ReviewWishes, today: dt.date) -> ReviewWishes:
    """Draw the days on which little or nothing is asked; return the wishes with them."""
    easy = st.multiselect(
        "Easy days",
        range(len(WEEKDAYS)),
        sorted(wishes.easy_days),
        format_func=WEEKDAYS.__getitem__,
        help="As few cards as possible fall on them.",
    )
    held = wishes.holiday if wishes.holiday and wishes.holiday.ends >= today else None
    on_holiday = st.toggle(
        "A holiday", held is not None, help="Nothing is asked and nothing falls due."
    )
    days = st.date_input("From and to", (held.begins, held.ends) if held else (today, today))
    return replace(
        wishes, easy_days=frozenset(easy), holiday=_holiday(days) if on_holiday else None
    )


def _draw_cost(person: Person, rules: ReviewRules, wishes: ReviewWishes, today: dt.date) -> None:
    """Say what the wishes that are typed would come to, beside those that hold."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    zone = zone_named(person.timezone)
    with runtime.database().reading() as db:
        cards = standings_of(db, person.actor, zone, now=moment, day_starts_at=starts_at)
        seconds = seconds_a_review(db, person.actor) or USUAL_SECONDS
    typed, held = (
        foreseen(
            cards,
            replace(rules, wishes=one),
            new_a_day=one.limits(rules.policy)[0],
            days=DAYS_AHEAD,
            on=today,
            rng=random.Random(0),  # noqa: S311 - a simulation
        )
        for one in (wishes, rules.wishes)
    )
    st.info(
        f"About **{typed.a_day:.0f} reviews, {typed.a_day * seconds / 60:.0f} minutes a day** in a "
        f"month, with as many new cards a day as you allow; as it is set now {held.a_day:.0f} "
        f"reviews. You would know {theme.percent(typed.known)} of your cards, now "
        f"{theme.percent(held.known)}. Foreseen by FSRS from your {_cards(len(cards))}; "
        f"{seconds:.0f} seconds a review.",
        icon=":material/model_training:",
    )


def _cards(count: int) -> str:
    return "1 card" if count == 1 else f"{count:,} cards"


def _holiday(days: object) -> Holiday | None:
    if not isinstance(days, tuple) or not days:
        return None
    return Holiday(begins=days[0], ends=days[-1])


def _save(person: Person, wishes: ReviewWishes) -> None:
    moment = runtime.now()
    with runtime.tell_person(person.actor):
        runtime.database().run(lambda db: save_wishes(db, person.actor, wishes, now=moment))
        state.set_said("Saved; it holds from the next rating on.")
    st.rerun()
