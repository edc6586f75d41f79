import datetime as dt

import pytest
from sqlalchemy import select

from tests.practice.test_concurrency import at_once
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.knowledge.service import record_knowledge
from tutor_core.profiling.formats import FORMATS, Preferences
from tutor_core.profiling.styles import service
from tutor_core.profiling.styles.queries import open_quiz, past_quizzes, style_profile

DAY = dt.timedelta(days=1)


def take(db, actor, letters, *, at=NOW):
    """Take the quiz from beginning to end; one letter a question."""
    quiz = service.begin_quiz(db, actor, now=at)
    for number, letter in enumerate(letters, start=1):
        service.keep_answer(db, actor, quiz.quiz_id, number, [letter])
    service.complete_quiz(db, actor, quiz.quiz_id, now=at)
    return quiz.quiz_id


def row_of(db, table, actor):
    db.expire_all()
    return db.scalars(select(table).where(table.student_id == actor.id)).one_or_none()


def test_a_quiz_is_taken_up_where_it_was_left(db, ada):
    begun = service.begin_quiz(db, ada, now=NOW)
    assert (begun.answers, begun.goes_on_at) == ({}, 1)
    service.keep_answer(db, ada, begun.quiz_id, 1, ["K", "V"])
    service.keep_answer(db, ada, begun.quiz_id, 2, [])
    service.keep_answer(db, ada, begun.quiz_id, 3, ["R"])

    again = service.begin_quiz(db, ada, now=NOW + 3 * DAY)

    assert again.quiz_id == begun.quiz_id
    assert again.answers == {1: ("V", "K"), 2: (), 3: ("R",)}
    assert (again.answered, again.goes_on_at, again.started_at) == (2, 4, NOW)


def test_the_last_tick_wins_a_question_and_loses_no_other(db, ada):
    quiz = service.begin_quiz(db, ada, now=NOW)
    for _ in range(2):
        service.keep_answer(db, ada, quiz.quiz_id, 5, ["A"])
    service.keep_answer(db, ada, quiz.quiz_id, 6, ["K"])
    service.keep_answer(db, ada, quiz.quiz_id, 5, ["R", "V"])
    assert open_quiz(db, ada).answers == {5: ("V", "R"), 6: ("K",)}


def test_a_completed_quiz_says_what_is_liked(db, ada):
    take(db, ada, "VVVVRRKK")

    profile = style_profile(db, ada)
    row = row_of(db, m.LearningStyleProfile, ada)

    assert open_quiz(db, ada) is None
    assert profile.style.scores == {"V": 0.5, "A": 0.0, "R": 0.25, "K": 0.25}
    assert profile.preferences.formats == ("figure", "text", "try", "aloud")
    assert (row.dominant_style, row.secondary_style, row.quiz_completed_at) == ("V", "R", NOW)
    assert row_of(db, m.StudentKnowledge, ada).learning_style == "visual"


def test_taken_again_the_newest_result_holds_and_the_earlier_stays(db, ada):
    take(db, ada, "VVVVVVVV")
    take(db, ada, "VARKVARK", at=NOW + DAY)

    assert style_profile(db, ada).style.is_balanced
    assert row_of(db, m.StudentKnowledge, ada).learning_style == "balanced"
    assert [(one.style.word, one.completed_at) for one in past_quizzes(db, ada)] == [
        ("balanced", NOW + DAY),
        ("visual", NOW),
    ]


def test_too_few_answers_are_said_and_cost_nothing(db, ada):
    quiz = service.begin_quiz(db, ada, now=NOW)
    for number in range(1, 8):
        service.keep_answer(db, ada, quiz.quiz_id, number, ["A"])
    service.keep_answer(db, ada, quiz.quiz_id, 8, [])

    with pytest.raises(InvalidInputError, match="Please answer one more question"):
        service.complete_quiz(db, ada, quiz.quiz_id, now=NOW)

    assert open_quiz(db, ada).answered == 7
    assert style_profile(db, ada) is None


