import datetime as dt
import json
import random

import pytest
from sqlalchemy import func, select

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.content.answers.verdicts import Grade
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice import service
from tutor_core.practice.beliefs.queries import belief_in
from tutor_core.practice.goal import Goal
from tutor_core.practice.history.filters import AttemptFilter
from tutor_core.practice.history.queries import count_past_attempts, past_attempts, set_progress
from tutor_core.practice.leaving import service as leaving
from tutor_core.practice.queries import attempt_of, receipt_of
from tutor_core.practice.scoring import points_for, seconds_between
from tutor_core.practice.today.queries import today_of
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning import service as tuning

MINUTE = dt.timedelta(minutes=1)
TEMPLATE = {"parameters": {"a": {"from": 2, "to": 900}}}


def attempts(learner):
    return learner.rows(m.LearningSession)


# --- Showing


def test_a_new_learner_is_asked_something_that_needs_no_prerequisite(learner):
    attempt = learner.next()
    assert attempt.skill_name == "Adding"
    assert attempt.why.headline.startswith(("“Adding” is new to you", "Picked by chance"))
    row = learner.row(m.LearningSession, id=attempt.attempt_id)
    assert (row.start_time, row.end_time, row.source) == (NOW, None, "practice")
    assert row.submission_key
    assert 0 < row.propensity <= 1
    view = learner.row(m.UserInteraction, interaction_type="view")
    assert (view.student_id, view.content_id) == (learner.actor.id, attempt.content_id)


def test_the_choice_is_written_down_so_that_it_can_be_explained_and_evaluated(learner):
    row = learner.row(m.LearningSession, id=learner.next().attempt_id)
    action, state = row.rl_action, row.rl_state
    assert action["chosen_id"] == row.content_id
    assert action["propensity"] == row.propensity
    assert (action["epsilon"], action["candidates"]) == (0.1, 2)
    assert action["greedy_id"] in action["considered"]["content_id"]
    assert {"fit", "openness", "unlocking", "freshness"} <= set(action["parts"])
    assert (state["skill"], state["answers"], state["leads_to"]) == (101, 0, 2)


def test_a_decaying_share_of_chance_sinks_with_every_choice_and_is_written_down(learner):
    policy = BanditPolicy(epsilon=0.8, epsilon_decay=1)
    tuning.save(learner.db, OPERATOR, policy, reason="less and less", now=NOW)
    first = learner.next()
    learner.answer(first)
    second = learner.next(at=NOW + MINUTE)

    shares = [
        learner.row(m.LearningSession, id=one.attempt_id).rl_action["epsilon"]
        for one in (first, second)
    ]
    assert shares == [0.8, 0.4]


def test_a_reload_or_second_tab_finds_the_same_question(learner):
    first = learner.next()
    assert learner.next(at=NOW + MINUTE) == first
    assert len(attempts(learner)) == 1


def test_another_subject_puts_the_open_question_away_uncounted(learner):
    first = learner.next(Goal(topic="algebra"))
    second = learner.next(Goal(topic="calculus"), at=NOW + MINUTE)
    assert second.topic == "calculus"
    skipped = learner.row(m.LearningSession, id=first.attempt_id)
    assert (skipped.is_correct, skipped.end_time) == (None, NOW + MINUTE)
    assert learner.row(m.StudentKnowledge, student_id=learner.actor.id) is None
    pace = learner.row(m.LearningPace, student_id=learner.actor.id)
    assert pace.avg_completion_rate == 0


def test_staying_in_the_subject_keeps_the_question(learner):
    first = learner.next()
    assert learner.next(Goal(topic="algebra")) == first


def test_each_door_has_its_own_open_question(learner):
    first, second = learner.next(), learner.next(Goal(source="placement"))
    assert first.attempt_id != second.attempt_id
    assert learner.next().attempt_id == first.attempt_id


def test_an_item_asked_for_by_name_is_shown_and_was_not_chosen_by_the_bandit(learner):
    wanted = learner.row(m.Content, slug="slopes-3")
    attempt = learner.next(Goal(content_id=wanted.id))
    assert attempt.content_id == wanted.id
    assert attempt.why.headline == "You asked for this question."
    assert learner.row(m.LearningSession, id=attempt.attempt_id).propensity is None


