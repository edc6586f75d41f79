"""The life of a gap: found, practised, closed, found again; and that it does not flap."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gaps.scenes import (
    EQUATIONS,
    FRACTIONS,
    PARAMETERS,
    POLICY,
    SYSTEMS,
    found,
    skill,
    standing_with,
)
from tests.rows import NOW
from tutor_core.gaps.detection import GapsKnown, detect
from tutor_core.gaps.gap import SEVERITIES
from tutor_core.gaps.links import links_of
from tutor_core.gaps.overview import overview_of
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.views import in_order
from tutor_core.gaps.weighing import hours_of, priority_of, progress_of, severity_of


def test_a_gap_is_found_practised_and_closed():
    later = NOW + dt.timedelta(days=2)
    opened = found(skill(FRACTIONS, 0.0)).unresolved
    assert opened[FRACTIONS].status == "active"

    practised = found(skill(FRACTIONS, 0.7, answers=7, days_ago=-1), open_gaps=opened, now=later)
    (gap,) = practised.moved
    assert (gap.status, gap.practice_count) == ("in_progress", 1)
    assert gap.detected_at == NOW
    assert gap.level == pytest.approx(0.66819, abs=1e-5)
    assert gap.progress == pytest.approx(56.06, abs=0.01)  # (0.66819 - 0.5) / (0.8 - 0.5)

    closed = found(
        skill(FRACTIONS, 1.4, answers=9, days_ago=-2), open_gaps=practised.unresolved, now=later
    )
    (gap,) = closed.resolved
    assert not closed.unresolved
    assert (gap.status, gap.resolved_at, gap.practice_count) == ("resolved", later, 2)
    assert (gap.progress, gap.is_repaired) == (100, True)


def test_what_was_closed_can_come_back_as_a_new_gap():
    again = found(skill(FRACTIONS, 0.0), open_gaps={})
    assert [gap.skill_id for gap in again.opened] == [FRACTIONS]


def test_a_prerequisite_that_nothing_needs_any_more_is_closed_and_not_called_repaired():
    under = skill(FRACTIONS, -0.4, answers=1, days_ago=60)
    opened = found(under, skill(EQUATIONS, 1.2, answers=2)).unresolved

    closed = found(under, skill(EQUATIONS, 1.2, answers=2, days_ago=40), open_gaps=opened)

    (gap,) = closed.resolved
    assert not gap.is_repaired
    assert gap.progress == 0


def test_a_prerequisite_that_is_ready_but_not_at_the_target_goes_on_as_a_weakness():
    opened = found(skill(FRACTIONS, -0.6, days_ago=3), skill(EQUATIONS, 1.2, answers=2)).unresolved
    assert opened[FRACTIONS].kind == "prerequisite"

    ready = found(
        skill(FRACTIONS, 0.6, days_ago=0), skill(EQUATIONS, 1.2, answers=2), open_gaps=opened
    )

    (gap,) = ready.moved
    assert (gap.kind, gap.target) == ("weakness", 0.8)
    assert gap.detected_level == opened[FRACTIONS].detected_level


def test_a_missing_prerequisite_stays_one_while_it_is_half_repaired():
    above = skill(EQUATIONS, 1.2, answers=2)
    opened = found(skill(FRACTIONS, -0.6, days_ago=3), above).unresolved

    # Below the ready level with a chance of 0.607, below the target with one of 0.94.
    half = found(skill(FRACTIONS, 0.3, days_ago=0), above, open_gaps=opened)

    assert kinds_of(half) == {FRACTIONS: "prerequisite"}


def test_what_was_never_tried_and_proves_to_be_known_is_repaired():
    above = skill(EQUATIONS, days_ago=None)
    opened = found(skill(FRACTIONS, 2.5, days_ago=None), above, aims=[EQUATIONS]).unresolved
    assert opened[FRACTIONS].progress == 0

    closed = found(skill(FRACTIONS, 2.5, answers=1), above, aims=[EQUATIONS], open_gaps=opened)

    assert [(gap.progress, gap.is_repaired) for gap in closed.resolved] == [(100, True)]


def test_looking_again_changes_nothing():
    skills = [skill(FRACTIONS, -0.4), skill(EQUATIONS, 0.4), skill(SYSTEMS, days_ago=None)]
    first = found(*skills, aims=[SYSTEMS])

    again = found(*skills, aims=[SYSTEMS], open_gaps=first.unresolved)

    assert (again.opened, again.moved, again.resolved) == ((), (), ())
    assert again.unresolved == first.unresolved


def test_what_moves_less_than_people_see_is_not_written_again():
    opened = found(skill(FRACTIONS, 0.0)).unresolved
    assert not found(skill(FRACTIONS, 0.01), open_gaps=opened).moved  # 0.0025 of mastery
    (moved,) = found(skill(FRACTIONS, 0.03), open_gaps=opened).moved  # 0.0075, by ability alone
    assert (moved.practice_count, moved.status) == (0, "active")


def test_a_skill_that_is_no_longer_taught_closes_its_gap():
    opened = found(skill(FRACTIONS, 0.0)).unresolved
    closed = found(skill(EQUATIONS, 2.0, needs=()), open_gaps=opened)
    assert [gap.status for gap in closed.resolved] == ["resolved"]


# Chances of being below the target between the two thresholds: log-odds 0.915 to 1.386 for sd 0.7.
WITHIN = st.floats(0.92, 1.38)


@given(st.lists(WITHIN, min_size=1, max_size=12), st.booleans())
def test_between_the_thresholds_no_status_changes(walk, was_open):
    unresolved = dict(found(skill(FRACTIONS, 0.0)).unresolved) if was_open else {}
    for answers, log_odds in enumerate(walk, start=4):
        changes = found(skill(FRACTIONS, log_odds, answers=answers), open_gaps=unresolved)
        assert not changes.opened
        assert not changes.resolved
        unresolved = dict(changes.unresolved)


@given(st.lists(st.floats(1.0, 1.85), min_size=1, max_size=8))
def test_work_that_hovers_round_its_target_neither_opens_nor_closes_what_it_stands_on(walk):
    under = skill(FRACTIONS, -0.4, answers=1, days_ago=60)
    unresolved = found(under, skill(EQUATIONS, 1.0, answers=2)).unresolved
    for log_odds in walk:  # a chance of 0.25 and more to be below the target
        changes = found(under, skill(EQUATIONS, log_odds, answers=2), open_gaps=unresolved)
        assert kinds_of(changes) == {FRACTIONS: "prerequisite"}
        unresolved = changes.unresolved


def kinds_of(changes):
    return {number: gap.kind for number, gap in changes.unresolved.items()}


SKILLS = st.builds(
    dict,
    log_odds=st.floats(-6, 6),
    sd=st.floats(0.05, 2.5),
    answers=st.integers(1, 60),
    days_ago=st.none() | st.floats(0, 400),
    was=st.none() | st.floats(-6, 6),
    hours=st.none() | st.floats(0, 50),
)


@given(st.lists(SKILLS, min_size=3, max_size=3), st.sets(st.integers(1, 3)), st.integers(1, 3))
def test_whatever_is_known_every_figure_is_within_its_bounds(skills, aims, rounds):
    unresolved = {}
    for turn in range(rounds):
        learner = [
            skill(number, **(values | {"log_odds": values["log_odds"] / (1 + turn)}))
            for number, values in enumerate(skills, start=1)
        ]
        changes = found(*learner, aims=aims, open_gaps=unresolved)
        unresolved = dict(changes.unresolved)
        for gap in (*changes.opened, *changes.moved, *changes.resolved):
            assert 1 <= gap.priority <= 10
            assert gap.severity in SEVERITIES
            assert 0 <= gap.progress <= 100
            assert 0 <= gap.level <= 1
            assert gap.hours is None or gap.hours >= 0
            assert (gap.resolved_at is not None) == (gap.status == "resolved")
        assert not unresolved.keys() & {gap.skill_id for gap in changes.resolved}


# --- The formula


@pytest.mark.parametrize(
    ("given_", "priority"),
    [
        ({"level": 0.8, "sureness": 0.5, "waiting": 9, "steps": 0}, 1),  # nothing is missing
        ({"level": 1.0, "sureness": 1.0, "waiting": 9, "steps": 0}, 1),
        ({"level": 0.4, "sureness": 1.0, "waiting": 0, "steps": 0}, 6),  # need 0.5: 5.5, rounded up
        ({"level": 0.4, "sureness": 1.0, "waiting": 0, "steps": 1}, 5),  # 0.5 * 0.85: 4.825
        ({"level": 0.4, "sureness": 1.0, "waiting": 0, "steps": None}, 3),  # 0.5 * 0.5: 3.25
        (
            {"level": 0.4, "sureness": 0.8, "waiting": 6, "steps": 2},
            5,
        ),  # 0.5*1.58377*0.7225*0.8 = 0.45771
        ({"level": 0.0, "sureness": 1.0, "waiting": 59, "steps": 0}, 10),
    ],
)
def test_the_formula_worked_by_hand(given_, priority):
    assert priority_of(**given_, policy=POLICY) == priority


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 60), st.integers(0, 9))
def test_less_mastery_more_sureness_more_waiting_and_nearer_need_never_lower_the_priority(
    low, high, sure, waiting, steps
):
    low, high = sorted((low, high))

    def priority(**changed):
        given_ = {"level": high, "sureness": sure, "waiting": waiting, "steps": steps}
        return priority_of(**(given_ | changed), policy=POLICY)

    assert priority(level=low) >= priority()
    assert priority(sureness=1.0) >= priority()
    assert priority(waiting=waiting + 1) >= priority()
    assert priority(steps=0) >= priority()


def test_a_priority_in_a_word():
    words = [severity_of(priority, POLICY) for priority in range(1, 11)]
    assert words == ["low"] * 3 + ["medium"] * 3 + ["high"] * 2 + ["critical"] * 2


def test_hours_and_progress_know_their_ends():
    assert hours_of(None, level=0.2, target=0.8) is None
    assert hours_of(4, level=0.9, target=0.8) == 0
    assert progress_of(0.3, detected_level=0.4, target=0.8) == 0  # it got worse
    assert progress_of(0.9, detected_level=0.4, target=0.8) == 100
    assert progress_of(0.9, detected_level=0.8, target=0.8) == 0  # found where nothing was missing


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"opens_at": 0.4}, "opens_at must be from"),
        ({"closes_at": 0.6}, "closes_at must be from"),
        ({"ready": 0.9}, "ready must not be above target"),
        ({"high": 10}, "medium, high and critical"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        GapPolicy(**values)


# --- Order and way


def test_links_count_the_shortest_way():
    links = links_of(((1, ()), (2, (1,)), (3, (2,)), (4, (3, 1))))
    assert links.beneath == {1: {}, 2: {1: 1}, 3: {2: 1, 1: 2}, 4: {1: 1, 3: 1, 2: 2}}
    assert links.above == {1: {2, 3, 4}, 2: {3, 4}, 3: {4}, 4: set()}
    assert links.in_order([4, 3, 1]) == [1, 3, 4]


def test_what_is_known_well_enough_to_build_on_holds_up_nothing_though_it_is_a_gap():
    skills = [skill(FRACTIONS, 1.2, was=1.5, days_ago=90), skill(EQUATIONS, -0.6)]
    standing = standing_with(*skills)
    known = GapsKnown(policy=POLICY, unresolved={}, aims=[])
    changes = detect(standing, known, parameters=PARAMETERS, now=NOW)

    page = overview_of(standing, changes, [], {}, parameters=PARAMETERS, policy=POLICY)

    assert kinds_of(changes) == {FRACTIONS: "forgotten", EQUATIONS: "weakness"}
    assert changes.unresolved[EQUATIONS].recommendation.startswith("Practise Linear equations")
    assert [view.title for view in page.gaps] == ["Linear equations", "Fractions"]
    assert [step.is_start for step in page.gaps[0].steps] == [False, True]


def test_what_others_stand_on_comes_first_then_what_matters_most():
    other = 9
    skills = [
        skill(FRACTIONS, 0.4, sd=0.2, needs=()),
        skill(EQUATIONS, -1.0),
        skill(other, -0.5, needs=()),
    ]
    changes = found(*skills)
    links = links_of(tuple((one.skill_id, one.prerequisites) for one in skills))

    gaps = in_order(changes.unresolved, links, ready=0.62)

    assert changes.unresolved[FRACTIONS].priority < changes.unresolved[other].priority
    assert [gap.skill_id for gap in gaps] == [FRACTIONS, EQUATIONS, other]


def test_the_way_through_a_gap_says_where_to_begin_and_where_it_leads():
    standing = standing_with(
        skill(FRACTIONS, -0.8, days_ago=3), skill(EQUATIONS, -0.6), skill(SYSTEMS, days_ago=None)
    )
    known = GapsKnown(policy=POLICY, unresolved={}, aims=[SYSTEMS])
    changes = detect(standing, known, parameters=PARAMETERS, now=NOW)

    page = overview_of(
        standing, changes, [], {FRACTIONS: "Numbers"}, parameters=PARAMETERS, policy=POLICY
    )

    assert [gap.title for gap in page.gaps] == ["Fractions", "Linear equations"]
    way = page.gaps[1].steps
    assert [(step.title, step.state) for step in way] == [
        ("Fractions", "gap"), ("Linear equations", "gap"), ("Systems", "new"),
    ]  # fmt: skip
    assert [step.is_start for step in way] == [True, False, False]
    assert [step.is_gap for step in way] == [False, True, False]
    assert way[2].is_aim
    assert [(one.title, one.unit, one.certainty) for one in page.skills] == [
        ("Fractions", "Numbers", "fairly sure"),
        ("Linear equations", "", "unsure"),
        ("Systems", "", "a guess"),
    ]
