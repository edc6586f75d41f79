"""Somebody in front of a browser: what they do and see, in small verbs."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select, update

from tests.journeys.server import Server
from tutor_core.accounts import service as accounts
from tutor_core.accounts.actor import Actor, Role
from tutor_core.accounts.registration import Registration
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.tokens import session_cookie
from tutor_core.content.answers.locales import uses_decimal_comma
from tutor_core.content.answers.verdicts import Grade
from tutor_core.models import AuthSession, Content, LearningSession, Student
from tutor_core.practice import service as practice
from tutor_core.practice.goal import Goal
from tutor_core.practice.queries import attempt_of, open_attempt
from tutor_core.practice.views import Attempt

PASSWORD = "correct horse battery"
COOKIE = "tutor_session"
READY = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return !!app && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && app.getAttribute('data-test-script-state') === 'notRunning';
}"""
# What is half faded in or out has no colours of its own yet.
CALM = """document.getAnimations().every(
  (one) => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"""
LOOKS = f"""(scheme) => {{
  const app = document.querySelector('[data-testid=stApp]');
  return getComputedStyle(app).colorScheme === scheme && {CALM};
}}"""
PATIENCE = 20_000
Seen = TypeVar("Seen")


class Learner:
    """A person with a name, an account to be, and a page of a browser."""

    def __init__(self, page: Page, server: Server, name: str, cookie_key: str, locale: str) -> None:
        self.page = page
        self.server = server
        self.name = name
        self.email = f"{name}@example.org"
        self.locale = locale
        self._cookie_key = cookie_key

    # Coming and going

    def register(self) -> None:
        self.click_text("Create an account")
        self.textbox("User name").fill(self.name)
        self.textbox("E-mail").fill(self.email)
        self.textbox("Password").fill(PASSWORD)
        self.button("Create account").click()

    def sign_in(self, name: str | None = None, password: str = PASSWORD) -> None:
        self.see_door()
        self.textbox("User name or e-mail").fill(name or self.name)
        self.textbox("Password").fill(password)
        self.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()

    def in_second_tab(self) -> Learner:
        """Return the same person in another tab of the same browser."""
        page = self.page.context.new_page()
        twin = Learner(page, self.server, self.name, self._cookie_key, self.locale)
        twin.email = self.email
        return twin

    def sign_out(self) -> None:
        self.button("Sign out").click()
        self.see_door()

    def has_account(self) -> None:
        """Have an account, made without the form."""
        wish = Registration(
            username=self.name, email=self.email, password=PASSWORD, locale=self.locale
        )
        hashed = accounts.passwords.hashed(PASSWORD, cost=4)
        self.server.database.run(
            lambda db: accounts.register(db, wish, hashed_password=hashed, now=now())
        )

    def is_signed_in(self) -> None:
        """Have an account and a session, made without the form; journeys of the door use it."""
        self.has_account()
        self._has_cookie()

    def _has_cookie(self) -> None:
        cookie = self.another_session()
        self.page.context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": cookie,
                    "domain": "127.0.0.1",
                    "path": "/",
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )

    def is_teacher(self) -> None:
        """Be signed in with an account that an operator made a teacher's."""
        self._has_role("teacher")

    def is_researcher(self) -> None:
        """Be signed in with an account that an operator made a researcher's."""
        self._has_role("researcher")

    def _has_role(self, role: Role) -> None:
        self.has_account()
        self.server.database.run(
            lambda db: db.execute(
                update(Student).where(Student.username == self.name).values(role=role)
            )
        )
        self._has_cookie()

    def another_session(self) -> str:
        """Open a session and return the cookie that a browser would have of it."""
        opened = self.server.database.run(
            lambda db: sessions.open_session(db, self.actor.id, now=now())
        )
        return session_cookie(opened.session_id, self.actor.id, key=self._cookie_key, now=now())

    def open(self, path: str = "/") -> None:
        self.page.goto(path)

    def open_practice(self) -> None:
        self.open("/practice")
        self.see_question()

    # Seeing

    def settle(self) -> None:
        self.page.wait_for_function(READY, timeout=PATIENCE)

    def prefer(self, scheme: str) -> None:
        """Ask for the light or the dark look, and wait until it is there."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.wait_for_function(LOOKS, arg=scheme, timeout=PATIENCE)
        self.settle()

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)
        self.settle()

    def see_title(self, text: str) -> None:
        heading = self.page.get_by_role("heading", level=1, name=text)
        expect(heading).to_be_visible(timeout=PATIENCE)
        self.settle()

    def see_door(self) -> None:
        expect(self.textbox("User name or e-mail")).to_be_visible(timeout=PATIENCE)
        self.settle()

    def see_question(self) -> None:
        """Wait until a question is on the screen, formulas and all."""
        expect(self.page.locator(".st-key-practice_check button")).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator(".st-key-practice_next")).to_have_count(0, timeout=PATIENCE)
        self.settle()
        shown = self._open_attempt()
        if shown and "$" in shown.question:
            self.card.locator(".katex").first.wait_for(timeout=PATIENCE)

    def see_question_again(self, asked: str) -> None:
        """Wait until the open question is on the screen and reads as it did."""
        self.see_question()
        self.until(lambda: self.question == asked, "the same question")

    def see_another_question(self, than: int) -> None:
        """Wait until another attempt than that one is open, and shown."""

        def is_another() -> bool:
            found = self._open_attempt()
            return found is not None and found.attempt_id != than

        self.until(is_another, "another question")
        self.see_question()

    def see_receipt(self, verdict: str) -> None:
        expect(self.page.locator(".st-key-practice_next button")).to_be_visible(timeout=PATIENCE)
        expect(self.page.get_by_test_id("stAlert").get_by_text(verdict)).to_be_visible()
        self.settle()

    def textbox(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def click_text(self, text: str) -> None:
        self.page.get_by_text(text, exact=True).click()

    @property
    def card(self) -> Locator:
        return self.page.locator(".st-key-practice_card")

    @property
    def field(self) -> Locator:
        return self.card.locator("input[type=text], textarea")

    @property
    def question(self) -> str:
        """The text of the question on the screen."""
        return self.card.get_by_test_id("stMarkdown").first.inner_text()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard writes into the answer."""
        return bool(self.field.evaluate("field => field === document.activeElement"))

    # Answering

    def type_answer(self, text: str) -> None:
        self.field.press_sequentially(text)

    def enter(self, response: str) -> None:
        """Enter a response, written as the grader takes it, in the way that fits its type."""
        spec = self.attempt.answer_spec
        if spec["type"] in {"choice", "choices"}:
            names = [name.strip() for name in response.split(",")]
            for name in names:
                self._choose(list(spec["choices"]).index(name))
        elif spec["type"] == "order":
            self._put_in_order(response.split("\n"))
        else:
            self.field.fill(response)

    def check(self) -> None:
        self.page.locator(".st-key-practice_check button").click()

    def answer_right(self) -> None:
        self.enter(self.right_answer())
        self.check()
        self.see_receipt("Right.")

    def answer_wrong(self) -> None:
        self.enter(self.wrong_answer())
        self.check()
        self.see_receipt("Not right.")

    def answer_whole_wrong(self) -> None:
        """Answer an exercise wrongly: its steps are offered, its solution stays covered."""
        self.enter(self.wrong_answer())
        self.check()
        self.see_receipt("Not right yet.")

    def go_on(self) -> None:
        """Go on by the key that goes on."""
        self.page.keyboard.press("Enter")

    def right_answer(self) -> str:
        spec = self.attempt.answer_spec
        if spec["type"] == "choices":
            return ", ".join(spec["answer"])
        if spec["type"] == "order":
            return "\n".join(spec["answer"])
        if spec["type"] == "text":
            return str(spec["answer"][0])
        return self._typed(spec["answer"])

    def wrong_answer(self) -> str:
        spec = self.attempt.answer_spec
        answer = spec["answer"]
        if spec["type"] in {"choice", "choices"}:
            return next(name for name in spec["choices"] if name not in answer)
        if spec["type"] == "order":
            return "\n".join(reversed(answer))
        if spec["type"] == "quantity":
            return f"987654 {str(answer).split(' ', 1)[1]}"
        if spec["type"] in {"set", "list"}:
            return "; ".join("987654" for _ in answer)
        wrong = {"number": "987654", "interval": "[987654; 987655]", "text": "something else"}
        return wrong.get(spec["type"], f"{answer} + 987654")

    def _typed(self, answer: str | float | Sequence[str | float]) -> str:
        has_comma = uses_decimal_comma(self.locale)
        if isinstance(answer, (list, tuple)):
            return ("; " if has_comma else ", ").join(self._typed(part) for part in answer)
        text = str(answer)
        return text.replace(",", ";").replace(".", ",") if has_comma else text

    def _choose(self, number: int) -> None:
        options = self.card.locator("[role=radiogroup] label, [data-testid=stCheckbox] label")
        options.nth(number).click()

    def _put_in_order(self, lines: Sequence[str]) -> None:
        box = self.card.get_by_role("combobox")
        for line in lines:
            box.click()
            shown = line.replace(" ", "\N{NO-BREAK SPACE}")
            self.page.get_by_role("option", name=shown, exact=True).click()
            expect(self.card.get_by_test_id("stCode")).to_contain_text(line.strip())
        self.page.keyboard.press("Escape")

    # What the server's file says

    @property
    def actor(self) -> Actor:
        row = self.row
        return Actor(row.id, row.role)  # type: ignore[arg-type]  # the column allows roles only

    @property
    def row(self) -> Student:
        with self.server.database.reading() as db:
            return db.scalars(select(Student).where(Student.username == self.name)).one()

    @property
    def attempt(self) -> Attempt:
        """The open question, with its answer."""
        found = self._open_attempt()
        assert found is not None, "no question is open"
        return found

    def _open_attempt(self) -> Attempt | None:
        actor = self.actor
        with self.server.database.reading() as db:
            source = "plan" if "task=" in self.page.url else "practice"
            row = open_attempt(db, actor, source)
            return attempt_of(db, actor, row.id) if row else None

    @property
    def answers(self) -> list[LearningSession]:
        """The closed and graded attempts, in their order."""
        query = (
            select(LearningSession)
            .where(
                LearningSession.student_id == self.actor.id,
                LearningSession.is_correct.is_not(None),
            )
            .order_by(LearningSession.id)
        )
        with self.server.database.reading() as db:
            return list(db.scalars(query))

    def wait_for_draft(self, text: str) -> None:
        """Wait until the server has kept what is typed."""
        self.until(lambda: self.attempt.draft == text, f"the draft to be {text!r}")

    def next_question_is(self, slug: str) -> None:
        """Make an item of the curriculum the open question, for the next look at Practice."""
        self.next_item_is(self.item_called(slug))

    def next_item_is(self, content_id: int) -> None:
        """Make an item the open question, for the next look at Practice."""
        actor = self.actor
        goal = Goal(content_id=content_id)
        self.server.database.run(
            lambda db: practice.next_attempt(db, actor, goal, now=now(), rng=random.Random(7))
        )

    def item_called(self, slug: str) -> int:
        with self.server.database.reading() as db:
            content_id = db.scalar(select(Content.id).where(Content.slug == slug))
        assert content_id is not None, f"no item is called {slug}"
        return content_id

    def has_answered(self, rights: Sequence[bool]) -> None:
        """Have answered questions before, without the browser."""
        actor = self.actor
        for right in rights:
            grade = Grade(
                verdict="correct" if right else "incorrect",
                note="" if right else "wrong",
                message="",
            )
            shown = self.server.database.run(
                lambda db: practice.next_attempt(db, actor, Goal(), now=now(), rng=random.Random(7))
            )
            self.server.database.run(
                lambda db, shown=shown, grade=grade: practice.submit_answer(
                    db, actor, shown.attempt_id, "7", grade, now=now()
                )
            )

    def sessions(self) -> int:
        """How many living sessions there are."""
        query = select(func.count()).where(
            AuthSession.student_id == self.actor.id,
            AuthSession.revoked_at.is_(None),
            AuthSession.expires_at > now(),
        )
        with self.server.database.reading() as db:
            return db.scalar(query) or 0

    def let_session_expire(self) -> None:
        student_id = self.actor.id
        past = now() - dt.timedelta(minutes=1)
        self.server.database.run(
            lambda db: db.execute(
                update(AuthSession)
                .where(AuthSession.student_id == student_id)
                .values(expires_at=past)
            )
        )

    def until(self, condition: Callable[[], Seen], what: str) -> Seen:
        """Wait for a condition outside the browser, while the browser goes on."""
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            if found := condition():
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError(f"waited in vain for {what}")


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