def test_a_guessed_item_that_is_not_published_is_not_shown(learner):
    hidden = learner.row(m.Content, slug="slopes-3")
    hidden.is_published = False
    for content_id in (hidden.id, 10**9):
        with pytest.raises(NotFoundError, match="no such question"):
            learner.next(Goal(content_id=content_id))
    assert attempts(learner) == []


def test_where_there_is_nothing_to_ask_it_is_said(learner):
    with pytest.raises(NotFoundError, match="no questions here yet"):
        learner.next(Goal(topic="physics"))


def test_a_question_is_not_repeated_while_others_fit(learner):
    first = learner.next()
    learner.answer(first, WRONG)
    assert learner.next().content_id != first.content_id


def test_what_is_proved_opens_what_builds_on_it(learner):
    asked = []
    for n in range(12):
        attempt = learner.next(at=NOW + n * MINUTE)
        asked.append(attempt.skill_name)
        learner.answer(attempt, RIGHT, at=NOW + n * MINUTE)
    assert asked[0] == "Adding"
    assert set(asked) == {"Adding", "Doubling", "Slopes"}
    assert asked.index("Adding") < asked.index("Doubling") < asked.index("Slopes")


# --- Answering


def test_levels_are_given_by_the_thresholds_in_force(learner):
    easy = MasteryPolicy(developing=0.05, proficient=0.06, advanced=0.07)
    usual = learner.answer(learner.next(), at=NOW).moves[0].level_after
    tuning.save(learner.db, OPERATOR, easy, reason="to see", now=NOW + MINUTE)

    move = learner.answer(learner.next(), at=NOW + MINUTE).moves[0]

    assert usual < move.level_before == move.level_after == 4
    mastery = learner.row(m.StudentMastery, student_id=learner.actor.id)
    believed = belief_in(learner.db, learner.actor, "adding", now=NOW + MINUTE)
    assert (mastery.mastery_level, believed.level) == (4, 4)


def test_a_right_answer_writes_every_table_it_should(learner):
    attempt = learner.next()
    receipt = learner.answer(attempt, at=NOW + MINUTE)
    who = {"student_id": learner.actor.id}

    assert (receipt.outcome, receipt.points, receipt.correct_answer) == ("correct", 10, "2")
    row = learner.row(m.LearningSession, id=attempt.attempt_id)
    assert (row.is_correct, row.end_time, row.time_spent_seconds) == (True, NOW + MINUTE, 60)
    assert (row.answer_given, row.response, row.answer_note) == ("2", "2", "number.exact")
    assert 0 < row.reward <= 1
    knowledge = learner.row(m.StudentKnowledge, **who)
    assert (knowledge.total_questions_answered, knowledge.correct_answers) == (1, 1)
    assert knowledge.accuracy_rate == 1
    move = receipt.moves[0]
    assert knowledge.algebra_score == pytest.approx(move.mastery_after / 2), "of two skills"
    assert knowledge.calculus_score == 0
    mastery = learner.row(m.StudentMastery, **who)
    assert (mastery.skill_id, mastery.mastery_level) == (101, move.level_after)
    assert (mastery.total_attempts, mastery.correct_attempts, mastery.accuracy_percent) == (
        1,
        1,
        100,
    )
    assert mastery.progress_percentage == pytest.approx(100 * move.mastery_after)
    assert (mastery.total_practice_minutes, mastery.first_practiced_at) == (1, NOW + MINUTE)
    bandit = learner.row(m.BanditState, **who)
    arm = str(attempt.content_id)
    assert (bandit.arm_counts, bandit.total_pulls) == ({arm: 1}, 1)
    assert bandit.arm_rewards == {arm: pytest.approx(row.reward)}
    assert (bandit.best_arm, bandit.topic, bandit.epsilon) == (attempt.content_id, "algebra", 0.1)
    pace = learner.row(m.LearningPace, **who)
    assert (pace.current_pace, pace.avg_minutes_per_question) == ("normal", 1)
    log = learner.row(m.ConceptTimeLog, **who)
    assert (log.concept, log.time_spent_seconds, log.session_id) == ("adding", 60, row.id)
    day = learner.row(m.PerformanceMetrics, **who)
    assert (day.metric_date, day.total_attempts, day.correct_attempts) == (NOW.date(), 1, 1)
    assert (day.time_spent_minutes, day.points_earned, day.topics_studied) == (1, 10, ["algebra"])
    done = learner.row(m.UserInteraction, interaction_type="attempt", **who)
    assert (done.success, done.time_spent_seconds) == (True, 60)


