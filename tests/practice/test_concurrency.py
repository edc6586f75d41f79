"""Many clicks at once, on both databases: everything counts once and nothing is lost."""

import random
import threading

import pytest
from sqlalchemy import func, select

from tests.practice.conftest import RIGHT, WRONG, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError, StaleStateError
from tutor_core.practice import service
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving import service as leaving

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


def test_an_answer_and_an_objection_at_once_end_a_question_in_one_way(database):
    with database.transaction() as db:
        add_school(db)
        actor = Actor(add_student(db).id, "student")
        attempt = service.next_attempt(db, actor, Goal(), now=NOW, rng=random.Random(1))
    ends = []

    def end(number):
        def act(db):
            if number % 2:
                leaving.decline(db, actor, attempt.attempt_id, "too_easy", now=NOW)
            else:
                service.submit_answer(db, actor, attempt.attempt_id, "2", RIGHT, now=NOW)

        try:
            database.run(act)
            ends.append(number % 2)
        except (StaleStateError, NotFoundError):
            pass

    at_once(WRITERS, end)

    pulls = count(database, select(m.BanditState.total_pulls)) or 0
    declined = count(database, select(func.count()).where(m.LearnerItem.declined_as.is_not(None)))
    assert (pulls, declined) in {(1, 0), (0, 1)}
    assert ends.count(1) == declined


def test_two_questions_answered_in_two_tabs_at_once_lose_no_pull(database):
    with database.transaction() as db:
        add_school(db)
        actor = Actor(add_student(db).id, "student")
    rounds, sources = 4, ("practice", "assignment")

    for _ in range(rounds):
        with database.transaction() as db:
            attempts = [
                service.next_attempt(db, actor, Goal(source), now=NOW, rng=random.Random(1))
                for source in sources
            ]

        def answer(number, shown=attempts):
            database.run(
                lambda db: service.submit_answer(
                    db, actor, shown[number].attempt_id, "2", RIGHT, now=NOW
                )
            )

        at_once(len(sources), answer)

    with database.reading() as db:
        state = db.scalars(select(m.BanditState)).one()
        rows = db.scalars(select(m.LearningSession)).all()
    assert state.total_pulls == sum(state.arm_counts.values()) == rounds * len(sources)
    assert sum(state.arm_rewards.values()) == pytest.approx(sum(row.reward for row in rows))
