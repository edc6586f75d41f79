"""Threats that need a browser or a wire: takeover, replay, other sites, scripts in text."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from websockets.exceptions import InvalidStatus

from tests.journeys.conftest import Meet
from tests.journeys.learner import COOKIE, PASSWORD, Learner, now
from tests.journeys.raw import open_wire, run_script
from tests.journeys.server import Server
from tutor_core.accounts import service as accounts
from tutor_core.accounts.actor import OPERATOR
from tutor_core.models import Content, LearningSession

pytestmark = pytest.mark.journey

DOOR = "The tutor picks what helps you next"


def cookie_of(learner: Learner) -> str:
    found = [c for c in learner.page.context.cookies() if c["name"] == COOKIE]
    return found[0]["value"]


@pytest.fixture(scope="module")
def second_server(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another process on the same database."""
    running = Server(tmp_path_factory.mktemp("second"))
    running.database_url = server.database_url
    running.start()
    yield running
    running.close()


# --- Taking over a session


def test_streamlits_session_id_alone_opens_nothing(learner: Learner) -> None:
    url = learner.server.url
    with open_wire(url, cookies={COOKIE: cookie_of(learner)}) as wire:
        mine = run_script(wire)
        assert f"Welcome, {learner.name}" in mine.text
    with open_wire(url, session_id=mine.session_id) as wire:
        attacker = run_script(wire)
        again = run_script(wire)
    assert attacker.session_id == mine.session_id, "it is the very same Streamlit session"
    for seen in (attacker, again):
        assert DOOR in seen.text
        assert learner.name not in seen.text
        assert "Welcome" not in seen.text


def test_somebody_elses_cookie_does_not_fit_a_session_id(learner: Learner, meet: Meet) -> None:
    thief = meet()
    thief.is_signed_in()
    url = learner.server.url
    with open_wire(url, cookies={COOKIE: cookie_of(learner)}) as wire:
        mine = run_script(wire)
    with open_wire(url, session_id=mine.session_id, cookies={COOKIE: cookie_of(thief)}) as wire:
        assert learner.name not in run_script(wire).text


# --- Replaying a cookie


@pytest.mark.parametrize("how", ["sign out", "new password", "closed", "everywhere"])
def test_a_stolen_cookie_opens_nothing_afterwards_in_any_process(
    learner: Learner, second_server: Server, how: str
) -> None:
    stolen = {COOKIE: cookie_of(learner)}
    servers = (learner.server, second_server)
    for server in servers:
        with open_wire(server.url, cookies=stolen) as wire:
            assert learner.name in run_script(wire).text
    learner.open("/account")
    learner.see_title("Account")
    if how == "sign out":
        learner.sign_out()
    elif how == "everywhere":
        learner.open("/account?account_section=Sessions")
        learner.button("Sign out everywhere").click()
        learner.see_door()
    elif how == "closed":
        learner.server.database.run(
            lambda db: accounts.deactivate(db, OPERATOR, learner.name, now=now())
        )
    else:
        stolen = {COOKIE: learner.another_session()}
        learner.open("/account?account_section=Password")
        learner.textbox("Present password").fill(PASSWORD)
        learner.textbox("New password").fill("another horse altogether")
        learner.button("Change password").click()
        learner.see("Your password is changed.")
    for server in servers:
        with open_wire(server.url, cookies=stolen) as wire:
            seen = run_script(wire)
            assert DOOR in seen.text
            assert learner.name not in seen.text


# --- Other sites and other names


def test_another_site_cannot_open_our_wire(learner: Learner) -> None:
    url, cookie = learner.server.url, {COOKIE: cookie_of(learner)}
    with pytest.raises(InvalidStatus) as refused:
        open_wire(url, cookies=cookie, origin="https://evil.example")
    assert refused.value.response.status_code == 403
    with open_wire(url, cookies=cookie, origin=url) as wire:
        assert learner.name in run_script(wire).text


def test_a_name_that_was_bound_to_our_address_leads_nowhere(server: Server) -> None:
    strange = "rebind.evil.example"
    for path in ("/", "/account", "/healthz", "/auth/session", "/auth/login"):
        assert ask(server, "GET", path, {"Host": strange}) == 400
    with pytest.raises(InvalidStatus) as refused:
        open_wire(server.url, host=strange)
    assert refused.value.response.status_code == 403
    assert ask(server, "GET", "/", {}) == 200
    assert ask(server, "GET", "/", {"Host": f"localhost:{server.port}"}) == 200


def test_an_upload_without_a_token_is_refused(server: Server) -> None:
    assert ask(server, "PUT", "/_stcore/upload_file/some-session/some-file", {}) == 403


