"""The candidates of a choice as the log keeps them: one column a number, the best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from tutor_core.recommend.value import Considered

_COLUMNS = tuple(field.name for field in fields(Considered))


def shortlist_to(shortlist: Sequence[Considered]) -> dict[str, list[Any]]:
    """Return the candidates as they are stored; columns without a value in them are left out."""
    columns = {name: [getattr(one, name) for one in shortlist] for name in _COLUMNS}
    return {
        name: values
        for name, values in columns.items()
        if any(value is not None for value in values)
    }


def shortlist_from(columns: Mapping[str, Sequence[Any]]) -> tuple[Considered, ...]:
    """Read candidates as they are stored.

    Raises:
        TypeError: A column without which there is no candidate is missing.
        ValueError: The columns are of different lengths.
    """
    known = [name for name in _COLUMNS if name in columns]
    rows = zip(*(columns[name] for name in known), strict=True)
    return tuple(Considered(**dict(zip(known, row, strict=True))) for row in rows)
