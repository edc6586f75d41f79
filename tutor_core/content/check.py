"""Prove that every item of the shipped curriculum is right, for many seeds of every template.

Each item and each step of an exercise carries a `check:` block: Python code that finds the answer
from the data of the question, another way than the stored answer was found. What it finds is
graded against the spec as a learner's response would be. Besides: every misconception is told
apart, hints keep the secret, the LaTeX parses, no two items read the same.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tutor_core.content.answers.writing import displayed_answer
from tutor_core.content.checking.process import Job, found_answers
from tutor_core.content.checking.texts import text_problems
from tutor_core.content.curriculum import Curriculum, ItemSource, LessonSource
from tutor_core.content.figures import figure_problems
from tutor_core.content.files.fields import LONGEST_CORRECT_ANSWER
from tutor_core.content.grading import grade
from tutor_core.content.variants import ItemText, StepText, TemplateError, draw

FEWEST_DIFFERENT_VARIANTS = 5
SHARES = 2  # checked side by side: as many as there are grading workers

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend in the curriculum.

    Attributes:
        slug: The item or lesson.
        place: Its file and line.
        seed: The variant that shows it; None when every variant does.
        sentence: What is wrong.
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
    """One question of one variant: an item as a whole, or a step of an exercise.

    Attributes:
        item: Where it comes from.
        seed: Of the variant; None without a template.
        step: Its number from 1; 0 for the whole.
        job: The question, and how its answer is found again.
    """

    item: ItemSource
    seed: int | None
    step: int
    job: Job

    def finding(self, sentence: str) -> Finding:
        step = f"step {self.step}: " if self.step else ""
        return Finding(
            slug=self.item.slug,
            place=self.item.place,
            seed=self.seed,
            sentence=f"{step}{sentence}",
        )


def check_curriculum(
    curriculum: Curriculum, *, seeds: int = 10, progress: Progress | None = None
) -> list[Finding]:
    """Check every item and lesson, and every template with so many seeds.

    Args:
        curriculum: What to check; its `check:` blocks are run, so it must be our own.
        seeds: Variants drawn from each template, from seed 0 on.
        progress: Called with the number of questions done and their total.

    Returns:
        Everything to mend; empty when the curriculum is right.
    """
    findings = list(same_questions(curriculum.items))
    for lesson in curriculum.lessons:
        findings += _lesson_findings(lesson)
    cases: list[_Case] = []
    for item in curriculum.items:
        try:
            cases += _cases(item, seeds)
        except TemplateError as error:
            findings.append(_about(item, str(error)))
    findings += _across_variants(cases, seeds)
    shares = [list(share) for share in _shares(cases)]
    done = 0
    with ThreadPoolExecutor(SHARES) as pool:
        for share, found in zip(shares, pool.map(_share_findings, shares), strict=True):
            findings += found
            done += len(share)
            if progress is not None:
                progress(done, len(cases))
    return findings


def check_item(item: ItemSource, *, seeds: int = 10) -> list[Finding]:
    """Check an item that has no `check:` block: all but whether the key itself is true.

    Args:
        item: What to check.
        seeds: Variants drawn from a template, from seed 0 on.
    """
    try:
        cases = list(_cases(item, seeds))
    except TemplateError as error:
        return [_about(item, str(error))]
    findings = list(_across_variants(cases, seeds))
    for case in cases:
        findings += [case.finding(sentence) for sentence in _question_problems(case.job.question)]
    return findings


def _shares(cases: Sequence[_Case]) -> Iterator[Sequence[_Case]]:
    """Deal the cases out, those of one item together: more shares than are checked at once."""
    size = max(400, len(cases) // (4 * SHARES))
    share: list[_Case] = []
    for _, of_item in groupby(cases, key=lambda case: case.item.slug):
        share += of_item
        if len(share) >= size:
            yield share
            share = []
    if share:
        yield share


def _share_findings(cases: Sequence[_Case]) -> list[Finding]:
    answers = found_answers([case.job for case in cases])
    return [
        case.finding(sentence)
        for case, found in zip(cases, answers, strict=True)
        for sentence in _case_problems(case, found)
    ]


def _about(source: ItemSource | LessonSource, sentence: str) -> Finding:
    return Finding(slug=source.slug, place=source.place, seed=None, sentence=sentence)


def _cases(item: ItemSource, seeds: int) -> Iterator[_Case]:
    for seed in [None] if item.template is None else range(seeds):
        parameters = {} if item.template is None or seed is None else draw(item.template, seed)
        text = item.text if seed is None else item.variant(seed)
        questions: list[tuple[ItemText | StepText, str]] = [(text, item.check)]
        questions += zip(text.steps, item.step_checks, strict=True)
        for step, (question, check) in enumerate(questions):
            job = Job(
                name=f"{item.slug}, {step}", check=check, question=question, parameters=parameters
            )
            yield _Case(item=item, seed=seed, step=step, job=job)


def _lesson_findings(lesson: LessonSource) -> Iterator[Finding]:
    parts = {"idea": lesson.idea, "example": lesson.example, "mistake": lesson.mistake}
    for name, text in parts.items():
        yield from (_about(lesson, f"{name}: {problem}") for problem in text_problems(text))


def _case_problems(case: _Case, found: Mapping[str, str]) -> Iterator[str]:
    question = case.job.question
    yield from _found_problems(question.answer_spec, found)
    yield from _question_problems(question)


def _question_problems(question: ItemText | StepText) -> Iterator[str]:
    spec = question.answer_spec
    yield from _stored_problems(spec)
    yield from _misconception_problems(spec)
    texts = {"question": question.question, "explanation": question.explanation}
    if isinstance(question, ItemText):
        texts |= {f"hint {place}": hint for place, hint in enumerate(question.hints, start=1)}
    for name, text in [*texts.items(), *_spec_texts(spec)]:
        yield from (f"{name}: {problem}" for problem in text_problems(text))
    if len(question.correct_answer) > LONGEST_CORRECT_ANSWER:
        yield f"the answer has more than {LONGEST_CORRECT_ANSWER} characters"
    if isinstance(question, ItemText) and question.figure is not None:
        yield from figure_problems(question.figure)


def _spec_texts(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for misconception in spec.get("misconceptions", ()):
        yield f"misconception {misconception['note']}", misconception["message"]
    for letter, choice in spec.get("choices", {}).items():
        yield f"choice {letter}", choice


# --- Answers


def _found_problems(spec: Mapping[str, Any], found: Mapping[str, str]) -> Iterator[str]:
    if "error" in found:
        yield f"the check fails: {found['error']}"
    else:
        verdict = grade(found["answer"], _any_form(spec)).verdict
        if verdict != "correct":
            yield (
                f"the check finds {found['answer']!r}, which is graded {verdict} "
                f"against the stored answer {spec['answer']!r}"
            )


def _stored_problems(spec: Mapping[str, Any]) -> Iterator[str]:
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


def _misconception_problems(spec: Mapping[str, Any]) -> Iterator[str]:
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


# --- Across variants and items


def _across_variants(cases: Iterable[_Case], seeds: int) -> Iterator[Finding]:
    variants: dict[str, list[ItemText]] = defaultdict(list)
    items: dict[str, ItemSource] = {}
    for case in cases:
        if isinstance(case.job.question, ItemText):
            variants[case.item.slug].append(case.job.question)
            items[case.item.slug] = case.item
    for slug, texts in variants.items():
        item = items[slug]
        # One variant may show its answer in a hint by chance; all of them do not.
        if all(_hint_tells(text) for text in texts):
            yield _about(item, "a hint contains the answer")
        different = len({f"{text.question}{text.figure}" for text in texts})
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


def same_questions(items: Sequence[ItemSource]) -> Iterator[Finding]:
    """Yield the items that read like an earlier one, numbers and placeholders masked."""
    seen: dict[str, str] = {}
    for item in items:
        masked = masked_question(item.text.question)
        if masked in seen:
            yield _about(item, f"it reads like {seen[masked]}, with other numbers")
        seen.setdefault(masked, item.slug)


def masked_question(question: str) -> str:
    """Return a question without its numbers and placeholders, to be compared with others."""
    masked = re.sub(r"\{\{.*?\}\}|\d+(\.\d+)?", "#", question.lower())
    return re.sub(r"[\s+-]+", " ", masked)
