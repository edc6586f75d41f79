"""A world made at once must be the one that the services would have made, click by click."""

import datetime as dt
import math
from collections import Counter, deque
from itertools import product

import pytest
from sqlalchemy import select, text

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.passwords import NO_PASSWORD
from tutor_core.content.queries import published_items
from tutor_core.db import Database, make_engine
from tutor_core.errors import SetupError
from tutor_core.gaps.service import refresh_gaps
from tutor_core.operations.opening import bring_curriculum
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.leaving import service as leaving
from tutor_core.practice.reviewing import service as reviewing
from tutor_core.profiling.styles import service as styles
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.sitting import rng_of
from tutor_core.simulation.tastes import taken_quizzes
from tutor_core.simulation.world import build

SMALL = Blueprint(learners=8, cohorts=4, days=25, seed=7, now=NOW)
HASHES = ["!a", "!b", "!c", "!d"]
# What differs: keys drawn by chance, and numbers of rows that nothing refers to.
IGNORED = {"submission_key", "set_key", "id", "verification_code"}
# A card that is there already takes a number from PostgreSQL's sequence: the next one is put back.
_NUMBERS = text(
    "SELECT setval(pg_get_serial_sequence('flashcards', 'id'), COALESCE(MAX(id), 0) + 1, FALSE) "
    "FROM flashcards"
)
DERIVED = (
    m.LearningSession,
    m.UserInteraction,
    m.ConceptTimeLog,
    m.PerformanceMetrics,
    m.LearnerEstimate,
    m.LearnerSkillEstimate,
    m.ItemEstimate,
    m.SkillEstimate,
    m.StudentKnowledge,
    m.StudentMastery,
    m.LearningPace,
    m.BanditState,
    m.LearnerItem,
    m.StyleQuiz,
    m.LearningStyleProfile,
    m.SkillGap,
    m.FlashCard,
    m.ReviewSession,
    m.CardChange,
    m.StudentBadge,
)


@pytest.fixture
def two_databases(request, new_url):
    """Two databases of one kind with the curriculum: one to write at once, one click by click."""
    made = []
    for _ in range(2):
        database = Database(make_engine(new_url(request.param)))
        bring_curriculum(database, now=NOW - dt.timedelta(days=30))
        made.append(database)
    yield made
    for database in made:
        database.engine.dispose()


def small_world(database, blueprint=SMALL):
    with database.reading() as db:
        world = build(simulation.skills_of(db), published_items(db), blueprint)
    return world, simulation.grades_of(world)


def replay(database, world, grades):
    """Do by the services what the world says was done."""
    tried_by: Counter[int] = Counter()
    answers = [deque(deck.answers) for deck in world.decks]
    kept = {
        (learner, card.made["content_id"], card.created_at)
        for learner, deck in enumerate(world.decks)
        for card in deck.cards.values()
        if card.made["origin"] == "item"
    }
    for tried, grade in zip(world.attempts, grades, strict=True):
        actor = Actor(tried.learner + 1, "student")
        answer_cards(database, actor, answers[tried.learner], until=tried.started_at)
        goal = Goal(topic=tried.topic)
        rng = rng_of(SMALL.seed, tried.learner, tried_by[tried.learner])
        tried_by[tried.learner] += 1
        with database.transaction() as db:
            shown = practice.next_attempt(db, actor, goal, now=tried.started_at, rng=rng)
            assert shown.content_id == tried.item.content_id
            assert shown.question == tried.text.question
            for seen in range(tried.hints_used):
                practice.reveal_hint(db, actor, shown.attempt_id, hints_seen=seen)
            if grade is None:
                leaving.skip(db, actor, shown.attempt_id, now=tried.ended_at)
            else:
                practice.submit_answer(
                    db, actor, shown.attempt_id, tried.response or "", grade, now=tried.ended_at
                )
            if (tried.learner, tried.item.content_id, tried.ended_at) in kept:
                reviewing.make_card_of_attempt(db, actor, shown.attempt_id, now=tried.ended_at)
            if database.engine.dialect.name == "postgresql":
                db.execute(_NUMBERS)
    for learner, left in enumerate(answers):
        answer_cards(database, Actor(learner + 1, "student"), left, until=SMALL.now)
    for learner in range(SMALL.learners):
        with database.transaction() as db:
            refresh_gaps(db, Actor(learner + 1, "student"), now=SMALL.now)


