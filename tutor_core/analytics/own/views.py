"""A learner's own picture: figures that each say how many answers they rest on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tutor_core.analytics.own.spans import Span
from tutor_core.badges.streaks import FrozenStreak
from tutor_core.recommend.shares import Share

LEAST = 5  # answers, below which nothing is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """How many of `n` answers were right."""

    right: int = 0
    n: int = 0

    @property
    def share(self) -> float | None:
        """Right of all, 0 to 1; None where nothing was answered."""
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the tutor expected of answers that count, beside what came.

    Attributes:
        chances: Sum of the chances given to a right answer just before each.
        came: Answers that were right without a hint, which is what the chance is of.
        n: How many answers.
    """

    chances: float = 0.0
    came: int = 0
    n: int = 0

    @property
    def share(self) -> float | None:
        """The mean chance, 0 to 1; None where nothing was foretold."""
        return self.chances / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One step of the span.

    Attributes:
        first: Its first day.
        answers: Graded ones.
        difficulty: Their mean, 1 to 5; None where none has one.
        expected: Of those that count.
    """

    first: dt.date
    answers: Right
    difficulty: float | None
    expected: Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference of two shares with its 95 % interval, each from -1 to 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The earlier half of the answers and the later one, parted between two days.

    Attributes:
        earlier: The days up to the middle.
        later: The days after it.
        earlier_difficulty: Mean, 1 to 5.
        later_difficulty: Mean, 1 to 5.
        at_same_difficulty: Later less earlier, among questions of the same difficulty; None where
            no difficulty was met in both.
    """

    earlier: Right
    later: Right
    earlier_difficulty: float | None
    later_difficulty: float | None
    at_same_difficulty: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillChange:
    """A skill from before its first answer of the span to after its last.

    Attributes:
        title: As people read it.
        topic: Its subject.
        mastery_before: 0 to 1; as the tutor saw it then.
        mastery_after: 0 to 1.
        level_before: 0 to 5; 0 for a skill that was begun in the span.
        level_after: 0 to 5.
    """

    title: str
    topic: str
    mastery_before: float
    mastery_after: float
    level_before: int
    level_after: int

    @property
    def levels(self) -> int:
        """Levels gained, or lost where it is negative."""
        return self.level_after - self.level_before


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectCourse:
    """The mean mastery of a subject's skills, each as it stood after its last answer.

    A skill not answered yet counts 0. What time has taken since the last answer is not in it, nor
    what a placement inferred.

    Attributes:
        topic: The subject.
        skills: How many it has.
        met: How many were answered until the end.
        before: The mean before the span, 0 to 1.
        after: The mean at the end of each step.
        answers: In the span.
    """

    topic: str
    skills: int
    met: int
    before: float
    after: tuple[float, ...]
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Time on one skill, from the answers that count.

    Attributes:
        title: As people read it.
        topic: Its subject; empty where the skill is no longer there.
        seconds: Worked; an answer on several skills is split among them.
        answers: How many, and how many of them were right.
    """

    title: str
    topic: str
    seconds: int
    answers: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What the time on one subject brought.

    Attributes:
        topic: The subject.
        seconds: Worked on its skills.
        gained: Levels, over the skills that are higher after the span.
        lost: Levels, over those that are lower.
        changes: The skills whose level changed, those that gained most first.
    """

    topic: str
    seconds: int
    gained: int
    lost: int
    changes: tuple[SkillChange, ...]

    @property
    def gained_an_hour(self) -> float | None:
        """Levels gained for each hour; None without any time."""
        return 3600 * self.gained / self.seconds if self.seconds else None

    @property
    def lost_an_hour(self) -> float | None:
        """Levels lost for each hour; None without any time."""
        return 3600 * self.lost / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """Answers of which the learner said how sure they were.

    Attributes:
        topic: The subject; empty for all.
        confidence: Mean of what was said, 0 to 1.
        right: Right ones among them, with the 95 % interval of the share.
    """

    topic: str
    confidence: float
    right: Share

    @property
    def leans(self) -> int:
        """1 where surer than right, -1 where righter than sure, 0 where the answers cannot tell."""
        if self.confidence > self.right.high:
            return 1
        return -1 if self.confidence < self.right.low else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDone:
    """What was done on one of the learner's days."""

    day: dt.date
    answers: Right
    reviews: int
    minutes: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPicture:
    """All figures of a learner and a span.

    Attributes:
        span: What is looked at.
        ever: Graded answers and card reviews there are at all.
        answers: Graded answers within the span.
        days: Days of the span on which something was done, in their order.
        year: The same of the last 365 days.
        streak: Learning days in a row as of today.
        points: Earned ever.
        stretches: Every step of the span, also those on which nothing was done.
        trend: None where all answers are of one day.
        courses: Subjects of which something was ever answered.
        concepts: Those on which time was spent, the most first.
        bought: Subjects on which time was spent, the most first.
        steps_of_sureness: What was said, each with how often it was right, the least sure first.
        sureness: All that was said, then by subject; empty where nothing was.
    """

    span: Span
    ever: int
    answers: Right
    days: tuple[DayDone, ...]
    year: tuple[DayDone, ...]
    streak: FrozenStreak
    points: int
    stretches: tuple[Stretch, ...]
    trend: Trend | None
    courses: tuple[SubjectCourse, ...]
    concepts: tuple[Concept, ...]
    bought: tuple[Bought, ...]
    steps_of_sureness: tuple[Sureness, ...]
    sureness: tuple[Sureness, ...]
