"""What a choice is made from: the items that may be asked, and all else that is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tutor_core.knowledge.model import Estimate, ground_of
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.recommend.arms import Arms
from tutor_core.recommend.frontier import Round, SkillView, rounds, skill_views
from tutor_core.recommend.goals import Aim, heaviest
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.scope import Scope
from tutor_core.recommend.value import remembered
from tutor_core.tuning.policies import Versioned

SECONDS_A_DAY = 86_400
HOURS_A_DAY = 24
DECIMALS = 6  # kept of a number; values are made of the rounded ones, so that the log has them
MET_LAST = 30  # items whose fate at the learner's hands a choice remembers
Declined = Literal["not_now", "too_easy", "too_hard", "runner_up"]
Gain = tuple[float, int, int]
LEANS = {"too_easy": 1.0, "too_hard": -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A published item as the choice sees it, and what the learner did with it.

    Attributes:
        content_id: The item.
        skills: Names of its skills, the main one first.
        difficulty: 1 to 5.
        estimate: How hard it proved to be, None where nobody answered it.
        seen: How often the learner met it.
        last_seen_at: When they last did.
        declined_at: When they last sent it away.
        is_exercise: Whether it is a longer task of several steps.
    """

    content_id: int
    skills: tuple[str, ...]
    difficulty: int
    estimate: Estimate | None
    seen: int
    last_seen_at: dt.datetime | None
    declined_at: dt.datetime | None = None
    is_exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An item the learner met lately.

    Attributes:
        content_id: The item.
        skill: Name of its main skill; None where it has none.
        declined_as: In which way they sent it away; None where they did not.
        declined_at: When.
    """

    content_id: int
    skill: str | None
    declined_as: Declined | None = None
    declined_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the learner stands before items of the same skills.

    Attributes:
        skill: The main one of them.
        log_odds: Of a right answer at a level-3 item.
        mastery: Of the main skill, as the log keeps it.
        leads_to: How many skills build on it.
        footing: Least mastery among its prerequisites, as the log keeps it.
        paused_hours: Hours since "not now" was said to an item of it; None where it was not.
    """

    skill: SkillStanding
    log_odds: Estimate
    mastery: float
    leads_to: int
    footing: float
    paused_hours: float | None


@dataclass(frozen=True, kw_only=True)
class Basis:
    """All that a choice is made from but the items.

    Attributes:
        standing: What is known of the learner now.
        arms: What earlier choices brought.
        met: What they met last, the latest first; `MET_LAST` of it are enough.
        aims: What else they are to work on; their open gaps are among it.
        gains: By item, what similar learners gained: mean, learners, how many of them gained.
        policy: Of the choice, with its version.
        parameters: Of the knowledge model.
        now: The moment of the choice.
    """

    standing: Standing
    arms: Arms
    met: Sequence[Met]
    aims: Sequence[Aim]
    gains: Mapping[int, Gain]
    policy: Versioned[BanditPolicy]
    parameters: KnowledgeParameters
    now: dt.datetime

    @cached_property
    def views(self) -> Mapping[int, SkillView]:
        """The skills as the choice sees them."""
        return skill_views(self.standing, self.parameters)

    @cached_property
    def lean(self) -> float:
        """Which way the learner wants it: above 0 harder, below 0 easier."""
        days = self.policy.policy.decline_days
        return sum(
            LEANS[one.declined_as] * remembered(self.days_since(one.declined_at), days)
            for one in self.met
            if one.declined_as in LEANS and one.declined_at is not None
        )

    @cached_property
    def paused(self) -> Mapping[str | None, dt.datetime]:
        """When "not now" was last said to an item of a skill, by the skill's name."""
        said = [(one.skill, one.declined_at) for one in self.met if one.declined_as == "not_now"]
        return {skill: at for skill, at in reversed(said) if at is not None}

    @cached_property
    def _aims_by_skill(self) -> Mapping[int, Sequence[Aim]]:
        found: dict[int, list[Aim]] = {}
        for aim in self.aims:
            found.setdefault(aim.skill, []).append(aim)
        return found

    @cached_property
    def _grounds(self) -> dict[tuple[str, ...], Ground | None]:
        return {}

    def ground_of(self, item: Askable) -> Ground | None:
        """Return where the learner stands before an item; None where its skills are unknown.

        Most items share their skills, so this is worked out once for all of them.
        """
        if item.skills not in self._grounds:
            self._grounds[item.skills] = self._worked_out(item.skills)
        return self._grounds[item.skills]

    def _worked_out(self, names: Sequence[str]) -> Ground | None:
        skills = self.standing.named(names)
        if not skills:
            return None
        main = skills[0]
        view = self.views[main.skill_id]
        paused_at = self.paused.get(main.name)
        return Ground(
            skill=main,
            log_odds=ground_of(
                self.standing.ability,
                [skill.strength for skill in skills],
                [skill.difficulty for skill in skills],
                self.parameters,
            ),
            mastery=rounded(view.mastery),
            leads_to=view.leads_to,
            footing=rounded(view.footing),
            paused_hours=(rounded(HOURS_A_DAY * self.days_since(paused_at)) if paused_at else None),
        )

    def aim_of(self, skill: int, content_id: int) -> Aim | None:
        """Return the heaviest aim that an item of a skill serves; None where it serves none."""
        aims = self._aims_by_skill.get(skill, ())
        return heaviest(
            [aim for aim in aims if aim.content_id in (None, content_id)], self.policy.policy
        )

    def rounds(self, scope: Scope) -> Iterator[Round]:
        """Give the skills to look for items in; see `frontier.rounds`."""
        within = [skill.skill_id for skill in self.standing.skills.values() if scope.holds(skill)]
        return rounds(self.views, within, self.aims, self.policy.policy)

    def names(self, looked_at: Round) -> list[str]:
        """Return the names of a round's skills."""
        return [self.standing.skills[number].name for number in looked_at.skills]

    def days_since(self, moment: dt.datetime) -> float:
        """Return how many days ago that was, 0 and above."""
        return max(0.0, (self.now - moment).total_seconds() / SECONDS_A_DAY)


def rounded(number: float) -> float:
    """Return a number as the log keeps it."""
    return round(number, DECIMALS)
