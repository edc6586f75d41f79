"""A tree as LaTeX, so that the learner sees how the answer was understood."""

from tutor_core.content.answers.notation import GREEK_NAMES
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
    walk,
)

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_NAMED = {"ln", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "exp"}
_INVERSE = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
_AROUND = {
    "sqrt": (r"\sqrt{", "}"),
    "cbrt": (r"\sqrt[3]{", "}"),
    "abs": (r"\left|", r"\right|"),
}
_BEHIND = {"percent": r"\,\%", "degree": r"^{\circ}", "factorial": "!"}
_CONSTANTS = {"pi": r"\pi", "e": "e", "oo": r"\infty"}


def latex(node: Node, *, decimal_mark: str = ".") -> str:
    """Return the tree as LaTeX, keeping its form: nothing is simplified."""
    return _Renderer("{,}" if decimal_mark == "," else decimal_mark).write(node)


def separators_read(*nodes: Node) -> list[str]:
    """Return what is to be said of the commas and points read inside numbers, each once."""
    said = [
        part.separator
        for node in nodes
        for part in walk(node)
        if isinstance(part, Number) and part.separator
    ]
    return list(dict.fromkeys(said))


class _Renderer:
    def __init__(self, decimal_mark: str) -> None:
        self.decimal_mark = decimal_mark

    def write(self, node: Node, tightness: int = _SUM) -> str:
        text, own = self._written(node)
        return rf"\left({text}\right)" if own < tightness else text

    def _written(self, node: Node) -> tuple[str, int]:
        match node:
            case Number():
                return self._number(node)
            case Variable(name):
                return _variable(name), _ATOM
            case Constant(name):
                return _CONSTANTS[name], _ATOM
            case Call(function, arguments):
                return self._call(function, arguments)
        return self._operation(node)

    def _operation(self, node: Node) -> tuple[str, int]:
        match node:
            case Negative(operand):
                return f"-{self.write(operand, _PRODUCT)}", _SUM
            case Sum(terms):
                return self._sum(terms), _SUM
            case Product(factors):
                return self._product(factors), _PRODUCT
            case Quotient(upper, lower):
                return rf"\frac{{{self.write(upper)}}}{{{self.write(lower)}}}", _PRODUCT
            case Power(base, exponent):
                return self._power(base, exponent), _POWER
        raise TypeError(f"not a node: {node!r}")

    def _power(self, base: Node, exponent: Node) -> str:
        if isinstance(base, Call) and base.function in _NAMED:
            argument = self.write(base.arguments[0])
            return rf"\{base.function}^{{{self.write(exponent)}}}\left({argument}\right)"
        return f"{self.write(base, _ATOM)}^{{{self.write(exponent)}}}"

    def _number(self, number: Number) -> tuple[str, int]:
        if "/" in number.text:
            upper, lower = number.text.split("/")
            return rf"\tfrac{{{upper}}}{{{lower}}}", _PRODUCT
        digits, _, exponent = number.text.partition("e")
        shown = digits.replace(".", self.decimal_mark)
        if exponent:
            return rf"{shown} \cdot 10^{{{exponent}}}", _PRODUCT
        return shown, _ATOM

    def _sum(self, terms: tuple[Node, ...]) -> str:
        text = self.write(terms[0])
        for term in terms[1:]:
            if isinstance(term, Negative):
                text += f" - {self.write(term.operand, _PRODUCT)}"
            else:
                text += f" + {self._after_sign(term)}"
        return text

    def _after_sign(self, term: Node) -> str:
        return self.write(term, _PRODUCT if isinstance(term, Sum) else _SUM)

    def _product(self, factors: tuple[Node, ...]) -> str:
        parts = [self.write(factor, _PRODUCT) for factor in factors]
        text = parts[0]
        for factor, part in zip(factors[1:], parts[1:], strict=True):
            starts_with_digit = part[0].isdigit() or isinstance(factor, Quotient)
            text += (r" \cdot " if starts_with_digit else " ") + part
        return text

    def _call(self, function: str, arguments: tuple[Node, ...]) -> tuple[str, int]:
        inner = self.write(arguments[0])
        if function in _AROUND:
            before, after = _AROUND[function]
            return f"{before}{inner}{after}", _ATOM
        if function in _BEHIND:
            return self.write(arguments[0], _ATOM) + _BEHIND[function], _POWER
        if function == "mixed":
            return rf"{inner}\,{self.write(arguments[1])}", _PRODUCT
        if function == "root":
            return rf"\sqrt[{self.write(arguments[1])}]{{{inner}}}", _ATOM
        return rf"{self._function_name(function, arguments)}\left({inner}\right)", _POWER

    def _function_name(self, function: str, arguments: tuple[Node, ...]) -> str:
        if function == "log":
            return rf"\log_{{{self.write(arguments[1])}}}"
        if function == "log10":
            return r"\log_{10}"
        if function in _NAMED:
            return rf"\{function}"
        return _INVERSE.get(function, rf"\operatorname{{{function}}}")


def _variable(name: str) -> str:
    base, _, subscript = name.partition("_")
    shown = rf"\{base}" if base in GREEK_NAMES and base not in {"omicron", "Alpha"} else base
    if len(shown) > 1 and not shown.startswith("\\"):
        shown = rf"\mathit{{{shown}}}"
    return f"{shown}_{{{subscript}}}" if subscript else shown
