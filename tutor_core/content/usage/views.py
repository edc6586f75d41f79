"""What is shown of how an item was answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """A wrong answer, or a known mistake by its name, and how often it was made."""

    words: str
    times: int
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """How an item was answered; counting attempts only.

    Attributes:
        attempts: Answered.
        correct: Answered rightly.
        predicted: Mean chance of a right answer as the model saw it before each; None where it
            was not kept.
        wrong: The most frequent wrong answers.
    """

    attempts: int = 0
    correct: int = 0
    predicted: float | None = None
    wrong: tuple[WrongAnswer, ...] = ()
