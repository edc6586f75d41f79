"""Reads the questions and the exercises of a skill's file."""

from collections.abc import Iterator, Mapping, Sequence
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
                wrong = list(text_problems(item))
            problems += [
                f"{document.place(*path, *where)}, item {slug}: {sentence}"
                for where, sentence in wrong
            ]
            if item is not None and not wrong:
                yield item


def _problems(value: Any, needed: Mapping[str, Judge]) -> Iterator[Problem]:  # noqa: ANN401 - YAML
    wrong = list(_task_problems(value, needed, ITEM_EXTRAS))
    yield from wrong
    if wrong:
        return
    for place, step in enumerate(value.get("steps", ())):
        found = _task_problems(step, STEP_KEYS, ANSWER_EXTRAS)
        yield from ((("steps", place, *path), sentence) for path, sentence in found)


def _task_problems(
    value: Any,  # noqa: ANN401 - YAML
    needed: Mapping[str, Judge],
    extras: Mapping[str, Judge],
) -> Iterator[Problem]:
    yield from (
        list(key_problems(value, needed, extras))
        or list(answer_problems(value))
        or missing_mistakes(value)
    )


def answer_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the answer of an item or a step whose keys are right, and its misconceptions."""
    wrong = list(_misconception_problems(value))
    yield from wrong or _spec_problems(value)


def missing_mistakes(value: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the wrong answers that the bank would have told apart and the item does not."""
    found = value.get("misconceptions", ())
    if value["type"] == "choice":
        named = {value["answer"], *(mistake["answer"] for mistake in found)}
        for letter in sorted(value["choices"].keys() - named):
            yield ("choices", letter), f"give the wrong choice {letter} its own misconception."
    elif not found:
        yield (), "`misconceptions` is missing; say which mistake gives which wrong answer."


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


def _misconception_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    found = value.get("misconceptions", [])
    for place, misconception in enumerate(found):
        for path, sentence in key_problems(misconception, MISCONCEPTION_KEYS, {}):
            yield ("misconceptions", place, *path), sentence
    notes = [str(m.get("note")) for m in found if isinstance(m, dict)]
    if len(set(notes)) != len(notes):
        yield ("misconceptions",), "two misconceptions have the same note; give each its own."


def _item(value: Mapping[str, Any], kind: Kind, skill: SkillNode, place: str) -> ItemSource:
    names = [skill.name, *(name for name in value.get("skills", ()) if name != skill.name)]
    return item_of(value, kind=kind, subject=skill.subject, skills=names, place=place)


def item_of(
    value: Mapping[str, Any], *, kind: Kind, subject: str, skills: Sequence[str], place: str
) -> ItemSource:
    """Return the item that a mapping of right shape describes.

    Args:
        value: The keys of an item, as `docs/authoring.md` has them; one that is written in the
            studio has neither slug nor checks.
        kind: A question or an exercise.
        subject: It belongs to.
        skills: Names of the skills it exercises, the main one first.
        place: Where it stands, for messages.
    """
    spec = _spec(value)
    steps = value.get("steps", ())
    return ItemSource(
        slug=value.get("slug", ""),
        kind=kind,
        subject=subject,
        skills=tuple(skills),
        difficulty=value["difficulty"],
        text=ItemText(
            question=value["question"].strip(),
            answer_spec=spec,
            correct_answer=value.get("shown") or displayed_answer(spec),
            hints=tuple(hint.strip() for hint in value.get("hints", ())),
            explanation=value.get("explanation", "").strip(),
            figure=_drawn(value.get("figure"), has_template="template" in value),
            steps=tuple(_step(step) for step in steps),
        ),
        template=value.get("template"),
        minutes=value["minutes"],
        points=value["points"],
        check=value.get("check", ""),
        step_checks=tuple(step.get("check", "") for step in steps),
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
        explanation=value.get("explanation", "").strip(),
    )


def _drawn(figure: dict[str, Any] | None, *, has_template: bool) -> Mapping[str, Any] | None:
    """Draw curves out into points at once where no parameter can change them."""
    if figure is None or has_template:
        return figure
    try:
        return expand_curves(figure)
    except FormulaError:
        return figure  # `text_problems` says what is wrong with it


def text_problems(item: ItemSource) -> Iterator[Problem]:
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
