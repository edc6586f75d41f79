"""A learner's picture in a browser: read, narrowed, taken away; a wrong answer read and redone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner

pytestmark = pytest.mark.journey


def has_worked(learner: Learner) -> None:
    learner.is_signed_in()
    learner.has_answered([True, False, True, True, False, True, True])


def figure(learner: Learner, name: str) -> None:
    expect(learner.page.locator(f".st-key-analytics_figure_{name} .main-svg").first).to_be_visible()


def test_a_learner_reads_their_picture_and_repairs_what_was_wrong(meet: Meet) -> None:
    learner = meet()
    has_worked(learner)
    learner.open("/analytics")
    learner.see_title("Analytics")
    learner.see("71\N{NARROW NO-BREAK SPACE}% of 7 answers right")
    figure(learner, "right-over-time")

    learner.click_text("7 days")
    learner.settle()
    learner.page.wait_for_url("**range=7**")
    with learner.page.expect_download() as download:
        learner.page.locator(".st-key-analytics_csv_right-over-time button").click()
    assert download.value.suggested_filename == "right-over-time.csv"
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Answers"], float(row["Right, %"])) == ("7", 71.4)

    learner.page.reload()
    learner.see_title("Analytics")
    expect(learner.page.get_by_role("radio", name="7 days")).to_be_checked()
    learner.button("Read what was not right").click()
    learner.see("2 answers")
    assert "attempts=wrong" in learner.page.url
    learner.page.locator("[class*=st-key-analytics_open_] button").first.click()
    expect(learner.page.get_by_role("dialog")).to_contain_text("Worked solution")
    learner.settle()
    learner.button("Try it again").click()
    learner.see_question()
    learner.answer_right()
    learner.see("A repeat is practice")


def test_by_keyboard_a_figure_becomes_its_table(meet: Meet) -> None:
    learner = meet()
    has_worked(learner)
    learner.open("/analytics")
    figure(learner, "mastery")
    toggle = learner.page.locator(".st-key-analytics_table_mastery input")
    toggle.focus()
    learner.page.keyboard.press("Space")

    expect(learner.page.get_by_role("columnheader", name="Mastery, %")).to_be_visible()


def test_how_sure_somebody_is_becomes_part_of_their_picture(meet: Meet) -> None:
    learner = meet(**PHONE)
    learner.is_signed_in()
    learner.open("/account")
    learner.page.get_by_text("Ask me how sure I am").click()
    learner.settle()
    learner.open_practice()
    learner.page.locator(
        ".st-key-practice_confidence_" + str(learner.attempt.attempt_id)
    ).get_by_text("Sure", exact=True).tap()
    learner.settle()
    learner.answer_wrong()

    learner.open("/analytics")
    learner.see("Overall too few answers to tell")
    learner.see("90\N{NARROW NO-BREAK SPACE}% sure")
