"""Classes: made, renamed, put away; joined by a code, left; taught by several."""

import datetime as dt
import random

import pytest
from sqlalchemy import event, insert

from tests.cohorts.conftest import person
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.throttle.rules import JOININGS_OF_A_PERSON
from tutor_core.cohorts.codes import CODE_DAYS
from tutor_core.cohorts.groups import service as groups
from tutor_core.cohorts.members.service import leave_class, remove_learner
from tutor_core.cohorts.queries import class_of, classes_of, joined_classes
from tutor_core.cohorts.service import (
    create_class,
    rename_class,
    renew_code,
    revoke_code,
    set_archived,
)
from tutor_core.cohorts.teachers.service import add_teacher, remove_teacher
from tutor_core.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleStateError,
    TooManyTriesError,
)

RNG = random.Random(2)
DAY = dt.timedelta(days=1)


def seen(room, actor=None, *, now=NOW):
    room.db.flush()
    return class_of(room.db, actor or room.tina, room.cohort, now=now)


def test_a_new_class_is_empty_with_a_code_for_thirty_days(room):
    cohort = create_class(room.db, room.otto, "  6a\t ", now=NOW, rng=RNG)
    view = class_of(room.db, room.otto, cohort, now=NOW)
    assert (view.name, view.roster, view.groups) == ("6a", (), ())
    assert view.code.expires_at == NOW + CODE_DAYS * DAY
    assert view.code.state == "good"
    assert [one.username for one in view.teachers] == ["otto"]


@pytest.mark.parametrize("name", ["", "   ", "\u200f\u200e", "x" * 101, "\x00"])
def test_a_class_needs_a_name_that_can_be_seen(room, name):
    with pytest.raises(InvalidInputError):
        create_class(room.db, room.tina, name, now=NOW, rng=RNG)


@pytest.mark.parametrize("name", ["=1+1", "<b>5b</b>", "\u05d0\u200f 5b", "5b \u202e!"])
def test_a_name_is_kept_as_it_is(room, name):
    cohort = create_class(room.db, room.tina, name, now=NOW, rng=RNG)
    assert class_of(room.db, room.tina, cohort, now=NOW).name == name


def test_of_two_tabs_the_second_is_told(room):
    version = seen(room).version
    rename_class(room.db, room.tina, room.cohort, "5b maths", version=version, now=NOW)
    with pytest.raises(StaleStateError):
        rename_class(room.db, room.carl, room.cohort, "5b sums", version=version, now=NOW)
    assert seen(room).name == "5b maths"


def test_a_class_put_away_is_listed_last_joined_by_nobody_and_comes_back(room):
    create_class(room.db, room.tina, "9z", now=NOW, rng=RNG)
    set_archived(room.db, room.tina, room.cohort, is_archived=True, now=NOW)
    lines = classes_of(room.db, room.tina)
    assert [(one.name, one.is_archived, one.learners) for one in lines] == [
        ("9z", False, 0),
        ("5b", True, 1),
    ]
    assert room.join(room.ben) is None
    set_archived(room.db, room.tina, room.cohort, is_archived=False, now=NOW)
    assert room.join(room.ben).name == "5b"


def test_unknown_expired_and_revoked_codes_are_answered_alike(room):
    old = room.row.join_code
    assert room.join(room.ben, "ZZZZ-9999") is None
    assert room.join(room.ben, "no code at all, surely") is None
    assert room.join(room.ben, old, now=NOW + CODE_DAYS * DAY) is None
    new = renew_code(room.db, room.carl, room.cohort, days=1, now=NOW, rng=RNG)
    assert room.join(room.ben, old) is None
    revoke_code(room.db, room.carl, room.cohort, now=NOW)
    assert seen(room).code.state == "off"
    assert room.join(room.ben, new) is None
    assert room.learners == {room.ada.id}
    failed = (room.ben.id, "join_class", "failed")
    assert room.acts().count(failed) == 5


def test_a_renewed_code_lets_in_again_even_for_ever(room):
    revoke_code(room.db, room.tina, room.cohort, now=NOW)
    new = renew_code(room.db, room.tina, room.cohort, days=None, now=NOW, rng=RNG)
    assert room.join(room.ben, new.lower(), now=NOW + 5000 * DAY).name == "5b"


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_code_is_good_for_a_year_at_most(room, days):
    with pytest.raises(InvalidInputError):
        renew_code(room.db, room.tina, room.cohort, days=days, now=NOW, rng=RNG)


def test_guessing_codes_has_an_end_for_one_person_only(room):
    for _ in range(JOININGS_OF_A_PERSON.uses):
        assert room.join(room.ben, "ZZZZ-9999") is None
    with pytest.raises(TooManyTriesError):
        room.join(room.ben)
    cleo = person(room.db, "cleo")
    assert room.join(cleo).name == "5b"
    assert room.join(room.ben, now=NOW + JOININGS_OF_A_PERSON.within).name == "5b"


def test_joining_twice_changes_nothing(room):
    again = room.join(room.ada, now=NOW + DAY)
    assert again.was_in
    assert seen(room).roster[0].joined_at == NOW


