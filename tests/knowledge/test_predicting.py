"""The model predicts learners it has not seen better than its simpler peers do."""

import numpy as np
import pytest

from benchmarks.tracing.answers import Answer, read_log, simulated, split
from benchmarks.tracing.models import Elo, Ours, SkillMean, area, calibration_error, log_loss
from tutor_core.simulation.learners import KINDS


def forecasts(model, answers):
    seen, unseen = split(answers, unseen=0.25)
    model.fit(seen)
    predicted = []
    for answer in unseen:
        predicted.append(model.predict(answer))
        model.observe(answer)
    return np.array(predicted), np.array([answer.correct for answer in unseen])


@pytest.mark.parametrize("kind", KINDS)
def test_it_beats_the_skill_mean_and_plain_elo_on_every_kind_of_learner(kind):
    answers = simulated(kind, learners=120, answers=80)

    ours = log_loss(*forecasts(Ours(), answers))

    assert ours < log_loss(*forecasts(SkillMean(), answers))
    assert ours < log_loss(*forecasts(Elo(), answers))


def test_what_it_predicts_comes_true_as_often_as_it_says():
    answers = simulated(KINDS[0], learners=200, answers=80)

    assert calibration_error(*forecasts(Ours(), answers)) < 0.04


def test_the_area_counts_pairs_in_the_right_order_worked_out_by_hand():
    predicted = np.array([0.9, 0.4, 0.4, 0.1])
    right = np.array([True, True, False, False])

    # of four pairs three are in order, and one is a tie that counts half
    assert area(predicted, right) == pytest.approx(3.5 / 4)
    assert log_loss(predicted, right) == pytest.approx(-np.log([0.9, 0.4, 0.6, 0.9]).mean())


def test_calibration_is_the_mean_distance_over_the_bins_worked_out_by_hand():
    predicted = np.array([0.15, 0.15, 0.85, 0.85])
    right = np.array([False, True, True, True])

    # the first bin is off by .35, the second by .15, two answers each
    assert calibration_error(predicted, right) == pytest.approx(0.25)


def test_a_log_is_read_by_its_columns(tmp_path):
    log = tmp_path / "log.tsv"
    log.write_text(
        "user_id\titem_id\ttimestamp\tcorrect\tskill_id\n7\t12\t0\t1\t3\n7\t13\t0\t0\t3\n"
    )

    assert read_log(log) == [Answer("7", "12", "3", True), Answer("7", "13", "3", False)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("user_id\titem_id\tcorrect\n1\t1\t1\n", "no column skill_id"),
        ("user_id\titem_id\tcorrect\tskill_id\n1\t1\tyes\t1\n", "line 2: correct is 'yes'"),
    ],
)
def test_a_log_that_cannot_be_read_is_named_with_what_is_wrong(tmp_path, text, sentence):
    log = tmp_path / "log.tsv"
    log.write_text(text)

    with pytest.raises(SystemExit, match=sentence):
        read_log(log)
