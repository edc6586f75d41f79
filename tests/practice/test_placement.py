"""A placement as the services keep it: resumed, shared by tabs, ended, taken again."""

import datetime as dt

import pytest
from sqlalchemy import update

from tests.practice.conftest import RIGHT, WRONG, add_exercise
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.queries import standing_of
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice import service as practice
from tutor_core.practice.examinations.placement import service
from tutor_core.practice.examinations.queries import ahead_of, placement_map
from tutor_core.practice.goal import Goal
from tutor_core.profiling.placements.queries import (
    aims_of,
    ended_placements,
    last_placement,
    open_placement,
)
from tutor_core.tuning import service as tuning

ALGEBRA, ALL = ["algebra"], ["algebra", "calculus"]


def begin(learner, topics=ALL, goals=(), *, at=NOW):
    service.begin_placement(learner.db, learner.actor, topics, goals, now=at)


def question(learner, *, at=NOW):
    return service.next_placement_question(learner.db, learner.actor, now=at, rng=learner.rng)


def take(learner, knows, *, at=NOW):
    """Answer every question by what the learner knows; return what was asked."""
    asked = []
    while (attempt := question(learner, at=at)) is not None:
        at += dt.timedelta(seconds=40)
        learner.answer(attempt, RIGHT if attempt.skill in knows else WRONG, at=at)
        asked.append(attempt.skill)
    return asked


def known(learner, name, *, at=NOW):
    standing = standing_of(
        learner.db, learner.actor, learner.actor.id, parameters=KnowledgeParameters(), now=at
    )
    (skill,) = standing.named([name])
    return skill


def test_a_placement_ends_and_stores_every_skill_asked_or_inferred(learner):
    begin(learner)

    asked = take(learner, {"adding"})

    results = {row.skill_id: row for row in learner.rows(m.PreAssessmentResult)}
    assert set(results) == {101, 102, 201}
    assert sum(row.questions_answered for row in results.values()) == len(asked)
    assert results[101].score > 0.5 > results[201].score
    assert all(row.notes.startswith(("asked", "inferred")) for row in results.values())
    assert last_placement(learner.db, learner.actor) == "finished"


def test_the_levels_it_gives_are_those_of_the_thresholds_in_force(learner):
    easy = MasteryPolicy(developing=0.05, proficient=0.06, advanced=0.07)
    tuning.save(learner.db, OPERATOR, easy, reason="to see", now=NOW)
    begin(learner)

    take(learner, {"adding"})

    levels = {row.skill_id: row.mastery_level for row in learner.rows(m.StudentMastery)}
    assert levels[101] == 4


def test_the_estimate_starts_from_it_also_where_nothing_was_asked(learner):
    before = known(learner, "slopes")
    learner.db.execute(
        update(m.Content).where(m.Content.topic == "calculus").values(is_published=False)
    )
    begin(learner)

    asked = take(learner, set())

    after = known(learner, "slopes")
    assert "slopes" not in asked
    assert before.placed_at is None
    assert after.placed_at is not None
    assert after.strength.mean < before.strength.mean
    assert after.strength.answers == 0
    row = learner.row(m.StudentMastery, skill_id=201)
    assert (row.total_attempts, row.mastery_level) == (0, 1)
    knowledge = learner.row(m.StudentKnowledge, student_id=learner.actor.id)
    assert 0 < knowledge.calculus_score < 0.5
    assert knowledge.total_questions_answered == len(asked)


def test_what_a_subject_builds_on_is_placed_with_it(learner):
    begin(learner, ["calculus"])

    take(learner, {"adding", "doubling", "slopes"})

    found = placement_map(learner.db, learner.actor)
    assert {one.skill.name for one in found.skills} == {"adding", "doubling", "slopes"}


def test_a_reload_another_tab_and_another_day_find_the_same_question(learner):
    begin(learner)
    first = question(learner)

    again = question(learner, at=NOW + dt.timedelta(days=4))

    assert again.attempt_id == first.attempt_id
    assert ahead_of(learner.db, learner.actor).attempt.attempt_id == first.attempt_id


def test_answering_twice_counts_once(learner):
    begin(learner)
    first = question(learner)
    learner.answer(first, RIGHT)

    learner.answer(first, WRONG)

    assert ahead_of(learner.db, learner.actor).answered == 1


def test_it_goes_on_where_it_was_left_and_says_how_far_it_came(learner):
    begin(learner)
    learner.answer(question(learner), RIGHT)

    later = NOW + dt.timedelta(days=30)
    learner.answer(question(learner, at=later), WRONG, at=later)

    ahead = ahead_of(learner.db, learner.actor)
    assert (ahead.answered, ahead.attempt) == (2, None)
    assert ahead.left >= 1


def test_practice_goes_on_beside_an_open_placement(learner):
    begin(learner)
    waiting = question(learner)

    practised = learner.next(Goal())
    learner.answer(practised, RIGHT)

    assert question(learner).attempt_id == waiting.attempt_id
    assert ahead_of(learner.db, learner.actor).answered == 0


def test_not_learnt_yet_is_kept_as_itself(learner):
    begin(learner)
    first = question(learner)

    practice.give_up(learner.db, learner.actor, first.attempt_id, now=NOW)

    row = learner.row(m.LearningSession, id=first.attempt_id)
    assert (row.is_correct, row.answer_note, row.source) == (False, "dont_know", "placement")
    assert ahead_of(learner.db, learner.actor).answered == 1


