"""Words for categories and tiers, and a day as everybody reads it."""

from __future__ import annotations

import datetime as dt

CATEGORIES = {
    "mastery": "Mastery",
    "streak": "Days of learning",
    "accuracy": "Accuracy",
    "practice": "Practice",
    "special": "Special",
}


def day_words(day: dt.date) -> str:
    """Return a day that nobody takes for another, wherever they live."""
    return f"{day.day} {day:%B %Y}"
