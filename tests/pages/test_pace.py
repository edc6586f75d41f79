import pytest

from pages.components.pace import adjustment_sentence, before_sentence, typical_sentence
from tests.pages.test_learning import answer, texts
from tests.rows import NOW
from tutor_core.models import Student
from tutor_core.profiling.pace import Adjustment, Typical

SPACE = "\N{NARROW NO-BREAK SPACE}"


def labels(app):
    return [one.label for one in app.expander]


def test_before_the_first_answer_no_pace_is_drawn(world, learner):
    assert "Your pace" not in labels(world.open())


def test_a_question_put_away_is_no_pace_yet(world, learner):
    world.open("practice").button(key="practice_not_now").click().run()
    app = world.open()
    assert not app.exception
    assert "Your pace" not in labels(app)


def test_one_answer_is_enough_to_say_something(world, learner):
    practice = world.open("practice")
    world.later(seconds=90)
    answer(practice, "2")

    app = world.open()

    assert labels(app) == ["Your pace"]
    said = texts(app.expander[0], "markdown")
    assert "Your answer took **1.5 minutes**; such questions are meant to take 2 minutes." in said
    assert "That is 0.8 times as long as meant." in said
    assert f"You answered 100{SPACE}% of the last questions" in said
    assert "02 March: the difficulty began at medium." in said
    assert "before" not in said
    assert "nobody is compared with anybody" in texts(app.expander[0], "caption")


def typical(answers=20, minutes=1.4, meant=2.0, ratio=0.7):
    return Typical(answers=answers, minutes=minutes, meant_minutes=meant, ratio=ratio)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (typical(), "Your last 20 answers typically took **1.4 minutes**; such questions are "
                    "meant to take 2 minutes. That is 0.7 times as long as meant."),
        (typical(minutes=1.1, ratio=1.04), "Your last 20 answers typically took **1.1 minutes**; "
         "such questions are meant to take 2 minutes. That is about as long as meant."),
        (typical(answers=1, minutes=0.01, meant=1, ratio=0.01), "Your answer took **1 second**; "
         "such questions are meant to take 1 minute. That is a moment of the time meant."),
    ],
)  # fmt: skip
def test_a_typical_time_is_said_in_words(given, sentence):
    assert typical_sentence(given) == sentence


def test_the_answers_before_are_said_beside_the_last_ones():
    assert before_sentence(typical(ratio=0.7), typical(ratio=1.6)) == (
        "The 20 answers before: 1.6 times as long as meant."
    )
    assert before_sentence(typical(ratio=0.7), typical(answers=1, ratio=0.72)) == (
        "The answer before: the same."
    )


def adjustment(of, was, now, why, **figures):
    return Adjustment(at=NOW, of=of, was=was, now=now, why=why, figures=figures)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (adjustment("pace", "normal", "slow", "above_meant_time", ratio=1.84, answers=20),
         "your pace went from normal to slow, because your last 20 answers typically took 1.8 "
         "times as long as meant."),
        (adjustment("pace", None, "normal", "not_recorded"), "your pace was normal."),
        (adjustment("level", None, 3, "first_question", fitting=3.0),
         "the difficulty began at medium."),
        (adjustment("level", 3, 4, "knows_more", fitting=3.7),
         "the difficulty rose from medium to hard, because your answers show that you know more."),
        (adjustment("level", 3, 2, "knows_less", fitting=2.2), "the difficulty fell from medium "
         "to easy, because your answers show that the questions were too hard."),
        (adjustment("level", 2, 3, "regraded"), "the difficulty rose from easy to medium, because "
         "earlier answers were graded again."),
        (adjustment("level", 2, 3, "not_recorded"), "the difficulty rose from easy to medium."),
    ],
)  # fmt: skip
def test_every_change_is_said_with_its_reason(given, sentence):
    assert adjustment_sentence(given) == sentence


def test_days_are_those_of_the_learner(world, learner):
    with world.database.transaction() as db:
        db.get_one(Student, learner.id).timezone = "Pacific/Auckland"
    practice = world.open("practice")
    world.later(seconds=30)
    answer(practice, "2")
    assert "03 March: the difficulty began" in texts(world.open().expander[0], "markdown")
