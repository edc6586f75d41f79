"""Answers in words: choices, short text, lines to put in order. Text is compared, never parsed."""

# ruff: noqa: RUF001 - signs that look alike are what is forgiven here

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from tutor_core.content.answers.notation import CHARACTERS
from tutor_core.content.answers.verdicts import Grade, UnreadableError, empty

MAX_TEXT = 20_000
SHORTEST_FOR_TYPO = 6
_QUOTES = {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), "…": "..."}
_OPTION_WORDS = re.compile(r"^(?:option|answer|choice|antwort)\s+", re.IGNORECASE)


def _signs(text: str) -> str:
    return "".join(_QUOTES.get(c, CHARACTERS.get(c, c) if c in "−–—‒‐‑﹣－" else c) for c in text)


def _without_accents(text: str) -> str:
    """Drop accents from letters only: ≠ must not become =."""
    kept: list[str] = []
    after_letter = False
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFKD", char) if char.isalpha() else char
        kept.extend(part for part in parts if not (after_letter and unicodedata.combining(part)))
        if not unicodedata.combining(char):
            after_letter = char.isalpha()
    return "".join(kept)


def folded(text: str, *, case_sensitive: bool = False) -> str:
    """Return the text without what is forgiven: case, accents, spaces, kinds of quotes."""
    visible = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)
    visible = "".join(c for c in visible if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFC", " ".join(_signs(_without_accents(visible)).split()))
    stripped = plain.rstrip(".") or plain
    return stripped if case_sensitive else stripped.casefold()


def lines_of(text: str) -> list[str]:
    """Return the lines without trailing spaces and without empty lines at either end."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def read_text(response: str) -> str:
    """Return the response if there is something in it.

    Raises:
        UnreadableError: It is empty or far too long.
    """
    if len(response) > MAX_TEXT:
        raise UnreadableError(
            "invalid.too_long", f"That is longer than {MAX_TEXT} characters.", MAX_TEXT
        )
    if not folded(response):
        raise empty()
    return response


def judge_text(response: str, spec: Mapping[str, Any]) -> Grade:
    """Compare with each accepted text; several lines must agree line by line."""
    answers = listed(spec["answer"])
    exact_case = bool(spec.get("case_sensitive"))
    if any(_same_text(response, answer, case_sensitive=exact_case) for answer in answers):
        return Grade(verdict="correct", note="text.accepted")
    if exact_case and any(_same_text(response, answer, case_sensitive=False) for answer in answers):
        return Grade(
            verdict="almost", note="text.case", message="Look at capital and small letters again."
        )
    if any(_is_typo(folded(response), folded(answer)) for answer in answers):
        return Grade(verdict="almost", note="text.spelling", message="Nearly: check the spelling.")
    return Grade(verdict="incorrect", note="text.wrong")


def _same_text(response: str, answer: str, *, case_sensitive: bool) -> bool:
    if len(lines_of(answer)) > 1:
        given, asked = (
            [folded_line(line, case_sensitive=case_sensitive) for line in lines_of(text)]
            for text in (response, answer)
        )
        return given == asked
    return folded(response, case_sensitive=case_sensitive) == folded(
        answer, case_sensitive=case_sensitive
    )


def folded_line(line: str, *, case_sensitive: bool = False) -> str:
    """Return a line of program output: its indentation counts, the rest is forgiven as text."""
    indent = line[: len(line) - len(line.lstrip())].replace("\t", "    ")
    return indent + folded(line, case_sensitive=case_sensitive)


def _is_typo(response: str, answer: str) -> bool:
    """Return whether one letter is missing, added, changed or swapped with its neighbour."""
    if len(answer) < SHORTEST_FOR_TYPO or abs(len(response) - len(answer)) > 1:
        return False
    if not response.replace(" ", "").isalpha():
        return False
    start = 0
    while start < min(len(response), len(answer)) and response[start] == answer[start]:
        start += 1
    a, b = response[start:], answer[start:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def listed(answer: Any) -> list[str]:  # noqa: ANN401 - what the author's file holds
    """Return the answer as a list of texts."""
    return [str(each) for each in answer] if isinstance(answer, list | tuple) else [str(answer)]


def _keys(spec: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of the choices by their folded spelling."""
    keys = spec.get("choices") or {key: key for key in listed(spec["answer"])}
    return {folded(str(key)): str(key) for key in keys}


def _key(text: str, spec: Mapping[str, Any]) -> str | None:
    keys = _keys(spec)
    bare = folded(_OPTION_WORDS.sub("", text.strip()).strip(" ().:[]"))
    if bare in keys:
        return keys[bare]
    by_text = {folded(str(shown)): str(key) for key, shown in (spec.get("choices") or {}).items()}
    if found := by_text.get(folded(text)):
        return found
    if not spec.get("choices") and re.fullmatch(r"\w", bare):
        return bare.upper()
    return None


def read_choices(response: str, spec: Mapping[str, Any]) -> list[str]:
    """Return the chosen keys, sorted, each once.

    Raises:
        UnreadableError: Empty, or something that is not among the choices.
    """
    read_text(response)
    if whole := _key(response, spec):
        return [whole]
    if spec["type"] == "choice":
        raise _unknown_choice(response, 0, spec)
    pieces = [
        m for m in re.finditer(r"[^\s,;/&+]+", response) if folded(m[0]) not in {"and", "und"}
    ]
    keys = _keys(spec)
    if len(pieces) == 1 and len(pieces[0][0]) <= len(keys):
        joined = [keys.get(folded(char)) for char in pieces[0][0]]  # "AC"
        if all(joined):
            return sorted({key for key in joined if key})
    chosen = set()
    for piece in pieces:
        key = _key(piece[0], spec)
        if key is None:
            raise _unknown_choice(piece[0], piece.start(), spec)
        chosen.add(key)
    return sorted(chosen)


def _unknown_choice(text: str, position: int, spec: Mapping[str, Any]) -> UnreadableError:
    keys = ", ".join(sorted(map(str, spec.get("choices") or {})))
    hint = f"choose among {keys}" if keys else "answer with a letter"
    return UnreadableError(
        "invalid.choice", f"I don't know the choice '{text.strip()[:40]}': {hint}.", position
    )


def judge_choices(chosen: Sequence[str], spec: Mapping[str, Any]) -> Grade:
    """Compare chosen keys with the right ones; all of them and no other must be chosen."""
    right = {_key(answer, spec) or answer for answer in listed(spec["answer"])}
    kind, given = spec["type"], set(chosen)
    if given == right:
        return Grade(verdict="correct", note=f"{kind}.right")
    if kind == "choices" and given < right:
        return Grade(
            verdict="incorrect",
            note="choices.missing",
            message="All you chose are right, but there are more.",
        )
    if kind == "choices" and given > right:
        return Grade(
            verdict="incorrect", note="choices.extra", message="You chose more than belong there."
        )
    return Grade(verdict="incorrect", note=f"{kind}.wrong")


def judge_order(response: str, spec: Mapping[str, Any]) -> Grade:
    """Compare lines one by one; spaces at the end of a line do not count, those before it do."""
    given = lines_of(response)
    asked = [line for answer in listed(spec["answer"]) for line in (lines_of(answer) or [""])]
    if given == asked:
        return Grade(verdict="correct", note="order.right")
    if sorted(given) == sorted(asked):
        pairs = enumerate(zip(given, asked, strict=True), start=1)
        first = next(number for number, (line, wanted) in pairs if line != wanted)
        return Grade(
            verdict="incorrect",
            note="order.wrong",
            message=f"Line {first} is the first that is out of place.",
        )
    if sorted(line.strip() for line in given) == sorted(line.strip() for line in asked):
        return Grade(
            verdict="incorrect",
            note="order.indentation",
            message="The lines are the right ones; look at their indentation.",
        )
    return Grade(verdict="incorrect", note="order.lines", message="Use every given line once.")
