"""Words for ratings, days and flags, the same wherever cards are shown."""

from __future__ import annotations

RATINGS = {1: "Again", 3: "Hard", 4: "Good", 5: "Easy"}
RATINGS_OF_TWO = {1: "Not known", 4: "Known"}
RATING_HELP = {
    1: "Not recalled: it is asked again today.",
    3: "Recalled, with effort. Not recalled is “Again”.",
    4: "Recalled.",
    5: "Recalled at once.",
}
QUALITY_HELP = {
    0: "Nothing came to mind.",
    1: "Wrong; the answer looked familiar.",
    2: "Wrong; the answer seemed easy once seen.",
    3: "Recalled, with much effort.",
    4: "Recalled after a hesitation.",
    5: "Recalled at once.",
}
FLAGS = {
    0: "No flag",
    1: "Red",
    2: "Orange",
    3: "Green",
    4: "Blue",
    5: "Pink",
    6: "Turquoise",
    7: "Purple",
}
DAYS_A_MONTH, DAYS_A_YEAR = 30.4, 365.25


def away(days: int) -> str:
    """Return when a card comes back, short enough for a button."""
    if days <= 0:
        return "today"
    if days < 2 * DAYS_A_MONTH:
        return f"{days} d"
    if days < DAYS_A_YEAR:
        return f"{days / DAYS_A_MONTH:.1f} mo"
    return f"{days / DAYS_A_YEAR:.1f} y"


def away_in_words(days: int) -> str:
    """Return when a card comes back, for a sentence."""
    if days <= 0:
        return "once more today"
    return "tomorrow" if days == 1 else f"in {days} days"
