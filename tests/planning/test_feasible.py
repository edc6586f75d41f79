"""What would make a plan fit is what trying every date and every number of minutes finds."""

from dataclasses import replace

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.planning.conftest import DAY, MONDAY, graphs, need, wanted
from tutor_core.planning.feasible import feasibility
from tutor_core.planning.request import MOST_DAYS
from tutor_core.planning.schedule import plan

slow = settings(deadline=None, max_examples=60)


def said_of(request):
    return feasibility(request, plan(request))


def tight(skills, days, minutes, goal):
    request = wanted(skills, days, minutes_a_day=minutes, goal=goal)
    assume(not plan(request).fits)
    return request


few = (
    graphs(most=5, longest=50),
    st.integers(2, 4),
    st.integers(8, 30),
    st.sampled_from(["mastery", "exam_prep"]),
)


@slow
@given(*few)
def test_the_date_is_the_earliest_by_which_all_fits(skills, days, minutes, goal):
    request = tight(skills, days, minutes, goal)

    found = said_of(request).date

    assert plan(replace(request, target_date=found)).fits
    earlier = (request.target_date + after * DAY for after in range(MOST_DAYS))
    while (date := next(earlier)) < found:
        assert not plan(replace(request, target_date=date)).fits


@slow
@given(*few)
@example({1: need(27), 2: need(0), 3: need(0), 4: need(0), 5: need(0)}, 2, 8, "mastery")
def test_the_minutes_are_the_fewest_with_which_all_fits(skills, days, minutes, goal):
    request = tight(skills, days, minutes, goal)

    found = said_of(request).minutes_a_day

    fewer = range(minutes + 1, 1441 if found is None else found)
    tried = [plan(replace(request, minutes_a_day=one)).fits for one in fewer if one < 260]
    assert not any(tried)
    assert found is None or plan(replace(request, minutes_a_day=found)).fits


def test_a_plan_that_fits_needs_nothing_else():
    found = said_of(wanted({1: need(20)}))

    assert (found.fits, found.left_out, found.date, found.minutes_a_day) == (True, (), None, None)


def test_what_does_not_fit_is_named():
    found = said_of(wanted({1: need(60)}, days=2, minutes_a_day=20))

    assert not found.fits
    assert [(task.skill, task.minutes) for task in found.left_out] == [(1, 20)]
    assert (found.date, found.minutes_a_day) == (MONDAY + 2 * DAY, 30)


def test_more_than_a_day_can_hold_has_no_minutes_that_would_do():
    found = said_of(wanted({1: need(300)}, days=2))

    assert found.minutes_a_day is None
    assert found.date is not None


def test_more_than_two_years_hold_has_no_date():
    found = said_of(wanted({skill: need(600) for skill in range(1, 40)}, days=20, minutes_a_day=20))

    assert found.date is None


def test_without_a_day_to_work_nothing_would_do():
    found = said_of(wanted({1: need(20)}, weekdays_off=frozenset(range(7))))

    assert (found.fits, found.date, found.minutes_a_day) == (False, None, None)


def test_the_last_date_that_is_looked_at_can_be_planned():
    request = wanted({1: need(1)}, days=MOST_DAYS)

    assert plan(request).fits
