"""What the mastery tree shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from tutor_core.practice.tree.layout import Place
from tutor_core.practice.tree.steps import NextLevel

TreeState = Literal["secure", "usable", "fading", "started", "open", "locked"]
TREE_STATES: tuple[TreeState, ...] = get_args(TreeState)
SECURE_LEVEL = 3  # Proficient


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A prerequisite that does not carry yet.

    Attributes:
        skill: Its name.
        title: The same as people read it.
        mastery: Of the learner, 0 to 1.
        answers: Answers that are missing before the tutor takes it for certain; 0 for none.
    """

    skill: str
    title: str
    mastery: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSkill:
    """A skill in the tree.

    Attributes:
        skill_id: Its number.
        skill: Its name.
        title: The same as people read it.
        topic: The subject.
        state: Secure: Proficient or above; usable: not that, but the tutor turns to what builds on
            it; fading: known better when it was last practised; started; open: may be begun;
            locked: something that it builds on does not carry yet. What is locked may be read and
            tested out of all the same.
        level: 0 to 5.
        level_when_seen: When it was last practised, 0 to 5.
        mastery: Chance of a right answer to a medium question, 0 to 1.
        answers: How many answers stand behind it.
        days_seen: On how many days they were given.
        last_seen_at: When it was last practised or placed; None for never.
        next_level: What it takes to reach the next one; None at the top.
        missing: What it builds on that does not carry yet.
        builds_on: Titles of all that it builds on directly.
        unlocks: Titles of what builds on it directly.
        place: Where it stands in the picture.
    """

    skill_id: int
    skill: str
    title: str
    topic: str
    state: TreeState
    level: int
    level_when_seen: int
    mastery: float
    answers: int
    days_seen: int
    last_seen_at: dt.datetime | None
    next_level: NextLevel | None
    missing: tuple[Missing, ...]
    builds_on: tuple[str, ...]
    unlocks: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All skills of the curriculum as a learner stands in them.

    Attributes:
        skills: By subject and layer, from the left.
        lines: Pairs of numbers: a skill and one that builds on it.
        ready: Mastery from which a skill carries what builds on it, 0 to 1.
    """

    skills: tuple[TreeSkill, ...]
    lines: tuple[tuple[int, int], ...]
    ready: float

    def by_state(self) -> Mapping[TreeState, int]:
        """Return how many skills are in each state."""
        return {state: sum(skill.state == state for skill in self.skills) for state in TREE_STATES}
