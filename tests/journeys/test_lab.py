"""A researcher changes how questions are chosen, and a learner's very next question shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.journeys.conftest import Meet
from tests.journeys.learner import PATIENCE, Learner
from tutor_core.models import Cohort, CohortMember, LearningSession

pytestmark = pytest.mark.journey


def in_class(learner: Learner, name: str) -> None:
    """Be signed in as a learner of a class of one's own."""
    learner.is_signed_in()

    def join(db: Any) -> None:
        cohort = Cohort(name=name, join_code=name[-12:])
        db.add(cohort)
        db.flush()
        db.add(CohortMember(cohort_id=cohort.id, student_id=learner.actor.id))

    learner.server.database.run(join)


def choice_of_next_question(learner: Learner) -> Mapping[str, Any]:
    """Let a learner get their next question in the browser; return how it was chosen."""
    learner.open_practice()
    latest = (
        select(LearningSession.rl_action)
        .where(LearningSession.student_id == learner.actor.id)
        .order_by(LearningSession.id.desc())
        .limit(1)
    )
    with learner.server.database.reading() as db:
        return db.scalars(latest).one() or {}


def choose(person: Learner, box: str, words: str) -> None:
    person.page.get_by_role("combobox", name=box).click()
    person.page.keyboard.type(words)
    person.page.get_by_role("option", name=words).click()
    person.settle()


def give_reason(researcher: Learner, words: str) -> None:
    researcher.textbox("Reason").fill(words)
    researcher.page.keyboard.press("Tab")
    researcher.settle()


def test_epsilon_is_set_to_zero_for_a_class_and_taken_back(meet: Meet) -> None:
    researcher, ada, ben = meet(), meet(), meet()
    researcher.is_researcher()
    mine, other = f"5b {ada.name}", f"5c {ben.name}"
    in_class(ada, mine)
    in_class(ben, other)

    researcher.open("/lab")
    researcher.see_title("Lab")
    choose(researcher, "For", mine)
    researcher.see("This class follows everybody")
    researcher.page.get_by_role("spinbutton", name="Epsilon: share of random choices").fill("0")
    researcher.page.keyboard.press("Tab")
    researcher.see("Epsilon: share of random choices: 0.1 → 0")
    give_reason(researcher, "No chance for a week")
    researcher.button("Save").click()
    researcher.see("Saved. It acts on the next click.")

    hers, his = choice_of_next_question(ada), choice_of_next_question(ben)
    assert hers["epsilon"] == 0
    assert hers["explored"] is False
    ties = 1 / hers["propensity"]
    assert ties == pytest.approx(round(ties)), "shared by the best alone"
    assert his["epsilon"] == pytest.approx(0.1)
    assert his["propensity"] < 1

    give_reason(researcher, "The week is over")
    researcher.button("Follow everybody again").click()
    expect(researcher.button("Follow everybody again")).to_have_count(0, timeout=PATIENCE)
    researcher.see("This class follows everybody")

    ada.has_answered([True])
    assert choice_of_next_question(ada)["epsilon"] == pytest.approx(0.1)
    researcher.open("/lab?section=History")
    researcher.see("Follows everybody again")
    researcher.see("The week is over")
