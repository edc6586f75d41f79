"""A learner's picture is what a naive count of their rows says, on both databases."""

import datetime as dt
import random
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from tests.practice.conftest import RIGHT, WRONG, Learner, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.analytics.own.queries import own_picture
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal

UTC = ZoneInfo("UTC")
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
LAST = 45  # the day on which the picture is looked at, after NOW
END = NOW + LAST * DAY


@pytest.fixture
def learner(db):
    add_school(db)
    return Learner(db, Actor(add_student(db).id, "student"), random.Random(5))


def picture(learner, days=None, *, at=END):
    return own_picture(learner.db, learner.actor, UTC, days=days, now=at)


def answered(learner, at, grade=RIGHT, topic=None, *, hints=0):
    shown = learner.next(Goal(topic=topic), at=at)
    for seen in range(hints):
        practice.reveal_hint(learner.db, learner.actor, shown.attempt_id, hints_seen=seen)
    learner.answer(shown, grade, at=at + dt.timedelta(seconds=40))
    return shown.attempt_id


@pytest.fixture
def worked(learner):
    """Some weeks of work: hints, retries, put away questions, and how sure they were."""
    rng = random.Random(11)
    for offset in (0, 1, 2, 15, 16, 30, 38, 39, 45):  # the ranges' first days, and those before
        for number in range(rng.randint(2, 7)):
            at = NOW + offset * DAY + 3 * number * MINUTE
            topic = rng.choice(["algebra", "calculus"])
            last = answered(
                learner, at, rng.choice([RIGHT, RIGHT, WRONG]), topic, hints=rng.randint(0, 1)
            )
            sure = rng.choice([None, 30, 60, 90])
            learner.db.execute(
                update(m.LearningSession)
                .where(m.LearningSession.id == last)
                .values(confidence=sure)
            )
        again = practice.retry(learner.db, learner.actor, last, now=at + MINUTE, rng=rng)
        learner.answer(again, at=at + 2 * MINUTE)
    learner.next(Goal(topic="algebra"), at=END)
    learner.next(Goal(topic="calculus"), at=END)
    return learner


def rows_since(learner, days):
    first = dt.date.min if days is None else END.date() - (days - 1) * DAY
    return [
        one
        for one in learner.rows(m.LearningSession)
        if one.counted_on is not None and one.is_correct is not None and one.counted_on >= first
    ]


@pytest.mark.parametrize("days", [7, 30, 90, 365, None])
def test_every_figure_is_what_a_naive_count_of_the_rows_says(worked, days):
    found, rows = picture(worked, days), rows_since(worked, days)

    assert (found.answers.n, found.answers.right) == (len(rows), sum(r.is_correct for r in rows))
    steps = [one.first for one in found.stretches]
    for place, stretch in enumerate(found.stretches):
        end = steps[place + 1] if place + 1 < len(steps) else dt.date.max
        own = [row for row in rows if stretch.first <= row.counted_on < end]
        assert stretch.answers.n == len(own)
        assert stretch.answers.right == sum(row.is_correct for row in own)
        if own:
            assert stretch.difficulty == pytest.approx(sum(r.difficulty for r in own) / len(own))
        told = [row for row in own if row.predicted is not None]
        assert stretch.expected.n == len(told)
        assert stretch.expected.chances == pytest.approx(sum(row.predicted for row in told))
        assert stretch.expected.came == sum(r.is_correct and not r.hints_used for r in told)
    said = Counter((row.confidence, row.is_correct) for row in rows if row.confidence is not None)
    assert [
        (round(100 * one.confidence), one.right.n, round(one.right.value * one.right.n))
        for one in found.steps_of_sureness
    ] == [
        (step, said[step, True] + said[step, False], said[step, True])
        for step in (30, 60, 90)
        if said[step, True] + said[step, False]
    ]


