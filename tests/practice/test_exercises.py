"""An exercise: the whole first, its steps where the whole was not solved."""

import datetime as dt
from random import Random

import pytest

from tests.practice.conftest import RIGHT, WRONG, add_exercise
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.answers.verdicts import Grade
from tutor_core.errors import NotFoundError
from tutor_core.practice import service
from tutor_core.practice.answering import answer, answer_to_step
from tutor_core.practice.exercises import service as exercises
from tutor_core.practice.exercises.steps import points_for_steps, shown_steps
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of, receipt_of, shown_again
from tutor_core.practice.scoring import dont_know
from tutor_core.practice.views import Unfinished


def at(minutes):
    return NOW + dt.timedelta(minutes=minutes)


@pytest.fixture
def exercise(learner):
    """An exercise that the learner is at, just shown."""
    return learner.next(Goal(content_id=add_exercise(learner.db).id))


def take(learner, attempt, number, grade=RIGHT, *, minutes=5):
    exercises.answer_step(
        learner.db, learner.actor, attempt.attempt_id, number, "2", grade, now=at(minutes)
    )


def shown(learner, attempt):
    return attempt_of(learner.db, learner.actor, attempt.attempt_id)


def day(learner):
    return learner.row(m.PerformanceMetrics, student_id=learner.actor.id)


def interactions(learner):
    return [(row.interaction_type, row.success) for row in learner.rows(m.UserInteraction)]


def test_the_steps_stay_covered_while_the_whole_is_tried(exercise):
    assert (exercise.step_count, exercise.steps, exercise.asked_step) == (4, (), None)
    assert exercise.answer_spec["answer"] == "5"


def test_a_whole_solved_at_once_earns_everything_and_is_finished(learner, exercise):
    receipt = learner.answer(exercise, RIGHT, "5", at=at(2))

    assert (receipt.outcome, receipt.points) == ("correct", 40)
    assert interactions(learner) == [("view", None), ("attempt", True), ("complete", True)]
    with pytest.raises(NotFoundError, match="no steps"):
        exercises.begin_steps(learner.db, learner.actor, exercise.attempt_id)


