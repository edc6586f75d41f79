"""What Analytics draws and says: hand-made pictures and what must be read from them."""

import datetime as dt

import pytest

from pages.components.analytics import drawings, sections, words
from tutor_core.analytics.own.counting import (
    Answers,
    right_in,
    stretches_of,
    sureness_by_step,
    sureness_by_topic,
    trend_of,
)
from tutor_core.analytics.own.spans import Span
from tutor_core.analytics.own.views import (
    Bought,
    Concept,
    DayDone,
    OwnPicture,
    Right,
    SkillChange,
    SubjectCourse,
)
from tutor_core.badges.streaks import FrozenStreak
from tutor_core.models.base import TOPICS

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
STREAK = FrozenStreak(current=1, longest=4, freezes=2, days_to_next=None, bridged=())


def answers(day, n, right, *, difficulty=3, confidence=None, topic="algebra"):
    return Answers(MONDAY + day * DAY, topic, difficulty, confidence, n, right, n, 0.6 * n, right)


def picture(rows=(), days=30, **given):
    span = Span(first=MONDAY, last=MONDAY + (days - 1) * DAY)
    found = {
        "span": span, "ever": 1, "answers": right_in(rows), "days": (), "year": (),
        "streak": STREAK, "points": 0, "stretches": stretches_of(rows, span),
        "trend": trend_of(rows), "courses": (), "concepts": (), "bought": (),
        "steps_of_sureness": sureness_by_step(rows), "sureness": sureness_by_topic(rows),
    }  # fmt: skip
    return OwnPicture(**(found | given))


def change(title="Adding", was=1, now=3):
    return SkillChange(
        title=title, topic="algebra", mastery_before=0.3, mastery_after=0.6,
        level_before=was, level_after=now,
    )  # fmt: skip


# --- Words


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([answers(0, 4, 4)], "4 answers in this time: too few to tell"),
        ([answers(0, 9, 6)], "All of them are of one day"),
        ([answers(0, 30, 10), answers(1, 30, 28)], "**Yes.** At the same difficulty you get 60"),
        ([answers(0, 30, 28), answers(1, 30, 10)], "**Less than before.** At the same"),
        ([answers(0, 10, 7), answers(1, 10, 8)], "**No clear change.**"),
        ([answers(0, 2, 0), answers(1, 9, 9)], "**Too early to tell**"),
        ([answers(0, 9, 9, difficulty=1), answers(1, 9, 9, difficulty=5)], "**Not to be told**"),
    ],
)  # fmt: skip
def test_whether_it_gets_better_is_said_no_louder_than_the_answers_allow(rows, verdict):
    assert verdict in words.getting_better(picture(rows))


def test_levels_are_named_and_what_is_lost_is_said():
    bought = Bought(
        topic="algebra", seconds=5400, gained=2, lost=1,
        changes=(change(), change("Doubling <b>", 3, 2)),
    )  # fmt: skip
    concept = Concept(title="Adding", topic="algebra", seconds=5400, answers=Right(right=1, n=2))
    found = picture(bought=(bought,), concepts=(concept,))

    assert words.time_bought(found) == (
        "1.5 hours on questions brought **2 levels gained** and 1 level lost."
    )
    said = words.of_subject(bought)
    assert "up: Adding (" in said
    assert "down: Doubling \\<b\\> (" in said


def test_subjects_that_rose_and_fell_are_told_from_before_to_after():
    def course(topic, before, after):
        return SubjectCourse(topic=topic, skills=2, met=1, before=before, after=(after,), answers=5)

    said = words.at_what([course("algebra", 0.2, 0.5), course("physics", 0.4, 0.3)])

    assert said.startswith("Most at **Algebra** 20")
    assert "Down: **Physics** 40" in said
    assert words.at_what([course("algebra", 0.2, 0.2)]) == "No subject has moved in this time."


