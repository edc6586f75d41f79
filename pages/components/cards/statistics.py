"""What all reviews and cards come to: figures, each with its numbers as a table."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.components import auth, runtime
from pages.components.cards.sections import RANGES, Section, sections_of, today_in_words
from tutor_core.accounts.queries import Person
from tutor_core.calendar import learner_day, zone_named
from tutor_core.review.statistics.queries import statistics_of


@auth.fragment
def draw_statistics(person: Person) -> None:
    """Draw the figures of the range that is chosen, or what is to be done to have some."""
    moment, starts_at = runtime.now(), runtime.settings().day_starts_at
    zone = zone_named(person.timezone)
    chosen = st.radio("Range", list(RANGES), key="cards_range", horizontal=True)
    days = RANGES[chosen]
    today = learner_day(moment, zone, starts_at=starts_at)
    since = None if days is None else today - dt.timedelta(days=days - 1)
    with runtime.database().reading() as db:
        found = statistics_of(
            db, person.actor, zone, since=since, now=moment, day_starts_at=starts_at
        )
    if not found.has_reviews:
        st.markdown(
            "You have rated no card yet. Rate one under **Review**, or make one under **New "
            "card**: from then on you see here how much you recall, how long it takes you and "
            "how many cards come back on which day."
        )
        return
    st.markdown(today_in_words(found))
    for section in sections_of(found, chosen=chosen, locale=person.locale):
        _draw(section)


def _draw(section: Section) -> None:
    st.subheader(section.title)
    st.caption(section.said)
    if not section.n:
        return
    if st.toggle("As a table", key=f"cards_table_{section.name}"):
        st.table(section.rows, hide_index=True)
    else:
        st.plotly_chart(
            section.draw(),
            key=f"cards_figure_{section.name}",
            config={"displayModeBar": False},
            alt=section.alt,
        )