def test_a_wrong_answer_lowers_what_is_thought_and_a_right_one_raises_it(learner):
    up = learner.answer(learner.next()).moves[0]
    down = learner.answer(learner.next(), WRONG).moves[0]
    assert up.mastery_after > up.mastery_before
    assert down.mastery_after < down.mastery_before
    assert down.mastery_before == pytest.approx(up.mastery_after)
    assert (up.level_before, up.level_after) == (0, 2)


def test_a_second_click_changes_nothing_and_gets_the_same_receipt(learner):
    attempt = learner.next()
    first = learner.answer(attempt, RIGHT)
    before = {t: learner.db.scalar(select(func.count()).select_from(t)) for t in (
        m.UserInteraction, m.ConceptTimeLog, m.LearningSession, m.PerformanceMetrics)}  # fmt: skip
    second = learner.answer(attempt, WRONG, "3", at=NOW + MINUTE)
    assert second == first
    assert learner.row(m.StudentKnowledge).total_questions_answered == 1
    assert learner.row(m.BanditState).total_pulls == 1
    for table, count in before.items():
        assert learner.db.scalar(select(func.count()).select_from(table)) == count


def test_i_do_not_know_is_an_answer_kept_as_itself(learner):
    attempt = learner.next()
    receipt = service.give_up(learner.db, learner.actor, attempt.attempt_id, now=NOW)
    assert (receipt.outcome, receipt.points) == ("dont_know", 0)
    row = learner.row(m.LearningSession, id=attempt.attempt_id)
    assert (row.is_correct, row.answer_note) == (False, "dont_know")
    assert learner.row(m.StudentKnowledge).total_questions_answered == 1


def test_a_hint_costs_a_quarter_and_a_right_answer_after_it_shows_no_skill(learner):
    attempt = learner.next()
    assert (attempt.points, attempt.next_hint_costs, attempt.hints_left) == (10, 2, 2)
    service.reveal_hint(learner.db, learner.actor, attempt.attempt_id, hints_seen=0)
    service.reveal_hint(learner.db, learner.actor, attempt.attempt_id, hints_seen=0)
    hinted = attempt_of(learner.db, learner.actor, attempt.attempt_id)
    assert (hinted.hints, hinted.hints_left, hinted.points) == (("Count on.",), 1, 8)
    receipt = learner.answer(attempt)
    assert (receipt.outcome, receipt.points, receipt.hints_used) == ("correct", 8, 1)
    assert receipt.moves[0].mastery_after < receipt.moves[0].mastery_before
    assert learner.row(m.StudentKnowledge).correct_answers == 1, "shown as right"


def test_hints_end(learner):
    attempt = learner.next()
    for seen in (0, 1, 2, 3):
        service.reveal_hint(learner.db, learner.actor, attempt.attempt_id, hints_seen=seen)
    shown = attempt_of(learner.db, learner.actor, attempt.attempt_id)
    assert (len(shown.hints), shown.hints_left) == (2, 0)


@pytest.mark.parametrize(
    ("correct", "hints", "evidence", "points"),
    [(True, 0, True, 10), (True, 1, True, 8), (True, 2, True, 5), (True, 3, True, 2),
     (True, 9, True, 0), (False, 0, True, 0), (True, 0, False, 0)],
)  # fmt: skip
def test_points(correct, hints, evidence, points):
    assert points_for(10, correct=correct, hints_used=hints, is_evidence=evidence) == points


@pytest.mark.parametrize(
    ("minutes", "most"),
    [
        (0.5, 180),  # three minutes are always counted
        (1, 240),
        (2, 480),
        (5, 1200),
        (10, 1800),  # never more than half an hour
    ],
)
def test_time_away_from_the_screen_is_not_thinking_time(minutes, most):
    assert seconds_between(NOW, NOW + dt.timedelta(hours=9), minutes=minutes) == most
    assert seconds_between(NOW, NOW + dt.timedelta(seconds=most - 1), minutes=minutes) == most - 1
    assert seconds_between(NOW, NOW - MINUTE, minutes=minutes) == 0


