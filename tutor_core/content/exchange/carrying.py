"""What the visible part of a question cannot say, carried along with it.

Every format has a place that other programs ignore: a comment, a tag, a column. There stands a JSON
object with the keys of the body of which the visible part says nothing. Under `instead` it lists
what the visible part says only roughly (3/4 as 0.75): where, a digest of what was read there, and
the exact value, which counts only as long as that digest is right. So a text that was edited after
it was written is read as it now stands, and one that was not comes back whole.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tutor_core.content.exchange.limits import DEEPEST
from tutor_core.content.exchange.values import Body

MARK = "tutor:"
_INSTEAD = "instead"
_Path = tuple[str | int, ...]


class UnreadableCarriageError(ValueError):
    """A carried part that was damaged, or is not ours."""


def carriage_for(body: Mapping[str, Any], read: Callable[[Body], Body]) -> Body:
    """Return what must be carried along with a visible part.

    Args:
        body: The whole body.
        read: Reads the visible part, given what it takes to read it: the type and the figure.
    """
    known = {key: body[key] for key in ("type", "figure") if key in body}
    return known | unsaid(body, read(known))


def unsaid(body: Mapping[str, Any], seen: Mapping[str, Any]) -> Body:
    """Return what must be carried, so that `restored` gives the body again.

    Args:
        body: The whole body.
        seen: What is read of its visible part; it has no key that the body lacks.
    """
    carried = {key: value for key, value in body.items() if key not in seen}
    both = {key: value for key, value in body.items() if key in seen}
    instead = [
        [list(path), _digest(read), exact] for path, read, exact in _differences(dict(seen), both)
    ]
    return carried | ({_INSTEAD: instead} if instead else {})


def restored(seen: Mapping[str, Any], carried: Mapping[str, Any]) -> Body:
    """Add what was carried to what was read; where both speak, what was read counts."""
    body: Body = json.loads(json.dumps(seen))
    for path, digest, exact in carried.get(_INSTEAD, ()):
        _put(body, path, digest, exact)
    return body | {k: v for k, v in carried.items() if k not in body and k != _INSTEAD}


def as_line(carried: Mapping[str, Any]) -> str:
    """Write it on one line of ASCII, behind the mark by which it is found again."""
    return f"{MARK} {json.dumps(carried)}"


def from_line(line: str) -> Body:
    """Read such a line, with or without the mark.

    Raises:
        UnreadableCarriageError: It is not what `as_line` writes.
    """
    try:
        value = json.loads(line.strip().removeprefix(MARK))
        _check(value, DEEPEST)
        for path, digest, _ in value.get(_INSTEAD, ()):
            if not (isinstance(path, list) and path and isinstance(digest, str)):
                raise UnreadableCarriageError("path")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableCarriageError("This is not what was written.") from error
    return dict(value)


def _differences(read: Any, exact: Any) -> Iterator[tuple[_Path, Any, Any]]:  # noqa: ANN401 - JSON
    if _digest(read) == _digest(exact):
        return
    for key in _keys_of_both(read, exact):
        for path, read_part, exact_part in _differences(read[key], exact[key]):
            yield (key, *path), read_part, exact_part
    if not _keys_of_both(read, exact):
        yield (), read, exact


def _keys_of_both(read: Any, exact: Any) -> list[str | int]:  # noqa: ANN401 - JSON
    """Name the parts that stand for the same thing in both values; none: compare them whole."""
    if isinstance(exact, dict) and isinstance(read, dict) and read.keys() == exact.keys():
        return list(exact)
    if (
        isinstance(exact, list)
        and isinstance(read, list)
        and len(read) == len(exact)
        and all(isinstance(part, dict) for part in (*read, *exact))
        and [part.get("answer") for part in read] == [part.get("answer") for part in exact]
    ):
        return list(range(len(exact)))
    return []


def _put(body: Body, path: list[Any], digest: str, exact: Any) -> None:  # noqa: ANN401 - JSON
    try:
        place: Any = body
        for key in path[:-1]:
            place = place[key]
        if _digest(place[path[-1]]) == digest:
            place[path[-1]] = exact
    except (KeyError, IndexError, TypeError):
        return  # that part was taken out by whoever edited the file


def _digest(value: Any) -> str:  # noqa: ANN401 - JSON
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:12]


def _check(value: Any, depth: int) -> None:  # noqa: ANN401 - JSON
    """Refuse what JSON can hold but neither a database nor another program."""
    if depth < 0 or (isinstance(value, float) and not math.isfinite(value)):
        raise UnreadableCarriageError("bounds")
    if isinstance(value, dict):
        for part in value.values():
            _check(part, depth - 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth - 1)
