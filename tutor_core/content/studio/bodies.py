"""Between a form, as somebody types it, and the body of an item, as everything else takes it.

A body is what an entry of `items:` or `exercises:` in a curriculum file is, without `slug` and
`check`; its keys are those of `files/fields.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.files.documents import read_document
from tutor_core.content.files.fields import LISTED, OPTIONS
from tutor_core.content.studio.form import (
    CHOICE_TYPES,
    ChoiceForm,
    Form,
    MistakeForm,
    TaskForm,
)
from tutor_core.content.studio.notation import NotationError, read_template, write_template

LETTERS = "ABCDEFGH"
BETWEEN_TEXTS = "---"
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


def write_form(body: Mapping[str, Any]) -> Form:
    """Return the form in which a body is written on."""
    skills = body.get("skills", ())
    parameters, derived, conditions = write_template(body.get("template"))
    figure = body.get("figure")
    return Form(
        kind="exercise" if body.get("steps") else "question",
        skill=next(iter(skills), ""),
        further_skills=tuple(skills[1:]),
        difficulty=body.get("difficulty", Form().difficulty),
        minutes=body.get("minutes", Form().minutes),
        points=body.get("points", Form().points),
        task=_task_form(body),
        hints=tuple(body.get("hints", ())),
        steps=tuple(_task_form(step) for step in body.get("steps", ())),
        parameters=parameters,
        derived=derived,
        conditions=conditions,
        figure="" if figure is None else yaml.safe_dump(dict(figure), sort_keys=False),
    )


def body_of_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a stored item, given by the names of the table's attributes."""
    body = _stored_task(item["question_text"], item["answer_spec"], item)
    body |= {
        "skills": list(item["tags"] or ()),
        "difficulty": item["difficulty"],
        "minutes": item["estimated_time_minutes"] or 2,
        "points": item["points"] or 10,
    }
    for key in ("hints", "figure", "template"):
        if item.get(key):
            body[key] = item[key]
    if item.get("steps"):
        body["steps"] = [
            _stored_task(step["question"], step["answer_spec"], step) for step in item["steps"]
        ]
    return body


# --- From the form


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


# --- To the form


def _task_form(body: Mapping[str, Any]) -> TaskForm:
    kind = body["type"]
    found = body.get("misconceptions", ())
    said = {str(one["answer"]): one for one in found} if kind == "choice" else {}
    right = body["answer"] if isinstance(body["answer"], list) else [body["answer"]]
    tolerance = body.get("tolerance", {})
    return TaskForm(
        type=kind,
        question=body["question"],
        answer="" if kind in CHOICE_TYPES else _written(kind, body["answer"]),
        choices=tuple(
            ChoiceForm(
                text=text,
                is_right=letter in right,
                message=said.get(letter, {}).get("message", ""),
                note=said.get(letter, {}).get("note", ""),
            )
            for letter, text in body.get("choices", {}).items()
        ),
        mistakes=tuple(
            MistakeForm(
                answer=_written(kind, one["answer"]), message=one["message"], note=one["note"]
            )
            for one in found
            if kind != "choice"
        ),
        explanation=body.get("explanation", ""),
        shown=body.get("shown", ""),
        tolerance=str(next(iter(tolerance.values()), "")),
        tolerance_is_relative="relative" in tolerance,
        significant_figures=str(body.get("significant_figures", "")),
        form=body.get("form", ""),
        up_to_constant=bool(body.get("up_to_constant")),
        case_sensitive=bool(body.get("case_sensitive")),
        temperature_difference=bool(body.get("temperature_difference")),
        variables=", ".join(body.get("variables", ())),
        positive=", ".join(body.get("positive", ())),
    )


def _written(kind: str, answer: str | Sequence[str]) -> str:
    if isinstance(answer, str):
        return answer
    entries = [str(entry) for entry in answer]
    if kind == "choices":
        return ", ".join(entries)
    if kind == "text" and any("\n" in entry for entry in entries):
        return f"\n{BETWEEN_TEXTS}\n".join([*entries, ""]).rstrip("\n")
    return "\n".join(entries)


# --- From a stored item


def _stored_task(
    question: str | None, spec: Mapping[str, Any] | None, parts: Mapping[str, Any]
) -> dict[str, Any]:
    spec = spec or {"type": "text", "answer": [parts.get("correct_answer") or ""]}
    body = {"type": spec["type"], "question": question or "", "answer": spec["answer"]}
    body |= {key: spec[key] for key in sorted(OPTIONS & spec.keys())}
    if spec.get("misconceptions"):
        body["misconceptions"] = spec["misconceptions"]
    if parts.get("explanation"):
        body["explanation"] = parts["explanation"]
    if (shown := parts.get("correct_answer")) and shown != displayed_answer(spec):
        body["shown"] = shown
    return body
