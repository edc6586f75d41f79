"""Reads what the choice is made from: items, what the learner met, the arms, others' gains."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import orjson
from sqlalchemy import Text, and_, bindparam, cast, select
from sqlalchemy.orm import Session

from tutor_core.accounts.actor import Actor, require_self
from tutor_core.content.queries import ASKED
from tutor_core.knowledge.model import Estimate
from tutor_core.models import (
    BanditState,
    Content,
    ItemEstimate,
    LearnerItem,
    SimilarGains,
    table_of,
)
from tutor_core.recommend.arms import Arms, arms_from
from tutor_core.recommend.basis import MET_LAST, Askable, Gain, Met

_content, _estimates, _met = table_of(Content), table_of(ItemEstimate), table_of(LearnerItem)
_arms, _gains = table_of(BanditState), table_of(SimilarGains)
_ASKABLE = (
    select(
        _content.c.id,
        cast(_content.c.tags, Text).label("tags"),
        _content.c.difficulty,
        _content.c.content_type,
        _estimates.c.mean,
        _estimates.c.variance,
        _estimates.c.answers,
        _met.c.seen,
        _met.c.last_seen_at,
        _met.c.declined_at,
    )
    .select_from(_content)
    .outerjoin(_estimates, _estimates.c.content_id == _content.c.id)
    .outerjoin(
        _met,
        and_(_met.c.content_id == _content.c.id, _met.c.student_id == bindparam("student_id")),
    )
    .where(
        _content.c.subtopic.in_(bindparam("skills", expanding=True)),
        _content.c.is_published,
        _content.c.content_type.in_(ASKED),
    )
    .order_by(_content.c.id)
)
_MET = (
    select(
        _met.c.content_id,
        _content.c.subtopic,
        _met.c.declined_as,
        _met.c.declined_at,
    )
    .join(_content, _content.c.id == _met.c.content_id)
    .where(_met.c.student_id == bindparam("student_id"))
    .order_by(_met.c.last_seen_at.desc(), _met.c.content_id.desc())
    .limit(MET_LAST)
)
# Thousands of numbers a learner, read at every choice: as text, for the fastest reader there is.
_ARMS = select(cast(_arms.c.arm_rewards, Text), cast(_arms.c.arm_counts, Text)).where(
    _arms.c.student_id == bindparam("student_id")
)
_GAINS = select(cast(_gains.c.gains, Text)).where(_gains.c.student_id == bindparam("student_id"))


def askable_items(
    db: Session, actor: Actor, student_id: int, skills: Sequence[str]
) -> list[Askable]:
    """Return the published questions and exercises on these skills with the learner's history.

    Args:
        db: An open block.
        actor: Who asks.
        student_id: The learner.
        skills: Names of the main skills.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "askable_items", student_id)
    rows = db.execute(_ASKABLE, {"student_id": student_id, "skills": list(skills)})
    return [
        Askable(
            content_id=content_id,
            skills=_skills_in(tags or "[]"),
            difficulty=difficulty,
            estimate=None if mean is None else Estimate(mean, variance, answers),
            seen=seen or 0,
            last_seen_at=last_seen_at,
            declined_at=declined_at,
            is_exercise=kind == "exercise",
        )
        for (
            content_id,
            tags,
            difficulty,
            kind,
            mean,
            variance,
            answers,
            seen,
            last_seen_at,
            declined_at,
        ) in rows
    ]


@lru_cache(maxsize=4096)
def _skills_in(tags: str) -> tuple[str, ...]:
    """Read the names of an item's skills; most items of a skill say the same."""
    return tuple(orjson.loads(tags))


def items_met(db: Session, actor: Actor, student_id: int) -> list[Met]:
    """Return the items the learner met last, each once, the latest first, `MET_LAST` at most.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "items_met", student_id)
    return [
        Met(
            content_id=row.content_id,
            skill=row.subtopic,
            declined_as=row.declined_as,
            declined_at=row.declined_at,
        )
        for row in db.execute(_MET, {"student_id": student_id})
    ]


def arms_of(db: Session, actor: Actor, student_id: int) -> Arms:
    """Return the learner's arms; empty where the bandit has not chosen for them yet.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "arms_of", student_id)
    row = db.execute(_ARMS, {"student_id": student_id}).one_or_none()
    return arms_from(*(orjson.loads(document or "{}") for document in row or ("", "")))


def gains_of(db: Session, actor: Actor, student_id: int) -> dict[int, Gain]:
    """Return what learners like the learner gained, by item: mean, learners, how many gained.

    Raises:
        NotAllowedError: The learner is somebody else.
    """
    require_self(actor, "gains_of", student_id)
    gains = orjson.loads(db.scalar(_GAINS, {"student_id": student_id}) or "{}")
    return {
        int(content_id): (float(mean), int(learners), int(gained))
        for content_id, (mean, learners, gained) in gains.items()
    }