@pytest.mark.parametrize("days", [7, 30, None])
def test_time_and_answers_by_skill_are_what_the_logs_say(worked, days):
    first = NOW - DAY if days is None else END - days * DAY + dt.timedelta(hours=13)
    seconds, asked, right = Counter(), Counter(), Counter()
    for log in worked.rows(m.ConceptTimeLog):
        if log.logged_at >= first:
            seconds[log.concept] += log.time_spent_seconds
            asked[log.concept] += log.questions_attempted
            right[log.concept] += log.success_rate

    found = picture(worked, days)

    assert {one.title.lower(): one.seconds for one in found.concepts} == seconds
    assert {one.title.lower(): one.answers.n for one in found.concepts} == asked
    assert {one.title.lower(): one.answers.right for one in found.concepts} == right
    assert sum(one.seconds for one in found.bought) == sum(seconds.values())


@pytest.mark.parametrize("days", [7, 30, None])
def test_mastery_and_levels_are_those_of_the_stored_moves(worked, days):
    first = dt.date.min if days is None else END.date() - (days - 1) * DAY
    known, before, levels = {}, {}, defaultdict(list)
    rows = sorted(rows_since(worked, None), key=lambda row: (row.end_time, row.id))
    for row in rows:
        for move in row.rl_state["after"]["moves"]:
            if row.counted_on < first:
                before[move["name"]] = move["mastery_after"]
            else:
                levels[move["name"]] += [move["level_before"], move["level_after"]]
            known[move["name"]] = move["mastery_after"]
    algebra = ("Adding", "Doubling")

    found = picture(worked, days)

    (course,) = (one for one in found.courses if one.topic == "algebra")
    assert course.skills == 2
    assert course.met == sum(name in known for name in algebra)
    assert course.before == pytest.approx(sum(before.get(name, 0) for name in algebra) / 2)
    assert course.after[-1] == pytest.approx(sum(known.get(name, 0) for name in algebra) / 2)
    net = {name: seen[-1] - seen[0] for name, seen in levels.items()}
    assert sum(one.gained for one in found.bought) == sum(max(0, one) for one in net.values())
    assert sum(one.lost for one in found.bought) == sum(max(0, -one) for one in net.values())
    assert {c.title: c.levels for one in found.bought for c in one.changes} == {
        name: change for name, change in net.items() if change
    }


def test_days_points_and_streak_are_those_written_down(worked):
    found = picture(worked, 7)
    metrics = {one.metric_date: one for one in worked.rows(m.PerformanceMetrics)}

    assert [one.day for one in found.days] == [
        day for day in sorted(metrics) if day > END.date() - 7 * DAY
    ]
    assert [one.day for one in found.year] == sorted(metrics)
    for one in found.year:
        row = metrics[one.day]
        assert (one.answers.n, one.answers.right) == (row.total_attempts, row.correct_attempts)
        assert (one.minutes, one.points) == (row.time_spent_minutes, row.points_earned)
    assert found.points == sum(row.points_earned for row in metrics.values())
    assert found.streak.longest == max(row.longest_streak for row in metrics.values())


def test_before_the_first_answer_everything_is_empty(learner):
    found = picture(learner, at=NOW)

    assert (found.ever, found.answers.n, found.trend) == (0, 0, None)
    assert (found.days, found.courses, found.concepts, found.bought) == ((), (), (), ())
    assert [one.first for one in found.stretches] == [NOW.date()]


def test_another_learners_answers_are_not_in_it(worked):
    stranger = Learner(worked.db, Actor(add_student(worked.db, "eve").id, "student"), worked.rng)
    mine = picture(worked)
    for number in range(3):
        answered(stranger, END + number * MINUTE)

    assert picture(worked) == mine
    assert picture(stranger).answers.n == 3


def test_an_evening_past_midnight_is_the_evening_before(learner):
    late = dt.datetime(2026, 3, 3, 2, 0, tzinfo=dt.UTC)
    answered(learner, late)

    found = picture(learner, 7, at=late + dt.timedelta(hours=6))

    assert [one.day for one in found.days] == [dt.date(2026, 3, 2)]
    assert [one.first for one in found.stretches if one.answers.n] == [dt.date(2026, 3, 2)]
