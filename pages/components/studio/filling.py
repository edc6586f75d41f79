"""Between the editor's fields and the form: one widget for each of the form's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pages.components import state
from tutor_core.content.studio.form import Form

ADD, REMOVE = "add", "remove"
_WHOLE = ("further_skills",)  # a list that is one widget's value
_NEW: dict[str, object] = {"hints": "", "choices": {}, "mistakes": {}, "steps": {}}
Path = tuple[object, ...]


def key_of(draft_id: int, *path: object) -> str:
    """Return the key of the widget for a value of the form."""
    return "_".join(map(str, ("studio", draft_id, *path)))


def fill(draft_id: int, form: Form, *, anew: bool) -> None:
    """Put a form into the fields; only before they are drawn, or in a callback.

    Args:
        draft_id: The draft.
        form: As stored.
        anew: Whether what stands in the fields is written over, or kept.
    """
    for path, value in _values((), form.stored()):
        key = key_of(draft_id, *path)
        if anew or state.widget_value(key) is None:
            state.set_widget_value(key, value)


def collect(draft_id: int, base: Form) -> Form:
    """Return the form as it is on the screen; what is not on it stays as it was."""
    return Form.from_stored(_collected(draft_id, (), base.stored())).tidied()


def edited(form: Form, action: str, *path: object) -> Form:
    """Return the form with one entry more in a list, or without one.

    Args:
        form: As it was.
        action: `ADD` or `REMOVE`.
        path: To the list; with the entry's place where it is to go.
    """
    document = form.stored()
    if action == ADD:
        entries = _at(document, path[:-1])
        entries[path[-1]] = [*entries[path[-1]], _NEW[str(path[-1])]]
    else:
        *way, name, gone = path
        entries = _at(document, way)
        entries[name] = [one for place, one in enumerate(entries[name]) if place != gone]
    return Form.from_stored(document)


def _at(document: Any, way: Iterable[object]) -> Any:  # noqa: ANN401 - JSON
    for step in way:
        document = document[step]
    return document


def _values(path: Path, value: object) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _values((*path, name), part)
    elif isinstance(value, (list, tuple)) and path != _WHOLE:
        for place, part in enumerate(value):
            yield from _values((*path, place), part)
    else:
        yield path, list(value) if isinstance(value, tuple) else value


def _collected(draft_id: int, path: Path, value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {name: _collected(draft_id, (*path, name), part) for name, part in value.items()}
    if isinstance(value, (list, tuple)) and path != _WHOLE:
        return [_collected(draft_id, (*path, place), part) for place, part in enumerate(value)]
    found = state.widget_value(key_of(draft_id, *path))
    return value if found is None else found
