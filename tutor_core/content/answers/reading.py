"""A response as the kind of thing its question asks for: a number, a list, an equation.

Everything here is read from tokens and trees alone; nothing is computed and nothing is judged.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tutor_core.content.answers.brackets import inside, split
from tutor_core.content.answers.locales import uses_decimal_comma
from tutor_core.content.answers.parsing import parse
from tutor_core.content.answers.syntax import Node, variables
from tutor_core.content.answers.tokens import Style, Token, tokenise
from tutor_core.content.answers.verdicts import UnreadableError, empty
from tutor_core.content.answers.vocabulary import Vocabulary

LISTS = frozenset({"set", "list", "interval"})
AUTHOR_STYLE = Style(mixed_numbers=True)
AUTHOR_LIST_STYLE = Style(comma_separates=True, mixed_numbers=True)
LONGEST_NAME_SIDE = 8
_WORDS = {
    **dict.fromkeys(("or", "oder", "ou"), "or"),
    **dict.fromkeys(("and", "und", "et", "&"), "and"),
    "in": "∈",
}
_POINT = re.compile(r"\s*[A-Z]['\u2032]?\s*(?=\([^()]*\)\s*$)")
_BARRED = re.compile(r"\s*\([^()|]+\|[^()|]+\)\s*")
_BETWEEN = frozenset({",", ";", "or", "and"})
_NOTHING = frozenset({"∅", "{}", "empty", "emptyset", "none", "nosolution", "nosolutions"})
_CONSTANT_OF_INTEGRATION = ("C", "c", "K", "k")


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides said to be equal."""

    left: Node
    right: Node


def answers_of(spec: Mapping[str, Any]) -> list[str]:
    """Return the author's answers as texts, those of misconceptions included."""
    given = [spec["answer"], *(entry["answer"] for entry in spec.get("misconceptions", ()))]
    texts: list[str] = []
    for answer in given:
        texts.extend(map(str, answer) if isinstance(answer, list | tuple) else [str(answer)])
    return texts


def vocabulary_of(spec: Mapping[str, Any]) -> Vocabulary:
    """Return the names a response may use: those declared and those of the answers."""
    declared = frozenset(map(str, spec.get("variables", ())))
    names = set(declared)
    if spec["type"] in {"expression", "equation", "set", "list"}:
        author = author_vocabulary(spec)
        for text in answers_of(spec):
            for node in _author_nodes(text, spec["type"], author):
                names |= variables(node)
    if spec.get("up_to_constant") and not names & set(_CONSTANT_OF_INTEGRATION):
        names |= constants_of_integration(spec)
    return Vocabulary(frozenset(names))


@lru_cache(maxsize=4096)  # a question is read again with every keystroke of its answer
def _author_nodes(text: str, kind: str, author: Vocabulary) -> tuple[Node, ...]:
    if kind in LISTS:
        return tuple(node for _, node in read_members(text, author, AUTHOR_LIST_STYLE))
    whole = read_equation(text, author, AUTHOR_STYLE)
    return (whole.left, whole.right) if isinstance(whole, Equation) else (whole,)


def constants_of_integration(spec: Mapping[str, Any]) -> frozenset[str]:
    """Return the names that may stand for a constant of integration."""
    if not spec.get("up_to_constant"):
        return frozenset()
    return frozenset(_CONSTANT_OF_INTEGRATION) - frozenset(map(str, spec.get("variables", ())))


def author_vocabulary(spec: Mapping[str, Any]) -> Vocabulary:
    """Return the names an author's answer may use: any letter."""
    return Vocabulary(frozenset(map(str, spec.get("variables", ()))), is_open=True)


def style_of(spec: Mapping[str, Any], locale: str) -> Style:
    """Return the conventions a response to this question is read by."""
    return Style(
        decimal_comma=uses_decimal_comma(locale),
        comma_separates=spec["type"] in LISTS,
        mixed_numbers=spec["type"] in {"number", "quantity", "set", "list", "interval"},
    )


def other_styles(spec: Mapping[str, Any], style: Style) -> list[Style]:
    """Return the conventions a learner may have meant instead."""
    if spec["type"] in {"expression", "equation"}:
        return [replace(style, tight_products=True)]
    return [replace(style, decimal_comma=not style.decimal_comma)]


def tokens_of(text: str, style: Style) -> list[Token]:
    """Return the tokens, with the words between answers as signs."""
    tokens = []
    for token in _with_times(tokenise(text, style)):
        word = _WORDS.get(token.text.lower()) if token.kind == "name" else None
        tokens.append(token if word is None else replace(token, kind="word", text=word))
    if not tokens:
        raise empty()
    return tokens