def test_an_answer_after_a_night_counts_four_times_what_its_item_is_meant_to_take(learner):
    attempt = learner.next()  # meant to take two minutes
    learner.answer(attempt, at=NOW + dt.timedelta(hours=9))

    assert learner.row(m.LearningSession, id=attempt.attempt_id).time_spent_seconds == 480
    pace = learner.row(m.LearningPace, student_id=learner.actor.id)
    assert pace.avg_minutes_per_question == 8


def test_a_question_put_away_after_a_night_counts_no_longer_than_an_answer(learner):
    attempt = learner.next(Goal(topic="algebra"))
    learner.next(Goal(topic="calculus"), at=NOW + dt.timedelta(hours=9))
    assert learner.row(m.LearningSession, id=attempt.attempt_id).time_spent_seconds == 480


@pytest.mark.parametrize("verdict", ["invalid", "almost"])
def test_only_a_right_or_wrong_answer_closes_an_attempt(learner, verdict):
    attempt = learner.next()
    with pytest.raises(ValueError, match="does not close"):
        learner.answer(attempt, Grade(verdict=verdict, note="x"))


def test_an_item_corrected_meanwhile_is_not_graded_and_a_new_question_comes(learner):
    attempt = learner.next()
    item = learner.row(m.Content, id=attempt.content_id)
    item.version += 1
    learner.db.add(m.ContentVersion(content_id=item.id, version=1, body=_body(item)))
    with pytest.raises(StaleStateError, match="corrected meanwhile"):
        learner.answer(attempt)
    assert learner.next().attempt_id != attempt.attempt_id


def test_an_item_asked_for_by_name_and_corrected_meanwhile_is_asked_as_it_is_now(learner):
    item = learner.rows(m.Content)[0]
    first = learner.next(Goal(content_id=item.id))
    item.version, item.question_text = 2, "corrected"
    learner.db.flush()

    second = learner.next(Goal(content_id=item.id))

    assert (second.question, second.attempt_id == first.attempt_id) == ("corrected", False)


def test_hostile_text_is_stored_as_text(learner):
    response = "\x00'); DROP TABLE students;--<script>\ud800" + "9" * 20_000
    attempt = learner.next()
    receipt = learner.answer(attempt, WRONG, response)
    row = learner.row(m.LearningSession, id=attempt.attempt_id)
    assert len(row.answer_given) == 255
    assert len(row.response) == 10_000
    assert row.response.startswith("\ufffd'); DROP TABLE")
    assert receipt.response == row.response


def test_what_is_typed_is_kept_with_the_question(learner):
    attempt = learner.next()
    service.save_draft(learner.db, learner.actor, attempt.attempt_id, "1/")
    assert learner.next().draft == "1/"
    learner.answer(attempt)
    service.save_draft(learner.db, learner.actor, attempt.attempt_id, "too late")
    assert learner.row(m.LearningSession, id=attempt.attempt_id).draft is None


# --- Variants, retries, history


def test_new_numbers_are_the_same_task_again_uncounted_and_in_the_same_set(learner):
    item = learner.row(m.Content, slug="adding-2")
    item.template = TEMPLATE
    item.question_text, item.answer_spec = "{{a}} + 1", {"type": "number", "answer": "{{a + 1}}"}
    first = learner.next(Goal(content_id=item.id))
    second = service.new_numbers(
        learner.db, learner.actor, first.attempt_id, now=NOW, rng=learner.rng
    )
    assert first.has_variants
    assert second.content_id == first.content_id
    assert second.question != first.question
    assert "{{" not in second.question + json.dumps(dict(second.answer_spec))
    assert second.set_key == first.set_key
    assert learner.next(Goal(content_id=item.id)) == second, "a reload keeps the numbers"
    assert learner.row(m.LearningSession, id=first.attempt_id).is_correct is None


def test_a_question_without_numbers_to_change_says_so(learner):
    attempt = learner.next()
    with pytest.raises(NotFoundError, match="no other numbers"):
        service.new_numbers(learner.db, learner.actor, attempt.attempt_id, now=NOW, rng=learner.rng)


