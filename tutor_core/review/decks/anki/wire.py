"""The wire format of protocol buffers, as far as the note types of newer collections need it.

Source: protobuf.dev, "Encoding". A message is a row of fields; before each stands a number whose
lower three bits say how it is written: 0 a number of 7 bits a byte, 1 eight bytes, 2 a length and
so many bytes, 5 four bytes. What else there is (groups) has not been written for years.
"""

from collections.abc import Iterator

_NUMBER, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_FIXED = {_EIGHT: 8, _FOUR: 4}
_LONGEST_NUMBER = 10  # bytes of 64 bits


def fields_of(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and the value of each field.

    Raises:
        ValueError: It is no message.
    """
    place = 0
    while place < len(message):
        key, place = _number(message, place)
        field, kind = key >> 3, key & 7
        if kind == _NUMBER:
            number, place = _number(message, place)
            yield field, number
            continue
        size, place = _number(message, place) if kind == _BYTES else (_FIXED.get(kind, 0), place)
        if (kind != _BYTES and not size) or place + size > len(message):
            raise ValueError("this is not a message")
        yield field, message[place : place + size]
        place += size


def _number(message: bytes, place: int) -> tuple[int, int]:
    value = 0
    for count, byte in enumerate(message[place : place + _LONGEST_NUMBER]):
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
            return value, place + count + 1
    raise ValueError("this number never ends")
