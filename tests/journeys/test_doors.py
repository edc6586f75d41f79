"""Getting in, staying in, and being put out, in a real browser with real cookies."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Meet
from tests.journeys.learner import COOKIE, PASSWORD, Learner, now
from tests.journeys.server import Server
from tutor_core.accounts import service as accounts
from tutor_core.accounts.actor import OPERATOR
from tutor_core.accounts.links import service as links
from tutor_core.accounts.sessions import service as sessions

pytestmark = pytest.mark.journey

PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile"
ENDED = "Your session has ended."
# Notes for the rest of a page's life whether the sign-in form was ever drawn.
WATCH_FOR_DOOR = """
  window.doorWasSeen = false;
  new MutationObserver(() => {
    if (document.querySelector('input[autocomplete=current-password], input[type=password]'))
      window.doorWasSeen = true;
  }).observe(document, { childList: true, subtree: true });
"""


@pytest.fixture
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    running = Server(tmp_path_factory.mktemp("fresh"))
    running.start()
    yield running
    running.close()


def test_reloading_keeps_a_person_in_without_showing_the_form(meet: Meet) -> None:
    learner = meet()
    learner.has_account()
    learner.open("/account")
    learner.sign_in()
    learner.see_title("Account")

    learner.page.add_init_script(WATCH_FOR_DOOR)
    learner.open("/")
    learner.see_title(f"Welcome, {learner.name}")
    learner.page.reload()
    learner.see_title(f"Welcome, {learner.name}")

    assert learner.page.evaluate("window.doorWasSeen") is False


def test_the_cookie_is_out_of_reach_of_scripts_and_lasts_half_an_hour(meet: Meet) -> None:
    learner = meet(timezone_id="Asia/Tokyo")
    learner.has_account()
    learner.open("/")
    learner.sign_in()
    learner.see_title(f"Welcome, {learner.name}")

    found = next(c for c in learner.page.context.cookies() if c["name"] == COOKIE)

    assert found["httpOnly"]
    assert found["sameSite"] == "Lax"
    assert 28 * 60 < found["expires"] - time.time() < 31 * 60
    assert COOKIE not in learner.page.evaluate("document.cookie")


def test_a_wrong_password_says_one_sentence_and_the_e_mail_works_as_a_name(meet: Meet) -> None:
    learner = meet()
    learner.has_account()
    learner.open("/")

    learner.sign_in(password="something else entirely")
    learner.see("This name and password do not fit, or there were too many tries.")
    assert learner.sessions() == 0
    learner.sign_in(name="nobody of that name", password="something else entirely")
    learner.see("This name and password do not fit, or there were too many tries.")
    learner.sign_in(name=learner.email.upper())

    learner.see_title(f"Welcome, {learner.name}")


def test_a_registration_that_cannot_be_used_says_why_and_loses_nothing(meet: Meet) -> None:
    taken = meet()
    taken.has_account()
    learner = meet()
    learner.open("/")
    learner.see_door()
    learner.click_text("Create an account")
    learner.textbox("User name").fill(taken.name.upper())
    learner.textbox("E-mail").fill("no address")
    learner.textbox("Password").fill("too short")
    submit = learner.button("Create account")

    submit.click()
    learner.see("This is not an e-mail address")
    learner.textbox("E-mail").fill(learner.email)
    submit.click()
    learner.see("A password needs 10 to 128 characters")
    learner.textbox("Password").fill(PASSWORD)
    submit.click()
    learner.see("This user name is taken; choose another one.")
    expect(learner.textbox("E-mail")).to_have_value(learner.email)
    expect(learner.textbox("Password")).to_have_value(PASSWORD)
    learner.textbox("User name").fill(learner.name)
    submit.click()

    learner.see_title(f"Welcome, {learner.name}")


def test_a_fresh_server_asked_for_practice_first_shows_the_door(
    meet: Meet, fresh_server: Server
) -> None:
    learner = meet(server=fresh_server)
    learner.has_account()

    learner.open("/practice?topic=Physics")
    learner.see_door()
    expect(learner.page.get_by_role("heading", name="Practice")).to_have_count(0)
    learner.sign_in()

    learner.see_question()
    assert learner.attempt.topic == "physics"


def test_signing_out_in_one_tab_signs_the_other_out_inside_the_fragment(learner: Learner) -> None:
    learner.open_practice()
    other = learner.in_second_tab()
    other.open("/")
    other.see_title(f"Welcome, {learner.name}")

    other.sign_out()
    learner.button("I don't know").click()

    learner.see_door()
    learner.see(ENDED)
    assert learner.answers == []


def test_what_was_typed_in_a_tab_that_was_signed_out_is_there_after_signing_in(
    learner: Learner,
) -> None:
    learner.next_question_is("quadratic_factor_monic")
    learner.open_practice()
    learner.type_answer("(x + 1)(x + 2")
    learner.wait_for_draft("(x + 1)(x + 2")
    other = learner.in_second_tab()
    other.open("/")
    other.see_title(f"Welcome, {learner.name}")

    other.sign_out()
    learner.button("Check").click()
    learner.see_door()
    learner.see(ENDED)
    learner.sign_in()

    learner.see_question()
    expect(learner.field).to_have_value("(x + 1)(x + 2")
    assert learner.answers == []


def test_signing_out_everywhere_closes_every_browser(learner: Learner, meet: Meet) -> None:
    elsewhere = meet(user_agent=PIXEL)
    elsewhere.name = learner.name
    elsewhere.open("/practice")
    elsewhere.sign_in()
    elsewhere.see_question()

    learner.open("/account?account_section=Sessions")
    learner.see("You are signed in at 2 places.")
    learner.see("Chrome on Android")
    learner.button("Sign out everywhere").click()
    learner.see_door()
    elsewhere.button("Not now").click()

    elsewhere.see_door()
    learner.page.reload()
    learner.see_door()
    assert learner.sessions() == 0


def test_one_session_is_ended_from_another(learner: Learner, meet: Meet) -> None:
    elsewhere = meet(user_agent=PIXEL)
    elsewhere.name = learner.name
    elsewhere.open("/practice")
    elsewhere.sign_in()
    elsewhere.see_question()

    learner.open("/account?account_section=Sessions")
    learner.page.get_by_role("button", name="End", exact=True).click()
    learner.see("You are signed in here and nowhere else.")
    elsewhere.button("Not now").click()

    elsewhere.see_door()
    learner.page.reload()
    learner.see("You are signed in here and nowhere else.")


def test_what_is_stored_is_taken_away_as_a_file(learner: Learner) -> None:
    learner.open_practice()
    learner.open("/account?account_section=Your+data")
    learner.see("To remember what you did")

    with learner.page.expect_download() as download:
        learner.button("Download everything").click()

    taken = json.loads(download.value.path().read_text())
    (account,) = taken["tables"]["students"]["rows"]
    assert account["email"] == learner.email
    assert "hashed_password" not in account
    assert len(taken["tables"]["learning_sessions"]["rows"]) == 1


def test_a_new_password_ends_the_sessions_elsewhere(learner: Learner, meet: Meet) -> None:
    elsewhere = meet()
    elsewhere.name = learner.name
    elsewhere.open("/practice")
    elsewhere.sign_in()
    elsewhere.see_question()

    learner.open("/account?account_section=Password")
    learner.textbox("Present password").fill(PASSWORD)
    learner.textbox("New password").fill("another horse altogether")
    learner.button("Change password").click()
    learner.see("Your password is changed.")
    elsewhere.button("Not now").click()

    elsewhere.see_door()
    elsewhere.sign_in(password="another horse altogether")
    elsewhere.see_question()
    learner.open("/")
    learner.see_title(f"Welcome, {learner.name}")


def test_a_wrong_present_password_changes_nothing(learner: Learner) -> None:
    learner.open("/account?account_section=Password")
    learner.textbox("Present password").fill("not my password")
    learner.textbox("New password").fill("another horse altogether")
    before = learner.row.hashed_password

    learner.button("Change password").click()

    learner.see("This is not your present password.")
    assert learner.row.hashed_password == before


def test_a_closed_account_is_out_at_the_next_click(learner: Learner) -> None:
    learner.open_practice()

    learner.server.database.run(
        lambda db: accounts.deactivate(db, OPERATOR, learner.name, now=now())
    )
    learner.button("I don't know").click()

    learner.see_door()
    assert learner.answers == []
    learner.sign_in()
    learner.see("This name and password do not fit")


def test_a_one_time_link_sets_a_password_once(meet: Meet) -> None:
    learner = meet()
    learner.has_account()
    token, _ = learner.server.database.run(
        lambda db: links.make_link(db, OPERATOR, learner.name, now=now())
    )

    learner.open(f"/?link={token}")
    learner.see_title("Set your password")
    learner.textbox("New password").fill("short")
    learner.button("Set password").click()
    learner.see("A password needs 10 to 128 characters")
    learner.textbox("New password").fill("set by a link of mine")
    learner.button("Set password").click()
    learner.see("Your password is set.")
    learner.button("Go to sign-in").click()
    learner.sign_in(password="set by a link of mine")
    learner.see_title(f"Welcome, {learner.name}")

    late = meet()
    late.open(f"/?link={token}")
    late.see("This link has been used or is older than an hour.")
    late.button("Go to sign-in").click()
    late.see_door()


def test_no_other_site_can_hand_us_a_session(meet: Meet) -> None:
    learner = meet()
    learner.has_account()
    opened = learner.server.database.run(
        lambda db: sessions.open_session(db, learner.actor.id, now=now())
    )
    url = f"{learner.server.url}/auth/session"
    ticket = {"ticket": opened.ticket}
    ask = learner.page.context.request

    assert ask.post(url, data=ticket).status == 403
    for stranger in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": learner.server.url, "Sec-Fetch-Site": "cross-site"},
        {"Origin": learner.server.url, "Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ):
        assert ask.post(url, data=ticket, headers=stranger).status == 403
    own = {"Origin": learner.server.url, "Sec-Fetch-Site": "same-origin"}
    assert ask.post(url, data={"ticket": "made up"}, headers=own).status == 403
    assert ask.post(url, data=ticket, headers=own).status == 204
    assert ask.post(url, data=ticket, headers=own).status == 403


def test_today_is_found_by_its_name_too(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open("/today")
    learner.see_title(f"Welcome, {learner.name}")
    expect(learner.page.get_by_role("dialog")).to_have_count(0)
