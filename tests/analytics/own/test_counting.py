"""Figures from counted answers: golden numbers made by hand, and what holds for all of them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.analytics.own.counting import (
    Answers,
    at_same_difficulty,
    difficulty_of,
    right_in,
    stretches_of,
    sureness_by_step,
    sureness_by_topic,
    trend_of,
)
from tutor_core.analytics.own.moving import Move, bought_by, changes_of, courses_of
from tutor_core.analytics.own.spans import Span, step_of
from tutor_core.analytics.own.views import Concept, Right
from tutor_core.content.items import SkillName

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
SKILLS = (
    SkillName("adding", "Adding", "algebra"),
    SkillName("doubling", "Doubling", "algebra"),
    SkillName("slopes", "Slopes", "calculus"),
)


def of(day=0, n=1, right=0, *, topic="algebra", difficulty=3, confidence=None, **given):
    return Answers(MONDAY + day * DAY, topic, difficulty, confidence, n, right, **given)


@st.composite
def alike(draw):
    n = draw(st.integers(1, 20))
    foretold = draw(st.integers(0, n))
    right = draw(st.integers(0, n))
    return of(
        draw(st.integers(0, 400)), n, right,
        topic=draw(st.sampled_from(["algebra", "calculus"])),
        difficulty=draw(st.sampled_from([None, 1, 2, 3, 4, 5])),
        confidence=draw(st.sampled_from([None, 30, 60, 90])),
        foretold=foretold, chances=foretold * draw(st.floats(0, 1)), came=min(foretold, right),
    )  # fmt: skip


ROWS = st.lists(alike(), max_size=30)


# --- Spans


@pytest.mark.parametrize(
    ("days", "step", "first", "steps"),
    [(7, "day", 0, 7), (30, "day", 0, 30), (90, "week", 2, 14), (365, "week", 2, 53)],
)
def test_longer_spans_are_drawn_in_longer_steps(days, step, first, steps):
    begins = MONDAY + first * DAY
    span = Span(first=begins, last=begins + (days - 1) * DAY)

    assert (span.days, span.step, len(span.steps())) == (days, step, steps)


def test_years_are_drawn_in_months_and_weeks_begin_on_monday():
    long = Span(first=dt.date(2024, 11, 20), last=dt.date(2026, 1, 3))
    weeks = Span(first=dt.date(2026, 3, 5), last=dt.date(2026, 5, 1))

    assert long.steps()[:3] == (
        dt.date(2024, 11, 20), dt.date(2024, 12, 1), dt.date(2025, 1, 1),
    )  # fmt: skip
    assert all(one.weekday() == 0 for one in weeks.steps()[1:])


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 900), st.data())
def test_every_day_of_a_span_is_in_the_step_that_began_last(first, days, data):
    span = Span(first=first, last=first + (days - 1) * DAY)
    steps = span.steps()
    day = data.draw(st.dates(span.first, span.last))

    place = step_of(day, steps)

    assert steps[0] == span.first
    assert steps[place] <= day
    assert place + 1 == len(steps) or day < steps[place + 1]


# --- Over time


@given(ROWS)
def test_nothing_is_lost_or_counted_twice_over_the_steps(rows):
    found = stretches_of(rows, Span(first=MONDAY, last=MONDAY + 400 * DAY))

    assert sum(one.answers.n for one in found) == sum(row.n for row in rows)
    assert sum(one.answers.right for one in found) == sum(row.right for row in rows)
    assert sum(one.expected.n for one in found) == sum(row.foretold for row in rows)
    assert sum(one.expected.chances for one in found) == pytest.approx(
        sum(row.chances for row in rows)
    )


def test_a_mean_difficulty_is_that_of_the_answers_which_have_one():
    rows = [of(n=3, difficulty=2), of(n=1, difficulty=4), of(n=9, difficulty=None)]

    assert difficulty_of(rows) == 2.5
    assert difficulty_of([of(difficulty=None)]) is None
    assert right_in([]).share is None


def test_the_answers_are_halved_between_two_days():
    rows = [of(0, 10, 4), of(1, 4, 1), of(2, 3, 2), of(3, 8, 7)]

    found = trend_of(rows)

    assert (found.earlier, found.later) == (Right(right=5, n=14), Right(right=9, n=11))
    assert trend_of([of(0, 9), of(0, 3, difficulty=2)]) is None


def test_the_difference_at_the_same_difficulty_is_that_of_mantel_and_haenszel():
    earlier = [of(0, 20, 16, difficulty=2), of(0, 10, 3, difficulty=4)]
    later = [of(1, 5, 5, difficulty=2), of(1, 25, 15, difficulty=4)]

    found = at_same_difficulty(earlier, later)

    # By hand: weights 5*20/25 = 4 and 25*10/35 = 50/7; gains 4*0.2 and 50/7*0.3.
    assert found.value == pytest.approx((0.8 + 50 / 7 * 0.3) / (4 + 50 / 7))
    # The two sums of Sato's variance, a fraction for each difficulty.
    p, q = -850 / 625 - 1500 / 1225, 20 / 50 + 135 / 70
    margin = 1.959964 * ((found.value * p + q) ** 0.5) / (4 + 50 / 7)
    assert (found.low, found.high) == pytest.approx(
        (found.value - margin, found.value + margin), rel=1e-4
    )


def test_harder_questions_do_not_look_like_doing_worse():
    earlier = [of(0, 40, 36, difficulty=1), of(0, 10, 2, difficulty=5)]
    later = [of(1, 10, 10, difficulty=1), of(1, 40, 20, difficulty=5)]

    assert right_in(later).share < right_in(earlier).share
    assert at_same_difficulty(earlier, later).low > 0
    assert at_same_difficulty(earlier, [of(difficulty=3)]) is None


@given(ROWS, ROWS)
def test_a_difference_lies_in_its_interval_and_turns_about_with_its_sides(earlier, later):
    found, turned = at_same_difficulty(earlier, later), at_same_difficulty(later, earlier)

    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert -1 <= found.low <= found.value + 1e-9 <= found.high + 2e-9 <= 1 + 1e-8
        assert found.value == pytest.approx(-turned.value)


# --- How sure


def test_sureness_leans_only_where_the_answers_can_tell():
    surer = [of(n=20, right=8, confidence=90)]
    few = [of(n=3, right=2, confidence=90, topic="calculus")]
    humble = [of(n=20, right=19, confidence=30, topic="geometry")]

    found = sureness_by_topic([*surer, *few, *humble, of(n=99, right=0)])

    assert [(one.topic, one.right.n, one.leans) for one in found] == [
        ("", 43, 0), ("algebra", 20, 1), ("calculus", 3, 0), ("geometry", 20, -1),
    ]  # fmt: skip
    assert found[1].confidence == pytest.approx(0.9)
    assert sureness_by_topic([of(n=4)]) == ()


@given(ROWS)
def test_every_answer_of_which_something_was_said_is_in_one_step_and_one_subject(rows):
    said = sum(row.n for row in rows if row.confidence is not None)

    by_topic = sureness_by_topic(rows)

    assert sum(one.right.n for one in sureness_by_step(rows)) == said
    assert sum(one.right.n for one in by_topic[1:]) == said
    assert not said or by_topic[0].right.n == said


# --- Mastery and time


NAMED = {skill.name: skill for skill in SKILLS}


def move(day, attempt, skill, before, after, was=1, now=1):
    return Move(day, attempt, skill, before, after, was, now)


def test_mastery_of_a_subject_is_the_mean_of_its_skills_after_their_last_answers():
    span = Span(first=MONDAY, last=MONDAY + 2 * DAY)
    earlier = [move(MONDAY - DAY, 1, "adding", 0.3, 0.5)]
    moves = [
        move(MONDAY, 2, "adding", 0.4, 0.6),
        move(MONDAY + 2 * DAY, 3, "slopes", 0.2, 0.4),
        move(MONDAY + 2 * DAY, 3, "doubling", 0.1, 0.2),
    ]

    found = {one.topic: one for one in courses_of(earlier, moves, span, NAMED)}

    assert found["algebra"].before == pytest.approx(0.25)
    assert found["algebra"].after == pytest.approx((0.3, 0.3, 0.4))
    assert (found["algebra"].met, found["algebra"].answers) == (2, 2)
    assert (found["calculus"].before, found["calculus"].after) == (0, (0, 0, 0.4))


def test_a_skill_that_is_gone_is_left_out_and_an_answer_on_two_skills_counts_once():
    moves = [
        move(MONDAY, 1, "adding", 0.1, 0.5),
        move(MONDAY, 1, "doubling", 0.1, 0.3),
        move(MONDAY, 2, "gone", 0.1, 0.9),
    ]

    (course,) = courses_of(
        [move(MONDAY - DAY, 0, "gone", 0, 1)], moves, Span(first=MONDAY, last=MONDAY), NAMED
    )

    assert (course.topic, course.after, course.answers) == ("algebra", (0.4,), 1)
    assert [one.title for one in changes_of(moves, NAMED)] == ["Adding", "Doubling"]


def test_what_time_bought_is_the_levels_from_first_to_last_by_subject():
    moves = [
        move(MONDAY, 1, "adding", 0.3, 0.5, 1, 2),
        move(MONDAY, 2, "adding", 0.5, 0.7, 2, 3),
        move(MONDAY, 2, "doubling", 0.6, 0.5, 3, 2),
    ]
    concepts = [
        Concept(title="Adding", topic="algebra", seconds=5400, answers=Right(right=2, n=2)),
        Concept(title="Gone", topic="", seconds=60, answers=Right()),
    ]

    (bought,) = bought_by(concepts, changes_of(moves, NAMED))

    assert (bought.seconds, bought.gained, bought.lost) == (5400, 2, 1)
    assert bought.gained_an_hour == pytest.approx(4 / 3)
    assert [(one.title, one.levels) for one in bought.changes] == [("Adding", 2), ("Doubling", -1)]