def test_steps_are_offered_one_after_the_other(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    assert shown(learner, exercise).steps == ()

    exercises.begin_steps(learner.db, learner.actor, exercise.attempt_id)
    first = shown(learner, exercise)
    take(learner, exercise, 1)
    take(learner, exercise, 2, WRONG)
    third = shown(learner, exercise)

    assert [one.question for one in first.steps] == ["What is 1 + 1?"]
    assert [one.outcome for one in third.steps] == ["correct", "incorrect", None]
    assert third.asked_step.question == "What is 3 + 1?"
    assert third.steps[1].message == "Not quite."
    assert not third.steps_are_over
    assert third.answer_spec["answer"] == "5"  # of the whole, however many steps there are


def test_right_steps_earn_their_share_of_three_quarters(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    earned = []
    for number, grade in enumerate([RIGHT, WRONG, RIGHT, dont_know()], start=1):
        take(learner, exercise, number, grade, minutes=2 + number)
        earned.append(receipt_of(learner.db, learner.actor, exercise.attempt_id).points)

    assert earned == [8, 8, 15, 15]  # 40 points, three quarters of them over four steps: 7.5 each
    assert day(learner).points_earned == 15
    assert (day(learner).total_attempts, day(learner).correct_attempts) == (1, 0)
    assert shown(learner, exercise).steps_are_over
    assert shown(learner, exercise).steps[3].outcome == "dont_know"
    assert interactions(learner)[-1] == ("complete", False)


def test_the_time_of_the_steps_is_time_worked(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    take(learner, exercise, 1, minutes=5)
    take(learner, exercise, 2, minutes=7)

    assert learner.row(m.LearningSession, id=exercise.attempt_id).time_spent_seconds == 7 * 60
    assert day(learner).time_spent_minutes == 7


def test_a_step_left_open_counts_by_its_share_of_the_exercise(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    take(learner, exercise, 1, minutes=50)  # two minutes over four steps: three minutes count

    assert learner.row(m.LearningSession, id=exercise.attempt_id).time_spent_seconds == 5 * 60


def test_the_model_learns_from_the_whole_alone(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    before = learner.row(m.LearnerSkillEstimate, student_id=learner.actor.id)
    known = (before.mean, before.variance, before.answers)
    for number in range(1, 5):
        take(learner, exercise, number)

    after = learner.row(m.LearnerSkillEstimate, student_id=learner.actor.id)
    assert (after.mean, after.variance, after.answers) == known
    assert learner.row(m.LearningSession, id=exercise.attempt_id).is_correct is False


def test_a_double_click_counts_once(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    take(learner, exercise, 1)
    take(learner, exercise, 1, WRONG)
    take(learner, exercise, 3)

    assert [one.outcome for one in shown(learner, exercise).steps] == ["correct", None]


def test_the_solution_may_be_asked_for_at_any_time(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    take(learner, exercise, 1)
    for _ in range(2):
        exercises.show_solution(learner.db, learner.actor, exercise.attempt_id, now=at(6))

    assert shown(learner, exercise).steps_are_over
    assert receipt_of(learner.db, learner.actor, exercise.attempt_id).points == 8
    assert [kind for kind, _ in interactions(learner)].count("complete") == 1


def test_i_dont_know_leads_to_the_steps_too(learner, exercise):
    service.give_up(learner.db, learner.actor, exercise.attempt_id, now=at(1))
    exercises.begin_steps(learner.db, learner.actor, exercise.attempt_id)
    exercises.give_up_step(learner.db, learner.actor, exercise.attempt_id, 1, now=at(2))

    assert [one.outcome for one in shown(learner, exercise).steps] == ["dont_know", None]


def test_a_repeat_earns_nothing_by_its_steps(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    again = service.retry(
        learner.db, learner.actor, exercise.attempt_id, now=at(3), rng=learner.rng
    )
    learner.answer(again, WRONG, "4", at=at(4))
    take(learner, again, 1)

    assert receipt_of(learner.db, learner.actor, again.attempt_id).points == 0


def test_a_page_that_remembers_nothing_finds_the_steps_as_they_were_left(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    assert shown_again(learner.db, learner.actor, None) is None
    exercises.begin_steps(learner.db, learner.actor, exercise.attempt_id)
    take(learner, exercise, 1)

    found = shown_again(learner.db, learner.actor, None)
    assert found.attempt.asked_step.number == 2
    learner.next(at=at(8))
    assert shown_again(learner.db, learner.actor, None) is None  # something else was begun


def test_only_an_exercise_of_ones_own_has_steps(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    stranger = Actor(add_student(learner.db, "stranger").id, "student")
    plain = learner.next(at=at(3))
    learner.answer(plain, WRONG, at=at(4))

    for actor, attempt in ((stranger, exercise), (learner.actor, plain)):
        with pytest.raises(NotFoundError):
            exercises.answer_step(
                learner.db, actor, attempt.attempt_id, 1, "2", RIGHT, now=at(5)
            )  # fmt: skip


def test_a_step_is_settled_by_right_or_wrong_only(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    with pytest.raises(ValueError, match="almost"):
        take(learner, exercise, 1, Grade(verdict="almost", note="form", message="Nearly."))


def test_what_cannot_be_stored_is_replaced(learner, exercise):
    learner.answer(exercise, WRONG, "4", at=at(2))
    exercises.answer_step(
        learner.db, learner.actor, exercise.attempt_id, 1, "a\x00\ud800", WRONG, now=at(3)
    )

    assert shown(learner, exercise).steps[0].response == "a\N{REPLACEMENT CHARACTER}?"


@pytest.mark.parametrize(
    ("points", "right", "steps", "earned"),
    [(40, 4, 4, 30), (40, 0, 4, 0), (30, 1, 3, 8), (30, 2, 3, 15), (60, 5, 5, 45)],
)
def test_points_of_steps(points, right, steps, earned):
    assert points_for_steps(points, right=right, steps=steps, is_evidence=True) == earned
    assert points_for_steps(points, right=right, steps=steps, is_evidence=False) == 0


def test_no_step_is_shown_before_the_exercise_is_taken_apart():
    assert shown_steps((), None, 1) == ()


def test_a_step_is_graded_before_it_is_written(database):
    with database.transaction() as db:
        actor = Actor(add_student(db).id, "student")
        add_exercise(db)
    shown_first = database.run(
        lambda db: service.next_attempt(db, actor, Goal(content_id=1), now=NOW, rng=Random(1))
    )
    number = shown_first.attempt_id

    def give(response, *, to=None):
        if to is None:
            return answer(database, actor, number, response, locale="en", now=at(1))
        return answer_to_step(database, actor, number, to, response, locale="en", now=at(2))

    assert give("4").outcome == "incorrect"
    database.run(lambda db: exercises.begin_steps(db, actor, number))
    assert isinstance(give("1 +", to=1), Unfinished)
    assert give("2", to=1) is None
    assert give("7", to=1) is None  # a second tab, a moment later: dropped

    with database.reading() as db:
        steps = attempt_of(db, actor, number).steps
    assert [(one.outcome, one.response) for one in steps] == [("correct", "2"), (None, "")]
