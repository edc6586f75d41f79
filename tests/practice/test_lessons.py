import datetime as dt

import pytest

from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import NotFoundError
from tutor_core.practice.goal import Goal
from tutor_core.practice.lessons.queries import lesson_on, lessons_of
from tutor_core.practice.lessons.service import finish_lesson, open_lesson

LATER = NOW + dt.timedelta(hours=1)


def add_lesson(db, skill, topic="algebra", **values):
    return add_item(
        db, content_type="lesson", topic=topic, subtopic=skill, tags=[skill], answer_spec=None,
        question_text=f"The idea of {skill}.", explanation=f"An example of {skill}.",
        estimated_time_minutes=4, **values,
    )  # fmt: skip


@pytest.fixture
def lessons(learner):
    links = m.skill_prerequisites
    learner.db.execute(links.insert(), [
        {"skill_id": 102, "prerequisite_id": 101}, {"skill_id": 201, "prerequisite_id": 102},
    ])  # fmt: skip
    return {name: add_lesson(learner.db, name) for name in ("doubling", "adding")} | {
        "slopes": add_lesson(learner.db, "slopes", "calculus")
    }


def test_a_subject_lists_its_lessons_in_the_order_of_its_skills(learner, lessons):
    finish_lesson(learner.db, learner.actor, lessons["doubling"].id, now=NOW)

    found = lessons_of(learner.db, learner.actor, "algebra")

    assert [(one.skill, one.title, one.unit, one.is_read) for one in found] == [
        ("adding", "Adding", "sums", False),
        ("doubling", "Doubling", "sums", True),
    ]
    assert lessons_of(learner.db, learner.actor, "physics") == []


def test_a_lesson_says_what_it_builds_on_and_leads_to(learner, lessons):
    found = lesson_on(learner.db, learner.actor, "doubling")

    assert (found.idea, found.rest) == ("The idea of doubling.", "An example of doubling.")
    assert (found.title, found.topic, found.minutes) == ("Doubling", "algebra", 4)
    assert [one.title for one in found.needs] == ["Adding"]
    assert [one.skill for one in found.leads_to] == ["slopes"]
    assert found.read_at is None


def test_reading_is_written_down_and_belongs_to_who_read(learner, lessons):
    lesson = lessons["adding"]
    other = Actor(add_student(learner.db, "other").id, "student")
    open_lesson(learner.db, learner.actor, lesson.id, now=NOW)
    assert lesson_on(learner.db, learner.actor, "adding").read_at is None

    for moment in (NOW, LATER):
        finish_lesson(learner.db, learner.actor, lesson.id, now=moment)

    assert lesson_on(learner.db, learner.actor, "adding").read_at == LATER
    assert lesson_on(learner.db, other, "adding").read_at is None
    kinds = [row.interaction_type for row in learner.rows(m.UserInteraction)]
    assert kinds == ["view", "complete", "complete"]


def test_what_is_no_published_lesson_is_not_read(learner, lessons):
    question = learner.next()
    for number in (question.content_id, 999):
        with pytest.raises(NotFoundError):
            finish_lesson(learner.db, learner.actor, number, now=NOW)
    add_lesson(learner.db, "slopes", "calculus", is_published=False)
    lessons["slopes"].is_published = False
    learner.db.flush()
    with pytest.raises(NotFoundError, match="no lesson on this skill"):
        lesson_on(learner.db, learner.actor, "slopes")


def test_a_lesson_is_never_asked_as_a_question(learner, lessons):
    asked = set()
    for minutes in range(12):
        attempt = learner.next(at=NOW + dt.timedelta(minutes=minutes))
        asked.add(attempt.content_id)
        learner.answer(attempt, at=NOW + dt.timedelta(minutes=minutes, seconds=30))

    assert not asked & {lesson.id for lesson in lessons.values()}


def test_practising_one_skill_stays_in_it(learner):
    for minutes in range(4):
        attempt = learner.next(Goal(skill="slopes"), at=NOW + dt.timedelta(minutes=minutes))
        assert attempt.skill == "slopes"
        learner.answer(attempt, at=NOW + dt.timedelta(minutes=minutes, seconds=30))


def test_asking_for_another_skill_puts_the_open_question_away(learner):
    first = learner.next(Goal(skill="adding"))

    assert learner.next(Goal(skill="adding")).attempt_id == first.attempt_id
    assert learner.next(Goal(skill="doubling")).skill == "doubling"
    row = learner.row(m.LearningSession, id=first.attempt_id)
    assert (row.end_time, row.is_correct) == (NOW, None)
