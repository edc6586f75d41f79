"""Each fact, counted from rows that were written for it, beside rows that must not count."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.practice.conftest import add_school
from tests.rows import NOW, add_item, add_student
from tutor_core import models as m
from tutor_core.badges.counting.queries import Moment, facts_of
from tutor_core.badges.criteria import Question
from tutor_core.badges.facts import FACTS

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
UTC = ZoneInfo("UTC")


class Record:
    """A learner's rows, written by hand."""

    def __init__(self, db):
        self.db = db
        add_school(db)
        self.id = add_student(db).id
        self.other = add_student(db, "ben").id
        self.items = {
            slug: db.query(m.Content.id).filter_by(slug=slug).scalar()
            for slug in ("adding-2", "adding-3", "slopes-3")
        }

    def answer(self, correct, *, at=NOW, slug="adding-3", student=None, **values):
        given = {
            "student_id": student or self.id, "content_id": self.items.get(slug, slug),
            "start_time": at, "end_time": at, "is_correct": correct, "difficulty": 3,
            "time_spent": 30, "is_evidence": True,
        }  # fmt: skip
        given |= values
        given["time_spent_seconds"] = given.pop("time_spent")
        self.db.add(m.LearningSession(**given))
        self.db.flush()

    def add(self, model, **values):
        row = model(**({"student_id": self.id} | values))
        self.db.add(row)
        self.db.flush()
        return row

    def count(self, fact, *, until=NOW + DAY, zone=UTC, **filters):
        question = Question(fact, tuple(sorted(filters.items())))
        moment = Moment(until=until, zone=zone, day_starts_at=4)
        return facts_of(self.db, self.id, [question], moment)[question]


@pytest.fixture
def record(db):
    return Record(db)


def test_every_fact_is_counted_and_0_for_who_did_nothing(record):
    needed = {"last": 10, "level": 3}
    questions = [
        Question(fact.name, tuple((key, needed[key]) for key in sorted(fact.needed)))
        for fact in FACTS.values()
    ]
    found = facts_of(record.db, record.id, questions, Moment(until=NOW, zone=UTC, day_starts_at=4))
    assert found == dict.fromkeys(questions, 0)


def test_answers_by_topic_skill_and_difficulty(record):
    record.answer(True)
    record.answer(False)
    record.answer(True, hints_used=1, difficulty=4)
    record.answer(True, slug="slopes-3", difficulty=5)
    record.answer(True, is_evidence=False)
    record.answer(None)
    record.answer(True, student=record.other)

    assert record.count("answers") == 4
    assert record.count("right_answers") == 3
    assert record.count("right_unaided") == 2
    assert record.count("right_answers", topic="algebra") == 2
    assert record.count("right_answers", skill="slopes") == 1
    assert record.count("right_answers", difficulty=4) == 2
    assert record.count("right_unaided", difficulty=4, topic="algebra") == 0


def test_answers_that_came_later_do_not_count(record):
    record.answer(True)
    record.answer(True, at=NOW + HOUR)
    assert record.count("right_answers", until=NOW) == 1
    assert record.count("right_of_last", until=NOW, last=10) == 1


def test_the_last_ones_are_the_latest(record):
    for place in range(12):
        record.answer(place >= 2, at=NOW + place * HOUR)
    record.answer(True, at=NOW + 20 * HOUR, is_evidence=False)
    assert record.count("right_of_last", last=10) == 10
    assert record.count("right_of_last", last=11) == 10
    record.answer(False, at=NOW + 21 * HOUR, slug="slopes-3")
    assert record.count("right_of_last", last=10) == 9
    assert record.count("right_of_last", last=10, topic="algebra") == 10


def test_a_mistake_is_mended_on_a_later_day_of_the_learner_s(record):
    at = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    record.answer(False, at=at, slug="adding-2")
    record.answer(True, at=at + HOUR, slug="adding-2")
    record.answer(True, at=at, slug="adding-3")
    record.answer(False, at=at + DAY, slug="adding-3")

    assert record.count("mistakes_mended", until=at + 2 * DAY) == 0
    # At half past one it is still the evening; for who lives east of it another day has begun.
    assert record.count("mistakes_mended", zone=ZoneInfo("Asia/Dhaka")) == 0
    record.answer(True, at=at + DAY, slug="adding-2")
    assert record.count("mistakes_mended", until=at + 2 * DAY) == 1
    assert record.count("mistakes_mended", until=at + 2 * DAY, topic="calculus") == 0


def test_a_day_that_begins_between_the_two_answers_makes_it_mended(record):
    before = dt.datetime(2026, 3, 2, 22, 30, tzinfo=dt.UTC)
    record.answer(False, at=before - HOUR, slug="adding-2")
    record.answer(True, at=before, slug="adding-2")
    assert record.count("mistakes_mended") == 0
    assert record.count("mistakes_mended", zone=ZoneInfo("Asia/Dhaka")) == 1  # 03:30 and 04:30


