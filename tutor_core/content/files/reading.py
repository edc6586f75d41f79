"""Reads the curriculum's files: subjects with their units, and one file a skill.

Pure: takes the files' texts, returns values. All that is wrong is collected and told at once,
each in one sentence with its file, its line and how to mend it.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from tutor_core.content.curriculum import (
    Curriculum,
    CurriculumError,
    ItemSource,
    LessonSource,
    SkillNode,
    Subject,
    Unit,
)
from tutor_core.content.files.documents import Document, read_document
from tutor_core.content.files.fields import (
    SKILL_EXTRAS,
    SKILL_KEYS,
    SUBJECT_KEYS,
    UNIT_KEYS,
    key_problems,
)
from tutor_core.content.files.items import read_items
from tutor_core.content.files.lessons import read_lesson
from tutor_core.content.graph import SkillCycleError, SkillGraph

SUBJECTS_FILE = "subjects.yaml"
_CONTENTS = ("lesson", "items", "exercises")


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
    subjects, units = _read_subjects(subjects_document, problems)
    skills: list[SkillNode] = []
    items: list[ItemSource] = []
    lessons: list[LessonSource] = []
    for document in documents.values():
        skill = _read_skill(document, units, problems)
        if skill is not None:
            skills.append(skill)
            items.extend(read_items(document, skill, problems))
            lessons.extend(read_lesson(document, skill, problems))
    problems += _repetitions([*subjects, *units, *skills], [*items, *lessons])
    ordered = _in_order(subjects, skills, problems)
    problems += _unknown_skills(ordered, items)
    if problems:
        raise CurriculumError(problems)
    return Curriculum(
        subjects=tuple(subjects),
        units=tuple(units),
        skills=tuple(ordered),
        items=tuple(items),
        lessons=tuple(lessons),
    )


def _read_subjects(document: Document, problems: list[str]) -> tuple[list[Subject], list[Unit]]:
    found = document.value.get("subjects")
    if not isinstance(found, list) or set(document.value) != {"subjects"}:
        problems.append(f"{document.file}: the file has the one key `subjects`, a list.")
        return [], []
    subjects, units = [], []
    for place, value in enumerate(found):
        path = ("subjects", place)
        wrong = [
            f"{document.place(*path, *where)}: {sentence}"
            for where, sentence in key_problems(value, SUBJECT_KEYS, {})
        ]
        problems += wrong
        if wrong:
            continue
        keys = {key: part for key, part in value.items() if key != "units"}
        subject = Subject(**keys, order=place + 1)
        subjects.append(subject)
        for unit_place, unit in enumerate(value["units"]):
            wrong = [
                f"{document.place(*path, 'units', unit_place, *where)}: {sentence}"
                for where, sentence in key_problems(unit, UNIT_KEYS, {})
            ]
            problems += wrong
            if not wrong:
                units.append(Unit(**unit, subject=subject.name, category=subject.category))
    return subjects, units


def _read_skill(document: Document, units: list[Unit], problems: list[str]) -> SkillNode | None:
    wrong = [
        f"{document.place(*path)}: {sentence}"
        for path, sentence in key_problems(document.value, SKILL_KEYS, SKILL_EXTRAS)
    ]
    folder, _, file = document.file.rpartition("/")
    if folder not in {unit.subject for unit in units}:
        wrong.append(f"{document.file}: the folder must be the name of a subject.")
    elif not wrong and (folder, document.value["unit"]) not in {(u.subject, u.name) for u in units}:
        wrong.append(f"{document.place('unit')}: {SUBJECTS_FILE} has no such unit of {folder}.")
    if file != f"{document.value.get('name')}.yaml":
        wrong.append(f"{document.place('name')}: the file must be named as the skill.")
    problems += wrong
    if wrong:
        return None
    keys = {key: part for key, part in document.value.items() if key not in _CONTENTS}
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
    nodes: list[Subject | Unit | SkillNode], contents: list[ItemSource | LessonSource]
) -> Iterator[str]:
    for first, second in combinations(nodes, 2):
        if first.id == second.id:
            yield f"`{first.name}` and `{second.name}` have the same id {first.id}."
        if first.name == second.name:
            yield f"Two subjects, units or skills are named `{first.name}`."
    places: dict[str, str] = {}
    for content in contents:
        if content.slug in places:
            yield f"{content.place}: the slug `{content.slug}` is also at {places[content.slug]}."
        places.setdefault(content.slug, content.place)


def _unknown_skills(skills: list[SkillNode], items: list[ItemSource]) -> Iterator[str]:
    known = {skill.name for skill in skills}
    for item in items:
        for name in item.skills:
            if name not in known:
                yield f"{item.place}, item {item.slug}: `{name}` is no skill."
