"""A learner at work, and badges that are soon earned."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.practice.conftest import RIGHT
from tests.practice.conftest import learner as learner  # noqa: PLC0414 - a fixture
from tests.rows import NOW
from tutor_core import models as m
from tutor_core.badges.badge import Badge
from tutor_core.badges.criteria import criteria_of
from tutor_core.badges.loading.service import load_badges
from tutor_core.practice.goal import Goal


def badge(slug: str, criteria: dict[str, Any], **values: Any) -> Badge:
    given = {
        "name": slug.replace("_", " ").title(), "description": f"Do {slug}.",
        "category": "practice", "tier": "bronze", "icon": "style", "color": "#2f7fc1",
        "points": 10, "place": "",
    }  # fmt: skip
    return Badge(slug=slug, criteria=criteria_of(criteria), **(given | values))


ONE_RIGHT = badge("one_right", {"fact": "right_answers", "at_least": 1})
TWO_RIGHT = badge("two_right", {"fact": "right_answers", "at_least": 2})
ONE_LESSON = badge("one_lesson", {"fact": "lessons_finished", "at_least": 1})


@dataclass
class Earner:
    """A learner with badges before them."""

    learner: Any

    def offer(self, *badges: Badge) -> None:
        load_badges(self.learner.db, badges, now=NOW)

    def answer(self, grade=RIGHT, *, topic="algebra", at=NOW):
        attempt = self.learner.next(Goal(topic=topic), at=at)
        return self.learner.answer(attempt, grade, at=at)

    def rows(self):
        return self.learner.rows(m.StudentBadge)

    def row(self, slug):
        made = self.learner.row(m.Badge, slug=slug)
        return self.learner.row(m.StudentBadge, badge_id=made.id, student_id=self.learner.actor.id)


@pytest.fixture
def earner(learner):
    return Earner(learner)
