"""What the tutor knows of a school, in memory: chooses and learns by the services' functions.

Where a service reads rows, this looks into dictionaries; everything between reading and
writing is the same code.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tutor_core.gaps.detection import GapChanges, GapsKnown, detect
from tutor_core.gaps.gap import Gap, GapRank
from tutor_core.gaps.policy import GapPolicy
from tutor_core.knowledge.model import LEAST_VARIANCE, Estimate, Strength, aged
from tutor_core.knowledge.observing import Observation
from tutor_core.knowledge.placing import placed
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.knowledge.standing import SkillStanding, Standing
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.practice.learning import Answered, Known, Learnt, fitting_level, learn
from tutor_core.profiling.pace import PaceRecord, paced
from tutor_core.recommend.arms import Arms
from tutor_core.recommend.basis import MET_LAST, Askable, Basis, Met
from tutor_core.recommend.choosing import Recommendation, choose_among
from tutor_core.recommend.goals import Aim, gap_aims
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.recommend.scope import Scope
from tutor_core.tuning.policies import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSkill:
    """A skill as the tutor knows it.

    Attributes:
        skill_id: Its number.
        name: Its stable name.
        display_name: What people read.
        topic: The subject it belongs to.
        prerequisites: Numbers of the skills it builds on.
        level: How hard it is, 1 to 5; for simulated learners only.
        hours: What learning it is thought to take in all; None where nobody has said.
    """

    skill_id: int
    name: str
    display_name: str
    topic: str
    prerequisites: tuple[int, ...]
    level: int = 3
    hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolItem:
    """An item: its number, subject, skills (the main one first), level 1 to 5, minutes, kind."""

    content_id: int
    topic: str
    skills: tuple[str, ...]
    difficulty: int
    minutes: int
    is_exercise: bool = False


@dataclass(slots=True)
class Record:
    """What is known of one learner.

    Attributes:
        ability: Over all skills; None before the first answer.
        strengths: By skill, as of when it was last practised.
        days_seen: By skill, on how many of the learner's days.
        placed: By skill, when a placement last spoke about it.
        arms: What the choices brought.
        pace: None before the first question.
        met: By item, how often it was shown and when it last was.
        recent: Items in the order in which they were last shown, each once.
        gaps: Open ones, by skill.
        past_gaps: Closed ones, in the order in which they were closed.
    """

    ability: Estimate | None = None
    strengths: dict[int, Strength] = field(default_factory=dict)
    days_seen: dict[int, int] = field(default_factory=dict)
    placed: dict[int, dt.datetime] = field(default_factory=dict)
    arms: Arms = field(default_factory=Arms)
    pace: PaceRecord | None = None
    met: dict[int, tuple[int, dt.datetime]] = field(default_factory=dict)
    recent: list[int] = field(default_factory=list)
    gaps: Mapping[int, Gap] = field(default_factory=dict)
    past_gaps: list[Gap] = field(default_factory=list)


class School:
    """A tutor's memory of many learners, and of how hard items and skills proved to be.

    Args:
        skills: All there are.
        items: All there are.
        finds_gaps: Whether gaps are looked for; choosing and learning go without them.
    """

    def __init__(
        self,
        skills: Sequence[SchoolSkill],
        items: Sequence[SchoolItem],
        *,
        finds_gaps: bool = True,
    ) -> None:
        self._finds_gaps = finds_gaps
        self.skills = sorted(skills, key=lambda skill: skill.skill_id)
        self.items = sorted(items, key=lambda item: item.content_id)
        self._main_skill = {item.content_id: item.skills[0] for item in self.items}
        self._by_skill: dict[str, list[SchoolItem]] = {}
        for item in self.items:
            self._by_skill.setdefault(item.skills[0], []).append(item)
        self.item_estimates: dict[int, Estimate] = {}
        self.skill_estimates: dict[int, Estimate] = {}

    def standing(
        self, record: Record, parameters: KnowledgeParameters, *, now: dt.datetime
    ) -> Standing:
        """Return what is known of a learner now."""
        unseen = Strength(0.0, parameters.skill_variance)
        unproved = Estimate(0.0, parameters.skill_difficulty_variance)
        return Standing(
            ability=record.ability or Estimate(0.0, parameters.ability_variance),
            skills={
                skill.skill_id: SkillStanding(
                    skill_id=skill.skill_id,
                    name=skill.name,
                    display_name=skill.display_name,
                    topic=skill.topic,
                    prerequisites=skill.prerequisites,
                    strength=(
                        aged(record.strengths[skill.skill_id], now, parameters)
                        if skill.skill_id in record.strengths
                        else unseen
                    ),
                    difficulty=self.skill_estimates.get(skill.skill_id, unproved),
                    days_seen=record.days_seen.get(skill.skill_id, 0),
                    placed_at=record.placed.get(skill.skill_id),
                    strength_when_seen=record.strengths.get(skill.skill_id),
                    hours=skill.hours,
                )
                for skill in self.skills
            },
        )

    def choose(
        self,
        record: Record,
        policies: InForce,
        *,
        topic: str | None = None,
        aims: Sequence[Aim] = (),
        now: dt.datetime,
        rng: random.Random,
    ) -> Recommendation | None:
        """Choose a learner's next item; None where there is nothing to ask.

        Args:
            record: What is known of them.
            policies: In force for them.
            topic: The subject they stay in; None for any.
            aims: What they are to work on beside their gaps.
            now: The moment.
            rng: Source of chance.
        """
        gaps = {skill: GapRank(gap.kind, gap.priority) for skill, gap in record.gaps.items()}
        parameters = policies.of(KnowledgeParameters).policy
        basis = Basis(
            standing=self.standing(record, parameters, now=now),
            arms=record.arms,
            met=[
                Met(content_id=number, skill=self._main_skill[number])
                for number in reversed(record.recent[-MET_LAST:])
            ],
            aims=[*aims, *gap_aims(gaps)],
            gains={},
            policy=policies.of(BanditPolicy),
            parameters=parameters,
            now=now,
        )
        for looked_at in basis.rounds(Scope(topic=topic)):
            found = choose_among(
                basis, looked_at, self._askable(record, basis.names(looked_at)), rng=rng
            )
            if found is not None:
                return found
        return None

    def review_aims(self, due: Collection[str]) -> list[Aim]:
        """Return the skills of which a card is due as aims."""
        return [Aim(kind="review", skill=s.skill_id) for s in self.skills if s.name in due]

    def show(self, record: Record, content_id: int, *, now: dt.datetime) -> None:
        """Note that a learner was shown an item."""
        seen, _ = record.met.get(content_id, (0, now))
        record.met[content_id] = (seen + 1, now)
        if seen:
            record.recent.remove(content_id)
        record.recent.append(content_id)

    def learn(
        self, record: Record, answered: Answered, policies: InForce, *, now: dt.datetime
    ) -> Learnt:
        """Learn from a learner's counting answer; return what it changed."""
        parameters = policies.of(KnowledgeParameters).policy
        known = Known(
            parameters=parameters,
            policy=policies.of(BanditPolicy).policy,
            levels=policies.of(MasteryPolicy).policy,
            standing=self.standing(record, parameters, now=now),
            item=self.item_estimates.get(answered.item.content_id),
            arms=record.arms,
            pace=record.pace,
            gaps=self._gaps_known(record, policies) if self._finds_gaps else None,
        )
        learnt = learn(known, answered, now=now)
        if learnt.gaps is not None:
            _keep(record, learnt.gaps)
        self._store(record, learnt.observation)
        record.arms, record.pace = learnt.arms, learnt.pace
        return learnt

    def place(
        self, record: Record, found: Mapping[int, float], policies: InForce, *, now: dt.datetime
    ) -> None:
        """Let a learner's estimate begin from the chances that a placement found, by skill."""
        parameters = policies.of(KnowledgeParameters).policy
        standing = self.standing(record, parameters, now=now)
        for number, skill in placed(standing, found, parameters, now=now).items():
            record.strengths[number] = skill.strength
            record.placed[number] = now

    def refresh_gaps(self, record: Record, policies: InForce, *, now: dt.datetime) -> None:
        """Find a learner's gaps anew, when time has passed."""
        parameters = policies.of(KnowledgeParameters).policy
        standing = self.standing(record, parameters, now=now)
        known = self._gaps_known(record, policies)
        _keep(record, detect(standing, known, parameters=parameters, now=now))

    def skip(
        self,
        record: Record,
        policies: InForce,
        *,
        seconds: int,
        meant_minutes: float,
        now: dt.datetime,
    ) -> None:
        """Note that a learner put a question away unanswered."""
        parameters = policies.of(KnowledgeParameters).policy
        standing = self.standing(record, parameters, now=now)
        record.pace = paced(
            record.pace,
            seconds=seconds,
            meant_minutes=meant_minutes,
            answered=False,
            fitting=fitting_level(standing, parameters, policies.of(BanditPolicy).policy),
            now=now,
        )

    def _gaps_known(self, record: Record, policies: InForce) -> GapsKnown:
        policy = policies.of(GapPolicy).policy
        return GapsKnown(policy=policy, unresolved=record.gaps, aims=())

    def _askable(self, record: Record, skills: Collection[str]) -> list[Askable]:
        nothing: tuple[int, dt.datetime | None] = (0, None)
        items = [item for skill in skills for item in self._by_skill.get(skill, ())]
        return [
            Askable(
                content_id=item.content_id,
                skills=item.skills,
                difficulty=item.difficulty,
                estimate=self.item_estimates.get(item.content_id),
                seen=met[0],
                last_seen_at=met[1],
                is_exercise=item.is_exercise,
            )
            for item in sorted(items, key=lambda item: item.content_id)
            for met in (record.met.get(item.content_id, nothing),)
        ]

    def _store(self, record: Record, seen: Observation) -> None:
        record.ability = seen.standing.ability
        for was, now in zip(seen.skills, seen.practised, strict=True):
            record.strengths[now.skill_id] = now.strength
            record.days_seen[now.skill_id] = now.days_seen
            _move(self.skill_estimates, now.skill_id, was.difficulty, now.difficulty)
        _move(self.item_estimates, seen.content_id, seen.item_before, seen.item)


def _keep(record: Record, changes: GapChanges) -> None:
    record.gaps = changes.unresolved
    record.past_gaps += changes.resolved


def _move(estimates: dict[int, Estimate], number: int, before: Estimate, after: Estimate) -> None:
    """Move an estimate as the rows are moved: by what the answer adds."""
    stored = estimates.get(number)
    if stored is None:
        estimates[number] = Estimate(after.mean, after.variance, 1)
        return
    shrunk = stored.variance * (after.variance / before.variance)
    estimates[number] = Estimate(
        stored.mean + (after.mean - before.mean),
        max(LEAST_VARIANCE, shrunk),
        stored.answers + 1,
    )
