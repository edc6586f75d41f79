"""A regrade counts once, as it was shown, and can be taken back."""

import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.practice.conftest import add_school
from tests.practice.regrading.mending import (
    HOUR,
    LATER,
    counts,
    give,
    mend,
    number,
)
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.errors import StaleStateError
from tutor_core.practice.regrading.regrading import apply, preview

# --- Once, and as it was shown


def test_applying_again_changes_nothing(school):
    school.give(school.ada, "2")
    school.give(school.ben, "3")
    school.mend(answer_spec=number("2"))
    school.regrade()
    before = school.everything()

    seen = school.preview()
    again = school.regrade(now=LATER + HOUR)

    assert counts(seen) == (2, 0, 0, 2)
    assert (again.regrade_id, again.learners, again.attempts) == (None, 0, 0)
    assert school.everything() == before


def test_what_was_not_shown_is_not_applied(school):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    digest = school.preview().digest
    school.mend(answer_spec=number("7"))
    with pytest.raises(StaleStateError, match="Look again"):
        apply(school, OPERATOR, school.item, digest, only_gains=False, now=LATER)


def test_a_second_teacher_is_told_to_look_again(school):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    first, second = (school.preview().digest for _ in range(2))
    apply(school, OPERATOR, school.item, first, only_gains=False, now=LATER)
    before = school.everything()
    with pytest.raises(StaleStateError, match="Look again"):
        apply(school, school.tina, school.item, second, only_gains=False, now=LATER)
    assert school.everything() == before


def test_answers_given_by_the_mended_key_meanwhile_do_not_matter(school):
    school.give(school.ada, "2")
    school.mend(answer_spec=number("2"))
    digest = school.preview().digest
    school.give(school.ben, "2")
    receipt = apply(school, OPERATOR, school.item, digest, only_gains=False, now=LATER)
    assert receipt.attempts == 1


def test_two_at_once_count_once(database):
    with database.transaction() as db:
        add_school(db)
        learner = Actor(add_student(db).id, "student")
        db.get_one(m.Content, 1).answer_spec = number("3")
    give(database, learner, 1, "2")
    database.run(lambda db: mend(db, 1, answer_spec=number("2")))
    digest = preview(database, OPERATOR, 1, now=LATER).digest
    outcomes = []

    def click():
        try:
            apply(database, OPERATOR, 1, digest, only_gains=False, now=LATER)
            outcomes.append("done")
        except StaleStateError:
            outcomes.append("stale")

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "stale", "stale", "stale"]
    with database.reading() as db:
        assert db.scalar(select(func.count(m.RegradeChange.id))) == 1
        assert db.scalar(select(m.StudentKnowledge.correct_answers)) == 1


def test_what_breaks_midway_leaves_nothing_behind(database):
    with database.transaction() as db:
        add_school(db)
        ada, ben = (Actor(add_student(db, name).id, "student") for name in ("ada", "ben"))
        db.get_one(m.Content, 1).answer_spec = number("3")
    give(database, ada, 1, "2")
    give(database, ben, 1, "3")
    database.run(lambda db: mend(db, 1, answer_spec=number("2")))
    with database.transaction() as db:  # ada's rows can be put right, ben's cannot
        mastery = db.query(m.StudentMastery).filter_by(student_id=ben.id).one()
        mastery.correct_attempts = 0
    before = contents(database)
    digest = preview(database, OPERATOR, 1, now=LATER).digest

    with pytest.raises(IntegrityError):
        apply(database, OPERATOR, 1, digest, only_gains=False, now=LATER)

    assert contents(database) == before


def contents(database):
    with database.reading() as db:
        return {
            name: db.execute(select(table).order_by(*table.primary_key)).all()
            for name, table in m.Base.metadata.tables.items()
        }


# --- There and back again


KEYS = st.lists(st.sampled_from(["2", "3", "7"]), min_size=4, max_size=12)


@given(KEYS, st.integers(0, 3))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_key_changed_and_changed_back_ends_where_it_began(school, responses, seed):
    rng = random.Random(seed)
    others = list(school.db.scalars(select(m.Content.id).where(m.Content.difficulty == 2)))
    with school.db.begin_nested() as savepoint:
        for n, response in enumerate(responses):
            who = rng.choice([school.ada, school.ben])
            target = rng.choice([school.item, school.item, *others])
            hints = rng.choice([0, 0, 1])
            give(school, who, target, response, at=NOW + n * 7 * HOUR, hints=hints)
        before = numbers_of(school)
        school.mend(answer_spec=number("2"))
        school.regrade()
        school.mend(answer_spec=number("3"))
        school.regrade(now=LATER + HOUR)
        after = numbers_of(school)
        savepoint.rollback()
    school.db.expire_all()
    assert after.keys() == before.keys()
    for name, values in before.items():
        assert after[name] == pytest.approx(values, abs=1e-9), name


def numbers_of(school):
    """Every number that a regrade may touch."""
    columns = {
        m.LearningSession: ("is_correct", "points_earned", "reward"),
        m.LearnerEstimate: ("mean", "variance", "answers"),
        m.LearnerSkillEstimate: ("mean", "variance", "days_seen"),
        m.ItemEstimate: ("mean", "variance", "answers"),
        m.SkillEstimate: ("mean", "variance", "answers"),
        m.StudentMastery: ("mastery_level", "progress_percentage", "correct_attempts"),
        m.StudentKnowledge: (
            "algebra_score", "calculus_score", "correct_answers", "accuracy_rate",
            "preferred_difficulty",
        ),
        m.LearningPace: ("optimal_difficulty",),
        m.PerformanceMetrics: ("correct_attempts", "points_earned", "accuracy_rate"),
    }  # fmt: skip
    found = {}
    for table, names in columns.items():
        rows = school.db.scalars(select(table).order_by(*m.table_of(table).primary_key)).all()
        found[table.__tablename__] = [getattr(row, name) for row in rows for name in names]
    met = school.db.scalars(select(m.LearningSession.learnt_from).order_by(m.LearningSession.id))
    found["learnt_from"] = [
        value
        for one in met
        for values in [one["item"] or [], *one["skills"].values()]
        for value in values
    ]
    return found
