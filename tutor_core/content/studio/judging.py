"""Whether an item may be published: the checks of the bank, all but those only a program can make.

The shipped bank finds every answer again by a program of its own. What is written in the studio
has none; everything else is looked at in the same way, and what the bank demands beside it (hints,
a worked solution, known mistakes) is advice here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tutor_core.content.answers.specs import check_spec
from tutor_core.content.check import Finding, check_item, masked_question
from tutor_core.content.curriculum import ItemSource
from tutor_core.content.files.fields import (
    BODY_EXTRAS,
    BODY_KEYS,
    BODY_STEP_EXTRAS,
    BODY_STEP_KEYS,
    Problem,
    key_problems,
)
from tutor_core.content.files.items import (
    answer_problems,
    item_of,
    missing_mistakes,
    text_problems,
)

SEEDS = 12
FEWEST_HINTS = 2
_KEYS = {
    "question": "Question",
    "answer": "Answer",
    "choices": "Choices",
    "misconceptions": "Wrong answers",
    "explanation": "Worked solution",
    "hints": "Hints",
    "template": "Numbers",
    "figure": "Figure",
    "difficulty": "Difficulty",
    "minutes": "Minutes",
    "points": "Points",
    "skills": "Skills",
    "tolerance": "Tolerance",
    "shown": "Answer as displayed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What stands between an item and its learners.

    Attributes:
        item: The item; None where not even its shape is right.
        problems: What must be mended before it is published, each in a sentence.
        advice: What would make it teach better.
    """

    item: ItemSource | None
    problems: tuple[str, ...]
    advice: tuple[str, ...] = ()


def judge(
    body: Mapping[str, Any], *, topics: Mapping[str, str], others: Mapping[str, str]
) -> Verdict:
    """Look at a body as `content check` looks at the bank.

    Args:
        body: What would be published.
        topics: By the name of every skill, its subject.
        others: The published questions, masked (`masked_question`), by what they are called.
    """
    shape = shaped(body, topics)
    item = shape.item
    if item is None:
        return shape
    problems = [_said(problem) for problem in text_problems(item)] or _found(_findings(item))
    return Verdict(
        item=item,
        problems=tuple(dict.fromkeys(problems)),
        advice=tuple(_advice(body, item, others)),
    )


def shaped(body: Mapping[str, Any], topics: Mapping[str, str]) -> Verdict:
    """Return the item of a body, or why it is none; its texts are not looked at yet."""
    wrong = [*shape_problems(body), *_skill_problems(body, topics)]
    if wrong:
        return Verdict(item=None, problems=tuple(dict.fromkeys(wrong)))
    item = item_of(
        body,
        kind="exercise" if "steps" in body else "question",
        subject=topics[body["skills"][0]],
        skills=body["skills"],
        place="",
    )
    return Verdict(item=item, problems=())


def shape_problems(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield what makes a body unreadable: missing keys, values of a wrong kind."""
    wrong = list(key_problems(body, BODY_KEYS, BODY_EXTRAS)) or list(answer_problems(body))
    yield from map(_said, wrong)
    if wrong:
        return
    for number, step in enumerate(body.get("steps", ()), 1):
        of_step = list(key_problems(step, BODY_STEP_KEYS, BODY_STEP_EXTRAS))
        for problem in of_step or answer_problems(step):
            yield f"Step {number}: {_said(problem)}"


def spec_problem(spec: Mapping[str, Any]) -> str | None:
    """Return why answers cannot be graded by a specification; None where they can."""
    try:
        check_spec(spec)
    except ValueError as error:
        return _sentence(str(error))
    return None


def _skill_problems(body: Mapping[str, Any], topics: Mapping[str, str]) -> Iterator[str]:
    for name in body.get("skills", ()):
        if name not in topics:
            yield f"There is no skill `{name}`; choose one of the list."


def _findings(item: ItemSource) -> list[Finding]:
    for number, (question, seed) in enumerate(_questions(item)):
        if (problem := spec_problem(question)) is not None:
            where = f"step {number}: " if number else ""
            sentence = f"{where}the answer cannot be graded: {problem}"
            return [Finding(slug="", place="", seed=seed, sentence=sentence)]
    return check_item(item, seeds=SEEDS)


def _questions(item: ItemSource) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    seed = None if item.template is None else 0
    text = item.variant(0)
    yield text.answer_spec, seed
    for step in text.steps:
        yield step.answer_spec, seed


def _advice(body: Mapping[str, Any], item: ItemSource, others: Mapping[str, str]) -> Iterator[str]:
    if len(body.get("hints", ())) < FEWEST_HINTS and "steps" not in body:
        yield "Two hints let a learner who is stuck go on alone."
    if "explanation" not in body:
        yield "A worked solution is what somebody reads who was wrong."
    if list(missing_mistakes(body)):
        yield (
            "Say something to each wrong choice."
            if body["type"] == "choice"
            else "Name a wrong answer that you expect, and what you would say to it."
        )
    if same := others.get(masked_question(item.text.question)):
        yield f"It reads like “{same}”, with other numbers."


def _said(problem: Problem) -> str:
    """Say what is wrong with a part of a body to somebody who never saw its keys."""
    path, sentence = problem
    key = str(path[0]) if path else ""
    if not key and (missing := re.match(r"`(\w+)` is missing", sentence)):
        return f"{_KEYS.get(missing[1], missing[1].capitalize())}: this is missing."
    sentence = re.sub(rf"^`{re.escape(key)}` must be", "this must be", sentence)
    return f"{_KEYS[key]}: {sentence}" if key in _KEYS else _sentence(sentence)


def _found(findings: Iterable[Finding]) -> list[str]:
    """Say each thing once: of many numbers that show it, the first, and how many others."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(re.sub(r"'.*?'|\d+", "#", finding.sentence), []).append(finding)
    return [_sentence(f"{found[0].sentence}{_numbers(found)}") for found in alike.values()]


def _numbers(findings: Sequence[Finding]) -> str:
    seeds = {finding.seed for finding in findings if finding.seed is not None}
    if not seeds:
        return ""
    others = f" and {len(seeds) - 1} others" if len(seeds) > 1 else ""
    return f" (numbers {min(seeds) + 1}{others})"


def _sentence(text: str) -> str:
    """Begin with a capital and end with a dot."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