def answer_cards(database, actor, answers, *, until):
    """Answer by the services the cards that the world says were answered up to a moment."""
    while answers and answers[0].at <= until:
        answer = answers.popleft()
        with database.transaction() as db:
            reviewing.answer_card(
                db,
                actor,
                answer.card_id,
                answer.quality,
                revision=answer.state_before["times_reviewed"],
                seconds=answer.seconds,
                now=answer.at,
            )


def take_quizzes(database, world):
    """Take by the services the quizzes that the world says were taken."""
    for quiz in taken_quizzes(world, SMALL):
        actor = Actor(quiz.learner + 1, "student")
        with database.transaction() as db:
            quiz_id = styles.begin_quiz(db, actor, now=quiz.started_at).quiz_id
            for number, letters in quiz.answers.items():
                styles.keep_answer(db, actor, quiz_id, number, letters)
            styles.complete_quiz(db, actor, quiz_id, now=quiz.completed_at)


def plain(value):
    """Numbers to ten digits: sums made in another order differ in the last."""
    if isinstance(value, float):
        return 0.0 if value == 0 else round(value, 9 - math.floor(math.log10(abs(value))))
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value


def contents(database, table):
    with database.reading() as db:
        rows = db.execute(select(m.table_of(table))).mappings().all()
    cleaned = [{k: plain(v) for k, v in row.items() if k not in IGNORED} for row in rows]
    return sorted(cleaned, key=lambda row: repr(sorted(row.items(), key=lambda e: e[0])))


@pytest.mark.parametrize("two_databases", ["sqlite", "postgresql"], indirect=True)
def test_written_at_once_it_is_what_the_services_write_click_by_click(two_databases):
    at_once, by_clicks = two_databases
    world, grades = small_world(at_once)
    assert len(world.attempts) > 60
    assert {grade is None for grade in grades} == {True, False}
    assert "review" in {(tried.choice.state["goal"] or {}).get("kind") for tried in world.attempts}
    answers = [answer for deck in world.decks for answer in deck.answers]
    assert {(one.kind, one.scheduler) for one in answers} == set(
        product(("review", "drill"), ("sm2", "fsrs"))
    )
    assert any(card.lapses for deck in world.decks for card in deck.cards.values())
    assert {move.kind for deck in world.decks for move in deck.moves} == {"credited", "pulled_in"}
    with at_once.transaction() as db:
        simulation.write(db, world, grades, SMALL, hashes=HASHES)
    with by_clicks.transaction() as db:
        simulation.write_people(db, world, SMALL, hashes=HASHES)

    replay(by_clicks, world, grades)
    take_quizzes(by_clicks, world)

    assert len({row["badge_id"] for row in contents(at_once, m.StudentBadge)}) >= 5
    for table in DERIVED:
        assert contents(at_once, table) == contents(by_clicks, table), table.__tablename__


@pytest.mark.parametrize("two_databases", ["sqlite"], indirect=True)
def test_sets_are_the_same_groups_whatever_their_keys(two_databases):
    at_once, by_clicks = two_databases
    world, grades = small_world(at_once)
    for database in two_databases:
        with database.transaction() as db:
            simulation.write_people(db, world, SMALL, hashes=HASHES)
    replay(by_clicks, world, grades)

    with by_clicks.reading() as db:
        keys = list(db.scalars(select(m.LearningSession.set_key).order_by(m.LearningSession.id)))

    def groups(names):
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            places.setdefault(name, []).append(place)
        return sorted(places.values())

    assert groups(keys) == groups(tried.set_key for tried in world.attempts)


