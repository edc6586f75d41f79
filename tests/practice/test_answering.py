"""An answer from the page to the database, as one piece of work."""

import random

import pytest
from sqlalchemy import event

from tests.practice.conftest import add_school
from tests.rows import NOW, add_student
from tutor_core.accounts.actor import Actor
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.shipped import shipped_badges
from tutor_core.content.shipped import shipped_curriculum
from tutor_core.practice import service
from tutor_core.practice.answering import answer
from tutor_core.practice.goal import Goal

NAMES = [skill.name for skill in shipped_curriculum().skills]
# Two write gaps, where any opened, moved or closed; two are about cards, three about badges, one
# about plans.
MOST_STATEMENTS = 29


@pytest.mark.parametrize("response", ["2", "3", "two apples"])
def test_the_database_part_of_an_answer_is_at_most_twenty_nine_statements(database, response):
    with database.transaction() as db:
        add_school(db)
        load_badges(db, shipped_badges(NAMES), now=NOW)
        actor = Actor(add_student(db).id, "student")
    rng = random.Random(1)
    for _ in range(2):  # the second finds rows to change where the first made them
        attempt = database.run(lambda db: service.next_attempt(db, actor, Goal(), now=NOW, rng=rng))
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_, into=statements):
            if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
                into.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        answer(database, actor, attempt.attempt_id, response, locale="en", now=NOW)
        event.remove(database.engine, "before_cursor_execute", note)
        assert 2 <= len(statements) <= MOST_STATEMENTS
