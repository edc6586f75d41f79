import pytest
from sqlalchemy import select, update

from tests.rows import NOW, add_student
from tutor_core.accounts.actor import Actor
from tutor_core.accounts.queries import person_of_session
from tutor_core.db import Database, make_engine
from tutor_core.errors import NotAllowedError, NotFoundError, TooManyTriesError
from tutor_core.models import Student
from tutor_core.operations.opening import bring_curriculum
from tutor_core.simulation import service as simulation
from tutor_core.simulation.events import Blueprint
from tutor_core.simulation.visits.service import enter

TINY = Blueprint(learners=4, days=2, now=NOW)


@pytest.fixture
def demo(new_url):
    database = Database(make_engine(new_url("sqlite")))
    bring_curriculum(database, now=NOW)
    simulation.make_demo_world(database, TINY, cost=4)
    yield database
    database.engine.dispose()


def come(database, visitor, *, is_demo=True, address="192.0.2.7", timezone="Asia/Tokyo"):
    return database.run(
        lambda db: enter(
            db, visitor, is_demo=is_demo, address=address, timezone=timezone, locale="de-DE",
            now=NOW,
        )
    )  # fmt: skip


def person(database, opened):
    with database.reading() as db:
        return person_of_session(db, opened.session_id, now=NOW)


@pytest.mark.parametrize(
    ("visitor", "username", "role"),
    [
        ("student", "demo-student", "student"),
        ("newcomer", "demo-newcomer", "student"),
        ("teacher", "demo-teacher", "teacher"),
        ("researcher", "demo-researcher", "researcher"),
    ],
)
def test_each_visitor_is_let_in_as_who_they_want_to_be(demo, visitor, username, role):
    found = person(demo, come(demo, visitor))
    assert (found.username, found.actor.role) == (username, role)


def test_every_newcomer_is_new_and_lives_where_the_browser_says(demo):
    found = [person(demo, come(demo, "newcomer")) for _ in range(3)]
    assert len({one.actor.id for one in found}) == 3
    assert {one.actor.role for one in found} == {"student"}
    assert {one.timezone for one in found} == {"Asia/Tokyo"}
    with demo.reading() as db:
        hashes = db.scalars(
            select(Student.hashed_password).where(
                Student.id.in_([one.actor.id for one in found[1:]])
            )
        ).all()
    assert hashes == ["!", "!"]


def test_newcomers_have_an_allowance(demo):
    with pytest.raises(TooManyTriesError):
        for _ in range(70):
            come(demo, "newcomer")


@pytest.mark.parametrize("visitor", ["student", "newcomer", "teacher", "researcher"])
def test_without_a_demo_nobody_enters_by_a_click(demo, visitor):
    with pytest.raises(NotAllowedError):
        come(demo, visitor, is_demo=False)


def test_in_postgresql_nobody_enters_by_a_click(new_url):
    database = Database(make_engine(new_url("postgresql")))
    with database.transaction() as db:
        add_student(db, "demo-teacher", email="demo-teacher@demo.example", role="teacher")
    with pytest.raises(NotAllowedError):
        come(database, "teacher")
    database.engine.dispose()


def test_somebody_who_took_the_name_is_not_entered(new_url):
    database = Database(make_engine(new_url("sqlite")))
    with database.transaction() as db:
        add_student(db, "demo-teacher", role="teacher")  # with an e-mail of their own
    with pytest.raises(NotFoundError, match="tutor demo"):
        come(database, "teacher")
    database.engine.dispose()


def test_a_closed_demo_account_stays_closed(demo):
    with demo.transaction() as db:
        db.execute(
            update(Student).where(Student.username == "demo-teacher").values(is_active=False)
        )
    with pytest.raises(NotFoundError):
        come(demo, "teacher")
    assert isinstance(person(demo, come(demo, "student")).actor, Actor)
