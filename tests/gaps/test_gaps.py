"""Gaps as they are stored: found by answers, moved, closed, found again."""

import datetime as dt
import random

import pytest
from sqlalchemy import event

from tests.practice.conftest import RIGHT, WRONG
from tests.practice.regrading.mending import LATER, OneTransaction, give, mend, number, regrade
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import NotAllowedError
from tutor_core.gaps.policy import GapPolicy
from tutor_core.gaps.queries import gaps_of
from tutor_core.gaps.service import refresh_gaps
from tutor_core.knowledge.model import LEAST_VARIANCE
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.today.queries import today_of
from tutor_core.profiling.placements.queries import aims_of
from tutor_core.tuning.service import save

ADDING, DOUBLING, SLOPES = 101, 102, 201
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def work(learner):
    """Answer questions on one skill, an hour apart."""
    clock = [NOW]

    def answer(skill, *grades):
        for grade in grades:
            clock[0] += HOUR
            attempt = learner.next(Goal(skill=skill), at=clock[0])
            learner.answer(attempt, grade, at=clock[0])
        return clock[0]

    return answer


def gaps(learner):
    return [
        (row.skill_id, row.gap_type, row.status, row.practice_count)
        for row in learner.rows(m.SkillGap)
    ]


def aim(learner, *goals, topics=("calculus",), status="finished", days_ago=1):
    learner.db.add(
        m.Placement(
            student_id=learner.actor.id, key=random.Random().randbytes(16).hex(),
            topics=list(topics), goal_skill_ids=list(goals), status=status,
            started_at=NOW - dt.timedelta(days=days_ago),
        )
    )  # fmt: skip
    learner.db.flush()


def known_by_practice_alone(learner, work):
    """Be at the target through practice of one skill, not through being able elsewhere."""
    now = work("adding", *[RIGHT] * 6)
    learner.row(m.LearnerEstimate).mean = 0.0
    learner.row(m.LearnerSkillEstimate).mean = 1.2
    learner.row(m.SkillEstimate).mean = 0.0
    learner.db.flush()
    return now


# --- With every answer


def test_an_answer_finds_a_weakness_practice_closes_it_and_it_can_come_back(learner, work):
    work("adding", WRONG, WRONG)
    assert not gaps(learner)

    found_at = work("adding", WRONG)
    (gap,) = learner.rows(m.SkillGap)
    assert (gap.skill_id, gap.gap_type, gap.status) == (ADDING, "weakness", "active")
    assert (gap.detected_at, gap.last_practiced, gap.practice_count) == (found_at, found_at, 0)
    assert (gap.current_level, gap.target_level) == (gap.detected_level, 0.8)

    work("adding", RIGHT)
    (gap,) = learner.rows(m.SkillGap)
    assert (gap.status, gap.practice_count) == ("in_progress", 1)
    assert gap.current_level > gap.detected_level
    assert 0 < gap.progress_percentage < 100

    closed_at = work("adding", *[RIGHT] * 12)
    (gap,) = learner.rows(m.SkillGap)
    assert (gap.status, gap.progress_percentage) == ("resolved", 100)
    assert NOW < gap.resolved_at <= closed_at

    work("adding", *[WRONG] * 6)
    first, second = learner.rows(m.SkillGap)
    assert (first.status, second.status) == ("resolved", "in_progress")
    assert second.detected_at > first.resolved_at


def test_work_that_goes_badly_finds_what_it_stands_on(learner, work):
    work("doubling", *[WRONG] * 4)
    assert {(skill, kind) for skill, kind, *_ in gaps(learner)} == {
        (ADDING, "prerequisite"), (DOUBLING, "weakness"),
    }  # fmt: skip
    row = learner.row(m.SkillGap, skill_id=ADDING)
    assert row.recommendation == "Begin with Adding: Doubling, which you work on, stands on it."


def test_an_aim_finds_what_it_stands_on_with_the_first_answer(learner, work):
    aim(learner, SLOPES)
    work("adding", RIGHT)
    assert gaps(learner) == [(DOUBLING, "prerequisite", "active", 0)]


def test_while_a_placement_goes_on_what_it_has_not_come_to_is_not_missing(learner, work):
    aim(learner, SLOPES, status="open")
    work("adding", RIGHT)
    assert not gaps(learner)


def test_a_retry_teaches_nothing_and_moves_no_gap(learner, work):
    now = work("adding", *[WRONG] * 3)
    before = learner.rows(m.SkillGap)[0].current_level
    last = learner.rows(m.LearningSession)[-1]
    again = practice.retry(learner.db, learner.actor, last.id, now=now + HOUR, rng=random.Random(1))

    learner.answer(again, RIGHT, at=now + HOUR)

    (gap,) = learner.rows(m.SkillGap)
    assert (gap.current_level, gap.practice_count) == (before, 0)


def test_an_answer_from_two_tabs_counts_once_for_the_gap_too(learner, work):
    now = work("adding", *[WRONG] * 3) + HOUR
    attempt = learner.next(Goal(skill="adding"), at=now)
    for _ in range(2):
        learner.answer(attempt, RIGHT, at=now)
    assert gaps(learner) == [(ADDING, "weakness", "in_progress", 1)]


def test_a_policy_that_changes_acts_with_the_next_answer(learner, work):
    work("adding", *[WRONG] * 3)
    save(learner.db, OPERATOR, GapPolicy(answers=20), reason="to see", now=NOW)

    work("doubling", *[WRONG] * 4)

    assert DOUBLING not in {skill for skill, *_ in gaps(learner)}


