"""The bank in tables and a graph: `docs/curriculum.md` is made by this, a test keeps it true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tutor_core.content.curriculum import Curriculum, ItemSource, SkillNode, Subject
from tutor_core.content.files.fields import ANSWER_OPTIONS

LEVELS = range(1, 6)
_HEAD = """\
# The curriculum

Made from the files of `tutor_core/curriculum/` by `tutor content overview > docs/curriculum.md`; a
test fails when this page and the files differ. [authoring.md](authoring.md) says how an item is
written.
"""


def overview(curriculum: Curriculum) -> str:
    """Return the page in Markdown: totals, items by subject and skill, the prerequisite graph."""
    parts = [_HEAD, _totals(curriculum), _by_type(curriculum)]
    for subject in curriculum.subjects:
        parts.append(_subject(curriculum, subject))
    parts.append(_graph(curriculum))
    return "\n".join(parts)


def _totals(curriculum: Curriculum) -> str:
    rows: list[list[str]] = []
    counts: list[list[int]] = []
    for subject in curriculum.subjects:
        items = [item for item in curriculum.items if item.subject == subject.name]
        skills = [skill for skill in curriculum.skills if skill.subject == subject.name]
        lessons = [lesson for lesson in curriculum.lessons if lesson.subject == subject.name]
        counts.append([len(skills), *_counts(items), len(lessons)])
        rows.append([subject.display_name, *map(str, counts[-1])])
    rows.append(["**All**", *(str(sum(column)) for column in zip(*counts, strict=True))])
    head = [
        "Subject",
        "Skills",
        "Questions",
        "Exercises",
        "With new numbers",
        "With a figure",
        *(f"Level {level}" for level in LEVELS),
        "Lessons",
    ]
    return f"## In numbers\n\n{_table(head, rows)}"


def _counts(items: Sequence[ItemSource]) -> list[int]:
    kinds = Counter(item.kind for item in items)
    levels = Counter(item.difficulty for item in items)
    return [
        kinds["question"],
        kinds["exercise"],
        sum(item.template is not None for item in items),
        sum(item.text.figure is not None for item in items),
        *(levels[level] for level in LEVELS),
    ]


def _by_type(curriculum: Curriculum) -> str:
    counts = Counter((item.text.answer_spec["type"], item.subject) for item in curriculum.items)
    rows = [
        [
            kind,
            *(counts[kind, subject.name] for subject in curriculum.subjects),
            sum(counts[kind, subject.name] for subject in curriculum.subjects),
        ]
        for kind in ANSWER_OPTIONS
    ]
    head = ["Type of answer", *(subject.display_name for subject in curriculum.subjects), "All"]
    return f"## Answers by type\n\n{_table(head, rows)}"


def _subject(curriculum: Curriculum, subject: Subject) -> str:
    parts = [f"## {subject.display_name}\n\n{subject.description}\n"]
    for unit in curriculum.units:
        if unit.subject != subject.name:
            continue
        of_unit = [
            skill
            for skill in sorted(curriculum.skills, key=lambda skill: skill.id)
            if skill.unit == unit.name and skill.subject == subject.name
        ]
        rows = [_skill_row(curriculum, skill) for skill in of_unit]
        head = ["Skill", "Level", "Hours", "Items at levels 1 to 5", "Types of answer", "Builds on"]
        parts.append(f"### {unit.display_name}\n\n{_table(head, rows)}")
    return "\n".join(parts)


def _skill_row(curriculum: Curriculum, skill: SkillNode) -> list[str | int]:
    names = {one.name: one.display_name for one in curriculum.skills}
    items = [item for item in curriculum.items if item.skills[0] == skill.name]
    levels = Counter(item.difficulty for item in items)
    kinds = Counter(item.text.answer_spec["type"] for item in items)
    return [
        f"{skill.display_name} ({skill.id})",
        skill.difficulty_level,
        f"{skill.estimated_time_hours:g}",
        " ".join(str(levels[level]) for level in LEVELS),
        ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())),
        ", ".join(names[name] for name in skill.prerequisites) or "nothing",
    ]


def _graph(curriculum: Curriculum) -> str:
    """Draw the skills, a box a subject, as Mermaid: what leads to what."""
    lines = ["## What builds on what", "", "```mermaid", "graph LR"]
    for subject in curriculum.subjects:
        lines.append(f'  subgraph {subject.name}["{subject.display_name}"]')
        lines += [
            f'    {skill.name}["{skill.display_name}"]'
            for skill in curriculum.skills
            if skill.subject == subject.name
        ]
        lines.append("  end")
    lines += [
        f"  {needed} --> {skill.name}"
        for skill in curriculum.skills
        for needed in skill.prerequisites
    ]
    return "\n".join([*lines, "```", ""])


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
