"""Words for skills in the tree, the same in the picture, the list and the table."""

from __future__ import annotations

from pages.components import theme
from tutor_core.practice.tree.steps import NextLevel
from tutor_core.practice.tree.views import Missing, TreeSkill, TreeState

STATES: dict[TreeState, str] = {
    "secure": "Secure",
    "usable": "Usable",
    "fading": "Fading",
    "started": "Started",
    "open": "Open",
    "locked": "Not ready yet",
}
SIGNS: dict[TreeState, str] = {
    "secure": "\N{HEAVY CHECK MARK}",
    "usable": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "fading": "\N{DOWNWARDS ARROW}",
    "started": "\N{BLACK RIGHT-POINTING TRIANGLE}",
    "open": "\N{WHITE CIRCLE}",
    "locked": "\N{DOTTED CIRCLE}",
}
MEANINGS: dict[TreeState, str] = {
    "secure": "known well, and needs no practice for now",
    "usable": "enough to go on with what builds on it; more practice makes it secure",
    "fading": "known better when it was last practised",
    "started": "being learnt",
    "open": "can be begun",
    "locked": "something that it builds on is not secure; reading and testing out are always open",
}


def short(skill: TreeSkill) -> str:
    """Return state and level, short enough for a box."""
    if skill.state in ("open", "locked"):
        return STATES[skill.state]
    return f"{STATES[skill.state]}, level {skill.level}"


def label(skill: TreeSkill) -> str:
    """Return all that the box shows and what the skill builds on, for a screen reader."""
    parts = [f"{skill.title}. {STATES[skill.state]}, level {skill.level} of 5"]
    if skill.builds_on:
        parts.append(f"builds on {', '.join(skill.builds_on)}")
    return "; ".join(parts)


def rule(step: NextLevel) -> str:
    """Return in words what it takes to reach the next level."""
    name = theme.level_name(step.level)
    days = f", on {_days(step.days)}" if step.days else ""
    if step.right is None:
        return f"**{name}** is still far: many right answers to medium questions{days}."
    answers = (
        "one right answer to a medium question"
        if step.right == 1
        else f"{step.right} right answers to medium questions"
    )
    return f"**{name}** takes about {answers} more{days}."


def lacks(one: Missing, ready: float) -> str:
    """Return in words why a skill does not carry what builds on it."""
    if one.answers:
        answers = "one more answer" if one.answers == 1 else f"{one.answers} more answers"
        known = f"{theme.percent(one.mastery)} is the tutor's guess"
        return f"{known}; {answers} would show it"
    return f"{theme.percent(one.mastery)}, and {theme.percent(ready)} carries what builds on it"


def _days(days: int) -> str:
    return "one more day" if days == 1 else f"{days} more days"
