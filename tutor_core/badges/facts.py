"""What badges may count: a closed list of facts, each countable from rows that exist.

Every fact is a whole number from 0 on. All but `streak`, `right_of_last`, `recalled_of_last`,
`skills_at_level` and `mature_cards` only grow, unless a regrade or an undone review takes
something back. None counts a sign-in, a visit or a click that nothing was learnt by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Event = Literal["answer", "review", "lesson", "placement", "gap_closed", "report_accepted"]
Filter = Literal["topic", "skill", "difficulty", "level", "last"]

EVENTS: tuple[Event, ...] = get_args(Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that can be counted of a learner.

    Attributes:
        name: By which criteria ask for it.
        unit: What is counted, in the plural, to be put after a number.
        meaning: What counts and what does not.
        rows: From which rows it is counted.
        changed_by: After which events it may be another number.
        filters: By which it may be narrowed; `difficulty` and `level` mean that or above,
            `skill` of answers is the main skill of the item.
        needed: Filters without which it means nothing.
    """

    name: str
    unit: str
    meaning: str
    rows: str
    changed_by: frozenset[Event]
    filters: frozenset[Filter] = frozenset()
    needed: frozenset[Filter] = frozenset()


_OF_ITEMS: frozenset[Filter] = frozenset({"topic", "skill", "difficulty"})
_TOPIC: frozenset[Filter] = frozenset({"topic"})
_ANSWER: frozenset[Event] = frozenset({"answer"})
_REVIEW: frozenset[Event] = frozenset({"review"})
_WORK: frozenset[Event] = frozenset({"answer", "review"})
_GAP: frozenset[Event] = frozenset({"gap_closed"})
_ATTEMPTS = "learning_sessions closed and graded, with is_evidence"
_CLOSED = "skill_gaps resolved, with current_level at target_level or above"

