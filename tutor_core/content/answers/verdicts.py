"""What the grader says: a grade, a live reading, and why something could not be read."""

from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["correct", "incorrect", "almost", "invalid"]

LONGEST_ECHO = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The outcome of one response.

    Attributes:
        verdict: "almost" is equivalent but not in the form asked; "invalid" could not be read.
            Neither of the two costs the learner anything.
        note: Stable name of the rule that matched, such as "number.exact".
        message: One plain English sentence for the learner; empty when there is nothing to add.
        understood: What was read, as LaTeX or as plain text.
        understood_is_latex: Which of the two it is.
        position: Where reading stopped, counted from 0 in the response, or None.
    """

    verdict: Verdict
    note: str
    message: str = ""
    understood: str = ""
    understood_is_latex: bool = False
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a response is understood while it is being typed; never whether it is right.

    Attributes:
        is_readable: Whether it could be graded as it stands.
        understood: What was read, as LaTeX or as plain text; empty when unreadable.
        understood_is_latex: Which of the two it is.
        note: "read", or the "invalid.…" rule that stopped the reading.
        message: Why it could not be read; empty when it could.
        position: Where reading stopped, counted from 0, or None.
    """

    is_readable: bool
    understood: str = ""
    understood_is_latex: bool = False
    note: str = "read"
    message: str = ""
    position: int | None = None


class UnreadableError(ValueError):
    """A response or an author's answer that the grader cannot read."""

    def __init__(self, note: str, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.note = note
        self.message = storable(message)  # it may quote what was typed
        self.position = position

    def grade(self) -> Grade:
        """Return the refusal as a grade."""
        return Grade(
            verdict="invalid", note=self.note, message=self.message, position=self.position
        )

    def reading(self) -> Reading:
        """Return the refusal as a reading."""
        return Reading(
            is_readable=False, note=self.note, message=self.message, position=self.position
        )


def empty() -> UnreadableError:
    """Return the refusal of an empty response."""
    return UnreadableError("invalid.empty", "There is no answer yet: type one first.")


def storable(text: str) -> str:
    """Return text that any database and browser can hold: no NUL, no lone surrogate, not huge."""
    cut = text[:LONGEST_ECHO] + ("…" if len(text) > LONGEST_ECHO else "")
    return cut.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def with_understood(grade: Grade, understood: str, *, is_latex: bool) -> Grade:
    """Return the grade with what was understood filled in, if it is not yet."""
    if grade.understood:
        return grade
    return replace(grade, understood=storable(understood), understood_is_latex=is_latex)
