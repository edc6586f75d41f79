"""Which skills are gaps, of which type, with which figures; worked out by hand.

Log-odds of the target 0.8 are ln 4 = 1.386; of the ready level 0.62, 0.490.
"""

import datetime as dt
from dataclasses import replace

import pytest

from tests.gaps.scenes import EQUATIONS, FRACTIONS, SYSTEMS, found, skill
from tests.rows import NOW
from tutor_core.gaps.policy import GapPolicy


def kinds(changes):
    return {number: gap.kind for number, gap in changes.unresolved.items()}


def only(changes):
    (gap,) = changes.unresolved.values()
    return gap


# --- Weakness


def test_a_weakness_worked_by_hand():
    gap = only(found(skill(FRACTIONS, 0.0, sd=0.7, answers=4, hours=4.0)))

    # Mastery 0.5. Sure by P(Z < 1.3863 / 0.7 = 1.9804) = 0.97617; nothing waits; worked on.
    # need = (0.8 - 0.5) / 0.8 * 1 * 1 * 0.97617 = 0.36606; 1 + 9 * need = 4.29
    assert (gap.kind, gap.priority, gap.severity) == ("weakness", 4, "medium")
    assert (gap.level, gap.target) == (pytest.approx(0.5), 0.8)
    assert gap.hours == pytest.approx(1.5)  # 4 h * 0.3 / 0.8
    assert (gap.status, gap.practice_count, gap.progress) == ("active", 0, 0)
    assert (gap.detected_at, gap.detected_level) == (NOW, gap.level)
    assert gap.last_practised_at == NOW - dt.timedelta(days=1)
    assert gap.recommendation == (
        "Practise Fractions: your answers show that it is not secure yet."
    )


@pytest.mark.parametrize("answers", [1, 2])
def test_nothing_is_weak_after_one_answer_or_two(answers):
    assert not found(skill(FRACTIONS, -2.0, answers=answers)).unresolved


@pytest.mark.parametrize(
    ("sd", "is_gap"),
    [(0.7, True), (0.75, False)],  # P(Z < 0.486 / sd) is 0.756 and 0.742
)
def test_a_weakness_opens_only_where_the_tutor_is_sure_enough(sd, is_gap):
    assert bool(found(skill(FRACTIONS, 0.9, sd=sd)).unresolved) == is_gap


def test_what_was_never_tried_is_no_weakness():
    assert not found(skill(FRACTIONS, -3.0, days_ago=None)).unresolved


# --- Forgotten


def test_what_was_known_and_faded_is_forgotten():
    gap = only(found(skill(FRACTIONS, 1.2, was=1.5, sd=1.2, days_ago=90)))

    # Mastery 0.8176 once, 0.7685 now. Sure by P(Z < 0.1863 / 1.2 = 0.1553) = 0.5617; nobody
    # needs it: need = 0.0315 / 0.8 * 0.5 * 0.5617 = 0.011
    assert (gap.kind, gap.priority, gap.severity) == ("forgotten", 1, "low")
    assert gap.level == pytest.approx(0.76852, abs=1e-5)
    assert gap.target == 0.8
    assert gap.hours == pytest.approx(0.16)  # 4 h * 0.03148 / 0.8 = 0.157
    assert gap.recommendation.startswith("Refresh Fractions: you knew it")


@pytest.mark.parametrize(
    ("then", "now"),
    [(1.38, 1.0), (1.5, 1.37)],  # never at the target; faded to 0.797, not half a point below
)
def test_a_little_fading_of_what_was_never_secure_is_no_gap(then, now):
    assert not found(skill(FRACTIONS, now, was=then, sd=1.2, days_ago=90)).unresolved


@pytest.mark.parametrize(("days_ago", "is_gap"), [(27, False), (29, True)])
def test_nothing_is_forgotten_while_it_is_worked_on(days_ago, is_gap):
    learner = skill(FRACTIONS, 1.2, was=1.5, sd=1.2, days_ago=days_ago)
    assert bool(found(learner).unresolved) == is_gap


def test_what_was_forgotten_stays_one_gap_while_it_is_practised_again():
    faded = found(skill(FRACTIONS, 1.2, was=1.5, sd=1.2, days_ago=90))

    again = found(skill(FRACTIONS, 1.25, days_ago=0), open_gaps=faded.unresolved)
    worse = found(skill(FRACTIONS, 0.2, days_ago=0), open_gaps=again.unresolved)

    assert kinds(again) == {FRACTIONS: "forgotten"}
    assert kinds(worse) == {FRACTIONS: "weakness"}
    assert not worse.opened


# --- Prerequisite


def test_an_unready_skill_under_one_that_is_worked_on_is_a_missing_prerequisite():
    changes = found(
        skill(FRACTIONS, -0.4, answers=1, days_ago=60, hours=3.0),
        skill(EQUATIONS, 1.2, answers=2),
    )

    gap = only(changes)
    # Mastery 0.40131. Sure by P(Z < (0.4895 + 0.4) / 0.7 = 1.2708) = 0.8981; one skill waits;
    # one step: need = 0.49836 * (1 + 0.3 ln 2) * 0.85 * 0.8981 = 0.4596; 1 + 9 * need = 5.14
    assert (gap.kind, gap.skill_id, gap.priority, gap.severity) == (
        "prerequisite", FRACTIONS, 5, "medium",
    )  # fmt: skip
    assert gap.target == 0.62
    assert gap.hours == pytest.approx(1.06)  # 3 h * (0.62 - 0.40131) / 0.62
    assert gap.recommendation == (
        "Begin with Fractions: Linear equations, which you work on, stands on it."
    )


