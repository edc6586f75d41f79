"""What the pages are given of gaps, worked out from what was detected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tutor_core.gaps.gap import Gap, blocks
from tutor_core.gaps.links import Links

StepState = Literal["known", "unsure", "new", "gap"]
"""Known well enough to carry what stands on it; not yet; never met; a gap itself."""

Certainty = Literal["sure", "fairly sure", "unsure", "a guess"]
Reach = Literal["new", "far", "near", "reached"]
"""Never met; below what carries other skills; on the way to the target; at it."""

SURE, FAIRLY_SURE = 0.15, 0.3  # widths of the range of mastery


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A skill on the way through a gap.

    Attributes:
        title: The skill, as people read it.
        state: How the learner stands in it.
        is_start: Whether to begin with it.
        is_gap: Whether it is the gap that the way is about.
        is_aim: Whether the way leads to it and the learner aims for it.
        is_work: Whether the way leads to it and the learner works on it.
    """

    title: str
    state: StepState
    is_start: bool = False
    is_gap: bool = False
    is_aim: bool = False
    is_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """An open gap as a page shows it.

    Attributes:
        gap: The gap.
        skill: The skill's name.
        title: The skill, as people read it.
        topic: Its subject.
        is_met: Whether anything is known of the learner in it.
        steps: What it stands on, as far as that matters, the gap, and what needs it.
    """

    gap: Gap
    skill: str
    title: str
    topic: str
    is_met: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstGap:
    """The gap to repair first.

    Attributes:
        title: The skill, as people read it.
        recommendation: The next step, in a sentence; plain text.
        others: How many more are open.
    """

    title: str
    recommendation: str
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastGap:
    """A closed gap: the skill as people read it, its subject, and the gap."""

    gap: Gap
    title: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPicture:
    """A skill in the picture of all skills.

    Attributes:
        skill: Its name.
        title: As people read it.
        topic: Its subject.
        unit: Its group, as people read it.
        mastery: Of the learner, in (0, 1).
        lower: One standard deviation lower.
        upper: One standard deviation higher.
        answers: How many stand behind that.
        is_met: Whether anything is known of the learner in it.
        reach: How far from what learners are to reach.
        gap: Its open gap, or None.
    """

    skill: str
    title: str
    topic: str
    unit: str
    mastery: float
    lower: float
    upper: float
    answers: int
    is_met: bool
    reach: Reach
    gap: Gap | None

    @property
    def certainty(self) -> Certainty:
        """How sure the tutor is, in words; nothing but a guess before the first answer."""
        if not self.is_met:
            return "a guess"
        if self.upper - self.lower <= SURE:
            return "sure"
        return "fairly sure" if self.upper - self.lower <= FAIRLY_SURE else "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsOverview:
    """Everything on the page of gaps.

    Attributes:
        gaps: Open ones, in the order in which to repair them.
        past: Closed ones, the latest first.
        skills: All skills, by subject and unit.
        answers: How many answers stand behind it all.
    """

    gaps: tuple[GapView, ...]
    past: tuple[PastGap, ...]
    skills: tuple[SkillPicture, ...]
    answers: int


def blocking_of(gaps: Mapping[int, Gap], *, ready: float) -> set[int]:
    """Return the skills of the gaps for which what stands on them must wait."""
    return {
        skill_id for skill_id, gap in gaps.items() if blocks(gap.kind, level=gap.level, ready=ready)
    }


def in_order(gaps: Mapping[int, Gap], links: Links, *, ready: float) -> list[Gap]:
    """Return open gaps, by skill, in the order in which to repair them.

    By priority, except that a gap comes after those in its way.

    Args:
        gaps: By skill.
        links: Between skills.
        ready: Mastery from which a skill carries what is built on it.
    """
    blocking = blocking_of(gaps, ready=ready)
    ordered: dict[int, Gap] = {}
    for gap in sorted(gaps.values(), key=lambda gap: (-gap.priority, gap.skill_id)):
        beneath = blocking & links.beneath[gap.skill_id].keys()
        for skill_id in (*links.in_order(beneath), gap.skill_id):
            ordered.setdefault(skill_id, gaps[skill_id])
    return list(ordered.values())