# --- Without an answer


def test_time_alone_makes_forgotten_what_was_known(learner, work):
    now = known_by_practice_alone(learner, work)
    assert not refresh_gaps(learner.db, learner.actor, now=now).unresolved

    much_later = now + dt.timedelta(days=400)
    refresh_gaps(learner.db, learner.actor, now=much_later)

    (gap,) = learner.rows(m.SkillGap)
    assert (gap.gap_type, gap.status, gap.detected_at) == ("forgotten", "active", much_later)
    assert gap.last_practiced == now


def test_looking_again_writes_nothing(learner, work):
    now = work("doubling", *[WRONG] * 4)
    refresh_gaps(learner.db, learner.actor, now=now)
    before = gaps(learner)

    again = refresh_gaps(learner.db, learner.actor, now=now)

    assert (again.opened, again.moved, again.resolved) == ((), (), ())
    assert gaps(learner) == before


def test_a_regrade_closes_what_only_a_wrong_key_had_opened(learner):
    database = OneTransaction(learner.db)
    item = learner.db.query(m.Content).filter_by(slug="adding-3").one()
    item.answer_spec = number("3")
    learner.db.flush()
    for turn in range(5):
        give(database, learner.actor, item.id, "2", at=NOW + turn * HOUR)
    assert gaps(learner) == [(ADDING, "weakness", "in_progress", 2)]

    mend(learner.db, item.id, answer_spec=number("2"))
    regrade(database, OPERATOR, item.id, now=LATER)

    assert gaps(learner) == [(ADDING, "weakness", "resolved", 2)]
    assert learner.rows(m.SkillGap)[0].resolved_at == LATER


# --- Aims


def test_nobody_aims_for_anything_before_a_placement(learner):
    assert aims_of(learner.db, learner.actor, learner.actor.id) == ()


def test_the_latest_placement_that_came_to_its_end_says_what_is_aimed_for(learner):
    aim(learner, ADDING, days_ago=3)
    aim(learner, SLOPES, DOUBLING, days_ago=2)
    aim(learner, ADDING, status="abandoned", days_ago=1)
    aim(learner, ADDING, status="open", days_ago=0)
    assert aims_of(learner.db, learner.actor, learner.actor.id) == (SLOPES, DOUBLING)


# --- What the page reads


def page_of(learner, now=NOW):
    return gaps_of(learner.db, learner.actor, learner.actor.id, now=now)


def test_before_the_first_answer_there_is_a_picture_and_no_gap(learner):
    page = page_of(learner)
    assert (page.gaps, page.past, page.answers) == ((), (), 0)
    assert [(one.title, one.unit, one.is_met) for one in page.skills] == [
        ("Adding", "sums", False), ("Doubling", "sums", False), ("Slopes", "change", False),
    ]  # fmt: skip


def test_the_page_says_what_to_repair_first_and_what_was_repaired(learner, work):
    work("adding", *[WRONG] * 4, *[RIGHT] * 14)
    now = work("slopes", *[WRONG] * 5)

    page = page_of(learner, now)

    assert [gap.title for gap in page.gaps] == ["Doubling", "Slopes"]
    assert [(past.title, past.gap.is_repaired) for past in page.past] == [("Adding", True)]
    assert page.answers == 23
    assert today_of(learner.db, learner.actor, now=now).repair == (
        "Begin with Doubling: Slopes, which you work on, stands on it."
    )


def test_the_page_shows_what_time_has_changed_before_anything_is_stored(learner, work):
    now = known_by_practice_alone(learner, work)
    page = page_of(learner, now + dt.timedelta(days=400))
    assert [gap.gap.kind for gap in page.gaps] == ["forgotten"]
    assert not gaps(learner)


def test_a_skill_without_questions_keeps_its_gap(learner, work):
    now = work("adding", *[WRONG] * 3)
    learner.db.query(m.Content).update({"is_published": False})
    assert [gap.title for gap in page_of(learner, now).gaps] == ["Adding"]
    assert refresh_gaps(learner.db, learner.actor, now=now).unresolved


def test_ten_thousand_answers_cost_the_page_no_more_than_ten(learner, work):
    now = work("adding", *[WRONG] * 3)
    owner = learner.actor.id
    estimate = learner.row(m.LearnerSkillEstimate, skill_id=ADDING)
    estimate.answers, estimate.variance = 10_000, LEAST_VARIANCE
    learner.db.add_all(
        m.SkillGap(
            student_id=owner, skill_id=ADDING, gap_type="weakness", severity="low",
            priority_score=1, status="resolved", detected_at=now, resolved_at=now,
        )
        for _ in range(100)
    )  # fmt: skip
    learner.db.flush()
    said: list[str] = []
    connection = learner.db.connection()

    def note(*given):
        said.append(given[2])

    event.listen(connection, "before_cursor_execute", note)
    page = page_of(learner, now)
    event.remove(connection, "before_cursor_execute", note)

    assert len(said) <= 6
    assert not [one for one in said if "learning_sessions" in one]
    assert len(page.past) == 20
    assert page.skills[0].certainty != "a guess"


def test_somebody_elses_gaps_are_refused(learner):
    with pytest.raises(NotAllowedError):
        gaps_of(learner.db, Actor(learner.actor.id + 1, "teacher"), learner.actor.id, now=NOW)
