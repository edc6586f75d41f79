"""Puts right what a mended key graded wrongly: every table, every learner, in one transaction.

The services of the domains below write the rows of whoever is told to act. Here that is each
learner in turn, made an `Actor` only after the right of the teacher or admin was checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor
from tutor_core.accounts.audit.service import record
from tutor_core.accounts.notices.service import tell
from tutor_core.analytics.rollups.service import record_day
from tutor_core.badges.counting.queries import Moment
from tutor_core.badges.service import award
from tutor_core.errors import StaleStateError
from tutor_core.gaps.service import refresh_gaps
from tutor_core.knowledge import service as knowledge
from tutor_core.knowledge.correcting import NO_SHIFT, Shift
from tutor_core.mastery import service as mastery
from tutor_core.models import (
    Content,
    LearningSession,
    Regrade,
    RegradeChange,
    Student,
    table_of,
)
from tutor_core.practice.circumstances import circumstances_to
from tutor_core.practice.regrading.crediting.service import correct_credits
from tutor_core.practice.regrading.effects import Effect, effect_of, log_of
from tutor_core.practice.regrading.histories.queries import histories_of
from tutor_core.practice.regrading.queries import mended_item
from tutor_core.practice.regrading.rows import attempt_row, notice_of, steps_row
from tutor_core.practice.regrading.verdicts import Judged, Judgement, gains_only
from tutor_core.practice.regrading.views import RegradeReceipt
from tutor_core.profiling import service as profiling
from tutor_core.recommend import service as recommend

LOOK_AGAIN = "This question or its answers changed meanwhile. Look again."

_attempts = table_of(LearningSession)
_THIS_ATTEMPT = _attempts.c.id == bindparam("attempt_id")
_REJUDGE = (
    update(_attempts)
    .where(_THIS_ATTEMPT)
    .values(
        {
            name: bindparam(name)
            for name in (
                "is_correct",
                "answer_note",
                "feedback_text",
                "points_earned",
                "reward",
                "rl_state",
                "graded_version",
            )
        }
    )
)
_REJUDGE_STEPS = (
    update(_attempts).where(_THIS_ATTEMPT).values(step_answers=bindparam("step_answers"))
)
_RELEARN = update(_attempts).where(_THIS_ATTEMPT).values(learnt_from=bindparam("learnt_from"))
_LOCK_ITEM = (
    select(Content.id).where(Content.id == bindparam("content_id")).with_for_update(key_share=True)
)
_LOCK_LEARNERS = (
    select(Student.id, Student.role)
    .where(Student.id.in_(bindparam("student_ids", expanding=True)))
    .order_by(Student.id)
    .with_for_update(key_share=True)
)


def record_regrade(
    db: Session,
    actor: Actor,
    judgement: Judgement,
    *,
    only_gains: bool,
    now: dt.datetime,
    day_starts_at: int,
) -> RegradeReceipt:
    """Write what a mended key changes, all of it or nothing.

    Badges that are met now are given; one that was earned is kept, whatever the key says now:
    whoever checks it again is told what the record says.

    Args:
        db: An open transaction; whoever opened it commits.
        actor: Who orders it.
        judgement: What the key says about the answers given so far.
        only_gains: Whether what was right stays right.
        now: When it is ordered.
        day_starts_at: Wall-clock hour at which learners' days begin.

    Raises:
        NotAllowedError: The actor may not change the item.
        NotFoundError: There is no such item.
        StaleStateError: The item or its answers changed since they were judged.
    """
    learners = _locked(db, judgement)
    _check_unchanged(db, actor, judgement)
    accepted = [gains_only(one) if only_gains else one for one in judgement.judged]
    changed = _by_learner(one for one in accepted if one.is_changed)
    histories = histories_of(db, changed, day_starts_at=day_starts_at) if changed else {}
    effects = {
        Actor(student_id, learners[student_id]): effect_of(histories[student_id], judged)
        for student_id, judged in sorted(changed.items())
    }
    _write_attempts(db, judgement, accepted, effects.values(), now=now)
    for learner, effect in effects.items():
        _write_learner(db, learner, judgement, effect, now=now)
    correct_credits(db, effects, now=now, day_starts_at=day_starts_at)
    regrade_id = None
    if effects:
        regrade_id = _log(db, actor, judgement, effects, only_gains=only_gains, now=now)
    knowledge.record_difficulties(
        db,
        _summed(effect.replayed.items for effect in effects.values()),
        _summed(effect.replayed.skills for effect in effects.values()),
    )
    for learner, effect in effects.items():
        refresh_gaps(db, learner, now=now)
        zone = effect.history.zone
        award(db, learner, Moment(until=now, zone=zone, day_starts_at=day_starts_at))
    return RegradeReceipt(
        regrade_id=regrade_id,
        learners=len(effects),
        attempts=sum(len(effect.judged) for effect in effects.values()),
        held_back=sum(
            one.correct and not judged.correct
            for one, judged in zip(accepted, judgement.judged, strict=True)
        ),
    )


def _locked(db: Session, judgement: Judgement) -> dict[int, Any]:
    """Lock the item, then its learners in the order of their ids; return their roles."""
    db.execute(_LOCK_ITEM, {"content_id": judgement.item.content_id})
    ids = sorted({answer.student_id for answer in judgement.answers})
    return {row.id: row.role for row in db.execute(_LOCK_LEARNERS, {"student_ids": ids})}


def _check_unchanged(db: Session, actor: Actor, judgement: Judgement) -> None:
    found = mended_item(db, actor, judgement.item.content_id)
    if (found.item, found.answers) != (judgement.item, judgement.answers):
        raise StaleStateError(LOOK_AGAIN)


def _by_learner(judged: Iterable[Judged]) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = {}
    for one in judged:
        found.setdefault(one.answer.student_id, []).append(one)
    return found


def _write_attempts(
    db: Session,
    judgement: Judgement,
    accepted: Sequence[Judged],
    effects: Iterable[Effect],
    *,
    now: dt.datetime,
) -> None:
    effect_on = {one.answer.attempt_id: effect for effect in effects for one in effect.judged}
    version = judgement.item.version
    rows = [
        attempt_row(one, effect_on.get(one.answer.attempt_id), version=version, now=now)
        for one in accepted
        if one.is_changed or one.answer.graded_version != version
    ]
    steps = [steps_row(one) for one in accepted if one.steps != one.answer.steps]
    for statement, values in ((_REJUDGE, rows), (_REJUDGE_STEPS, steps)):
        if values:
            db.execute(statement, values)


def _write_learner(
    db: Session,
    learner: Actor,
    judgement: Judgement,
    effect: Effect,
    *,
    now: dt.datetime,
) -> None:
    replayed, history = effect.replayed, effect.history
    relearnt = [
        {"attempt_id": attempt_id, "learnt_from": circumstances_to(met)}
        for attempt_id, met in replayed.circumstances.items()
        if attempt_id in history.recorded
    ]
    if relearnt:
        db.execute(_RELEARN, relearnt)
    knowledge.record_correction(db, learner, effect.knowledge, now=now)
    mastery.record_correction(db, learner, effect.masteries, now=now)
    recommend.record_corrections(
        db,
        learner,
        judgement.item.content_id,
        [_correction(effect, one) for one in effect.judged],
        now=now,
    )
    profiling.record_correction(
        db,
        learner,
        {one.answer.attempt_id: one.correct for one in effect.judged},
        fitting_by=effect.knowledge.fitting_by,
        now=now,
    )
    for day in sorted({day for one in effect.judged if (day := one.answer.counted_on)}):
        record_day(db, learner, day, now=now)
    tell(db, learner.id, "regraded", notice_of(effect, judgement.item.content_id), now=now)


def _correction(effect: Effect, judged: Judged) -> recommend.AnswerCorrection:
    answer = judged.answer
    return recommend.AnswerCorrection(
        attempt_id=answer.attempt_id,
        success=judged.correct,
        is_complete=judged.is_finished,
        rewarded_by=effect.rewarded_by(judged) if answer.was_chosen_by_bandit else 0.0,
        at=answer.answered_at,
    )


def _log(
    db: Session,
    actor: Actor,
    judgement: Judgement,
    effects: Mapping[Actor, Effect],
    *,
    only_gains: bool,
    now: dt.datetime,
) -> int:
    regrade = Regrade(
        content_id=judgement.item.content_id,
        version=judgement.item.version,
        only_gains=only_gains,
        created_by=actor.row_id,
        created_at=now,
    )
    db.add(regrade)
    db.flush()  # gives the id that its changes name
    for learner, effect in effects.items():
        before, after = log_of(effect)
        db.add(
            RegradeChange(regrade_id=regrade.id, student_id=learner.id, before=before, after=after)
        )
    subject = f"item {judgement.item.content_id}"
    record(db, actor.row_id, "regrade", "done", now=now, subject=subject)
    return regrade.id


def _summed(shifts: Iterable[Mapping[int, Shift]]) -> dict[int, Shift]:
    found: dict[int, Shift] = {}
    for some in shifts:
        for number, shift in some.items():
            found[number] = found.get(number, NO_SHIFT).then(shift)
    return found
