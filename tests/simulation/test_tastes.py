import datetime as dt
from collections import Counter
from types import SimpleNamespace

from tests.rows import NOW
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.tastes import taken_quizzes

SCHOOL = SimpleNamespace(habits=(None,) * 200, began_at=NOW - dt.timedelta(days=60))


def taken(seed=1):
    return list(taken_quizzes(SCHOOL, Blueprint(learners=200, seed=seed, now=NOW)))


def test_most_take_the_quiz_and_some_take_it_again_later():
    times = Counter(quiz.learner for quiz in taken())

    assert 140 <= len(times) <= 180
    assert set(times.values()) == {1, 2}
    last: dict[int, dt.datetime] = {}
    for quiz in taken():
        began = last.get(quiz.learner, SCHOOL.began_at)
        assert began <= quiz.started_at < quiz.completed_at <= NOW
        last[quiz.learner] = quiz.completed_at


def test_the_same_seed_gives_the_same_answers_and_another_seed_others():
    assert taken() == taken()
    assert taken() != taken(seed=2)


def test_tastes_differ_and_some_questions_are_skipped():
    quizzes = taken()
    assert {quiz.style.dominant for quiz in quizzes} == {"V", "A", "R", "K"}
    assert any(not letters for quiz in quizzes for letters in quiz.answers.values())
