"""Rows of a table, from a CSV file or a workbook, as questions and back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Literal

from tutor_core.content.exchange.carrying import unsaid
from tutor_core.content.exchange.collecting import Candidate, carriage, collected
from tutor_core.content.exchange.limits import MOST_COLUMNS
from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.exchange.tables.columns import (
    COLUMNS,
    MORE,
    NEEDED,
    Cells,
    body_of_cells,
    cells_of,
)
from tutor_core.content.exchange.values import Body, FileRead, RefusedError, UnreadableFileError

_LONGEST_CELL = 30_000  # characters; a workbook's cell has room for 32,767
_KNOWN = {name.casefold(): name for name in COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row as it stands in the file.

    Attributes:
        number: As a spreadsheet counts, from 1.
        cells: Their texts, from the first column on.
        problem: Why it cannot be read, as a sentence; empty where it can.
    """

    number: int
    cells: Sequence[str]
    problem: str = ""


def read_lines(form: Literal["csv", "xlsx"], lines: Iterable[Line], remarks: list[str]) -> FileRead:
    """Read the rows of a table; the first that is not empty names the columns.

    Raises:
        UnreadableFileError: A needed column is missing, or there is no question under them.
    """
    filled = (line for line in lines if line.problem or any(map(str.strip, line.cells)))
    header = next(filled, None)
    if header is None:
        raise UnreadableFileError("This table is empty; its first row must name the columns.")
    columns = _columns(header.cells, remarks)
    return collected(form, _candidates(filled, columns), remarks, counted="rows")


def table_of(bodies: Sequence[Mapping[str, Any]], *, xml: bool) -> tuple[list[str], list[Cells]]:
    """Return the names of the columns that are used, and the cells of each question.

    Args:
        bodies: The questions.
        xml: Whether the cells go into a workbook, which cannot hold every character.
    """
    rows = [_row(body, xml=xml) for body in bodies]
    used = set(chain.from_iterable(rows)).union(NEEDED)
    further = sorted(used - set(COLUMNS), key=lambda name: int(name.split()[-1]))
    return [*(name for name in COLUMNS if name in used), *further], rows


def _row(body: Mapping[str, Any], *, xml: bool) -> Cells:
    cells = {
        name: readable
        for name, text in cells_of(body).items()
        if (readable := _in_workbook(text) if xml else text).strip()
    }
    carried = unsaid(body, body_of_cells(_stripped(cells), {}))
    text = json.dumps(carried) if carried else ""
    starts = range(0, len(text), _LONGEST_CELL)
    return cells | {
        MORE if place == 0 else f"{MORE} {place + 1}": text[start : start + _LONGEST_CELL]
        for place, start in enumerate(starts)
    }


def _columns(header: Sequence[str], remarks: list[str]) -> list[str]:
    if len(header) > MOST_COLUMNS:
        raise UnreadableFileError(f"This table has more than {MOST_COLUMNS} columns.")
    names = [" ".join(cell.replace("_", " ").split()).casefold() for cell in header]
    columns = [_KNOWN.get(name, name) for name in names]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UnreadableFileError(
            f"The first row must name the columns; missing: {', '.join(missing)}."
        )
    twice = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    if twice:
        raise UnreadableFileError(f"The column `{twice[0][:40]}` is there twice; rename one.")
    unknown = [name[:40] for name in columns if name and not _is_known(name)]
    if unknown:
        remarks.append(f"Columns that are not known were left out: {', '.join(unknown[:10])}.")
    return columns


def _is_known(name: str) -> bool:
    first, _, rest = name.partition(" ")
    return name in COLUMNS or (first == MORE and rest.isdecimal()) or _is_choice(first, rest)


def _is_choice(first: str, rest: str) -> bool:
    """Tell a choice beyond H, so that its row can be refused where it is filled."""
    return first == "choice" and rest.isalpha()


def _candidates(lines: Iterable[Line], columns: list[str]) -> Iterator[Candidate]:
    for line in lines:
        cells = {
            name: text
            for name, text in zip(columns, line.cells, strict=False)
            if name and _is_known(name)
        }
        yield Candidate(
            place=f"row {line.number}",
            text=cells.get("question", ""),
            read=partial(_body, _stripped(cells), line.problem),
        )


def _body(cells: Cells, problem: str, notes: list[str]) -> Body:
    if problem:
        raise RefusedError(problem)
    carried = "".join(text for name, text in cells.items() if name.split()[0] == MORE)
    return body_of_cells(cells, carriage(carried, notes))


def _stripped(cells: Cells) -> Cells:
    """Take the spaces off that nobody sees in a cell; new lines stay."""
    return {name: text.strip(" \t") for name, text in cells.items()}


def _in_workbook(text: str) -> str:
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
