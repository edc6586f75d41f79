"""Lists of learners: read in any manner, looked through, taken in and back out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cohorts.conftest import person
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.links.service import use_link
from tutor_core.cohorts.queries import class_of
from tutor_core.cohorts.rosters.queries import look_through, rosters_of
from tutor_core.cohorts.rosters.reading import (
    MOST_LEARNERS,
    TAKEN_EMAIL,
    TAKEN_NAME,
    judge,
    read_lines,
    template,
)
from tutor_core.cohorts.rosters.service import import_roster, renew_links, undo_roster
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.errors import InvalidInputError, NotAllowedError, NotFoundError, StaleStateError

HEAD = "user name,e-mail,name,group\n"
TWO = HEAD + "lea,lea@example.org,Léa Noël,Red\nmax,max@example.org,Max,\n"


def look(room, text, actor=None):
    data = text if isinstance(text, bytes) else text.encode()
    return look_through(room.db, actor or room.tina, room.cohort, "5b.csv", data)


def take_in(room, text=TWO):
    return import_roster(room.db, room.tina, room.cohort, look(room, text), now=NOW)


def people(room):
    room.db.flush()
    view = class_of(room.db, room.tina, room.cohort, now=NOW)
    return {one.username: (one.name, one.groups, one.is_waiting) for one in view.roster}


def only_roster(room):
    (one,) = rosters_of(room.db, room.tina, room.cohort)
    return one.import_id


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode(),
        TWO.encode("utf-8-sig"),
        TWO.encode("utf-16"),
        TWO.replace(",", ";").encode("latin-1"),
        TWO.replace(",", "\t").replace("\n", "\r\n").encode("latin-1"),
        TWO.replace("user name", " User_Name ").replace("e-mail", "EMAIL").encode(),
    ],
)
def test_a_list_is_read_however_it_was_saved(room, data):
    found = look(room, data)
    assert [(one.learner.username, one.learner.name, one.group) for one in found.entries] == [
        ("lea", "Léa Noël", "Red"),
        ("max", "Max", ""),
    ]
    assert found.refused == ()


def test_the_list_to_fill_in_can_be_read():
    assert [cells["user name"] for _, cells in read_lines(template(), [])] == ["ada.king"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b"name\nAda\n", "`user name`"),
        (b"\x00\x01\x02", "not a text file"),
        (HEAD.encode() + b"a,b,c,d\n" * 100_000, "more than 1,001 lines"),
    ],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_used_is_a_sentence(room, data, said):
    with pytest.raises(UnreadableFileError, match=said):
        look(room, data)


def test_a_thousand_learners_fit(room):
    text = HEAD + "".join(f"kid{n},kid{n}@example.org,,\n" for n in range(MOST_LEARNERS))
    assert len(take_in(room, text)) == MOST_LEARNERS
    assert len(people(room)) == MOST_LEARNERS + 1


def test_every_refused_line_says_why(room):
    found = look(
        room,
        HEAD + "lea,lea@example.org,Lea,\nLEA,other@example.org,Lea II,\n"
        "lia,LEA@example.org,Lia,\nben,new@example.org,Ben,\nzoe,ben@example.org,Zoe,\n"
        "x,x@example.org,Too short,\nnot mail,y@example.org,Y,\nmia,nowhere,Mia,\n"
        "ada,ada@example.org,Ada,\n",
    )
    assert [one.learner.username for one in found.entries] == ["lea"]
    assert [one.line for one in found.here] == [10]
    why = {one.line: one.sentence for one in found.refused}
    assert list(why) == [3, 4, 5, 6, 7, 8, 9]
    assert why[3] == "This user name stands in line 2 too."
    assert why[4] == "This e-mail stands in line 2 too."
    assert (why[5], why[6]) == (TAKEN_NAME, TAKEN_EMAIL)


@pytest.mark.parametrize("name", ["=1+1", "<b>Lea</b>", "לאה\u200f", "Lea \u202eaeL", "+49 'x"])
def test_a_name_is_stored_as_it_is(room, name):
    take_in(room, HEAD + f'lea,lea@example.org,"{name}",\n')
    assert people(room)["lea"][0] == name


def test_accounts_are_made_with_links_that_set_a_password(room):
    links = take_in(room)
    assert people(room)["lea"] == ("Léa Noël", ("Red",), True)
    use_link(room.db, links[0].token, hashed_password="$2", now=NOW)
    assert people(room)["lea"] == ("Léa Noël", ("Red",), False)
    assert people(room)["max"][2]


def test_nobody_who_has_an_account_is_taken_in(room):
    found = look(room, HEAD + "ben,ben@example.org,Ben,\n")
    with pytest.raises(InvalidInputError):
        import_roster(room.db, room.tina, room.cohort, found, now=NOW)
    assert room.learners == {room.ada.id}


def test_a_name_taken_meanwhile_stops_the_whole_list(room):
    found = look(room, TWO)
    person(room.db, "max")
    with pytest.raises(StaleStateError):
        import_roster(room.db, room.tina, room.cohort, found, now=NOW)
    assert set(people(room)) == {"ada"}


def test_a_list_is_undone_while_nobody_has_come(room):
    take_in(room)
    assert undo_roster(room.db, room.tina, room.cohort, only_roster(room), now=NOW) == 2
    assert set(people(room)) == {"ada"}
    assert rosters_of(room.db, room.tina, room.cohort) == ()
    assert room.db.query(m.Student).filter_by(username="lea").count() == 0


def test_a_list_stays_once_somebody_has_come(room):
    links = take_in(room)
    number = only_roster(room)
    use_link(room.db, links[0].token, hashed_password="$2", now=NOW)
    with pytest.raises(InvalidInputError):
        undo_roster(room.db, room.tina, room.cohort, number, now=NOW)
    assert set(people(room)) == {"ada", "lea", "max"}
    renewed = renew_links(room.db, room.carl, room.cohort, number, now=NOW)
    assert [one.username for one in renewed] == ["max"]


def test_a_list_of_another_class_is_out_of_reach(room):
    take_in(room)
    number = only_roster(room)
    for call in (renew_links, undo_roster):
        with pytest.raises(NotAllowedError):
            call(room.db, room.otto, room.cohort, number, now=NOW)
        with pytest.raises(NotFoundError):
            call(room.db, room.tina, room.cohort, number + 1, now=NOW)
    with pytest.raises(NotAllowedError):
        look(room, TWO, room.otto)


CELL = st.text(max_size=30)


@given(st.lists(st.fixed_dictionaries({"user name": CELL, "e-mail": CELL, "name": CELL})))
def test_each_line_becomes_one_thing(rows):
    none = frozenset()
    lines = list(enumerate(rows, start=2))
    found = judge("x.csv", lines, usernames=none, emails=none, members=none)
    numbers = [one.line for one in (*found.entries, *found.refused)]
    assert sorted(numbers) == [number for number, _ in lines]
