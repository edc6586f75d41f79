"""Tokens into a tree, by precedence climbing, with what stopped the reading and where.

Conventions, all of which the learner sees in what was understood: an implied product binds like a
written one, so 1/2x is (1/2)x; a function without brackets takes the implied product that follows
(sin 2x cos x is sin(2x) cos(x)); sin^2 x is (sin x)^2 and sin^-1 x is arcsin x; log is the natural
logarithm, as is ln, and log10, lg or log_b name another base; -x^2 is -(x^2); a^b^c is a^(b^c).
"""

from fractions import Fraction

from tutor_core.content.answers.brackets import PARTNERS, check_brackets
from tutor_core.content.answers.notation import INVERSES
from tutor_core.content.answers.refusals import (
    missing_after,
    never_closed,
    nothing_inside,
    out_of_place,
    too_deep,
    unexpected,
)
from tutor_core.content.answers.syntax import (
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
    rational,
)
from tutor_core.content.answers.tokens import Style, Token
from tutor_core.content.answers.verdicts import UnreadableError, empty

MAX_DEPTH = 25
_POSTFIX = {"%": "percent", "°": "degree", "!": "factorial"}
_TAKES_ONE_ATOM = frozenset({"sqrt", "cbrt", "abs"})


def parse(tokens: list[Token], style: Style) -> Node:
    """Return the tree of one expression whose names are already resolved.

    Raises:
        UnreadableError: With the position where reading stopped.
    """
    if not tokens:
        raise empty()
    check_brackets(tokens)
    return _Parser(tokens, style).whole()


