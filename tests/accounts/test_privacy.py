"""What the tutor stores about a person: all of it, only theirs, and no secret."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, event, func, select

from tests.rows import NOW, add_everything, add_student
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.privacy.queries import counts_of, take_out
from tutor_core.accounts.privacy.registry import KINDS, OF_OTHERS, PURPOSES
from tutor_core.models import Base, SimilarStudent, Student

SECRETS = ("digest", "password", "token", "secret")


def references_to_people(metadata: MetaData) -> Iterator[tuple[str, str]]:
    for table in metadata.tables.values():
        for column in table.columns:
            if any(key.target_fullname == "students.id" for key in column.foreign_keys):
                yield table.name, column.name


def unregistered(metadata: MetaData) -> set[tuple[str, str]]:
    known = {(kind.table, kind.owner) for kind in KINDS} | OF_OTHERS
    return set(references_to_people(metadata)) - known


def test_every_table_that_refers_to_a_person_is_registered():
    assert unregistered(Base.metadata) == set()


def test_a_new_table_that_is_not_registered_is_found():
    metadata = MetaData()
    Table("students", metadata, Column("id", Integer, primary_key=True))
    Table("moods", metadata, Column("student_id", Integer, ForeignKey("students.id")))
    assert unregistered(metadata) == {("moods", "student_id")}


def test_the_registry_names_only_what_there_is():
    for kind in KINDS:
        columns = set(Base.metadata.tables[kind.table].columns.keys())
        assert {kind.owner, *kind.kept_back} <= columns, kind.table
    assert len({kind.table for kind in KINDS}) == len(KINDS)
    assert {kind.purpose for kind in KINDS} == set(PURPOSES)


def test_no_column_that_sounds_like_a_secret_leaves():
    for kind in KINDS:
        for column in Base.metadata.tables[kind.table].columns:
            if any(word in column.name for word in SECRETS):
                assert column.name in kind.kept_back, (kind.table, column)


@pytest.fixture
def ada(db):
    return Actor(add_everything(db).id, "student")


def test_counts_are_those_of_the_persons_own_rows(db, ada):
    friend = Actor(db.scalar(select(Student.id).where(Student.username == "ben")), "student")
    counted = {stored.kind.table: stored.rows for stored in counts_of(db, ada)}
    for kind in KINDS:
        table = Base.metadata.tables[kind.table]
        own = select(func.count()).select_from(table).where(table.c[kind.owner] == ada.id)
        assert counted[kind.table] == db.scalar(own), kind.table
    assert counted["learning_sessions"] == 1
    others = {stored.kind.table: stored.rows for stored in counts_of(db, friend)}
    assert {table for table, rows in others.items() if rows} == {"students", "similar_students"}


def test_the_take_out_is_json_of_all_own_rows_and_of_nobody_elses(db, ada):
    taken = json.loads(json.dumps(take_out(db, ada, now=NOW)))
    tables = taken["tables"]
    for stored in counts_of(db, ada):
        assert len(tables[stored.kind.table]["rows"]) == stored.rows
    (account,) = tables["students"]["rows"]
    assert (account["username"], account["email"]) == ("ada", "ada@example.org")
    (likeness,) = tables["similar_students"]["rows"]
    assert likeness["student_id"] == ada.id
    assert "similar_student_id" not in likeness
    said = json.dumps(taken)
    assert "ben@" not in said
    for letter in "abce":
        assert letter * 64 not in said, "digests stay"


def test_rows_of_others_that_point_at_a_person_stay_with_their_owner(db, ada):
    eve = add_student(db, "eve")
    db.add(SimilarStudent(student_id=eve.id, similar_student_id=ada.id, similarity_score=0.25))
    db.flush()
    rows = take_out(db, ada, now=NOW)["tables"]["similar_students"]["rows"]
    assert [row["similarity_score"] for row in rows] == [0.5]


def test_counting_is_one_query(db, ada):
    said = []

    def listen(*given):
        said.append(given[2])

    event.listen(db.get_bind(), "before_cursor_execute", listen)
    counts_of(db, ada)
    event.remove(db.get_bind(), "before_cursor_execute", listen)
    assert len(said) == 1
