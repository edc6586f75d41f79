"""Reads the file of badges.

Pure: takes the file's text, returns values. All that is wrong is collected and told at once, each
in one sentence with its line and how to mend it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

from tutor_core.badges.badge import Badge
from tutor_core.badges.criteria import Condition, conditions_of, criteria_of, criteria_problems
from tutor_core.content.curriculum import CurriculumError
from tutor_core.content.files.documents import Document, read_document
from tutor_core.content.files.fields import BADGE_KEYS, TIERS, key_problems

BADGES_FILE = "badges.yaml"


def read_badges(text: str, *, skills: Collection[str]) -> tuple[Badge, ...]:
    """Return the badges of a file, in its order.

    Args:
        text: Of the file: the one key `badges`, a list.
        skills: Names of the skills there are.

    Raises:
        CurriculumError: With every problem of the file.
    """
    problems: list[str] = []
    document = read_document(BADGES_FILE, text, problems)
    badges = [] if document is None else list(_read(document, problems))
    problems += [*_repetitions(badges), *_unknown_skills(badges, skills), *_ladder_problems(badges)]
    if problems:
        raise CurriculumError(problems)
    return tuple(badges)


def _read(document: Document, problems: list[str]) -> Iterator[Badge]:
    found = document.value.get("badges")
    if not isinstance(found, list) or set(document.value) != {"badges"}:
        problems.append(f"{document.file}: the file has the one key `badges`, a list.")
        return
    for number, value in enumerate(found):
        wrong = [
            f"{document.place('badges', number, *path)}: {sentence}"
            for path, sentence in _badge_problems(value)
        ]
        problems += wrong
        if not wrong:
            yield _badge(value, document.place("badges", number))


def _badge_problems(value: object) -> Iterator[tuple[tuple[object, ...], str]]:
    yield from key_problems(value, BADGE_KEYS, {})
    if isinstance(value, dict) and "criteria" in value:
        for path, sentence in criteria_problems(value["criteria"]):
            yield ("criteria", *path), sentence


def _badge(value: dict[str, Any], place: str) -> Badge:
    texts = {key: value[key].strip() for key in ("name", "description")}
    return Badge(**value | texts | {"criteria": criteria_of(value["criteria"]), "place": place})


def _repetitions(badges: Sequence[Badge]) -> Iterator[str]:
    for key in ("slug", "name", "criteria"):
        places: dict[object, str] = {}
        for badge in badges:
            value = getattr(badge, key)
            if value in places:
                yield f"{badge.place}, {badge.slug}: the {key} is also that at {places[value]}."
            places.setdefault(value, badge.place)


def _unknown_skills(badges: Sequence[Badge], skills: Collection[str]) -> Iterator[str]:
    for badge in badges:
        for condition in conditions_of(badge.criteria):
            for key, value in condition.question.filters:
                if key == "skill" and value not in skills:
                    yield f"{badge.place}, {badge.slug}: `{value}` is no skill."


def _ladder_problems(badges: Sequence[Badge]) -> Iterator[str]:
    """Compare badges that ask for more and more of one thing: their tiers and points must rise."""
    ladders: dict[object, list[tuple[int, Badge]]] = {}
    for badge in badges:
        if isinstance(badge.criteria, Condition):
            step = (badge.criteria.at_least, badge)
            ladders.setdefault(badge.criteria.question, []).append(step)
    for ladder in ladders.values():
        for (_, lower), (_, upper) in pairwise(sorted(ladder, key=lambda step: step[0])):
            for key, rises in (
                ("tier", TIERS.index(lower.tier) < TIERS.index(upper.tier)),
                ("points", lower.points < upper.points),
            ):
                if not rises:
                    yield (
                        f"{upper.place}, {upper.slug}: it takes more than `{lower.slug}`,"
                        f" so its {key} must be higher."
                    )
