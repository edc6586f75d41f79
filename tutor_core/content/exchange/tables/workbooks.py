"""Tables of questions as Excel workbooks: the first sheet, texts and numbers, never a formula."""

import datetime as dt
import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from tutor_core.content.exchange.archives import entry_of, opened_zip
from tutor_core.content.exchange.limits import (
    LARGEST_PART,
    LARGEST_SHEET,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_TAGS,
)
from tutor_core.content.exchange.tables.columns import NUMBERS
from tutor_core.content.exchange.tables.rows import Line, read_lines, table_of
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

_log = logging.getLogger(__name__)
_KIND = "an Excel workbook"
_CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
_TOO_LARGE = "This workbook is too large to read; copy the questions into a new one."
_DATES = (dt.date, dt.time, dt.timedelta)


def read_xlsx(data: bytes, remarks: list[str]) -> FileRead:
    """Read the first sheet of a workbook.

    Raises:
        UnreadableFileError: It is no workbook, it is too large, or its sheet cannot be used.
    """
    _refuse_large(data)
    with warnings.catch_warnings(action="ignore"):  # what openpyxl would lose, we do not need
        return read_lines("xlsx", _lines(data), remarks)


def write_xlsx(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """Write questions as a workbook with one sheet."""
    return xlsx_of(*table_of(bodies, xml=True))


def xlsx_of(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write cells under the names of their columns."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Questions")
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(sheet, name, row.get(name, "")) for name in columns])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _cell(sheet: Any, name: str, text: str) -> Any:  # noqa: ANN401 - openpyxl's cells have no type
    if name in NUMBERS and text.isascii() and text.isdecimal():
        return int(text)
    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    return cell


def _refuse_large(data: bytes) -> None:
    """Refuse what openpyxl would read for longer than anybody waits."""
    tags = 0
    with opened_zip(data, _KIND) as archive:
        for entry in archive.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            holds_cells = entry.filename.startswith(_CELLS)
            if entry.file_size > (LARGEST_SHEET if holds_cells else LARGEST_PART):
                raise UnreadableFileError(_TOO_LARGE)
            tags += entry_of(archive, entry.filename).count(b"<") if holds_cells else 0
    if tags > MOST_TAGS:
        raise UnreadableFileError(_TOO_LARGE)


def _lines(data: bytes) -> Iterator[Line]:
    try:
        yield from _rows(data)
    except UnreadableFileError:
        raise
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        _log.info("a workbook could not be read", exc_info=True)
        raise UnreadableFileError(
            f"This cannot be opened as {_KIND}; save it again as .xlsx."
        ) from None


def _rows(data: bytes) -> Iterator[Line]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    if not workbook.worksheets:
        raise UnreadableFileError("This workbook has no sheet with cells.")
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # the file only claims them
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_LINES:
            raise UnreadableFileError(
                f"This sheet goes down beyond row {MOST_LINES:,}; delete what is far below."
            )
        problem = next((said for cell in cells if (said := _problem(cell))), "")
        texts = [_text(cell) for cell in cells] if not problem else []
        while texts and not texts[-1]:
            texts.pop()
        yield Line(number=number, cells=texts, problem=problem)


def _problem(cell: Any) -> str:  # noqa: ANN401
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        return f"Cell {cell.coordinate} holds a formula; paste its value."
    if cell.data_type == "e":
        return f"Cell {cell.coordinate} holds an error; write what belongs there."
    if isinstance(cell.value, _DATES):
        return f"Cell {cell.coordinate} became a date; format it as text and write it anew."
    return ""


def _text(cell: Any) -> str:  # noqa: ANN401
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = Decimal(str(value))
    if "%" in str(cell.number_format):
        return f"{number * 100} %"
    return str(int(number)) if number == number.to_integral_value() else str(value)
