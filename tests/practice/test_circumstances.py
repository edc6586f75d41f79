"""An attempt keeps what its answer was learnt from, so that it can be learnt from again."""

import datetime as dt

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.knowledge.model import Estimate, sigmoid
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.practice import service
from tutor_core.practice.circumstances import (
    Circumstances,
    circumstances_from,
    circumstances_to,
)
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving import service as leaving

FOUR = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)  # the day of NOW began then


def kept(learner, attempt):
    return learner.row(m.LearningSession, id=attempt.attempt_id)


def test_the_first_answer_is_learnt_from_what_was_thought_beforehand(learner):
    attempt = learner.next()
    learner.answer(attempt)

    row = kept(learner, attempt)
    unproved = KnowledgeParameters().skill_difficulty_variance
    assert row.learnt_from == {
        "day_began": FOUR.isoformat(),
        "item": None,
        "skills": {"101": [0.0, unproved, 0]},
    }
    # Base 0.65, the item's level: (level - 3) * 0.6; variances 1.2 + 0.2 + 0.4 + 1.0 = 2.8.
    log_odds = 0.65 - 0.6 * (attempt.difficulty - 3)
    assert row.predicted == pytest.approx(sigmoid(log_odds / (1 + 0.393 * 2.8) ** 0.5))


def test_a_later_answer_is_learnt_from_what_the_earlier_ones_proved(learner):
    item = learner.rows(m.Content)[0].id
    learner.answer(learner.next(Goal(content_id=item)), WRONG)
    proved = learner.row(m.ItemEstimate, content_id=item)
    skill = learner.row(m.SkillEstimate, skill_id=101)
    before = ([proved.mean, proved.variance, 1], [skill.mean, skill.variance, 1])

    again = learner.next(Goal(content_id=item))
    learner.answer(again)

    row = kept(learner, again)
    assert (row.learnt_from["item"], row.learnt_from["skills"]["101"]) == before


def test_what_is_not_learnt_from_keeps_nothing(learner):
    first = learner.next()
    learner.answer(first, WRONG)
    again = service.retry(learner.db, learner.actor, first.attempt_id, now=NOW, rng=learner.rng)
    learner.answer(again, RIGHT)
    put_away = learner.next()
    leaving.skip(learner.db, learner.actor, put_away.attempt_id, now=NOW)

    for attempt in (again, put_away):
        row = kept(learner, attempt)
        assert (row.predicted, row.learnt_from) == (None, None)


def test_circumstances_are_read_as_they_were_written():
    some = Circumstances(
        day_began=FOUR, item=Estimate(0.1, 0.2, 3), skills={7: Estimate(-1 / 3, 1e-4, 9)}
    )
    assert circumstances_from(circumstances_to(some)) == some
