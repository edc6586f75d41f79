"""The rules that take algebra, numerics or units. Only the worker imports this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tutor_core.content.answers import algebra
from tutor_core.content.answers.amounts import (
    FEWEST_FIGURES,
    Amount,
    figures,
    is_same_within,
    judge,
    written_digits,
)
from tutor_core.content.answers.intervals import read_region
from tutor_core.content.answers.judging import (
    Judge,
    NeedsWorkerError,
    Tolerance,
    assess,
    judge_members,
    judge_number,
    judge_plain,
    read_number,
)
from tutor_core.content.answers.numerics import evaluate
from tutor_core.content.answers.probing import (
    FAR,
    Agreement,
    are_proportional,
    compare,
    differ_by_constant,
)
from tutor_core.content.answers.quantities import judge_quantity
from tutor_core.content.answers.reading import (
    AUTHOR_LIST_STYLE,
    AUTHOR_STYLE,
    Equation,
    author_vocabulary,
    constants_of_integration,
    read_equation,
    read_expression,
    vocabulary_of,
)
from tutor_core.content.answers.regions import judge_region
from tutor_core.content.answers.syntax import (
    Negative,
    Node,
    Number,
    Sum,
    Variable,
    is_polynomial,
    variables,
    walk,
)
from tutor_core.content.answers.tokens import Style
from tutor_core.content.answers.units import read_quantity
from tutor_core.content.answers.verdicts import Grade, UnreadableError

LARGEST_SNAPPED = 10**6
_SNAP = Fraction(1, 10**42)

_FORMS = {
    "factored": ("expression.not_factored", "That is equivalent, but please factor it completely."),
    "expanded": (
        "expression.not_expanded",
        "That is equivalent, but please multiply out and collect like terms.",
    ),
    "lowest_terms": (
        "expression.not_lowest_terms",
        "That is equivalent, but please write it as one fraction in lowest terms.",
    ),
}


def assess_fully(response: str, spec: Mapping[str, Any], locale: str) -> Grade:
    """Return the grade of any response to any valid spec, however long it takes."""
    return assess(response, spec, locale, _judge)


def _judge(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    try:
        return judge_plain(response, spec, style)
    except NeedsWorkerError:
        pass
    return _JUDGES[spec["type"]](response, spec, style)


def amount(node: Node) -> Amount:
    """Return the value of a constant tree, exact where it is rational after all.

    An approximation that is within 10^-42 of a fraction with a small denominator is that
    fraction: sqrt(2) * sqrt(8) is 4, whatever way the roots were computed.

    Raises:
        NoValueError: It has none.
    """
    value = evaluate(node, {})
    if isinstance(value, Fraction):
        return Amount(value, True, node)
    mantissa, exponent = (int(part) for part in (value.man, value.exp))
    close = (-1 if value < 0 else 1) * abs(mantissa) * Fraction(2) ** exponent
    near = close.limit_denominator(LARGEST_SNAPPED)
    if near != 0 and abs(close - near) <= _SNAP * abs(near):
        return Amount(near, True, node)
    return Amount(close, False, node)


def _same(left: Node, right: Node, tolerance: Tolerance) -> bool:
    names = variables(left) | variables(right)
    if not names:
        return is_same_within(amount(left), amount(right), tolerance)
    agreement = compare(left, right, names, frozenset())
    return agreement.is_equal and agreement.same_domain


def _judge_listed(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    return judge_members(response, spec, style, _same)


def _judge_interval(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    asked = read_region(str(spec["answer"]), AUTHOR_LIST_STYLE)
    return judge_region(read_region(response, style), asked, amount)


def _judge_number(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    grade = judge_number(response, spec, style, amount)
    if grade.verdict == "correct" and spec.get("form"):
        node, asked = (
            read_number(response, style),
            read_number(str(spec["answer"]), AUTHOR_STYLE),
        )
        return _with_form(node, asked, str(spec["form"])) or grade
    return grade


def _judge_quantity(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    given = read_quantity(response, style)
    asked = read_quantity(str(spec["answer"]), AUTHOR_STYLE)
    return judge_quantity(amount(given.number), given.unit, amount(asked.number), asked.unit, spec)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A response and the author's answer, both as trees."""

    response: Node
    answer: Node
    spec: Mapping[str, Any]

    @property
    def names(self) -> frozenset[str]:
        return variables(self.response) | variables(self.answer)

    def agreement(self) -> Agreement:
        positive = frozenset(map(str, self.spec.get("positive", ())))
        return compare(self.response, self.answer, self.names, positive)