_FACTS = (
    Fact(
        name="answers",
        unit="answers",
        meaning="Graded answers, right or not; a retry is none.",
        rows=_ATTEMPTS,
        changed_by=_ANSWER,
        filters=_OF_ITEMS,
    ),
    Fact(
        name="right_answers",
        unit="right answers",
        meaning="Right answers, hints or not; a retry is none.",
        rows=f"{_ATTEMPTS} and is_correct",
        changed_by=_ANSWER,
        filters=_OF_ITEMS,
    ),
    Fact(
        name="right_unaided",
        unit="right answers without a hint",
        meaning="Right answers for which no hint was opened.",
        rows=f"{_ATTEMPTS} and is_correct, hints_used 0",
        changed_by=_ANSWER,
        filters=_OF_ITEMS,
    ),
    Fact(
        name="right_of_last",
        unit="right answers",
        meaning="Right ones among the last so many answers; those still to come count as wrong.",
        rows=f"the latest of {_ATTEMPTS}, by end_time and id",
        changed_by=_ANSWER,
        filters=frozenset({"topic", "last"}),
        needed=frozenset({"last"}),
    ),
    Fact(
        name="mistakes_mended",
        unit="mended mistakes",
        meaning="Different questions answered right that went wrong on an earlier day.",
        rows=f"content_id of {_ATTEMPTS}, right on a later day than wrong",
        changed_by=_ANSWER,
        filters=_OF_ITEMS,
    ),
    Fact(
        name="exercises_finished",
        unit="exercises",
        meaning="Different exercises of several steps that were answered right as a whole.",
        rows=f"content_id of {_ATTEMPTS} and is_correct, of type exercise",
        changed_by=_ANSWER,
        filters=_OF_ITEMS,
    ),
    Fact(
        name="test_outs_passed",
        unit="test-outs",
        meaning="Tests passed that settle whether a skill is known.",
        rows="set_key of learning_sessions from test_out whose answers pass (mastery.testing_out)",
        changed_by=_ANSWER,
        filters=frozenset({"topic", "skill"}),
    ),
    Fact(
        name="skills_at_level",
        unit="skills",
        meaning="Skills that stand at a level of mastery, or above, now.",
        rows="student_mastery by mastery_level",
        changed_by=frozenset({"answer", "placement"}),
        filters=frozenset({"topic", "skill", "level"}),
        needed=frozenset({"level"}),
    ),
    Fact(
        name="skills_mastered",
        unit="skills that reached Master",
        meaning="Skills that reached the top level at any time.",
        rows="student_mastery with mastered_at",
        changed_by=_ANSWER,
        filters=frozenset({"topic", "skill"}),
    ),
    Fact(
        name="gaps_closed",
        unit="closed gaps",
        meaning="Gaps of any kind closed by learning, not because they are no longer needed.",
        rows=_CLOSED,
        changed_by=_GAP,
        filters=_TOPIC,
    ),
    Fact(
        name="prerequisites_repaired",
        unit="repaired foundations",
        meaning="Closed gaps in a skill on which others stand.",
        rows=f"{_CLOSED}, of type prerequisite",
        changed_by=_GAP,
        filters=_TOPIC,
    ),
    Fact(
        name="skills_regained",
        unit="regained skills",
        meaning="Skills that had been forgotten and were brought back.",
        rows=f"{_CLOSED}, of type forgotten",
        changed_by=_GAP,
        filters=_TOPIC,
    ),
    Fact(
        name="streak",
        unit="learning days in a row",
        meaning="Length of the run that lives today, bridged by at most two freezes (streaks.py).",
        rows="metric_date of performance_metrics that are learning days",
        changed_by=_WORK,
    ),
    Fact(
        name="longest_streak",
        unit="learning days in a row",
        meaning="Length of the longest run ever, bridged by freezes (streaks.py).",
        rows="metric_date of performance_metrics that are learning days",
        changed_by=_WORK,
    ),
    Fact(
        name="learning_days",
        unit="learning days",
        meaning="Days with 5 graded answers or 10 reviews, in a row or not.",
        rows="performance_metrics by total_attempts and reviews",
        changed_by=_WORK,
    ),
    Fact(
        name="minutes",
        unit="minutes",
        meaning="Time worked on graded answers and on reviews.",
        rows="time_spent of learning_sessions, time_spent_seconds of review_sessions, rounded once",
        changed_by=_WORK,
    ),
    Fact(
        name="card_reviews",
        unit="reviews",
        meaning="Reviews of cards that were not taken back.",
        rows="review_sessions of kind review, undone_at NULL",
        changed_by=_REVIEW,
    ),
    Fact(
        name="recalled_of_last",
        unit="recalled cards",
        meaning="Cards recalled among the last so many reviews; those to come count as forgotten.",
        rows="the latest review_sessions of kind review, undone_at NULL, by quality 3 and above",
        changed_by=_REVIEW,
        filters=frozenset({"last"}),
        needed=frozenset({"last"}),
    ),
    Fact(
        name="mature_cards",
        unit="cards",
        meaning="Cards that are planned 21 days ahead or more.",
        rows="flashcards by interval, neither deleted nor suspended",
        changed_by=_WORK,  # an answer credits the cards of its skill
    ),
    Fact(
        name="lessons_finished",
        unit="lessons",
        meaning="Different lessons read to their end.",
        rows="content_id of user_interactions 'complete' with a lesson",
        changed_by=frozenset({"lesson"}),
        filters=_TOPIC,
    ),
    Fact(
        name="placements_done",
        unit="placements",
        meaning="Placements answered to their end.",
        rows="placements finished",
        changed_by=frozenset({"placement"}),
    ),
    Fact(
        name="reports_accepted",
        unit="mended questions",
        meaning="Reports of an error after which the question was mended.",
        rows="notices of kind report_answered that say mended",
        changed_by=frozenset({"report_accepted"}),
    ),
)
FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in _FACTS})


def facts_changed_by(event: Event) -> frozenset[str]:
    """Return the names of the facts that may be other numbers after an event.

    A transaction in which several things happen asks for each: an answer that closes a gap is an
    "answer" and a "gap_closed", each question of a placement is an "answer", its end the
    "placement". After a regrade, or when a badge is checked again, every fact may have changed.

    Raises:
        ValueError: There is no such event.
    """
    if event not in EVENTS:
        raise ValueError(f"an event is one of {', '.join(EVENTS)}, got {event!r}")
    return frozenset(fact.name for fact in _FACTS if event in fact.changed_by)
