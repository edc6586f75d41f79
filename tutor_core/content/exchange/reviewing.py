"""What would become of a file's questions: looked through before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.curriculum import ItemSource
from tutor_core.content.exchange.values import Body, FileRead, Format, Refusal, Row
from tutor_core.content.studio.bodies import write_form
from tutor_core.content.studio.form import Form
from tutor_core.content.studio.judging import judge
from tutor_core.content.studio.views import Surroundings

State = Literal["ready", "to_mend", "known"]
MINUTES = 2
POINTS = 5  # for each level of difficulty, as the bank has them, beginning with 10
Fingerprint = tuple[str, str]
Advance = Callable[[int, int], None]
"""Given how many questions are judged and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a question gets that its file does not say.

    Attributes:
        skill: Name of the main skill; empty leaves such questions to be mended.
        difficulty: 1 to 5.
    """

    skill: str = ""
    difficulty: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedRow:
    """A question of the file, and what would become of it.

    Attributes:
        place: Where it stands in the file.
        title: Its first words as plain text.
        state: Ready to be published, to be mended first, or in the bank already.
        problems: What must be mended first, each in a sentence.
        form: To be written on.
        item: To be published; None where something must be mended.
    """

    place: str
    title: str
    state: State
    problems: tuple[str, ...]
    form: Form
    item: ItemSource | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A file, looked through.

    Attributes:
        file_name: As it was uploaded.
        format: As which it was read.
        rows: The questions that can be taken, in the order of the file.
        refusals: Those that cannot.
        remarks: About the whole file.
    """

    file_name: str
    format: Format
    rows: tuple[ReviewedRow, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[str, ...] = field(default=())

    def of_state(self, state: State) -> tuple[ReviewedRow, ...]:
        """Return the rows of which the same would become."""
        return tuple(row for row in self.rows if row.state == state)

    @property
    def obstacles(self) -> tuple[Refusal, ...]:
        """Every question that cannot be published as it is, and why."""
        to_mend = (
            Refusal(place=row.place, title=row.title, sentence=" ".join(row.problems))
            for row in self.of_state("to_mend")
        )
        return (*self.refusals, *to_mend)


def review(
    file_name: str,
    found: FileRead,
    *,
    defaults: Defaults,
    around: Surroundings,
    known: frozenset[Fingerprint],
    advance: Advance = lambda _done, _total: None,
) -> Review:
    """Judge the questions of a file as the studio judges what is written in it.

    Args:
        file_name: As it was uploaded.
        found: What was read from it.
        defaults: What a question gets that its file does not say.
        around: What the questions are judged against.
        known: The questions of the bank, by their text and their answer.
        advance: Told of the progress.
    """
    return Review(
        file_name=file_name,
        format=found.format,
        rows=tuple(_reviewed(found.rows, defaults, around, set(known), advance)),
        refusals=found.refusals,
        remarks=found.remarks,
    )


def fingerprint(question: str, answer: str) -> Fingerprint:
    """Return by what a question is known again."""
    return " ".join(question.split()), answer.strip()


def _reviewed(
    rows: tuple[Row, ...],
    defaults: Defaults,
    around: Surroundings,
    known: set[Fingerprint],
    advance: Advance,
) -> Iterator[ReviewedRow]:
    for number, row in enumerate(rows, 1):
        body = completed(row.body, defaults)
        mark = fingerprint(body["question"], body.get("shown") or displayed_answer(body))
        reviewed = ReviewedRow(
            place=row.place,
            title=row.title,
            state="known",
            problems=(),
            form=write_form(body).tidied(),
            item=None,
        )
        if mark not in known:
            known.add(mark)
            verdict = judge(body, topics=around.topics, others={})
            reviewed = replace(
                reviewed,
                state="to_mend" if verdict.problems else "ready",
                problems=verdict.problems,
                item=None if verdict.problems else verdict.item,
            )
        yield reviewed
        advance(number, len(rows))


def completed(body: Body, defaults: Defaults) -> Body:
    """Return a body with what its file did not say."""
    difficulty = body.get("difficulty", defaults.difficulty)
    given: Body = {
        "difficulty": difficulty,
        "minutes": MINUTES,
        "points": POINTS * (difficulty + 1),
    }
    if defaults.skill:
        given["skills"] = [defaults.skill]
    return given | body
