"""Bodies of items: of those that are stored, and as forms to be written on.

A body is what an entry of `items:` or `exercises:` in a curriculum file is, without `slug` and
`check`; its keys are those of `files/fields.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.files.fields import OPTIONS
from tutor_core.content.studio.form import CHOICE_TYPES, ChoiceForm, Form, MistakeForm, TaskForm
from tutor_core.content.studio.notation import write_template

BETWEEN_TEXTS = "---"


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