def test_a_retry_is_practice_and_no_evidence(learner):
    attempt = learner.next()
    learner.answer(attempt, WRONG)
    known = learner.row(m.LearnerEstimate).mean
    again = service.retry(learner.db, learner.actor, attempt.attempt_id, now=NOW, rng=learner.rng)
    assert (again.is_evidence, again.points, again.question) == (False, 0, attempt.question)
    receipt = learner.answer(again)
    assert (receipt.outcome, receipt.points, receipt.moves) == ("correct", 0, ())
    assert learner.row(m.LearnerEstimate).mean == known
    assert learner.row(m.StudentKnowledge).total_questions_answered == 1
    assert learner.row(m.PerformanceMetrics).total_attempts == 2, "the work counts for the day"


@pytest.mark.parametrize("sure", [None, 0, 30, 100])
def test_how_sure_somebody_was_is_kept_with_the_answer_once(learner, sure):
    attempt = learner.next()
    for said in (sure, 60):
        service.submit_answer(
            learner.db, learner.actor, attempt.attempt_id, "2", RIGHT, now=NOW, confidence=said
        )
    assert learner.row(m.LearningSession).confidence == sure


@pytest.mark.parametrize("sure", [-1, 101])
def test_nobody_can_be_surer_than_sure(learner, sure):
    attempt = learner.next()
    with pytest.raises(ValueError, match="confidence goes from 0 to 100"):
        service.submit_answer(
            learner.db, learner.actor, attempt.attempt_id, "2", RIGHT, now=NOW, confidence=sure
        )
    assert learner.row(m.LearningSession).end_time is None


def test_an_earlier_attempt_is_read_as_it_was_even_after_the_item_changed(learner):
    attempt = learner.next()
    item = learner.row(m.Content, id=attempt.content_id)
    learner.db.add(m.ContentVersion(content_id=item.id, version=1, body=_body(item)))
    learner.answer(attempt, WRONG, "3")
    item.question_text, item.version = "changed", 2
    learner.db.flush()
    past = past_attempts(learner.db, learner.actor, AttemptFilter(only_wrong=True), limit=5)
    assert [(p.attempt_id, p.question) for p in past] == [(attempt.attempt_id, attempt.question)]
    assert receipt_of(learner.db, learner.actor, attempt.attempt_id).response == "3"


def test_the_list_of_earlier_attempts_leaves_out_what_was_not_answered(learner):
    learner.answer(learner.next())
    learner.next()
    assert len(past_attempts(learner.db, learner.actor, AttemptFilter(), limit=5)) == 1
    assert past_attempts(learner.db, learner.actor, AttemptFilter(only_wrong=True), limit=5) == []
    assert count_past_attempts(learner.db, learner.actor, AttemptFilter()) == 1
    assert count_past_attempts(learner.db, learner.actor, AttemptFilter(only_wrong=True)) == 0


def test_ten_answers_make_a_set_and_the_next_begins_another(learner):
    keys = []
    for n in range(11):
        attempt = learner.next(at=NOW + n * MINUTE)
        keys.append(attempt.set_key)
        learner.answer(attempt, RIGHT if n % 3 else WRONG, at=NOW + n * MINUTE)
    assert len(set(keys[:10])) == 1
    assert keys[10] != keys[0]
    progress = set_progress(learner.db, learner.actor, keys[0])
    assert [dot.outcome for dot in progress.dots[:4]] == [
        "incorrect", "correct", "correct", "incorrect",
    ]  # fmt: skip
    assert progress.points == 60
    adding = next(move for move in progress.moves if move.name == "Adding")
    assert adding.level_before == 0
    assert adding.level_after >= 1


def test_a_set_left_for_hours_is_over(learner):
    first = learner.next()
    learner.answer(first)
    assert learner.next(at=NOW + dt.timedelta(hours=4)).set_key != first.set_key


# --- Whose


