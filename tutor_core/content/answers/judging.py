"""The order in which a response is tried, and the rules that need arithmetic only.

`assess` runs in both processes with another `judge`: the web server's knows words and plain
fractions and raises `NeedsWorkerError` at anything else; the worker's knows all of it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from tutor_core.content.answers.amounts import Amount, exact_amount, is_same_within, judge
from tutor_core.content.answers.preview import WORDED, settled_style
from tutor_core.content.answers.reading import (
    AUTHOR_LIST_STYLE,
    AUTHOR_STYLE,
    author_vocabulary,
    other_styles,
    read_expression,
    read_members,
    vocabulary_of,
)
from tutor_core.content.answers.syntax import BeyondReachError, Call, Negative, Node, NoValueError
from tutor_core.content.answers.tokens import Style
from tutor_core.content.answers.verdicts import Grade, UnreadableError
from tutor_core.content.answers.vocabulary import Vocabulary
from tutor_core.content.answers.wording import (
    judge_choices,
    judge_order,
    judge_text,
    listed,
    read_choices,
    read_text,
)

Judge = Callable[[str, Mapping[str, Any], Style], Grade]
AmountOf = Callable[[Node], Amount]
Tolerance = Mapping[str, Any] | None
IsSame = Callable[[Node, Node, Tolerance], bool]
# What is almost right by chance only: a listed mistake that fits exactly goes first.
_NEAR_MISSES = (".rounded", ".spelling")
_FORM_OPTIONS = frozenset({"form", "misconceptions"})


class NeedsWorkerError(Exception):
    """The response takes more than arithmetic."""


def assess(response: str, spec: Mapping[str, Any], locale: str, judge_one: Judge) -> Grade:
    """Return the grade: as read, else as it may have been meant, else as a known misconception."""
    style = settled_style(response, spec, locale)
    grade = _attempt(response, spec, style, judge_one)
    is_wrong = grade.verdict == "incorrect"
    if not is_wrong and not grade.note.endswith(_NEAR_MISSES):
        return grade
    if (
        is_wrong
        and spec["type"] not in WORDED
        and (meant := _as_meant(response, spec, style, judge_one))
    ):
        return meant
    for entry in spec.get("misconceptions", ()):
        mistaken = {name: value for name, value in spec.items() if name not in _FORM_OPTIONS}
        mistaken["answer"] = entry["answer"]
        if _attempt(response, mistaken, style, judge_one).verdict == "correct":
            return Grade(
                verdict="incorrect",
                note=f"misconception.{entry['note']}",
                message=str(entry.get("message", "")),
            )
    return grade


def _attempt(response: str, spec: Mapping[str, Any], style: Style, judge_one: Judge) -> Grade:
    try:
        return judge_one(response, spec, style)
    except UnreadableError as error:
        return error.grade()
    except BeyondReachError as error:
        return Grade(
            verdict="invalid", note="invalid.too_large", message=f"I can't compute it: {error}."
        )
    except NoValueError as error:
        return Grade(
            verdict="invalid", note="invalid.no_value", message=f"I can't compute it: {error}."
        )


def _as_meant(
    response: str, spec: Mapping[str, Any], style: Style, judge_one: Judge
) -> Grade | None:
    for other in other_styles(spec, style):
        if _attempt(response, spec, other, judge_one).verdict != "correct":
            continue
        if other.tight_products:
            return Grade(
                verdict="almost",
                note="expression.ambiguous",
                message="I read 1/2x as (1/2)x; write brackets, as in 1/(2x), if you mean that.",
            )
        return Grade(
            verdict="almost",
            note=f"{spec['type']}.separator",
            message=_separator_message(response, style),
        )
    return None


def _separator_message(response: str, style: Style) -> str:
    sign, other = ("comma", "point") if "," in response else ("point", "comma")
    if (sign == "comma") == style.decimal_comma:
        return f"I read the {sign} as the decimal sign; leave it out, or put ; between values."
    return f"I read the {sign} as grouping thousands; write a {other} before the decimals."


def judge_plain(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    """Judge words, and numbers that arithmetic settles.

    Raises:
        NeedsWorkerError: Something else.
        UnreadableError: The response cannot be read.
        NoValueError: It has no value.
    """
    match spec["type"]:
        case "choice" | "choices":
            return judge_choices(read_choices(response, spec), spec)
        case "text":
            return judge_text(read_text(response), spec)
        case "order":
            return judge_order(read_text(response), spec)
        case "number" if not spec.get("form"):
            return judge_number(response, spec, style, _exact)
        case "set" | "list":
            return judge_members(response, spec, style, _same_exactly)
    raise NeedsWorkerError


def _exact(node: Node) -> Amount:
    amount = exact_amount(node)
    if amount is None:
        raise NeedsWorkerError
    return amount


def _same_exactly(given: Node, asked: Node, tolerance: Tolerance) -> bool:
    return is_same_within(_exact(given), _exact(asked), tolerance)


def read_number(text: str, style: Style) -> Node:
    """Return the one number a text holds.

    Raises:
        UnreadableError: It holds something else.
    """
    return read_expression(text, Vocabulary(), style)


def judge_number(
    response: str, spec: Mapping[str, Any], style: Style, amount_of: AmountOf
) -> Grade:
    """Judge a single number."""
    node = read_number(response, style)
    asked = read_number(str(spec["answer"]), AUTHOR_STYLE)
    answer, given = amount_of(asked), amount_of(node)
    grade = judge(given, answer, spec)
    if grade.verdict != "incorrect":
        return grade
    if isinstance(node, Call) and node.function == "percent":
        if judge(amount_of(node.arguments[0]), answer, spec).verdict == "correct":
            return Grade(
                verdict="almost",
                note="number.percent",
                message="That is a hundredth of the number before the % sign; leave the sign out.",
            )
    elif isinstance(asked, Call) and asked.function == "percent":
        if judge(given, amount_of(asked.arguments[0]), spec).verdict == "correct":
            return Grade(
                verdict="almost", note="number.percent_missing", message="The % sign is missing."
            )
    elif judge(amount_of(Negative(node)), answer, spec).verdict == "correct":
        return Grade(verdict="incorrect", note="number.sign", message="Look at the sign again.")
    return grade


def judge_members(
    response: str,
    spec: Mapping[str, Any],
    style: Style,
    is_same: IsSame,
) -> Grade:
    """Judge a set, in any order, or a list, in order."""
    members = read_members(response, vocabulary_of(spec), style)
    given = [node for _, node in _in_declared_order(members, spec)]
    asked = _asked_members(spec)
    fits = partial(_fits, is_same, spec.get("tolerance"))
    if spec["type"] == "list":
        return _judge_list(given, asked, fits)
    return _judge_set(_distinct(given, is_same), _distinct(asked, is_same), fits)


def _fits(is_same: IsSame, tolerance: Tolerance, given: Node, asked: Node) -> bool:
    return is_same(given, asked, tolerance)


def _asked_members(spec: Mapping[str, Any]) -> list[Node]:
    author = author_vocabulary(spec)
    return [
        node
        for text in listed(spec["answer"])
        for _, node in read_members(text, author, AUTHOR_LIST_STYLE)
    ]


def _in_declared_order(
    members: list[tuple[str, Node]], spec: Mapping[str, Any]
) -> Sequence[tuple[str, Node]]:
    """Put "y = 2, x = 1" in the order in which the question declares x and y."""
    declared = list(spec.get("variables", ()))
    names = [name for name, _ in members]
    if spec["type"] == "list" and sorted(names) == sorted(declared) and all(names):
        return sorted(members, key=lambda member: declared.index(member[0]))
    return members


def _distinct(nodes: Sequence[Node], is_same: IsSame) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if not any(is_same(node, other, None) for other in kept):
            kept.append(node)
    return kept


def _judge_set(
    given: Sequence[Node], asked: Sequence[Node], fits: Callable[[Node, Node], bool]
) -> Grade:
    found = [node for node in asked if any(fits(other, node) for other in given)]
    if len(found) == len(asked) == len(given):
        return Grade(verdict="correct", note="set.same")
    if found and len(found) == len(given):
        return Grade(
            verdict="incorrect", note="set.missing", message="Those are right, but there are more."
        )
    if asked and len(found) == len(asked):
        return Grade(
            verdict="incorrect", note="set.extra", message="You gave more than belong there."
        )
    return Grade(verdict="incorrect", note="set.wrong")


def _judge_list(
    given: Sequence[Node], asked: Sequence[Node], fits: Callable[[Node, Node], bool]
) -> Grade:
    if len(given) != len(asked):
        return Grade(
            verdict="incorrect",
            note="list.length",
            message="The number of values is not the one asked for.",
        )
    if all(fits(left, right) for left, right in zip(given, asked, strict=True)):
        return Grade(verdict="correct", note="list.same")
    if _judge_set(given, asked, fits).verdict == "correct":
        return Grade(
            verdict="incorrect",
            note="list.order",
            message="The values are right; their order is not.",
        )
    return Grade(verdict="incorrect", note="list.wrong")
