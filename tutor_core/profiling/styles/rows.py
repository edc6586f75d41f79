"""Rows of quizzes and of what they say, from values and to values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tutor_core.profiling.formats import Preferences, preferences_to
from tutor_core.profiling.style import Style


def profile_row(
    student_id: int, style: Style, preferences: Preferences, *, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of `learning_style_profiles` that a completed quiz leaves."""
    return {
        "student_id": student_id,
        "visual_score": style.scores["V"],
        "auditory_score": style.scores["A"],
        "reading_score": style.scores["R"],
        "kinesthetic_score": style.scores["K"],
        "dominant_style": style.dominant,
        "secondary_style": style.secondary,
        "quiz_completed_at": now,
        "preferences": preferences_to(preferences),
        "last_updated": now,
    }


def answers_from(stored: Mapping[str, list[str]]) -> dict[int, list[str]]:
    """Read answers as they are stored: the keys of JSON are strings."""
    return {int(number): letters for number, letters in stored.items()}
