"""What a learner did today, and the run of days that it belongs to."""

import streamlit as st

from tutor_core.accounts.locales import date_in
from tutor_core.badges.streaks import FrozenStreak
from tutor_core.calendar import ATTEMPTS_OF_A_LEARNING_DAY, REVIEWS_OF_A_LEARNING_DAY
from tutor_core.practice.today.today import Figures


def draw_figures(today: Figures, locale: str) -> None:
    """Draw streak, answers and points, and what makes the day count."""
    streak = today.streak
    with st.container(horizontal=True):
        st.metric(
            "Streak",
            _count(streak.current, "day"),
            border=True,
            help=f"Days in a row with at least {ATTEMPTS_OF_A_LEARNING_DAY} answers or "
            f"{REVIEWS_OF_A_LEARNING_DAY} card reviews. Longest so far: {streak.longest}. "
            f"A freeze bridges a day that you miss; you hold {streak.freezes} of two.",
        )
        st.metric("Answers today", today.answers, border=True, help=f"{today.correct} right.")
        st.metric("Points", today.points, border=True, help=f"{today.points_today} today.")
    st.caption(" ".join((_of_day(today), *_of_freezes(streak, locale))))


def _of_day(today: Figures) -> str:
    if today.counts:
        time = f"{today.minutes} min" if today.minutes else "under a minute"
        done = [
            _count(number, noun)
            for number, noun in ((today.answers, "answer"), (today.reviews, "card review"))
            if number
        ]
        return f"Today counts: {' and '.join(done)} in {time}."
    answers = ATTEMPTS_OF_A_LEARNING_DAY - today.answers
    missing = REVIEWS_OF_A_LEARNING_DAY - today.reviews
    return (
        f"{answers} more {'answer' if answers == 1 else 'answers'} or "
        f"{missing} more card {'review makes' if missing == 1 else 'reviews make'} "
        "today a learning day."
    )


def _of_freezes(streak: FrozenStreak, locale: str) -> list[str]:
    """Say which missed day was bridged last, and what is left for the next."""
    if not streak.bridged:
        return []
    bridged = f"A freeze bridged {date_in(streak.bridged[-1], locale)}."
    if streak.days_to_next is None:
        return [bridged, "You hold two again."]
    left = "One is left" if streak.freezes else "None is left"
    brings = "brings" if streak.days_to_next == 1 else "bring"
    return [f"{bridged} {left}; {_count(streak.days_to_next, 'learning day')} {brings} one back."]


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
