"""Reads the lesson of a skill's file."""

from collections.abc import Iterator

from tutor_core.content.curriculum import LessonSource, SkillNode
from tutor_core.content.figures import expand_curves, figure_problems
from tutor_core.content.files.documents import Document
from tutor_core.content.files.fields import LESSON_EXTRAS, LESSON_KEYS, key_problems
from tutor_core.content.parameters import FormulaError


def read_lesson(
    document: Document, skill: SkillNode, problems: list[str]
) -> Iterator[LessonSource]:
    """Yield the lesson where there is one; what is wrong with it is added to `problems`."""
    value = document.value.get("lesson")
    if value is None:
        return
    wrong = list(key_problems(value, LESSON_KEYS, LESSON_EXTRAS))
    figure = value.get("figure") if not wrong else None
    if figure is not None:
        try:
            figure = expand_curves(figure)
            wrong += [(("figure",), sentence) for sentence in figure_problems(figure)]
        except FormulaError as error:
            wrong.append((("figure",), f"{error}."))
    problems += [
        f"{document.place('lesson', *path)}, lesson: {sentence}" for path, sentence in wrong
    ]
    if not wrong:
        yield LessonSource(
            slug=f"lesson_{skill.name}",
            skill=skill.name,
            subject=skill.subject,
            difficulty=skill.difficulty_level,
            minutes=value["minutes"],
            idea=value["idea"].strip(),
            example=value["example"].strip(),
            mistake=value["mistake"].strip(),
            figure=figure,
            place=document.place("lesson"),
        )
