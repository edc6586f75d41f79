"""Tables of questions as CSV.

A spreadsheet takes a cell that begins with = + - @ for a formula and works it out. Such a cell is
written with an apostrophe before it, which reading takes off again; cells that begin with
apostrophes before such a mark get one more, so that every text comes back.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tutor_core.content.exchange.answers import is_plain_number
from tutor_core.content.exchange.decoding import decoded
from tutor_core.content.exchange.limits import MOST_COLUMNS, MOST_LINES
from tutor_core.content.exchange.tables.rows import Line, read_lines, table_of
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_DELIMITERS = ",;\t"


def read_csv(data: bytes, remarks: list[str]) -> FileRead:
    """Read a CSV file; commas, semicolons or tabs stand between the cells.

    Raises:
        UnreadableFileError: It is no text, a needed column is missing, or there are no questions.
    """
    text = decoded(data, remarks)
    return read_lines("csv", lines_of(text), remarks)


def write_csv(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """Write questions as a CSV file, in UTF-8 with the mark by which Excel knows it."""
    return csv_of(*table_of(bodies, xml=False))


def csv_of(
    columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, delimiter: str = ","
) -> bytes:
    """Write cells under the names of their columns, harmless to a spreadsheet."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([_guarded(row.get(name, "")) for name in columns] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def lines_of(text: str, *, delimiter: str = "", most_lines: int = MOST_LINES) -> Iterator[Line]:
    """Yield the lines of a table as they were before they were made harmless.

    Args:
        text: What is in the file.
        delimiter: What stands between the cells; the first line tells where it is not given.
        most_lines: Down to the last, empty ones too.

    Raises:
        UnreadableFileError: There are more lines, or a cell never ends.
    """
    first = text[:100_000].lstrip(" \r\n").partition("\n")[0]
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFileError(
                f"A cell in row {number} never ends; see whether a quotation mark is missing."
            ) from None
        if number > most_lines:
            raise UnreadableFileError(f"This file has more than {most_lines:,} lines; split it.")
        cells = cells[: MOST_COLUMNS + 1]
        yield Line(number=number, cells=[_unguarded(cell) for cell in cells])


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not is_plain_number(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
