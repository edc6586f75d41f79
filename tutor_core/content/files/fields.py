"""What each key of a curriculum file must hold.

A judge takes a value and returns None, or what the value must be instead ("a whole number from
1 to 5"), so that one sentence can be made of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

LONGEST_CORRECT_ANSWER = 255  # content.correct_answer is VARCHAR(255)
LONGEST_NAME = 100  # skills.name, skills.display_name, content.slug
LONGEST_WORD = 50  # skills.category, mastery_skills.icon, badges.icon
BADGE_CATEGORIES = ("mastery", "streak", "accuracy", "practice", "special")
TIERS = ("bronze", "silver", "gold", "platinum")  # from the lowest on

# What each type of answer may say besides `answer` and `misconceptions`.
ANSWER_OPTIONS: dict[str, frozenset[str]] = {
    "choice": frozenset({"choices"}),
    "choices": frozenset({"choices"}),
    "number": frozenset({"tolerance", "significant_figures", "form"}),
    "quantity": frozenset({"tolerance", "significant_figures", "temperature_difference"}),
    "expression": frozenset({"form", "up_to_constant", "variables", "positive"}),
    "equation": frozenset({"variables"}),
    "interval": frozenset({"variables"}),
    "set": frozenset({"tolerance", "variables"}),
    "list": frozenset({"tolerance", "variables"}),
    "text": frozenset({"case_sensitive"}),
    "order": frozenset(),
}
LISTED = frozenset({"choices", "set", "list", "text", "order"})
OPTIONS = frozenset().union(*ANSWER_OPTIONS.values())


Judge = Callable[[Any], str | None]
Problem = tuple[tuple[object, ...], str]  # where in the document, and the sentence


def _text(longest: int = 10_000) -> Judge:
    def judge(value: object) -> str | None:
        good = isinstance(value, str) and value.strip() and len(value) <= longest
        return None if good else f"a text of 1 to {longest} characters"

    return judge


def _pattern(expression: str, meaning: str, longest: int) -> Judge:
    def judge(value: object) -> str | None:
        good = isinstance(value, str) and len(value) <= longest and re.fullmatch(expression, value)
        return None if good else f"{meaning}, at most {longest} characters"

    return judge


def _whole(low: int, high: int) -> Judge:
    def judge(value: object) -> str | None:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if good else f"a whole number from {low} to {high}"

    return judge


def _hours(value: object) -> str | None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 100  # noqa: PLR2004
    return None if good else "a number of hours above 0, at most 100"


def _texts(fewest: int, most: int) -> Judge:
    def judge(value: object) -> str | None:
        good = (
            isinstance(value, list)
            and fewest <= len(value) <= most
            and all(isinstance(entry, str) and entry.strip() for entry in value)
        )
        return None if good else f"a list of {fewest} to {most} texts"

    return judge


def _mapping(value: object) -> str | None:
    return None if isinstance(value, dict) else "a mapping"


def _list(value: object) -> str | None:
    return None if isinstance(value, list) and value else "a list with at least one entry"


def _steps(value: object) -> str | None:
    good = isinstance(value, list) and 3 <= len(value) <= 5  # noqa: PLR2004
    return None if good else "a list of 3 to 5 steps"


def _true(value: object) -> str | None:
    return None if value is True else "true (or left out)"


def _answer(value: object) -> str | None:
    return None if _text()(value) is None or _texts(1, 40)(value) is None else "a text or a list"


def _choices(value: object) -> str | None:
    good = (
        isinstance(value, dict)
        and 2 <= len(value) <= 8  # noqa: PLR2004
        and list(value) == list("ABCDEFGH"[: len(value)])
        and all(isinstance(text, str) and text.strip() for text in value.values())
        and len({text.strip() for text in value.values()}) == len(value)
    )
    return None if good else "a mapping from A, B, ... (in this order) to 2 to 8 different texts"


def _tolerance(value: object) -> str | None:
    good = isinstance(value, dict) and len(value) == 1 and value.keys() <= {"relative", "absolute"}
    return None if good else "{relative: number} or {absolute: number}"


def _one_of(names: Sequence[str]) -> Judge:
    return lambda value: None if value in names else f"one of {', '.join(names)}"


def _form(value: object) -> str | None:
    forms = ("factored", "expanded", "lowest_terms")
    return None if value in forms else f"one of {', '.join(forms)}"


_SLUG = _pattern(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "small letters, digits and _", LONGEST_NAME)
_ICON = _pattern(r"[a-z0-9_]+", "the name of a Material icon", LONGEST_WORD)

_NODE_KEYS: dict[str, Judge] = {
    "id": _whole(1, 10**6),
    "name": _SLUG,
    "display_name": _text(LONGEST_WORD),
    "description": _text(500),
}
SUBJECT_KEYS: dict[str, Judge] = {
    **_NODE_KEYS,
    "category": _text(LONGEST_WORD),
    "icon": _ICON,
    "units": _list,
}
UNIT_KEYS = _NODE_KEYS
SKILL_KEYS: dict[str, Judge] = {
    **_NODE_KEYS,
    "unit": _SLUG,
    "display_name": _text(LONGEST_NAME),
    "category": _text(LONGEST_WORD),
    "difficulty_level": _whole(1, 5),
    "estimated_time_hours": _hours,
    "icon": _ICON,
    "prerequisites": _texts(0, 10),
    "items": _list,
}
SKILL_EXTRAS: dict[str, Judge] = {"lesson": _mapping, "exercises": _list}
LESSON_KEYS: dict[str, Judge] = {
    "minutes": _whole(1, 20),
    "idea": _text(2_000),
    "example": _text(2_000),
    "mistake": _text(1_000),
}
LESSON_EXTRAS: dict[str, Judge] = {"figure": _mapping}

# What a question, an exercise and a step of an exercise have in common.
_ANSWER_KEYS: dict[str, Judge] = {
    "type": lambda value: (
        None if str(value) in ANSWER_OPTIONS else f"one of {', '.join(ANSWER_OPTIONS)}"
    ),
    "question": _text(),
    "answer": _answer,
    "explanation": _text(),
    "check": _text(),
}
ANSWER_EXTRAS: dict[str, Judge] = {
    "misconceptions": _list,
    "shown": _text(LONGEST_CORRECT_ANSWER),
    "choices": _choices,
    "tolerance": _tolerance,
    "significant_figures": _whole(1, 10),
    "form": _form,
    "up_to_constant": _true,
    "case_sensitive": _true,
    "temperature_difference": _true,
    "positive": _texts(1, 6),
    "variables": _texts(1, 6),
}
_TASK_KEYS: dict[str, Judge] = {
    **_ANSWER_KEYS,
    "slug": _SLUG,
    "difficulty": _whole(1, 5),
    "minutes": _whole(1, 60),
    "points": _whole(1, 100),
}
ITEM_KEYS: dict[str, Judge] = {**_TASK_KEYS, "hints": _texts(2, 3)}
EXERCISE_KEYS: dict[str, Judge] = {**_TASK_KEYS, "steps": _steps}
STEP_KEYS = _ANSWER_KEYS
ITEM_EXTRAS: dict[str, Judge] = {
    **ANSWER_EXTRAS,
    "skills": _texts(1, 5),
    "figure": _mapping,
    "template": _mapping,
}
# What the studio and the files that teachers bring along need, and may have.
BODY_KEYS: dict[str, Judge] = {
    key: judge for key, judge in _TASK_KEYS.items() if key not in {"slug", "check", "explanation"}
} | {"skills": _texts(1, 5)}
BODY_EXTRAS: dict[str, Judge] = ITEM_EXTRAS | {
    "explanation": _text(),
    "hints": _texts(1, 3),
    "steps": _steps,
}
BODY_STEP_KEYS: dict[str, Judge] = {
    key: judge for key, judge in STEP_KEYS.items() if key not in {"check", "explanation"}
}
BODY_STEP_EXTRAS: dict[str, Judge] = ANSWER_EXTRAS | {"explanation": _text()}
BADGE_KEYS: dict[str, Judge] = {
    "slug": _SLUG,
    "name": _text(LONGEST_NAME),
    "description": _text(500),
    "category": _one_of(BADGE_CATEGORIES),
    "tier": _one_of(TIERS),
    "icon": _ICON,
    "color": _pattern(r"#[0-9a-f]{6}", "# and six of the digits 0 to 9 and a to f", 7),
    "points": _whole(1, 1_000),
    "criteria": _mapping,
}
MISCONCEPTION_KEYS: dict[str, Judge] = {
    "answer": _answer,
    "note": _pattern(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "small letters, digits and _", 60),
    "message": _text(400),
}


def key_problems(
    value: object, needed: Mapping[str, Judge], extras: Mapping[str, Judge]
) -> Iterator[Problem]:
    """Compare a mapping with the keys it may have; yield the path and the sentence."""
    if not isinstance(value, dict):
        yield (), "a mapping from keys to values belongs here."
        return
    judges = {**needed, **extras}
    for key in needed:
        if key not in value:
            yield (), f"`{key}` is missing; add it."
    for key, part in value.items():
        if key not in judges:
            yield (key,), f"`{key}` is not known here; the keys are {', '.join(judges)}."
        elif (wanted := judges[key](part)) is not None:
            yield (key,), f"`{key}` must be {wanted}."
