"""Arithmetic for the parameters of an item template: exact, but for a few named functions.

A formula is one Python expression over whole numbers and fractions. It is parsed by `ast` and
walked here, node by node, against a list of what is allowed: nothing is ever executed, so a
formula may come from a teacher's file. Every size is bounded.

`sin`, `cos`, `tan`, `atan` (radians), `exp`, `ln`, `root` and `pi` give 12 significant digits, so
that every machine draws the same variant whatever the last bit of its mathematics library.

Deviation from Python: `round` goes half away from zero (2.5 -> 3), as schools teach it.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

Value = int | Fraction | str
Number = int | Fraction

LONGEST_FORMULA = 300
LARGEST_NUMBER = 10**30
LARGEST_EXPONENT = 64
LARGEST_FACTORIAL = 20
LARGEST_COMB = 200
APPROXIMATE_DIGITS = 12


class FormulaError(ValueError):
    """A formula that cannot be used; the sentence is written for its author."""


class NoValueError(FormulaError):
    """A sound formula that has no exact value for these numbers (1/0, sqrt(2))."""


def evaluate(formula: str, names: Mapping[str, Value]) -> Value:
    """Compute a formula exactly.

    Args:
        formula: For example `a*x + b`, `sqrt(a**2 + b**2)`, `a != b and gcd(a, b) == 1`.
        names: The value of every name that the formula may use.

    Returns:
        An int wherever the value is whole, a Fraction otherwise; comparisons give a bool.

    Raises:
        NoValueError: These numbers have no exact result.
        FormulaError: The formula is not one that we compute.
    """
    return _value(parse_formula(formula), names)


def evaluate_parsed(parsed: ast.expr, names: Mapping[str, Value]) -> Value:
    """Compute a formula read by `parse_formula`, for whoever computes it many times."""
    return _value(parsed, names)


@lru_cache(maxsize=4096)
def parse_formula(formula: str) -> ast.expr:
    """Read a formula; its names and operations are judged when it is computed."""
    if len(formula) > LONGEST_FORMULA:
        raise FormulaError(f"a formula has at most {LONGEST_FORMULA} characters")
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(f"`{formula}` cannot be read as a formula") from None


def names_in(formula: str) -> frozenset[str]:
    """List the parameters that a formula uses."""
    nodes = list(ast.walk(parse_formula(formula)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called
    )


def exact(value: float | Fraction | str) -> Value:
    """Turn a number as a file gives it (0.1 is one tenth) into the exact one."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise FormulaError("a number grew out of bounds")
        return _tidy(Fraction(repr(value)))
    return value if isinstance(value, str) else _tidy(value)


def size(value: Number) -> Number:
    """Give the absolute value."""
    return value if value >= 0 else -value


def rounded(value: Number, digits: int = 0) -> Number:
    """Round half away from zero to so many decimal places."""
    scaled = size(value) * 10**digits
    whole = math.floor(scaled + Fraction(1, 2))
    return _tidy(Fraction(whole if value >= 0 else -whole, 10**digits))


def _tidy(value: Number) -> Number:
    if isinstance(value, Fraction):
        if max(abs(value.numerator), value.denominator) > LARGEST_NUMBER:
            raise FormulaError("a number grew out of bounds")
        return value.numerator if value.denominator == 1 else value
    if abs(value) > LARGEST_NUMBER:
        raise FormulaError("a number grew out of bounds")
    return value


def _divide(left: Number, right: Number) -> Number:
    return Fraction(left) / right


def _power(base: Number, exponent: Number) -> Number:
    if not isinstance(exponent, int) or abs(exponent) > LARGEST_EXPONENT:
        raise FormulaError(f"an exponent is a whole number up to {LARGEST_EXPONENT}")
    return Fraction(base) ** exponent


def _sqrt(value: Number) -> Number:
    square = Fraction(value)
    if square < 0:
        raise NoValueError(f"sqrt({value}) is not real")
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    if root * root != square:
        raise NoValueError(f"sqrt({value}) is not exact")
    return root


def _whole(name: str, *values: Number, largest: int) -> list[int]:
    whole = [value for value in values if isinstance(value, int) and 0 <= value <= largest]
    if len(whole) != len(values):
        raise NoValueError(f"{name} takes whole numbers from 0 to {largest}")
    return whole


def _factorial(value: Number) -> int:
    return math.factorial(*_whole("factorial", value, largest=LARGEST_FACTORIAL))


def _comb(n: Number, k: Number) -> int:
    return math.comb(*_whole("comb", n, k, largest=LARGEST_COMB))


