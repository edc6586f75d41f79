"""A class: made, joined by its code, seen by its teacher and by no other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.journeys.conftest import Meet
from tests.journeys.learner import Learner
from tutor_core.models import Cohort

pytestmark = pytest.mark.journey


def made_class(teacher: Learner, name: str) -> Cohort:
    """Make a class on the page and return it."""
    teacher.open("/classes")
    teacher.textbox("Name of a new class").fill(name)
    teacher.page.keyboard.press("Tab")
    teacher.settle()
    teacher.button("Make a class").click()
    teacher.see("Join code")
    with teacher.server.database.reading() as db:
        return db.scalars(
            select(Cohort).where(Cohort.name == name, Cohort.teacher_id == teacher.actor.id)
        ).one()


def test_a_learner_joins_by_the_address_of_a_code_after_signing_in(meet: Meet) -> None:
    teacher, learner = meet(), meet()
    teacher.is_teacher()
    cohort = made_class(teacher, "Class of the journey")
    learner.has_account()

    learner.open(f"/account?join={cohort.join_code}")
    learner.sign_in()
    learner.see_title("Account")
    expect(learner.textbox("Code of a class")).to_have_value(cohort.join_code)
    learner.button("Join a class").click()
    learner.see("You are in Class of the journey.")

    teacher.page.reload()
    teacher.see("Learners: 1")
    expect(teacher.page.get_by_role("table")).to_contain_text(learner.name)


def test_another_teacher_cannot_open_a_class_by_its_address(meet: Meet) -> None:
    teacher, other = meet(), meet()
    teacher.is_teacher()
    cohort = made_class(teacher, "Class of one teacher")
    other.is_teacher()

    other.open(f"/classes?class={cohort.id}")

    other.see_title("Classes")
    expect(other.page.get_by_text("Class of one teacher")).to_have_count(0)
    expect(other.page.get_by_text(cohort.join_code)).to_have_count(0)
