"""The demo school: in by one click as anybody, out for good, and shut where there is no demo."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from pages.components.demo_door import DOORS
from tests.journeys.conftest import Meet
from tests.journeys.learner import COOKIE, PATIENCE, Learner, now
from tests.journeys.raw import open_wire, run_script
from tests.journeys.server import Server
from tests.journeys.test_looks import PHONE, look_at, misfits, obstacles
from tests.journeys.test_threats import DOOR, cookie_of
from tutor_core.accounts.queries import person_of_session
from tutor_core.accounts.tokens import session_id_in
from tutor_core.models import AuthSession
from tutor_core.operations.opening import bring_curriculum, opened
from tutor_core.practice.history.filters import AttemptFilter
from tutor_core.practice.history.queries import past_attempts
from tutor_core.practice.queries import receipt_of
from tutor_core.practice.today.queries import today_of
from tutor_core.practice.views import Receipt
from tutor_core.settings import read_settings
from tutor_core.simulation.service import make_demo_world
from tutor_core.simulation.visits.service import Visitor
from tutor_core.simulation.world import Blueprint

pytestmark = pytest.mark.journey

ROLES = {
    "student": "student",
    "newcomer": "student",
    "teacher": "teacher",
    "researcher": "researcher",
}
LOOK_AROUND = "Look around"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of these journeys: a small demo school, made once."""
    running = Server(tmp_path_factory.mktemp("demo"))
    running.environment = {"TUTOR_DEMO": "1"}
    make_school(running)
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def plain_server(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another server on the same file, which was not started as a demo."""
    running = Server(tmp_path_factory.mktemp("plain"))
    running.database_url = server.database_url
    running.start()
    yield running
    running.close()


def make_school(server: Server) -> None:
    settings = read_settings(os.environ | {"TUTOR_DATABASE_URL": server.database_url})
    moment = dt.datetime.now(dt.UTC)
    with opened(settings) as database:
        bring_curriculum(database, now=moment)
        make_demo_world(database, Blueprint(learners=8, days=20, now=moment), cost=4)


def enter(visitor: Learner, door: Visitor) -> None:
    """Come in by one click, and be whoever that makes one."""
    visitor.open("/")
    visitor.see(LOOK_AROUND)
    label, _ = DOORS[door]
    visitor.button(label).click()
    expect(visitor.button("Sign out")).to_be_visible(timeout=20_000)
    visitor.settle()
    visitor.name = who_is(visitor)


def who_is(visitor: Learner) -> str:
    """Return the user name behind the browser's cookie."""
    key = os.environ["TUTOR_COOKIE_KEY"]
    session = session_id_in(cookie_of(visitor), key=key, now=now(), check_expiry=True)
    assert session is not None
    with visitor.server.database.reading() as db:
        person = person_of_session(db, session, now=now())
    assert person is not None
    return person.username


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


@pytest.mark.parametrize("door", DOORS)
def test_one_click_lets_in_as_whoever_one_wants_to_be(meet: Meet, door: Visitor) -> None:
    visitor = meet()

    enter(visitor, door)

    assert visitor.row.role == ROLES[door]
    if door != "newcomer":
        assert visitor.name == f"demo-{door}"
    visitor.see(f"Signed in as {visitor.row.full_name}")
    greeting = "Good to see you" if door == "student" else "Welcome"
    visitor.see_title(f"{greeting}, {visitor.row.full_name}")
    visitor.open_practice()
    visitor.open("/account")
    visitor.see_title("Account")


def test_the_student_finds_what_they_did(meet: Meet) -> None:
    student = meet()
    enter(student, "student")
    with student.server.database.reading() as db:
        today = today_of(db, student.actor, now=now())
    assert today.figures.points > 0

    expect(metric(student.page, "Points")).to_have_text(str(today.figures.points))
    days = "day" if today.figures.streak.current == 1 else "days"
    expect(metric(student.page, "Streak")).to_have_text(f"{today.figures.streak.current} {days}")
    expect(student.page.get_by_role("progressbar").first).to_be_visible()
    student.open_practice()
    student.button("Earlier answers").click()
    dialog = student.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Worked solution")
    dialog.get_by_text("Only those not right").click()
    student.settle()
    with student.server.database.reading() as db:
        wrong = past_attempts(db, student.actor, AttemptFilter(only_wrong=True), limit=10)
        receipts = [receipt_of(db, student.actor, one.attempt_id) for one in wrong]
    answered = [number for number, receipt in enumerate(receipts) if receipt.response]
    assert answered
    for number in answered[:3]:
        dialog.get_by_role("combobox").click()
        student.page.get_by_role("option").nth(number).click()
        student.settle()
        reads_as_answered(dialog, receipts[number])


def reads_as_answered(dialog: Locator, receipt: Receipt) -> None:
    """Expect a wrong answer as the student wrote it, whatever its type."""
    expect(dialog).to_contain_text("Not right")
    own = dialog.get_by_test_id("stMarkdown").filter(has_text="Your answer:")
    if receipt.understood_is_latex:
        # The first: for a moment the answer shown before may stand there, with several of them.
        written = own.locator("annotation").first
        expect(written).to_have_text(receipt.understood, timeout=PATIENCE)
    else:
        expect(own).to_be_visible(timeout=PATIENCE)


def test_a_newcomer_begins_with_nothing_and_is_shown_where(meet: Meet) -> None:
    newcomer = meet()
    enter(newcomer, "newcomer")

    newcomer.see_title("Welcome")
    expect(metric(newcomer.page, "Answers today")).to_have_text("0")
    expect(metric(newcomer.page, "Points")).to_have_text("0")
    newcomer.see("Worth your time now")
    newcomer.button("Start with a first question").click()
    newcomer.see_question()
    newcomer.answer_right()

    assert [one.is_correct for one in newcomer.answers] == [True]
    newcomer.open("/")
    newcomer.see_title("Good to see you")
    expect(metric(newcomer.page, "Answers today")).to_have_text("1")


def test_every_newcomer_is_somebody_else(meet: Meet) -> None:
    first, second = meet(), meet()
    enter(first, "newcomer")
    first.open_practice()
    first.answer_wrong()

    enter(second, "newcomer")

    assert second.actor.id != first.actor.id
    assert second.answers == []
    second.see_title("Welcome")
    second.open("/practice")
    second.see_question()
    second.button("Earlier answers").click()
    second.see("Nothing here yet")


def test_a_cookie_taken_from_the_student_opens_nothing_after_they_left(meet: Meet) -> None:
    student, colleague = meet(), meet()
    enter(student, "student")
    enter(colleague, "student")
    stolen, name = {COOKIE: cookie_of(student)}, student.row.full_name
    assert name is not None
    with open_wire(student.server.url, cookies=stolen) as wire:
        assert name in run_script(wire).text

    student.sign_out()

    with open_wire(student.server.url, cookies=stolen) as wire:
        seen = run_script(wire)
    assert DOOR in seen.text
    assert name not in seen.text
    colleague.page.reload()
    colleague.see_title(f"Good to see you, {name}")


def test_two_tabs_of_the_student_stay_in_step(meet: Meet) -> None:
    student = meet()
    enter(student, "student")
    student.next_question_is("linear_equation_two_steps")
    student.open_practice()
    other = student.in_second_tab()
    other.open_practice()
    assert other.question == student.question
    asked, before = student.attempt.attempt_id, len(student.answers)

    student.answer_wrong()
    other.button("I don't know").click()

    other.see_receipt("Not right.")
    assert len(student.answers) == before + 1
    assert student.answers[-1].id == asked
    assert student.answers[-1].answer_note != "dont_know"


@pytest.mark.parametrize(("screen", "options"), [("wide", {}), ("phone", PHONE)])
def test_the_door_suits_every_screen_and_a_screen_reader(
    meet: Meet, screen: str, options: dict[str, Any]
) -> None:
    visitor = meet(**options)

    found = look_at(visitor, the_door(visitor), screen, obstacles, misfits)

    assert not found, "\n".join(found)


def the_door(visitor: Learner) -> Iterator[str]:
    visitor.open("/")
    visitor.see(LOOK_AROUND)
    for label, _ in DOORS.values():
        expect(visitor.button(label)).to_be_visible()
    yield "door-demo"


# --- Where there is no demo


def test_a_server_that_is_no_demo_shows_no_such_door(meet: Meet, plain_server: Server) -> None:
    visitor = meet(server=plain_server)

    visitor.open("/")

    visitor.see_door()
    expect(visitor.page.get_by_text(LOOK_AROUND)).to_have_count(0)
    for label, _ in DOORS.values():
        expect(visitor.button(label)).to_have_count(0)


@pytest.mark.parametrize("door", DOORS)
def test_a_click_lets_nobody_in_where_there_is_no_such_door(
    server: Server, plain_server: Server, door: Visitor
) -> None:
    with open_wire(server.url) as wire:
        found = re.search(rf"\$\$ID-\w+-door_demo_{door}", run_script(wire).text)
        assert found is not None
        before = sessions_of(server)
        run_script(wire, clicked=[found.group()])
        assert sessions_of(server) == before + 1, "the click is a good one"
    with open_wire(plain_server.url) as wire:
        run_script(wire)
        seen = run_script(wire, clicked=[found.group()])
        again = run_script(wire)
    assert sessions_of(server) == before + 1
    for text in (seen.text, again.text):
        assert DOOR in text
        assert "Signed in as" not in text


def sessions_of(server: Server) -> int:
    with server.database.reading() as db:
        return db.scalar(select(func.count()).select_from(AuthSession)) or 0
