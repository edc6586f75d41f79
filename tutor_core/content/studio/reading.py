"""From a form, as somebody types it, to the body of an item, as everything else takes it.

A body is what an entry of `items:` or `exercises:` in a curriculum file is, without `slug` and
`check`; its keys are those of `files/fields.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.content.files.documents import read_document
from tutor_core.content.files.fields import LISTED
from tutor_core.content.studio.bodies import BETWEEN_TEXTS
from tutor_core.content.studio.form import CHOICE_TYPES, Form, TaskForm
from tutor_core.content.studio.notation import NotationError, read_template

LETTERS = "ABCDEFGH"
_LONGEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a form.

    Attributes:
        body: All that could be read.
        problems: What could not, each in a sentence.
    """

    body: Mapping[str, Any]
    problems: tuple[str, ...]


def read_form(form: Form) -> Read:
    """Return the body that a form describes, and what in it cannot be read."""
    problems: list[str] = []
    body: dict[str, Any] = {
        "difficulty": form.difficulty,
        "minutes": form.minutes,
        "points": form.points,
        **_task_body(form.task, problems, ""),
    }
    if form.skill:
        body["skills"] = [form.skill, *(name for name in form.further_skills if name != form.skill)]
    else:
        problems.append("Choose the skill that this exercises.")
    if hints := [hint.strip() for hint in form.hints if hint.strip()]:
        body["hints"] = hints
    if form.kind == "exercise":
        body["steps"] = [
            _task_body(step, problems, f"Step {number}: ")
            for number, step in enumerate(form.steps, 1)
        ]
    body |= dict(_drawn(form, problems))
    return Read(body, tuple(problems))


def _drawn(form: Form, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the numbers and the figure, as far as there are any."""
    try:
        template = read_template(form.parameters, form.derived, form.conditions)
    except NotationError as error:
        problems.append(f"Numbers: {error}")
    else:
        if template is not None:
            yield "template", template
    if form.figure.strip():
        wrong: list[str] = []
        document = read_document("figure", form.figure, wrong)
        problems += [f"The {sentence}" for sentence in wrong]
        if document is not None:
            yield "figure", document.value


def _task_body(task: TaskForm, problems: list[str], where: str) -> dict[str, Any]:
    body: dict[str, Any] = {"type": task.type, "question": task.question.strip()}
    if not body["question"]:
        problems.append(f"{where}Write the question.")
    if task.type in CHOICE_TYPES:
        body |= _chosen(task, problems, where)
    else:
        body["answer"] = _answer(task.type, task.answer)
        if not body["answer"]:
            problems.append(f"{where}Write the answer.")
    if mistakes := [*body.pop("misconceptions", ()), *_mistakes(task, problems, where)]:
        body["misconceptions"] = _with_notes(mistakes)
    for key, text in (("explanation", task.explanation), ("shown", task.shown)):
        if text.strip():
            body[key] = text.strip()
    return body | _options(task, problems, where)


def _chosen(task: TaskForm, problems: list[str], where: str) -> dict[str, Any]:
    choices = [choice for choice in task.choices if choice.text.strip()]
    named = dict(zip(LETTERS, choices, strict=False))
    right = [letter for letter, choice in named.items() if choice.is_right]
    if len(choices) > len(LETTERS):
        problems.append(f"{where}Keep {len(LETTERS)} choices; these are {len(choices)}.")
    if len(choices) < 2:  # noqa: PLR2004
        problems.append(f"{where}Write two choices at least.")
    if task.type == "choice" and len(right) != 1:
        problems.append(f"{where}Mark the one choice that is right.")
    elif not right:
        problems.append(f"{where}Mark the choices that are right.")
    mistakes = [
        {"answer": letter, "note": choice.note, "message": choice.message.strip()}
        for letter, choice in named.items()
        if task.type == "choice" and not choice.is_right and choice.message.strip()
    ]
    return {
        "choices": {letter: choice.text.strip() for letter, choice in named.items()},
        "answer": next(iter(right), "") if task.type == "choice" else right,
        "misconceptions": mistakes,
    }


def _answer(kind: str, text: str) -> str | list[str]:
    if kind not in LISTED:
        return text.strip()
    if kind == "choices":
        return [part.strip() for part in text.split(",") if part.strip()]
    lines = text.split("\n")
    if kind == "order":
        return [line.rstrip() for line in lines if line.strip()]
    if kind == "text" and BETWEEN_TEXTS in (line.strip() for line in lines):
        texts = re.split(rf"(?m)^[ \t]*{BETWEEN_TEXTS}[ \t]*$", text)
        return [part.strip("\n") for part in texts if part.strip()]
    return [line.strip() for line in lines if line.strip()]


def _mistakes(task: TaskForm, problems: list[str], where: str) -> Iterator[dict[str, Any]]:
    if task.type == "choice":
        return
    for number, mistake in enumerate(task.mistakes, 1):
        answer, message = _answer(task.type, mistake.answer), mistake.message.strip()
        if not answer and not message:
            continue
        if not answer or not message:
            problems.append(
                f"{where}Wrong answer {number} needs both the answer and what is said to it."
            )
            continue
        yield {"answer": answer, "note": mistake.note, "message": message}


def _with_notes(mistakes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give each mistake a note of its own: attempts are counted by it."""
    taken = {str(mistake["note"]) for mistake in mistakes}
    named: list[dict[str, Any]] = []
    for mistake in mistakes:
        note = str(mistake["note"])
        if not note:
            note = _new_note(str(mistake["message"]), taken)
            taken.add(note)
        named.append({**mistake, "note": note})
    return named


def _new_note(message: str, taken: Iterable[str]) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"\$[^$]*\$|\{\{.*?\}\}", " ", message.lower()))[:5]
    stem = "_".join(words)[: _LONGEST_NOTE - 4].strip("_")
    stem = stem if stem[:1].isalpha() else f"mistake_{stem}".strip("_")
    number = 1
    while (note := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return note


def _options(task: TaskForm, problems: list[str], where: str) -> dict[str, Any]:
    options: dict[str, Any] = {
        name: True
        for name in ("up_to_constant", "case_sensitive", "temperature_difference")
        if getattr(task, name)
    }
    for name in ("variables", "positive"):
        if letters := [part.strip() for part in getattr(task, name).split(",") if part.strip()]:
            options[name] = letters
    if task.form:
        options["form"] = task.form
    if text := task.tolerance.strip():
        size = _number(text)
        if size is None and "{{" not in text:
            problems.append(f"{where}The tolerance must be a number, such as 0.5.")
        else:
            kind = "relative" if task.tolerance_is_relative else "absolute"
            options["tolerance"] = {kind: text if size is None else size}
    if text := task.significant_figures.strip():
        if text.isdecimal():
            options["significant_figures"] = int(text)
        else:
            problems.append(f"{where}The significant figures must be a whole number.")
    return options


def _number(text: str) -> int | float | None:
    if re.fullmatch(r"\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"\d*\.\d+(e-?\d+)?|\d+e-?\d+", text) else None
