"""The figures of a learner's day on Today."""

from __future__ import annotations

import streamlit as st

from tutor_core.practice.today import Today


def draw_figures(today: Today) -> None:
    """Draw the streak, today's answers and points, and what is missing for the day to count."""
    with st.container(horizontal=True):
        st.metric(
            "Streak",
            f"{today.streak} {'day' if today.streak == 1 else 'days'}",
            border=True,
            help=f"Days in a row with at least {today.answers_for_the_day} answers or "
            f"{today.reviews_for_the_day} card reviews. Longest so far: {today.longest_streak}.",
        )
        st.metric("Answers today", today.answers, border=True, help=f"{today.correct} right.")
        st.metric("Points", today.points, border=True, help=f"{today.points_today} today.")
    if not today.counts:
        answers = today.answers_for_the_day - today.answers
        missing = today.reviews_for_the_day - today.reviews
        st.caption(
            f"{answers} more {'answer' if answers == 1 else 'answers'} or "
            f"{missing} more card {'review makes' if missing == 1 else 'reviews make'} "
            "today a learning day."
        )
    else:
        time = f"{today.minutes} min" if today.minutes else "under a minute"
        done = [_count(today.answers, "answer"), _count(today.reviews, "card review")]
        st.caption(f"Today counts: {' and '.join(filter(None, done))} in {time}.")


def _count(number: int, noun: str) -> str:
    return "" if not number else f"1 {noun}" if number == 1 else f"{number} {noun}s"
