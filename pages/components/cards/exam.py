"""The exam that today's cards prepare for, and what is to be expected on its day."""

from __future__ import annotations

import random

import streamlit as st

from pages.components import prose, runtime, theme
from tutor_core.accounts.locales import date_in
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review.exams.arranging import FUTURES, MORE_MINUTES, Exam, ExamForecast
from tutor_core.review.exams.queries import exam_forecast

ALMOST = 0.995  # from which a share would read as all


def draw_exam(person: Person, exam: Exam) -> None:
    """Say which exam orders the cards; what it promises is worked out where it is asked for."""
    today = learner_day(
        runtime.now(), zone_named(person.timezone), starts_at=runtime.settings().day_starts_at
    )
    st.caption(
        f":material/event: **{prose.plain(exam.title)}** is {_when((exam.on - today).days)}, on "
        f"{date_in(exam.on, person.locale)}. First come the cards that help most on that day, as "
        f"many as fit into {_minutes(exam.minutes)}."
    )
    if st.toggle("What to expect on the day", key="card_exam_forecast"):
        _draw_forecast(person, exam)


def _draw_forecast(person: Person, exam: Exam) -> None:
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    zone = zone_named(person.timezone)
    with runtime.database().reading() as db:
        found = exam_forecast(
            db,
            person.actor,
            zone,
            now=moment,
            rng=random.Random(exam.plan_id),  # noqa: S311 - the same futures at each look
            day_starts_at=starts_at,
        )
    st.info(
        "You have no cards of this exam's skills yet." if found is None else said_of(found),
        icon=":material/model_training:",
    )


def said_of(found: ExamForecast) -> str:
    """Return the forecast in words."""
    minutes = found.exam.minutes
    cards = "one card" if found.cards == 1 else f"{found.cards:,} cards"
    return (
        f"Of {cards} for it, about **{_share(found.expected)}** would be known on the day after "
        f"{_minutes(minutes)} of cards a day at most ({found.a_day:,} answers of "
        f"{found.seconds:.0f} seconds), {_share(found.expected_of_more)} after "
        f"{minutes + MORE_MINUTES} minutes a day, and {_share(found.untouched)} if you answered no "
        f"more. Of {FUTURES} futures drawn by a model of memory (FSRS) the worst has "
        f"{_share(found.least)} and the best {_share(found.most)}; your own memory may differ from "
        "the model's."
    )


def _share(share: float) -> str:
    """Return a share as people read it; a forecast never promises all."""
    return f"more than {theme.percent(0.99)}" if share >= ALMOST else theme.percent(share)


def _when(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def _minutes(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
