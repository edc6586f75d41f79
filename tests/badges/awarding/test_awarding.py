"""Badges are given in the transaction of what earns them, once, and the receipt says so."""

import datetime as dt
import random
import threading

import pytest
from sqlalchemy import event, select, update

from tests.badges.conftest import ONE_LESSON, ONE_RIGHT, TWO_RIGHT, badge
from tests.practice.conftest import RIGHT, WRONG, add_school
from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.service import award
from tutor_core.badges.shipped import shipped_badges
from tutor_core.badges.views import evidence_in
from tutor_core.calendar import zone_named
from tutor_core.content.reports.queries import open_reports
from tutor_core.content.reports.service import report_item
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.practice import queries
from tutor_core.practice.examinations.placement import service as placing
from tutor_core.practice.goal import Goal
from tutor_core.practice.lessons.service import finish_lesson
from tutor_core.practice.reporting.service import settle_report
from tutor_core.practice.reviewing import service as reviewing
from tutor_core.practice.service import next_attempt, submit_answer
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards

DAY = dt.timedelta(days=1)
HERE = Moment(until=NOW, zone=zone_named("UTC"), day_starts_at=4)


def slugs(badges):
    return [one.slug for one in badges]


def test_an_answer_earns_a_badge_once_private_and_with_its_evidence(earner):
    earner.offer(TWO_RIGHT)
    assert slugs(earner.answer().badges) == []
    assert slugs(earner.answer(at=NOW + DAY).badges) == ["two_right"]
    assert slugs(earner.answer(at=NOW + 2 * DAY).badges) == []

    (row,) = earner.rows()
    assert (row.is_public, row.displayed, row.shared_count) == (False, True, 0)
    assert row.earned_at == NOW + DAY
    assert len(row.verification_code) == 32
    criteria, parts = evidence_in(row.evidence)
    assert criteria == TWO_RIGHT.criteria
    assert [part.has for part in parts] == [2]


def test_a_wrong_answer_is_no_right_one(earner):
    earner.offer(ONE_RIGHT)
    assert slugs(earner.answer(WRONG).badges) == []
    assert not earner.rows()


def test_the_receipt_says_the_same_after_a_reload_and_a_second_click(earner):
    earner.offer(ONE_RIGHT)
    learner = earner.learner
    attempt = learner.next()
    first = learner.answer(attempt)
    assert slugs(first.badges) == ["one_right"]

    assert learner.answer(attempt).badges == first.badges
    again = queries.shown_again(learner.db, learner.actor, attempt.attempt_id)
    assert again.receipt.badges == first.badges
    later = earner.answer(at=NOW + DAY)
    assert later.badges == ()


def test_a_badge_that_cannot_be_earned_any_more_is_not_given(earner):
    earner.offer(ONE_RIGHT)
    earner.offer()
    assert earner.answer().badges == ()


def test_only_what_an_event_may_change_is_counted(earner):
    earner.offer(ONE_LESSON)
    db, statements = earner.learner.db, []

    def keep(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.get_bind(), "before_cursor_execute", keep)
    award(db, earner.learner.actor, HERE, ["answer"])
    untouched = len(statements)
    award(db, earner.learner.actor, HERE, ["lesson"])
    event.remove(db.get_bind(), "before_cursor_execute", keep)

    assert (untouched, len(statements)) == (1, 3)
    assert "user_interactions" in statements[-1]


def test_an_answer_costs_three_statements_however_many_badges_there_are(earner):
    db, actor, statements = earner.learner.db, earner.learner.actor, []
    earner.offer(*shipped_badges({skill.name for skill in shipped_curriculum().skills}))

    def keep(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.get_bind(), "before_cursor_execute", keep)
    award(db, actor, HERE, ["answer"])
    event.remove(db.get_bind(), "before_cursor_execute", keep)
    assert len(statements) == 3


def test_reading_a_lesson_to_its_end_earns_one(earner):
    earner.offer(ONE_LESSON)
    db, actor = earner.learner.db, earner.learner.actor
    lesson = add_item(db, content_type="lesson", slug="lesson", answer_spec=None)
    badges = finish_lesson(db, actor, lesson.id, now=NOW)
    assert slugs(badges) == ["one_lesson"]


def test_a_review_earns_one_and_taking_it_back_takes_nothing(earner):
    earner.offer(badge("one_review", {"fact": "card_reviews", "at_least": 1}))
    db, actor = earner.learner.db, earner.learner.actor
    (card,) = make_cards(db, actor, Sides(front="2 + 2?", back="4"), topic="algebra", now=NOW)
    receipt = reviewing.answer_card(db, actor, card, 4, revision=0, seconds=5, now=NOW)
    assert slugs(receipt.badges) == ["one_review"]

    reviewing.take_back_answer(db, actor, now=NOW + dt.timedelta(minutes=1))
    assert len(earner.rows()) == 1


def test_a_placement_earns_one_at_its_end(earner):
    earner.offer(badge("placed", {"fact": "placements_done", "at_least": 1}))
    db, actor = earner.learner.db, earner.learner.actor
    placing.begin_placement(db, actor, ["algebra"], [], now=NOW)
    asked = placing.next_placement_question(db, actor, now=NOW, rng=random.Random(1))
    submit_answer(db, actor, asked.attempt_id, "2", RIGHT, now=NOW)
    assert not earner.rows()
    placing.end_placement(db, actor, now=NOW + DAY)
    assert len(earner.rows()) == 1


@pytest.mark.parametrize("is_mended", [True, False])
def test_a_report_earns_one_for_who_reported_where_the_question_was_mended(earner, is_mended):
    earner.offer(badge("reported", {"fact": "reports_accepted", "at_least": 1}))
    db, actor = earner.learner.db, earner.learner.actor
    receipt = earner.answer()
    report_item(db, actor, receipt.attempt_id, "answer", now=NOW)
    admin = Actor(add_student(db, "root", role="admin").id, "admin")
    item = db.get_one(m.LearningSession, receipt.attempt_id).content_id
    (report,) = open_reports(db, admin, item)

    settle_report(db, admin, report.report_id, "Well.", is_mended=is_mended, now=NOW)

    assert [row.student_id for row in earner.rows()] == [actor.id] * is_mended


def test_somebody_else_s_answers_earn_nothing(earner):
    earner.offer(ONE_RIGHT)
    other = Actor(add_student(earner.learner.db, "ben").id, "student")
    earner.answer()
    assert award(earner.learner.db, other, HERE) == ()


def test_what_was_earned_stays_when_the_record_says_less(earner):
    earner.offer(ONE_RIGHT)
    earner.answer()
    db = earner.learner.db
    db.execute(update(m.LearningSession).values(is_correct=False))
    assert award(db, earner.learner.actor, HERE) == ()
    assert len(earner.rows()) == 1


def test_two_answers_at_once_earn_a_badge_once(database):
    """Without the lock of the learner too: the row's own constraint keeps it single."""
    with database.transaction() as db:
        add_school(db)
        actor = Actor(add_student(db).id, "student")
        rng = random.Random(1)
        asked = next_attempt(db, actor, Goal(), now=NOW, rng=rng)
        submit_answer(db, actor, asked.attempt_id, "2", RIGHT, now=NOW)
        load_badges(db, [ONE_RIGHT], now=NOW)
    start, given = threading.Barrier(4), []

    def work():
        start.wait()
        given.append(database.run(lambda db: award(db, actor, HERE)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(badges) for badges in given) == [0, 0, 0, 1]
    with database.reading() as db:
        assert len(db.scalars(select(m.StudentBadge.id)).all()) == 1