def _judge_expression(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    node = read_expression(response, vocabulary_of(spec), style)
    asked = read_expression(str(spec["answer"]), author_vocabulary(spec), AUTHOR_STYLE)
    pair = _Comparison(node, asked, spec)
    if spec.get("up_to_constant"):
        return _judge_antiderivative(pair)
    if pair.names:
        grade = _judge_equivalence(pair)
    else:
        grade = judge(amount(node), amount(asked), spec, "expression")
    if grade.verdict == "correct" and spec.get("form"):
        return _with_form(node, asked, str(spec["form"])) or grade
    return grade


def _judge_antiderivative(pair: _Comparison) -> Grade:
    free = constants_of_integration(pair.spec)
    names = pair.names or frozenset({"x"})
    if differ_by_constant(pair.response, pair.answer, names, free):
        return Grade(verdict="correct", note="expression.up_to_constant")
    return Grade(verdict="incorrect", note="expression.wrong")


def _judge_equivalence(pair: _Comparison) -> Grade:
    agreement = pair.agreement()
    if not agreement.is_decided and algebra.are_identical(pair.response, pair.answer):
        return Grade(verdict="correct", note="expression.equivalent")
    if agreement.is_equal and agreement.same_domain:
        if agreement.same_everywhere:
            return Grade(verdict="correct", note="expression.equivalent")
        return Grade(
            verdict="correct",
            note="expression.domain",
            message="Equal wherever both are defined; single points are missing in one of them.",
        )
    if agreement.is_equal:
        return Grade(
            verdict="incorrect",
            note="expression.domain_differs",
            message="That agrees with the answer for some values only: "
            "try a negative number in both.",
        )
    if _is_rounded(pair.response, agreement.worst):
        return Grade(
            verdict="almost",
            note="expression.rounded",
            message="That is very near: write exact numbers, not rounded ones.",
        )
    return Grade(verdict="incorrect", note="expression.wrong")


def _is_rounded(node: Node, worst: float) -> bool:
    decimals = [part for part in walk(node) if isinstance(part, Number) and "." in part.text]
    precise = all(
        written_digits(part) is not None and figures(part)[-1] >= FEWEST_FIGURES
        for part in decimals
    )
    return bool(decimals) and precise and 0 < worst < FAR


def _with_form(node: Node, asked: Node, form: str) -> Grade | None:
    """Return "almost" where the form asked for is not the form given."""
    fits = {
        "factored": lambda: algebra.is_factored(node, asked),
        "expanded": lambda: algebra.is_expanded(node),
        "lowest_terms": lambda: algebra.is_in_lowest_terms(node),
    }[form]()
    note, message = _FORMS[form]
    return None if fits else Grade(verdict="almost", note=note, message=message)


def _judge_equation(response: str, spec: Mapping[str, Any], style: Style) -> Grade:
    asked = read_equation(str(spec["answer"]), author_vocabulary(spec), AUTHOR_STYLE)
    given = read_equation(response, vocabulary_of(spec), style)
    if not isinstance(asked, Equation):
        raise UnreadableError("invalid.syntax", "The answer is not an equation.")
    if not isinstance(given, Equation):
        return _judge_side(given, asked, spec)
    left, right = _difference(given), _difference(asked)
    if are_proportional(left, right, variables(left) | variables(right)):
        return Grade(verdict="correct", note="equation.equivalent")
    if not (is_polynomial(left) and is_polynomial(right)) and (
        algebra.have_proportional_numerators(left, right)
    ):
        return Grade(verdict="correct", note="equation.rearranged")
    return Grade(verdict="incorrect", note="equation.wrong")


def _difference(equation: Equation) -> Node:
    return Sum((equation.left, Negative(equation.right)))


def _judge_side(given: Node, asked: Equation, spec: Mapping[str, Any]) -> Grade:
    for name, side in ((asked.left, asked.right), (asked.right, asked.left)):
        if not isinstance(name, Variable) or name.name in variables(side):
            continue
        if _judge_equivalence(_Comparison(given, side, spec)).verdict == "correct":
            return Grade(
                verdict="almost",
                note="equation.side_missing",
                message=f"Write the whole equation, beginning with {name.name} =.",
            )
    return Grade(
        verdict="invalid",
        note="invalid.not_an_equation",
        message="An equation is asked for: there is no equals sign.",
    )


_JUDGES: dict[str, Judge] = {
    "number": _judge_number,
    "set": _judge_listed,
    "list": _judge_listed,
    "quantity": _judge_quantity,
    "interval": _judge_interval,
    "equation": _judge_equation,
    "expression": _judge_expression,
}
