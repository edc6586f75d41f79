"""An exam plan in a browser: made, a day missed, planned anew, a task started and ticked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.journeys.conftest import Meet
from tests.journeys.learner import Learner, now
from tutor_core.models import ConceptTimeLog, StudyPlan
from tutor_core.planning.course import schedule_from

pytestmark = pytest.mark.journey
DAY = dt.timedelta(days=1)


def plan_row(learner: Learner) -> StudyPlan:
    with learner.server.database.reading() as db:
        return db.scalars(select(StudyPlan).where(StudyPlan.student_id == learner.actor.id)).one()


def a_day_earlier(document: Any) -> Any:
    """Return a document in which every date is a day earlier."""
    if isinstance(document, dict):
        return {key: a_day_earlier(value) for key, value in document.items()}
    if isinstance(document, list):
        return [a_day_earlier(value) for value in document]
    if isinstance(document, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", document):
        return (dt.date.fromisoformat(document) - DAY).isoformat()
    return document


def misses_a_day(learner: Learner) -> None:
    """Have made the plan a day earlier, and done nothing since."""
    row = plan_row(learner)
    learner.server.database.run(
        lambda db: db.execute(
            update(StudyPlan)
            .where(StudyPlan.id == row.id)
            .values(
                schedule=a_day_earlier(row.schedule),
                course=a_day_earlier(row.course),
                baseline=a_day_earlier(row.baseline),
                planned_on=row.planned_on - DAY,
            )
        )
    )


def has_worked(learner: Learner, skill: str, minutes: int) -> None:
    def log(db: Session) -> None:
        db.add(
            ConceptTimeLog(
                student_id=learner.actor.id, concept=skill, time_spent_seconds=60 * minutes,
                logged_at=now(),
            )
        )  # fmt: skip

    learner.server.database.run(log)


def makes_exam_plan(learner: Learner) -> None:
    learner.open("/study_plan")
    learner.textbox("Title").fill("Algebra final")
    learner.page.get_by_role("combobox", name="What for").click()
    learner.page.get_by_role("option", name="Prepare for an exam").click()
    learner.page.get_by_role("combobox", name="Skills", exact=True).fill("Linear equations")
    learner.page.keyboard.press("Enter")
    learner.page.keyboard.press("Escape")
    learner.button("Show what it would be").click()
    learner.see("It fits")
    learner.settle()
    learner.button("Make this plan").click()
    learner.see("Your plan is made")


def test_an_exam_plan_is_made_a_day_missed_and_a_task_started_and_ticked(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    makes_exam_plan(learner)
    before = schedule_from(plan_row(learner).schedule)
    assert any(entry.task.kind == "mock_test" for day in before for entry in day.entries)

    misses_a_day(learner)
    learner.open("/study_plan")
    learner.see("1 day went by without work")
    row = plan_row(learner)
    assert row.planned_on == before[0].on
    assert all(
        sum(entry.task.minutes for entry in day.entries) <= 30
        for day in schedule_from(row.schedule)
    )

    learner.open("/")
    learner.see("Today's plan")
    learner.page.locator("[class*=st-key-plan_start] button").first.click()
    learner.see_question()
    assert "task=" in learner.page.url
    minutes = schedule_from(row.schedule)[1].entries[0].task.minutes
    learner.page.reload()
    learner.see_question()
    has_worked(learner, learner.attempt.skill, minutes)
    learner.answer_right()
    learner.see("done")
    learner.button("Back to Today").click()
    learner.see("All of today's tasks are done.")
    expect(learner.page.locator("[class*=st-key-plan_start]")).to_have_count(0)
