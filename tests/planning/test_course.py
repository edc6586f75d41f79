"""A plan as it is kept, and what came of a day's tasks."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.conftest import DAY, MONDAY, need, requests, wanted
from tutor_core.planning.course import (
    Course,
    Entry,
    KeptDay,
    baseline_to,
    course_from,
    course_to,
    schedule_to,
)
from tutor_core.planning.schedule import plan
from tutor_core.planning.tasks import MOCK_TEST, Task, cards_key
from tutor_core.planning.wishes import PlanWish, wishes_to, with_wishes
from tutor_core.planning.working import Work, mock_questions, settled, worked_on

slow = settings(deadline=None)
WISH = PlanWish(
    title="Exam", goal="exam_prep", targets=(1,), target_date=MONDAY + 9 * DAY, minutes_a_day=30
)
OUTCOMES = st.sampled_from(["open", "done", "part", "skipped"])


def learn(skill=1, minutes=20, number=1):
    key = f"learn-{skill}-{number}"
    return Entry(task=Task(key=key, kind="learn", skill=skill, minutes=minutes))


def repeat(skill=1, minutes=5):
    key = f"repeat-{skill}-1"
    return Entry(task=Task(key=key, kind="practise", skill=skill, minutes=minutes))


def cards(minutes=10):
    return Entry(task=Task(key=cards_key(MONDAY), kind="review", skill=None, minutes=minutes))


def mock(minutes=20):
    return Entry(task=Task(key=MOCK_TEST, kind="mock_test", skill=None, minutes=minutes))


def outcomes(entries, reached=(), **work):
    return [
        (entry.task.key, entry.outcome, entry.minutes)
        for entry in worked_on(entries, Work(**work), on=MONDAY, reached=reached)
    ]


# --- What came of a day


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(0, "open"), (1, "part"), (15, "part"), (16, "done"), (20, "done")]
)
def test_a_sitting_is_done_at_four_fifths_of_its_minutes(minutes, outcome):
    found = outcomes([learn()], skill_seconds={1: 60 * minutes})
    assert found == [("learn-1-1", outcome, minutes)]


def test_minutes_go_to_the_tasks_of_a_skill_in_their_order_and_the_rest_stands_beside():
    found = outcomes([learn(), learn(number=2), learn(2)], skill_seconds={1: 60 * 50, 7: 60})
    assert found == [
        ("learn-1-1", "done", 20),
        ("learn-1-2", "done", 20),
        ("learn-2-1", "open", 0),
        (f"beside-1-{MONDAY}", "done", 10),
        (f"beside-7-{MONDAY}", "done", 1),
    ]


def test_a_sitting_is_over_once_its_skill_is_at_its_level():
    assert outcomes([learn(), repeat()], reached={1}) == [
        ("learn-1-1", "done", 0),
        ("repeat-1-1", "open", 0),
    ]


def test_cards_are_done_at_half_their_minutes_or_when_none_is_left():
    assert outcomes([cards()], card_seconds=240)[0][1:] == ("part", 4)
    assert outcomes([cards()], card_seconds=300)[0][1:] == ("done", 5)
    assert outcomes([cards()], no_cards_left=True)[0][1:] == ("done", 0)


def test_a_mock_test_is_done_when_all_its_questions_are_answered():
    last = mock_questions(20)
    assert outcomes([mock()], mock_answers=last - 1, mock_seconds=600)[0][1:] == ("part", 10)
    assert outcomes([mock()], mock_answers=last, mock_seconds=600)[0][1:] == ("done", 10)


def test_when_a_day_is_over_what_was_begun_of_a_repetition_or_a_mock_test_comes_again():
    part = [replace(one, outcome="part", minutes=2) for one in (learn(), repeat(), cards(), mock())]
    found = [(entry.task.key, entry.outcome, entry.minutes) for entry in settled(part)]
    assert found == [
        ("learn-1-1", "part", 2),
        ("repeat-1-1", "open", 0),
        ("beside-repeat-1-1", "done", 2),
        (cards_key(MONDAY), "part", 2),
        (MOCK_TEST, "open", 0),
    ]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 25), OUTCOMES), max_size=6),
    st.dictionaries(st.integers(1, 4), st.integers(0, 7200)),
)
def test_no_minute_is_counted_twice(tasks, seconds):
    entries = [
        replace(
            learn(skill, minutes, number),
            outcome=outcome,
            minutes=minutes if outcome in ("done", "part") else 0,
        )
        for number, (skill, minutes, outcome) in enumerate(tasks)
    ]
    found = worked_on(entries, Work(skill_seconds=seconds), on=MONDAY, reached=())

    assert [one.task for one in found[: len(entries)]] == [one.task for one in entries]
    for skill in range(1, 5):
        before = sum(e.minutes for e in entries if e.task.skill == skill)
        worked = (seconds.get(skill, 0) + 30) // 60
        assert sum(e.minutes for e in found if e.task.skill == skill) == max(before, worked)


# --- As documents


@slow
@given(requests(), st.lists(OUTCOMES, min_size=1), st.frozensets(st.integers(0, 5)))
def test_what_is_kept_comes_back_as_it_was(request, given_outcomes, weekdays):
    found = plan(request)
    wish = replace(
        WISH,
        weekdays_off=weekdays,
        days_off=request.days_off,
        begins_at=dt.time(17, 30) if weekdays else None,
    )
    entries = [
        [
            Entry(task=replace(task, is_pinned=n % 2 == 0), outcome=outcome, minutes=3 * n)
            if (outcome := given_outcomes[n % len(given_outcomes)]) != "open"
            else Entry(task=task)
            for n, task in enumerate(day.tasks)
        ]
        for day in found.days
    ]
    course = Course(
        wish=wish,
        began_on=request.first_day,
        planned_on=request.first_day,
        days=tuple(
            KeptDay(on=day.on, entries=tuple(of_day))
            for day, of_day in zip(found.days, entries, strict=True)
        ),
        plan=replace(found, days=()),
        first=found,
        needs=request.skills,
        reached={1: MONDAY},
        dropped=("Slopes",),
    )

    kept = json.loads(
        json.dumps(
            {
                "schedule": schedule_to(course.days),
                "course": course_to(course),
                "baseline": baseline_to(course),
                "wishes": wishes_to(wish),
            }
        )
    )

    assert with_wishes(WISH, kept.pop("wishes")) == wish
    assert course_from(wish, request.first_day, **kept) == course


def test_what_is_pinned_and_open_is_wanted_again_and_what_is_over_is_done():
    pinned = replace(learn(), task=replace(learn().task, is_pinned=True))
    over = replace(repeat(), outcome="skipped")
    found = plan(wanted({1: need()}))
    course = Course(
        wish=WISH, began_on=MONDAY, planned_on=MONDAY, needs={}, first=found, plan=found,
        days=(KeptDay(on=MONDAY, entries=(pinned, over)),),
    )  # fmt: skip
    assert course.pinned == {MONDAY: (pinned.task,)}
    assert [(one.task.key, one.minutes) for one in course.done] == [("repeat-1-1", 0)]
    assert [day.tasks for day in course.ahead.days] == [(pinned.task,)]
