"""Reads a file of questions, whatever its format."""

from collections.abc import Callable
from pathlib import PurePath

from tutor_core.content.exchange.anki.packages import read_anki_package
from tutor_core.content.exchange.anki.texts import is_anki_text, read_anki_text
from tutor_core.content.exchange.decoding import decoded
from tutor_core.content.exchange.limits import LARGEST_FILE, MOST_TAGS
from tutor_core.content.exchange.moodle.gift_reading import read_gift
from tutor_core.content.exchange.moodle.xml_reading import read_moodle_xml
from tutor_core.content.exchange.tables.csv_files import read_csv
from tutor_core.content.exchange.tables.workbooks import read_xlsx
from tutor_core.content.exchange.values import FileRead, UnreadableFileError

_Reader = Callable[[bytes, list[str]], FileRead]
_KNOWN = ".gift, .txt (GIFT or Anki's notes), .xml (Moodle), .csv, .tsv, .xlsx, .apkg and .colpkg"


def read_file(name: str, data: bytes) -> FileRead:
    """Read a file of questions.

    Args:
        name: The name of the file; its ending says the format, of a .txt the contents.
        data: What is in it.

    Raises:
        UnreadableFileError: Nothing of it can be used; its text is one sentence.
    """
    read = _READERS.get(PurePath(name).suffix.lower())
    if read is None:
        raise UnreadableFileError(f"Files of this ending cannot be read; these can: {_KNOWN}.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(
            f"This file is larger than {LARGEST_FILE // 1_000_000} MB; split it."
        )
    if not data.strip():
        raise UnreadableFileError("This file is empty.")
    if data.count(b"<") + data.count(b"&lt;") > MOST_TAGS:
        raise UnreadableFileError("This file has too many tags to be one of questions; split it.")
    return read(data, [])


def _read_gift_file(data: bytes, remarks: list[str]) -> FileRead:
    return read_gift(decoded(data, remarks), remarks)


def _read_text(data: bytes, remarks: list[str]) -> FileRead:
    text = decoded(data, remarks)
    return (read_anki_text if is_anki_text(text) else read_gift)(text, remarks)


def _refuse_old_workbook(_data: bytes, _remarks: list[str]) -> FileRead:
    raise UnreadableFileError("Workbooks of this kind cannot be read; save it as .xlsx.")


_READERS: dict[str, _Reader] = {
    ".gift": _read_gift_file,
    ".txt": _read_text,
    ".xml": read_moodle_xml,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".xls": _refuse_old_workbook,
    ".xlsm": _refuse_old_workbook,
    ".ods": _refuse_old_workbook,
    ".apkg": read_anki_package,
    ".colpkg": read_anki_package,
}
