"""A list of learners as a table, and what would become of each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tutor_core.accounts.registration import LONGEST_NAME, checked_email, checked_username
from tutor_core.accounts.rosters.learner import NewLearner
from tutor_core.cohorts.names import LONGEST_NAME as LONGEST_GROUP
from tutor_core.cohorts.names import one_line
from tutor_core.content.exchange.decoding import decoded
from tutor_core.content.exchange.tables.csv_files import csv_of, lines_of
from tutor_core.content.exchange.tables.rows import Line
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.errors import InvalidInputError

MOST_LEARNERS = 1_000
LARGEST_FILE = 5_000_000  # bytes
LONGEST_SHOWN = 80
COLUMNS = ("user name", "e-mail", "name", "group")
_CALLED = {"username": "user name", "login": "user name", "email": "e-mail", "mail": "e-mail",
           "full name": "name", "class group": "group"}  # fmt: skip
_NEEDED = COLUMNS[:2]
TAKEN_NAME = (
    "This user name is taken. If it is the learner's own account, give them the join code; "
    "otherwise choose another one."
)
TAKEN_EMAIL = (
    "An account cannot be created with these details; if the learner has one, give them the "
    "join code."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line from which an account can be made; `group` is empty for none."""

    line: int
    learner: NewLearner
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line from which none can: where it stands, who it says, why not."""

    line: int
    said: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRead:
    """What a file holds.

    Attributes:
        file_name: As it was uploaded.
        entries: Those to be made.
        here: Lines of learners who are in the class already, and are left out.
        refused: The others.
        remarks: Sentences about the whole file.
    """

    file_name: str
    entries: tuple[Entry, ...]
    here: tuple[Refused, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...]


Cells = Mapping[str, str]


def read_lines(data: bytes, remarks: list[str]) -> tuple[tuple[int, Cells], ...]:
    """Return the lines of a list with their numbers, under the names of our columns.

    Raises:
        UnreadableFileError: It is no text, too long, or lacks a column.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError("A list of learners has 5 MB at most; split it.")
    lines = lines_of(decoded(data, remarks), most_lines=MOST_LEARNERS + 1)
    filled = (line for line in lines if any(cell.strip() for cell in line.cells))
    return tuple(_under_columns(filled))


def _under_columns(lines: Iterator[Line]) -> Iterator[tuple[int, Cells]]:
    head = next(lines, None)
    if head is None:
        raise UnreadableFileError("This file is empty.")
    plain = [" ".join(cell.casefold().replace("_", " ").split()) for cell in head.cells]
    names = [_CALLED.get(name, name) for name in plain]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise UnreadableFileError(
            f"The first line must name the columns; there is none called `{missing[0]}`."
        )
    for line in lines:
        yield (
            line.number,
            {name: cell for name, cell in zip(names, line.cells, strict=False) if name in COLUMNS},
        )


def judge(
    file_name: str,
    lines: Iterable[tuple[int, Cells]],
    *,
    usernames: frozenset[str],
    emails: frozenset[str],
    members: frozenset[str],
    remarks: Sequence[str] = (),
) -> RosterRead:
    """Return what would become of each line; nothing is written.

    Args:
        file_name: As it was uploaded.
        lines: As `read_lines` gives them.
        usernames: Those taken, in small letters.
        emails: Those taken, in small letters.
        members: User names of the class, in small letters.
        remarks: About the whole file.
    """
    entries, here, refused = [], [], []
    seen: dict[str, int] = {}
    for number, cells in lines:
        said = one_line(cells.get("name") or cells.get("user name", ""))[:LONGEST_SHOWN]
        try:
            entry = _entry(number, cells)
            low = entry.learner.username.lower(), entry.learner.email.lower()
            if low[0] in members:
                here.append(Refused(line=number, said=said, sentence="In this class already."))
                continue
            _check_new(low, usernames, emails, seen)
        except InvalidInputError as error:
            refused.append(Refused(line=number, said=said, sentence=str(error)))
            continue
        seen |= dict.fromkeys(low, number)
        entries.append(entry)
    return RosterRead(
        file_name=file_name,
        entries=tuple(entries),
        here=tuple(here),
        refused=tuple(refused),
        remarks=tuple(remarks),
    )


def _entry(number: int, cells: Cells) -> Entry:
    username = checked_username(cells.get("user name", ""))
    email = checked_email(cells.get("e-mail", ""))
    name, group = (one_line(cells.get(column, "")) for column in ("name", "group"))
    if len(name) > LONGEST_NAME or len(group) > LONGEST_GROUP:
        raise InvalidInputError("name", f"Names here have {LONGEST_NAME} characters at most.")
    learner = NewLearner(username=username, email=email, name=name)
    return Entry(line=number, learner=learner, group=group)


def _check_new(
    low: tuple[str, str], usernames: frozenset[str], emails: frozenset[str], seen: dict[str, int]
) -> None:
    for what, text in zip(("user name", "e-mail"), low, strict=True):
        if text in seen:
            raise InvalidInputError(what, f"This {what} stands in line {seen[text]} too.")
    if low[0] in usernames:
        raise InvalidInputError("user name", TAKEN_NAME)
    if low[1] in emails:
        raise InvalidInputError("e-mail", TAKEN_EMAIL)


def template() -> bytes:
    """Return a list to fill in, with an example."""
    example = {"user name": "ada.king", "e-mail": "ada@example.org", "name": "Ada King"}
    return csv_of(COLUMNS, [example | {"group": "Red"}])
