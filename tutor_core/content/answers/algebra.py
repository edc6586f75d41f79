"""The form of an expression, and equations: what sympy knows about polynomials over the rationals.

Only this file imports sympy, and only the worker imports this file.
"""

from math import gcd

import sympy

from tutor_core.content.answers.syntax import (
    LARGEST_FACTORIAL,
    MAX_EXPONENT,
    BeyondReachError,
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    children,
    rational,
    variables,
    walk,
)

MAX_DEGREE = 60

_CALLED_ALIKE = "sin cos tan cot sec csc sinh cosh tanh asin acos atan exp sqrt cbrt factorial root"
_CALLS = {
    **{name: getattr(sympy, name) for name in _CALLED_ALIKE.split()},
    "ln": sympy.log,
    "log": sympy.log,
    "abs": sympy.Abs,
    "log10": lambda value: sympy.log(value, 10),
    "percent": lambda value: value / 100,
    "degree": lambda value: value * sympy.pi / 180,
    "mixed": lambda whole, part: whole + part,
}
_OPERATIONS = {
    Negative: lambda operand: -operand,
    Sum: sympy.Add,
    Product: sympy.Mul,
    Quotient: lambda upper, lower: upper / lower,
    Power: lambda base, exponent: base**exponent,
}
_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}


def to_sympy(node: Node) -> sympy.Expr:
    """Return the tree as a sympy expression.

    Raises:
        BeyondReachError: sympy would compute a number that is too large.
    """
    match node:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Variable(name):
            return sympy.Symbol(name, real=True)
        case Constant(name):
            return _CONSTANTS[name]
    _check_size(node)
    parts = [to_sympy(part) for part in children(node)]
    if isinstance(node, Call):
        return _CALLS[node.function](*parts)
    return _OPERATIONS[type(node)](*parts)


def _check_size(node: Node) -> None:
    """Refuse what sympy would try to compute in full: 2^(10^30), 99999999!."""
    rational(node)
    match node:
        case Power(_, exponent) if (times := rational(exponent)) and abs(times) > MAX_EXPONENT:
            raise BeyondReachError("that power is too large for me")
        case Call("factorial", (argument,)):
            whole = rational(argument)
            if whole is None or abs(whole) > LARGEST_FACTORIAL:
                raise BeyondReachError("that factorial is too large for me")


def polynomial(node: Node) -> sympy.Poly | None:
    """Return the tree as a polynomial over the rationals, None if it is not one."""
    names = variables(node)
    if not names or _degree(node) > MAX_DEGREE:
        return None
    try:
        return sympy.Poly(
            to_sympy(node), *[sympy.Symbol(n, real=True) for n in sorted(names)], domain="QQ"
        )
    except (sympy.PolynomialError, sympy.CoercionFailed):
        return None


def _degree(node: Node) -> int:
    """Return a bound of the degree, so that nothing huge is multiplied out."""
    if isinstance(node, Variable):
        return 1
    degrees = [_degree(part) for part in children(node)]
    match node:
        case Product() | Quotient():
            return sum(degrees)
        case Power(_, exponent):
            times = rational(exponent)
            return degrees[0] * (MAX_DEGREE if times is None else int(abs(times)) + 1)
    return max(degrees, default=0)


def factors(node: Node) -> list[Node]:
    """Return the factors as written, a power as often as its exponent says."""
    match node:
        case Negative(operand):
            return factors(operand)
        case Product(parts):
            return [factor for part in parts for factor in factors(part)]
        case Quotient(upper, lower):
            return [*factors(upper), *factors(lower)]
        case Power(base, exponent):
            times = rational(exponent)
            if times is not None and times.denominator == 1 and 0 < abs(times) <= MAX_DEGREE:
                return factors(base) * int(abs(times))
    return [node]


def is_factored(node: Node, answer: Node) -> bool:
    """Return whether a tree is written as a product that goes no further.

    Every factor must be irreducible over the rationals without a common whole-number factor, and
    there must be at least as many as in the author's answer, which may go beyond the rationals.
    """
    written = [factor for factor in factors(node) if variables(factor)]
    asked = [factor for factor in factors(answer) if variables(factor)]
    return len(written) >= len(asked) and all(map(_is_prime_factor, written))


