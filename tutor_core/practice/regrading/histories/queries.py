"""Reads what learners' answers were learnt from, so that they can be learnt from again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.calendar import learner_day, start_of_day, zone_named
from tutor_core.content.queries import with_topics
from tutor_core.knowledge.model import Estimate
from tutor_core.knowledge.policy import KnowledgeParameters
from tutor_core.mastery.policy import MasteryPolicy
from tutor_core.models import (
    Content,
    ContentVersion,
    ItemEstimate,
    LearnerEstimate,
    LearningSession,
    MasterySkill,
    Skill,
    SkillEstimate,
    Student,
    StudentMastery,
)
from tutor_core.practice.circumstances import Circumstances, circumstances_from
from tutor_core.practice.regrading.counted import Counted, NamedSkill
from tutor_core.practice.regrading.effects import History, StoredMastery
from tutor_core.recommend.policy import BanditPolicy
from tutor_core.tuning.queries import timelines_of
from tutor_core.tuning.timeline import Timeline

_Held = tuple[KnowledgeParameters, BanditPolicy, MasteryPolicy]
_attempt = LearningSession
_HISTORY = (
    select(
        _attempt.id,
        _attempt.student_id,
        _attempt.content_id,
        _attempt.content_version,
        _attempt.difficulty,
        _attempt.hints_used,
        _attempt.is_correct,
        _attempt.end_time,
        _attempt.learnt_from,
        Content.version,
        Content.tags,
    )
    .join(Content, Content.id == _attempt.content_id)
    .where(
        _attempt.student_id.in_(bindparam("student_ids", expanding=True)),
        _attempt.is_evidence,
        _attempt.is_correct.is_not(None),
        _attempt.end_time.is_not(None),
    )
    .order_by(_attempt.end_time, _attempt.id)
)
_OLDER_TAGS = select(ContentVersion.content_id, ContentVersion.version, ContentVersion.body).where(
    ContentVersion.content_id.in_(bindparam("content_ids", expanding=True))
)
_LEARNER_COLUMNS: tuple[Any, ...] = (
    Student.id,
    Student.timezone,
    LearnerEstimate.mean,
    LearnerEstimate.variance,
    LearnerEstimate.answers,
)
_LEARNERS = (
    select(*_LEARNER_COLUMNS)
    .outerjoin(LearnerEstimate, LearnerEstimate.student_id == Student.id)
    .where(Student.id.in_(bindparam("student_ids", expanding=True)))
)
_MASTERIES = (
    select(
        StudentMastery.student_id,
        StudentMastery.skill_id,
        StudentMastery.mastery_level,
        StudentMastery.progress_percentage,
        func.coalesce(Skill.display_name, MasterySkill.name).label("name"),
    )
    .join(MasterySkill, MasterySkill.id == StudentMastery.skill_id)
    .outerjoin(Skill, Skill.id == StudentMastery.skill_id)
    .where(StudentMastery.student_id.in_(bindparam("student_ids", expanding=True)))
)
_SKILL_COLUMNS: tuple[Any, ...] = (Skill.id, Skill.name, Skill.display_name)
_SKILLS = with_topics(select(*_SKILL_COLUMNS))


def histories_of(
    db: Session, student_ids: Collection[int], *, day_starts_at: int
) -> dict[int, History]:
    """Return what the learners' answers were learnt from, to learn from them again.

    Args:
        db: An open block.
        student_ids: The learners.
        day_starts_at: Wall-clock hour at which their days begin.
    """
    given = {"student_ids": sorted(student_ids)}
    rows = db.execute(_HISTORY, given).all()
    known = _Known(
        skills={row.name: _skill(row) for row in db.execute(_SKILLS)},
        older=_older_tags(db, rows),
        items=_estimates(db, select(ItemEstimate.content_id.label("id"), *_numbers(ItemEstimate))),
        difficulties=_estimates(
            db, select(SkillEstimate.skill_id.label("id"), *_numbers(SkillEstimate))
        ),
        day_starts_at=day_starts_at,
    )
    by_learner: dict[int, list[Row[Any]]] = {student_id: [] for student_id in student_ids}
    for row in rows:
        by_learner[row.student_id].append(row)
    masteries: dict[int, dict[int, StoredMastery]] = {number: {} for number in student_ids}
    for row in db.execute(_MASTERIES, given):
        masteries[row.student_id][row.skill_id] = StoredMastery(
            name=row.name, level=row.mastery_level, mastery=row.progress_percentage / 100
        )
    timelines = timelines_of(db, student_ids)
    return {
        learner.id: _history(
            known, learner, by_learner[learner.id], timelines[learner.id], masteries[learner.id]
        )
        for learner in db.execute(_LEARNERS, given)
    }


@dataclass(slots=True)
class _Known:
    """What all histories are read with: skills by name, present difficulties, older versions."""

    skills: Mapping[str, NamedSkill]
    older: Mapping[tuple[int, int], tuple[str, ...]]
    items: Mapping[int, Estimate]
    difficulties: Mapping[int, Estimate]
    day_starts_at: int
    policies: dict[tuple[int | None, ...], _Held] = field(default_factory=dict)

    def in_force(self, timeline: Timeline, moment: dt.datetime) -> _Held:
        """Return the policies that held, made once a version."""
        held = timeline.at(moment)
        kinds = (KnowledgeParameters, BanditPolicy, MasteryPolicy)
        stored = (held.stored.get(kind.name) for kind in kinds)
        versions = tuple(None if one is None else one.version_id for one in stored)
        if versions not in self.policies:
            self.policies[versions] = (
                held.of(KnowledgeParameters).policy,
                held.of(BanditPolicy).policy,
                held.of(MasteryPolicy).policy,
            )
        return self.policies[versions]

    def skills_of(self, row: Row[Any]) -> tuple[NamedSkill, ...]:
        """Return the skills that an attempt was learnt from: those of the version asked."""
        tags = row.tags or ()
        if row.content_version not in (None, row.version):
            tags = self.older.get((row.content_id, row.content_version), tags)
        found = [self.skills[name] for name in tags if name in self.skills]
        if row.learnt_from is not None:
            found = [one for one in found if str(one.skill_id) in row.learnt_from["skills"]]
        return tuple(found)

    @property
    def topic_sizes(self) -> dict[str, int]:
        """How many skills each topic has."""
        topics = [skill.topic for skill in self.skills.values()]
        return {topic: topics.count(topic) for topic in set(topics)}


def _history(
    known: _Known,
    learner: Row[Any],
    rows: Iterable[Row[Any]],
    timeline: Timeline,
    masteries: Mapping[int, StoredMastery],
) -> History:
    zone = zone_named(learner.timezone)
    attempts, correct, recorded = [], [], []
    for row in rows:
        parameters, policy, levels = known.in_force(timeline, row.end_time)
        skills = known.skills_of(row)
        if row.learnt_from is not None:
            recorded.append(row.id)
            met = circumstances_from(row.learnt_from)
        else:
            day = learner_day(row.end_time, zone, starts_at=known.day_starts_at)
            unproved = Estimate(0.0, parameters.skill_difficulty_variance)
            met = Circumstances(
                day_began=start_of_day(day, zone, starts_at=known.day_starts_at),
                item=known.items.get(row.content_id),
                skills={
                    skill.skill_id: known.difficulties.get(skill.skill_id, unproved)
                    for skill in skills
                },
            )
        correct.append(row.is_correct)
        attempts.append(
            Counted(
                attempt_id=row.id,
                content_id=row.content_id,
                level=row.difficulty or 3,
                skills=skills,
                hints_used=row.hints_used,
                at=row.end_time,
                circumstances=met,
                parameters=parameters,
                policy=policy,
                levels=levels,
            )
        )
    return History(
        zone=zone,
        attempts=tuple(attempts),
        correct=tuple(correct),
        recorded=frozenset(recorded),
        topic_sizes=known.topic_sizes,
        ability=(
            None
            if learner.mean is None
            else Estimate(learner.mean, learner.variance, learner.answers)
        ),
        masteries=masteries,
    )


def _older_tags(db: Session, rows: Iterable[Row[Any]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the skills of the versions that are no longer those of their items."""
    older = {row.content_id for row in rows if row.content_version not in (None, row.version)}
    found = db.execute(_OLDER_TAGS, {"content_ids": sorted(older)}) if older else ()
    return {(row.content_id, row.version): tuple(row.body.get("tags") or ()) for row in found}


def _skill(row: Row[Any]) -> NamedSkill:
    return NamedSkill(
        skill_id=row.id, name=row.name, display_name=row.display_name, topic=row.topic
    )


def _numbers(table: Any) -> tuple[Any, ...]:  # noqa: ANN401 - either table of difficulties
    return (table.mean, table.variance, table.answers)


def _estimates(db: Session, difficulties: Select[Any]) -> dict[int, Estimate]:
    return {
        row.id: Estimate(row.mean, row.variance, row.answers) for row in db.execute(difficulties)
    }
