"""All earlier answers, narrowed down: each list and count is what a naive look at the rows says."""

import datetime as dt
import random
from itertools import product

import pytest

from tests.practice.conftest import RIGHT, WRONG
from tests.rows import NOW, add_item
from tutor_core import models as m
from tutor_core.practice import service
from tutor_core.practice.goal import Goal
from tutor_core.practice.history.filters import AttemptFilter, count_in
from tutor_core.practice.history.queries import (
    attempt_groups,
    count_past_attempts,
    past_attempts,
)

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SINCE = NOW.date() + DAY


@pytest.fixture
def worked(learner):
    """Thirty answers on three days, an "I don't know", a retry, and one item without a skill."""
    rng = random.Random(3)
    bare = add_item(learner.db, topic="geometry", tags=[], subtopic=None).id
    for number in range(30):
        at = NOW + (number % 3) * DAY + number * MINUTE
        goal = Goal(content_id=bare) if number % 10 == 7 else Goal(
            topic=rng.choice(["algebra", "calculus"])
        )  # fmt: skip
        shown = learner.next(goal, at=at)
        if number == 4:
            service.give_up(learner.db, learner.actor, shown.attempt_id, now=at)
        else:
            learner.answer(shown, rng.choice([RIGHT, WRONG]), at=at)
    again = service.retry(learner.db, learner.actor, shown.attempt_id, now=at, rng=rng)
    learner.answer(again, WRONG, at=at + MINUTE)
    learner.next(at=at + 2 * MINUTE)
    return learner


def meant(worked, wanted):
    items = {item.id: item for item in worked.rows(m.Content)}
    rows = [row for row in worked.rows(m.LearningSession) if row.is_correct is not None]
    rows.sort(key=lambda row: (row.end_time, row.id), reverse=True)
    return [
        row.id
        for row in rows
        if (not wanted.only_wrong or not row.is_correct)
        and wanted.topic in (None, items[row.content_id].topic)
        and wanted.skill in (None, items[row.content_id].subtopic or "")
        and wanted.note in (None, row.answer_note)
        and (wanted.since is None or row.counted_on >= wanted.since)
    ]


FILTERS = [
    AttemptFilter(only_wrong=wrong, topic=topic, skill=skill, note=note, since=since)
    for wrong, topic, skill, note, since in product(
        (False, True), (None, "algebra"), (None, "adding", ""),
        (None, "number.wrong", "dont_know"), (None, SINCE),
    )
]  # fmt: skip


def test_every_filter_gives_the_answers_it_means_and_counts_them(worked):
    db, actor = worked.db, worked.actor
    for wanted in FILTERS:
        expected = meant(worked, wanted)
        groups = attempt_groups(db, actor, only_wrong=wanted.only_wrong, since=wanted.since)

        found = past_attempts(db, actor, wanted, limit=100)

        assert [one.attempt_id for one in found] == expected, wanted
        assert count_past_attempts(db, actor, wanted) == len(expected)
        assert count_in(groups, wanted) == len(expected)


@pytest.mark.parametrize("length", [1, 7, 20])
def test_the_pages_hold_each_answer_once(worked, length):
    wanted = AttemptFilter()
    n = count_past_attempts(worked.db, worked.actor, wanted)

    pages = [
        [
            one.attempt_id
            for one in past_attempts(
                worked.db, worked.actor, wanted, limit=length, offset=length * page
            )
        ]
        for page in range(n // length + 1)
    ]

    assert n == 31
    assert [one for page in pages for one in page] == meant(worked, wanted)
