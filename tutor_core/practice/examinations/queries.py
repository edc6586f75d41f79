"""Reads examinations: how far a placement came, what one found, how a test-out stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.badges.queries import badges_earned_at
from tutor_core.content.queries import item_in
from tutor_core.errors import NotFoundError
from tutor_core.mastery.testing_out import ending_of
from tutor_core.models import Content, LearningSession
from tutor_core.practice.examinations.asking import Examined, taken
from tutor_core.practice.examinations.views import (
    Ahead,
    ExaminedItem,
    PlacedSkill,
    PlacementMap,
    TakenTestOut,
)
from tutor_core.practice.goal import Source
from tutor_core.practice.queries import ATTEMPT_WITH_ITEM, as_shown, open_attempt, text_of
from tutor_core.practice.scoring import DONT_KNOW, outcome_of
from tutor_core.practice.views import Attempt
from tutor_core.profiling.placements import queries as placements
from tutor_core.profiling.placements.views import OpenPlacement, skills_in_scope

_ANSWERS = (
    select(
        LearningSession.content_id,
        LearningSession.is_correct,
        LearningSession.answer_note,
        LearningSession.time_spent_seconds,
        Content.subtopic,
    )
    .join(Content, Content.id == LearningSession.content_id)
    .where(
        LearningSession.student_id == bindparam("student_id"),
        LearningSession.set_key == bindparam("set_key"),
        LearningSession.is_correct.is_not(None),
    )
    .order_by(LearningSession.end_time, LearningSession.id)
)
_IS_PUBLISHED = select(Content.is_published).where(Content.id == bindparam("content_id"))
_OF_SET = ATTEMPT_WITH_ITEM.where(
    LearningSession.set_key == bindparam("set_key"), LearningSession.source == "test_out"
).order_by(LearningSession.start_time, LearningSession.id)
_LATEST_TEST_OUT = (
    select(LearningSession.set_key)
    .join(Content, Content.id == LearningSession.content_id)
    .where(
        LearningSession.student_id == bindparam("student_id"),
        LearningSession.source == "test_out",
        Content.subtopic == bindparam("skill"),
    )
    .order_by(LearningSession.start_time.desc(), LearningSession.id.desc())
    .limit(1)
)


def examined(db: Session, actor: Actor, set_key: str) -> list[Examined]:
    """Return the actor's answers in an examination, in their order."""
    return [
        Examined(
            content_id=row.content_id,
            skill=row.subtopic or "",
            correct=None if row.answer_note == DONT_KNOW else row.is_correct,
            seconds=row.time_spent_seconds or 0,
        )
        for row in db.execute(_ANSWERS, {"student_id": actor.id, "set_key": set_key})
    ]


def ahead_of(db: Session, actor: Actor) -> Ahead | None:
    """Return how far the actor's open placement came, None where none is open."""
    going_on = placements.open_placement(db, actor)
    if going_on is None:
        return None
    answers = examined(db, actor, going_on.key)
    placement = taken(_scope(db, actor, going_on), answers)
    return Ahead(
        placement=going_on,
        answered=len(answers),
        left=max(1, placement.questions_left),
        attempt=asked_now(db, actor, "placement", going_on.key),
    )


def asked_now(db: Session, actor: Actor, source: Source, set_key: str) -> Attempt | None:
    """Return the question of an examination that waits for the actor's answer.

    None where there is none, or where it was corrected or withdrawn meanwhile.
    """
    row = open_attempt(db, actor, source)
    if row is None or row.set_key != set_key or row.item_version != row.content_version:
        return None
    if not db.scalar(_IS_PUBLISHED, {"content_id": row.content_id}):
        return None
    return as_shown(row, item_in(db, row))


def placement_map(db: Session, actor: Actor, placement_id: int | None = None) -> PlacementMap:
    """Return what one of the actor's finished placements found; None means the latest.

    Raises:
        NotFoundError: The actor has not finished such a placement.
    """
    ended = next(
        (
            one
            for one in placements.ended_placements(db, actor)
            if placement_id in (None, one.placement_id)
        ),
        None,
    )
    if ended is None:
        raise NotFoundError("You have not finished such a placement.")
    by_id = {skill.skill_id: skill for skill in placements.placeable_skills(db, actor)}
    found = placements.results_of(db, actor, ended.ended_at)
    return PlacementMap(
        ended=ended,
        skills=tuple(
            PlacedSkill(
                skill=by_id[one.skill_id], probability=one.probability, questions=one.questions
            )
            for one in found
            if one.skill_id in by_id
        ),
    )


def latest_test_out(db: Session, actor: Actor, skill: str) -> TakenTestOut | None:
    """Return the actor's latest test-out of a skill, None where there was none."""
    key = db.scalar(_LATEST_TEST_OUT, {"student_id": actor.id, "skill": skill})
    if key is None:
        return None
    rows = db.execute(_OF_SET, {"student_id": actor.id, "set_key": key}).all()
    answered = [row for row in rows if row.is_correct is not None]
    answers = tuple(row.is_correct for row in answered)
    ending = ending_of(answers)
    before = float((rows[0].rl_state or {}).get("mastery", 0.0))
    return TakenTestOut(
        skill=skill,
        title=rows[0].item_skill_name or skill,
        set_key=key,
        attempt=asked_now(db, actor, "test_out", key),
        answers=answers,
        ending=ending,
        mastery_before=before,
        mastery_after=_mastery_after(answered[-1], before) if answered else before,
        items=tuple(examined_item(db, row) for row in answered) if ending else (),
        began_at=rows[0].start_time,
        badges=badges_earned_at(db, actor, [row.end_time for row in answered]) if ending else (),
    )


def _scope(db: Session, actor: Actor, going_on: OpenPlacement) -> dict[int, Any]:
    return skills_in_scope(
        placements.placeable_skills(db, actor), going_on.topics, going_on.goal_skill_ids
    )


def _mastery_after(row: Row[Any], before: float) -> float:
    moves = (row.rl_state or {}).get("after", {}).get("moves", ())
    return float(moves[0]["mastery_after"]) if moves else before


def examined_item(db: Session, row: Row[Any]) -> ExaminedItem:
    """Return an answer of an examination that is over, from its row."""
    text = text_of(db, row)
    return ExaminedItem(
        question=text.question,
        outcome=outcome_of(correct=row.is_correct, note=row.answer_note),
        correct_answer=text.correct_answer,
        explanation=text.explanation,
    )
