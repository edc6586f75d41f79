"""The badges of a world: counted in memory event by event, as the services count them from rows.

Nobody in a world reads a lesson, is placed, tests out or reports before it is written down.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tutor_core.badges.codes import new_code
from tutor_core.badges.criteria import Criteria, Question, conditions_of, evaluate
from tutor_core.badges.streaks import streak_with_freezes
from tutor_core.badges.views import evidence_of
from tutor_core.calendar import is_learning_day, whole_minutes
from tutor_core.gaps.gap import Gap, Kind
from tutor_core.review.statistics.counting import MATURE_DAYS, RECALLED
from tutor_core.simulation.events import Tried, World
from tutor_core.simulation.reviewing.cards import CardAnswer
from tutor_core.simulation.reviewing.deck import Deck
from tutor_core.simulation.rows import Row, student_id_of
from tutor_core.simulation.school import SchoolSkill

KINDS: dict[str, Kind | None] = {
    "gaps_closed": None,
    "prerequisites_repaired": "prerequisite",
    "skills_regained": "forgotten",
}

Event = tuple[dt.datetime, Tried | CardAnswer]


def badge_rows(
    world: World, badges: Mapping[int, Criteria], token_bytes: Callable[[int], bytes]
) -> Iterator[Row]:
    """Give the badges that each learner earned, in the order in which they did.

    Args:
        world: What happened.
        badges: What each badge that can be earned takes, by its row.
        token_bytes: Gives so many bytes that nobody can foresee.
    """
    questions = {one.question for criteria in badges.values() for one in conditions_of(criteria)}
    tried: defaultdict[int, list[Tried]] = defaultdict(list)
    for attempt in world.attempts:
        if attempt.correct is not None:
            tried[attempt.learner].append(attempt)
    for learner, deck in enumerate(world.decks):
        tally = _Tally(questions, world, learner)
        left = dict(badges)
        for at, event in _events(tried[learner], deck):
            changed = tally.take(event)
            for badge_id, criteria in list(left.items()):
                if changed.isdisjoint(one.question for one in conditions_of(criteria)):
                    continue
                standing = evaluate(criteria, tally.counts)
                if standing.met:
                    del left[badge_id]
                    yield _row(learner, badge_id, at, evidence_of(criteria, standing), token_bytes)


def _row(
    learner: int,
    badge_id: int,
    at: dt.datetime,
    evidence: dict[str, Any],
    token_bytes: Callable[[int], bytes],
) -> Row:
    return {
        "student_id": student_id_of(learner),
        "badge_id": badge_id,
        "earned_at": at,
        "verification_code": new_code(token_bytes),
        "evidence": evidence,
        "displayed": True,
        "is_public": False,
        "shared_count": 0,
    }


def _events(attempts: list[Tried], deck: Deck) -> list[Event]:
    """Return what a learner did in its order."""
    done: list[Event] = [(attempt.ended_at, attempt) for attempt in attempts]
    done += [(answer.at, answer) for answer in deck.answers]
    return sorted(done, key=lambda event: event[0])


@dataclass(slots=True)
class _Work:
    """What was done on a day."""

    answers: int = 0
    reviews: int = 0


class _Tally:
    """What was counted of one learner so far; `counts` answers every question."""

    def __init__(self, questions: set[Question], world: World, learner: int) -> None:
        self.counts = dict.fromkeys(questions, 0)
        self._skills: Mapping[int, SchoolSkill] = {one.skill_id: one for one in world.school.skills}
        self._closed: defaultdict[dt.datetime | None, list[Gap]] = defaultdict(list)
        for gap in world.records[learner].past_gaps:
            self._closed[gap.resolved_at].append(gap)
        self._planned = _planned(world.decks[learner])
        self._last = {one: deque[bool](maxlen=_last(one)) for one in questions if _last(one)}
        self._wrong_on: dict[int, dt.date] = {}
        self._mended: set[int] = set()
        self._exercises: set[int] = set()
        self._levels: dict[int, int] = {}
        self._mastered: set[int] = set()
        self._work: defaultdict[dt.date, _Work] = defaultdict(_Work)
        self._intervals: dict[int, int] = {}
        self._seconds = 0

    def take(self, event: Tried | CardAnswer) -> set[Question]:
        """Count one more event; return the questions that have another answer now."""
        before = dict(self.counts)
        if isinstance(event, Tried):
            self._answer(event)
        else:
            self._review(event)
        self._worked(event)
        return {one for one, count in self.counts.items() if before[one] != count}

    def _answer(self, tried: Tried) -> None:
        correct, content_id = bool(tried.correct), tried.item.content_id
        self._add("answers", tried)
        if correct:
            self._add("right_answers", tried)
        if correct and not tried.hints_used:
            self._add("right_unaided", tried)
        if correct and tried.text.steps and content_id not in self._exercises:
            self._exercises.add(content_id)
            self._add("exercises_finished", tried)
        if not correct:
            self._wrong_on.setdefault(content_id, tried.day)
        elif self._is_mended(tried):
            self._mended.add(content_id)
            self._add("mistakes_mended", tried)
        for question, last in self._last.items():
            if question.fact == "right_of_last" and _fits(question, tried):
                last.append(correct)
                self.counts[question] = sum(last)
        self._learn(tried)

    def _is_mended(self, tried: Tried) -> bool:
        content_id = tried.item.content_id
        went_wrong = self._wrong_on.get(content_id, tried.day)
        return went_wrong < tried.day and content_id not in self._mended

    def _learn(self, tried: Tried) -> None:
        progress = () if tried.learnt is None else tried.learnt.progress
        for one in progress:
            self._levels[one.skill_id] = one.level
            if one.is_top:
                self._mastered.add(one.skill_id)
        for question in self.counts:
            filters = dict(question.filters)
            if question.fact == "skills_at_level":
                self.counts[question] = sum(
                    level >= int(filters["level"]) and self._is_of(skill_id, question)
                    for skill_id, level in self._levels.items()
                )
            elif question.fact == "skills_mastered":
                self.counts[question] = sum(self._is_of(one, question) for one in self._mastered)
            elif question.fact in KINDS:
                self.counts[question] += sum(
                    gap.level >= gap.target
                    and KINDS[question.fact] in (None, gap.kind)
                    and self._is_of(gap.skill_id, question)
                    for gap in self._closed.get(tried.ended_at, ())
                )

    def _review(self, answer: CardAnswer) -> None:
        self._intervals[answer.card_id] = self._planned.popleft()
        for question in self.counts:
            if question.fact == "card_reviews" and answer.kind == "review":
                self.counts[question] += 1
            elif question.fact == "mature_cards":
                self.counts[question] = sum(
                    interval >= MATURE_DAYS for interval in self._intervals.values()
                )
            elif question.fact == "recalled_of_last" and answer.kind == "review":
                self._last[question].append(answer.quality >= RECALLED)
                self.counts[question] = sum(self._last[question])

    def _worked(self, event: Tried | CardAnswer) -> None:
        work = self._work[event.day]
        was = is_learning_day(work.answers, work.reviews)
        work.answers += isinstance(event, Tried)
        work.reviews += isinstance(event, CardAnswer)
        self._seconds += event.seconds
        found = {"minutes": whole_minutes(self._seconds)}
        if is_learning_day(work.answers, work.reviews) and not was:
            days = [d for d, one in self._work.items() if is_learning_day(one.answers, one.reviews)]
            streak = streak_with_freezes(days, event.day)
            found |= {
                "learning_days": len(days),
                "streak": streak.current,
                "longest_streak": streak.longest,
            }
        for question in self.counts:
            if question.fact in found:
                self.counts[question] = found[question.fact]

    def _add(self, fact: str, tried: Tried) -> None:
        for question in self.counts:
            if question.fact == fact and _fits(question, tried):
                self.counts[question] += 1

    def _is_of(self, skill_id: int, question: Question) -> bool:
        skill, filters = self._skills[skill_id], dict(question.filters)
        return filters.get("topic", skill.topic) == skill.topic and (
            filters.get("skill", skill.name) == skill.name
        )


def _last(question: Question) -> int:
    return int(dict(question.filters).get("last", 0))


def _fits(question: Question, tried: Tried) -> bool:
    filters, item = dict(question.filters), tried.item
    return (
        filters.get("topic", item.topic) == item.topic
        and filters.get("skill", item.skills[0]) == item.skills[0]
        and int(filters.get("difficulty", 1)) <= item.difficulty
    )


def _planned(deck: Deck) -> deque[int]:
    """Return the interval that each answer to a card of a deck planned, in their order."""
    after = {card.id: card.interval or 0 for card in deck.cards.values()}
    found: deque[int] = deque()
    for answer in reversed(deck.answers):
        found.appendleft(after[answer.card_id])
        after[answer.card_id] = answer.state_before["interval"] or 0
    return found