def test_a_double_click_completes_once(db, ada):
    quiz_id = take(db, ada, "RRRRRRRR")
    service.complete_quiz(db, ada, quiz_id, now=NOW + DAY)
    assert style_profile(db, ada).completed_at == NOW


def test_an_answer_to_a_completed_quiz_is_refused(db, ada):
    quiz_id = take(db, ada, "RRRRRRRR")
    with pytest.raises(StaleStateError, match="completed meanwhile"):
        service.keep_answer(db, ada, quiz_id, 1, ["V"])
    assert past_quizzes(db, ada)[0].style.scores["R"] == 1


def test_a_quiz_of_somebody_else_is_not_there(db, ada):
    quiz = service.begin_quiz(db, ada, now=NOW)
    eve = Actor(add_student(db, "eve").id, "admin")
    for reach in (
        lambda: service.keep_answer(db, eve, quiz.quiz_id, 1, ["V"]),
        lambda: service.complete_quiz(db, eve, quiz.quiz_id, now=NOW),
    ):
        with pytest.raises(NotFoundError):
            reach()
    assert open_quiz(db, ada).answers == {}


def test_the_first_answer_to_a_question_counts_from_nought_after_the_quiz(db, ada):
    take(db, ada, "KKKKKKKK")
    record_knowledge(db, ada, scores={}, correct=True, fitting_difficulty=2, now=NOW + DAY)

    row = row_of(db, m.StudentKnowledge, ada)

    assert (row.total_questions_answered, row.correct_answers, row.accuracy_rate) == (1, 1, 1.0)
    assert (row.learning_style, row.preferred_difficulty) == ("kinesthetic", 2)


def test_the_quiz_leaves_what_is_known_as_it_is(db, ada):
    record_knowledge(db, ada, scores={"algebra": 0.6}, correct=True, fitting_difficulty=4, now=NOW)
    take(db, ada, "AAAAAAAA", at=NOW + DAY)

    row = row_of(db, m.StudentKnowledge, ada)

    assert (row.algebra_score, row.total_questions_answered) == (0.6, 1)
    assert (row.preferred_difficulty, row.last_updated) == (4, NOW)


def test_the_order_of_formats_is_the_learners_own_until_they_give_it_back(db, ada):
    take(db, ada, "VVVVVVVV")
    wished = Preferences(formats=("try", *FORMATS[:3]), is_own_order=True, reads_aloud=False)
    service.prefer(db, ada, wished, now=NOW)
    take(db, ada, "AAAAAAAA", at=NOW + DAY)
    assert style_profile(db, ada).preferences == wished

    service.follow_quiz(db, ada, now=NOW + DAY)

    followed = style_profile(db, ada).preferences
    assert (followed.formats[0], followed.is_own_order) == ("aloud", False)
    assert followed.reads_aloud is False


def test_nothing_is_put_in_order_before_the_first_quiz(db, ada):
    for reach in (
        lambda: service.prefer(db, ada, Preferences(), now=NOW),
        lambda: service.follow_quiz(db, ada, now=NOW),
    ):
        with pytest.raises(NotFoundError, match="Complete the quiz first"):
            reach()


def test_eight_tabs_begin_one_quiz_and_lose_no_answer(database):
    with database.transaction() as db:
        ada = Actor(add_student(db).id, "student")
    found = []

    def tick(number):
        quiz = database.run(lambda db: service.begin_quiz(db, ada, now=NOW))
        found.append(quiz.quiz_id)
        database.run(lambda db: service.keep_answer(db, ada, quiz.quiz_id, number + 1, ["R"]))

    at_once(8, tick)

    with database.reading() as db:
        quiz = open_quiz(db, ada)
    assert set(found) == {quiz.quiz_id}
    assert quiz.answers == dict.fromkeys(range(1, 9), ("R",))
