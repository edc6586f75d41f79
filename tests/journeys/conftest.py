"""A server of our own, a browser, and people in front of it."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.learner import Learner
from tests.journeys.server import Server

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    # Streamlit closes its menu after a choice where the browser calls itself a phone's.
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
}
SCREENSHOTS = Path(__file__).parent / "screenshots"
Meet = Callable[..., Learner]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of most journeys; each has a person of its own in it."""
    running = Server(tmp_path_factory.mktemp("server"))
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(executable).exists():
        executable = shutil.which("chromium") or executable
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


class People:
    """Everybody a journey meets, and what must be true of all of them."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.server = server
        self._browser = browser
        self._log_began = len(server.log())
        self._contexts: list[BrowserContext] = []
        self._requests: list[str] = []
        self._errors: list[str] = []

    def meet(
        self, *, server: Server | None = None, url: str | None = None, **options: Any
    ) -> Learner:
        """Return somebody new in a browser of their own."""
        at = server or self.server
        settings = {"viewport": WIDE, "locale": "en-GB"} | options
        context = self._browser.new_context(base_url=url or at.url, **settings)
        context.set_default_timeout(20_000)
        context.on("page", self._watch)
        self._contexts.append(context)
        name = f"learner{uuid.uuid4().hex[:8]}"
        key = os.environ["TUTOR_COOKIE_KEY"]
        return Learner(context.new_page(), at, name, key, settings["locale"])

    def log(self) -> str:
        return self.server.log(self._log_began)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()

    def check_manners(self) -> None:
        """Nothing left the server's own address, and nothing broke in the browser or the server."""
        strangers = {
            url
            for url in self._requests
            if urlsplit(url).scheme not in {"data", "blob"}
            and urlsplit(url).hostname != "127.0.0.1"
        }
        assert not strangers, f"the page asked others: {sorted(strangers)}"
        assert not self._errors, f"errors in the page: {self._errors}"
        assert "Traceback" not in self.log(), self.log()

    def take_pictures(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages):
            file = re.sub(r"\W+", "-", f"failed-{name}-{number}").strip("-")
            page.screenshot(path=SCREENSHOTS / f"{file}.png")

    def _watch(self, page: Page) -> None:
        page.on("request", lambda request: self._requests.append(request.url))
        page.on("websocket", lambda socket: self._requests.append(socket.url))
        page.on("pageerror", lambda error: self._errors.append(str(error)))


@pytest.fixture
def people(browser: Browser, server: Server) -> Iterator[People]:
    everybody = People(browser, server)
    yield everybody
    everybody.leave()
    everybody.check_manners()


@pytest.fixture
def meet(people: People) -> Meet:
    """Give a new person in a new browser context."""
    return people.meet


@pytest.fixture
def learner(people: People) -> Learner:
    """Somebody who has an account and is signed in."""
    met = people.meet()
    met.is_signed_in()
    return met


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Attach the server's log and pictures of all pages to a failure."""
    report = yield
    people = getattr(item, "funcargs", {}).get("people")
    if people is not None and report.failed and call.when == "call":
        report.sections.append(("log of the server", people.log()[-5_000:]))
        people.take_pictures(item.name)
    return report
