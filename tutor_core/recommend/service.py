"""Chooses the next item for a learner and keeps what the choices brought."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.db import insert_into
from tutor_core.errors import NotFoundError
from tutor_core.knowledge.model import Estimate, Prediction, Situation, new_item, predict
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.models import BanditState, UserInteraction
from tutor_core.recommend.bandit import Candidate, Choice, action_value, choose
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.queries import (
    Arms,
    Askable,
    arms_of,
    askable_items,
    recent_items,
)
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


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate with everything its value is made of."""

    item: Askable
    skill: SkillStanding
    prediction: Prediction
    parts: Parts
    q: float


def choose_item(
    db: Session,
    actor: Actor,
    standing: Standing,
    *,
    topic: str | None,
    policy: Versioned[BanditPolicy],
    parameters: KnowledgeParameters,
    now: dt.datetime,
    rng: random.Random,
) -> Recommendation:
    """Choose the actor's next item by epsilon-greedy over the gated candidates.

    Args:
        db: An open block.
        actor: The learner.
        standing: What is known of them now.
        topic: The subject to stay in, None to let the tutor choose.
        policy: Of the choice, with its version.
        parameters: Of the knowledge model.
        now: The moment of the choice.
        rng: Source of chance.

    Raises:
        NotFoundError: There is no published question.
    """
    items = [
        item
        for item in askable_items(db, actor, actor.id, topic=topic)
        if standing.named(item.skills[:1])
    ]
    if not items:
        raise NotFoundError("There are no questions here yet.")
    arms = arms_of(db, actor, actor.id)
    recent = recent_items(db, actor, actor.id, limit=policy.policy.recent_items)
    views = skill_views(standing, parameters)
    weighed = _weighed(standing, items, arms, recent, views, policy.policy, parameters, now)
    choice = choose(
        [Candidate(content_id, one.q) for content_id, one in weighed.items()],
        epsilon=policy.policy.epsilon,
        rng=rng,
    )
    chosen = weighed[choice.content_id]
    return Recommendation(
        content_id=choice.content_id,
        propensity=choice.propensity,
        policy_version_id=policy.version_id,
        state=_state(standing, chosen, views, policy.policy),
        action=_action(choice, chosen, list(weighed.values()), policy),
    )


def record_view(
    db: Session, actor: Actor, content_id: int, attempt_id: int, *, now: dt.datetime
) -> None:
    """Write down that the actor was shown an item."""
    db.execute(
        insert(UserInteraction).values(
            student_id=actor.id,
            content_id=content_id,
            interaction_type="view",
            timestamp=now,
            context={"attempt": attempt_id},
        )
    )


def record_attempt(
    db: Session,
    actor: Actor,
    content_id: int,
    attempt_id: int,
    *,
    seconds: int,
    correct: bool,
    now: dt.datetime,
) -> None:
    """Write down that the actor answered an item."""
    db.execute(
        insert(UserInteraction).values(
            student_id=actor.id,
            content_id=content_id,
            interaction_type="attempt",
            time_spent_seconds=seconds,
            success=correct,
            timestamp=now,
            context={"attempt": attempt_id},
        )
    )


def record_pull(
    db: Session,
    actor: Actor,
    content_id: int,
    *,
    topic: str,
    reward: float,
    epsilon: float,
    now: dt.datetime,
) -> None:
    """Add one pull's reward to the actor's arms; the caller holds the lock of their row."""
    arms = arms_of(db, actor, actor.id)
    rewards = dict(arms.rewards) | {content_id: arms.rewards.get(content_id, 0.0) + reward}
    counts = dict(arms.counts) | {content_id: arms.counts.get(content_id, 0) + 1}
    values = {
        "topic": topic,
        "arm_rewards": {str(arm): value for arm, value in rewards.items()},
        "arm_counts": {str(arm): count for arm, count in counts.items()},
        "epsilon": epsilon,
        "total_pulls": sum(counts.values()),
        "best_arm": max(counts, key=lambda arm: (rewards[arm] / counts[arm], -arm)),
        "last_updated": now,
    }
    fresh = insert_into(db, BanditState).values(student_id=actor.id, **values)
    db.execute(fresh.on_conflict_do_update(index_elements=["student_id"], set_=values))


def _weighed(
    standing: Standing,
    items: Sequence[Askable],
    arms: Arms,
    recent: Collection[int],
    views: Mapping[int, SkillView],
    policy: BanditPolicy,
    parameters: KnowledgeParameters,
    now: dt.datetime,
) -> dict[int, _Weighed]:
    """Return the candidates that pass the gate, each with what it is worth."""
    skills = {item.content_id: standing.named(item.skills) for item in items}
    predictions = {
        item.content_id: _prediction(standing, item, skills[item.content_id], parameters)
        for item in items
    }
    options = [
        _option(item, skills[item.content_id][0], predictions[item.content_id], arms, now)
        for item in items
    ]
    by_id = {item.content_id: item for item in items}
    found = {}
    for option in gate(options, views, recent, policy):
        content_id = option.content_id
        parts = parts_of(option, views, policy)
        q = action_value(
            parts.value,
            rewards=option.rewards,
            pulls=option.pulls,
            prior_weight=policy.prior_weight,
        )
        found[content_id] = _Weighed(
            by_id[content_id], skills[content_id][0], predictions[content_id], parts, q
        )
    return found


def _prediction(
    standing: Standing,
    item: Askable,
    skills: Sequence[SkillStanding],
    parameters: KnowledgeParameters,
) -> Prediction:
    return predict(
        Situation(
            ability=standing.ability,
            strengths=tuple(skill.strength for skill in skills),
            skills=tuple(skill.difficulty for skill in skills),
            item=(
                new_item(item.difficulty, parameters)
                if item.mean is None or item.variance is None
                else Estimate(item.mean, item.variance, item.answers)
            ),
        ),
        parameters,
    )


def _option(
    item: Askable, skill: SkillStanding, prediction: Prediction, arms: Arms, now: dt.datetime
) -> Option:
    last = item.last_seen_at
    return Option(
        content_id=item.content_id,
        skill=skill.skill_id,
        probability=prediction.probability,
        seen=item.seen,
        days_since_seen=max(0.0, (now - last).total_seconds() / SECONDS_A_DAY) if last else 0.0,
        pulls=arms.counts.get(item.content_id, 0),
        rewards=arms.rewards.get(item.content_id, 0.0),
    )


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
    choice: Choice, chosen: _Weighed, weighed: Sequence[_Weighed], policy: Versioned[BanditPolicy]
) -> dict[str, Any]:
    best = sorted(weighed, key=lambda one: -one.q)[:TOP]
    return {
        "chosen_by": "tutor",
        "policy_version": policy.version_id,
        "epsilon": policy.policy.epsilon,
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
