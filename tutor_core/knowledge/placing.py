"""What a placement, or a learner who contests, changes in the estimates; as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from tutor_core.knowledge.model import Estimate, Strength
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing

# Log-odds of a right answer at a level-3 item: where the skill is known, where it is not, and
# how much learners of either kind differ among themselves. Ours; fitted to nothing.
KNOWN, UNKNOWN, SPREAD = 1.9, -1.4, 0.4
LEAST_STRENGTH_VARIANCE = 0.05


def placed(
    standing: Standing,
    found: Mapping[int, float],
    parameters: KnowledgeParameters,
    *,
    now: dt.datetime,
) -> dict[int, SkillStanding]:
    """Return the skills as they stand after a placement.

    The chance that a skill is known becomes a Gaussian over the log-odds of a right answer: the
    mean and variance of a mixture of those who know it and those who do not. It is averaged with
    what the model thinks of the skill by itself, each by its precision. Both have learnt from the
    placement's answers, so agreeing makes them no surer than they are on the average.

    Args:
        standing: What is known at `now`, the placement's answers included.
        found: By skill, the chance that it is known, 0 to 1.
        parameters: Of the model.
        now: When the placement ended.
    """
    return {
        number: _placed(standing, standing.skills[number], chance, parameters, now)
        for number, chance in found.items()
        if number in standing.skills
    }


def contested(strength: Strength, parameters: KnowledgeParameters, *, now: dt.datetime) -> Strength:
    """Return a strength, as it stands at `now`, that its learner contests: it is less sure."""
    return replace(
        strength,
        variance=max(strength.variance, parameters.contested_variance),
        last_seen_at=None if strength.last_seen_at is None else now,
    )


def _placed(
    standing: Standing,
    skill: SkillStanding,
    chance: float,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> SkillStanding:
    around = Estimate(
        parameters.base + standing.ability.mean - skill.difficulty.mean,
        standing.ability.variance + skill.difficulty.variance,
    )
    log_odds = Estimate(
        chance * KNOWN + (1 - chance) * UNKNOWN,
        SPREAD + chance * (1 - chance) * (KNOWN - UNKNOWN) ** 2,
    )
    by_itself = Estimate(
        around.mean + skill.strength.mean, around.variance + skill.strength.variance
    )
    averaged = _averaged(by_itself, log_odds)
    strength = Strength(
        averaged.mean - around.mean,
        max(LEAST_STRENGTH_VARIANCE, averaged.variance - around.variance),
        skill.strength.answers,
        now,
    )
    return replace(skill, strength=strength, strength_when_seen=strength, placed_at=now)


def _averaged(one: Estimate, other: Estimate) -> Estimate:
    """Average by precision what two have made of the same answers (covariance intersection)."""
    variance = 2 / (1 / one.variance + 1 / other.variance)
    return Estimate(
        variance / 2 * (one.mean / one.variance + other.mean / other.variance), variance
    )
