"""Bytes of a text file as text."""

import codecs

from tutor_core.content.exchange.values import UnreadableFileError

_NOT_TEXT = "This is not a text file, or a damaged one; export it again from where it was made."
_GUESSED = (
    "Read as Windows-1252, because it is not UTF-8; check the accents, and save it as UTF-8 "
    "where they are wrong."
)


def decoded(data: bytes, remarks: list[str]) -> str:
    """Read UTF-8, UTF-16 with its mark, or else Windows-1252, which adds a remark.

    Raises:
        UnreadableFileError: It is none of them, or holds NUL characters.
    """
    text = _text(data, remarks)
    if "\0" in text:
        raise UnreadableFileError(_NOT_TEXT)
    return text


def _text(data: bytes, remarks: list[str]) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableFileError(_NOT_TEXT) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFileError(_NOT_TEXT) from None
    remarks.append(_GUESSED)
    return text
