"""Words, icons and colours that mean the same on every page."""

from __future__ import annotations

from tutor_core.gaps.gap import Kind, Severity
from tutor_core.mastery.levels import LEVEL_NAMES
from tutor_core.practice.scoring import Outcome

TOPIC_NAMES = {
    "algebra": "Algebra",
    "calculus": "Calculus",
    "geometry": "Geometry",
    "statistics": "Statistics",
    "physics": "Physics",
    "programming": "Programming",
}
TOPIC_ICONS = {
    "algebra": ":material/calculate:",
    "calculus": ":material/ssid_chart:",
    "geometry": ":material/square_foot:",
    "statistics": ":material/bar_chart:",
    "physics": ":material/rocket_launch:",
    "programming": ":material/code:",
}
OUTCOME_WORDS: dict[Outcome, str] = {
    "correct": "Right",
    "incorrect": "Not right",
    "dont_know": "Not known yet",
}
OUTCOME_ICONS: dict[Outcome, str] = {
    "correct": ":material/check_circle:",
    "incorrect": ":material/cancel:",
    "dont_know": ":material/help:",
}
GAP_WORDS: dict[Kind, str] = {
    "prerequisite": "Missing prerequisite",
    "forgotten": "Forgotten",
    "weakness": "Weakness",
}
GAP_ICONS: dict[Kind, str] = {
    "prerequisite": ":material/foundation:",
    "forgotten": ":material/history:",
    "weakness": ":material/trending_down:",
}
SEVERITY_WORDS: dict[Severity, str] = {
    "critical": "Critical",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
}
DIFFICULTY_WORDS = {1: "Very easy", 2: "Easy", 3: "Medium", 4: "Hard", 5: "Very hard"}


def level_name(level: int) -> str:
    """Return the name of a level of mastery, 0 to 5."""
    return LEVEL_NAMES[level]


def percent(share: float) -> str:
    """Return a share, 0 to 1, as people read it; a narrow space keeps sign and number together."""
    return f"{round(100 * share)}\N{NARROW NO-BREAK SPACE}%"


def duration(hours: float) -> str:
    """Return a time as people say it: in minutes below an hour, in half hours above."""
    if hours < 0.95:  # noqa: PLR2004 - what rounds to an hour
        return f"{max(5, 5 * round(60 * hours / 5))}\N{NARROW NO-BREAK SPACE}min"
    halves = round(2 * hours) / 2
    return f"{halves:g}\N{NARROW NO-BREAK SPACE}h"
