"""What a learner knows: a variance-aware hierarchical Elo, one constant-time step an answer.

The log-odds of a right answer are

    z = base + ability + mean over the item's skills (strength - difficulty of skill) - difficulty

where every term is a Gaussian with mean and variance. An answer moves all of them by one step
of an extended Kalman filter on the logistic observation, each in proportion to its own
variance: what is known well moves little, what is new moves much.

Sources: Elo for learning systems, Pelanek 2016 (Computers & Education 98); skills in a
hierarchy, Niznan, Pelanek & Rihak 2015; the variance, Glickman 1999 (Glicko). Deviations: the
Kalman form instead of Glicko's rating periods; noise added at every answer instead of with
time; a constant practice gain; a strength that decays towards zero while it is not practised.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from tutor_core.knowledge.policy import KnowledgeParameters

PROBIT_SCALE = 0.393  # pi/8: spreads a logistic over a Gaussian (MacKay 1992)
SECONDS_A_DAY = 86_400
LEAST_VARIANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity on the log-odds scale.

    Attributes:
        mean: What it is thought to be.
        variance: How unsure that is.
        answers: How many observations moved it.
    """

    mean: float
    variance: float
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Strength(Estimate):
    """A learner's strength in one skill, and when it was last practised (None: never)."""

    last_seen_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One learner before one item.

    Attributes:
        ability: Of the learner over all skills.
        strengths: Of the learner in each of the item's skills.
        skills: How hard each of those skills is; same order as `strengths`.
        item: How hard the item is, beyond its skills.
    """

    ability: Estimate
    strengths: tuple[Strength, ...]
    skills: tuple[Estimate, ...]
    item: Estimate


@dataclass(frozen=True, slots=True)
class Prediction:
    """The chance of a right answer.

    Attributes:
        probability: In (0, 1), averaged over all that is not known.
        sd: Standard deviation of the log-odds, at least 0.
        log_odds: Its mean on the log-odds scale.
    """

    probability: float
    sd: float
    log_odds: float


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds, strictly between 0 and 1."""
    return 1 / (1 + math.exp(-max(-35.0, min(35.0, log_odds))))


def new_item(level: int | None, parameters: KnowledgeParameters) -> Estimate:
    """Return what is thought of an item nobody answered; `level` 1 to 5, None for 3."""
    mean = ((3 if level is None else level) - 3) * parameters.level_step
    return Estimate(mean, parameters.item_variance)


def aged(strength: Strength, at: dt.datetime | None, parameters: KnowledgeParameters) -> Strength:
    """Return the strength as it stands at `at`: nearer to zero and less sure with the days.

    The more a skill has been practised, the longer it lasts. Without a moment, without an
    earlier answer, or looking back in time, nothing changes.
    """
    if at is None or strength.last_seen_at is None or at <= strength.last_seen_at:
        return strength
    days = (at - strength.last_seen_at).total_seconds() / SECONDS_A_DAY
    kept = math.exp(-days / (parameters.forgetting_days * (1 + strength.answers)))
    return Strength(
        strength.mean * kept,
        strength.variance + parameters.forgetting_noise * days,
        strength.answers,
        strength.last_seen_at,
    )


def predict(
    situation: Situation, parameters: KnowledgeParameters, *, at: dt.datetime | None = None
) -> Prediction:
    """Return the chance that the learner answers the item rightly at `at`."""
    strengths = [aged(strength, at, parameters) for strength in situation.strengths]
    ground = ground_of(situation.ability, strengths, situation.skills, parameters)
    return chance_at(ground, situation.item)


def ground_of(
    ability: Estimate,
    strengths: Sequence[Estimate],
    skills: Sequence[Estimate],
    parameters: KnowledgeParameters,
) -> Estimate:
    """Return the log-odds of a right answer at a level-3 item of these skills.

    Args:
        ability: Of the learner over all skills.
        strengths: Of the learner in each of the skills, as they stand at the moment asked about.
        skills: How hard each of them is; same order.
        parameters: Of the model.
    """
    count = max(1, len(strengths))
    net = sum(one.mean for one in strengths) - sum(one.mean for one in skills)
    spread = sum(one.variance for one in strengths) + sum(one.variance for one in skills)
    return Estimate(
        parameters.base + ability.mean + net / count, ability.variance + spread / count**2
    )


