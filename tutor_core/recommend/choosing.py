"""Chooses the next item from values: the gate, what each candidate is worth, chance, the record."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from tutor_core.knowledge.model import Estimate, Prediction, Situation, new_item, predict
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.recommend.arms import Arms
from tutor_core.recommend.bandit import Candidate, Choice, action_value, choose
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.value import (
    Option,
    Parts,
    SkillView,
    gate,
    is_mastered,
    parts_of,
    skill_views,
)
from tutor_core.tuning.policies import Versioned

TOP = 5
SECONDS_A_DAY = 86_400


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
        is_exercise: Whether it is a longer task of several steps.
    """

    content_id: int
    skills: tuple[str, ...]
    difficulty: int
    estimate: Estimate | None
    seen: int
    last_seen_at: dt.datetime | None
    is_exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A chosen item and the record of its choice.

    Attributes:
        content_id: The item.
        propensity: Probability with which it was chosen, in (0, 1].
        policy_version_id: Version of the policy that chose; None for the defaults.
        state: For `rl_state`: what was known of the learner.
        action: For `rl_action`: how the choice was made.
    """

    content_id: int
    propensity: float
    policy_version_id: int | None
    state: Mapping[str, Any]
    action: Mapping[str, Any]

    def beside(self, gaps: Mapping[int, str]) -> Recommendation:
        """Return the same with the kind of gap it repairs written down; gaps are by skill."""
        return replace(self, state={**self.state, "gap": gaps.get(self.state["skill"])})


@dataclass(frozen=True, slots=True)
class _Located:
    """An item and its skills as the learner stands in them, the main one first."""

    item: Askable
    skills: Sequence[SkillStanding]

    @property
    def content_id(self) -> int:
        return self.item.content_id

    @property
    def skill(self) -> int:
        return self.skills[0].skill_id

    @property
    def is_exercise(self) -> bool:
        return self.item.is_exercise


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate with everything its value is made of."""

    item: Askable
    skill: SkillStanding
    prediction: Prediction
    parts: Parts
    q: float


def choose_item(
    standing: Standing,
    items: Sequence[Askable],
    arms: Arms,
    recent: Collection[int],
    *,
    policy: Versioned[BanditPolicy],
    parameters: KnowledgeParameters,
    now: dt.datetime,
    rng: random.Random,
) -> Recommendation | None:
    """Choose a learner's next item by epsilon-greedy over the gated candidates.

    Args:
        standing: What is known of them now.
        items: What may be asked; those of unknown skills are left out.
        arms: What earlier choices brought.
        recent: Items they met last.
        policy: Of the choice, with its version.
        parameters: Of the knowledge model.
        now: The moment of the choice.
        rng: Source of chance.

    Returns:
        The choice, or None where there is nothing to choose from.
    """
    located = [_Located(item, standing.named(item.skills)) for item in items]
    views = skill_views(standing, parameters)
    weighed = {
        one.content_id: _weighed(standing, one, arms, views, policy.policy, parameters, now)
        for one in gate([one for one in located if one.skills], views, recent, policy.policy)
    }
    if not weighed:
        return None
    epsilon = policy.policy.epsilon_after(arms.pulls)
    choice = choose(
        [Candidate(content_id, one.q) for content_id, one in weighed.items()],
        epsilon=epsilon,
        rng=rng,
    )
    chosen = weighed[choice.content_id]
    return Recommendation(
        content_id=choice.content_id,
        propensity=choice.propensity,
        policy_version_id=policy.version_id,
        state=_state(standing, chosen, views, policy.policy),
        action=_action(choice, chosen, list(weighed.values()), policy.version_id, epsilon),
    )


def _weighed(
    standing: Standing,
    one: _Located,
    arms: Arms,
    views: Mapping[int, SkillView],
    policy: BanditPolicy,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> _Weighed:
    """Return a candidate with what it is worth."""
    item = one.item
    situation = Situation(
        ability=standing.ability,
        strengths=tuple(skill.strength for skill in one.skills),
        skills=tuple(skill.difficulty for skill in one.skills),
        item=item.estimate or new_item(item.difficulty, parameters),
    )
    prediction = predict(situation, parameters)
    last = item.last_seen_at
    option = Option(
        content_id=item.content_id,
        skill=one.skill,
        probability=prediction.probability,
        seen=item.seen,
        days_since_seen=max(0.0, (now - last).total_seconds() / SECONDS_A_DAY) if last else 0.0,
    )
    parts = parts_of(option, views, policy)
    q = action_value(
        parts.value,
        rewards=arms.rewards.get(item.content_id, 0.0),
        pulls=arms.counts.get(item.content_id, 0),
        prior_weight=policy.prior_weight,
    )
    return _Weighed(item, one.skills[0], prediction, parts, q)


def _state(
    standing: Standing, chosen: _Weighed, views: Mapping[int, SkillView], policy: BanditPolicy
) -> dict[str, Any]:
    view = views[chosen.skill.skill_id]
    return {
        "ability": standing.ability.mean,
        "ability_variance": standing.ability.variance,
        "skill": chosen.skill.skill_id,
        "skill_name": chosen.skill.display_name,
        "mastery": view.mastery,
        "answers": view.answers,
        "is_mastered": is_mastered(view, policy),
        "leads_to": view.leads_to,
        "probability": chosen.prediction.probability,
        "sd": chosen.prediction.sd,
    }


def _action(
    choice: Choice,
    chosen: _Weighed,
    weighed: Sequence[_Weighed],
    version_id: int | None,
    epsilon: float,
) -> dict[str, Any]:
    best = sorted(weighed, key=lambda one: -one.q)[:TOP]
    return {
        "chosen_by": "tutor",
        "policy_version": version_id,
        "epsilon": epsilon,
        "candidates": len(weighed),
        "greedy_id": choice.greedy_id,
        "chosen_id": choice.content_id,
        "explored": choice.explored,
        "propensity": choice.propensity,
        "parts": asdict(chosen.parts),
        "top": [
            {
                "content_id": one.item.content_id,
                "q": one.q,
                "probability": one.prediction.probability,
                **asdict(one.parts),
            }
            for one in best
        ],
    }
