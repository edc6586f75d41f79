"""What an author may write as the specification of an answer."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tutor_core.content.answers.intervals import read_region
from tutor_core.content.answers.reading import (
    AUTHOR_LIST_STYLE,
    AUTHOR_STYLE,
    Equation,
    author_vocabulary,
    read_equation,
    read_expression,
    read_members,
)
from tutor_core.content.answers.syntax import NoValueError, rational
from tutor_core.content.answers.units import read_quantity
from tutor_core.content.answers.verdicts import UnreadableError
from tutor_core.content.answers.vocabulary import Vocabulary

_TYPES = "choice choices number quantity equation interval expression set list text order"
TYPES = frozenset(_TYPES.split())
FORMS = frozenset({"factored", "expanded", "lowest_terms"})
LISTS = frozenset({"choices", "set", "list", "text", "order"})
_OPTIONS = (
    "type answer choices tolerance significant_figures form up_to_constant misconceptions "
    "variables positive case_sensitive temperature_difference"
)
OPTIONS = frozenset(_OPTIONS.split())
MOST_FIGURES = 15


def check_spec(spec: Mapping[str, Any]) -> None:
    """Refuse a specification that cannot be graded by.

    Raises:
        ValueError: One sentence that says what is wrong.
    """
    if not isinstance(spec, Mapping):
        raise ValueError("a spec must be a mapping")  # noqa: TRY004 - one error for all mistakes
    kind = spec.get("type")
    if kind not in TYPES:
        raise ValueError(f"type must be one of {', '.join(sorted(TYPES))}, not {kind!r}")
    if unknown := sorted(set(map(str, spec)) - OPTIONS):
        raise ValueError(f"unknown option {unknown[0]!r}")
    _check_options(spec)
    _check_answer(spec, spec.get("answer"), "answer")
    misconceptions = spec.get("misconceptions", ())
    if not isinstance(misconceptions, list | tuple):
        raise ValueError("misconceptions must be a list")  # noqa: TRY004
    for entry in misconceptions:
        if not isinstance(entry, Mapping) or not entry.get("note") or "answer" not in entry:
            raise ValueError("a misconception needs an answer and a note")
        _check_answer(spec, entry["answer"], f"misconception {entry['note']!r}")


def _check_options(spec: Mapping[str, Any]) -> None:
    _check_tolerance(spec.get("tolerance"))
    figures = spec.get("significant_figures")
    if figures is not None and (not isinstance(figures, int) or not 1 <= figures <= MOST_FIGURES):
        raise ValueError(f"significant_figures must be from 1 to {MOST_FIGURES}, not {figures!r}")
    if spec.get("form") is not None and spec["form"] not in FORMS:
        raise ValueError(f"form must be one of {', '.join(sorted(FORMS))}, not {spec['form']!r}")
    for option in ("variables", "positive"):
        names = spec.get(option, ())
        if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
            raise ValueError(f"{option} must be a list of names")
    if spec["type"] in {"choice", "choices"} and not isinstance(spec.get("choices", {}), Mapping):
        raise ValueError("choices must be a mapping from letters to texts")


def _check_tolerance(tolerance: object) -> None:
    if tolerance is None:
        return
    if not isinstance(tolerance, Mapping) or not set(tolerance) <= {"relative", "absolute"}:
        raise ValueError('tolerance must be {"relative": ...} or {"absolute": ...}')
    for size in tolerance.values():
        if not _is_number(size) or Fraction(str(size)) < 0:
            raise ValueError(f"a tolerance must be a number of at least 0, not {size!r}")


def _is_number(size: object) -> bool:
    try:
        Fraction(str(size))
    except (ValueError, ZeroDivisionError):
        return False
    return not isinstance(size, bool)


def _check_answer(spec: Mapping[str, Any], answer: Any, where: str) -> None:  # noqa: ANN401
    kind = spec["type"]
    members = answer if isinstance(answer, list | tuple) else [answer]
    if kind not in LISTS and isinstance(answer, list | tuple):
        raise ValueError(f"{where}: one answer is expected, not a list")
    if not members and kind != "set":
        raise ValueError(f"{where}: the list is empty")
    for member in members:
        if isinstance(member, bool) or not isinstance(member, str | int | float):
            raise ValueError(f"{where}: {member!r} is neither text nor a number")  # noqa: TRY004
        if kind in {"choice", "choices"} and spec.get("choices"):
            if str(member) not in set(map(str, spec["choices"])):
                raise ValueError(f"{where}: there is no choice {member!r}")
        else:
            _check_member(spec, str(member), where)


def _check_member(spec: Mapping[str, Any], text: str, where: str) -> None:
    problem = _problem_of(spec["type"], text, author_vocabulary(spec))
    if problem:
        raise ValueError(f"{where} {text!r}: {problem}")


@lru_cache(maxsize=4096)  # a question is read again with every keystroke of its answer
def _problem_of(kind: str, text: str, vocabulary: Vocabulary) -> str:
    """Return why an author's answer cannot be read; empty where it can."""
    try:
        if kind in _READERS:
            _READERS[kind](text, vocabulary)
        elif not text.strip():
            return "the text is empty"
    except UnreadableError as error:
        return error.message
    except NoValueError as error:
        return str(error)
    return ""


def _read_equation(text: str, vocabulary: Vocabulary) -> None:
    if not isinstance(read_equation(text, vocabulary, AUTHOR_STYLE), Equation):
        raise UnreadableError("invalid.syntax", "there is no equals sign")


_READERS: dict[str, Callable[[str, Vocabulary], object]] = {
    "number": lambda text, _: rational(read_expression(text, Vocabulary(), AUTHOR_STYLE)),
    "quantity": lambda text, _: rational(read_quantity(text, AUTHOR_STYLE).number),
    "equation": _read_equation,
    "interval": lambda text, _: read_region(text, AUTHOR_LIST_STYLE),
    "expression": lambda text, names: read_expression(text, names, AUTHOR_STYLE),
    "set": lambda text, names: read_members(text, names, AUTHOR_LIST_STYLE),
    "list": lambda text, names: read_members(text, names, AUTHOR_LIST_STYLE),
}