def _gcd(left: Number, right: Number) -> int:
    return math.gcd(*_whole("gcd", size(left), size(right), largest=LARGEST_NUMBER))


def _round(value: Number, digits: Number = 0) -> Number:
    return rounded(value, *_whole("round", digits, largest=12))


def _approximation(value: float) -> Number:
    return _tidy(Fraction(f"{value:.{APPROXIMATE_DIGITS}g}"))


def _approximate(name: str) -> Callable[[Number], Number]:
    function: Callable[[float], float] = getattr(math, name)

    def compute(value: Number) -> Number:
        try:
            return _approximation(function(float(value)))
        except (ValueError, OverflowError):
            raise NoValueError(f"there is no {name} of {value}") from None

    return compute


_BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "abs": abs,
    "min": min,
    "max": max,
    "gcd": _gcd,
    "sqrt": _sqrt,
    "round": _round,
    "comb": _comb,
    "factorial": _factorial,
    "sin": _approximate("sin"),
    "cos": _approximate("cos"),
    "tan": _approximate("tan"),
    "atan": _approximate("atan"),
    "exp": _approximate("exp"),
    "ln": _approximate("log"),
    "root": _approximate("sqrt"),
}
_CONSTANTS: dict[str, Number] = {"pi": _approximation(math.pi)}


def _value(node: ast.AST, names: Mapping[str, Value]) -> Value:
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise FormulaError(f"`{ast.unparse(node)}` is not allowed in a formula")
    return handler(node, names)


def _number(node: ast.AST, names: Mapping[str, Value]) -> Number:
    value = _value(node, names)
    if isinstance(value, str):
        raise FormulaError(f"`{ast.unparse(node)}` is a text, and only == and != work on texts")
    return value


def _constant(node: ast.Constant, names: Mapping[str, Value]) -> Value:  # noqa: ARG001
    if isinstance(node.value, (int, float, str)):
        return exact(node.value)
    raise FormulaError(f"`{ast.unparse(node)}` is not a number")


def _name(node: ast.Name, names: Mapping[str, Value]) -> Value:
    if node.id in names:
        return names[node.id]
    if node.id in _CONSTANTS:
        return _CONSTANTS[node.id]
    raise FormulaError(f"`{node.id}` is not a parameter")


def _binary(node: ast.BinOp, names: Mapping[str, Value]) -> Value:
    operation = _BINARY.get(type(node.op))
    if operation is None:
        raise FormulaError(f"`{ast.unparse(node)}` uses an operation that formulas do not have")
    try:
        return _tidy(operation(_number(node.left, names), _number(node.right, names)))
    except ZeroDivisionError:
        raise NoValueError(f"`{ast.unparse(node)}` divides by zero") from None


def _unary(node: ast.UnaryOp, names: Mapping[str, Value]) -> Value:
    if isinstance(node.op, ast.Not):
        return not _value(node.operand, names)
    if isinstance(node.op, ast.USub):
        return -_number(node.operand, names)
    raise FormulaError(f"`{ast.unparse(node)}` uses an operation that formulas do not have")


def _boolean(node: ast.BoolOp, names: Mapping[str, Value]) -> Value:
    combine = all if isinstance(node.op, ast.And) else any
    return combine(_value(part, names) for part in node.values)


def _compare(node: ast.Compare, names: Mapping[str, Value]) -> Value:
    operands = [_value(part, names) for part in (node.left, *node.comparators)]
    for kind, left, right in zip(node.ops, operands, operands[1:], strict=False):
        operation = _COMPARE.get(type(kind))
        ordered = not isinstance(kind, (ast.Eq, ast.NotEq))
        if operation is None or (ordered and (isinstance(left, str) or isinstance(right, str))):
            raise FormulaError(f"`{ast.unparse(node)}` is a comparison that formulas do not have")
        if not operation(left, right):  # type: ignore[arg-type]
            return False
    return True


def _choose(node: ast.IfExp, names: Mapping[str, Value]) -> Value:
    return _value(node.body if _value(node.test, names) else node.orelse, names)


def _call(node: ast.Call, names: Mapping[str, Value]) -> Value:
    function = _FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if function is None or node.keywords:
        known = ", ".join(sorted(_FUNCTIONS))
        raise FormulaError(f"`{ast.unparse(node)}` is not known; formulas have {known}")
    arguments = [_number(argument, names) for argument in node.args]
    try:
        return _tidy(function(*arguments))
    except TypeError:
        raise FormulaError(f"`{ast.unparse(node)}` has the wrong number of values") from None


_HANDLERS: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _choose,
    ast.Call: _call,
}
