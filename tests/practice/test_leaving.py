"""Putting a question away with a word on why, and what the next choices make of it."""

import datetime as dt

import pytest

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.practice.leaving import service as leaving
from tutor_core.recommend.queries import items_met

SECOND = dt.timedelta(seconds=1)


def decline(learner, attempt, objection, *, at=NOW):
    leaving.decline(learner.db, learner.actor, attempt.attempt_id, objection, now=at)


def take(learner, attempt, *, at=NOW):
    return leaving.take_runner_up(
        learner.db, learner.actor, attempt.attempt_id, now=at, rng=learner.rng
    )


@pytest.mark.parametrize("objection", ["not_now", "too_easy", "too_hard"])
def test_an_objection_closes_the_question_uncounted_and_is_kept_with_its_moment(learner, objection):
    attempt = learner.next()

    decline(learner, attempt, objection, at=NOW + SECOND)

    row = learner.row(m.LearningSession, id=attempt.attempt_id)
    assert (row.is_correct, row.answer_note, row.points_earned) == (None, objection, 0)
    met = items_met(learner.db, learner.actor, learner.actor.id)
    assert [(one.content_id, one.declined_as, one.declined_at) for one in met] == [
        (attempt.content_id, objection, NOW + SECOND)
    ]
    assert learner.row(m.LearnerEstimate) is None
    assert learner.rows(m.BanditState) == []


def test_not_now_brings_another_skill_next(learner):
    first = learner.next()

    decline(learner, first, "not_now")

    following = learner.next(at=NOW + SECOND)
    assert following.content_id != first.content_id
    state = learner.row(m.LearningSession, id=following.attempt_id)
    assert state.rl_action["parts"]["welcome"] < 1 or following.skill != first.skill


@pytest.mark.parametrize(
    ("objection", "target", "said"), [("too_easy", 0.65, "harder"), ("too_hard", 0.75, "easier")]
)
def test_the_next_choice_goes_by_it_and_says_so(learner, objection, target, said):
    decline(learner, learner.next(), objection)

    attempt = learner.next(at=NOW + SECOND)

    state = learner.row(m.LearningSession, id=attempt.attempt_id).rl_state
    assert state["target"] == pytest.approx(target, abs=1e-4)
    assert any(said in sentence for sentence in attempt.why.further)


def test_a_question_answered_meanwhile_is_not_put_away(learner):
    attempt = learner.next()
    learner.answer(attempt)

    with pytest.raises(StaleStateError):
        decline(learner, attempt, "too_easy")
    with pytest.raises(StaleStateError):
        take(learner, attempt)

    assert learner.row(m.LearnerItem, content_id=attempt.content_id).declined_as is None


def test_the_runner_up_is_asked_at_once_by_the_learners_own_choice(learner):
    attempt = learner.next()
    logged = learner.row(m.LearningSession, id=attempt.attempt_id).rl_action

    other = take(learner, attempt, at=NOW + SECOND)

    row = learner.row(m.LearningSession, id=other.attempt_id)
    assert other.content_id == logged["runner_up"]["content_id"] != attempt.content_id
    assert row.propensity is None
    assert row.rl_action == {"chosen_by": "runner_up", "instead_of": attempt.content_id}
    assert other.why.headline == "You took this one instead of the question before."
    assert learner.next(at=NOW + SECOND).attempt_id == other.attempt_id
    away = learner.row(m.LearnerItem, content_id=attempt.content_id)
    assert (away.declined_as, away.declined_at) == ("runner_up", NOW + SECOND)


def test_answering_the_runner_up_pulls_no_arm(learner):
    other = take(learner, learner.next())

    learner.answer(other)

    assert learner.rows(m.BanditState) == []


def test_a_question_that_had_no_runner_up_stays_open(learner):
    asked = learner.next()
    other = take(learner, asked)

    with pytest.raises(NotFoundError, match="nothing else"):
        take(learner, other)

    assert learner.row(m.LearningSession, id=other.attempt_id).end_time is None


def test_a_runner_up_that_was_withdrawn_is_not_asked_and_the_question_stays_open(learner):
    attempt = learner.next()
    logged = learner.row(m.LearningSession, id=attempt.attempt_id).rl_action
    learner.db.query(m.Content).filter_by(id=logged["runner_up"]["content_id"]).update(
        {"is_published": False}
    )

    with pytest.raises(NotFoundError):
        take(learner, attempt)

    assert learner.row(m.LearningSession, id=attempt.attempt_id).end_time is None


def test_nobody_puts_away_what_is_somebody_elses(learner):
    attempt = learner.next()
    other = Actor(add_student(learner.db, "eve").id, "student")

    for act in (
        lambda: leaving.decline(learner.db, other, attempt.attempt_id, "not_now", now=NOW),
        lambda: leaving.take_runner_up(
            learner.db, other, attempt.attempt_id, now=NOW, rng=learner.rng
        ),
    ):
        with pytest.raises(NotFoundError):
            act()
