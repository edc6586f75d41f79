"""A learner asks why, and takes the other question."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner
from tutor_core.practice.queries import attempt_of, open_attempt
from tutor_core.practice.views import Attempt

pytestmark = pytest.mark.journey


def asked(learner: Learner, *, than: int | None = None) -> Attempt:
    """Wait until a question is open, another one than that."""

    def is_open() -> Attempt | None:
        with learner.server.database.reading() as db:
            row = open_attempt(db, learner.actor, "practice")
            is_another = row is not None and row.id != than
            return attempt_of(db, learner.actor, row.id) if row is not None and is_another else None

    found = learner.until(is_open, "an open question")
    assert found is not None
    return found


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_a_learner_asks_why_and_takes_the_runner_up(meet: Meet, screen: dict[str, object]) -> None:
    learner = meet(**screen)
    learner.is_signed_in()
    learner.open_practice()
    first = asked(learner)
    runner_up = first.why.runner_up
    assert runner_up is not None

    learner.page.get_by_text("Why this question?").click()
    for sentence in first.why.further:
        learner.see(sentence)
    learner.page.get_by_text("Show the numbers").click()
    learner.see("Chance that you get it right")
    learner.button(f"Rather: {runner_up.skill_name}").click()

    learner.see("You took this one instead of the question before.")
    learner.settle()
    second = asked(learner)
    assert second.skill_name == runner_up.skill_name
    assert second.content_id != first.content_id


def test_what_was_too_easy_is_followed_by_something_harder_that_says_so(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open_practice()
    first = asked(learner)

    learner.page.get_by_text("Why this question?").click()
    learner.button("Too easy").click()

    second = asked(learner, than=first.attempt_id)
    assert "You found questions too easy lately, so harder ones are looked for." in (
        second.why.further
    )
