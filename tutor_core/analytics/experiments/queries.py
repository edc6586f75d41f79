"""Reads what the arms of an experiment came to; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_role
from tutor_core.accounts.consents.queries import withdrawn_from
from tutor_core.analytics.experiments.comparing import Answer, Comparison, compared
from tutor_core.errors import NotFoundError
from tutor_core.models import ExperimentArm, ExperimentMember, LearningSession
from tutor_core.tuning.rights import TUNERS

_COUNTED = ExperimentMember.student_id.not_in(withdrawn_from("research"))
_ARMS = (
    select(
        ExperimentArm.id,
        ExperimentArm.label,
        func.count(ExperimentMember.student_id).label("assigned"),
    )
    .outerjoin(ExperimentMember, (ExperimentMember.arm_id == ExperimentArm.id) & _COUNTED)
    .where(ExperimentArm.experiment_id == bindparam("experiment_id"))
    .group_by(ExperimentArm.id, ExperimentArm.label)
    .order_by(ExperimentArm.id)
)
_ANSWERS: Select[Any] = (
    select(
        ExperimentArm.id.label("arm_id"),
        LearningSession.student_id,
        LearningSession.reward,
        LearningSession.is_correct,
        LearningSession.rl_state["after"]["moves"].label("moves"),
    )
    .join(ExperimentArm, ExperimentArm.policy_version_id == LearningSession.policy_version_id)
    .join(
        ExperimentMember,
        (ExperimentMember.arm_id == ExperimentArm.id)
        & (ExperimentMember.student_id == LearningSession.student_id),
    )
    .where(
        ExperimentArm.experiment_id == bindparam("experiment_id"),
        LearningSession.is_correct.is_not(None),  # open or skipped: their reward 0 says nothing
        LearningSession.reward.is_not(None),
        _COUNTED,
    )
    .order_by(LearningSession.id)
)


def results_of(db: Session, actor: Actor, experiment_id: int) -> Comparison:
    """Return what the arms of an experiment came to so far.

    Counted are answers to questions that the very arm chose; whoever withdrew from research is
    left out.

    Raises:
        NotAllowedError: The actor may not tune.
        NotFoundError: There is no such experiment.
    """
    require_role(actor, "analytics.experiments.results_of", *TUNERS)
    this = {"experiment_id": experiment_id}
    arms = db.execute(_ARMS, this).all()
    if not arms:
        raise NotFoundError("There is no such experiment.")
    answers: dict[int, list[Answer]] = {arm.id: [] for arm in arms}
    for row in db.execute(_ANSWERS, this):
        answers[row.arm_id].append(
            Answer(
                learner=row.student_id,
                gain=row.reward,
                is_right=row.is_correct,
                mastery=_moved(row.moves or ()),
            )
        )
    return compared([(arm.label, arm.assigned, answers[arm.id]) for arm in arms])


def _moved(moves: Sequence[Mapping[str, Any]]) -> float:
    """Return the mean mastery that an answer moved over its skills."""
    if not moves:
        return 0.0
    gained = [float(one["mastery_after"]) - float(one["mastery_before"]) for one in moves]
    return sum(gained) / len(gained)
