"""The sentences that say what in an expression cannot be read, each with its place."""

from tutor_core.content.answers.tokens import Token
from tutor_core.content.answers.verdicts import UnreadableError

_REASONS = {
    "number": "write * or another sign before it",
    "relation": "only an expression is asked for here",
    "separator": "one answer is asked for here, not a list",
}


def _at(token: Token) -> str:
    return f"'{token.text}' at character {token.position + 1}"


def _syntax(sentence: str, token: Token) -> UnreadableError:
    return UnreadableError("invalid.syntax", sentence, token.position)


def out_of_place(token: Token) -> UnreadableError:
    """Return the refusal of a token that does not fit after what was read before it."""
    reason = _REASONS.get(token.kind, "it does not fit after what comes before")
    return _syntax(f"I can't read the {_at(token)}: {reason}.", token)


def unexpected(token: Token) -> UnreadableError:
    """Return the refusal of a token that stands where a value should."""
    return _syntax(f"I can't read the {_at(token)}: a number or a name should stand here.", token)


def missing_after(token: Token) -> UnreadableError:
    """Return the refusal of an expression that ends too early."""
    return _syntax(f"Something is missing after the {_at(token)}.", token)


def nothing_inside(opening: Token) -> UnreadableError:
    """Return the refusal of empty brackets."""
    return _syntax(
        f"There is nothing inside the brackets at character {opening.position + 1}.", opening
    )


def too_deep(token: Token) -> UnreadableError:
    """Return the refusal of too many levels."""
    return UnreadableError(
        "invalid.too_complex",
        "That has more levels of brackets or powers than I can read.",
        token.position,
    )


def never_closed(opening: Token) -> UnreadableError:
    """Return the refusal of a bracket or bar without an end."""
    return UnreadableError(
        "invalid.bracket", f"The {_at(opening)} is never closed.", opening.position
    )


def unpaired(closing: Token, partner: str, still_open: Token | None) -> UnreadableError:
    """Return the refusal of a closing bracket; `partner` is the one that should open it."""
    reason = (
        f"there is no '{partner}' before it"
        if still_open is None
        else f"the '{still_open.text}' before it is still open"
    )
    return UnreadableError(
        "invalid.bracket", f"I can't read the {_at(closing)}: {reason}.", closing.position
    )
