"""The first page: where a learner stands, and what is most worth doing now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor_core.badges.streaks import FrozenStreak
from tutor_core.calendar import is_learning_day
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.progress import topic_scores
from tutor_core.profiling.placements.views import LastPlacement
from tutor_core.recommend.frontier import is_mastered, is_ready, skill_views, worth_of_skill
from tutor_core.recommend.policy import BanditPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStanding:
    """A subject on Today: mean mastery of its skills (0 to 1), skills met and there are.

    A skill is met once it was practised or a placement spoke about it.
    """

    topic: str
    mastery: float
    skills_met: int
    skills: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a learner did today and ever.

    Attributes:
        answers: Graded attempts of the learner's day.
        correct: Right ones among them.
        reviews: Card reviews of that day.
        minutes: Worked on that day.
        points_today: Earned on that day.
        points: Earned ever.
        answers_ever: Graded attempts ever.
        streak: Learning days in a row, and the freezes that bridge missed ones.
    """

    answers: int = 0
    correct: int = 0
    reviews: int = 0
    minutes: int = 0
    points_today: int = 0
    points: int
    answers_ever: int
    streak: FrozenStreak

    @property
    def counts(self) -> bool:
        """Whether enough was done to make it a learning day."""
        return is_learning_day(self.answers, self.reviews)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The first page after signing in.

    Attributes:
        figures: What was done.
        cards_left: Cards that are left to be asked today.
        topics: The six subjects.
        open_question: Skill of the question left open, or None.
        next_skill: The skill that is most worth practising, as people read it.
        next_topic: Its subject.
        next_reason: Why, in a sentence.
        placement: How the learner's latest placement stands.
        repair: What to do about the gap to repair first, in a sentence, or None.
    """

    figures: Figures
    cards_left: int
    topics: tuple[TopicStanding, ...]
    open_question: str | None
    next_skill: str | None
    next_topic: str | None
    next_reason: str
    placement: LastPlacement
    repair: str | None


def topics_of(
    standing: Standing, parameters: KnowledgeParameters, topics: Sequence[str]
) -> tuple[TopicStanding, ...]:
    """Return how the learner stands in each of the subjects, in their order."""
    scores = topic_scores(standing, parameters)
    skills = standing.skills.values()
    return tuple(
        TopicStanding(
            topic=topic,
            mastery=scores.get(topic, 0.0),
            skills_met=sum(s.topic == topic and s.is_met for s in skills),
            skills=sum(s.topic == topic for s in skills),
        )
        for topic in topics
    )


def next_skill(
    standing: Standing, parameters: KnowledgeParameters, policy: BanditPolicy
) -> tuple[SkillStanding | None, str]:
    """Return the skill most worth practising, by the same gate and value as the choice."""
    views = skill_views(standing, parameters)
    ready = [number for number in views if is_ready(number, views, policy)]
    open_ones = [number for number in ready if not is_mastered(views[number], policy)]
    if not open_ones:
        if not ready:
            return None, ""
        weakest = min(ready, key=lambda number: views[number].mastery)
        return standing.skills[
            weakest
        ], "Everything open carries what builds on it; this is the weakest."

    best = max(open_ones, key=lambda number: (worth_of_skill(views[number], policy), -number))
    leads_to = views[best].leads_to
    further = "one further skill" if leads_to == 1 else f"{leads_to} further skills"
    opening = f", and opens {further}" if leads_to else ""
    begun = "is half-way there" if views[best].answers else "is new to you, within reach"
    return standing.skills[best], f"It {begun}{opening}."
