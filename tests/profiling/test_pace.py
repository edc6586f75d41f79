import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.conftest import RIGHT, WRONG, learner  # noqa: F401 - a fixture
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.profiling.pace import PaceState, after_question, fitting_difficulty


def after(ratios, before=None):
    for ratio in ratios:
        before = after_question(before, minutes=2 * ratio, meant_minutes=2, answered=True)
    return before


@pytest.mark.parametrize(
    ("ratios", "pace"),
    [
        ([3, 3, 3, 3], "normal"),  # too few to say
        ([3, 3, 3, 3, 3], "slow"),
        ([0.3] * 5, "fast"),
        ([1, 1, 1, 1, 1], "normal"),
        ([0.3] * 5 + [3] * 40, "slow"),
    ],
)
def test_nobody_is_called_slow_or_fast_without_reason(ratios, pace):
    assert after(ratios).pace == pace


def test_the_averages_worked_by_hand():
    state = after([1, 3])  # 2 and 6 minutes: a plain mean while there are few
    assert state.minutes_per_question == pytest.approx(4)
    assert state.time_ratio == pytest.approx(2)
    assert state.answers == 2


def test_a_skipped_question_counts_for_completion_only():
    before = after([1, 1, 1])
    state = after_question(before, minutes=9, meant_minutes=2, answered=False)
    assert state.completion_rate == pytest.approx(0.75)
    assert (state.minutes_per_question, state.answers) == (before.minutes_per_question, 3)


@given(st.lists(st.tuples(st.floats(0, 60), st.booleans()), max_size=80))
def test_averages_stay_within_what_was_seen(questions):
    state: PaceState | None = None
    for minutes, answered in questions:
        state = after_question(state, minutes=minutes, meant_minutes=2, answered=answered)
    if state is not None:
        assert -1e-9 <= state.minutes_per_question <= 60 + 1e-9
        assert -1e-9 <= state.completion_rate <= 1 + 1e-9


@pytest.mark.parametrize(
    ("log_odds", "level"), [(0.85, 3), (0.25, 2), (1.45, 4), (9, 5), (-9, 1), (1.1, 3)]
)
def test_the_fitting_level_is_where_the_chance_meets_the_target(log_odds, level):
    target = math.log(0.7 / 0.3)  # 0.847
    assert fitting_difficulty(log_odds, level_step=0.6, target=target) == level


def test_the_stored_pace_follows_the_answers_and_keeps_its_changes(learner):  # noqa: F811
    for n in range(6):
        attempt = learner.next(at=NOW)
        learner.answer(attempt, RIGHT if n % 2 else WRONG, at=NOW.replace(minute=10))
    row = learner.row(m.LearningPace, student_id=learner.actor.id)
    assert row.current_pace == "slow", "ten minutes each where two were meant"
    assert row.avg_minutes_per_question == pytest.approx(10)
    assert [change["pace"] for change in row.pace_adjustments if change["pace"] == "slow"]
    assert row.pace_adjustments[-1]["answers"] == 6
    knowledge = learner.row(m.StudentKnowledge, student_id=learner.actor.id)
    assert knowledge.preferred_difficulty == row.optimal_difficulty
