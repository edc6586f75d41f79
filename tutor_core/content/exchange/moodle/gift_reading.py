r"""Reads Moodle's GIFT format.

The only package for it (pygiftparser) is no longer maintained and made of regular expressions that
backtrack; this is a small reader of our own, which looks at every character a few times at most.
It follows Moodle's importer: a blank line ends a question, a line that begins with // is skipped,
the first unescaped brace begins the answers, and a backslash escapes `~ = # { } : \`; `\n` is a new
line. What Moodle ignores, a comment `// tutor: {...}`, holds what GIFT has no word for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from itertools import chain, islice

from tutor_core.content.exchange.answers import is_plain_number
from tutor_core.content.exchange.carrying import MARK
from tutor_core.content.exchange.collecting import Candidate, carriage, collected
from tutor_core.content.exchange.limits import LONGEST_QUESTION, LONGEST_TEXT, MOST_ANSWERS
from tutor_core.content.exchange.moodle.questions import (
    WHOLE,
    Option,
    Question,
    body_from,
)
from tutor_core.content.exchange.moodle.texts import (
    TextFormat,
    answer_from,
    markdown_from,
    text_format,
)
from tutor_core.content.exchange.values import Body, FileRead, RefusedError

_COMMENT = "//"
_CATEGORY = "$CATEGORY:"
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,20})?)%")
_TRUTH = re.compile(r"\s*(?:(T|TRUE|True|true)|F|FALSE|False|false)\s*(?=#|\Z)")
_MATCHING = re.compile(r"=[^~=]*->")  # ours cannot be one; their answers may hold arrows
_GAP = "____"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """The lines of one question.

    Attributes:
        line: The number of the first.
        text: Without comments.
        carried: What stands in our comment; empty where there is none.
    """

    line: int
    text: str
    carried: str


def read_gift(text: str, remarks: list[str]) -> FileRead:
    """Read the text of a GIFT file.

    Raises:
        UnreadableFileError: There is no question in it, or there are too many.
    """
    categories: list[str] = []
    candidates = (
        Candidate(place=f"line {block.line}", text=block.text, read=partial(_body, block))
        for block in _blocks(text, categories)
    )
    found = collected("gift", candidates, remarks, counted="questions")
    return found if not categories else _told(found, categories)


def body_of_gift(text: str, carried: Body) -> Body:
    """Read one question as it is seen, with what its comment would hold."""
    (block,) = _blocks(text, [])
    return body_from(_asked(block, carried), [])


def _told(found: FileRead, categories: list[str]) -> FileRead:
    named = ", ".join(dict.fromkeys(categories[:5]))
    remark = f"Categories were left out ({named[:200]}); choose skills in their place."
    return FileRead(
        format=found.format,
        rows=found.rows,
        refusals=found.refusals,
        remarks=(*found.remarks, remark),
    )


def _blocks(text: str, categories: list[str]) -> Iterator[_Block]:
    lines: list[str] = []
    start, carried = 0, ""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(chain(whole, ("",)), start=1):
        stripped = line.strip()
        if stripped.startswith(_COMMENT):
            said = stripped[len(_COMMENT) :].lstrip()
            carried = said if said.startswith(MARK) else carried
        elif stripped.startswith(_CATEGORY) and not lines:
            categories.append(stripped[len(_CATEGORY) :].strip()[:100])
        elif stripped:
            start = start if lines else number
            lines.append(line)
        else:
            if lines:
                yield _Block(line=start, text="\n".join(lines), carried=carried)
            lines, carried = [], ""


def _body(block: _Block, notes: list[str]) -> Body:
    return body_from(_asked(block, carriage(block.carried, notes)), notes)


def _asked(block: _Block, carried: Body) -> Question:
    if len(block.text) > LONGEST_QUESTION:
        raise RefusedError("It is far too long; perhaps an empty line is missing between two.")
    head, inside, tail = _parts(_without_title(block.text))
    marked = _FORMAT.match(head)
    form = text_format(marked[1] if marked else "", "moodle")
    head = head[marked.end() :] if marked else head
    if tail.strip():
        head = f"{head}{_GAP}{tail}"
    inside, feedback = _cut(inside, "####")
    if not carried and _MATCHING.search(inside):
        raise RefusedError("Matching cannot be asked here; make a question of each pair.")
    question = _question(markdown_from(_plain(head), form), inside, form)
    return replace(question, feedback=_marked(feedback, form), carried=carried)


def _without_title(text: str) -> str:
    text = text.lstrip()
    end = _first(text, "::", 2) if text.startswith("::") else None
    return text if end is None else text[end + 2 :]


def _parts(text: str) -> tuple[str, str, str]:
    """Return what stands before, in and behind the braces."""
    start = _first(text, "{", 0)
    if start is None:
        raise RefusedError(
            "It has no answer; write it in braces behind the question, {=like this}."
        )
    end = _first(text, "}", start)
    if end is None:
        raise RefusedError("Its brace { is never closed; no empty line may stand in a question.")
    if _first(text, "[{}]", end + 1) is not None:
        raise RefusedError(
            r"It has more than one pair of braces; write braces that belong to a text as \{ and \}."
        )
    return text[:start], text[start + 1 : end], text[end + 1 :]


def _question(text: str, inside: str, form: TextFormat) -> Question:
    if not inside.strip():
        raise RefusedError("Essays cannot be graded here; ask for a short answer.")
    if inside.lstrip().startswith("#"):
        options = tuple(_number(given, form) for given in _options(inside.lstrip()[1:], "="))
        return Question(kind="numerical", text=text, options=options)
    truth = _TRUTH.match(inside)
    if truth:
        feedback = inside[truth.end() :].lstrip("#")
        return _true_or_false(text, feedback, form, truth=truth[1] is not None)
    if _first(inside, "~", 0) is not None:
        options = tuple(_choice(option, form) for option in _options(inside, "~"))
        single = _first(inside, "=", 0) is not None
        return Question(kind="multichoice", text=text, options=options, single=single)
    return _short(text, _options(inside, "="), form)


def _short(text: str, given: "list[_Given]", form: TextFormat) -> Question:
    options = tuple(
        Option(
            text=answer_from(_plain(option.text), form),
            percent=option.percent,
            feedback=_marked(option.feedback, form),
        )
        for option in given
    )
    return Question(kind="shortanswer", text=text, options=options)


def _true_or_false(text: str, feedback: str, form: TextFormat, *, truth: bool) -> Question:
    wrong, right = _cut(feedback, "#")
    said = {True: _marked(right, form), False: _marked(wrong, form)}
    options = tuple(
        Option(text=str(value), percent=WHOLE * (value == truth), feedback=said[value == truth])
        for value in (True, False)
    )
    return Question(kind="truefalse", text=text, options=options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """An answer as it is written, escapes and all."""

    text: str
    percent: float
    feedback: str


def _options(inside: str, unmarked: str) -> list[_Given]:
    """Split at the marks; text before the first one is an answer that lacks its mark."""
    marks = list(islice(_all(inside, "[~=]"), MOST_ANSWERS + 1))
    ends = [*marks, len(inside)]
    unnamed = inside[: ends[0]]
    pieces = [(unmarked, unnamed)] if unnamed.strip() else []
    pieces += [
        (inside[mark], inside[mark + 1 : end]) for mark, end in zip(marks, ends[1:], strict=True)
    ]
    return [_given(mark, piece) for mark, piece in pieces]


def _given(mark: str, piece: str) -> _Given:
    weight = _WEIGHT.match(piece)
    percent = float(weight[1]) if weight else WHOLE if mark == "=" else 0
    text, feedback = _cut(piece[weight.end() :] if weight else piece, "#")
    return _Given(text=text, percent=percent, feedback=feedback)


def _choice(given: _Given, form: TextFormat) -> Option:
    return Option(
        text=_marked(given.text, form),
        percent=given.percent,
        feedback=_marked(given.feedback, form),
    )


def _number(given: _Given, form: TextFormat) -> Option:
    text = _plain(given.text)
    low, dots, high = text.partition("..")
    value, _, tolerance = text.partition(":")
    if dots and is_plain_number(low.strip()) and is_plain_number(high.strip()):
        ends = Decimal(low.strip()), Decimal(high.strip())
        value, tolerance = f"{sum(ends) / 2:f}", f"{(ends[1] - ends[0]) / 2:f}"
    return Option(
        text=value.strip(),
        percent=given.percent,
        feedback=_marked(given.feedback, form),
        tolerance=tolerance.strip(),
    )


def _marked(text: str, form: TextFormat) -> str:
    """Read a text that may say in which format it is."""
    marked = _FORMAT.match(text)
    if marked:
        return markdown_from(_plain(text[marked.end() :]), text_format(marked[1], form))
    return markdown_from(_plain(text), form)


def _plain(text: str) -> str:
    if len(text) > 4 * LONGEST_TEXT:
        raise RefusedError(f"A text is longer than {LONGEST_TEXT:,} characters; shorten it.")
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text.strip())


def _cut(text: str, mark: str) -> tuple[str, str]:
    place = _first(text, mark, 0)
    return (text, "") if place is None else (text[:place], text[place + len(mark) :])


def _first(text: str, mark: str, start: int) -> int | None:
    """Find a mark where it is not escaped."""
    found = _up_to(mark).match(text, start)
    return None if found is None else found.end()


@cache
def _up_to(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\\~=#{{}}:]++|\\[~=#{{}}:n\\]|(?!{mark})[\s\S])*+(?={mark})")


def _all(text: str, mark: str) -> Iterator[int]:
    place = _first(text, mark, 0)
    while place is not None:
        yield place
        place = _first(text, mark, place + 1)
