import datetime as dt
import math
from statistics import median

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.practice.conftest import RIGHT, WRONG, learner  # noqa: F401 - a fixture
from tests.rows import NOW, add_item
from tutor_core import models as m
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving.service import skip
from tutor_core.practice.service import retry
from tutor_core.profiling.pace import (
    KEPT_ADJUSTMENTS,
    KEPT_ANSWERS,
    WINDOW,
    Adjustment,
    PaceRecord,
    Timed,
    fitting_difficulty,
    level_after,
    level_corrected,
    pace_after,
    paced,
)
from tutor_core.profiling.pace_rows import pace_from, pace_to
from tutor_core.profiling.queries import pace_of

MINUTE = dt.timedelta(minutes=1)
ratios = st.floats(0, 12, allow_nan=False)
paces = st.sampled_from(["slow", "normal", "fast"])


def timed(*values):
    """Answers to items of two minutes that took so many times as long."""
    return tuple(Timed(round(120 * value), 2) for value in values)


def after(values, before=None, *, fitting=3.0):
    """Return the record after questions; None for one that was skipped."""
    for number, value in enumerate(values):
        before = paced(
            before,
            seconds=0 if value is None else round(120 * value),
            meant_minutes=2,
            answered=value is not None,
            fitting=fitting,
            now=NOW + number * MINUTE,
        )
    return before


def changes(record, of):
    return [(one.was, one.now, one.why) for one in record.adjustments if one.of == of]


# --- Typical times


def test_the_typical_time_is_the_median_worked_by_hand():
    # 1, 2, 3, 4 and 30 minutes at items of 2, 2, 2, 5 and 5 minutes.
    record = PaceRecord(
        recent=(Timed(60, 2), Timed(120, 2), Timed(180, 2), Timed(240, 5), Timed(1800, 5))
    )
    # Ratios 0.5, 1, 1.5, 0.8, 6: in order 0.5, 0.8, 1, 1.5, 6.
    assert record.typical.minutes == 3
    assert record.typical.meant_minutes == 2
    assert record.typical.ratio == 1
    assert record.typical.answers == 5


def test_one_phone_call_moves_what_is_typical_hardly():
    calm = after([1.0, 0.9, 1.1, 1.0, 0.8])
    disturbed = after([4.0], calm)
    assert calm.typical.ratio == 1.0
    assert disturbed.typical.ratio == 1.0


def test_the_last_twenty_answers_are_compared_with_the_twenty_before():
    record = after([2.0] * 30 + [1.0] * 20)
    assert (record.typical.ratio, record.typical.answers) == (1.0, 20)
    assert (record.typical_before.ratio, record.typical_before.answers) == (2.0, 20)

    young = after([1.0] * 25)
    assert young.typical_before.answers == 5
    assert after([1.0] * 20).typical_before is None
    assert after([None]).typical is None


def test_skipped_questions_count_for_completion_only():
    record = after([None, None, None, 1.0])
    assert record.completion_rate == 0.25
    assert (record.typical.answers, record.typical.ratio) == (1, 1.0)
    assert after([1.0] * 15 + [None] * 5).completion_rate == 0.75
    assert after([None] * 5 + [1.0] * 20).completion_rate == 1


@given(st.lists(st.none() | ratios, max_size=150))
@example([None] * 70 + [1.0] * 70 + [None] * 70)
def test_the_last_questions_are_all_kept_and_never_many(values):
    record = after(values)
    if record is None:
        return
    answered = [value for value in values if value is not None]
    assert len(record.recent) <= KEPT_ANSWERS + WINDOW
    shown = [value is not None for value in values[-WINDOW:]]
    assert record.completion_rate == sum(shown) / len(shown)
    if answered:
        wanted = median(one.ratio for one in timed(*answered[-WINDOW:]))
        assert record.typical.ratio == pytest.approx(wanted)
        assert record.typical.answers == min(WINDOW, len(answered))


# --- Slow, normal, fast


@pytest.mark.parametrize(
    ("values", "pace"),
    [
        ([3, 3, 3, 3], "normal"),  # too few to say
        ([3, 3, 3, 3, 3], "slow"),
        ([0.3] * 5, "fast"),
        ([1, 1, 1, 1, 1], "normal"),
        ([1.5] * 9, "normal"),
        ([0.3] * 5 + [3] * 40, "slow"),
        ([None] * 9 + [3] * 4, "normal"),
    ],
)
def test_nobody_is_called_slow_or_fast_without_reason(values, pace):
    assert after(values).pace == pace


