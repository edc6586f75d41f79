"""The account page: who one is, where one is signed in, what is stored; and nothing lost."""

import json

from sqlalchemy import select, update

from pages.components.stored_data import as_file
from tests.pages.conftest import PASSWORD
from tutor_core.accounts.queries import own_account, person_of_session
from tutor_core.accounts.sessions import service as sessions
from tutor_core.models import AuditEntry, AuthSession, Student

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/140.0 Mobile Safari/537.36"


def words(app):
    return " ".join(
        element.value
        for kind in (app.markdown, app.caption, app.error, app.info, app.title)
        for element in kind
    )


def show(world, section):
    return world.open("account").radio(key="account_section").set_value(section).run()


def save(app, **fields):
    for name, value in fields.items():
        element = app.text_input if name == "name" else app.selectbox
        element(key=f"account_{name}").set_value(value)
    return app.button(key="account_save").click().run()


def profile(world, actor):
    with world.database.reading() as db:
        return own_account(db, actor).profile


def test_the_profile_shows_what_is_stored_and_keeps_what_is_saved(world, learner):
    app = world.open("account")
    assert app.text_input(key="account_name").value == "Ada"
    assert "or as **ada@\u2060example\\.org**" in words(app)
    assert app.selectbox(key="account_timezone").value == "UTC"
    app = save(app, name="  Ada \x00 King ", timezone="Asia/Tokyo", locale="de-DE")
    assert not app.error
    stored = profile(world, learner)
    assert (stored.name, stored.timezone, stored.locale) == ("Ada King", "Asia/Tokyo", "de-DE")
    assert app.text_input(key="account_name").value == "Ada King", "as it is stored"
    app = save(app, name="Ada again")
    assert not app.error, "the form knows what it has just stored"
    assert profile(world, learner).name == "Ada again"


def test_what_another_tab_saved_is_not_overwritten_before_it_is_said(world, learner):
    mine, theirs = world.open("account"), world.open("account")
    save(theirs, name="Countess", timezone="Europe/London")
    mine = save(mine, name="Ada King")
    assert profile(world, learner).name == "Countess"
    assert "changed in another tab" in words(mine)
    assert "Countess, Europe/London" in words(mine)
    assert mine.text_input(key="account_name").value == "Ada King", "what was typed stays"
    mine = save(mine)
    assert not mine.error
    assert profile(world, learner).name == "Ada King", "saved knowingly"


def test_numbers_and_dates_are_shown_by_example(world, learner):
    options = world.open("account").selectbox(key="account_locale").options
    assert "Deutsch (Deutschland): 0,5 · 31.12.2026" in options
    assert "English (United States): 0.5 · 12/31/2026" in options


def test_a_tag_that_only_a_browser_knows_can_stay(world, learner):
    with world.database.transaction() as db:
        db.execute(update(Student).values(locale="es-PE"))
    app = world.open("account")
    assert app.selectbox(key="account_locale").options[0].startswith("As your browser said (es-PE)")
    save(app, name="Ada")
    assert profile(world, learner).locale == "es-PE"


def test_sessions_are_listed_in_plain_words_and_in_the_learners_time(world, learner):
    with world.database.transaction() as db:
        sessions.open_session(db, learner.id, now=world.now, user_agent=ANDROID)
        db.execute(update(Student).values(timezone="Asia/Tokyo", locale="de-DE"))
    world.later(minutes=2)
    app = show(world, "Sessions")
    assert "signed in at 2 places" in words(app)
    assert "Chrome on Android" in words(app)
    assert "Signed in 03.03.2026, 00:00" in words(app), "15:00 in UTC is midnight in Tokyo"
    ends = [button for button in app.button if (button.key or "").startswith("account_end_")]
    assert len(ends) == 2, "the other one and everywhere; this one is only marked"


def test_one_session_is_ended_from_another(world, learner):
    with world.database.transaction() as db:
        other = sessions.open_session(db, learner.id, now=world.now).session_id
    app = show(world, "Sessions")
    button = next(b for b in app.button if b.label == "End")
    button.click().run()
    with world.database.reading() as db:
        assert person_of_session(db, other, now=world.now) is None
        assert person_of_session(db, world.session_id, now=world.now) is not None
    assert "signed in here and nowhere else" in words(app)


def test_a_session_that_ended_meanwhile_is_said_to_be_over(world, learner):
    with world.database.transaction() as db:
        other = sessions.open_session(db, learner.id, now=world.now).session_id
    app = show(world, "Sessions")
    with world.database.transaction() as db:
        sessions.sign_out(db, other, now=world.now)
    next(b for b in app.button if b.label == "End").click().run()
    assert "over already" in words(app)


def test_signing_out_everywhere_ends_this_session_too(world, learner):
    with world.database.transaction() as db:
        sessions.open_session(db, learner.id, now=world.now)
    app = show(world, "Sessions")
    app.button(key="account_end_everywhere").click().run()
    assert not app.title, "nothing is shown while the browser gives its cookie back"
    with world.database.reading() as db:
        assert all(row.revoked_at for row in db.scalars(select(AuthSession)))
        assert "end_sessions" in db.scalars(select(AuditEntry.action)).all()
    assert [title.value for title in app.run().title] == ["Tutor"]


def test_what_is_stored_is_said_by_purpose_with_numbers(world, learner):
    world.open("practice")
    app = show(world, "Your data")
    assert [one.value for one in app.subheader][:2] == [
        "To know who you are",
        "To keep your account yours",
    ]
    assert "**1** question shown to you, with your answer" in words(app)


def test_the_take_out_is_made_for_the_session_that_asks_while_it_lives(world, learner):
    made = as_file(world.session_id)
    taken = json.loads(made())
    assert taken["tables"]["students"]["rows"][0]["username"] == "ada"
    with world.database.transaction() as db:
        sessions.sign_out(db, world.session_id, now=world.now)
    assert set(json.loads(made())) == {"error"}
    assert set(json.loads(as_file(None)())) == {"error"}


def test_who_has_no_password_is_told_so(world, learner):
    with world.database.transaction() as db:
        db.execute(update(Student).values(hashed_password="!"))
    app = show(world, "Password")
    assert "no password to change here" in words(app)
    assert not app.text_input


def test_guessing_the_present_password_is_throttled_like_signing_in(world, learner):
    app = show(world, "Password")

    def change(present):
        app.text_input(key="account_present").set_value(present)
        app.text_input(key="account_new").set_value("another long one")
        return app.button(key="account_change").click().run()

    for _ in range(5):
        assert "not your present password" in words(change("wrong wrong wrong"))
    assert "try again in 1 minute" in words(change(PASSWORD)), "locked, and it says until when"
    assert app.text_input(key="account_new").value == "another long one"
    world.later(seconds=61)
    assert not change(PASSWORD).error
