"""A mended key puts right what it graded wrongly."""

import random

import pytest

from tests.practice.conftest import _step
from tests.practice.regrading.mending import (
    HOUR,
    LATER,
    counts,
    number,
)
from tests.rows import NOW, add_item
from tutor_core import models as m
from tutor_core.accounts.notices.queries import unseen
from tutor_core.practice import service as practice
from tutor_core.practice.answering import answer, answer_to_step
from tutor_core.practice.exercises import service as exercises
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of, shown_again

# --- What is changed


def test_everything_a_mended_answer_touches_is_put_right(school):
    told = school.give(school.ada, "2", hints=0)
    was = school.attempt(told).reward
    school.mend(answer_spec=number("2"), correct_answer="2", explanation="One and one.")

    receipt = school.regrade(now=LATER)

    who = {"student_id": school.ada.id}
    row = school.attempt(told)
    assert (receipt.learners, receipt.attempts, receipt.held_back) == (1, 1, 0)
    assert (row.is_correct, row.points_earned, row.graded_version) == (True, 10, 2)
    assert row.content_version == 1
    assert row.reward > 0 > was
    assert row.rl_state["after"]["regraded"] == {"was": "incorrect", "at": LATER.isoformat()}
    shown = school.receipt(told)
    assert (shown.outcome, shown.regraded_from, shown.points) == ("correct", "incorrect", 10)
    assert (shown.correct_answer, shown.explanation) == ("2", "One and one.")
    assert shown.moves[0].mastery_after > shown.moves[0].mastery_before
    done = school.db.query(m.UserInteraction).filter_by(**who, interaction_type="attempt").one()
    assert done.success is True
    assert school.db.query(m.ConceptTimeLog).filter_by(**who).one().success_rate == 1
    knowledge = school.db.query(m.StudentKnowledge).filter_by(**who).one()
    assert (knowledge.total_questions_answered, knowledge.correct_answers) == (1, 1)
    assert knowledge.accuracy_rate == 1
    mastery = school.db.query(m.StudentMastery).filter_by(**who).one()
    assert (mastery.correct_attempts, mastery.accuracy_percent) == (1, 100)
    assert mastery.progress_percentage == pytest.approx(100 * shown.moves[0].mastery_after)
    day = school.db.query(m.PerformanceMetrics).filter_by(**who).one()
    assert (day.metric_date, day.correct_attempts, day.points_earned) == (NOW.date(), 1, 10)


def test_the_log_keeps_both_and_the_learner_is_told(school):
    told = school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    done = school.regrade(school.tina)

    regrade_row = school.db.get_one(m.Regrade, done.regrade_id)
    assert (regrade_row.content_id, regrade_row.version) == (school.item, 2)
    assert (regrade_row.only_gains, regrade_row.created_by) == (False, school.tina.id)
    change = school.db.query(m.RegradeChange).one()
    number_ = str(told.attempt_id)
    assert change.student_id == school.ada.id
    assert change.before["attempts"][number_][:2] == ["incorrect", 0]
    assert change.after["attempts"][number_][:2] == ["correct", 10]
    stored = school.db.query(m.LearnerEstimate).filter_by(student_id=school.ada.id).one()
    assert change.after["ability"] == pytest.approx([stored.mean, stored.variance])
    assert change.before["ability"][0] < 0 < change.after["ability"][0]
    assert set(change.after["skills"]) == {"101"}
    assert (change.before["points"], change.after["points"]) == (0, 10)
    entry = school.db.query(m.AuditEntry).filter_by(action="regrade").one()
    assert (entry.actor_id, entry.outcome) == (school.tina.id, "done")
    (notice,) = unseen(school.db, school.ada)
    assert notice.facts == {
        "content_id": school.item,
        "question": "adding 3",
        "was": "incorrect",
        "now": "correct",
        "points": 10,
    }


