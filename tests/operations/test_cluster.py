"""Similar students compared on several machines: the very table that one machine gives."""

import pytest
from distributed import LocalCluster
from sqlalchemy import select

from tests.operations.test_likeness import add_learner
from tests.rows import NOW, add_item, add_skill
from tutor_core import models as m
from tutor_core.errors import SetupError
from tutor_core.operations.cluster import on_cluster
from tutor_core.operations.likeness import AT_ONCE, refresh_similar_students

LEARNERS = AT_ONCE + 20  # two portions


@pytest.fixture
def school(database):
    with database.transaction() as db:
        add_skill(db)
        items = [add_item(db).id for _ in range(7)]
        for number in range(LEARNERS):
            mean = (number * 37 % 101) / 50 - 1
            add_learner(db, f"l{number}", items[number % 7], mean=mean, reward=mean / 2)
    return database


@pytest.fixture
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers:
        yield workers.scheduler_address


def tables(database):
    pairs = select(
        m.SimilarStudent.student_id,
        m.SimilarStudent.similar_student_id,
        m.SimilarStudent.similarity_score,
    )
    with database.reading() as db:
        return (
            sorted(tuple(row) for row in db.execute(pairs)),
            {row.student_id: row.gains for row in db.scalars(select(m.SimilarGains))},
        )


def test_two_workers_give_the_table_that_one_machine_gives(school, cluster):
    refresh_similar_students(school, now=NOW)
    here = tables(school)
    told = []

    report = refresh_similar_students(
        school,
        now=NOW,
        compare=on_cluster(cluster),
        advance=lambda done, total: told.append((done, total)),
    )

    assert tables(school) == here
    assert report.learners == LEARNERS
    assert told == [(AT_ONCE, LEARNERS), (LEARNERS, LEARNERS)]
    assert here[0]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_a_scheduler_that_does_not_answer_is_said_and_nothing_is_lost(database, address):
    with database.transaction() as db:
        add_skill(db)
        item = add_item(db).id
        for number in range(3):
            add_learner(db, f"l{number}", item, mean=1.0, reward=0.5)
    refresh_similar_students(database, now=NOW)
    before = tables(database)

    with pytest.raises(SetupError, match="No scheduler answers"):
        refresh_similar_students(database, now=NOW, compare=on_cluster(address, patience_seconds=1))

    assert tables(database) == before
