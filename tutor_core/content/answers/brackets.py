"""Which bracket belongs to which."""

from collections.abc import Iterable

from tutor_core.content.answers.refusals import never_closed, unpaired
from tutor_core.content.answers.tokens import Token

PARTNERS = {"(": ")", "[": "]", "{": "}"}


def check_brackets(tokens: Iterable[Token]) -> None:
    """Refuse brackets that do not pair.

    Raises:
        UnreadableError: Naming the first bracket without a partner.
    """
    waiting: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            waiting.append(token)
        elif token.kind == "close":
            if not waiting or PARTNERS[waiting[-1].text] != token.text:
                partner = next(left for left, right in PARTNERS.items() if right == token.text)
                raise unpaired(token, partner, waiting[-1] if waiting else None)
            waiting.pop()
    if waiting:
        raise never_closed(waiting[-1])


def split(tokens: list[Token], texts: frozenset[str]) -> list[list[Token]]:
    """Return the runs of tokens between the given signs, where no bracket is open."""
    runs: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.text in texts:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def inside(tokens: list[Token], opening: str) -> list[Token] | None:
    """Return what one pair of brackets around all tokens holds, or None if there is no such."""
    if len(tokens) <= 1 or tokens[0].text != opening or tokens[-1].text != PARTNERS[opening]:
        return None
    depth = 0
    for token in tokens[:-1]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return None
    return tokens[1:-1]
