"""The shipped curriculum as its files say it: subjects, skills and items.

Pure: takes the files' texts, returns values. All that is wrong is collected and told at once,
each in one sentence with its file, its line and how to mend it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tutor_core.content.documents import Document, read_document
from tutor_core.content.fields import (
    ANSWER_OPTIONS,
    ITEM_EXTRAS,
    ITEM_KEYS,
    LISTED,
    LONGEST_CORRECT_ANSWER,
    MISCONCEPTION_KEYS,
    OPTIONS,
    SKILL_KEYS,
    SUBJECT_KEYS,
    Problem,
    key_problems,
)
from tutor_core.content.figures import expand_curves, figure_problems
from tutor_core.content.graph import SkillCycleError, SkillGraph
from tutor_core.content.parameters import FormulaError
from tutor_core.content.variants import ItemText, TemplateError, make_variant, template_problems

SUBJECTS_FILE = "subjects.yaml"

# The word that mastery_skills.difficulty has for a difficulty level.
DIFFICULTY_WORDS = {1: "beginner", 2: "beginner", 3: "intermediate", 4: "advanced", 5: "expert"}


class CurriculumError(ValueError):
    """Files that cannot be taken in.

    Attributes:
        problems: One sentence for each thing to mend.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of the six subjects; in the database a grouping node of `skills`."""

    id: int
    name: str
    display_name: str
    description: str
    category: str
    icon: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNode:
    """A skill: something one learns, masters and unlocks others with."""

    id: int
    name: str
    subject: str
    display_name: str
    description: str
    category: str
    difficulty_level: int
    estimated_time_hours: float
    icon: str
    prerequisites: tuple[str, ...]

    @property
    def difficulty(self) -> str:
        """The word that `mastery_skills.difficulty` has for the level."""
        return DIFFICULTY_WORDS[self.difficulty_level]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """An item as its file gives it, placeholders and all.

    Attributes:
        skills: Names of the skills that the item exercises; the first is its file's.
        minutes: Time that a learner of the level needs.
        check: Python code that finds the answer another way; only `check.py` uses it, it never
            reaches the database.
        place: File and line, for messages.
    """

    slug: str
    subject: str
    skills: tuple[str, ...]
    difficulty: int
    text: ItemText
    template: Mapping[str, Any] | None
    minutes: int
    points: int
    check: str
    place: str

    def variant(self, seed: int) -> ItemText:
        """Give the text for a seed; an item without a template has one text only."""
        return self.text if self.template is None else make_variant(self.text, self.template, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """Subjects in their order; skills after their prerequisites; items in the files' order."""

    subjects: tuple[Subject, ...]
    skills: tuple[SkillNode, ...]
    items: tuple[ItemSource, ...]

    def graph(self) -> SkillGraph[str]:
        """Give the prerequisites between the skills' names."""
        return SkillGraph({skill.name: skill.prerequisites for skill in self.skills})


def read_curriculum(files: Mapping[str, str]) -> Curriculum:
    """Read `subjects.yaml` and every `<subject>/<skill>.yaml`.

    Args:
        files: The text of each file under its path, with forward slashes.

    Raises:
        CurriculumError: With every problem of every file.
    """
    problems: list[str] = []
    documents = {
        name: document
        for name in sorted(files)
        if (document := read_document(name, files[name], problems)) is not None
    }
    subjects_document = documents.pop(SUBJECTS_FILE, None)
    if subjects_document is None:
        raise CurriculumError([*problems, f"{SUBJECTS_FILE} is missing or cannot be read."])
    subjects = _read_subjects(subjects_document, problems)
    skills: list[SkillNode] = []
    items: list[ItemSource] = []
    for document in documents.values():
        skill = _read_skill(document, subjects, problems)
        if skill is not None:
            skills.append(skill)
            items.extend(_read_items(document, skill, problems))
    problems += _repetitions(subjects, skills, items)
    ordered = _in_order(subjects, skills, problems)
    problems += _unknown_skills(ordered, items)
    if problems:
        raise CurriculumError(problems)
    return Curriculum(subjects=tuple(subjects), skills=tuple(ordered), items=tuple(items))


# --- Subjects and skills


def _read_subjects(document: Document, problems: list[str]) -> list[Subject]:
    found = document.value.get("subjects")
    if not isinstance(found, list) or set(document.value) != {"subjects"}:
        problems.append(f"{document.file}: the file has the one key `subjects`, a list.")
        return []
    subjects = []
    for place, value in enumerate(found):
        wrong = [
            f"{document.place('subjects', place, *path)}: {sentence}"
            for path, sentence in key_problems(value, SUBJECT_KEYS, {})
        ]
        if not wrong:
            subjects.append(Subject(**value, order=place + 1))
        problems += wrong
    return subjects


