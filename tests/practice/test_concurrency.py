"""Many clicks at once, on both databases: everything counts once and nothing is lost."""

import random
import threading

from sqlalchemy import func, select

from tests.practice.conftest import RIGHT, WRONG, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.practice import service
from tutor_core.practice.goal import Goal

WRITERS = 8


def at_once(count, work):
    failures = []

    def guarded(number):
        try:
            work(number)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def count(database, query):
    with database.reading() as db:
        return db.scalar(query)


def test_eight_tabs_open_one_question(database):
    with database.transaction() as db:
        add_school(db)
        actor = Actor(add_student(db).id, "student")
    found = []

    def show(number):
        attempt = database.run(
            lambda db: service.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(number))
        )
        found.append(attempt)

    at_once(WRITERS, show)
    assert len(set(map(str, found))) == 1
    assert count(database, select(func.count(m.LearningSession.id))) == 1


def test_eight_clicks_on_one_answer_count_once_and_get_one_receipt(database):
    with database.transaction() as db:
        add_school(db)
        actor = Actor(add_student(db).id, "student")
        attempt = service.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(1))
    receipts = []

    def click(number):
        receipt = database.run(
            lambda db: service.submit_answer(
                db, actor, attempt.attempt_id, str(number), RIGHT if number % 2 else WRONG, now=NOW
            )
        )
        receipts.append(receipt)

    at_once(WRITERS, click)
    assert len(set(map(str, receipts))) == 1
    assert count(database, select(m.StudentKnowledge.total_questions_answered)) == 1
    assert count(database, select(m.BanditState.total_pulls)) == 1
    assert count(database, select(m.PerformanceMetrics.total_attempts)) == 1
    assert count(database, select(m.LearnerEstimate.answers)) == 1
    assert count(database, select(m.ItemEstimate.answers)) == 1
    assert count(database, select(func.count(m.ConceptTimeLog.id))) == 1
    assert count(database, select(func.count(m.UserInteraction.id))) == 2, "a view, an attempt"


def test_eight_learners_answering_the_same_items_lose_no_answer(database):
    answers = 6
    with database.transaction() as db:
        add_school(db)
        actors = [Actor(add_student(db, f"learner{n}").id, "student") for n in range(WRITERS)]

    def study(number):
        rng = random.Random(number)
        for _ in range(answers):
            attempt = database.run(
                lambda db: service.next_attempt(db, actors[number], Goal(), now=NOW, rng=rng)
            )
            database.run(
                lambda db, shown=attempt: service.submit_answer(
                    db, actors[number], shown.attempt_id, "2", rng.choice([RIGHT, WRONG]), now=NOW
                )
            )

    at_once(WRITERS, study)
    total = WRITERS * answers
    for query in (
        select(func.sum(m.StudentKnowledge.total_questions_answered)),
        select(func.sum(m.BanditState.total_pulls)),
        select(func.sum(m.PerformanceMetrics.total_attempts)),
        select(func.sum(m.LearnerEstimate.answers)),
        select(func.sum(m.ItemEstimate.answers)),
        select(func.sum(m.SkillEstimate.answers)),
        select(func.sum(m.StudentMastery.total_attempts)),
        select(func.count(m.ConceptTimeLog.id)),
        select(func.count(m.LearningSession.id)).where(m.LearningSession.is_correct.is_not(None)),
    ):
        assert count(database, query) == total, str(query)
