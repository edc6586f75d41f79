"""What rejudged answers change for one learner, worked out; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tutor_core.knowledge.correcting import KnowledgeCorrection
from tutor_core.knowledge.model import Estimate
from tutor_core.mastery.correcting import MasteryCorrection
from tutor_core.practice.regrading.counted import Counted
from tutor_core.practice.regrading.replay import Replayed, replay
from tutor_core.practice.regrading.verdicts import Judged
from tutor_core.practice.regrading.views import ChangedAttempt, LearnerLine
from tutor_core.practice.views import SkillMove


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMastery:
    """A learner's progress in a skill as it is stored: level 0 to 5, mastery 0 to 1."""

    name: str
    level: int
    mastery: float


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is needed to learn from a learner's answers again.

    Attributes:
        zone: Where they live.
        attempts: All that were learnt from, in the order in which they were answered.
        correct: Whether each was judged right.
        recorded: Those that keep what they were learnt from.
        topic_sizes: How many skills each topic has.
        ability: As it is stored; None without answers.
        masteries: By skill, as they are stored.
    """

    zone: ZoneInfo
    attempts: tuple[Counted, ...]
    correct: tuple[bool, ...]
    recorded: frozenset[int]
    topic_sizes: Mapping[str, int]
    ability: Estimate | None
    masteries: Mapping[int, StoredMastery]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What rejudged answers change for one learner.

    Attributes:
        history: Of the learner.
        judged: Their attempts that change, in the order in which they were answered.
        replayed: What the learner's answers teach otherwise.
        knowledge: By how much what is known of them was wrong.
        masteries: By how much their progress in skills was wrong.
    """

    history: History
    judged: tuple[Judged, ...]
    replayed: Replayed
    knowledge: KnowledgeCorrection
    masteries: tuple[MasteryCorrection, ...]

    def rewarded_by(self, judged: Judged) -> float:
        """Return what is added to an attempt's reward."""
        found = self.replayed.rejudged.get(judged.answer.attempt_id)
        return 0.0 if found is None else found.reward_would - found.reward_was


def effect_of(history: History, judged: Sequence[Judged]) -> Effect:
    """Return what a learner's rejudged attempts change."""
    verdicts = {one.answer.attempt_id: one.correct for one in judged}
    replayed = replay(
        history.attempts,
        history.correct,
        [
            verdicts.get(attempt.attempt_id, right)
            for attempt, right in zip(history.attempts, history.correct, strict=True)
        ],
    )
    gains = _right_by_skill(history, judged)
    return Effect(
        history=history,
        judged=tuple(judged),
        replayed=replayed,
        knowledge=KnowledgeCorrection(
            ability=replayed.ability,
            strengths=replayed.strengths,
            scores={
                topic: score / history.topic_sizes[topic]
                for topic, score in replayed.scores.items()
            },
            correct_by=sum(_gain(one) for one in judged if one.answer.is_evidence),
            fitting_by=replayed.would.level - replayed.was.level,
        ),
        masteries=tuple(
            MasteryCorrection(
                was=was,
                would=replayed.would.progress[number],
                mastered_was=replayed.was.mastered_at[number],
                mastered_would=replayed.would.mastered_at[number],
                correct_by=gains.get(number, 0),
            )
            for number, was in replayed.was.progress.items()
            if was != replayed.would.progress[number] or gains.get(number)
        ),
    )


def line_of(effect: Effect, name: str | None, *, shows_responses: bool) -> LearnerLine:
    """Return what the page says of a learner for whom something changes."""
    moves = []
    for correction in effect.masteries:
        stored = effect.history.masteries.get(correction.was.skill_id)
        if stored is not None:
            moves.append(
                SkillMove(
                    name=stored.name,
                    mastery_before=stored.mastery,
                    mastery_after=correction.mastery(stored.mastery),
                    level_before=stored.level,
                    level_after=correction.level(stored.level),
                )
            )
    return LearnerLine(
        name=name,
        attempts=tuple(
            ChangedAttempt(
                response=one.answer.response if shows_responses else None,
                was=one.was,
                now=one.now,
                points_was=one.answer.points,
                points_now=one.points,
            )
            for one in effect.judged
        ),
        skills=tuple(sorted(moves, key=lambda move: move.name)),
    )


def log_of(effect: Effect) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return for the log what was and what is: attempts, estimates, skills, points."""
    before: dict[str, Any] = {"attempts": {}, "skills": {}}
    after: dict[str, Any] = {"attempts": {}, "skills": {}}
    for one in effect.judged:
        answer, number = one.answer, str(one.answer.attempt_id)
        reward = answer.reward
        before["attempts"][number] = [one.was, answer.points, reward]
        after["attempts"][number] = [one.now, one.points, reward + effect.rewarded_by(one)]
    ability = effect.history.ability
    if ability is not None:
        moved = effect.replayed.ability.applied(ability)
        before["ability"] = [ability.mean, ability.variance]
        after["ability"] = [moved.mean, moved.variance]
    for correction in effect.masteries:
        number = str(correction.was.skill_id)
        stored = effect.history.masteries.get(correction.was.skill_id)
        if stored is not None:
            before["skills"][number] = [stored.level, stored.mastery]
            after["skills"][number] = [
                correction.level(stored.level),
                correction.mastery(stored.mastery),
            ]
    before["points"] = sum(one.answer.points for one in effect.judged)
    after["points"] = sum(one.points for one in effect.judged)
    return before, after


def _gain(judged: Judged) -> int:
    return int(judged.correct) - int(judged.answer.correct)


def _right_by_skill(history: History, judged: Sequence[Judged]) -> dict[int, int]:
    gains = {one.answer.attempt_id: _gain(one) for one in judged}
    found: dict[int, int] = {}
    for attempt in history.attempts:
        for skill in attempt.skills if gains.get(attempt.attempt_id) else ():
            number = skill.skill_id
            found[number] = found.get(number, 0) + gains[attempt.attempt_id]
    return found
