"""Chooses the next item from values: what each candidate is worth, chance, the record."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tutor_core.knowledge.model import Prediction, chance_at, new_item
from tutor_core.knowledge.standing import SkillStanding
from tutor_core.recommend.bandit import Candidate, choose
from tutor_core.recommend.basis import Askable, Basis, Ground, rounded
from tutor_core.recommend.frontier import Round, is_mastered, is_ready
from tutor_core.recommend.goals import Aim
from tutor_core.recommend.shortlist import shortlist_to
from tutor_core.recommend.value import Considered, candidates_under, parts_of, target_for

MOST_OPENED = 3  # skills that are named as opened by another


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
class _Located:
    """An item, where the learner stands before it, the aim it serves, the chance of success."""

    item: Askable
    ground: Ground
    aim: Aim | None
    prediction: Prediction

    @property
    def skill(self) -> SkillStanding:
        return self.ground.skill


def choose_among(
    basis: Basis, looked_at: Round, items: Sequence[Askable], *, rng: random.Random
) -> Recommendation | None:
    """Choose a learner's next item by epsilon-greedy over the best of a round's items.

    Args:
        basis: What the choice is made from.
        looked_at: The round that the items belong to.
        items: Published items of its skills.
        rng: Source of chance.

    Returns:
        The choice, or None where nothing of this round may be asked.
    """
    policy = basis.policy.policy
    located = {
        item.content_id: _located(item, ground, basis)
        for item, ground in _askable(basis, looked_at, items)
    }
    if not located:
        return None
    considered = [_considered(one, basis) for one in located.values()]
    ranked = sorted(
        zip(candidates_under(policy, considered, lean=basis.lean), considered, strict=True),
        key=lambda pair: (-pair[0].value, rng.random()),
    )[: policy.shortlist]
    epsilon = policy.epsilon_after(basis.arms.pulls)
    candidates = [candidate for candidate, _ in ranked]
    choice = choose(candidates, epsilon=epsilon, rng=rng)
    shortlist = [one for _, one in ranked]
    chosen = located[choice.content_id]
    return Recommendation(
        content_id=choice.content_id,
        propensity=choice.propensity,
        policy_version_id=basis.policy.version_id,
        state=_state(chosen, basis),
        action={
            "chosen_by": "tutor",
            "policy_version": basis.policy.version_id,
            "epsilon": epsilon,
            "pulls": basis.arms.pulls,
            "open": len(located),
            "candidates": len(candidates),
            "greedy_id": choice.greedy_id,
            "chosen_id": choice.content_id,
            "explored": choice.explored,
            "propensity": choice.propensity,
            **_values(choice.content_id, candidates, shortlist, located, basis),
        },
    )


def _askable(
    basis: Basis, looked_at: Round, items: Sequence[Askable]
) -> list[tuple[Askable, Ground]]:
    """Return what may be asked: of known skills, not just met, no exercise as a first encounter."""
    policy = basis.policy.policy
    recent = {one.content_id for one in basis.met[: policy.recent_items]}
    known = [
        (item, ground)
        for item in items
        if (looked_at.may_repeat or item.content_id not in recent)
        and (ground := basis.ground_of(item)) is not None
    ]
    assigned = {aim.content_id for aim in basis.aims}
    tried = [
        (item, ground)
        for item, ground in known
        if not item.is_exercise
        or item.content_id in assigned
        or ground.skill.strength.answers >= policy.exercise_answers
    ]
    return tried or (known if looked_at.may_repeat else [])


def _located(item: Askable, ground: Ground, basis: Basis) -> _Located:
    return _Located(
        item,
        ground,
        basis.aim_of(ground.skill.skill_id, item.content_id),
        chance_at(ground.log_odds, item.estimate or new_item(item.difficulty, basis.parameters)),
    )


def _considered(one: _Located, basis: Basis) -> Considered:
    item, ground = one.item, one.ground
    gain = basis.gains.get(item.content_id)
    last, declined = item.last_seen_at, item.declined_at
    return Considered(
        content_id=item.content_id,
        probability=rounded(one.prediction.probability),
        mastery=ground.mastery,
        leads_to=ground.leads_to,
        seen=item.seen,
        days_since_seen=rounded(basis.days_since(last)) if last and item.seen else 0.0,
        pulls=basis.arms.pulls_of(item.content_id),
        rewards=rounded(basis.arms.rewards_of(item.content_id)),
        footing=ground.footing,
        goal=one.aim.kind if one.aim else None,
        urgency=one.aim.urgency if one.aim else 0.0,
        gain=gain[0] if gain else None,
        declined_days=rounded(basis.days_since(declined)) if declined else None,
        paused_hours=ground.paused_hours,
    )


def _state(chosen: _Located, basis: Basis) -> dict[str, Any]:
    skill, policy = chosen.skill, basis.policy.policy
    view = basis.views[skill.skill_id]
    gap = next(
        (a.detail for a in basis.aims if a.kind == "gap" and a.skill == skill.skill_id), None
    )
    opened = [
        other.display_name
        for other in basis.standing.skills.values()
        if skill.skill_id in other.prerequisites
        and not is_ready(other.skill_id, basis.views, policy)
    ]
    return {
        "ability": basis.standing.ability.mean,
        "ability_variance": basis.standing.ability.variance,
        "skill": skill.skill_id,
        "skill_name": skill.display_name,
        "mastery": view.mastery,
        "answers": view.answers,
        "is_ready": is_ready(skill.skill_id, basis.views, policy),
        "is_mastered": is_mastered(view, policy),
        "leads_to": view.leads_to,
        "opens": opened[:MOST_OPENED],
        "probability": chosen.prediction.probability,
        "sd": chosen.prediction.sd,
        "gap": gap,
        "goal": {"kind": chosen.aim.kind, "detail": chosen.aim.detail} if chosen.aim else None,
        "lean": basis.lean,
        "target": target_for(basis.lean, policy),
    }


def _values(
    chosen_id: int,
    candidates: Sequence[Candidate],
    shortlist: Sequence[Considered],
    located: Mapping[int, _Located],
    basis: Basis,
) -> dict[str, Any]:
    """Return what the log keeps of the candidates: all of them, the chosen one, the runner-up."""
    policy, lean = basis.policy.policy, basis.lean
    chosen = next(one for one in shortlist if one.content_id == chosen_id)
    gain = basis.gains.get(chosen_id)
    return {
        "parts": asdict(parts_of(chosen, policy, lean=lean)),
        "similar": {"mean": gain[0], "learners": gain[1], "gained": gain[2]} if gain else None,
        "runner_up": _runner_up(chosen_id, shortlist, located),
        "q": [candidate.value for candidate in candidates],
        "considered": shortlist_to(shortlist),
    }


def _runner_up(
    chosen_id: int, shortlist: Sequence[Considered], located: Mapping[int, _Located]
) -> dict[str, Any] | None:
    """Return the best of the others; of another skill than the chosen, where there is one."""
    others = [one for one in shortlist if one.content_id != chosen_id]
    skill = located[chosen_id].skill.skill_id
    elsewhere = [one for one in others if located[one.content_id].skill.skill_id != skill]
    for one in elsewhere or others:
        found = located[one.content_id]
        return {
            "content_id": one.content_id,
            "skill_name": found.skill.display_name,
            "difficulty": found.item.difficulty,
            "probability": one.probability,
        }
    return None
