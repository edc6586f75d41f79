"""Two schools: one simulated, that is only read, and one of three people in one transaction."""

import datetime as dt
import shutil

import pytest
from sqlalchemy import select

from tests.practice.conftest import add_school
from tests.practice.regrading.mending import (
    LATER,
    OneTransaction,
    give,
    mend,
    number,
    regrade,
)
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.content.queries import published_items
from tutor_core.db import Database, make_engine
from tutor_core.operations.opening import bring_curriculum
from tutor_core.practice.queries import receipt_of
from tutor_core.practice.regrading.regrading import preview
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.world import build

SMALL = Blueprint(learners=8, cohorts=4, days=25, seed=7, now=NOW)


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory):
    """A database in which a school has worked for some weeks."""
    path = tmp_path_factory.mktemp("school") / "school.db"
    shutil.copy(sqlite_template, path)
    database = Database(make_engine(f"sqlite:///{path}"))
    bring_curriculum(database, now=NOW - dt.timedelta(days=30))
    with database.reading() as db:
        skills, items = simulation.skills_of(db), published_items(db)
    world = build(skills, items, SMALL)
    grades = simulation.grades_of(world)
    with database.transaction() as db:
        simulation.write(db, world, grades, SMALL, hashes=["!a", "!b", "!c", "!d"])
    yield database
    database.engine.dispose()


@pytest.fixture
def school(db):
    """A school in one transaction: ada and ben learn, tina teaches ada."""
    add_school(db)
    numbers = [add_student(db, name).id for name in ("ada", "ben")]
    tina = add_student(db, "tina", role="teacher")
    cohort = m.Cohort(name="5b", teacher_id=tina.id, join_code="ABC")
    db.add(cohort)
    db.flush()
    db.add(m.CohortMember(cohort_id=cohort.id, student_id=numbers[0], joined_at=NOW))
    return School(db, *(Actor(one, "student") for one in numbers), Actor(tina.id, "teacher"))


class School(OneTransaction):
    """Its people, and what they do with one item whose key is wrong."""

    def __init__(self, db, ada, ben, tina):
        super().__init__(db)
        self.ada, self.ben, self.tina = ada, ben, tina
        self.item = db.query(m.Content).filter_by(slug="adding-3").one().id
        self.change(answer_spec=number("3"))

    def change(self, **values):
        for name, value in values.items():
            setattr(self.db.get_one(m.Content, self.item), name, value)
        self.db.flush()

    def give(self, actor, response, **how):
        return give(self, actor, self.item, response, **how)

    def mend(self, **values):
        mend(self.db, self.item, **values)

    def preview(self, actor=OPERATOR, **how):
        return preview(self, actor, self.item, now=LATER, **how)

    def regrade(self, actor=OPERATOR, **how):
        return regrade(self, actor, self.item, **how)

    def attempt(self, receipt):
        return self.db.get_one(m.LearningSession, receipt.attempt_id)

    def receipt(self, receipt, actor=None):
        return receipt_of(self.db, actor or self.ada, receipt.attempt_id)

    def everything(self):
        """All that is stored of attempts and learners."""
        self.db.flush()
        return {
            name: self.db.execute(select(table).order_by(*table.primary_key)).all()
            for name, table in m.Base.metadata.tables.items()
            if name not in ("user_interactions",)
        }