def test_whoever_teaches_a_class_cannot_be_a_learner_of_it(room):
    for teacher in (room.tina, room.carl):
        with pytest.raises(InvalidInputError):
            room.join(teacher)
    assert room.learners == {room.ada.id}


def test_a_learner_leaves_with_all_groups_and_may_come_back(room):
    group = groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    change(room, group, learners=[room.ada.id])
    leave_class(room.db, room.ada, room.cohort, now=NOW + DAY)
    assert seen(room).roster == ()
    assert seen(room).groups[0].learners == frozenset()
    assert joined_classes(room.db, room.ada) == ()
    with pytest.raises(NotFoundError):
        leave_class(room.db, room.ada, room.cohort, now=NOW)
    assert not room.join(room.ada, now=NOW + 2 * DAY).was_in
    assert seen(room).roster[0].joined_at == NOW + 2 * DAY


def test_a_removed_learner_keeps_account_and_work(room):
    room.db.add(m.PerformanceMetrics(student_id=room.ada.id, metric_date=NOW.date()))
    remove_learner(room.db, room.carl, room.cohort, room.ada.id, now=NOW)
    assert room.learners == set()
    assert room.db.query(m.PerformanceMetrics).filter_by(student_id=room.ada.id).count() == 1
    with pytest.raises(NotFoundError):
        remove_learner(room.db, room.carl, room.cohort, room.ben.id, now=NOW)


def test_a_learner_sees_who_teaches_their_classes(room):
    group = groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    change(room, group, learners=[room.ada.id])
    (one,) = joined_classes(room.db, room.ada)
    assert (one.name, one.teachers, one.groups) == ("5b", ("tina", "carl"), ("Red",))


def test_the_roster_says_when_somebody_was_active_and_what_they_answered_this_week(room):
    today = NOW.date()
    room.db.get_one(m.Student, room.ada.id).full_name = "Ada King"
    for ago, attempts, reviews in ((0, 3, 0), (6, 4, 0), (7, 50, 0), (-1, 9, 0), (30, 0, 10)):
        room.db.add(
            m.PerformanceMetrics(
                student_id=room.ada.id, metric_date=today - ago * DAY, total_attempts=attempts,
                reviews=reviews,
            )
        )  # fmt: skip
    room.join(room.ben)
    ada, ben = seen(room).roster
    assert (ada.name, ada.answers, ada.last_active) == ("Ada King", 7, today + DAY)
    assert (ben.name, ben.answers, ben.last_active) == ("ben", 0, None)
    assert not ada.is_waiting


def test_a_thousand_learners_are_read_in_as_many_queries_as_none(room, db):
    def queries():
        counted = []

        def listen(*_):
            counted.append(1)

        event.listen(db.get_bind(), "before_cursor_execute", listen)
        view = seen(room)
        event.remove(db.get_bind(), "before_cursor_execute", listen)
        return len(counted), len(view.roster)

    db.flush()
    few, one = queries()
    rows = [{"username": f"s{n}", "email": f"s{n}@example.org", "hashed_password": "!"}
            for n in range(1000)]  # fmt: skip
    ids = list(db.scalars(insert(m.Student).returning(m.Student.id), rows))
    db.execute(insert(m.CohortMember), [{"cohort_id": room.cohort, "student_id": i} for i in ids])
    many, all_of_them = queries()
    assert (one, all_of_them) == (1, 1001)
    assert many == few


def change(room, group, *, learners, name="Red", version=1, actor=None):
    groups.change_group(
        room.db, actor or room.tina, room.cohort, group,
        name=name, learners=learners, version=version, now=NOW,
    )  # fmt: skip


def test_a_group_is_renamed_filled_emptied_and_dissolved(room):
    room.join(room.ben)
    group = groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    change(room, group, learners=[room.ada.id, room.ben.id], name="Blue")
    assert [(one.name, one.learners) for one in seen(room).groups] == [
        ("Blue", frozenset({room.ada.id, room.ben.id}))
    ]
    assert seen(room).roster[0].groups == ("Blue",)
    change(room, group, learners=[room.ben.id], name="Blue", version=2)
    assert seen(room).roster[0].groups == ()
    groups.dissolve_group(room.db, room.carl, room.cohort, group, now=NOW)
    assert seen(room).groups == ()
    assert len(seen(room).roster) == 2


def test_a_group_changed_elsewhere_or_with_strangers_is_not_overwritten(room):
    group = groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    change(room, group, learners=[room.ada.id])
    with pytest.raises(StaleStateError):
        change(room, group, learners=[], version=1)
    with pytest.raises(StaleStateError):
        change(room, group, learners=[room.ben.id], version=2)
    assert seen(room).groups[0].learners == {room.ada.id}


def test_two_groups_of_a_class_have_two_names(room):
    groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    other = groups.make_group(room.db, room.tina, room.cohort, "Blue", now=NOW)
    with pytest.raises(InvalidInputError):
        groups.make_group(room.db, room.tina, room.cohort, " Red ", now=NOW)
    with pytest.raises(InvalidInputError):
        change(room, other, learners=[])