def test_nobody_reaches_another_learners_attempt(learner):
    attempt = learner.next()
    other = Actor(add_student(learner.db, "eve").id, "student")
    db = learner.db
    for reach in (
        lambda: attempt_of(db, other, attempt.attempt_id),
        lambda: receipt_of(db, other, attempt.attempt_id),
        lambda: service.submit_answer(db, other, attempt.attempt_id, "2", RIGHT, now=NOW),
        lambda: service.give_up(db, other, attempt.attempt_id, now=NOW),
        lambda: service.reveal_hint(db, other, attempt.attempt_id, hints_seen=0),
        lambda: leaving.skip(db, other, attempt.attempt_id, now=NOW),
        lambda: service.retry(db, other, attempt.attempt_id, now=NOW, rng=random.Random(0)),
        lambda: service.new_numbers(db, other, attempt.attempt_id, now=NOW, rng=random.Random(0)),
    ):
        with pytest.raises(NotFoundError):
            reach()
    service.save_draft(db, other, attempt.attempt_id, "mine now")
    assert learner.next().draft == ""
    assert set_progress(db, other, attempt.set_key).dots == ()
    assert past_attempts(db, other, AttemptFilter(), limit=5) == []


def test_a_missed_day_takes_a_freeze_and_the_streak_goes_on(learner):
    for offset in (0, 1, 3, 4):
        for n in range(5):
            at = NOW + dt.timedelta(days=offset, minutes=n)
            learner.answer(learner.next(at=at), at=at + MINUTE)

    days = learner.rows(m.PerformanceMetrics)
    assert [(day.current_streak, day.longest_streak) for day in days] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
    ]
    assert [day.freeze_credit for day in days] == [14, 14, 8, 9]
    streak = today_of(learner.db, learner.actor, now=NOW + dt.timedelta(days=5)).figures.streak
    assert (streak.current, streak.freezes, streak.days_to_next) == (4, 1, 5)
    assert streak.bridged == (days[1].metric_date + dt.timedelta(days=1),)


def test_every_total_can_be_counted_again_from_the_attempts(learner):
    rng = random.Random(3)
    for n in range(25):
        at = NOW + n * dt.timedelta(hours=5)
        attempt = learner.next(at=at)
        if rng.random() < 0.2:
            leaving.skip(learner.db, learner.actor, attempt.attempt_id, now=at + MINUTE)
            continue
        for seen in range(rng.randrange(3)):
            service.reveal_hint(learner.db, learner.actor, attempt.attempt_id, hints_seen=seen)
        learner.answer(
            attempt, rng.choice([RIGHT, WRONG]), at=at + rng.randrange(1, 300) * MINUTE / 60
        )
    graded = [a for a in attempts(learner) if a.is_correct is not None]
    knowledge = learner.row(m.StudentKnowledge)
    assert knowledge.total_questions_answered == len(graded)
    assert knowledge.correct_answers == sum(a.is_correct for a in graded)
    assert knowledge.accuracy_rate == pytest.approx(sum(a.is_correct for a in graded) / len(graded))
    days = learner.rows(m.PerformanceMetrics)
    assert sum(day.total_attempts for day in days) == len(graded)
    assert sum(day.points_earned for day in days) == sum(a.points_earned for a in graded)
    for day in days:
        of_day = [
            a for a in graded if (a.end_time - dt.timedelta(hours=4)).date() == day.metric_date
        ]
        assert day.time_spent_minutes == round(sum(a.time_spent_seconds for a in of_day) / 60)
        assert day.avg_difficulty == pytest.approx(sum(a.difficulty for a in of_day) / len(of_day))
    bandit = learner.row(m.BanditState)
    assert bandit.total_pulls == len(graded)
    assert sum(bandit.arm_rewards.values()) == pytest.approx(sum(a.reward for a in graded))
    logs = learner.rows(m.ConceptTimeLog)
    assert sum(log.time_spent_seconds for log in logs) == sum(a.time_spent_seconds for a in graded)
    for mastery in learner.rows(m.StudentMastery):
        own = [log for log in logs if log.concept == _name(mastery.skill_id)]
        assert mastery.total_attempts == len(own)
        assert mastery.total_practice_minutes == round(sum(o.time_spent_seconds for o in own) / 60)
    answers = learner.row(m.LearnerEstimate).answers
    assert answers == len(graded)


def _name(skill_id):
    return {101: "adding", 102: "doubling", 201: "slopes"}[skill_id]


def _body(item):
    return {
        "topic": item.topic, "difficulty": item.difficulty, "question_text": item.question_text,
        "correct_answer": item.correct_answer, "explanation": item.explanation, "tags": item.tags,
        "estimated_time_minutes": 2, "points": item.points, "answer_spec": item.answer_spec,
        "hints": item.hints, "figure": None, "template": None,
    }  # fmt: skip