def test_what_an_arm_brought_is_put_right_where_the_tutor_chose(school):
    rng = random.Random(5)
    for n in range(8):
        at = NOW + n * HOUR
        shown = practice.next_attempt(school.db, school.ada, Goal(), now=at, rng=rng)
        given = school.db.get_one(m.Content, shown.content_id).answer_spec["answer"]
        response = "2" if shown.content_id == school.item else given
        answer(school, school.ada, shown.attempt_id, response, locale="en", now=at)
    arm = str(school.item)
    before = school.db.query(m.BanditState).one()
    counts_before, rewards = dict(before.arm_counts), dict(before.arm_rewards)
    assert counts_before[arm] >= 1
    school.mend(answer_spec=number("2"))

    school.regrade()

    after = school.db.query(m.BanditState).one()
    row = school.db.query(m.LearningSession)
    mine = row.filter_by(content_id=school.item, source="practice").all()
    assert after.arm_counts == counts_before
    assert after.arm_rewards[arm] == pytest.approx(sum(one.reward for one in mine))
    assert after.arm_rewards[arm] > rewards.pop(arm)
    assert {k: v for k, v in after.arm_rewards.items() if k != arm} == rewards
    means = {int(k): v / counts_before[k] for k, v in after.arm_rewards.items()}
    assert after.best_arm == max(means, key=means.get)


def test_only_gains_takes_nothing_away(school):
    gains, loses = school.give(school.ada, "2"), school.give(school.ben, "3")
    before = school.attempt(loses).reward
    school.mend(answer_spec=number("2"))

    receipt = school.regrade(only_gains=True)

    assert (receipt.learners, receipt.attempts, receipt.held_back) == (1, 1, 1)
    assert school.receipt(gains).outcome == "correct"
    kept = school.attempt(loses)
    assert (kept.is_correct, kept.points_earned, kept.reward) == (True, 10, before)
    assert school.receipt(loses, school.ben).regraded_from is None
    assert unseen(school.db, school.ben) == ()


def test_a_preview_of_gains_shows_gains_only(school):
    school.give(school.ada, "2")
    school.give(school.ben, "3")
    school.mend(answer_spec=number("2"))

    seen = school.preview(only_gains=True)

    assert (counts(seen), [line.name for line in seen.lines]) == ((2, 1, 0, 1), ["ada"])
    assert seen.digest == school.preview().digest


def test_a_repeat_is_judged_again_and_still_counts_for_nothing(school):
    first = school.give(school.ada, "7")
    again = practice.retry(
        school.db, school.ada, first.attempt_id, now=NOW + HOUR, rng=random.Random
    )
    answer(school, school.ada, again.attempt_id, "2", locale="en", now=NOW + HOUR)
    known = school.db.query(m.LearnerEstimate).one().mean
    school.mend(answer_spec=number("2"))

    school.regrade()

    row = school.db.get_one(m.LearningSession, again.attempt_id)
    assert (row.is_correct, row.points_earned, row.reward, row.learnt_from) == (True, 0, 0, None)
    assert school.db.query(m.LearnerEstimate).one().mean == known
    assert school.db.query(m.StudentKnowledge).one().correct_answers == 0
    day = school.db.query(m.PerformanceMetrics).one()
    assert (day.total_attempts, day.correct_attempts) == (2, 1)


def test_attempts_from_before_the_record_was_kept_are_put_right_too(school):
    told = school.give(school.ada, "2")
    row = school.attempt(told)
    row.learnt_from, row.predicted = None, None
    school.mend(answer_spec=number("2"))

    school.regrade()

    assert school.attempt(told).is_correct is True
    assert school.attempt(told).learnt_from is None
    assert school.db.query(m.LearnerEstimate).one().mean > 0


def test_an_estimate_that_something_else_moved_moves_by_the_difference(school):
    school.give(school.ada, "2")
    estimate = school.db.query(m.LearnerEstimate).one()
    before = (estimate.mean, estimate.variance)
    estimate.mean, estimate.variance = before[0] + 2, before[1] / 4  # as a placement may
    school.mend(answer_spec=number("2"))

    school.regrade()

    # Right instead of wrong: 0.252357 instead of -0.483400, equally sure; see test_replay.py.
    after = school.db.query(m.LearnerEstimate).one()
    assert before[0] == pytest.approx(-0.483400, abs=1e-6)
    assert after.mean == pytest.approx(2 + 0.252357, abs=1e-6)
    assert after.variance == pytest.approx(before[1] / 4)


