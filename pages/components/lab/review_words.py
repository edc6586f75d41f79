"""Words for the parameters of flashcards."""

from __future__ import annotations

from pages.components.lab.fields import FieldWords, PolicyWords
from tutor_core.review.policy import ReviewPolicy
from tutor_core.review.sm2 import SM2Policy

REVIEWS = PolicyWords(
    kind=ReviewPolicy,
    title="Flashcards",
    about="What holds for reviews where a learner has not chosen otherwise. A change is felt with "
    "the next rating; cards keep the days they have.",
    groups={
        "When a card comes back": {
            "uses_fsrs": FieldWords("FSRS instead of SM-2", "0 plans by SM-2, 1 by FSRS."),
            "retention": FieldWords(
                "Chance of recall to be asked at (FSRS)", "Higher asks more often."
            ),
            "fuzz": FieldWords(
                "Share of an interval to be moved by", "It evens out the days; 0 moves nothing."
            ),
            "drill_below": FieldWords(
                "Rating to be reached the same day", "Below it a card is asked once more today."
            ),
        },
        "A day": {
            "new_a_day": FieldWords("New cards a day", "At most."),
            "due_a_day": FieldWords("Due cards a day", "At most."),
        },
        "Cards that are forgotten again and again": {
            "leech_lapses": FieldWords("Times forgotten to be called a leech", "At first."),
            "leech_every": FieldWords("Times forgotten to be called so again", "After that."),
        },
        "Questions and cards": {
            "credit": FieldWords(
                "Share of a review that an answer counts for",
                "A right answer puts the cards of its skill off, a wrong one pulls them in.",
            ),
            "credit_a_step": FieldWords(
                "Share left at each prerequisite", "Of an answer's share, step by step."
            ),
        },
    },
)
SM2 = PolicyWords(
    kind=SM2Policy,
    title="SM-2",
    about="The constants of SM-2, in whole hundredths. A change is felt with a card's next rating.",
    groups={
        "Intervals": {
            "first_interval": FieldWords("First interval (days)", "Also after forgetting."),
            "second_interval": FieldWords("Second interval (days)", "After two recalls in a row."),
            "longest_interval": FieldWords("Longest interval (days)", "Nothing is put off longer."),
        },
        "Easiness": {
            "start_easiness": FieldWords("Easiness of a new card", "By it intervals grow."),
            "least_easiness": FieldWords("Least easiness", "No card's falls below it."),
            "bonus": FieldWords("Gain by a rating of 5", "Added to the easiness."),
            "slope": FieldWords("Loss by each degree below 5", "Taken from the easiness."),
            "curve": FieldWords("Loss by the square of those degrees", "Taken from it as well."),
        },
        "Ratings": {
            "pass_quality": FieldWords("Least rating that counts as recalled", "Of 0 to 5."),
        },
    },
)