def _with_times(tokens: list[Token]) -> list[Token]:
    """Read the letter x of 3 x 10^8 as a product."""
    return [
        replace(token, kind="operator", text="*")
        if token.text in {"x", "X"}
        and before is not None
        and after is not None
        and before.kind == "number"
        and (after.kind, after.text) == ("number", "10")
        else token
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)
    ]


def without_name(tokens: list[Token]) -> list[Token]:
    """Return the tokens without "x =", "f(x) =", "x ∈" before them or "= x" after them."""
    for index, token in enumerate(tokens):
        if token.text in {"=", "∈"}:
            left, right = tokens[:index], tokens[index + 1 :]
            if not left or _is_name_side(left):
                return right
            if token.text == "=" and len(right) == 1 and right[0].kind == "name":
                return left
            break
    return tokens


def _is_name_side(tokens: list[Token]) -> bool:
    if tokens[0].kind != "name" or len(tokens) > LONGEST_NAME_SIDE:
        return False
    return all(
        token.kind in {"name", "open", "close"}
        or token.text in {"'", "/"}
        or (token.kind == "number" and not token.is_spaced)
        for token in tokens
    )


def read_expression(text: str, vocabulary: Vocabulary, style: Style) -> Node:
    """Return the one expression a text holds.

    Raises:
        UnreadableError: It cannot be read as one.
    """
    return _expression(without_name(tokens_of(text, style)), vocabulary, style)


def _expression(tokens: list[Token], vocabulary: Vocabulary, style: Style) -> Node:
    if not tokens:
        raise empty()
    for token in tokens:
        if token.text == "±":
            raise UnreadableError(
                "invalid.syntax",
                f"The '±' at character {token.position + 1} stands for two values; give one.",
                token.position,
            )
    return parse(vocabulary.resolve(tokens), style)


def read_equation(text: str, vocabulary: Vocabulary, style: Style) -> Equation | Node:
    """Return an equation, or the bare expression if there is no equals sign.

    Raises:
        UnreadableError: It is neither, or it has two equals signs.
    """
    tokens = tokens_of(text, style)
    sides = split(tokens, frozenset("="))
    if len(sides) == 1:
        return _expression(tokens, vocabulary, style)
    if len(sides) > 2 or not all(sides):  # noqa: PLR2004 - an equation has two sides
        signs = [token for token in tokens if token.text == "="]
        raise UnreadableError(
            "invalid.syntax",
            "An equation has one equals sign with something on both sides.",
            signs[-1].position,
        )
    left, right = (_expression(side, vocabulary, style) for side in sides)
    return Equation(left, right)


def read_members(text: str, vocabulary: Vocabulary, style: Style) -> list[tuple[str, Node]]:
    """Return the members of a list or set in order, each with the name written before it.

    A member with ± counts twice. Nothing, as in "no solution", is an empty list. A point may be
    written with its name and with a bar: P(2|3).

    Raises:
        UnreadableError: A member cannot be read.
    """
    tokens = tokens_of(_without_point(text), style)
    if "".join(token.text for token in tokens).lower() in _NOTHING:
        return []
    if len(split(tokens, frozenset("="))) <= 2 and len(split(tokens, _BETWEEN)) == 1:  # noqa: PLR2004
        tokens = without_name(tokens)
    if not tokens:
        raise empty()
    for opening in "([{":
        tokens = _unwrapped(tokens, opening)
    members: list[tuple[str, Node]] = []
    for run in split(tokens, _BETWEEN):
        if not run:
            raise UnreadableError(
                "invalid.syntax", "A member of the list is missing.", tokens[0].position
            )
        bare = without_name(run)
        name = run[0].text if len(bare) < len(run) and run[0].kind == "name" else ""
        members.extend((name, _expression(each, vocabulary, style)) for each in _both_signs(bare))
    return members


def _without_point(text: str) -> str:
    """Return the coordinates of P(2|3) as (2;3); every sign keeps its position."""
    if named := _POINT.match(text):
        text = " " * named.end() + text[named.end() :]
    return text.replace("|", ";") if _BARRED.fullmatch(text) else text


def _unwrapped(tokens: list[Token], opening: str) -> list[Token]:
    inner = inside(tokens, opening)
    if not inner or (opening != "{" and len(split(inner, _BETWEEN)) == 1):
        return tokens
    return inner


def _both_signs(tokens: list[Token]) -> Sequence[list[Token]]:
    if not any(token.text == "±" for token in tokens):
        return [tokens]
    return [
        [replace(token, text=sign) if token.text == "±" else token for token in tokens]
        for sign in "+-"
    ]
