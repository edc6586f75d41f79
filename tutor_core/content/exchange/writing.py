"""Writes questions into a file of any of the formats."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from tutor_core.content.exchange.anki.texts import write_anki_text
from tutor_core.content.exchange.bodies import drawn as first_variant
from tutor_core.content.exchange.moodle.gift_writing import write_gift
from tutor_core.content.exchange.moodle.xml_writing import write_moodle_xml
from tutor_core.content.exchange.tables.columns import COLUMNS, MORE
from tutor_core.content.exchange.tables.csv_files import csv_of, write_csv
from tutor_core.content.exchange.tables.examples import EXAMPLES
from tutor_core.content.exchange.tables.workbooks import write_xlsx, xlsx_of
from tutor_core.content.exchange.values import Format

_WRITERS: dict[Format, Callable[[Sequence[Mapping[str, Any]]], bytes]] = {
    "gift": write_gift,
    "moodle_xml": write_moodle_xml,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "anki": write_anki_text,
}
ENDINGS: dict[Format, str] = {
    "gift": ".gift",
    "moodle_xml": ".xml",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "anki": ".txt",
}


def write_file(
    bodies: Sequence[Mapping[str, Any]],
    format: Format,  # noqa: A002 - the word for it
    *,
    drawn: bool = False,
) -> bytes:
    """Write questions so that `read_file` gives them back.

    Args:
        bodies: Bodies that can be saved, as `read_file` gives them once nothing is missing.
        format: The format of the file; `ENDINGS` has the ending of its name.
        drawn: Write the first variant of a question with a template, and no template: other
            systems do not know placeholders.

    Raises:
        TemplateError: With `drawn`, a template is unsound.
    """
    return _WRITERS[format]([first_variant(body) for body in bodies] if drawn else bodies)


def template_file(format: Literal["csv", "xlsx"]) -> bytes:  # noqa: A002
    """Return a table to fill in: the names of the columns, and four questions as examples."""
    columns = [name for name in COLUMNS if name != MORE]
    return (csv_of if format == "csv" else xlsx_of)(columns, EXAMPLES)
