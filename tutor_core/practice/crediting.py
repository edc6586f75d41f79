"""What an answer to a question says to the cards of its skill, if it says anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor_core.practice.learning import Answered
from tutor_core.review.crediting.moving import AnswerToQuestion


def answer_for_cards(
    answered: Answered, prerequisites: Mapping[str, Sequence[str]]
) -> AnswerToQuestion | None:
    """Return an answer as cards are moved by it; None where it says nothing of them.

    An answer that was right with help says nothing, nor does one in no known skill.

    Args:
        answered: The answer.
        prerequisites: By name of every skill, the names of those it builds on directly.
    """
    skill = next(iter(answered.item.skills), None)
    if skill is None or skill not in prerequisites or (answered.correct and answered.hints_used):
        return None
    return AnswerToQuestion(
        attempt_id=answered.attempt_id,
        skill=skill,
        prerequisites=prerequisites,
        correct=answered.correct,
        on=answered.day,
        zone=answered.zone,
        day_starts_at=answered.day_starts_at,
    )