@pytest.mark.parametrize("change", [{"is_published": False}, {"version": 2}])
def test_an_item_withdrawn_or_corrected_midway_is_replaced_and_nothing_is_lost(learner, change):
    begin(learner)
    learner.answer(question(learner), RIGHT)
    waiting = question(learner)
    learner.db.execute(update(m.Content).where(m.Content.id == waiting.content_id).values(**change))

    another = question(learner)

    assert another.attempt_id != waiting.attempt_id
    assert ahead_of(learner.db, learner.actor).answered == 1
    assert learner.row(m.LearningSession, id=waiting.attempt_id).is_correct is None


def test_only_questions_are_asked(learner):
    add_exercise(learner.db)
    begin(learner, ALGEBRA)

    take(learner, {"adding"})

    kinds = {row.content_id for row in learner.rows(m.LearningSession)}
    assert learner.row(m.Content, content_type="exercise").id not in kinds


def test_the_choice_is_logged_without_a_propensity(learner):
    begin(learner)

    row = learner.row(m.LearningSession, id=question(learner).attempt_id)

    assert row.propensity is None
    assert row.rl_action["chosen_by"] == "placement"
    assert 0 < row.rl_action["probability"] < 1


def test_ended_early_it_makes_a_map_of_what_there_is(learner):
    begin(learner)
    learner.answer(question(learner), RIGHT)
    question(learner)

    assert service.end_placement(learner.db, learner.actor, now=NOW + dt.timedelta(minutes=5))

    found = placement_map(learner.db, learner.actor)
    assert found.ended.questions == 1
    assert len(found.skills) == 3
    assert open_placement(learner.db, learner.actor) is None


def test_ended_without_an_answer_it_leaves_nothing_behind(learner):
    begin(learner)
    question(learner)

    assert not service.end_placement(learner.db, learner.actor, now=NOW)

    assert last_placement(learner.db, learner.actor) == "none"
    assert learner.rows(m.PreAssessmentResult) == []
    assert not service.end_placement(learner.db, learner.actor, now=NOW)


def test_taken_again_the_history_is_kept_and_the_latest_holds(learner):
    begin(learner, ALGEBRA)
    take(learner, set())
    later = NOW + dt.timedelta(days=40)
    begin(learner, ALGEBRA, at=later)

    take(learner, {"adding", "doubling"}, at=later)

    latest, first = ended_placements(learner.db, learner.actor)
    assert (first.known, latest.known) == (0, 2)
    found = placement_map(learner.db, learner.actor, first.placement_id)
    assert all(one.finding == "unknown" for one in found.skills)


def test_begun_anew_the_open_one_is_abandoned_with_its_question(learner):
    begin(learner)
    waiting = question(learner)

    begin(learner, ALGEBRA)

    assert learner.row(m.LearningSession, id=waiting.attempt_id).end_time is not None
    assert {row.status for row in learner.rows(m.Placement)} == {"open", "abandoned"}
    assert ahead_of(learner.db, learner.actor).answered == 0


def test_the_goals_of_the_latest_placement_are_what_is_aimed_for(learner):
    assert aims_of(learner.db, learner.actor, learner.actor.id) == ()

    begin(learner, ALGEBRA, ["slopes"])

    assert {s.skill_id for s in _scope(learner)} == {101, 102, 201}
    assert aims_of(learner.db, learner.actor, learner.actor.id) == (201,)


def test_without_a_goal_everything_in_the_subjects_is_aimed_for(learner):
    begin(learner, ALGEBRA)
    assert aims_of(learner.db, learner.actor, learner.actor.id) == ()

    take(learner, set())

    assert aims_of(learner.db, learner.actor, learner.actor.id) == (101, 102)


def _scope(learner):
    take(learner, set())
    return [one.skill for one in placement_map(learner.db, learner.actor).skills]


@pytest.mark.parametrize(
    ("topics", "goals", "sentence"),
    [
        ([], [], "Choose at least one subject"),
        (["alchemy"], [], "no subject called alchemy"),
        (ALGEBRA, ["juggling"], "no skill called juggling"),
    ],
)
def test_impossible_wishes_are_said_and_change_nothing(learner, topics, goals, sentence):
    begin(learner)

    with pytest.raises(InvalidInputError, match=sentence):
        begin(learner, topics, goals)

    assert open_placement(learner.db, learner.actor) is not None


def test_without_a_placement_there_is_no_question_and_no_map(learner):
    with pytest.raises(NotFoundError):
        question(learner)
    with pytest.raises(NotFoundError):
        placement_map(learner.db, learner.actor)


def test_without_any_question_in_the_bank_it_ends_at_once(learner):
    learner.db.execute(update(m.Content).values(is_published=False))
    begin(learner)

    assert question(learner) is None
    assert placement_map(learner.db, learner.actor).ended.questions == 0


def test_a_stranger_sees_neither_the_placement_nor_its_map(learner):
    begin(learner)
    take(learner, {"adding"})
    stranger = Actor(learner.actor.id + 1, "student")

    assert ahead_of(learner.db, stranger) is None
    with pytest.raises(NotFoundError):
        placement_map(learner.db, stranger)


def test_a_learner_with_a_history_keeps_what_many_answers_said(learner):
    at = NOW
    for _ in range(20):
        at += dt.timedelta(minutes=1)
        learner.answer(learner.next(Goal(skill="adding"), at=at), RIGHT, at=at)
    believed = known(learner, "adding", at=at)
    begin(learner, ALGEBRA, at=at)

    take(learner, set(), at=at)

    after = known(learner, "adding", at=at)
    assert after.strength.mean < believed.strength.mean
    assert after.strength.answers > believed.strength.answers