def _read_skill(
    document: Document, subjects: list[Subject], problems: list[str]
) -> SkillNode | None:
    wrong = [
        f"{document.place(*path)}: {sentence}"
        for path, sentence in key_problems(document.value, SKILL_KEYS, {})
    ]
    folder, _, file = document.file.rpartition("/")
    if folder not in {subject.name for subject in subjects}:
        wrong.append(f"{document.file}: the folder must be the name of a subject.")
    if file != f"{document.value.get('name')}.yaml":
        wrong.append(f"{document.place('name')}: the file must be named as the skill.")
    problems += wrong
    if wrong:
        return None
    keys = {key: document.value[key] for key in SKILL_KEYS if key != "items"}
    keys["prerequisites"] = tuple(keys["prerequisites"])
    keys["estimated_time_hours"] = float(keys["estimated_time_hours"])
    return SkillNode(subject=folder, **keys)


def _in_order(
    subjects: list[Subject], skills: list[SkillNode], problems: list[str]
) -> list[SkillNode]:
    """Sort skills after their prerequisites, else by subject and id."""
    by_name = {skill.name: skill for skill in skills}
    for skill in skills:
        for name in skill.prerequisites:
            if name not in by_name:
                problems.append(
                    f"{skill.subject}/{skill.name}.yaml: the prerequisite `{name}` is no skill."
                )
    rank = {subject.name: subject.order for subject in subjects}
    skills = sorted(skills, key=lambda skill: (rank[skill.subject], skill.id))
    try:
        graph = SkillGraph({skill.name: skill.prerequisites for skill in skills})
    except SkillCycleError as error:
        problems.append(str(error))
        return skills
    return [by_name[name] for name in graph.topological_order if name in by_name]


def _repetitions(
    subjects: list[Subject], skills: list[SkillNode], items: list[ItemSource]
) -> Iterator[str]:
    nodes: list[Subject | SkillNode] = [*subjects, *skills]
    for first, second in combinations(nodes, 2):
        if first.id == second.id:
            yield f"`{first.name}` and `{second.name}` have the same id {first.id}."
        if first.name == second.name:
            yield f"Two subjects or skills are named `{first.name}`."
    places: dict[str, str] = {}
    for item in items:
        if item.slug in places:
            yield f"{item.place}: the slug `{item.slug}` is also at {places[item.slug]}."
        places.setdefault(item.slug, item.place)


def _unknown_skills(skills: list[SkillNode], items: list[ItemSource]) -> Iterator[str]:
    known = {skill.name for skill in skills}
    for item in items:
        for name in item.skills:
            if name not in known:
                yield f"{item.place}, item {item.slug}: `{name}` is no skill."


# --- Items


def _read_items(document: Document, skill: SkillNode, problems: list[str]) -> Iterator[ItemSource]:
    for place, value in enumerate(document.value["items"]):
        path = ("items", place)
        slug = value.get("slug", place + 1) if isinstance(value, dict) else place + 1
        wrong = list(key_problems(value, ITEM_KEYS, ITEM_EXTRAS))
        if not wrong:
            wrong = list(_misconception_problems(value))
        if not wrong:
            wrong = list(_answer_problems(value))
        item = None if wrong else _item(value, skill, document.place(*path))
        if item is not None:
            wrong = list(_text_problems(item))
        problems += [
            f"{document.place(*path, *where)}, item {slug}: {sentence}" for where, sentence in wrong
        ]
        if item is not None and not wrong:
            yield item


def _answer_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
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


def _item(value: Mapping[str, Any], skill: SkillNode, place: str) -> ItemSource:
    spec: dict[str, Any] = {"type": value["type"], "answer": value["answer"]}
    spec |= {key: value[key] for key in sorted(OPTIONS & value.keys())}
    if "misconceptions" in value:
        spec["misconceptions"] = value["misconceptions"]
    names = [skill.name, *(name for name in value.get("skills", ()) if name != skill.name)]
    return ItemSource(
        slug=value["slug"],
        subject=skill.subject,
        skills=tuple(names),
        difficulty=value["difficulty"],
        text=ItemText(
            question=value["question"].strip(),
            answer_spec=spec,
            correct_answer=value.get("shown") or displayed_answer(spec),
            hints=tuple(hint.strip() for hint in value["hints"]),
            explanation=value["explanation"].strip(),
            figure=_drawn(value.get("figure"), has_template="template" in value),
        ),
        template=value.get("template"),
        minutes=value["minutes"],
        points=value["points"],
        check=value["check"],
        place=place,
    )


def displayed_answer(spec: Mapping[str, Any]) -> str:
    """Write the answer of a spec as a person would."""
    answer = spec["answer"]
    if isinstance(answer, str):
        return answer
    entries = [str(entry) for entry in answer]
    wraps: dict[str, str] = {
        "set": "{" + ", ".join(entries) + "}",
        "list": "(" + ", ".join(entries) + ")",
        "choices": ", ".join(entries),
        "order": "\n".join(entries),
    }
    return wraps.get(spec["type"], entries[0])


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
