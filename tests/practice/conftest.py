"""A small school: one learner, two skills of algebra, one of calculus, six items."""

import random
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.content.answers.verdicts import Grade
from tutor_core.practice import service
from tutor_core.practice.goal import Goal

RIGHT = Grade(verdict="correct", note="number.exact", understood="2", understood_is_latex=True)
WRONG = Grade(verdict="incorrect", note="number.wrong", message="Not quite.", understood="3")


def add_school(db: Session) -> None:
    for skill_id, name, parent in (
        (100, "algebra", None), (200, "calculus", None), (150, "sums", 100), (250, "change", 200),
    ):  # fmt: skip
        db.add(m.Skill(id=skill_id, name=name, display_name=name, parent_skill_id=parent))
        db.flush()
    for skill_id, name, parent, prerequisites in (
        (101, "adding", 150, []),
        (102, "doubling", 150, [101]),
        (201, "slopes", 250, [102]),
    ):
        db.add(
            m.Skill(
                id=skill_id, name=name, display_name=name.title(), parent_skill_id=parent,
                prerequisite_skill_ids=prerequisites, difficulty_level=1,
            )
        )  # fmt: skip
        db.add(m.MasterySkill(id=skill_id, name=name, difficulty="beginner"))
    db.flush()
    for name, topic in (("adding", "algebra"), ("doubling", "algebra"), ("slopes", "calculus")):
        for level in (2, 3):
            add_item(
                db, topic=topic, subtopic=name, tags=[name], difficulty=level,
                slug=f"{name}-{level}", estimated_time_minutes=2,
                hints=["Count on.", "Use your fingers."],
                question_text=f"{name} {level}",
            )  # fmt: skip


def _step(number):
    return {
        "question": f"What is {number} + 1?",
        "answer_spec": {"type": "number", "answer": str(number + 1)},
        "correct_answer": str(number + 1),
        "explanation": "One more.",
    }


def add_exercise(db):
    return add_item(
        db, content_type="exercise", subtopic="adding", hints=[], points=40,
        question_text="How many stairs?", correct_answer="5",
        answer_spec={"type": "number", "answer": "5"},
        steps=[_step(number) for number in range(1, 5)],
    )  # fmt: skip


@dataclass
class Learner:
    """A learner at work in one open transaction."""

    db: Session
    actor: Actor
    rng: random.Random

    def next(self, goal: Goal = Goal(), *, at=NOW):  # noqa: B008 - frozen
        return service.next_attempt(self.db, self.actor, goal, now=at, rng=self.rng)

    def answer(self, attempt, grade=RIGHT, response="2", *, at=NOW):
        return service.submit_answer(
            self.db, self.actor, attempt.attempt_id, response, grade, now=at
        )

    def row(self, table, **keys: Any):
        self.db.flush()
        self.db.expire_all()
        return self.db.query(table).filter_by(**keys).one_or_none()

    def rows(self, table):
        self.db.flush()
        self.db.expire_all()
        return self.db.query(table).order_by(table.id).all()


@pytest.fixture
def learner(db):
    add_school(db)
    return Learner(db, Actor(add_student(db).id, "student"), random.Random(5))
