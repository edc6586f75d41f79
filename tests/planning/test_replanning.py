"""A plan made again: nothing changes without cause, what was missed is spread, wishes are kept."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.planning.conftest import (
    DAY,
    MONDAY,
    after_days,
    always,
    need,
    pin,
    requests,
    tasks_of,
    wanted,
)
from tutor_core.planning.replanning import replanned, standing_of
from tutor_core.planning.schedule import plan
from tutor_core.planning.tasks import Done

slow = settings(deadline=None)


def missed(*days):
    """Tell that all was done but on some days, counted from 0."""
    return lambda on, _task: (on - MONDAY).days not in days


@slow
@given(requests(), st.integers(1, 29))
def test_where_nothing_was_missed_nothing_changes(request, days):
    first = plan(request)
    now = min(days, (request.last_day - request.first_day).days)

    again = replanned(first, after_days(request, first, now))

    today = request.first_day + now * DAY
    assert again.days == tuple(day for day in first.days if day.on >= today)
    assert again.left_out == first.left_out


@pytest.mark.parametrize("days", [1, 20, 45, 80])
def test_a_large_plan_for_which_there_is_not_time_goes_on_as_it_was_too(days):
    skills = {
        skill: need(20 + 37 * skill % 70, *range(max(1, skill - 4), skill, 2), value=skill * 7 % 11)
        for skill in range(1, 61)
    }
    request = wanted(skills, days=90)
    first = plan(request)

    again = replanned(first, after_days(request, first, days))

    assert not first.fits
    assert again.days == first.days[days:]
    assert again.left_out == first.left_out


@slow
@given(requests(), st.integers(1, 10), st.sets(st.integers(0, 9)))
def test_missed_work_keeps_to_the_minutes_of_each_day_and_none_of_it_is_lost(request, days, off):
    first = plan(request)
    now = min(days, (request.last_day - request.first_day).days)
    request = after_days(request, first, now, missed(*off))

    again = replanned(first, request)

    assert all(day.minutes <= request.minutes_a_day for day in again.days)
    tasks = [task for _, task in tasks_of(again)] + list(again.left_out)
    for skill in {task.skill for task in tasks if task.kind == "learn"}:
        minutes = sum(task.minutes for task in tasks if (task.kind, task.skill) == ("learn", skill))
        assert minutes == request.skills[skill].minutes
    finished = {skill for skill, one in request.skills.items() if not one.minutes}
    left = {skill: one.minutes for skill, one in request.skills.items()}
    for _, task in tasks_of(again, "learn"):
        assert set(request.skills[task.skill].prerequisites) <= finished
        left[task.skill] -= task.minutes
        finished |= {task.skill} if not left[task.skill] else set()


def test_the_free_days_at_the_end_take_what_was_missed():
    request = wanted({skill: need(25) for skill in range(1, 17)}, days=30)
    first = plan(request)

    again = replanned(first, after_days(request, first, 4, missed(2, 3)))

    assert again.fits
    assert again.pace == first.pace
    assert max(day.minutes for day in again.days) <= max(day.minutes for day in first.days)
    assert max(again.finished_on.values()) > max(first.finished_on.values())


def test_when_they_do_not_do_all_days_get_more_alike_and_none_gets_it_all():
    request = wanted({skill: need(25) for skill in range(1, 17)}, days=30, minutes_a_day=60)
    first = plan(request)

    again = replanned(first, after_days(request, first, 14, missed(*range(14))))

    busy = [day.minutes for day in again.days if any(task.kind == "learn" for task in day.tasks)]
    assert again.fits
    assert first.pace < again.pace < 60
    assert max(busy) == again.pace
    assert min(busy[:-4]) >= 0.8 * again.pace


def test_what_fits_no_longer_is_named():
    request = wanted({skill: need(50) for skill in range(1, 9)}, days=20)
    first = plan(request)

    again = replanned(first, after_days(request, first, 15, missed(*range(15))))

    assert first.fits
    assert not again.fits
    assert {task.kind for task in again.left_out} >= {"learn"}


def test_what_is_pinned_stays_pinned():
    kept = pin(key="learn-1-9", minutes=10)
    request = wanted({1: need(60), 2: need(30)}, pinned={MONDAY + 9 * DAY: (kept,)})
    first = plan(request)

    again = replanned(first, after_days(request, first, 3, missed(0, 1, 2)))

    assert (MONDAY + 9 * DAY, kept) in tasks_of(again)


def test_what_was_skipped_does_not_come_again():
    request = wanted({1: need(10), 2: need(40)}, days=12)
    first = plan(request)
    on, task = next(one for one in tasks_of(first) if one[1].key == "repeat-1-1")
    now = after_days(request, first, (on - MONDAY).days)

    again = replanned(first, replace(now, done=(*now.done, Done(task=task, on=on, minutes=0))))

    assert "repeat-1-1" not in [task.key for _, task in tasks_of(again)]
    assert "repeat-1-2" in [task.key for _, task in tasks_of(again)]


def test_a_pinned_task_that_is_done_is_over():
    kept = pin(minutes=10)
    request = wanted({1: need(60)}, pinned={MONDAY: (kept,)})
    done = (Done(task=kept, on=MONDAY, minutes=10),)

    again = replanned(plan(request), replace(request, done=done, skills={1: need(50)}))

    assert kept not in [task for _, task in tasks_of(again)]


# --- How it goes

REQUEST = wanted({1: need(50, value=2), 2: need(50), 3: need(50)}, days=10, minutes_a_day=25)


def standing(days, is_worked=always, reached=None, request=REQUEST):
    first = plan(request)
    now = after_days(request, first, days, is_worked)
    there = {skill for skill, one in now.skills.items() if not one.minutes}
    reached = there if reached is None else reached
    today = MONDAY + days * DAY
    return standing_of(first, request.skills, now.done, reached, today=today)


@given(st.integers(0, 9))
@example(0)
def test_who_does_as_planned_is_on_track(days):
    found = standing(days)

    assert (found.trend, found.reason, found.days_missed) == ("on_track", "as_planned", 0)
    assert found.done_minutes == found.planned_minutes


def test_at_the_end_of_it_all_progress_is_a_hundred_and_not_before():
    assert standing(0).progress == 0
    assert 0 < standing(5).progress < 100
    assert standing(9).progress == 100
    assert standing(9, reached={1, 2}).progress < 100


@pytest.mark.parametrize(
    ("is_worked", "reached", "trend", "reason"),
    [
        (missed(0, 1, 2), None, "behind", "days_missed"),
        (missed(), (), "behind", "skills_take_longer"),
        (missed(), (1, 2, 3), "ahead", "skills_go_faster"),
    ],
)
def test_the_trend_says_why(is_worked, reached, trend, reason):
    found = standing(5, is_worked, reached)

    assert (found.trend, found.reason) == (trend, reason)


def test_less_time_on_every_day_is_another_reason_than_days_missed():
    first = plan(REQUEST)
    now = after_days(REQUEST, first, 5)
    half = tuple(replace(one, minutes=one.minutes // 2) for one in now.done)

    found = standing_of(first, REQUEST.skills, half, (), today=MONDAY + 5 * DAY)

    assert (found.trend, found.reason, found.days_missed) == ("behind", "less_time", 0)


def test_more_time_than_planned_is_ahead():
    first = plan(REQUEST)
    now = after_days(REQUEST, first, 2)
    double = tuple(replace(one, minutes=2 * one.minutes) for one in now.done)

    found = standing_of(first, REQUEST.skills, double, (1,), today=MONDAY + 2 * DAY)

    assert (found.trend, found.reason) == ("ahead", "more_time")