def _is_prime_factor(node: Node) -> bool:
    poly = polynomial(node)
    if poly is None:
        return True
    if poly.total_degree() == 0 or not poly.is_irreducible:
        return False
    return _content(poly) == 1


def _content(poly: sympy.Poly) -> int:
    """Return the common whole-number factor of the coefficients, 1 if some are fractions."""
    coefficients = poly.coeffs()
    if any(coefficient.q != 1 for coefficient in coefficients):
        return 1
    return gcd(*(int(coefficient) for coefficient in coefficients))


def is_expanded(node: Node) -> bool:
    """Return whether no product or power of a sum is left and like terms are collected."""
    if any(_is_unexpanded(part) for part in walk(node)):
        return False
    poly = polynomial(node)
    return poly is None or len(_terms(node)) <= len(poly.terms())


def _is_unexpanded(node: Node) -> bool:
    match node:
        case Product(parts):
            return len(parts) > 1 and any(_is_sum(part) for part in parts)
        case Power(base, exponent):
            times = rational(exponent)
            return _is_sum(base) and times is not None and times > 1
        case Negative(operand):
            return _is_sum(operand)
    return False


def _is_sum(node: Node) -> bool:
    return isinstance(node, Sum) or (isinstance(node, Negative) and _is_sum(node.operand))


def _terms(node: Node) -> list[Node]:
    if isinstance(node, Sum):
        return [term for part in node.terms for term in _terms(part)]
    return [node]


def is_in_lowest_terms(node: Node) -> bool:
    """Return whether a tree is one fraction, or none, that cannot be cancelled."""
    if isinstance(node, Negative):
        return is_in_lowest_terms(node.operand)
    if isinstance(node, Number):
        return "." not in node.text and "e" not in node.text and _is_written_low(node)
    if isinstance(node, Quotient):
        return _is_lowest(node.numerator, node.denominator)
    if isinstance(node, Product):
        fractions = [part for part in node.factors if _has_fraction(part)]
        rest = [part for part in node.factors if not _has_fraction(part)]
        return len(fractions) == 0 or (
            len(fractions) == 1
            and isinstance(fractions[0], Quotient)
            and _is_lowest(Product((fractions[0].numerator, *rest)), fractions[0].denominator)
        )
    return not any(
        isinstance(part, Call) and part.function == "percent" for part in walk(node)
    ) and (not isinstance(node, Sum) or not _has_fraction(node))


def _is_written_low(number: Number) -> bool:
    return "/" not in number.text or number.text == str(number.value)


def _has_fraction(node: Node) -> bool:
    return any(isinstance(part, Quotient) for part in walk(node))


def _is_lowest(upper: Node, lower: Node) -> bool:
    if _has_fraction(upper) or _has_fraction(lower):
        return False
    numbers = rational(upper), rational(lower)
    if numbers[0] is not None and numbers[1] is not None:
        whole = all(number is not None and number.denominator == 1 for number in numbers)
        return whole and gcd(int(numbers[0]), int(numbers[1])) == 1 and numbers[1] != 1
    common = sympy.gcd(sympy.expand(to_sympy(upper)), sympy.expand(to_sympy(lower)))
    return bool(abs(common) == 1)


def are_identical(left: Node, right: Node) -> bool:
    """Return whether the difference multiplies out to nothing."""
    if max(_degree(left), _degree(right)) > MAX_DEGREE:
        return False
    return bool(sympy.expand(to_sympy(left) - to_sympy(right)) == 0)


def have_proportional_numerators(left: Node, right: Node) -> bool:
    """Return whether two equations "tree = 0" differ only by what may not be zero anyway."""
    if max(_degree(left), _degree(right)) > MAX_DEGREE:
        return False
    upper = [sympy.numer(sympy.together(to_sympy(node))) for node in (left, right)]
    ratio = sympy.cancel(upper[0] / upper[1]) if upper[1] != 0 else sympy.S.Zero
    return bool(ratio.is_number and ratio != 0 and ratio.is_finite)
