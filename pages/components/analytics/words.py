"""What a learner's picture says, in sentences; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pages.components import prose, theme
from tutor_core.analytics.own.views import (
    LEAST,
    Bought,
    OwnPicture,
    Right,
    SkillChange,
    SubjectCourse,
    Sureness,
    Trend,
)
from tutor_core.calendar import whole_minutes

MOST_NAMED = 3
NOTHING_MOVED = 0.005  # of mastery: what would be read as no change


def getting_better(found: OwnPicture) -> str:
    """Return whether more is right than before, and at what difficulty."""
    if found.answers.n < LEAST:
        return (
            f"{_number(found.answers.n, 'answer')} in this time: too few to tell. From {LEAST} on "
            "you see it here."
        )
    if found.trend is None:
        return (
            f"{_right(found.answers)}. All of them are of one day: another day of practice, and "
            "the two can be compared."
        )
    return f"{_verdict(found.trend)} {_halves(found.trend)}"


def at_what(courses: Sequence[SubjectCourse]) -> str:
    """Return which subjects rose and fell most, from the beginning to the end."""
    moves = [(one.after[-1] - one.before, one) for one in courses]
    rose = sorted((m for m in moves if m[0] >= NOTHING_MOVED), key=lambda m: -m[0])
    fell = sorted((m for m in moves if m[0] <= -NOTHING_MOVED), key=lambda m: m[0])
    sentences = []
    if rose:
        sentences.append(f"Most at {'; then '.join(_course(one) for _, one in rose[:MOST_NAMED])}.")
    if fell:
        sentences.append(f"Down: {'; '.join(_course(one) for _, one in fell[:MOST_NAMED])}.")
    return " ".join(sentences) or "No subject has moved in this time."


def time_bought(found: OwnPicture) -> str:
    """Return what the time brought: levels gained and lost, with the skills by name."""
    seconds = sum(one.seconds for one in found.concepts)
    if not seconds:
        return "No time on questions yet in this time."
    gained = sum(one.gained for one in found.bought)
    lost = sum(one.lost for one in found.bought)
    levels = f"**{_number(gained, 'level')} gained**"
    levels += f" and {_number(lost, 'level')} lost" if lost else ", none lost"
    cards = " Cards are not in it." if any(day.reviews for day in found.days) else ""
    time = _time(seconds)
    return f"{time[0].upper()}{time[1:]} on questions brought {levels}.{cards}"


def of_subject(bought: Bought) -> str:
    """Return what the time on one subject brought, the skills named."""
    name = theme.TOPIC_NAMES.get(bought.topic, prose.plain(bought.topic))
    up = [one for one in bought.changes if one.levels > 0]
    down = [one for one in reversed(bought.changes) if one.levels < 0]
    told = [f"up: {_named(up)}"] * bool(up) + [f"down: {_named(down)}"] * bool(down)
    return f"**{name}**, {_time(bought.seconds)}: {'; '.join(told) or 'no level changed'}."


def of_days(found: OwnPicture) -> str:
    """Return streak, days and points."""
    points = sum(one.points for one in found.days)
    streak = found.streak
    return (
        f"**Streak: {_number(streak.current, 'learning day')}**, the longest {streak.longest:,}. "
        f"In this time you did something on {_number(len(found.days), 'day')} and earned "
        f"{_number(points, 'point')}; in all you have {_number(found.points, 'point')}."
    )


def how_sure(said: Sequence[Sureness]) -> list[str]:
    """Return what can be told of sureness: of all answers, then of the subjects that stand out."""
    of_all = [one for one in said if not one.topic]
    told = [one for one in said if one.topic and one.leans and one.right.n >= LEAST]
    return [_sure(one) for one in (*of_all, *told)]


def _verdict(trend: Trend) -> str:
    gain = trend.at_same_difficulty
    if min(trend.earlier.n, trend.later.n) < LEAST:
        return "**Too early to tell**: one half of these days has too few answers."
    if gain is None:
        return "**Not to be told**: the two halves have no difficulty in common."
    if gain.low > 0:
        change = f"**Yes.** At the same difficulty you get {_points(gain.value)} more right"
    elif gain.high < 0:
        change = f"**Less than before.** At the same difficulty {_points(-gain.value)} fewer right"
    else:
        change = f"**No clear change.** At the same difficulty {_signed(gain.value)} right"
    span = f"likely between {_signed_number(gain.low)} and {_signed_number(gain.high)}"
    return f"{change} in the later half of your answers than in the earlier ({span})."


def _halves(trend: Trend) -> str:
    return (
        f"Earlier: {_right(trend.earlier)}, difficulty {_level(trend.earlier_difficulty)}. Later: "
        f"{_right(trend.later)}, difficulty {_level(trend.later_difficulty)}."
    )


def _course(one: SubjectCourse) -> str:
    name = theme.TOPIC_NAMES.get(one.topic, prose.plain(one.topic))
    return f"**{name}** {theme.percent(one.before)} → {theme.percent(one.after[-1])}"


def _named(changes: Sequence[SkillChange]) -> str:
    named = [
        f"{prose.plain(one.title)} ({theme.level_name(one.level_before)} → "
        f"{theme.level_name(one.level_after)})"
        for one in changes[:MOST_NAMED]
    ]
    more = len(changes) - MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _sure(one: Sureness) -> str:
    where = (
        f"In {theme.TOPIC_NAMES.get(one.topic, prose.plain(one.topic))}" if one.topic else "Overall"
    )
    figures = (
        f"{theme.percent(one.confidence)} sure, {theme.percent(one.right.value)} right, "
        f"n = {one.right.n:,}"
    )
    if one.right.n < LEAST:
        return f"{where} too few answers to tell ({figures})."
    if one.leans > 0:
        return f"{where} you are **surer than you are right** ({figures})."
    if one.leans < 0:
        return f"{where} you **know more than you think** ({figures})."
    return f"{where} you are about as sure as you are right ({figures})."


def _right(answers: Right) -> str:
    return f"{theme.percent(answers.share or 0)} of {_number(answers.n, 'answer')} right"


def _level(difficulty: float | None) -> str:
    return "not known" if difficulty is None else f"{difficulty:.1f} of 5"


def _points(difference: float) -> str:
    return f"{_number(round(100 * difference), 'point')} in a hundred"


def _signed(difference: float) -> str:
    number = round(100 * difference)
    return f"{_number(abs(number), 'point')} in a hundred {'fewer' if number < 0 else 'more'}"


def _signed_number(difference: float) -> str:
    return f"{round(100 * difference):+d}".replace("-", "\N{MINUS SIGN}")


def _time(seconds: int) -> str:
    if seconds < 3600:  # noqa: PLR2004 - an hour
        minutes = whole_minutes(seconds)
        return _number(minutes, "minute") if minutes else "less than a minute"
    return f"{seconds / 3600:.1f} hours"


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"
