import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from pages.components import navigation
from tests.pages.conftest import PASSWORD
from tutor_core.accounts import service
from tutor_core.accounts.actor import OPERATOR
from tutor_core.accounts.links import service as links
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.throttle.rules import REGISTRATIONS_OF_ALL, registration_allowances
from tutor_core.accounts.throttle.service import use_allowance
from tutor_core.models import AuthSession, LearningSession, Student
from tutor_core.settings import ROOT

PAGES = [file for file, *_ in navigation.PAGES if file not in navigation.PUBLIC]


def titles(app):
    return [title.value for title in app.title]


def texts(app):
    return " ".join(element.value for element in (*app.error, *app.info, *app.warning))


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_the_door_on_every_page(world, page):
    app = world.open(page)
    assert titles(app) == ["Tutor"]
    assert not app.exception


def test_only_verify_is_open_to_nobody_in_particular(world):
    assert navigation.PUBLIC == ("verify",)
    app = world.open("verify")
    assert titles(app) == ["Verify a badge"]
    assert not app.sidebar.children
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_every_page_guards_itself_without_home(world, page):
    app = AppTest.from_file(ROOT / f"pages/{page}.py", default_timeout=30).run()
    assert titles(app) == []
    assert "sign in" in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_who_is_signed_in_sees_the_page(world, learner, page):
    app = world.open(page)
    assert titles(app) != ["Tutor"]
    assert not app.exception


def sign_in(app, name, password):
    app.text_input[0].set_value(name)
    app.text_input[1].set_value(password)
    return app.button[0].click().run()


def test_the_right_password_opens_a_session_and_hands_the_browser_a_ticket(world):
    actor = world.register()
    app = sign_in(world.open(), "ADA", PASSWORD)
    ticket = app.session_state["auth_ticket"]
    with world.database.transaction() as db:
        assert sessions.redeem_ticket(db, ticket, now=world.now)[1] == actor.id
    assert titles(app) == [], "nothing is shown before the browser has its cookie"


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(world, name):
    world.register()
    app = sign_in(world.open(), name, "wrong wrong wrong")
    assert "do not fit" in texts(app)
    assert "auth_ticket" not in app.session_state
    assert app.text_input[0].value == name, "what was entered stays"


def register(world, username, email, password):
    app = world.open()
    app.radio(key="door_choice").set_value("Create an account").run()
    for field, value in zip(app.text_input, (username, email, "", password), strict=True):
        field.set_value(value)
    return app.button[0].click().run()


def test_registering_makes_a_student_and_opens_a_session(world):
    app = register(world, "ben", "ben@example.org", PASSWORD)
    assert "auth_ticket" in app.session_state
    with world.database.reading() as db:
        assert db.scalars(select(Student)).one().role == "student"