def test_exercises_count_once_each(record):
    exercise = add_item(record.db, content_type="exercise", topic="algebra").id
    for right in (False, True, True):
        record.answer(right, slug=exercise)
    record.answer(True)
    assert record.count("exercises_finished") == 1
    assert record.count("exercises_finished", topic="calculus") == 0


def test_a_test_out_passes_with_three_right(record):
    for key, verdicts in (("a" * 32, [True] * 3), ("b" * 32, [True, True, False, False])):
        for right in verdicts:
            record.answer(right, source="test_out", set_key=key)
    for _ in range(3):
        record.answer(True, source="practice", set_key="c" * 32)
    assert record.count("test_outs_passed") == 1
    assert record.count("test_outs_passed", skill="adding") == 1
    assert record.count("test_outs_passed", topic="calculus") == 0


def test_skills_by_level(record):
    for skill_id, level, mastered_at in ((101, 5, NOW), (102, 3, None), (201, 2, NOW + 2 * DAY)):
        record.add(
            m.StudentMastery, skill_id=skill_id, mastery_level=level, mastered_at=mastered_at
        )
    assert record.count("skills_at_level", level=3) == 2
    assert record.count("skills_at_level", level=2, topic="calculus") == 1
    assert record.count("skills_at_level", level=3, skill="adding") == 1
    assert record.count("skills_mastered") == 1
    assert record.count("skills_mastered", until=NOW + 3 * DAY) == 2


def test_gaps_that_learning_closed(record):
    for kind, current, resolved_at in (
        ("prerequisite", 0.9, NOW),
        ("forgotten", 0.8, NOW),
        ("weakness", 0.9, NOW),
        ("weakness", 0.3, NOW),
        ("prerequisite", 0.9, NOW + 2 * DAY),
    ):
        record.add(
            m.SkillGap, skill_id=101, gap_type=kind, severity="high", priority_score=5,
            current_level=current, target_level=0.8, status="resolved", resolved_at=resolved_at,
        )  # fmt: skip
    assert record.count("gaps_closed") == 3
    assert record.count("prerequisites_repaired") == 1
    assert record.count("skills_regained") == 1
    assert record.count("gaps_closed", topic="calculus") == 0


def test_days_and_streaks(record):
    today = NOW.date()
    for back, attempts, reviews in ((0, 5, 0), (1, 0, 10), (3, 9, 0), (9, 4, 9)):
        record.add(
            m.PerformanceMetrics, metric_date=today - back * DAY, total_attempts=attempts,
            reviews=reviews,
        )  # fmt: skip
    assert record.count("learning_days", until=NOW) == 3
    assert record.count("streak", until=NOW) == 3  # a freeze bridges the missed day
    assert record.count("longest_streak", until=NOW) == 3
    assert record.count("learning_days", until=NOW - DAY) == 2
    assert record.count("longest_streak", until=NOW - 2 * DAY) == 1


def test_reviews_and_cards(record):
    def card(**values):
        return record.add(
            m.FlashCard, content_id=record.items["adding-3"], front_text="a", back_text="b",
            next_review_date=NOW.date(), **values,
        )  # fmt: skip

    asked = card(interval_days=21)
    card(interval_days=20)
    card(interval_days=50, suspended=True)
    card(interval_days=50, deleted_at=NOW)
    for place, (quality, values) in enumerate(
        [
            (4, {}), (2, {}), (3, {}), (5, {"undone_at": NOW}), (4, {"kind": "cram"}),
            (4, {"reviewed_at": NOW + 2 * DAY}),
        ]
    ):  # fmt: skip
        given = {"reviewed_at": NOW + place * HOUR, "time_spent_seconds": 20} | values
        record.add(m.ReviewSession, flashcard_id=asked.id, quality=quality, **given)
    record.answer(True, time_spent=60)
    record.answer(True, time_spent=30, is_evidence=False)

    assert record.count("card_reviews") == 3
    assert record.count("recalled_of_last", last=10) == 2
    assert record.count("mature_cards") == 1
    assert record.count("minutes") == 3  # 4 reviews of 20 s and 90 s of answers


def test_lessons_placements_and_reports(record):
    lesson = add_item(record.db, content_type="lesson", topic="algebra").id
    for content_id, kind in (
        (lesson, "complete"), (lesson, "complete"), (record.items["adding-3"], "complete"),
    ):  # fmt: skip
        record.add(m.UserInteraction, content_id=content_id, interaction_type=kind, timestamp=NOW)
    for number, (status, ended_at) in enumerate(
        [("finished", NOW), ("abandoned", NOW), ("finished", NOW + 2 * DAY)]
    ):
        record.add(
            m.Placement, key=str(number), topics=["algebra"], goal_skill_ids=[], status=status,
            started_at=NOW, ended_at=ended_at,
        )  # fmt: skip
    for kind, facts in (
        ("report_answered", {"mended": True}),
        ("report_answered", {"mended": False}),
        ("regraded", {"mended": True}),
    ):
        record.add(m.Notice, kind=kind, facts=facts, created_at=NOW)

    assert record.count("lessons_finished") == 1
    assert record.count("lessons_finished", topic="calculus") == 0
    assert record.count("placements_done") == 1
    assert record.count("reports_accepted") == 1