def chance_at(ground: Estimate, item: Estimate) -> Prediction:
    """Return the chance of a right answer at an item, from what `ground_of` says of its skills."""
    log_odds = ground.mean - item.mean
    variance = ground.variance + item.variance
    return Prediction(
        probability=sigmoid(log_odds / math.sqrt(1 + PROBIT_SCALE * variance)),
        sd=math.sqrt(variance),
        log_odds=log_odds,
    )


def update(
    situation: Situation,
    parameters: KnowledgeParameters,
    *,
    correct: bool,
    at: dt.datetime | None = None,
) -> Situation:
    """Return the situation after one answer at `at`."""
    strengths = [aged(strength, at, parameters) for strength in situation.strengths]
    ground = ground_of(situation.ability, strengths, situation.skills, parameters)
    expected = sigmoid(ground.mean - situation.item.mean)
    information = expected * (1 - expected)
    gain = 1 / (1 + information * (ground.variance + situation.item.variance))
    surprise = (correct - expected) * gain
    certainty = information * gain
    weight = 1 / max(1, len(strengths))

    def moved(
        before: Estimate, slope: float, *, noise: float = 0, drift: float = 0
    ) -> tuple[float, float, int]:
        mean = before.mean + before.variance * slope * surprise + drift
        variance = before.variance - (before.variance * slope) ** 2 * certainty + noise
        return mean, max(variance, LEAST_VARIANCE), before.answers + 1

    return Situation(
        ability=Estimate(*moved(situation.ability, 1, noise=parameters.ability_noise)),
        strengths=tuple(
            Strength(
                *moved(
                    strength,
                    weight,
                    noise=parameters.skill_noise,
                    drift=parameters.practice_gain,
                ),
                last_seen_at=at if at is not None else strength.last_seen_at,
            )
            for strength in strengths
        ),
        skills=tuple(Estimate(*moved(skill, -weight)) for skill in situation.skills),
        item=Estimate(*moved(situation.item, -1)),
    )


class KnowledgeModel:
    """Holds the state of many learners and items in memory, over `predict` and `update`.

    Students, items and skills are any hashable keys; unknown ones start from the prior.
    """

    def __init__(self, parameters: KnowledgeParameters | None = None) -> None:
        self.parameters = parameters or KnowledgeParameters()
        self._abilities: dict[Hashable, Estimate] = {}
        self._strengths: dict[tuple[Hashable, Hashable], Strength] = {}
        self._items: dict[Hashable, Estimate] = {}
        self._skills: dict[Hashable, Estimate] = {}

    def predict(
        self,
        student: Hashable,
        item: Hashable,
        skills: Sequence[Hashable],
        *,
        level: int | None = None,
        at: dt.datetime | None = None,
    ) -> Prediction:
        """Return the chance that `student` answers `item` rightly; changes nothing."""
        return predict(self.situation(student, item, skills, level=level), self.parameters, at=at)

    def observe(
        self,
        student: Hashable,
        item: Hashable,
        skills: Sequence[Hashable],
        correct: bool,
        *,
        level: int | None = None,
        at: dt.datetime | None = None,
    ) -> None:
        """Learn from one answer."""
        before = self.situation(student, item, skills, level=level)
        after = update(before, self.parameters, correct=correct, at=at)
        self._abilities[student] = after.ability
        self._items[item] = after.item
        for skill, strength, difficulty in zip(skills, after.strengths, after.skills, strict=True):
            self._strengths[student, skill] = strength
            self._skills[skill] = difficulty

    def situation(
        self,
        student: Hashable,
        item: Hashable,
        skills: Sequence[Hashable],
        *,
        level: int | None = None,
    ) -> Situation:
        """Return where `student` stands before `item`; unknown keys give the prior."""
        parameters = self.parameters
        return Situation(
            ability=self._abilities.get(student) or Estimate(0.0, parameters.ability_variance),
            strengths=tuple(
                self._strengths.get((student, skill)) or Strength(0.0, parameters.skill_variance)
                for skill in skills
            ),
            skills=tuple(
                self._skills.get(skill) or Estimate(0.0, parameters.skill_difficulty_variance)
                for skill in skills
            ),
            item=self._items.get(item) or new_item(level, parameters),
        )
