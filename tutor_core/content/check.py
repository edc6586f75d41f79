"""Prove that every item of the shipped curriculum is right, for many seeds of every template.

Each item carries a `check:` block: Python code that finds the answer from the data of the
question, another way than the stored answer was found. All blocks run in one process of their
own (a generated script, so nothing is executed in this one); what they find is graded against
the item's spec as a learner's response would be. Besides: every misconception is told apart,
hints keep the secret, the LaTeX closes, no two items read the same.
"""

import json
import re
import subprocess
import sys
import tempfile
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tutor_core.content.curriculum import Curriculum, ItemSource, displayed_answer
from tutor_core.content.fields import LONGEST_CORRECT_ANSWER
from tutor_core.content.figures import figure_problems
from tutor_core.content.grading import grade
from tutor_core.content.parameters import Value
from tutor_core.content.variants import ItemText, TemplateError, draw

SECONDS_TO_START, SECONDS_A_CASE = 60, 1
FEWEST_DIFFERENT_VARIANTS = 5

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend in the curriculum.

    Attributes:
        slug: The item, empty when the finding is about all of them.
        place: File and line of the item.
        seed: The variant that shows it; None when every variant does.
    """

    slug: str
    place: str
    seed: int | None
    sentence: str

    def __str__(self) -> str:
        seed = "" if self.seed is None else f" (seed {self.seed})"
        return f"{self.place}, item {self.slug}{seed}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One variant of one item."""

    item: ItemSource
    seed: int | None
    text: ItemText
    parameters: Mapping[str, Value]

    def finding(self, sentence: str) -> Finding:
        return Finding(
            slug=self.item.slug, place=self.item.place, seed=self.seed, sentence=sentence
        )


def check_curriculum(
    curriculum: Curriculum, *, seeds: int = 10, progress: Progress | None = None
) -> list[Finding]:
    """Check every item, and every template with so many seeds.

    Args:
        curriculum: What to check; its `check:` blocks are run, so it must be our own.
        seeds: Variants drawn from each template, from seed 0 on.
        progress: Called with the number of variants done and their total.

    Returns:
        Everything to mend; empty when the curriculum is right.
    """
    findings: list[Finding] = []
    cases: list[_Case] = []
    for item in curriculum.items:
        try:
            cases += _cases(item, seeds)
        except TemplateError as error:
            findings.append(_about(item, str(error)))
    findings += _same_questions(curriculum.items)
    findings += _across_variants(cases, seeds)
    answers = _found_answers(curriculum.items, cases)
    for done, (case, found) in enumerate(zip(cases, answers, strict=True), start=1):
        findings += (case.finding(sentence) for sentence in _case_problems(case, found))
        if progress is not None:
            progress(done, len(cases))
    return findings


def _about(item: ItemSource, sentence: str) -> Finding:
    return Finding(slug=item.slug, place=item.place, seed=None, sentence=sentence)


def _cases(item: ItemSource, seeds: int) -> Iterator[_Case]:
    if item.template is None:
        yield _Case(item=item, seed=None, text=item.text, parameters={})
        return
    for seed in range(seeds):
        parameters = draw(item.template, seed)
        yield _Case(item=item, seed=seed, text=item.variant(seed), parameters=parameters)


def _case_problems(case: _Case, found: Mapping[str, str]) -> Iterator[str]:
    yield from _answer_problems(case, found)
    yield from _misconception_problems(case)
    for name, text in _texts(case.text):
        yield from (f"{name}: {problem}" for problem in text_problems(text))
    if len(case.text.correct_answer) > LONGEST_CORRECT_ANSWER:
        yield f"the answer has more than {LONGEST_CORRECT_ANSWER} characters"
    if case.text.figure is not None:
        yield from figure_problems(case.text.figure)


# --- Answers


def _answer_problems(case: _Case, found: Mapping[str, str]) -> Iterator[str]:
    spec = case.text.answer_spec
    if "error" in found:
        yield f"the check fails: {found['error']}"
    else:
        verdict = grade(found["answer"], _any_form(spec)).verdict
        if verdict != "correct":
            yield (
                f"the check finds {found['answer']!r}, which is graded {verdict} "
                f"against the stored answer {spec['answer']!r}"
            )
    for response in _responses(spec):
        if (verdict := grade(response, spec).verdict) != "correct":
            yield f"the stored answer {response!r} is itself graded {verdict}"


