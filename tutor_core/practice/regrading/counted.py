"""An attempt that was learnt from, with all that is needed to learn from it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice.circumstances import Circumstances
from tutor_core.recommend.policy import BanditPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSkill:
    """A skill: its number, its stable name, what people read, its subject."""

    skill_id: int
    name: str
    display_name: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An attempt that was learnt from.

    Attributes:
        attempt_id: Its row.
        content_id: The item.
        level: Of the item, 1 to 5, at the version asked.
        skills: Of the item at that version, the main one first.
        hints_used: How many hints were shown.
        at: When it was answered.
        circumstances: What it was learnt with from outside the learner.
        parameters: Of the knowledge model, in force then.
        policy: Of the choice, in force then.
        levels: Of mastery, in force then.
    """

    attempt_id: int
    content_id: int
    level: int
    skills: tuple[NamedSkill, ...]
    hints_used: int
    at: dt.datetime
    circumstances: Circumstances
    parameters: KnowledgeParameters
    policy: BanditPolicy
    levels: MasteryPolicy
