import threading

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tests.rows import NOW, add_student
from tutor_core.db import Database, make_engine
from tutor_core.models import Student, UserInteraction


def names(database):
    with database.reading() as db:
        return sorted(db.scalars(select(Student.username)))


def test_a_block_that_ends_is_kept_and_one_that_raises_is_not(database):
    with database.transaction() as db:
        add_student(db, "ada")
    with pytest.raises(RuntimeError), database.transaction() as db:
        add_student(db, "ben")
        raise RuntimeError
    assert names(database) == ["ada"]


def test_leaving_by_something_that_is_no_exception_keeps_nothing(database):
    """Streamlit reruns a page by raising a BaseException."""

    class Rerun(BaseException):
        pass

    with pytest.raises(Rerun), database.transaction() as db:
        add_student(db, "ada")
        raise Rerun
    assert names(database) == []


def test_the_database_itself_refuses_to_write_in_a_reading_block(database):
    with database.reading() as db, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        db.execute(insert(Student).values(username="a", email="a", hashed_password="!"))
    with database.transaction() as db:
        add_student(db, "ada")
    assert names(database) == ["ada"], "the connection writes again afterwards"


def test_references_are_enforced(database):
    with pytest.raises(IntegrityError), database.transaction() as db:
        db.add(UserInteraction(student_id=99, content_id=99, interaction_type="view"))


def test_a_reader_does_not_wait_for_a_writer(database):
    with database.transaction() as db:
        add_student(db, "ada")
    with database.transaction() as db:
        add_student(db, "ben")
        assert names(database) == ["ada"]
    assert names(database) == ["ada", "ben"]


def test_eight_writers_at_once_lose_nothing(database):
    with database.transaction() as db:
        add_student(db, "ada").preferred_difficulty = None
        db.execute(text("UPDATE students SET birth_year = 1900"))

    def work():
        for _ in range(10):
            with database.transaction() as db:
                query = select(Student).with_for_update(key_share=True)
                db.scalars(query).one().birth_year += 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as db:
        assert db.scalar(select(Student.birth_year)) == 1980


def test_a_passing_failure_is_tried_again_from_the_start(database):
    tries = []

    def action(db):
        tries.append(1)
        add_student(db, "ada")
        if len(tries) < 3:
            raise OperationalError("lost", None, Exception("connection lost"))
        return "done"

    assert database.run(action) == "done"
    assert len(tries) == 3
    assert names(database) == ["ada"]


def test_a_lasting_failure_is_not_tried_again(database):
    tries = []

    def action(db):
        tries.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - raised right here
        database.run(action)
    assert len(tries) == 1


def test_times_written_are_times_read(database):
    with database.transaction() as db:
        add_student(db, "ada").last_login = NOW
    with database.reading() as db:
        assert db.scalar(select(Student.last_login)) == NOW


def test_sqlite_knows_how_full_its_tables_are_after_a_look(tmp_path):
    database = Database(make_engine(f"sqlite:///{tmp_path}/filled.db"))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filled (number INTEGER)")
        connection.exec_driver_sql("CREATE INDEX numbers ON filled (number)")
        connection.exec_driver_sql("INSERT INTO filled VALUES (1), (2), (2)")

    database.refresh_statistics()

    with database.reading() as db:
        found = db.execute(text("SELECT tbl, idx, stat FROM sqlite_stat1")).all()
    database.engine.dispose()
    assert found == [("filled", "numbers", "3 2")]
