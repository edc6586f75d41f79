"""Reads the questions and the exercises of a skill's file."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.curriculum import ItemSource, SkillNode
from tutor_core.content.figures import expand_curves, figure_problems
from tutor_core.content.files.documents import Document
from tutor_core.content.files.fields import (
    ANSWER_EXTRAS,
    ANSWER_OPTIONS,
    EXERCISE_KEYS,
    ITEM_EXTRAS,
    ITEM_KEYS,
    LISTED,
    LONGEST_CORRECT_ANSWER,
    MISCONCEPTION_KEYS,
    OPTIONS,
    STEP_KEYS,
    Judge,
    Problem,
    key_problems,
)
from tutor_core.content.parameters import FormulaError
from tutor_core.content.variants import ItemText, StepText, TemplateError, template_problems

Kind = Literal["question", "exercise"]

_KINDS: dict[str, tuple[Kind, Mapping[str, Judge]]] = {
    "items": ("question", ITEM_KEYS),
    "exercises": ("exercise", EXERCISE_KEYS),
}


def read_items(document: Document, skill: SkillNode, problems: list[str]) -> Iterator[ItemSource]:
    """Yield the items that can be used; what is wrong with the others is added to `problems`."""
    for key, (kind, needed) in _KINDS.items():
        for place, value in enumerate(document.value.get(key, ())):
            path = (key, place)
            slug = value.get("slug", place + 1) if isinstance(value, dict) else place + 1
            wrong = list(_problems(value, needed))
            item = None if wrong else _item(value, kind, skill, document.place(*path))
            if item is not None:
                wrong = list(_text_problems(item))
            problems += [
                f"{document.place(*path, *where)}, item {slug}: {sentence}"
                for where, sentence in wrong
            ]
            if item is not None and not wrong:
                yield item


def _problems(value: Any, needed: Mapping[str, Judge]) -> Iterator[Problem]:  # noqa: ANN401 - YAML
    wrong = list(key_problems(value, needed, ITEM_EXTRAS)) or list(_answer_problems(value))
    yield from wrong
    if wrong:
        return
    for place, step in enumerate(value.get("steps", ())):
        found = list(key_problems(step, STEP_KEYS, ANSWER_EXTRAS)) or list(_answer_problems(step))
        yield from ((("steps", place, *path), sentence) for path, sentence in found)


def _answer_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the answer of an item or a step whose keys are right, and its misconceptions."""
    wrong = list(_misconception_problems(value))
    yield from wrong or _spec_problems(value)


def _spec_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    kind = value["type"]
    for key in sorted(value.keys() & OPTIONS - ANSWER_OPTIONS[kind]):
        yield (key,), f"`{key}` does not go with the type {kind}."
    if kind in {"choice", "choices"} and "choices" not in value:
        yield (), "`choices` is missing; add it."
        return
    answers = [value["answer"], *(m["answer"] for m in value.get("misconceptions", ()))]
    for answer in answers:
        named = answer if isinstance(answer, list) else [answer]
        if isinstance(answer, list) != (kind in LISTED):
            wanted = "a list" if kind in LISTED else "one text, not a list"
            yield ("answer",), f"the answer of the type {kind} must be {wanted}."
            return
        if kind in {"choice", "choices"} and not set(named) <= value["choices"].keys():
            yield ("answer",), "the answer names a choice that is not there."
            return
    if kind == "choice":
        for letter in sorted(value["choices"].keys() - set(answers)):
            yield ("choices", letter), f"give the wrong choice {letter} its own misconception."


def _misconception_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    found = value.get("misconceptions", [])
    for place, misconception in enumerate(found):
        for path, sentence in key_problems(misconception, MISCONCEPTION_KEYS, {}):
            yield ("misconceptions", place, *path), sentence
    notes = [str(m.get("note")) for m in found if isinstance(m, dict)]
    if len(set(notes)) != len(notes):
        yield ("misconceptions",), "two misconceptions have the same note; give each its own."
    if not found and value["type"] != "choice":
        yield (), "`misconceptions` is missing; say which mistake gives which wrong answer."


def _item(value: Mapping[str, Any], kind: Kind, skill: SkillNode, place: str) -> ItemSource:
    spec = _spec(value)
    names = [skill.name, *(name for name in value.get("skills", ()) if name != skill.name)]
    steps = value.get("steps", ())
    return ItemSource(
        slug=value["slug"],
        kind=kind,
        subject=skill.subject,
        skills=tuple(names),
        difficulty=value["difficulty"],
        text=ItemText(
            question=value["question"].strip(),
            answer_spec=spec,
            correct_answer=value.get("shown") or displayed_answer(spec),
            hints=tuple(hint.strip() for hint in value.get("hints", ())),
            explanation=value["explanation"].strip(),
            figure=_drawn(value.get("figure"), has_template="template" in value),
            steps=tuple(_step(step) for step in steps),
        ),
        template=value.get("template"),
        minutes=value["minutes"],
        points=value["points"],
        check=value["check"],
        step_checks=tuple(step["check"] for step in steps),
        place=place,
    )


def _spec(value: Mapping[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {"type": value["type"], "answer": value["answer"]}
    spec |= {key: value[key] for key in sorted(OPTIONS & value.keys())}
    if "misconceptions" in value:
        spec["misconceptions"] = value["misconceptions"]
    return spec


def _step(value: Mapping[str, Any]) -> StepText:
    spec = _spec(value)
    return StepText(
        question=value["question"].strip(),
        answer_spec=spec,
        correct_answer=value.get("shown") or displayed_answer(spec),
        explanation=value["explanation"].strip(),
    )


def _drawn(figure: dict[str, Any] | None, *, has_template: bool) -> Mapping[str, Any] | None:
    """Draw curves out into points at once where no parameter can change them."""
    if figure is None or has_template:
        return figure
    try:
        return expand_curves(figure)
    except FormulaError:
        return figure  # `_text_problems` says what is wrong with it


def _text_problems(item: ItemSource) -> Iterator[Problem]:
    """Judge the text as a learner would get it: for a template, its first variant."""
    if item.template is not None:
        problems = template_problems(item.template)
        yield from ((("template",), problem) for problem in problems)
        if problems:
            return
    try:
        shown = item.variant(0)
    except TemplateError as error:
        yield ("template",), str(error)
        return
    except FormulaError as error:
        yield ("figure",), f"{error}."
        return
    if len(shown.correct_answer) > LONGEST_CORRECT_ANSWER:
        yield ("answer",), f"the answer is longer than {LONGEST_CORRECT_ANSWER} characters."
    if shown.figure is not None:
        yield from ((("figure",), problem) for problem in figure_problems(shown.figure))
