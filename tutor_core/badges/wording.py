"""What badges take and what was counted, in words."""

from __future__ import annotations

from collections.abc import Sequence

from tutor_core.badges.criteria import Condition, Criteria, Part, Question, Standing
from tutor_core.badges.facts import FACTS
from tutor_core.mastery.levels import LEVEL_NAMES


def counted_words(part: Part) -> str:
    """Return how far somebody is with a condition, as "7 of 10 right answers"."""
    return f"{part.has} of {part.condition.at_least} {unit_words(part.condition.question)}"


def progress_words(criteria: Criteria, standing: Standing) -> str:
    """Return how far somebody is with a badge: of its nearest way, or of its conditions."""
    nearest = max(standing.parts, key=lambda part: part.progress)
    if isinstance(criteria, Condition) or criteria.kind == "any":
        return counted_words(nearest)
    open_parts = [part for part in standing.parts if not part.met]
    if len(open_parts) == 1:
        return counted_words(open_parts[0])
    met = len(standing.parts) - len(open_parts)
    return f"{met} of {len(standing.parts)} conditions met"


def evidence_words(parts: Sequence[Part]) -> str:
    """Return in a sentence what was counted for the conditions that were met."""
    counted = (
        f"{unit_words(part.condition.question)}: {part.has} ({part.condition.at_least} needed)"
        for part in parts
        if part.met
    )
    return f"Counted from the record: {'; '.join(counted)}."


def unit_words(question: Question) -> str:
    """Return what a question counts, to be put after a number."""
    filters = dict(question.filters)
    words = {
        "difficulty": "at level {} or above",
        "level": "at {} or above",
        "last": "among the last {}",
        "topic": "in {}",
        "skill": "in {}",
    }
    found = [FACTS[question.fact].unit]
    for key, sentence in words.items():
        if key in filters:
            found.append(sentence.format(_named(key, filters[key])))
    return " ".join(found)


def _named(key: str, value: str | int) -> str:
    return LEVEL_NAMES[int(value)] if key == "level" else str(value).replace("_", " ")
