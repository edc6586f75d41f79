"""A take-out as one file: every table as CSV and as Parquet, and the codebook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pandas as pd

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP knows: the same rows give the same bytes


def archive_of(tables: Mapping[str, pd.DataFrame], codebook: str) -> bytes:
    """Return the ZIP file of a take-out.

    Args:
        tables: By name.
        codebook: As Markdown.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "codebook.md", codebook.encode())
        for name, table in tables.items():
            _put(archive, f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode())
            parquet = io.BytesIO()
            table.to_parquet(parquet, index=False)
            _put(archive, f"{name}.parquet", parquet.getvalue())
    return packed.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
