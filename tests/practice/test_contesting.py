"""A learner contests an estimate: answers decide, and they count for more."""

import datetime as dt

import pytest
from sqlalchemy import update

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.practice.beliefs.queries import belief_in
from tutor_core.practice.examinations import queries
from tutor_core.practice.examinations.testing_out import service
from tutor_core.practice.goal import Goal


def begin(learner, skill="adding", *, at=NOW):
    service.begin_test_out(learner.db, learner.actor, skill, now=at, rng=learner.rng)


def question(learner, skill="adding", *, at=NOW):
    return service.next_test_out_question(learner.db, learner.actor, skill, now=at, rng=learner.rng)


def latest(learner, skill="adding"):
    return queries.latest_test_out(learner.db, learner.actor, skill)


def take(learner, grades):
    at = NOW
    for grade in grades:
        at += dt.timedelta(minutes=1)
        learner.answer(question(learner, at=at), grade, at=at)


def fail_at(learner, skill, times=6):
    at = NOW - dt.timedelta(days=2)
    for _ in range(times):
        at += dt.timedelta(minutes=1)
        learner.answer(learner.next(Goal(skill=skill), at=at), WRONG, at=at)


def test_contesting_alone_moves_no_mean_and_makes_the_estimate_less_sure(learner):
    fail_at(learner, "adding")
    before = belief_in(learner.db, learner.actor, "adding", now=NOW)

    begin(learner)

    after = belief_in(learner.db, learner.actor, "adding", now=NOW)
    assert after.mastery == pytest.approx(before.mastery)
    assert after.high - after.low > before.high - before.low
    assert after.answers == before.answers


def test_three_right_answers_pass_and_the_estimate_follows(learner):
    fail_at(learner, "adding")
    before = belief_in(learner.db, learner.actor, "adding", now=NOW)
    begin(learner)

    take(learner, [RIGHT, RIGHT, RIGHT])

    taken = latest(learner)
    assert taken.ending == "passed"
    assert taken.mastery_before == pytest.approx(before.mastery)
    assert taken.mastery_after > before.mastery
    assert len(taken.items) == 3
    assert question(learner) is None


def test_it_weighs_more_than_the_same_answers_in_practice(learner):
    fail_at(learner, "adding")
    fail_at(learner, "doubling")
    begin(learner)
    take(learner, [RIGHT, RIGHT, RIGHT])
    contested = latest(learner)
    at = NOW
    was = belief_in(learner.db, learner.actor, "doubling", now=NOW).mastery
    for _ in range(3):
        at += dt.timedelta(minutes=1)
        learner.answer(learner.next(Goal(skill="doubling"), at=at), RIGHT, at=at)
    practised = belief_in(learner.db, learner.actor, "doubling", now=at).mastery

    assert contested.mastery_after - contested.mastery_before > practised - was


@pytest.mark.parametrize(
    ("grades", "ending"),
    [
        ([WRONG, WRONG], "not_passed"),
        ([RIGHT, WRONG, RIGHT, RIGHT], "passed"),
        ([RIGHT, WRONG, RIGHT, WRONG], "not_passed"),
        ([RIGHT, WRONG], None),
    ],
)
def test_it_ends_as_soon_as_it_is_decided(learner, grades, ending):
    begin(learner)

    take(learner, grades)

    assert latest(learner).ending == ending


def test_answers_are_not_shown_before_the_end(learner):
    begin(learner)
    take(learner, [RIGHT])

    assert latest(learner).items == ()


def test_a_reload_finds_the_same_question_and_contesting_again_goes_on(learner):
    begin(learner)
    first = question(learner)

    begin(learner)

    assert question(learner).attempt_id == first.attempt_id == latest(learner).attempt.attempt_id


def test_another_one_may_be_taken_after_the_end(learner):
    begin(learner)
    take(learner, [WRONG, WRONG])
    over = latest(learner)

    begin(learner, at=NOW + dt.timedelta(hours=1))

    assert latest(learner).set_key != over.set_key
    assert latest(learner).ending is None


def test_contesting_another_skill_puts_the_open_question_away(learner):
    begin(learner)
    first = question(learner)

    begin(learner, "doubling")

    assert learner.row(m.LearningSession, id=first.attempt_id).end_time is not None
    assert question(learner, "doubling").skill == "doubling"


def test_it_asks_harder_questions_later_and_none_twice_while_there_are_others(learner):
    begin(learner)
    take(learner, [RIGHT, WRONG])

    rows = [row.content_id for row in learner.rows(m.LearningSession)]

    assert len(set(rows)) == 2


def test_a_withdrawn_question_is_replaced(learner):
    begin(learner)
    first = question(learner)
    learner.db.execute(
        update(m.Content).where(m.Content.id == first.content_id).values(is_published=False)
    )

    assert question(learner).content_id != first.content_id


def test_a_skill_without_questions_cannot_be_contested(learner):
    learner.db.execute(update(m.Content).values(is_published=False))

    with pytest.raises(NotFoundError, match="no question"):
        begin(learner)


def test_no_such_skill_and_nothing_begun_are_said(learner):
    with pytest.raises(NotFoundError):
        begin(learner, "juggling")
    with pytest.raises(NotFoundError):
        question(learner)
    with pytest.raises(NotFoundError):
        belief_in(learner.db, learner.actor, "juggling", now=NOW)


def test_the_belief_names_its_answers_the_newest_first(learner):
    fail_at(learner, "adding", times=30)

    belief = belief_in(learner.db, learner.actor, "adding", now=NOW)

    assert belief.answers == 30
    assert len(belief.evidence) == 20
    times = [one.answered_at for one in belief.evidence]
    assert times == sorted(times, reverse=True)
    assert all(0 < one.predicted < 1 for one in belief.evidence)
    assert belief.low < belief.mastery < belief.high


def test_a_belief_without_any_answer_is_the_first_guess(learner):
    belief = belief_in(learner.db, learner.actor, "slopes", now=NOW)

    assert (belief.answers, belief.evidence, belief.level) == (0, (), 0)


def test_a_stranger_sees_no_answers_of_mine(learner):
    fail_at(learner, "adding")
    stranger = Actor(learner.actor.id + 1, "student")

    assert belief_in(learner.db, stranger, "adding", now=NOW).evidence == ()
    assert queries.latest_test_out(learner.db, stranger, "adding") is None
