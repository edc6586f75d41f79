"""A plan keeps to its minutes, its order and its days, and names what does not fit."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.conftest import DAY, MONDAY, graphs, need, pin, requests, tasks_of, wanted
from tutor_core.errors import InvalidInputError
from tutor_core.planning.request import to_learn
from tutor_core.planning.schedule import plan
from tutor_core.planning.tasks import Done, Task

slow = settings(deadline=None)


# --- What always holds


@slow
@given(requests())
def test_no_day_has_more_than_its_minutes_and_days_off_have_none(request):
    found = plan(request)

    for day in found.days:
        assert day.minutes <= request.minutes_a_day
        assert not request.is_off(day.on)
        assert request.first_day <= day.on <= request.last_day


@slow
@given(requests())
def test_nothing_is_learnt_before_what_it_stands_on(request):
    found = plan(request)

    finished = set()
    left = {skill: one.minutes for skill, one in request.skills.items()}
    for _, task in tasks_of(found, "learn"):
        below = request.skills[task.skill].prerequisites
        assert all(one in finished or not request.skills[one].minutes for one in below)
        left[task.skill] -= task.minutes
        if not left[task.skill]:
            finished.add(task.skill)
    assert finished == set(found.finished_on)


@slow
@given(requests())
def test_no_minute_is_lost(request):
    found = plan(request)

    planned = Counter()
    for _, task in tasks_of(found, "learn"):
        planned[task.skill] += task.minutes
    for task in found.left_out:
        if task.kind == "learn":
            planned[task.skill] += task.minutes
    assert planned == {skill: request.skills[skill].minutes for skill in to_learn(request)}


@slow
@given(requests(least_minutes=10))
def test_sittings_are_neither_long_nor_scraps(request):
    sittings = {}
    for _, task in tasks_of(plan(request), "learn"):
        sittings.setdefault(task.skill, []).append(task.minutes)

    for minutes in sittings.values():
        assert max(minutes) <= 25
        assert all(one >= 5 for one in minutes[:-1])


@slow
@given(requests())
def test_keys_are_unique_and_the_same_request_gives_the_same_plan(request):
    found = plan(request)

    assert max(Counter(task.key for _, task in tasks_of(found)).values(), default=1) == 1
    assert plan(request) == found


@slow
@given(requests())
def test_cards_come_first_and_take_at_most_half_of_a_day(request):
    for day in plan(request).days:
        cards = [place for place, task in enumerate(day.tasks) if task.key.startswith("cards")]
        assert cards in ([], [0])
        assert sum(day.tasks[place].minutes for place in cards) <= request.minutes_a_day / 2


@slow
@given(requests(goals=("exam_prep",)))
def test_before_an_exam_there_is_one_mock_test_and_only_review_on_the_last_day(request):
    found = plan(request)

    assert all(on < request.target_date for on, _ in tasks_of(found))
    if not found.days:
        return
    last = found.days[-1]
    if (request.target_date - last.on).days <= 5:
        assert {task.kind for task in last.tasks} <= {"review"}
    mocks = tasks_of(found, "mock_test")
    assert len(mocks) <= 1
    for on, task in mocks:
        assert on < last.on
        assert (request.target_date - on).days <= 5
        assert task.minutes <= 30


@slow
@given(requests(goals=("mastery", "exam_prep")), st.integers(0, 30), st.integers(1, 30))
def test_what_is_pinned_stays_where_it_is(request, after, minutes):
    on = min(request.last_day, MONDAY + after * DAY)
    kept = pin(
        skill=request.targets[0], key="learn-1-4", minutes=min(minutes, request.minutes_a_day)
    )
    request = replace(request, pinned={on: (kept,)}, card_minutes=())

    found = plan(request)

    assert [(day, task) for day, task in tasks_of(found) if task.is_pinned] == [(on, kept)]
    assert all(day.minutes <= request.minutes_a_day for day in found.days)
    assert max(Counter(task.key for _, task in tasks_of(found)).values()) == 1


# --- What is written by hand


def rows(found):
    return [((on - MONDAY).days, task.key, task.minutes) for on, task in tasks_of(found)]


def test_a_short_plan_from_beginning_to_end():
    found = plan(wanted({1: need(30), 2: need(20, 1)}, days=5, minutes_a_day=25))

    assert rows(found) == [
        (0, "learn-1-1", 15),
        (1, "learn-1-2", 15),
        (2, "repeat-1-1", 5),
        (2, "learn-2-1", 10),
        (3, "learn-2-2", 10),
        (4, "repeat-2-1", 5),
    ]
    assert found.finished_on == {1: MONDAY + DAY, 2: MONDAY + 3 * DAY}
    assert (found.fits, found.left_out, found.added, found.pace) == (True, (), (), 15)


def test_a_skill_is_repeated_one_six_and_fifteen_days_after_it_is_learnt():
    found = plan(wanted({1: need(5)}, days=30))

    assert rows(found) == [
        (0, "learn-1-1", 5),
        (1, "repeat-1-1", 5),
        (6, "repeat-1-2", 5),
        (15, "repeat-1-3", 5),
    ]
    assert [task.kind for _, task in tasks_of(found)] == ["learn", "practise", "review", "review"]


def test_prerequisites_are_added_and_named_a_prerequisite_first():
    skills = {1: need(10), 2: need(10, 1), 3: need(10, 2), 4: need(10), 5: need(0, 4)}

    found = plan(wanted(skills, targets=(3, 5)))

    assert found.added == (1, 2)
    assert 4 not in found.finished_on, "what carries something already is not needed"


def test_a_prerequisite_that_is_not_taught_any_more_holds_nothing_up():
    assert plan(wanted({2: need(10, 99)})).fits


def test_with_time_to_spare_the_work_is_spread_and_a_fifth_of_the_days_kept_free():
    found = plan(wanted({skill: need(20) for skill in range(1, 9)}, days=20))

    assert found.pace < 30
    assert max(found.finished_on.values()) < MONDAY + 16 * DAY


def test_what_is_worth_more_comes_first_where_not_all_fits():
    skills = {1: need(60, value=1), 2: need(60, value=5), 3: need(60, value=1)}

    found = plan(wanted(skills, days=3, minutes_a_day=30))

    assert list(found.finished_on) == [2]
    assert {task.skill for task in found.left_out if task.kind == "learn"} == {1, 3}
    assert not found.fits


def test_a_cheap_prerequisite_of_something_precious_comes_before_something_middling():
    skills = {1: need(20, value=0), 2: need(20, 1, value=10), 3: need(40, value=3)}

    found = plan(wanted(skills, days=2, minutes_a_day=25))

    assert set(found.finished_on) == {1, 2}


def test_skills_at_their_level_are_only_repeated():
    found = plan(wanted({1: need(0), 2: need(0)}, goal="review", days=3, targets=(1,)))

    assert rows(found) == [(0, "repeat-1-1", 5)]


def test_the_day_before_an_exam_reviews_what_was_not_seen_for_longest():
    found = plan(wanted({1: need(10), 2: need(10)}, goal="exam_prep", days=11, minutes_a_day=20))

    assert rows(found)[-3:] == [(8, "mock_test", 20), (9, "eve-1", 5), (9, "eve-2", 5)]
    assert {task.kind for task in found.days[-1].tasks} == {"review"}


def test_what_is_pinned_to_the_day_before_an_exam_counts_there_too():
    kept = pin(minutes=10)
    request = wanted(
        {skill: need(0) for skill in range(1, 7)},
        goal="exam_prep",
        days=3,
        minutes_a_day=20,
        pinned={MONDAY + DAY: (kept,)},
    )

    eve = plan(request).days[-1]

    assert (eve.on, eve.tasks[0], eve.minutes) == (MONDAY + DAY, kept, 20)


def test_a_mock_test_takes_a_third_of_what_is_there_at_most():
    found = plan(wanted({1: need(60)}, goal="exam_prep", days=4, minutes_a_day=20))

    assert [task.minutes for _, task in tasks_of(found, "mock_test")] == [20]


def test_what_was_skipped_today_does_not_come_again_today_and_its_work_stays():
    skipped = Task(key="learn-1-1", kind="learn", skill=1, minutes=20)
    request = wanted({1: need(20)}, done=(Done(task=skipped, on=MONDAY, minutes=0),))

    found = plan(request)

    assert next((on, task.key) for on, task in tasks_of(found, "learn")) == (
        MONDAY + DAY,
        "learn-1-2",
    )
    assert found.fits


def test_what_was_done_today_is_taken_off_todays_minutes():
    first = Task(key="learn-1-1", kind="learn", skill=1, minutes=25)
    skills = {1: need(100), 2: need(100)}
    request = wanted(skills, days=7, done=(Done(task=first, on=MONDAY, minutes=25),))

    today = plan(request).days[0]

    assert [task.key for task in today.tasks] == ["learn-2-1"]
    assert today.minutes == 5


def test_cards_and_what_was_done_today_both_count():
    first = Task(key="learn-1-1", kind="learn", skill=1, minutes=10)
    skills = {1: need(200), 2: need(200)}
    done = (Done(task=first, on=MONDAY, minutes=10),)

    today = plan(wanted(skills, days=7, done=done, card_minutes=[15])).days[0]

    assert today.minutes == 20


# --- What cannot be planned


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minutes_a_day": 0}, "minutes_a_day"),
        ({"minutes_a_day": 1441}, "minutes_a_day"),
        ({"target_date": MONDAY - DAY}, "target_date"),
        ({"target_date": MONDAY, "goal": "exam_prep"}, "target_date"),
        ({"target_date": MONDAY + dt.timedelta(days=731)}, "target_date"),
        ({"targets": ()}, "targets"),
        ({"targets": (7,)}, "targets"),
        ({"skills": {1: need(5, 2), 2: need(5, 1)}}, "skills"),
        ({"pinned": {MONDAY - DAY: (pin(),)}}, "pinned"),
        ({"pinned": {MONDAY: (pin(minutes=31),)}}, "pinned"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(values, field):
    with pytest.raises(InvalidInputError) as refused:
        wanted(**({"skills": {1: need()}} | values))
    assert refused.value.field == field


def test_days_that_are_all_off_leave_everything_out():
    found = plan(wanted({1: need(20)}, weekdays_off=frozenset(range(7))))

    assert (found.days, found.fits) == ((), False)
    assert [task.minutes for task in found.left_out] == [20]


def test_two_hundred_skills_for_tomorrow_are_planned_as_far_as_they_go():
    found = plan(wanted({skill: need(60) for skill in range(1, 201)}, days=2))

    assert not found.fits
    assert len({task.skill for task in found.left_out}) >= 199


@slow
@given(graphs())
def test_skills_to_learn_come_after_what_they_stand_on(skills):
    found = to_learn(wanted(skills))

    place = {skill: at for at, skill in enumerate(found)}
    assert set(place) == {skill for skill, one in skills.items() if one.minutes}
    for skill in found:
        for below in skills[skill].prerequisites:
            assert place.get(below, -1) < place[skill]
    assert all(first != second for first, second in pairwise(found))
