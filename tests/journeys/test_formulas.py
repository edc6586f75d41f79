"""Every formula of the curriculum is one that the browser can draw."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.journeys.server import ROOT, STARTS_WITHIN, STOPS_WITHIN, free_port
from tutor_core.models import TOPICS

pytestmark = pytest.mark.journey

DRAWN = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
)
# What KaTeX could not draw, and LaTeX that was not taken for a formula at all.
BROKEN = r"""() => [...document.querySelectorAll('[class*="st-key-"]')].flatMap((box) => {
  const errors = [...box.querySelectorAll('.katex-error')].map((one) => one.title);
  const rest = box.cloneNode(true);
  rest.querySelectorAll('.katex, code, pre').forEach((one) => one.remove());
  const left = rest.textContent.match(/\$\$|\$[^$\n]*\\[a-z]+[^$\n]*\$|\\(frac|sqrt|cdot|text)/);
  return [...errors, ...(left ? [`not drawn: ${left[0]}`] : [])]
    .map((said) => `${[...box.classList].find((name) => name.startsWith('st-key-'))}: ${said}`);
})"""


@pytest.fixture(scope="module")
def texts() -> Iterator[str]:
    port = free_port()
    page = Path(__file__).parent / "formulas" / "every_text.py"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", page, "--server.port", str(port),
         "--server.address", "127.0.0.1", "--server.headless", "true",
         "--browser.gatherUsageStats", "false"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            urlopen(f"{url}/_stcore/health", timeout=2).close()  # noqa: S310 - our own
            break
        except (URLError, OSError):
            time.sleep(0.2)
    yield url
    process.terminate()
    process.wait(STOPS_WITHIN)


@pytest.mark.parametrize("subject", TOPICS)
def test_every_formula_of_a_subject_is_drawn(browser: Browser, texts: str, subject: str) -> None:
    page = browser.new_page()
    page.goto(f"{texts}/?subject={subject}")
    page.wait_for_selector(DRAWN, timeout=60_000)
    page.wait_for_selector('[class*="st-key-lesson_"]', timeout=60_000)
    page.wait_for_timeout(1_000)

    assert page.locator(".katex").count() > 10
    assert page.evaluate(BROKEN) == []
    page.close()