def test_it_is_learnt_again_in_the_skills_and_at_the_level_that_were_asked(school):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"), tags=["doubling"], difficulty=5)

    school.regrade()

    estimate = school.db.query(m.LearnerSkillEstimate).one()
    known = school.db.query(m.LearnerEstimate).one()
    assert estimate.skill_id == 101, "adding"
    assert (known.mean, estimate.mean) == pytest.approx((0.252357, 0.092059), abs=1e-6)
    assert [row.skill_id for row in school.db.query(m.StudentMastery)] == [101]
    assert school.db.query(m.StudentMastery).one().correct_attempts == 1


# --- Exercises


@pytest.fixture
def exercise(school):
    item = add_item(
        school.db, content_type="exercise", subtopic="adding", hints=["Count."], points=40,
        question_text="How many stairs?", answer_spec=number("6"),
        steps=[_step(n) | {"answer_spec": number(str(n + 2))} for n in range(1, 5)],
    )  # fmt: skip
    school.item = item.id
    return item


def take_steps(school, attempt_id, *responses):
    for n, response in enumerate(responses, start=1):
        answer_to_step(school, school.ada, attempt_id, n, response, locale="en", now=NOW + HOUR)


def completes(school):
    kinds = school.db.query(m.UserInteraction).filter_by(interaction_type="complete").all()
    return [row.success for row in kinds]


def test_steps_are_judged_by_their_mended_keys(school, exercise):
    told = school.give(school.ada, "5")
    exercises.begin_steps(school.db, school.ada, told.attempt_id)
    take_steps(school, told.attempt_id, "2", "3", "9")
    school.mend(steps=[_step(n) for n in range(1, 5)])

    assert counts(school.preview()) == (1, 0, 0, 0)
    school.regrade()

    row = school.attempt(told)
    assert [one["correct"] for one in row.step_answers] == [True, True, False]
    assert (row.is_correct, row.points_earned) == (False, 15)
    assert school.receipt(told).regraded_from is None, "the whole is judged as it was"
    shown = attempt_of(school.db, school.ada, told.attempt_id)
    assert [step.correct_answer for step in shown.steps] == ["2", "3", "4", "5"]
    assert shown.asked_step.answer_spec == number("5"), "the next step is graded by its mended key"
    assert completes(school) == []


def test_a_whole_that_turns_out_right_finishes_the_exercise(school, exercise):
    told = school.give(school.ada, "5")
    school.mend(answer_spec=number("5"))
    assert completes(school) == []

    school.regrade()
    assert school.receipt(told).points == 40
    assert completes(school) == [True]

    school.mend(answer_spec=number("6"))
    school.regrade(now=LATER + HOUR)
    assert school.receipt(told).points == 0
    assert completes(school) == []


def test_steps_that_earned_more_than_a_hinted_whole_keep_what_they_earned(school, exercise):
    school.change(hints=["a", "b", "c"])
    told = school.give(school.ada, "5", hints=3)
    exercises.begin_steps(school.db, school.ada, told.attempt_id)
    take_steps(school, told.attempt_id, "3", "4", "5", "6")
    school.mend(answer_spec=number("5"))

    school.regrade()

    assert school.receipt(told).points == 30, "a whole after three hints would earn 10"
    assert completes(school) == [True]


def test_the_page_shows_a_regraded_question_as_it_was_asked(school):
    told = school.give(school.ada, "2")
    school.mend(answer_spec=number("2"), correct_answer="2", question_text="What is one and one?")
    school.regrade(also_reworded=True)
    shown = shown_again(school.db, school.ada, told.attempt_id)
    assert shown.attempt.question == "adding 3"
    assert (shown.receipt.outcome, shown.receipt.regraded_from) == ("correct", "incorrect")