def test_a_group_of_another_class_is_out_of_reach(room):
    theirs = create_class(room.db, room.otto, "6a", now=NOW, rng=RNG)
    group = groups.make_group(room.db, room.otto, theirs, "Red", now=NOW)
    with pytest.raises(NotFoundError):
        change(room, group, learners=[])
    with pytest.raises(NotFoundError):
        groups.dissolve_group(room.db, room.tina, room.cohort, group, now=NOW)


def test_a_co_teacher_is_a_teacher_called_by_user_name(room):
    for name in ("ada", "nobody", "otto@example.org", "", "o\x00tto", "x" * 5000):
        with pytest.raises(InvalidInputError):
            add_teacher(room.db, room.tina, room.cohort, name, now=NOW)
    add_teacher(room.db, room.carl, room.cohort, " OTTO ", now=NOW)
    add_teacher(room.db, room.carl, room.cohort, "otto", now=NOW)
    names = [(one.username, one.is_owner) for one in seen(room).teachers]
    assert names == [("tina", True), ("carl", False), ("otto", False)]


def test_the_owner_cannot_be_removed_a_co_teacher_can_and_sees_nothing_then(room):
    with pytest.raises(InvalidInputError):
        remove_teacher(room.db, room.carl, room.cohort, room.tina.id, now=NOW)
    remove_teacher(room.db, room.carl, room.cohort, room.carl.id, now=NOW)
    with pytest.raises(NotAllowedError):
        seen(room, room.carl)
    with pytest.raises(NotFoundError):
        remove_teacher(room.db, room.tina, room.cohort, room.carl.id, now=NOW)


def test_every_act_of_a_teacher_is_in_the_audit_log(room):
    group = groups.make_group(room.db, room.tina, room.cohort, "Red", now=NOW)
    change(room, group, learners=[room.ada.id])
    groups.dissolve_group(room.db, room.tina, room.cohort, group, now=NOW)
    renew_code(room.db, room.tina, room.cohort, days=3, now=NOW, rng=RNG)
    revoke_code(room.db, room.tina, room.cohort, now=NOW)
    rename_class(room.db, room.tina, room.cohort, "6b", version=1, now=NOW)
    set_archived(room.db, room.tina, room.cohort, is_archived=True, now=NOW)
    set_archived(room.db, room.tina, room.cohort, is_archived=False, now=NOW)
    remove_learner(room.db, room.tina, room.cohort, room.ada.id, now=NOW)
    remove_teacher(room.db, room.tina, room.cohort, room.carl.id, now=NOW)
    own = [action for actor, action, _ in room.acts() if actor == room.tina.id]
    assert own == [
        "create_class", "add_teacher", "make_group", "change_group", "dissolve_group",
        "renew_code", "revoke_code", "rename_class", "archive_class", "bring_back_class",
        "remove_learner", "remove_teacher",
    ]  # fmt: skip


REACHES = {
    "class_of": lambda r, a: class_of(r.db, a, r.cohort, now=NOW),
    "rename": lambda r, a: rename_class(r.db, a, r.cohort, "x", version=r.row.version, now=NOW),
    "archive": lambda r, a: set_archived(r.db, a, r.cohort, is_archived=True, now=NOW),
    "renew": lambda r, a: renew_code(r.db, a, r.cohort, days=1, now=NOW, rng=RNG),
    "revoke": lambda r, a: revoke_code(r.db, a, r.cohort, now=NOW),
    "remove": lambda r, a: remove_learner(r.db, a, r.cohort, r.ada.id, now=NOW),
    "add_teacher": lambda r, a: add_teacher(r.db, a, r.cohort, "otto", now=NOW),
    "remove_teacher": lambda r, a: remove_teacher(r.db, a, r.cohort, r.carl.id, now=NOW),
    "make_group": lambda r, a: groups.make_group(r.db, a, r.cohort, "Red", now=NOW),
}


@pytest.mark.parametrize("act", REACHES)
def test_only_those_who_teach_a_class_reach_it(room, act):
    admin, researcher = person(room.db, "root", "admin"), person(room.db, "rita", "researcher")
    demoted = Actor(room.tina.id, "student")
    room.join(room.ben)
    before = room.acts(), room.learners, room.row.version, room.row.join_code
    for stranger in (room.otto, room.ada, room.ben, admin, researcher, demoted):
        with pytest.raises(NotAllowedError):
            REACHES[act](room, stranger)
    assert (room.acts(), room.learners, room.row.version, room.row.join_code) == before
    REACHES[act](room, room.carl)


def test_another_teachers_class_and_none_at_all_are_refused_alike(room):
    said = []
    for cohort in (room.cohort, 987654):
        with pytest.raises(NotAllowedError) as refused:
            class_of(room.db, room.otto, cohort, now=NOW)
        said.append((str(refused.value), refused.value.action))
    assert said[0] == said[1]
    assert classes_of(room.db, room.otto) == ()