def test_any_depth_counts():
    changes = found(
        skill(FRACTIONS, -0.4, answers=1, days_ago=60),
        skill(EQUATIONS, 2.5, days_ago=60),
        skill(SYSTEMS, 1.2),
    )
    assert kinds(changes) == {FRACTIONS: "prerequisite"}


def test_the_nearest_that_needs_it_is_named():
    under = skill(FRACTIONS, -0.4, answers=1, days_ago=60)
    changes = found(under, skill(EQUATIONS, 1.2, answers=2), skill(SYSTEMS, 1.2, answers=2))
    assert "Linear equations, which" in only(changes).recommendation
    assert changes.needs[FRACTIONS].steps == 1


def test_for_an_aim_what_was_never_met_is_missing():
    changes = found(
        skill(FRACTIONS, days_ago=None),
        skill(EQUATIONS, days_ago=None),
        skill(SYSTEMS, days_ago=None),
        aims=[SYSTEMS],
    )

    assert kinds(changes) == {FRACTIONS: "prerequisite", EQUATIONS: "prerequisite"}
    gap = changes.unresolved[FRACTIONS]
    # The cautious end of the first guess: log-odds 0.65 - 0.7.
    assert gap.level == pytest.approx(0.48750, abs=1e-5)
    assert gap.recommendation == ("Begin with Fractions: Systems, which you aim for, stands on it.")
    assert changes.unresolved[EQUATIONS].recommendation == (
        "Begin with Fractions: Linear equations stands on it."
    )


@pytest.mark.parametrize(
    ("log_odds", "answers", "is_missing"),
    [(1.0, 5, False), (-0.5, 2, False), (-0.5, 5, True)],
)
def test_what_was_never_met_is_missing_under_work_only_where_the_work_goes_badly(
    log_odds, answers, is_missing
):
    changes = found(skill(FRACTIONS, days_ago=None), skill(EQUATIONS, log_odds, answers=answers))
    assert (kinds(changes).get(FRACTIONS) == "prerequisite") == is_missing


def test_what_a_placement_spoke_about_is_met_though_nobody_asked_it():
    unmet = skill(FRACTIONS, days_ago=None, log_odds=2.0)
    placed = replace(unmet, placed_at=NOW)
    above = skill(EQUATIONS, days_ago=None)

    assert kinds(found(unmet, above, aims=[EQUATIONS])) == {FRACTIONS: "prerequisite"}
    assert not found(placed, above, aims=[EQUATIONS]).unresolved


def test_what_was_answered_long_ago_needs_nothing():
    under = skill(FRACTIONS, -0.4, answers=1, days_ago=60)
    assert kinds(found(under, skill(EQUATIONS, 1.2, answers=2, days_ago=27)))
    assert not kinds(found(under, skill(EQUATIONS, 1.2, answers=2, days_ago=29)))


def test_an_aim_that_is_reached_needs_nothing():
    under = skill(FRACTIONS, -0.4, answers=1, days_ago=60)
    assert kinds(found(under, skill(EQUATIONS, 1.2), aims=[EQUATIONS]))
    assert not kinds(found(under, skill(EQUATIONS, 1.5), aims=[EQUATIONS]))


def test_where_several_types_fit_a_missing_prerequisite_comes_first_then_what_was_forgotten():
    weak = skill(FRACTIONS, -0.5)
    assert kinds(found(weak)) == {FRACTIONS: "weakness"}
    assert kinds(found(weak, skill(EQUATIONS, 1.0, answers=2))) == {FRACTIONS: "prerequisite"}
    faded = skill(FRACTIONS, 0.0, was=1.5, days_ago=90)
    assert kinds(found(faded)) == {FRACTIONS: "forgotten"}


# --- Who and what else


def test_nobody_has_gaps_before_their_first_answer():
    assert not found(*(skill(number, days_ago=None) for number in (1, 2, 3))).unresolved


def test_after_one_answer_nothing_is_known_well_enough_to_be_a_gap():
    changes = found(
        skill(FRACTIONS, -0.2, answers=1, sd=1.2), skill(EQUATIONS, days_ago=None, sd=1.3)
    )
    assert not changes.unresolved


def test_names_stay_what_they_are_in_the_sentence():
    hostile = skill(FRACTIONS, 0.0, name="<b>*Fractions*</b>")
    assert "<b>*Fractions*</b>" in only(found(hostile)).recommendation


def test_a_target_that_changes_acts_at_once():
    learner = skill(FRACTIONS, 1.0, sd=0.3)
    assert found(learner).unresolved
    assert not found(learner, policy=GapPolicy(target=0.7)).unresolved
