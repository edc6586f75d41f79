"""A school of two teachers, a co-teacher and learners; one class."""

import random
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.cohorts.members.service import join_class
from tutor_core.cohorts.service import create_class
from tutor_core.cohorts.teachers.service import add_teacher


@dataclass
class ClassRoom:
    """Tina's class, which Carl helps to teach and Ada is in; Otto teaches another."""

    db: Session
    tina: Actor
    carl: Actor
    otto: Actor
    ada: Actor
    ben: Actor
    cohort: int

    @property
    def row(self) -> m.Cohort:
        self.db.flush()
        return self.db.get_one(m.Cohort, self.cohort, populate_existing=True)

    @property
    def learners(self) -> set[int]:
        self.db.flush()
        return set(
            self.db.scalars(
                select(m.CohortMember.student_id).where(
                    m.CohortMember.cohort_id == self.cohort, m.CohortMember.left_at.is_(None)
                )
            )
        )

    def acts(self) -> list[tuple[int | None, str, str]]:
        self.db.flush()
        rows = self.db.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id))
        return [(one.actor_id, one.action, one.outcome) for one in rows]

    def join(self, actor: Actor, typed: str | None = None, *, now=NOW, address=None):
        code = self.row.join_code if typed is None else typed
        return join_class(self.db, actor, code, address=address, now=now)


def person(db: Session, name: str, role: str = "student") -> Actor:
    return Actor(add_student(db, name, role=role).id, role)


@pytest.fixture
def room(db: Session) -> ClassRoom:
    tina, carl, otto = (person(db, name, "teacher") for name in ("tina", "carl", "otto"))
    ada, ben = person(db, "ada"), person(db, "ben")
    cohort = create_class(db, tina, "5b", now=NOW, rng=random.Random(1))
    made = ClassRoom(db, tina, carl, otto, ada, ben, cohort)
    add_teacher(db, tina, cohort, "carl", now=NOW)
    assert made.join(ada) is not None
    return made