def test_the_same_seed_gives_the_same_world_and_another_seed_another(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    first, again = small_world(database)[0], small_world(database)[0]
    other, _ = small_world(database, Blueprint(learners=8, days=25, seed=8, now=NOW))
    database.engine.dispose()

    def story(world):
        return [(t.learner, t.item.content_id, t.response, t.started_at) for t in world.attempts]

    assert story(first) == story(again)
    assert story(first) != story(other)


def test_only_four_accounts_of_the_demo_have_a_password(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    simulation.make_demo_world(database, SMALL, cost=4)

    with database.reading() as db:
        accounts = {row.username: row for row in db.scalars(select(m.Student))}
        teachers = set(db.scalars(select(m.Cohort.teacher_id)))
        history = db.scalar(
            select(m.StudentKnowledge.total_questions_answered).where(
                m.StudentKnowledge.student_id == accounts["demo-student"].id
            )
        )
        newcomer = [
            number
            for table in (m.LearningSession, m.StyleQuiz)
            for number in db.scalars(
                select(table.id).where(table.student_id == accounts["demo-newcomer"].id)
            )
        ]
    database.engine.dispose()
    able = {name for name, row in accounts.items() if row.hashed_password != NO_PASSWORD}
    assert able == {"demo-student", "demo-newcomer", "demo-teacher", "demo-researcher"}
    assert Counter(row.role for row in accounts.values()) == {
        "student": SMALL.learners + 1,
        "teacher": 2,
        "researcher": 1,
    }
    assert teachers == {row.id for row in accounts.values() if row.role == "teacher"}
    assert history > 20
    assert not newcomer


def test_some_learners_have_plans_with_days_behind_them(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    simulation.make_demo_world(database, SMALL, cost=4)

    with database.reading() as db:
        plans = db.scalars(select(m.StudyPlan).order_by(m.StudyPlan.student_id)).all()
        student = db.scalar(select(m.Student.id).where(m.Student.username == "demo-student"))
    database.engine.dispose()
    exam = plans[0]
    assert (exam.student_id, exam.goal_type, exam.status) == (student, "exam_prep", "active")
    assert exam.planned_on == NOW.date()
    done = [
        task["done_minutes"]
        for day in exam.schedule
        if day["on"] < NOW.date().isoformat()
        for task in day["tasks"]
        if "outcome" in task
    ]
    assert sum(done) > 0
    assert len(plans) > 1
    assert {plan.performance_trend for plan in plans} <= {"ahead", "on_track", "behind"}


def test_a_world_is_made_once(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    for _ in range(2):
        simulation.make_demo_world(database, SMALL, cost=4)
    with database.reading() as db:
        assert len(db.scalars(select(m.Student.id)).all()) == SMALL.learners + 4
    database.engine.dispose()


def test_invented_people_never_join_real_ones(new_url):
    database = Database(make_engine(new_url("sqlite")))
    with database.transaction() as db:
        add_student(db)
    with pytest.raises(SetupError, match="holds accounts already"):
        simulation.make_demo_world(database, SMALL, cost=4)
    database.engine.dispose()


def test_a_school_without_questions_is_refused(new_url):
    database = Database(make_engine(new_url("sqlite")))
    with pytest.raises(SetupError, match="no questions"):
        simulation.make_demo_world(database, SMALL, cost=4)
    database.engine.dispose()


def test_postgresql_holds_no_demo(new_url):
    database = Database(make_engine(new_url("postgresql")))
    with pytest.raises(SetupError, match="embedded database only"):
        simulation.make_demo_world(database, SMALL, cost=4)
    database.engine.dispose()


def test_most_learners_said_how_they_like_to_study(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    simulation.make_demo_world(database, SMALL, cost=4)

    with database.reading() as db:
        quizzes = db.scalars(select(m.StyleQuiz)).all()
        who = set(db.scalars(select(m.LearningStyleProfile.student_id)))
        student = db.scalar(select(m.Student.id).where(m.Student.username == "demo-student"))
    database.engine.dispose()

    assert who == {quiz.student_id for quiz in quizzes}
    assert student in who
    assert SMALL.learners / 2 <= len(who) <= SMALL.learners
    assert all(quiz.started_at < quiz.completed_at <= NOW for quiz in quizzes)
