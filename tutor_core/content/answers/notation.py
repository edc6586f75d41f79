"""The written signs of mathematics that a learner may type or paste: tables, no rules."""

# ruff: noqa: RUF001 - signs that look alike are what these tables are about

import unicodedata

_NAMED_ALIKE = "sin cos tan cot sec csc sinh cosh tanh asin acos atan exp ln sqrt cbrt abs frac"
FUNCTIONS = {
    **{name: name for name in _NAMED_ALIKE.split()},
    **{"tg": "tan", "ctg": "cot", "cosec": "csc", "sen": "sin"},
    **{"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan"},
    **{"log": "ln", "lg": "log10", "√": "sqrt", "∛": "cbrt"},
}
INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan"}
CONSTANTS = {"pi": "pi", "e": "e", "oo": "oo", "inf": "oo", "infinity": "oo", "infty": "oo"}

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma tau upsilon phi chi psi omega"
)
_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK = {
    **dict(zip(_LETTERS, _GREEK.split(), strict=True)),
    **{
        letter.upper(): name.capitalize()
        for letter, name in zip(_LETTERS, _GREEK.split(), strict=True)
    },
    "ς": "sigma",
    "ϵ": "epsilon",
}
GREEK_NAMES = frozenset(GREEK.values()) - {"pi"}

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱ", "0123456789+-()nxi", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

# One sign for one sign, so that positions stay those of what was typed.
CHARACTERS = {
    **dict.fromkeys("−–—‒‐‑﹣－", "-"),
    **dict.fromkeys("×·∙⋅•✕⨯∗✖⨉", "*"),
    **dict.fromkeys("÷∕⁄:∶", "/"),
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("’‘′ʹ`´", "'"),
    **dict.fromkeys("∣│｜", "|"),
    **dict.fromkeys("≤⩽≦", "≤"),
    **dict.fromkeys("≥⩾≧", "≥"),
    "⟨": "(",
    "⟩": ")",
}

# LaTeX that is layout and says nothing.
_LAYOUT = (
    "left right big Big bigl bigr Bigl Bigr displaystyle quad qquad text mathrm operatorname "
    "mathbb mathbf mathit limits , ; : ! ( ) [ ]"
)
COMMANDS = {
    **dict.fromkeys(_LAYOUT.split(), ""),
    **dict.fromkeys((" ", "\\"), ""),
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), "frac"),
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    **dict.fromkeys(("ne", "neq"), "≠"),
    **dict.fromkeys(("vert", "lvert", "rvert", "mid"), "|"),
    **dict.fromkeys(("lbrace", "{"), "{"),
    **dict.fromkeys(("rbrace", "}"), "}"),
    **dict.fromkeys(("emptyset", "varnothing"), "∅"),
    **dict.fromkeys(("circ", "degree"), "°"),
    **{"div": "/", "pm": "±", "%": "%", "lt": "<", "gt": ">", "approx": "≈", "infty": "∞"},
    **{"cup": "∪", "in": "∈", "setminus": "∖", "lor": "or", "land": "and", "Reals": "R"},
    **{"varphi": "phi", "vartheta": "theta", "varepsilon": "epsilon", "omicron": "o"},
}

_IGNORED = frozenset({"Cf", "Zs", "Zl", "Zp"})
_WHITESPACE = frozenset("\t\n\r\v\f$~")


def _plain_character(char: str) -> str:
    if char in CHARACTERS:
        return CHARACTERS[char]
    if char in SUPERSCRIPTS or char in SUBSCRIPTS:
        return char
    if char in _WHITESPACE or unicodedata.category(char) in _IGNORED:
        return " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return CHARACTERS.get(folded, folded) if len(folded) == 1 else char


def plain_text(text: str) -> str:
    """Return the text in plain signs, one for each typed character.

    Digits and letters of other alphabets of the same value become ASCII; every space, invisible
    mark and dollar sign becomes one ordinary space.
    """
    return "".join(map(_plain_character, text))


def shown(char: str) -> str:
    """Return a character as a message may show it: in quotes, or by its number if invisible."""
    if char.isprintable() and not char.isspace() and not unicodedata.combining(char):
        return f"'{char}'"
    return f"invisible character U+{ord(char):04X}"
