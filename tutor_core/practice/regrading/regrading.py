"""Regrades the answers to a mended item: read, grade with no transaction open, look, write.

Grading all that was ever answered may take a minute; inside a transaction it would hold up
everybody who learns meanwhile.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from tutor_core.accounts.actor import Actor
from tutor_core.content.answers.verdicts import Grade
from tutor_core.content.grading import grade
from tutor_core.db import Database
from tutor_core.errors import StaleStateError
from tutor_core.practice.regrading.effects import effect_of, line_of
from tutor_core.practice.regrading.histories.queries import histories_of
from tutor_core.practice.regrading.queries import Mended, mended_item, shown_learners
from tutor_core.practice.regrading.service import LOOK_AGAIN, record_regrade
from tutor_core.practice.regrading.verdicts import (
    Case,
    Judged,
    Judgement,
    case_of,
    digest_of,
    gains_only,
    judge,
)
from tutor_core.practice.regrading.views import LearnerLine, RegradePreview, RegradeReceipt


def preview(
    database: Database,
    actor: Actor,
    content_id: int,
    *,
    also_reworded: bool = False,
    only_gains: bool = False,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> RegradePreview:
    """Return what the item's present key would change; nothing is written.

    Args:
        database: Where the item is.
        actor: Who looks.
        content_id: The item.
        also_reworded: Whether to judge answers to the same task in other words; a teacher ticks
            this only if the task is still the same.
        only_gains: Whether to show what changes when what was right stays right.
        now: When they look.
        day_starts_at: Wall-clock hour at which learners' days begin.

    Raises:
        NotAllowedError: The actor may not change the item.
        NotFoundError: There is no such item.
    """
    judgement = _judged(database, actor, content_id, also_reworded=also_reworded)
    judged = [gains_only(one) if only_gains else one for one in judgement.judged]
    return RegradePreview(
        content_id=content_id,
        question=judgement.item.text.question,
        version=judgement.item.version,
        made_at=now,
        digest=digest_of(judgement),
        judged=len(judged),
        to_right=sum(one.is_turned and one.correct for one in judged),
        to_wrong=sum(one.is_turned and not one.correct for one in judged),
        unchanged=sum(not one.is_changed for one in judged),
        reworded=judgement.reworded,
        unjudgeable=judgement.unjudgeable,
        lines=_lines(
            database, actor, [one for one in judged if one.is_changed], day_starts_at=day_starts_at
        ),
    )


def apply(
    database: Database,
    actor: Actor,
    content_id: int,
    expected: str,
    *,
    only_gains: bool,
    also_reworded: bool = False,
    now: dt.datetime,
    day_starts_at: int = 4,
) -> RegradeReceipt:
    """Grade the item's earlier answers by its present key and put everything right.

    Args:
        database: Where the item is.
        actor: Who orders it.
        content_id: The item.
        expected: The digest of the preview that was shown.
        only_gains: Whether what was right stays right.
        also_reworded: As in the preview.
        now: When it is ordered.
        day_starts_at: Wall-clock hour at which learners' days begin.

    Raises:
        NotAllowedError: The actor may not change the item.
        NotFoundError: There is no such item.
        StaleStateError: What would change is no longer what was shown.
    """
    judgement = _judged(database, actor, content_id, also_reworded=also_reworded)
    if digest_of(judgement) != expected:
        raise StaleStateError(LOOK_AGAIN)
    return database.run(
        lambda db: record_regrade(
            db, actor, judgement, only_gains=only_gains, now=now, day_starts_at=day_starts_at
        )
    )


def _judged(database: Database, actor: Actor, content_id: int, *, also_reworded: bool) -> Judgement:
    with database.reading() as db:
        found = mended_item(db, actor, content_id)
    cases = _cases(found, also_reworded=also_reworded)
    return Judgement(
        item=found.item,
        answers=found.answers,
        judged=(judged := _graded([case for case in cases if isinstance(case, Case)])),
        reworded=cases.count("reworded"),
        unjudgeable=len(cases) - len(judged) - cases.count("reworded"),
    )


def _cases(found: Mended, *, also_reworded: bool) -> list[Case | str]:
    return [
        "unjudgeable"
        if answer.version not in found.versions
        else case_of(
            answer, found.versions[answer.version], found.item, also_reworded=also_reworded
        )
        for answer in found.answers
    ]


def _graded(cases: list[Case]) -> tuple[Judged, ...]:
    """Grade each response once, however many learners gave it."""
    known: dict[tuple[str, str, str], Grade] = {}

    def once(response: str, spec: Mapping[str, Any], locale: str) -> Grade:
        key = (response, json.dumps(spec, sort_keys=True), locale)
        if key not in known:
            known[key] = grade(response, spec, locale=locale)
        return known[key]

    return tuple(judged for case in cases if (judged := judge(case, once)) is not None)


def _lines(
    database: Database, actor: Actor, changed: list[Judged], *, day_starts_at: int
) -> tuple[LearnerLine, ...]:
    by_learner: dict[int, list[Judged]] = {}
    for one in changed:
        by_learner.setdefault(one.answer.student_id, []).append(one)
    if not by_learner:
        return ()
    with database.reading() as db:
        shown = shown_learners(db, actor, by_learner)
        histories = histories_of(db, by_learner, day_starts_at=day_starts_at)
    lines = [
        line_of(
            effect_of(histories[student_id], judged),
            shown.names.get(student_id),
            shows_responses=student_id in shown.own,
        )
        for student_id, judged in by_learner.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.name is None, line.name or "")))
