"""Why this question: sentences and numbers made from what was logged when it was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KNOWN_WELL = 0.75  # mastery from which a skill is called known well
ALREADY_LEANING = 0.5  # from which a learner's "too easy" and "too hard" are spoken of

NOT_RECOMMENDED = {
    "learner": "You asked for this question.",
    "runner_up": "You took this one instead of the question before.",
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
LOGGED = (
    ("probability", "Chance that you get it right", "{:.0%}"),
    ("target", "Chance looked for", "{:.0%}"),
    ("mastery", "Mastery of the skill", "{:.0%}"),
    ("answers", "Answers behind that", "{}"),
    ("open", "Questions that were open to you", "{}"),
    ("candidates", "Of these compared to the end", "{}"),
    ("epsilon", "Share of choices left to chance", "{:.0%}"),
    ("propensity", "Probability of this choice", "{:.0%}"),
)
SERVES = {
    "assignment": "It was set for you: “{detail}”.",
    "plan": "It is in your plan “{detail}”.",
    "review": "A review of {skill} is due.",
}
PARTS = {
    "fit": "how well its difficulty fits you",
    "openness": "how much there is still to learn in the skill",
    "unlocking": "what builds on the skill",
    "footing": "how firmly you know what the skill builds on",
    "freshness": "how long ago you met it",
    "serving": "the goal that it serves",
    "company": "what similar learners gained",
    "welcome": "whether you sent it or its skill away",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """What the learner may take instead.

    Attributes:
        skill_name: Its skill.
        chance: Of getting it right, in words.
    """

    skill_name: str
    chance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a question was asked.

    Attributes:
        headline: The reason in a sentence.
        further: What else holds, a sentence each.
        numbers: What was logged, by name; empty where the tutor did not choose.
        runner_up: The best of the others; None where there is none to take.
        is_the_tutors: Whether the tutor chose, so that the learner may object.
    """

    headline: str
    further: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    runner_up: RunnerUp | None = None
    is_the_tutors: bool = False


def reason_for(action: Mapping[str, Any], state: Mapping[str, Any]) -> Reason:
    """Return why a question was asked, from `rl_action` and `rl_state`.

    Everything said is in the log: nothing is recomputed, so it says what held at the choice.
    """
    chosen_by = action.get("chosen_by", "tutor")
    if chosen_by in NOT_RECOMMENDED:
        return Reason(headline=NOT_RECOMMENDED[chosen_by])
    other = action.get("runner_up")
    return Reason(
        headline=_chance_or_goal(action, state),
        further=tuple(_further(action, state)),
        numbers=tuple(_numbers(action, state)),
        runner_up=(
            RunnerUp(
                skill_name=other.get("skill_name", "another skill"),
                chance=in_ten(float(other.get("probability", 0.5))),
            )
            if other
            else None
        ),
        is_the_tutors=True,
    )


def in_ten(probability: float) -> str:
    """Return a chance in words people can picture: "about 7 in 10"."""
    return f"about {min(9, max(1, round(10 * probability)))} in 10"


def _chance_or_goal(action: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    if not action.get("explored"):
        return _goal(state)
    return "Picked by chance."


def _goal(state: Mapping[str, Any]) -> str:
    """Say which goal the question serves; the frontier of what is learnt, where it is none."""
    skill = f"“{state.get('skill_name', 'This skill')}”"
    goal = state.get("goal") or {}
    if goal.get("kind") in SERVES:
        return SERVES[goal["kind"]].format(skill=skill, detail=goal.get("detail", ""))
    if state.get("gap") in REPAIRS:
        return f"{skill} {REPAIRS[state['gap']]}."
    return _frontier(skill, state)


def _frontier(skill: str, state: Mapping[str, Any]) -> str:
    if not state.get("is_ready", True):
        return f"{skill} builds on what is not secure yet; in what you chose, it comes first."
    if not state.get("answers"):
        return f"{skill} is new to you, and you are ready for it."
    if state.get("is_mastered"):
        if float(state.get("mastery", 0.0)) >= KNOWN_WELL:
            return f"You know {skill} well; this keeps it alive."
        return f"{skill} carries what builds on it; this makes it firmer."
    return f"You are on the way with {skill}."


def _further(action: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[str]:
    if action.get("explored"):
        count = int(action.get("candidates", 1))
        yield (
            f"Now and then one of the {count} questions that fit best is tried, "
            "to learn what helps."
        )
        yield _goal(state)
    yield f"We expect {in_ten(float(state.get('probability', 0.5)))} like this to go well."
    lean = float(state.get("lean", 0.0))
    if abs(lean) >= ALREADY_LEANING:
        found, looked_for = ("easy", "harder") if lean > 0 else ("hard", "easier")
        yield f"You found questions too {found} lately, so {looked_for} ones are looked for."
    if float(action.get("parts", {}).get("freshness", 1)) < 1:
        yield "You met this question before."
    yield from _opening(state)
    if similar := action.get("similar"):
        yield (
            f"{similar['gained']} of {similar['learners']} learners who know and did much the same "
            "as you gained from this question."
        )


def _opening(state: Mapping[str, Any]) -> Iterator[str]:
    opens = [f"“{name}”" for name in state.get("opens", ())]
    if opens:
        waits = "waits" if len(opens) == 1 else "wait"
        yield f"{_listed(opens)} {waits} for this skill."
    leads_to = int(state.get("leads_to", 0))
    if leads_to > len(opens):
        further = "One skill builds" if leads_to == 1 else f"{leads_to} skills build"
        yield f"{further} on it in all."


def _numbers(action: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give what was logged, in the order in which a choice is made."""
    logged = {**state, **action}
    for name, meaning, form in LOGGED:
        if name in logged:
            yield meaning, form.format(logged[name])
    parts = action.get("parts", {})
    for name, meaning in PARTS.items():
        if name in parts:
            yield f"Weight of {meaning}", f"{parts[name]:.2f}"


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
