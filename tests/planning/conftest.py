"""Requests to plan: written by hand, and drawn."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from tutor_core.planning.request import PlanRequest, SkillNeed
from tutor_core.planning.tasks import Done, Task

MONDAY = dt.date(2026, 11, 2)
DAY = dt.timedelta(days=1)


def need(minutes=20, *prerequisites, value=1.0, finished_on=None):
    return SkillNeed(
        minutes=minutes, prerequisites=prerequisites, value=value, finished_on=finished_on
    )


def wanted(skills, days=20, **values):
    given = {
        "goal": "mastery",
        "targets": tuple(skills),
        "skills": skills,
        "first_day": MONDAY,
        "target_date": MONDAY + (days - 1) * DAY,
        "minutes_a_day": 30,
    }
    return PlanRequest(**(given | values))


def pin(key="learn-1-1", kind="learn", skill=1, minutes=10):
    return Task(key=key, kind=kind, skill=skill, minutes=minutes, is_pinned=True)


@st.composite
def graphs(draw, most=8, longest=70):
    """Skills 1, 2, ...; each stands on some of those before it."""
    skills = {}
    for skill in range(1, draw(st.integers(1, most)) + 1):
        below = st.sets(st.integers(1, skill - 1), max_size=3) if skill > 1 else st.just(set())
        skills[skill] = need(
            draw(st.integers(0, longest)), *sorted(draw(below)), value=draw(st.integers(0, 5))
        )
    return skills


@st.composite
def requests(draw, goals=("mastery", "exam_prep", "review", "custom"), least_minutes=1, **values):
    skills = draw(graphs())
    targets = draw(st.sets(st.sampled_from(sorted(skills)), min_size=1))
    days = draw(st.integers(2, 30))
    given = {
        "goal": draw(st.sampled_from(goals)),
        "targets": tuple(sorted(targets)),
        "minutes_a_day": draw(st.integers(least_minutes, 90)),
        "weekdays_off": draw(st.frozensets(st.integers(0, 6), max_size=3)),
        "days_off": frozenset(
            MONDAY + after * DAY for after in draw(st.sets(st.integers(0, 30), max_size=4))
        ),
        "card_minutes": draw(st.lists(st.integers(0, 40), max_size=30)),
    }
    return wanted(skills, days, **(given | values))


def tasks_of(plan, kind=None):
    """Every task with its day, in order."""
    return [(day.on, task) for day in plan.days for task in day.tasks if kind in (None, task.kind)]


def always(on, task):
    return True


def after_days(request, plan, days, is_worked=always):
    """What is wanted `days` days later: everything worked was learnt, the rest is still to do."""
    today = request.first_day + days * DAY
    done = tuple(
        Done(task=task, on=on, minutes=task.minutes)
        for on, task in tasks_of(plan)
        if on < today and is_worked(on, task)
    )
    skills = {}
    for skill, before in request.skills.items():
        sittings = [one for one in done if one.task.kind == "learn" and one.task.skill == skill]
        left = max(0, before.minutes - sum(one.minutes for one in sittings))
        is_new = before.minutes and not left
        finished_on = sittings[-1].on if is_new else before.finished_on
        skills[skill] = replace(before, minutes=left, finished_on=finished_on)
    return replace(
        request,
        skills=skills,
        first_day=today,
        done=(*request.done, *done),
        card_minutes=request.card_minutes[days:],
        pinned={on: tasks for on, tasks in request.pinned.items() if on >= today},
    )