@pytest.mark.parametrize(
    ("was", "ratio", "pace"),
    [
        ("normal", 1.51, "slow"), ("normal", 1.49, "normal"),
        ("slow", 1.31, "slow"), ("slow", 1.29, "normal"),
        ("normal", 0.59, "fast"), ("normal", 0.61, "normal"),
        ("fast", 0.69, "fast"), ("fast", 0.71, "normal"),
        ("slow", 0.1, "normal"), ("fast", 9, "normal"),  # never past normal at once
    ],
)  # fmt: skip
def test_whoever_is_slow_or_fast_must_come_clearly_back(was, ratio, pace):
    # Items of a hundred minutes, so that whole seconds hold hundredths.
    recent = (Timed(round(6000 * ratio), 100),) * 8
    assert pace_after(was, recent) == pace


@given(paces, st.lists(ratios, min_size=1, max_size=30), ratios, ratios)
@example("normal", [1.0] * 4 + [2.0] * 4, 2.0, 0.0)
@example("slow", [3.0] * 4 + [0.1] * 4, 0.1, 3.0)
def test_no_single_answer_changes_the_pace(was, earlier, newest, other):
    """Where the newest answer changes it, the earlier ones alone were past the threshold."""
    kept = timed(*earlier[-(WINDOW - 1) :])
    found = pace_after(was, (*kept, *timed(newest)))
    if found == was:
        return
    centre = median(one.ratio for one in kept)
    assert {
        "slow": centre > 1.5,
        "fast": centre < 0.6,
        "normal": centre < 1.3 if was == "slow" else centre > 0.7,
    }[found]


def test_between_the_thresholds_everybody_stays_what_they_were():
    slow, normal = after([3.0] * 6), after([1.0] * 6)
    assert after([1.4] * 20, slow).pace == "slow"
    assert after([1.4] * 20, normal).pace == "normal"
    assert after([0.65] * 20, after([0.3] * 6)).pace == "fast"


def test_a_skipped_question_says_nothing_about_the_pace():
    slow = after([3.0] * 6)
    assert after([None] * 30, slow).pace == "slow"


# --- The difficulty that fits


@pytest.mark.parametrize(
    ("log_odds", "fitting"), [(0.847, 3), (0.247, 2), (1.447, 4), (1.147, 3.5), (9, 5), (-9, 1)]
)
def test_the_fitting_difficulty_is_where_the_chance_meets_the_target(log_odds, fitting):
    target = math.log(0.7 / 0.3)  # 0.847
    found = fitting_difficulty(log_odds, level_step=0.6, target=target)
    assert found == pytest.approx(fitting, abs=0.001)


@pytest.mark.parametrize(
    ("level", "fitting", "after"),
    [
        (3, 3.65, 3), (3, 3.66, 4), (4, 3.36, 4), (4, 3.34, 3),
        (3, 4.9, 5), (3, 1.0, 1), (1, 1.6, 1), (5, 4.4, 5), (5, 4.3, 4),
    ],
)  # fmt: skip
def test_the_level_changes_only_where_it_no_longer_fits(level, fitting, after):
    assert level_after(level, fitting) == after


@given(st.integers(1, 5), st.floats(1, 5))
def test_a_level_once_changed_stays_for_the_same_knowledge(level, fitting):
    found = level_after(level, fitting)
    assert 1 <= found <= 5
    assert level_after(found, fitting) == found


# --- Adjustments


def test_every_adjustment_says_from_what_to_what_why_and_on_what_figures():
    record = after([2.0] * 6)
    record = after([1.0], record, fitting=4.2)

    assert record.adjustments == (
        Adjustment(at=NOW, of="level", was=None, now=3, why="first_question",
                   figures={"fitting": 3.0}),
        Adjustment(at=NOW + 4 * MINUTE, of="pace", was="normal", now="slow",
                   why="above_meant_time", figures={"ratio": 2.0, "answers": 5}),
        Adjustment(at=NOW, of="level", was=3, now=4, why="knows_more", figures={"fitting": 4.2}),
    )  # fmt: skip


def test_reasons_for_either_direction_are_told_apart():
    record = after([2.0] * 5 + [1.0] * 20 + [0.3] * 20 + [1.0] * 20)
    assert changes(record, "pace") == [
        ("normal", "slow", "above_meant_time"),
        ("slow", "normal", "near_meant_time"),
        ("normal", "fast", "below_meant_time"),
        ("fast", "normal", "near_meant_time"),
    ]
    assert changes(after([1.0], after([1.0]), fitting=1.4), "level")[-1] == (3, 1, "knows_less")


def test_a_regrade_is_a_reason_of_its_own():
    record = after([1.0])
    corrected = level_corrected(record, 2, now=NOW + MINUTE)
    assert changes(corrected, "level")[-1] == (3, 2, "regraded")
    assert level_corrected(record, 3, now=NOW) == record


def test_only_the_last_twenty_adjustments_are_kept():
    record = None
    for number in range(50):
        record = after([1.0], record, fitting=2 if number % 2 else 4)
    assert len(record.adjustments) == KEPT_ADJUSTMENTS
    assert (record.adjustments[-1].was, record.adjustments[-1].now) == (4, 2)


# --- As a row