def test_a_subject_is_told_of_sureness_only_where_the_answers_can_tell():
    rows = [
        answers(0, 20, 8, confidence=90),
        answers(0, 3, 0, confidence=90, topic="physics"),
        answers(0, 20, 18, confidence=90, topic="geometry"),
    ]

    said = words.how_sure(sureness_by_topic(rows))

    assert [one.split(" (")[0] for one in said] == [
        "Overall you are **surer than you are right**",
        "In Algebra you are **surer than you are right**",
    ]


# --- Figures


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("ground", ["#ffffff", "#14171d"])
def test_every_subject_can_be_seen_by_day_and_by_night(topic, ground):
    lighter, darker = sorted(
        (luminance(drawings.TOPIC_LOOKS[topic][0]), luminance(ground)), reverse=True
    )

    assert (lighter + 0.05) / (darker + 0.05) >= 3


@pytest.mark.parametrize("part", [0, 1, 2])
def test_no_two_subjects_look_alike_in_colour_in_dash_or_in_sign(part):
    assert len({looks[part] for looks in drawings.TOPIC_LOOKS.values()}) == len(TOPICS)


def test_a_point_of_few_answers_is_hollow_and_days_without_any_are_left_out():
    found = picture([answers(0, 4, 2), answers(3, 16, 12)])

    figure = sections.right_over_time(found).draw()

    line, bars = figure.data
    assert list(line.x) == [MONDAY, MONDAY + 3 * DAY]
    assert list(line.marker.symbol) == ["circle-open", "circle"]
    assert line.marker.size[0] < line.marker.size[1]
    assert list(bars.y) == [3, 3]
    assert figure.layout.xaxis.range[1] == MONDAY + 30 * DAY


def test_the_days_of_a_week_are_named_once_each():
    figure = sections.expected_over_time(picture([answers(0, 9, 5)], days=1)).draw()

    assert figure.layout.xaxis.dtick == 86_400_000


def test_an_hour_is_not_told_of_a_few_minutes():
    short = Bought(topic="algebra", seconds=599, gained=5, lost=0, changes=())
    long = Bought(topic="physics", seconds=1800, gained=2, lost=1, changes=())

    figure = sections.levels_an_hour(picture(bought=(short, long)))

    assert (figure.n, figure.is_too_few) == (30, False)
    assert figure.columns["Subject"] == ["Physics"]
    assert figure.columns["Net an hour"] == [2.0]
    gained, lost = figure.draw().data
    assert (list(gained.y), list(lost.y)) == ([4.0], [-2.0])
    assert lost.marker.pattern.shape
    assert sections.levels_an_hour(picture(bought=(short,))).is_too_few


def test_the_table_of_mastery_has_each_change_and_where_it_began():
    course = SubjectCourse(
        topic="algebra", skills=2, met=2, before=0.1, after=(0.1, 0.3, 0.3), answers=9
    )

    columns = sections.mastery(picture(days=3, courses=(course,))).columns

    assert columns["From"] == ["before", "2026-03-03"]
    assert columns["Mastery, %"] == [10.0, 30.0]


def test_a_year_has_a_place_for_every_day():
    done = DayDone(day=MONDAY, answers=Right(right=1, n=3), reviews=2, minutes=4, points=10)

    figure = sections.year(picture(days=1, year=(done,)))

    (marks,) = figure.draw().data
    assert list(marks.customdata) == ["Mon 02 Mar 2026: 3 answers, 2 reviews, 4 min"]
    assert figure.columns["Minutes"] == [4]


@pytest.mark.parametrize("title", ["<b>x</b>", "<a href='http://evil'>y</a>"])
def test_names_are_escaped_where_plotly_reads_marks_of_html(title):
    concept = Concept(title=title, topic="", seconds=600, answers=Right(right=1, n=5))

    figure = sections.time_by_skill(picture(concepts=(concept,))).draw()

    assert "<" not in figure.data[0].customdata[0]
    assert "<" not in figure.layout.yaxis.ticktext[0]
