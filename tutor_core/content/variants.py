"""Variants of an item: the same task with other numbers, drawn by a seed.

A template (JSON, kept with the item) names parameters, values derived from them and conditions:

    {"parameters": {"a": {"from": 2, "to": 9}, "b": [1, 2, 5]},
     "derive": {"c": "a*b"},
     "where": ["a != b"]}

Texts hold placeholders `{{formula}}` or `{{formula|format}}`; the formats are in `FORMATS`.

The same seed gives the same text forever. That is why only `random.Random(seed).random()` is
used: Python promises that its sequence stays for a given whole-number seed, and promises nothing
for `randrange` or `choice`. Parameters are drawn in alphabetical order and derived values in
order of dependence, so that a store which reorders JSON keys changes nothing.
"""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tutor_core.content.figures import expand_curves
from tutor_core.content.formats import FORMATS, decimal
from tutor_core.content.parameters import (
    FormulaError,
    NoValueError,
    Value,
    evaluate,
    exact,
    names_in,
)

MOST_DRAWS = 2000
MOST_VALUES = 10_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}|]+?)\s*)?\}\}")


class TemplateError(ValueError):
    """A template that cannot give a variant; the sentence is written for its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """One step of an exercise: a small question of its own.

    Attributes:
        question: Markdown with LaTeX.
        answer_spec: What the grader is given.
        correct_answer: The answer as displayed.
        explanation: How the step goes, in a sentence or two.
    """

    question: str
    answer_spec: Mapping[str, Any]
    correct_answer: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """All that a learner can see of an item.

    Attributes:
        question: Markdown with LaTeX between dollar signs.
        answer_spec: What the grader is given.
        correct_answer: The answer as displayed, at most 255 characters.
        hints: In the order in which they are offered.
        explanation: The worked solution, Markdown with LaTeX.
        figure: A figure as `figures.py` describes it.
        steps: Of an exercise, in their order; a question has none.
    """

    question: str
    answer_spec: Mapping[str, Any]
    correct_answer: str
    hints: tuple[str, ...]
    explanation: str
    figure: Mapping[str, Any] | None = None
    steps: tuple[StepText, ...] = ()


def draw(template: Mapping[str, Any], seed: int) -> dict[str, Value]:
    """Draw the parameters of a template, derived values included.

    Draws that break a `where` condition, and draws for which a formula has no exact value
    (1/0, sqrt(2)), are thrown away and drawn again.

    Raises:
        TemplateError: The template is unsound, or no draw in 2000 meets its conditions.
    """
    rng = random.Random(seed)  # noqa: S311 - variants of a question, not secrets
    sources = {name: _values(name, given) for name, given in _sorted(template, "parameters")}
    derived = _in_order_of_dependence(template)
    conditions: list[str] = list(template.get("where", ()))
    reason = ""
    for _ in range(MOST_DRAWS):
        names = {name: values[int(rng.random() * len(values))] for name, values in sources.items()}
        try:
            for name, formula in derived:
                names[name] = evaluate(formula, names)
            broken = next((c for c in conditions if not evaluate(c, names)), None)
        except NoValueError as error:
            reason = str(error)
            continue
        except FormulaError as error:
            raise TemplateError(f"{error}.") from None
        if broken is None:
            return names
        reason = f"the condition `{broken}` fails"
    raise TemplateError(
        f"No parameters were found in {MOST_DRAWS} draws; at the last one {reason}. "
        "Widen the ranges or ease the conditions."
    )


def make_variant(parts: ItemText, template: Mapping[str, Any], seed: int) -> ItemText:
    """Fill every placeholder of an item with the parameters that the seed draws.

    Raises:
        TemplateError: The template is unsound or a placeholder cannot be filled.
    """
    names = draw(template, seed)
    figure = _fill(parts.figure, names, numbers=True)
    return ItemText(
        question=_fill_text(parts.question, names),
        answer_spec=_fill_spec(parts.answer_spec, names),
        correct_answer=_fill_text(parts.correct_answer, names),
        hints=tuple(_fill_text(hint, names) for hint in parts.hints),
        explanation=_fill_text(parts.explanation, names),
        figure=None if figure is None else expand_curves(figure),
        steps=tuple(_fill_step(step, names) for step in parts.steps),
    )


def with_first_numbers(text: str, template: Mapping[str, Any] | None) -> str:
    """Return a text with the numbers of seed 0; as it stands where they cannot be drawn."""
    if template is None:
        return text
    try:
        return _fill_text(text, draw(template, 0))
    except TemplateError:
        return text


def _fill_step(step: StepText, names: Mapping[str, Value]) -> StepText:
    return StepText(
        question=_fill_text(step.question, names),
        answer_spec=_fill_spec(step.answer_spec, names),
        correct_answer=_fill_text(step.correct_answer, names),
        explanation=_fill_text(step.explanation, names),
    )


def _fill_spec(spec: Mapping[str, Any], names: Mapping[str, Value]) -> dict[str, Any]:
    filled: dict[str, Any] = _fill(spec, names, numbers=False)
    if "tolerance" in spec:
        filled["tolerance"] = _fill(spec["tolerance"], names, numbers=True)
    return filled


def template_problems(template: Mapping[str, Any]) -> list[str]:
    """List what is wrong with a template, in sentences for its author."""
    problems = [
        f"`{key}` is not a part of a template; it has parameters, derive and where."
        for key in template
        if key not in {"parameters", "derive", "where"}
    ]
    if not isinstance(template.get("parameters"), Mapping) or not template["parameters"]:
        return [*problems, "A template needs `parameters`, a mapping with at least one name."]
    if not isinstance(template.get("derive", {}), Mapping):
        return [*problems, "`derive` is a mapping from a name to a formula."]
    if not _are_texts(template.get("where", [])):
        return [*problems, "`where` is a list of formulas."]
    if problems:
        return problems
    try:
        draw(template, 0)
    except TemplateError as error:
        problems.append(str(error))
    return problems


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _sorted(template: Mapping[str, Any], part: str) -> list[tuple[str, Any]]:
    pairs = sorted(template.get(part, {}).items())
    for name, _ in pairs:
        if not _NAME.match(name):
            raise TemplateError(f"`{name}` cannot be a parameter; use small letters and digits.")
    return pairs


def _values(name: str, given: object) -> list[Value]:
    """List what a parameter may be: a range of whole numbers or the values written out."""
    if isinstance(given, list):
        try:
            values = [exact(v) for v in given if isinstance(v, (int, float, str))]
        except FormulaError:
            raise TemplateError(f"Parameter `{name}` has a number out of bounds.") from None
        if values and len(values) == len(given) and len(values) <= MOST_VALUES:
            return values
    elif isinstance(given, Mapping) and given.keys() <= {"from", "to", "step", "except"}:
        low, high, step = given.get("from"), given.get("to"), given.get("step", 1)
        left_out = given.get("except", [])
        if all(isinstance(v, int) for v in (low, high, step)) and isinstance(left_out, list):
            return _range(name, int(low), int(high), int(step), left_out)  # type: ignore[arg-type]
    raise TemplateError(
        f"Parameter `{name}` is neither a list of values nor a range such as "
        "{from: 1, to: 9, step: 2, except: [5]}."
    )


def _range(name: str, low: int, high: int, step: int, left_out: list[object]) -> list[Value]:
    if step < 1 or (high - low) // step >= MOST_VALUES:
        raise TemplateError(f"Parameter `{name}` has a step below 1 or too many values.")
    values: list[Value] = [v for v in range(low, high + 1, step) if v not in left_out]
    if not values:
        raise TemplateError(f"The range of parameter `{name}` is empty.")
    return values


def _in_order_of_dependence(template: Mapping[str, Any]) -> list[tuple[str, str]]:
    formulas = {name: str(formula) for name, formula in _sorted(template, "derive")}
    clash = sorted(formulas.keys() & template["parameters"].keys())
    if clash:
        raise TemplateError(f"`{clash[0]}` is both drawn and derived.")
    try:
        needs = {name: sorted(names_in(formula)) for name, formula in formulas.items()}
        order = TopologicalSorter(needs).static_order()
        return [(name, formulas[name]) for name in order if name in formulas]
    except CycleError as error:
        raise TemplateError(f"Derived values go round in a circle: {error.args[1]}.") from None
    except FormulaError as error:
        raise TemplateError(f"{error}.") from None


def _fill(value: Any, names: Mapping[str, Value], *, numbers: bool) -> Any:  # noqa: ANN401 - JSON
    """Fill a JSON value; with `numbers`, a text that is one placeholder becomes its number."""
    if isinstance(value, str):
        whole = _PLACEHOLDER.fullmatch(value)
        if numbers and whole and not whole[2]:
            result = _compute(whole[1], names)
            return float(result) if isinstance(result, Fraction) else result
        return _fill_text(value, names)
    if isinstance(value, Mapping):
        return {key: _fill(part, names, numbers=numbers) for key, part in value.items()}
    if isinstance(value, Iterable):
        return [_fill(part, names, numbers=numbers) for part in value]
    return value


def _fill_text(text: str, names: Mapping[str, Value]) -> str:
    return _PLACEHOLDER.sub(lambda found: _shown(found[1], found[2] or "", names), text)


def _shown(formula: str, format_name: str, names: Mapping[str, Value]) -> str:
    value = _compute(formula, names)
    if not format_name:
        return str(value)
    name, _, digits = format_name.partition(" ")
    if isinstance(value, str) or name not in FORMATS or (digits and name != "decimal"):
        known = ", ".join(FORMATS)
        raise TemplateError(f"`{formula}|{format_name}` cannot be shown; the formats are {known}.")
    try:
        if digits:
            return decimal(value, int(digits)) if digits.isdigit() else str(value)
        return FORMATS[name](value)
    except FormulaError as error:
        raise TemplateError(f"{error}.") from None


def _compute(formula: str, names: Mapping[str, Value]) -> Value:
    try:
        return evaluate(formula, names)
    except FormulaError as error:
        raise TemplateError(f"The placeholder `{formula}` cannot be filled: {error}.") from None