def _any_form(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the form asked: a check proves the value, not how it is written."""
    return {key: value for key, value in spec.items() if key != "form"}


def _responses(spec: Mapping[str, Any]) -> list[str]:
    """Write an answer as a learner would; a text has one response for each wording."""
    if spec["type"] == "text":
        return list(spec["answer"])
    return [displayed_answer(spec)]


def _misconception_problems(case: _Case) -> Iterator[str]:
    spec = case.text.answer_spec
    for misconception in spec.get("misconceptions", ()):
        for response in _responses({**spec, "answer": misconception["answer"]}):
            result = grade(response, spec)
            if result.verdict != "incorrect":
                yield f"the mistake {response!r} is graded {result.verdict}"
            elif result.note != f"misconception.{misconception['note']}":
                yield (
                    f"the mistake {response!r} gets the note {result.note!r}, "
                    f"not {misconception['note']!r}"
                )


# --- The process that runs the checks

_HEAD = """\
import itertools, json, math, statistics, sys
from fractions import Fraction

sys.path.insert(0, {root!r})

import sympy as sp
from scipy import integrate, stats

from tutor_core.content.check_tools import order_that_prints, output_of, run_checks

x, y, t = sp.symbols("x y t", real=True)
"""


def _found_answers(items: Sequence[ItemSource], cases: Sequence[_Case]) -> list[dict[str, str]]:
    """Run the check of every case; each gives `answer` or `error`."""
    place = {item.slug: number for number, item in enumerate(items)}
    jobs = "".join(json.dumps(_job(case, place[case.item.slug])) + "\n" for case in cases)
    names = {case.item.slug: list(case.parameters) for case in cases}
    script = _script(items, names)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "checks.py"
        file.write_text(script, encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - our own script, written just above
                [sys.executable, "-I", "-W", "ignore", str(file)],
                input=jobs,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=SECONDS_TO_START + SECONDS_A_CASE * len(cases),
                check=False,
            )
            output, reason = done.stdout, _last_line(done.stderr)
        except subprocess.TimeoutExpired as error:
            output, reason = _decoded(error.stdout), "it took too long"
    results: list[dict[str, str]] = [json.loads(line) for line in output.splitlines()]
    missing = {"error": f"the checks stopped before this one: {reason}"}
    return results + [missing] * (len(cases) - len(results))


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def _decoded(output: bytes | str | None) -> str:
    """Give the whole lines that a stopped process had written."""
    text = output.decode("utf-8") if isinstance(output, bytes) else output or ""
    return text[: text.rfind("\n") + 1]


def _script(items: Sequence[ItemSource], names: Mapping[str, Sequence[str]]) -> str:
    parts = [_HEAD.format(root=str(Path(__file__).resolve().parents[2]))]
    for number, item in enumerate(items):
        arguments = ", ".join([*names.get(item.slug, ()), "*", "code", "lines", "choices"])
        parts.append(f"def check_{number}({arguments}):  # {item.slug}")
        parts.append(textwrap.indent(item.check.strip("\n"), "    ") + "\n")
    functions = ", ".join(f"check_{number}" for number in range(len(items)))
    return "\n".join([*parts, f"run_checks([{functions}])", ""])


def _job(case: _Case, number: int) -> dict[str, Any]:
    spec = case.text.answer_spec
    code = re.search(r"```python\n(.*?)```", case.text.question, re.DOTALL)
    return {
        "check": number,
        "type": spec["type"],
        "parameters": {name: _json_value(value) for name, value in case.parameters.items()},
        "code": code[1] if code else "",
        # Sorted, so that a check cannot lean on the stored order.
        "lines": sorted(spec["answer"]) if spec["type"] == "order" else [],
        "choices": spec.get("choices", {}),
    }


def _json_value(value: Value) -> int | str | list[int]:
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


# --- How the texts read

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MATH = re.compile(r"\$\$(.*?)\$\$|\$(.*?)\$", re.DOTALL)
_UNFILLED = re.compile(r"\{\{\s*[a-z][^{}\\]*\}\}")
_UGLY = {
    re.compile(r"[+-]\s*-|-\s*\+"): "two signs side by side",
    re.compile(r"(?<![\d.\w}^_])1[a-z](?![a-z])"): "a factor 1 that nobody writes",
    re.compile(r"(?<![\d.\w}^_])0[a-z](?![a-z])"): "a term with the factor 0",
}


def text_problems(text: str) -> Iterator[str]:
    """Find what would look broken to a learner: LaTeX that does not close, unfilled places."""
    if placeholder := _UNFILLED.search(_CODE.sub(" ", text)):
        yield f"`{placeholder[0]}` is left unfilled; the item has no template"
    if any("$$" in line and line.strip() != "$$" for line in text.splitlines()):
        yield "$$ does not stand alone on its line, as Markdown wants it"
    plain = _CODE.sub(" ", text).replace("\\$", " ")
    for display, inline in _MATH.findall(plain):
        yield from _math_problems(display or inline)
        if inline != inline.strip():
            yield f"`${inline}$` has a space inside its dollar signs, so it stays unformatted"
    outside = _MATH.sub(" ", plain)
    if "$" in outside:
        yield "a dollar sign is not closed; write \\$ for a price"
    if re.search(r"\\[a-zA-Z]+", outside):
        yield "LaTeX stands outside of dollar signs"


def _math_problems(math: str) -> Iterator[str]:
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", math):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            break
    if depth != 0:
        yield f"the braces of `{math.strip()}` are not balanced"
    for opening, closing in (("\\left", "\\right"), ("\\begin", "\\end")):
        if len(re.findall(rf"\{opening}\b", math)) != len(re.findall(rf"\{closing}\b", math)):
            yield f"`{math.strip()}` has {opening} without {closing}"
    for pattern, meaning in _UGLY.items():
        if pattern.search(math):
            yield f"`{math.strip()}` has {meaning}"


def _texts(text: ItemText) -> Iterator[tuple[str, str]]:
    yield "question", text.question
    yield "explanation", text.explanation
    for number, hint in enumerate(text.hints, start=1):
        yield f"hint {number}", hint
    for misconception in text.answer_spec.get("misconceptions", ()):
        yield f"misconception {misconception['note']}", misconception["message"]
    for letter, choice in text.answer_spec.get("choices", {}).items():
        yield f"choice {letter}", choice


# --- Across variants and items


def _across_variants(cases: Sequence[_Case], seeds: int) -> Iterator[Finding]:
    by_item: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        by_item[case.item.slug].append(case)
    for variants in by_item.values():
        item = variants[0].item
        # One variant may show its answer in a hint by chance; all of them do not.
        if all(_hint_tells(case.text) for case in variants):
            yield _about(item, "a hint contains the answer")
        different = len({f"{case.text.question}{case.text.figure}" for case in variants})
        if item.template is not None and different < min(seeds, FEWEST_DIFFERENT_VARIANTS):
            yield _about(item, f"{seeds} seeds give only {different} different questions")


def _hint_tells(text: ItemText) -> bool:
    kind = text.answer_spec["type"]
    if kind in {"choice", "choices", "order"}:
        return False
    answer = text.correct_answer.split(" ")[0] if kind == "quantity" else text.correct_answer
    pattern = re.compile(rf"(?<![\w.]){re.escape(_flat(answer))}(?!\w|\.\d)")
    if pattern.search(_flat(text.question)):
        return False
    return any(pattern.search(_flat(hint)) for hint in text.hints)


def _flat(text: str) -> str:
    """Write LaTeX and answers in one way, so that they can be compared."""
    text = re.sub(r"\\frac\s*\{\s*(.*?)\s*\}\s*\{\s*(.*?)\s*\}", r"\1/\2", text)
    text = re.sub(r"\\left|\\right|\\cdot|[$\\{}*`]", "", text)
    text = re.sub(r"(?<=\d)\s+(?=[a-z]\b)", "", text)  # 3 x is 3x
    return re.sub(r"\s*([-+=/(),;^\[\]])\s*", r"\1", text)


def _same_questions(items: Sequence[ItemSource]) -> Iterator[Finding]:
    """Compare questions with their numbers and placeholders masked."""
    seen: dict[str, str] = {}
    for item in items:
        masked = re.sub(r"\{\{.*?\}\}|\d+(\.\d+)?", "#", item.text.question.lower())
        masked = re.sub(r"[\s+-]+", " ", masked)
        if masked in seen:
            yield _about(item, f"it reads like {seen[masked]}, with other numbers")
        seen.setdefault(masked, item.slug)