@pytest.mark.parametrize(
    ("username", "email", "password", "sentence"),
    [
        ("", "ben@example.org", PASSWORD, "user name has 3 to 50"),
        ("ben", "ben", PASSWORD, "not an e-mail"),
        ("ben", "ben@example.org", "short", "10 to 128 characters"),
        ("ben", "ben@example.org", "password123", "first that are tried"),
        ("x" * 10_000, "ben@example.org", PASSWORD, "user name has 3 to 50"),
        ("<b>ben</b>", "ben@example.org", PASSWORD, "user name has 3 to 50"),
        ("ada", "ben@example.org", PASSWORD, "taken"),
        ("ben", "ada@example.org", PASSWORD, "cannot be created with these details"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_entered_is_lost(
    world, username, email, password, sentence
):
    world.register()
    app = register(world, username, email, password)
    assert sentence in texts(app)
    assert app.text_input[0].value == username
    assert app.text_input[1].value == email
    assert not app.exception


def test_an_open_page_ends_after_thirty_minutes_without_work(world, learner):
    app = world.open()
    world.later(minutes=31)
    app.run()
    assert titles(app) == ["Tutor"]
    assert "session has ended" in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_work_keeps_the_session_alive_and_asks_for_a_fresh_cookie(world, learner, page):
    app = world.open(page)
    for _ in range(6):
        world.later(minutes=10)
        app.run()
        assert titles(app) != ["Tutor"]
        assert not app.exception
    assert app.session_state["auth_renewals"] >= 4


def test_a_cookie_that_expired_opens_no_new_connection(world, learner):
    world.later(minutes=31)
    assert titles(world.open()) == ["Tutor"]


def test_signing_out_elsewhere_deactivation_and_a_new_role_act_at_the_next_click(world, learner):
    app = world.open()
    with world.database.transaction() as db:
        sessions.sign_out(db, world.session_id, now=world.now)
    assert titles(app.run()) == ["Tutor"]
    for action in (
        lambda db: service.set_role(db, OPERATOR, "ada", "teacher", now=world.now),
        lambda db: service.deactivate(db, OPERATOR, "ada", now=world.now),
    ):
        world.arrive(learner)
        app = world.open()
        with world.database.transaction() as db:
            action(db)
        assert titles(app.run()) == ["Tutor"]


def test_session_state_of_another_connection_opens_nothing(world, learner):
    """Whoever takes over a session by its id has its state, but not its cookie."""
    app = world.open()
    stolen = app.session_state["auth_session_id"]
    for cookie in (None, "forged"):
        world.cookie = cookie
        assert titles(app.run()) == ["Tutor"]
        assert "auth_session_id" not in app.session_state
        app.session_state["auth_session_id"] = stolen
    world.arrive(world.register("eve"))
    assert titles(app.run()) == ["Tutor"], "somebody else's cookie does not fit either"


def test_a_callback_does_nothing_for_a_session_that_is_over(world, learner):
    app = world.open("practice")
    with world.database.transaction() as db:
        sessions.sign_out(db, world.session_id, now=world.now)
    app.button(key="practice_give_up").click().run()
    with world.database.reading() as db:
        assert db.scalars(select(LearningSession)).one().end_time is None
    assert titles(app) == ["Tutor"]


def test_signing_out_ends_the_session_and_has_the_browser_forget_it(world, learner):
    app = world.open()
    app.button(key="sign_out").click().run()
    with world.database.reading() as db:
        assert db.scalars(select(AuthSession)).one().revoked_at == world.now
    assert titles(app.run()) == ["Tutor"]


def test_a_link_sets_a_password_once(world):
    world.register()
    with world.database.transaction() as db:
        token, _ = links.make_link(db, OPERATOR, "ada", now=world.now)
    app = world.open()
    app.query_params["link"] = token
    app.run()
    assert titles(app) == ["Set your password"]
    app.text_input[0].set_value("short")
    app.button[0].click().run()
    assert "10 to 128" in texts(app)
    app.text_input[0].set_value("set by a one-time link")
    app.button[0].click().run()
    assert app.success[0].value.startswith("Your password is set")
    app.query_params["link"] = token
    app.run()
    assert "older than an hour" in texts(app)


def test_a_password_is_changed_on_the_account_page(world, learner):
    app = world.open("account")
    app.radio(key="account_section").set_value("Password").run()

    def change(present, new):
        app.text_input(key="account_present").set_value(present)
        app.text_input(key="account_new").set_value(new)
        return app.button(key="account_change").click().run()

    assert "not your present password" in texts(change("wrong wrong wrong", "another long one"))
    assert "10 to 128" in texts(change(PASSWORD, "short"))
    app = change(PASSWORD, "another long one")
    assert not app.error
    assert titles(app) == ["Account"], "this session goes on"
    world.cookie = None
    assert "auth_ticket" in sign_in(world.open(), "ada", "another long one").session_state


def test_too_many_registrations_say_when_to_try_again_and_lose_nothing(world):
    with world.database.transaction() as db:
        for _ in range(REGISTRATIONS_OF_ALL.uses):
            use_allowance(db, registration_allowances(None), now=world.now)
    world.later(minutes=18)
    app = register(world, "ben", "ben@example.org", PASSWORD)
    (said,) = [error.value for error in app.error]
    assert said.endswith("try again in 42 minutes; what you typed is kept.")
    assert [field.value for field in app.text_input] == ["ben", "ben@example.org", "", PASSWORD]
    with world.database.reading() as db:
        assert db.scalars(select(Student)).all() == []
