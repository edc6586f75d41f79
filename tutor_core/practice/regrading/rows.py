"""What a regrade writes of attempts and tells their learners, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from tutor_core.content.exchange.bodies import title_of
from tutor_core.practice.regrading.effects import Effect
from tutor_core.practice.regrading.verdicts import Judged


def attempt_row(
    judged: Judged, effect: Effect | None, *, version: int, now: dt.datetime
) -> dict[str, Any]:
    """Return what an attempt's row holds since.

    Args:
        judged: The attempt.
        effect: What changes for its learner; None where nothing changes but the key.
        version: Of the item, by whose key it was judged.
        now: When it is regraded.
    """
    gained = 0.0 if effect is None else effect.rewarded_by(judged)
    return {
        "attempt_id": judged.answer.attempt_id,
        "is_correct": judged.correct,
        "answer_note": judged.note,
        "feedback_text": judged.message,
        "points_earned": judged.points,
        "reward": judged.answer.reward + gained,
        "rl_state": _state(judged, effect, now),
        "graded_version": version,
    }


def steps_row(judged: Judged) -> dict[str, Any]:
    """Return the answered steps of an attempt as its row holds them."""
    return {
        "attempt_id": judged.answer.attempt_id,
        "step_answers": [
            asdict(step) | {"answered_at": step.answered_at.isoformat()} for step in judged.steps
        ],
    }


def notice_of(effect: Effect, content_id: int) -> dict[str, Any]:
    """Return what a learner is told: of their last attempt that changes, and all the points."""
    last = effect.judged[-1]
    return {
        "content_id": content_id,
        "question": title_of(last.case.question),
        "was": last.was,
        "now": last.now,
        "points": sum(one.points - one.answer.points for one in effect.judged),
    }


def _state(judged: Judged, effect: Effect | None, now: dt.datetime) -> dict[str, Any]:
    """Return the attempt's document with what is true of its answer since."""
    state = dict(judged.answer.state)
    after = dict(state.get("after", {}))
    if judged.understood is not None:
        after["understood"] = judged.understood
        after["understood_is_latex"] = judged.understood_is_latex
    if effect is not None:
        after["regraded"] = {"was": judged.was, "at": now.isoformat()}
        rejudged = effect.replayed.rejudged.get(judged.answer.attempt_id)
        if rejudged is not None:
            after["moves"] = [asdict(move) for move in rejudged.moves]
    return state | {"after": after}