@given(st.lists(st.tuples(st.none() | ratios, st.floats(1, 5)), min_size=1, max_size=70))
def test_a_record_is_read_as_it_was_stored(questions):
    record = None
    for value, fitting in questions:
        record = after([value], record, fitting=fitting)
    row = pace_to(record)

    assert read(row) == record


def read(row):
    return pace_from(
        pace=row["current_pace"],
        minutes_per_question=row["avg_time_per_question"],
        completion_rate=row["avg_completion_rate"],
        level=row["optimal_difficulty"],
        adjustments=row["pace_adjustments"],
        recent=row.get("recent"),
    )


OLD_ROW = {
    "current_pace": "slow",
    "avg_time_per_question": 3.6,
    "avg_completion_rate": 0.9,
    "optimal_difficulty": 2,
    "pace_adjustments": [
        {"at": "2026-02-01T10:00:00+00:00", "pace": "normal", "level": 3},
        {"at": "2026-02-02T10:00:00+00:00", "pace": "slow", "level": 3},
        {"at": "2026-02-03T10:00:00+00:00", "pace": "slow", "level": 2, "time_ratio": 1.8,
         "answers": 31},
    ],
}  # fmt: skip


def test_a_row_from_before_single_answers_were_kept_is_read_with_its_averages():
    record = read(OLD_ROW)

    assert (record.pace, record.level) == ("slow", 2)
    assert record.typical.minutes == pytest.approx(3.6)
    assert record.typical.ratio == pytest.approx(1.8)
    assert record.completion_rate == pytest.approx(0.9, abs=0.02)
    assert changes(record, "pace") == [
        (None, "normal", "not_recorded"), ("normal", "slow", "not_recorded"),
    ]  # fmt: skip
    assert changes(record, "level") == [(None, 3, "not_recorded"), (3, 2, "not_recorded")]


def test_new_answers_take_over_from_an_old_row_without_a_jump():
    record = read(OLD_ROW)
    assert after([1.0], record, fitting=2).typical.ratio == pytest.approx(1.8)
    moved = after([1.0] * 12, record, fitting=2)
    assert (moved.typical.ratio, moved.pace) == (1.0, "normal")
    assert read(pace_to(moved)) == moved


def test_the_barest_old_row_is_read():
    bare = dict.fromkeys(OLD_ROW) | {"current_pace": "normal"}
    assert read(bare) == PaceRecord()


# --- Through the services


def test_the_stored_pace_follows_the_answers_and_keeps_its_changes(learner):  # noqa: F811
    for n in range(6):
        attempt = learner.next(at=NOW)
        learner.answer(attempt, RIGHT if n % 2 else WRONG, at=NOW.replace(minute=6))
    row = learner.row(m.LearningPace, student_id=learner.actor.id)
    assert row.current_pace == "slow", "six minutes each where two were meant"
    assert row.avg_minutes_per_question == 6
    assert row.recent == [[360, 2]] * 6
    assert [change["why"] for change in row.pace_adjustments if change["of"] == "pace"] == [
        "above_meant_time"
    ]
    knowledge = learner.row(m.StudentKnowledge, student_id=learner.actor.id)
    assert knowledge.preferred_difficulty == row.optimal_difficulty
    assert pace_of(learner.db, learner.actor, learner.actor.id).typical.ratio == 3


def test_the_time_of_an_answer_is_split_over_its_skills_to_the_second(learner):  # noqa: F811
    item = add_item(learner.db, tags=["adding", "doubling"], subtopic="adding")
    attempt = learner.next(Goal(content_id=item.id))
    learner.answer(attempt, WRONG, at=NOW + dt.timedelta(seconds=61))

    logs = learner.rows(m.ConceptTimeLog)

    assert [(log.concept, log.time_spent_seconds, log.questions_attempted) for log in logs] == [
        ("adding", 31, 1), ("doubling", 30, 1),
    ]  # fmt: skip
    assert {(log.session_id, log.success_rate, log.difficulty_level) for log in logs} == {
        (attempt.attempt_id, 0.0, 3)
    }


def test_a_skipped_question_logs_no_time(learner):  # noqa: F811
    attempt = learner.next()
    skip(learner.db, learner.actor, attempt.attempt_id, now=NOW + MINUTE)

    assert learner.rows(m.ConceptTimeLog) == []
    assert learner.row(m.LearningPace, student_id=learner.actor.id).recent == [None]


def test_a_retry_says_nothing_about_the_pace(learner):  # noqa: F811
    item = learner.next()
    learner.answer(item, WRONG, at=NOW + MINUTE)
    before = learner.row(m.LearningPace, student_id=learner.actor.id).recent
    again = retry(learner.db, learner.actor, item.attempt_id, now=NOW + MINUTE, rng=learner.rng)
    learner.answer(again, RIGHT, at=NOW + 5 * MINUTE)
    assert learner.row(m.LearningPace, student_id=learner.actor.id).recent == before