class _Parser:
    """One pass over the tokens; `at` is the next one to read."""

    def __init__(self, tokens: list[Token], style: Style) -> None:
        self.tokens = list(tokens)
        self.style = style
        self.at = 0
        self.depth = 0
        self.open_bars = 0

    def whole(self) -> Node:
        node = self._sum()
        if self.at < len(self.tokens):
            raise out_of_place(self.tokens[self.at])
        return node

    # Looking ahead

    def _next(self, offset: int = 0) -> Token | None:
        index = self.at + offset
        return self.tokens[index] if index < len(self.tokens) else None

    def _next_is(self, kind: str, texts: str) -> bool:
        token = self._next()
        return token is not None and token.kind == kind and token.text in texts

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _take_sign(self) -> bool:
        """Take any run of + and -; return whether it makes the opposite."""
        is_negative = False
        while self._next_is("operator", "+-"):
            is_negative ^= self._take().text == "-"
        return is_negative

    def _missing(self) -> UnreadableError:
        token = self._next()
        if token is None or token.kind == "close":
            return missing_after(self.tokens[self.at - 1])
        return unexpected(token)

    # From loose to tight

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep(self.tokens[min(self.at, len(self.tokens) - 1)])

    def _sum(self) -> Node:
        self._deeper()
        terms = [self._product()]
        while self._next_is("operator", "+-"):
            sign = self._take().text
            term = self._product()
            terms.append(term if sign == "+" else Negative(term))
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _product(self) -> Node:
        is_negative = self._take_sign()
        node = self._power()
        while True:
            if self._next_is("operator", "*/"):
                sign = self._take().text
                factor = self._factor()
                node = _times(node, factor) if sign == "*" else Quotient(node, factor)
            elif self._starts_factor():
                node = _times(node, self._power())
            else:
                return Negative(node) if is_negative else node

    def _factor(self) -> Node:
        """Return what a written * or / applies to; it may have a sign of its own."""
        is_negative = self._take_sign()
        node = self._power()
        while self.style.tight_products and self._starts_factor():
            node = _times(node, self._power())
        return Negative(node) if is_negative else node

    def _starts_factor(self) -> bool:
        """Return whether an implied factor follows; a number never is one: x2 means nothing."""
        token = self._next()
        if token is None:
            return False
        if token.kind == "bar":
            return self.open_bars == 0
        return token.kind in {"variable", "constant", "function", "open"}

    def _power(self) -> Node:
        node = self._postfix()
        if not self._next_is("operator", "^"):
            return node
        self._take()
        return _raised(node, self._exponent())

    def _exponent(self) -> Node:
        self._deeper()
        is_negative = self._take_sign()
        exponent = self._power()
        self.depth -= 1
        return Negative(exponent) if is_negative else exponent

    def _postfix(self) -> Node:
        node = self._atom()
        if self._next_is("operator", "%°!"):
            return Call(_POSTFIX[self._take().text], (node,))
        return node

    def _atom(self) -> Node:
        token = self._next()
        if token is None:
            raise self._missing()
        match token.kind:
            case "number":
                return self._number()
            case "variable":
                return Variable(self._take().text)
            case "constant":
                return Constant(self._take().text)
            case "function":
                return self._function()
            case "open":
                return self._group()
            case "bar":
                return self._bars()
        raise self._missing()

    def _number(self) -> Node:
        """Return a number, or a whole one and the fraction after it: 1½, 1 1/2."""
        number = _number(self._take())
        upper = self._next()
        if upper is None or upper.kind != "number" or not number.text.isdigit():
            return number
        if "/" in upper.text:
            return Call("mixed", (number, _number(self._take())))
        bar, lower = self._next(1), self._next(2)
        if not self.style.mixed_numbers or bar is None or lower is None:
            return number
        if bar.text != "/" or lower.kind != "number" or not (upper.text + lower.text).isdigit():
            return number
        self.at += 3
        return Call("mixed", (number, Quotient(_number(upper), _number(lower))))

    def _group(self) -> Node:
        opening = self._take()
        closing = PARTNERS[opening.text]
        if self._next_is("close", closing):
            raise nothing_inside(opening)
        bars, self.open_bars = self.open_bars, 0
        node = self._sum()
        self.open_bars = bars
        self._close(closing)
        return node

    def _close(self, closing: str) -> None:
        token = self._next()
        if token is None or token.text != closing:
            raise out_of_place(token) if token else self._missing()
        self._take()

    def _bars(self) -> Node:
        opening = self._take()
        self.open_bars += 1
        node = self._sum()
        self.open_bars -= 1
        if not self._next_is("bar", "|"):
            raise never_closed(opening)
        self._take()
        return Call("abs", (node,))

    # Functions

    def _function(self) -> Node:
        self._deeper()
        node = self._applied()
        self.depth -= 1
        return node

    def _applied(self) -> Node:
        name, _, subscript = self._take().text.partition("_")
        if name == "frac":
            return Quotient(self._fraction_part(), self._fraction_part())
        degree = self._group() if name == "sqrt" and self._next_is("open", "[") else None
        exponent = None
        if self._next_is("operator", "^"):
            self._take()
            exponent = self._exponent()
        argument = self._argument(name)
        if degree is not None:
            return _raised(Call("root", (argument, degree)), exponent)
        if subscript:
            return _raised(Call("log", (argument, _base(subscript))), exponent)
        if name in INVERSES and exponent is not None and rational(exponent) == -1:
            return Call(INVERSES[name], (argument,))
        return _raised(Call(name, (argument,)), exponent)

    def _argument(self, name: str) -> Node:
        """Return what the function is applied to: brackets, or the implied product after it."""
        token = self._next()
        if token is None:
            raise self._missing()
        if token.kind == "open":
            return self._group()
        if name in _TAKES_ONE_ATOM:
            return self._atom()
        is_negative = self._take_sign()
        node = self._power()
        while (token := self._next()) and token.kind in {"variable", "constant"}:
            node = _times(node, self._power())
        return Negative(node) if is_negative else node

    def _fraction_part(self) -> Node:
        r"""Return a LaTeX argument: a group, or one digit of a run as in \frac12."""
        token = self._next()
        if token is None or token.kind not in {"number", "open", "variable", "constant"}:
            raise self._missing()
        if token.kind != "number" or not token.text.isdigit() or len(token.text) == 1:
            return self._atom()
        first, rest = token.text[0], token.text[1:]
        position = token.position
        self.tokens[self.at] = Token("number", rest, position + 1, Fraction(rest))
        return Number(Fraction(first), first, position)


def _number(token: Token) -> Number:
    return Number(token.value, token.text, token.position, token.separator)


def _base(subscript: str) -> Node:
    if subscript.isdigit():
        return Number(Fraction(subscript), subscript, 0)
    return Constant("e") if subscript == "e" else Variable(subscript)


def _raised(node: Node, exponent: Node | None) -> Node:
    return node if exponent is None else Power(node, exponent)


def _times(left: Node, right: Node) -> Node:
    if isinstance(left, Product):
        return Product((*left.factors, right))
    return Product((left, right))
