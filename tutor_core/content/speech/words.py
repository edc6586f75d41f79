"""How the signs and commands of formulas are said in English."""

from __future__ import annotations

from collections.abc import Mapping

SIGNS: Mapping[str, str] = {
    "=": "equals",
    "+": "plus",
    "-": "minus",
    "\N{MINUS SIGN}": "minus",
    "*": "times",
    "/": "over",
    "<": "is less than",
    ">": "is greater than",
    ":": "to",
    "!": "factorial",
    "%": "percent",
    "'": "prime",
    "(": "open bracket",
    ")": "close bracket",
    "[": "open bracket",
    "]": "close bracket",
    "\N{DEGREE SIGN}": "degrees",
    "\N{SUPERSCRIPT TWO}": "squared",
    "\N{SUPERSCRIPT THREE}": "cubed",
    "&": ",",
    ",": ",",
    ";": ",",
    ".": ".",
}
COMMANDS: Mapping[str, str] = {
    "cdot": "times",
    "times": "times",
    "div": "divided by",
    "pm": "plus or minus",
    "mp": "minus or plus",
    "ne": "is not equal to",
    "neq": "is not equal to",
    "le": "is at most",
    "leq": "is at most",
    "ge": "is at least",
    "geq": "is at least",
    "approx": "is about",
    "equiv": "is equivalent to",
    "sim": "is similar to",
    "propto": "is proportional to",
    "to": "goes to",
    "rightarrow": "goes to",
    "Rightarrow": "so",
    "mid": "given",
    "in": "in",
    "cup": "or",
    "cap": "and",
    "infty": "infinity",
    "ldots": "and so on",
    "cdots": "and so on",
    "dots": "and so on",
    "circ": "degrees",
    "prime": "prime",
    "degree": "degrees",
    "angle": "angle",
    "triangle": "triangle",
    "perp": "is perpendicular to",
    "parallel": "is parallel to",
    "quad": ",",
    "qquad": ",",
    "varphi": "phi",
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "%": "percent",
    "$": "dollars",
    "{": "open brace",
    "}": "close brace",
    "\\": ",",
}
# Commands that only say how something looks.
SILENT = frozenset(
    ("left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "textstyle", "limits")
) | frozenset((",", ";", ":", "!", " ", ">"))
# Commands whose argument is words, not a formula.
VERBATIM = frozenset(("text", "operatorname", "mathrm", "textbf", "mbox"))
FUNCTIONS: Mapping[str, str] = {
    "sin": "the sine",
    "cos": "the cosine",
    "tan": "the tangent",
    "arcsin": "the arc sine",
    "arccos": "the arc cosine",
    "arctan": "the arc tangent",
    "ln": "the natural logarithm",
    "log": "the logarithm",
    "exp": "the exponential",
    "max": "the maximum",
    "min": "the minimum",
}
# What is said before the lower bound, and before the upper one.
BOUNDED: Mapping[str, tuple[str, str, str]] = {
    "int": ("the integral", "from", "to"),
    "sum": ("the sum", "for", "up to"),
    "prod": ("the product", "for", "up to"),
    "lim": ("the limit", "as", "to"),
}
ACCENTS: Mapping[str, str] = {
    "vec": "vector {}",
    "overrightarrow": "vector {}",
    "bar": "{} bar",
    "overline": "{} bar",
    "hat": "{} hat",
    "tilde": "{} tilde",
    "dot": "{} dot",
}
