"""The figures of a learner's picture, each with its words, its numbers and its n; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pages.components import charts, theme
from pages.components.analytics import drawings
from pages.components.analytics.drawings import Point
from pages.components.analytics.figure import Figure, share
from pages.components.confidence import WORDS
from tutor_core.analytics.own.spans import Step
from tutor_core.analytics.own.views import LEAST, DayDone, OwnPicture, Stretch
from tutor_core.calendar import whole_minutes

ANSWERS = ("answer", "answers")
LEAST_MINUTES = 10  # on a subject, below which an hour of it is not told
EACH: dict[Step, str] = {"day": "day", "week": "week, from Monday on", "month": "month"}
THE_TABLE = "the table says the same in numbers."


def right_over_time(found: OwnPicture) -> Figure:
    """Return how much was right, and how difficult it was."""
    done = _with_answers(found)
    return Figure(
        name="right-over-time",
        title="Right answers and their difficulty",
        n=found.answers.n,
        unit=ANSWERS,
        said=f"A point is a {EACH[found.span.step]}; the larger, the more answers; hollow below "
        f"{LEAST}. Who gets better is given harder questions; repeats are among them.",
        draw=lambda: drawings.right_and_difficulty(done, found.span),
        columns={
            "From": _days(done),
            "Answers": [one.answers.n for one in done],
            "Right, %": [share(one.answers.share) for one in done],
            "Difficulty": [_rounded(one.difficulty) for one in done],
        },
        alt=f"Share of right answers over time, and their difficulty; {THE_TABLE}",
    )


def expected_over_time(found: OwnPicture) -> Figure:
    """Return what the tutor expected, beside what came."""
    done = [one for one in found.stretches if one.expected.n]
    came = [Point(one.first, _came(one), one.expected.n) for one in done]
    return Figure(
        name="expected",
        title="What the tutor expected, and what came",
        n=sum(one.expected.n for one in done),
        unit=ANSWERS,
        said="Above the dashed line you did better than expected. Only first tries count, and "
        "only what was right without a hint.",
        draw=lambda: drawings.over_time(
            came,
            found.span,
            name="Right without a hint",
            beside=[Point(one.first, one.expected.share, one.expected.n) for one in done],
            beside_name="Expected",
        ),
        columns={
            "From": _days(done),
            "Answers": [one.expected.n for one in done],
            "Expected, %": [share(one.expected.share) for one in done],
            "Came, %": [share(_came(one)) for one in done],
        },
        alt=f"Expected and actual share of right answers over time; {THE_TABLE}",
    )


def mastery(found: OwnPicture) -> Figure:
    """Return how the subjects went."""
    subjects = found.courses
    changes = list(_changes(found))
    return Figure(
        name="mastery",
        title="Mastery of each subject",
        n=sum(one.answers for one in subjects),
        unit=ANSWERS,
        said="The mean over all skills of the subject, each as the tutor saw it right after its "
        "last answer; a skill not answered yet counts 0. What time takes away is not in it: "
        "Today has the present figure. The table has the days from which it was another.",
        draw=lambda: drawings.courses([one.first for one in found.stretches], subjects, found.span),
        columns={
            "Subject": [theme.TOPIC_NAMES.get(topic, topic) for topic, _, _ in changes],
            "From": [day for _, day, _ in changes],
            "Mastery, %": [share(value) for _, _, value in changes],
        },
        alt=f"Mastery of each subject over time; {THE_TABLE}",
    )


def time_by_skill(found: OwnPicture) -> Figure:
    """Return the time on each skill."""
    skills = found.concepts
    more = len(skills) - drawings.MOST_BARS
    return Figure(
        name="time-by-skill",
        title="Time on each skill",
        n=sum(one.answers.n for one in skills),
        unit=("answer on a skill", "answers on skills"),
        said="Time away from the screen is left out; an answer on several skills counts for each."
        + (f" The table has {more} more." if more > 0 else ""),
        draw=lambda: drawings.time_by_skill(skills),
        columns={
            "Skill": [one.title for one in skills],
            "Minutes": [round(one.seconds / 60, 1) for one in skills],
            "Answers": [one.answers.n for one in skills],
            "Right, %": [share(one.answers.share) for one in skills],
        },
        alt=f"Minutes on each skill; {THE_TABLE}",
    )


def levels_an_hour(found: OwnPicture) -> Figure:
    """Return levels gained and lost by the hour."""
    timed = [one for one in found.bought if one.seconds >= 60 * LEAST_MINUTES]
    return Figure(
        name="levels-an-hour",
        title="Levels gained and lost in an hour",
        n=whole_minutes(sum(one.seconds for one in timed)),
        unit=("minute", "minutes"),
        said=f"Subjects with {LEAST_MINUTES} minutes or more. A skill counts from before its first "
        "answer to after its last; the first levels of a skill come faster than the last.",
        draw=lambda: drawings.levels_an_hour(timed),
        columns={
            "Subject": [theme.TOPIC_NAMES.get(one.topic, one.topic) for one in timed],
            "Hours": [round(one.seconds / 3600, 2) for one in timed],
            "Gained": [one.gained for one in timed],
            "Lost": [one.lost for one in timed],
            "Net an hour": [
                round((one.gained_an_hour or 0) - (one.lost_an_hour or 0), 2) for one in timed
            ],
        },
        alt=f"Levels gained and lost in an hour by subject; {THE_TABLE}",
        least=LEAST_MINUTES,
    )


def year(found: OwnPicture) -> Figure:
    """Return the last year, day by day."""
    latest = sorted(found.year, key=lambda one: one.day, reverse=True)
    return Figure(
        name="days",
        title="The last year, day by day",
        n=len(latest),
        unit=("day on which you did something", "days on which you did something"),
        said="The higher and deeper a day's mark, the more answers and reviews; no mark, none.",
        draw=lambda: charts.calendar(_marks(found)),
        columns={
            "Day": [one.day.isoformat() for one in latest],
            "Answers": [one.answers.n for one in latest],
            "Reviews": [one.reviews for one in latest],
            "Minutes": [one.minutes for one in latest],
        },
        alt=f"A calendar of what was done in the last year; {THE_TABLE}",
        least=1,
    )


def sureness(found: OwnPicture) -> Figure:
    """Return how sure somebody was against how often they were right."""
    steps = found.steps_of_sureness
    said = [(_said(one.confidence), one) for one in steps]
    return Figure(
        name="sureness",
        title="How sure, and how often right",
        n=sum(one.right.n for one in steps),
        unit=("answer with how sure you were", "answers with how sure you were"),
        said="The diamond is how often right somebody that sure should be: a guess 3 in 10, "
        "unsure 6 in 10, sure 9 in 10. The line on each bar is where the true share likely is.",
        draw=lambda: drawings.sure_and_right(said),
        columns={
            "You said": [word for word, _ in said],
            "Answers": [one.right.n for one in steps],
            "Sure, %": [share(one.confidence) for one in steps],
            "Right, %": [share(one.right.value) for one in steps],
        },
        alt=f"How sure you were against how often you were right; {THE_TABLE}",
    )


def _said(confidence: float) -> str:
    return WORDS.get(round(100 * confidence), theme.percent(confidence))


def _with_answers(found: OwnPicture) -> list[Stretch]:
    return [one for one in found.stretches if one.answers.n]


def _came(one: Stretch) -> float:
    return one.expected.came / one.expected.n


def _days(stretches: list[Stretch]) -> list[str]:
    return [one.first.isoformat() for one in stretches]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _changes(found: OwnPicture) -> Iterator[tuple[str, str, float]]:
    """Yield by subject what its mastery was, and from which days on it was another."""
    for one in found.courses:
        known = one.before
        yield one.topic, "before", known
        for stretch, value in zip(found.stretches, one.after, strict=True):
            if value != known:
                yield one.topic, stretch.first.isoformat(), value
            known = value


def _marks(found: OwnPicture) -> list[charts.Mark]:
    done = {one.day: one for one in found.year}
    days = (found.span.last - dt.timedelta(days=back) for back in reversed(range(365)))
    return [_mark(day, done.get(day)) for day in days]


def _mark(day: dt.date, done: DayDone | None) -> charts.Mark:
    if done is None:
        return charts.Mark(day=day, amount=0, words="")
    return charts.Mark(
        day=day,
        amount=done.answers.n + done.reviews,
        words=f"{day:%a %d %b %Y}: {done.answers.n} answers, {done.reviews} reviews, "
        f"{done.minutes} min",
    )
