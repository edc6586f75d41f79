"""Threats that come through the pages: logs, enumeration, mass assignment, foreign numbers."""

import logging

import pytest
from sqlalchemy import select, text

from tests.pages.conftest import PASSWORD
from tests.pages.test_account import save, words
from tests.pages.test_door import register, sign_in, texts
from tests.rows import add_student
from tutor_core.accounts import passwords, service
from tutor_core.accounts.actor import OPERATOR, Actor
from tutor_core.accounts.links import service as links
from tutor_core.accounts.queries import account_called
from tutor_core.accounts.registration import Registration
from tutor_core.models import AuditEntry, LearningSession, Student
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal


def test_no_log_names_anybody_or_holds_a_secret(world, caplog, capfd):
    """Everything that any library logs while somebody registers, fails, signs in and leaves."""
    caplog.set_level(logging.DEBUG)
    name, email = "zebedee-kowalczyk", "zebedee.k@example.net"
    app = register(world, name, email, "one long unlikely phrase")
    ticket = app.session_state["auth_ticket"]
    sign_in(world.open(), name, "a wrong unlikely phrase")
    sign_in(world.open(), email, "one long unlikely phrase")
    with world.database.transaction() as db:
        account = account_called(db, name)
        actor = Actor(account.id, "student")
        token, _ = links.make_link(db, OPERATOR, name, now=world.now)
    world.arrive(actor)
    page = world.open("account")
    page = save(page, name="Zebedee Kowalczyk")
    page.button(key="sign_out").click().run()
    said = " ".join(
        [record.getMessage() for record in caplog.records]
        + [str(record.exc_info or "") for record in caplog.records]
        + list(capfd.readouterr())
    )
    secrets = (name, email, "Zebedee", "unlikely", ticket, token, world.session_id, world.cookie)
    with world.database.reading() as db:
        log = str([tuple(row) for row in db.execute(text("SELECT * FROM audit_log")).all()])
        actions = db.scalars(select(AuditEntry.action)).all()
    for secret in secrets:
        assert secret not in said
        assert secret not in log
    assert {"register", "sign_in", "make_link", "change_profile", "sign_out"} <= set(actions)


# --- Enumeration


def test_known_unknown_locked_and_closed_names_cost_one_check_and_look_alike(world, monkeypatch):
    for name in ("ada", "locked", "closed"):
        world.register(name)
    with world.database.transaction() as db:
        service.deactivate(db, OPERATOR, "closed", now=world.now)
    for _ in range(5):
        sign_in(world.open(), "locked", "wrong wrong wrong")
    checked = []
    real = passwords.bcrypt.checkpw
    monkeypatch.setattr(
        passwords.bcrypt, "checkpw", lambda given, kept: checked.append(kept) or real(given, kept)
    )
    seen = {}
    for name in ("ada", "nobody", "locked", "closed", "nobody\x00", "x" * 10_000):
        app = sign_in(world.open(), name, "wrong wrong wrong")
        seen[name] = (texts(app), len(checked), {kept[:7] for kept in checked})
        checked.clear()
    assert len(set(map(str, seen.values()))) == 1, seen
    ((_, count, costs),) = {str(one): one for one in seen.values()}.values()
    assert (count, costs) == (1, {b"$2b$04$"})


# --- Mass assignment and other people's numbers


def test_nobody_registers_as_anything_but_a_student(world):
    with pytest.raises(TypeError):
        Registration(username="eve", email="e@example.org", password=PASSWORD, role="admin")
    app = world.open()
    app.query_params["role"] = "admin"
    app.session_state["role"] = "admin"
    app.radio(key="door_choice").set_value("Create an account").run()
    values = ("eve", "eve@example.org", "", PASSWORD)
    for field, value in zip(app.text_input, values, strict=True):
        field.set_value(value)
    app.button[0].click().run()
    with world.database.reading() as db:
        assert db.scalars(select(Student.role)).all() == ["student"]


@pytest.mark.parametrize("page", ["today", "practice", "account"])
def test_another_persons_numbers_in_the_address_show_nothing_of_theirs(world, learner, page):
    with world.database.transaction() as db:
        eve = Actor(add_student(db, "eve", full_name="Eve Online").id, "student")
        attempt = practice.next_attempt(db, eve, Goal(), now=world.now, rng=world.rng)
        db.execute(text("UPDATE learning_sessions SET draft = 'the secret draft of eve'"))
    app = world.open(page)
    for parameter in ("attempt", "attempt_id", "id", "practice_shown"):
        app.query_params[parameter] = str(attempt.attempt_id)
    for parameter in ("student", "student_id", "actor", "user"):
        app.query_params[parameter] = str(eve.id)
    app.query_params["set_key"] = attempt.set_key
    app.run()
    assert not app.exception
    everything = words(app) + " ".join(str(field.value) for field in app.text_input)
    assert "Eve" not in everything
    assert "secret draft" not in everything
    with world.database.reading() as db:
        draft = select(LearningSession.draft).where(LearningSession.student_id == eve.id)
        assert db.scalar(draft) == "the secret draft of eve"
