"""How plans and their tasks are said."""

from __future__ import annotations

import datetime as dt

from pages.components import prose
from tutor_core.planning.course import Outcome
from tutor_core.planning.replanning import Reason, Standing, Trend
from tutor_core.planning.request import Goal
from tutor_core.planning.tasks import Kind
from tutor_core.planning.views import PlanLine, TaskView

GOALS: dict[Goal, str] = {
    "mastery": "Master some skills",
    "exam_prep": "Prepare for an exam",
    "review": "Keep what I know fresh",
    "custom": "Something else",
}
KINDS: dict[Kind, str] = {
    "learn": "Learn",
    "practise": "Practise",
    "review": "Review",
    "mock_test": "Mock test",
}
ICONS: dict[Kind, str] = {
    "learn": ":material/school:",
    "practise": ":material/edit_note:",
    "review": ":material/history:",
    "mock_test": ":material/assignment:",
}
OUTCOMES: dict[Outcome, str] = {
    "open": "to do",
    "part": "begun",
    "done": "done",
    "skipped": "skipped",
}
TRENDS: dict[Trend, str] = {"ahead": "Ahead", "on_track": "On track", "behind": "Behind"}
TREND_ICONS: dict[Trend, str] = {
    "ahead": ":material/trending_up:",
    "on_track": ":material/trending_flat:",
    "behind": ":material/trending_down:",
}
_REASONS: dict[Reason, str] = {
    "as_planned": "what was done is within a tenth of what was planned",
    "days_missed": "{missed} went by without work",
    "less_time": "{done} were worked of {planned} planned",
    "skills_take_longer": "the skills take longer than foreseen",
    "more_time": "{done} were worked, {planned} were planned",
    "skills_go_faster": "the skills go faster than foreseen",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def minutes(count: int) -> str:
    """Return minutes in words."""
    return "1 minute" if count == 1 else f"{count:,} minutes"


def days(count: int) -> str:
    """Return days in words."""
    return "1 day" if count == 1 else f"{count} days"


def what(task: TaskView) -> str:
    """Return what a task asks for, in plain text."""
    if task.kind == "mock_test":
        return "Mock test"
    if task.is_cards:
        return "Review the cards due"
    return f"{KINDS[task.kind]}: {task.title}"


def how_far(task: TaskView) -> str:
    """Return what came of a task, in plain text."""
    if task.is_beside:
        return f"{minutes(task.minutes_done)}, beside the plan"
    if task.outcome == "open":
        return minutes(task.minutes)
    if task.outcome == "skipped":
        return "skipped"
    return f"{task.minutes_done} of {minutes(task.minutes)}, {OUTCOMES[task.outcome]}"


def sign(task: TaskView) -> str:
    """Return the icon of a task: a tick once it is done."""
    if task.outcome == "done":
        return ":material/task_alt:"
    return ":material/redo:" if task.outcome == "skipped" else ICONS[task.kind]


def line(task: TaskView) -> str:
    """Return a task as Markdown: icon, what, how far, whether it is pinned."""
    pin = " · :material/push_pin: pinned" if task.is_pinned else ""
    return f"{sign(task)} {prose.plain(what(task))} · {how_far(task)}{pin}"


def trend(standing: Standing) -> str:
    """Return how a plan goes and why, as Markdown."""
    if not standing.days_planned:
        return "It begins today: how it goes is told from tomorrow on."
    why = _REASONS[standing.reason].format(
        missed=days(standing.days_missed),
        done=minutes(standing.done_minutes),
        planned=minutes(standing.planned_minutes),
    )
    return f"{TREND_ICONS[standing.trend]} **{TRENDS[standing.trend]}**: {why}."


def ended(one: PlanLine) -> str:
    """Return how a plan that is over ended."""
    reached = f"{round(one.progress)} % of the way"
    return "completed" if one.status == "completed" else f"over or stopped, {reached}"


def weekday(on: dt.date) -> str:
    """Return the short name of a day of the week."""
    return WEEKDAYS[on.weekday()][:3]
