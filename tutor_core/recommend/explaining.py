"""Why this question: sentences made from what was logged when it was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOT_RECOMMENDED = {
    "learner": "You asked for this question.",
    "new_numbers": "The same task as before with new numbers, as you asked.",
    "retry": "You are trying this one again; it does not count for or against you.",
    "placement": "As far as is known, half of all learners like you know this: it tells the most.",
    "test_out": "You said that you know this skill; here you can show it.",
}


REPAIRS = {
    "prerequisite": "is missing for what you work on or aim for; this repairs that gap",
    "weakness": "is not secure yet; this repairs that gap",
    "forgotten": "has faded since you practised it; this repairs that gap",
}


def why(action: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """Return one or two sentences for the learner, from `rl_action` and `rl_state`.

    Everything said is in the log: nothing is recomputed, so it says what held at the choice.
    """
    chosen_by = action.get("chosen_by", "tutor")
    if chosen_by in NOT_RECOMMENDED:
        return NOT_RECOMMENDED[chosen_by]
    skill = state.get("skill_name", "this skill")
    chance = in_ten(float(state.get("probability", 0.5)))
    if action.get("explored"):
        count = int(action.get("candidates", 1))
        return (
            f"Picked by chance among {count} questions that fit you: now and then the tutor "
            f"tries one, to learn what helps. We expect {chance} like this to go well."
        )
    sentence = f"{_about(skill, state)} We expect {chance} like this to go well"
    parts = action.get("parts", {})
    if float(parts.get("freshness", 1)) < 1:
        sentence += "; you met it before, and it is time to see it again"
    leads_to = int(state.get("leads_to", 0))
    if leads_to:
        further = "one further skill" if leads_to == 1 else f"{leads_to} further skills"
        sentence += f"; this skill opens {further}"
    return sentence + "."


def in_ten(probability: float) -> str:
    """Return a chance in words people can picture: "about 7 in 10"."""
    return f"about {min(9, max(1, round(10 * probability)))} in 10"


def _about(skill: str, state: Mapping[str, Any]) -> str:
    if state.get("gap") in REPAIRS:
        return f"“{skill}” {REPAIRS[state['gap']]}."
    if not state.get("answers"):
        return f"“{skill}” is new to you, and you are ready for it."
    if state.get("is_mastered"):
        return f"You know “{skill}” well; this keeps it alive."
    return f"You are on the way with “{skill}”."
