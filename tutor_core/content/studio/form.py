"""An item as somebody is writing it: every field as typed, right or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, Self, get_args

Kind = Literal["question", "exercise"]
AnswerType = Literal[
    "choice",
    "choices",
    "number",
    "quantity",
    "expression",
    "equation",
    "interval",
    "set",
    "list",
    "text",
    "order",
]
ANSWER_TYPES: tuple[AnswerType, ...] = get_args(AnswerType)
CHOICE_TYPES = ("choice", "choices")
MOST_CHOICES, MOST_MISTAKES, MOST_HINTS = 8, 8, 3
FEWEST_STEPS, MOST_STEPS = 3, 5
LONGEST_FIELD = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """A choice: its text, whether it is right, and what is said to whoever takes it wrongly."""

    text: str = ""
    is_right: bool = False
    message: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeForm:
    """A wrong answer that learners are known to give, and the sentence that answers it."""

    answer: str = ""
    message: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """What a question, an exercise and a step of one have in common.

    Attributes:
        type: Of the answer.
        question: Markdown with LaTeX.
        answer: One text; where the answer has several parts, one a line.
        choices: Where the answer is chosen.
        mistakes: Where it is typed, or several choices are ticked.
        explanation: The worked solution.
        shown: How the answer is displayed, where that is not how it is written.
        tolerance: A number, or nothing.
        tolerance_is_relative: Whether it is a share of the answer.
        significant_figures: A whole number, or nothing.
        form: The form that is asked, or nothing.
        up_to_constant: Whether any constant of integration may be added.
        case_sensitive: Whether capitals matter.
        temperature_difference: Whether degrees are of a difference.
        variables: Letters that may occur, with commas between them.
        positive: Those of them that stand for positive numbers.
    """

    type: AnswerType = "number"
    question: str = ""
    answer: str = ""
    choices: tuple[ChoiceForm, ...] = ()
    mistakes: tuple[MistakeForm, ...] = ()
    explanation: str = ""
    shown: str = ""
    tolerance: str = ""
    tolerance_is_relative: bool = False
    significant_figures: str = ""
    form: str = ""
    up_to_constant: bool = False
    case_sensitive: bool = False
    temperature_difference: bool = False
    variables: str = ""
    positive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An item as it is written.

    Attributes:
        kind: A question, or an exercise, which comes apart into steps.
        skill: Name of the main skill; empty where none is chosen yet.
        further_skills: Names of the others.
        difficulty: 1 to 5.
        minutes: What a learner of the level needs.
        points: For a right answer without hints.
        task: What is asked.
        hints: In the order in which they are offered.
        steps: Of an exercise.
        parameters: How numbers are drawn, one parameter a line.
        derived: What is worked out from them, one value a line.
        conditions: What a draw must meet, one formula a line.
        figure: A figure in YAML.
    """

    kind: Kind = "question"
    skill: str = ""
    further_skills: tuple[str, ...] = ()
    difficulty: int = 2
    minutes: int = 2
    points: int = 15
    task: TaskForm = TaskForm()
    hints: tuple[str, ...] = ("", "")
    steps: tuple[TaskForm, ...] = ()
    parameters: str = ""
    derived: str = ""
    conditions: str = ""
    figure: str = ""

    def stored(self) -> dict[str, Any]:
        """Return the form as a JSON document."""
        return asdict(self)

    @classmethod
    def from_stored(cls, document: Mapping[str, Any]) -> Self:
        """Return the form that a document holds; what it does not know is left at its default."""
        known = _known(cls, document)
        for name in ("further_skills", "hints"):
            if name in known:
                known[name] = tuple(known[name])
        known["task"] = _task(known.get("task", {}))
        known["steps"] = tuple(_task(step) for step in known.get("steps", ()))
        return cls(**known)

    def tidied(self) -> Self:
        """Return the form with the places that its type needs: choices, hints, steps to fill."""
        steps = self.steps if self.kind == "exercise" else ()
        while self.kind == "exercise" and len(steps) < FEWEST_STEPS:
            steps = (*steps, TaskForm())
        return replace(
            self, task=_with_choices(self.task), steps=tuple(_with_choices(one) for one in steps)
        )


def _with_choices(task: TaskForm) -> TaskForm:
    if task.type not in CHOICE_TYPES or len(task.choices) >= 2:  # noqa: PLR2004
        return task
    missing = 4 - len(task.choices)
    return replace(task, choices=(*task.choices, *(ChoiceForm() for _ in range(missing))))


def _task(document: Mapping[str, Any]) -> TaskForm:
    known = _known(TaskForm, document)
    known["choices"] = tuple(
        ChoiceForm(**_known(ChoiceForm, one)) for one in known.get("choices", ())
    )
    known["mistakes"] = tuple(
        MistakeForm(**_known(MistakeForm, one)) for one in known.get("mistakes", ())
    )
    return TaskForm(**known)


def _known(form: type[Any], document: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(form)}
    return {name: value for name, value in document.items() if name in names}
