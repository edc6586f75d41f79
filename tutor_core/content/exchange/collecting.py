"""Questions that were found in a file, read one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tutor_core.content.exchange.bodies import checked, title_of
from tutor_core.content.exchange.carrying import UnreadableCarriageError, from_line
from tutor_core.content.exchange.limits import MOST_QUESTIONS, MOST_REMARKS
from tutor_core.content.exchange.values import (
    Body,
    FileRead,
    Format,
    Refusal,
    RefusedError,
    Row,
    UnreadableFileError,
)

_UNREADABLE_CARRIAGE = (
    "what this tutor had written along with it cannot be read and was left out; check its type, "
    "hints and skills."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question as it was found, before it is read.

    Attributes:
        place: As in `Row`.
        text: What its title is made of where it is refused.
        read: Gives the body, adds to a list what was left out of it, raises `RefusedError`.
    """

    place: str
    text: str
    read: Callable[[list[str]], Body]


def collected(
    form: Format, candidates: Iterable[Candidate], remarks: list[str], *, counted: str
) -> FileRead:
    """Read the questions of a file.

    Args:
        form: The format of the file.
        candidates: May be endless; not many more are taken than a file may have.
        remarks: About the whole file; may still grow while the candidates are taken.
        counted: What they are called: "questions".

    Raises:
        UnreadableFileError: There is none, or there are more than 2,000.
    """
    rows: list[Row] = []
    refusals: list[Refusal] = []
    left_out: list[str] = []
    for count, candidate in enumerate(candidates, start=1):
        if count > MOST_QUESTIONS:
            raise UnreadableFileError(
                f"This file has more than {MOST_QUESTIONS:,} {counted}; split it."
            )
        notes: list[str] = []
        try:
            body = checked(candidate.read(notes))
        except RefusedError as error:
            title = title_of(candidate.text)
            refusals.append(Refusal(place=candidate.place, title=title, sentence=str(error)))
        else:
            title = title_of(body["question"])
            rows.append(Row(place=candidate.place, title=title, body=body))
            left_out += [f"{candidate.place.capitalize()}: {note}" for note in notes]
    if not rows and not refusals:
        raise UnreadableFileError("No question was found in this file; see how one is written.")
    shown = _few(remarks) + _few(left_out)
    return FileRead(format=form, rows=tuple(rows), refusals=tuple(refusals), remarks=shown)


def carriage(line: str, notes: list[str]) -> Body:
    """Read what was carried along with a question; empty, and a note, where it is damaged."""
    if not line:
        return {}
    try:
        return from_line(line)
    except UnreadableCarriageError:
        notes.append(_UNREADABLE_CARRIAGE)
        return {}


def _few(sentences: list[str]) -> tuple[str, ...]:
    more = len(sentences) - MOST_REMARKS
    if more <= 0:
        return tuple(sentences)
    return (*sentences[:MOST_REMARKS], f"{more} more remarks of this kind.")