def ask(server: Server, method: str, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


# --- Scripts in text

XSS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.example/x.png>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi xlink:href=javascript:alert(1)>x",
    "'><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](//evil.example)",
    "![x](https://evil.example/x.png)",
    "![x](x 'onerror=alert(1)')",
    "![x][y]\n\n[y]: https://evil.example/y.png",
    "https://evil.example www.evil.example a@evil.example",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\includegraphics{https://evil.example/x.png}$",
    r"$\htmlData{x=y}{z}\url{https://evil.example}$",
    ":material/home: :red[x] {{7*7}} ${7*7} <%= 7*7 %>",
    "&lt;script&gt;alert(1)&#60;/script&#62; \\x3cscript\\x3e",
)
# Nodes that only a payload can have made.
FOREIGN = """() => [...document.querySelectorAll(
  'script, iframe, object, embed, img, a, form, link, style, base, meta, svg, video, audio')]
  .filter((one) => /alert\\(1\\)|evil\\.example|javascript:/.test(
    [...one.attributes].map((it) => it.value).join(' ')
    + (one.tagName === 'SCRIPT' ? one.textContent : '')))
  .map((one) => one.outerHTML.slice(0, 200))"""


def test_there_are_forty_payloads() -> None:
    assert len(set(XSS)) == 40


def test_a_script_in_the_door_stays_text(meet: Meet) -> None:
    stranger = meet()
    dialogs = watch(stranger)
    for payload in XSS:
        stranger.open("/")
        stranger.sign_in(name=payload, password=payload)
        stranger.see("This name and password do not fit")
        harmless(stranger, payload)
        stranger.click_text("Create an account")
        for label in ("User name", "E-mail", "What should we call you? (optional)", "Password"):
            stranger.textbox(label).fill(payload)
        stranger.button("Create account").click()
        stranger.see("A user name has 3 to 50 letters")
        harmless(stranger, payload)
    assert not dialogs


def test_a_script_as_a_name_or_an_answer_stays_text(learner: Learner) -> None:
    dialogs = watch(learner)
    learner.open("/account")
    for payload in XSS:
        before = learner.row.full_name
        learner.textbox("What should we call you?").fill(payload)
        learner.button("Save").click()
        learner.until(lambda before=before: learner.row.full_name != before, "the new name")
        harmless(learner, payload)
    for payload in XSS:
        learner.next_question_is("quadratic_factor_monic")
        learner.open_practice()
        learner.field.fill(payload)
        learner.field.press("Enter")
        learner.settle()
        harmless(learner, payload)
    learner.open("/")
    harmless(learner, "the name on Today")
    assert not dialogs


TYPED = {
    "number": "data_mean_of_five",
    "quantity": "right_triangle_height_of_a_tree",
    "expression": "quadratic_factor_monic",
    "equation": "linear_model_water_tank",
    "interval": "quadratic_inequality",
    "set": "quadratic_solve_exactly",
    "list": "coordinates_midpoint",
}
WORDS = "loops_while_with_two_variables"


@pytest.mark.parametrize("kind", TYPED)
def test_a_script_in_a_formula_is_not_read_and_stays_text(learner: Learner, kind: str) -> None:
    """Every fourth of them where only the reading differs: the field is the same."""
    dialogs = watch(learner)
    learner.next_question_is(TYPED[kind])
    learner.open_practice()
    for payload in XSS if kind == "expression" else XSS[::4]:
        learner.field.fill(payload)
        typed = learner.field.input_value()
        learner.wait_for_draft(typed)
        harmless(learner, payload)
        learner.field.press("Enter")
        expect(learner.card.get_by_text("This cost you nothing.")).to_be_visible()
        harmless(learner, payload)
        expect(learner.field).to_have_value(typed)
    assert learner.answers == []
    assert not dialogs


def test_a_script_in_words_stays_text_now_and_when_it_is_read_again(learner: Learner) -> None:
    dialogs = watch(learner)
    for payload in XSS:
        learner.next_question_is(WORDS)
        learner.open_practice()
        learner.field.fill(payload)
        learner.field.press("Enter")
        learner.see_receipt("Not right.")
        harmless(learner, payload)
    assert len(learner.answers) == len(XSS)
    learner.button("Earlier answers").click()
    dialog = learner.page.get_by_role("dialog")
    for number, one in enumerate(reversed(learner.answers)):
        if number and number % 10 == 0:
            dialog.get_by_role("button", name=f"Page {number // 10 + 1}", exact=True).click()
        elif number:
            dialog.get_by_role("combobox").click()
            learner.page.get_by_role("option").nth(number % 10).click()
        own = dialog.get_by_test_id("stMarkdown").filter(has_text="Your answer:")
        learner.until(
            lambda own=own, one=one: (
                as_read(own.inner_text()) == as_read(f"Your answer: {one.response}")
            ),
            f"the answer to read {one.response}",
        )
        harmless(learner, one.response)
    assert not dialogs


def as_read(text: str) -> str:
    """Return text as people see it: no invisible marks, one space for many."""
    return " ".join(text.replace("\N{WORD JOINER}", "").split())


def watch(learner: Learner) -> list[str]:
    dialogs: list[str] = []
    learner.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return dialogs


def harmless(learner: Learner, payload: str) -> None:
    learner.settle()
    assert learner.page.evaluate(FOREIGN) == [], payload


def test_pictures_in_content_ask_nobody(learner: Learner) -> None:
    """`people` fails where anything left the server's own address."""
    learner.open_practice()
    markdown = (
        "Look: ![a cat](https://evil.example/cat.png?q=1) ![b][ref] ![ref] "
        "![a [b] c](//evil.example/d)\n\n[ref]: https://evil.example/e.png\n\n<img src=https://evil.example/f.png>"
    )
    with learner.server.database.transaction() as db:
        attempt = db.get_one(LearningSession, learner.attempt.attempt_id)
        item, before = attempt.content_id, db.get_one(Content, attempt.content_id).question_text
        set_question(db, item, markdown)
    try:
        learner.page.reload()
        learner.see("Look:")
        time.sleep(0.5)
        expect(learner.card.locator("img")).to_have_count(0)
    finally:
        with learner.server.database.transaction() as db:
            set_question(db, item, before)


def set_question(db: object, item: int | None, text: str | None) -> None:
    db.execute(update(Content).where(Content.id == item).values(question_text=text))  # type: ignore[attr-defined]
