"""What a file of questions gives: rows that can become items, refusals, remarks."""

from dataclasses import dataclass
from typing import Any, Literal

Format = Literal["gift", "moodle_xml", "csv", "xlsx", "anki"]
Body = dict[str, Any]


class UnreadableFileError(ValueError):
    """A file of which nothing can be used; its text is one sentence for the teacher."""


class RefusedError(ValueError):
    """One question that cannot become a body; its text says why, and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question of the file that can become an item.

    Attributes:
        place: Where it stands: "line 12", "row 5", "question 3", "note 3".
        title: Its first words as plain text, at most 80 characters.
        body: What an entry of `items` in a skill's file holds, without `slug` and `check`; keys
            of which the file says nothing are left out.
    """

    place: str
    title: str
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A question of the file that cannot become an item.

    Attributes:
        place: As in `Row`.
        title: Its first words as they stand in the file, at most 80 characters.
        sentence: Why, and how to mend it.
    """

    place: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What was found in a file.

    Attributes:
        format: The format it was read as.
        rows: In the order of the file.
        refusals: In the order of the file.
        remarks: Sentences about the whole file and about what was left out of it.
    """

    format: Format
    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[str, ...]
