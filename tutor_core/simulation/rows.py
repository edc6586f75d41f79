"""The rows a world leaves behind: the same that the services would have written, all at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from tutor_core.analytics.rollups.days import ReviewsOfDay, TopicDay, Work, columns_of, days_of
from tutor_core.calendar import whole_minutes
from tutor_core.content.answers.verdicts import Grade
from tutor_core.gaps.rows import new_row
from tutor_core.knowledge.model import Estimate
from tutor_core.practice.circumstances import circumstances_to
from tutor_core.profiling.pace import shares_of
from tutor_core.profiling.pace_rows import pace_to
from tutor_core.recommend.arms import arms_to
from tutor_core.simulation.events import Tried, World
from tutor_core.simulation.reviewing.cards import CardAnswer
from tutor_core.tuning.policies import to_parameters

Row = dict[str, Any]
T = TypeVar("T", Tried, CardAnswer)


def student_id_of(learner: int) -> int:
    """Return the number of a learner's account; learners are counted from 0."""
    return learner + 1


def policy_version_rows(
    world: World, *, changed_by: int, cohort_ids: Sequence[int]
) -> Iterator[Row]:
    """Give what the researcher changed."""
    for number, change in enumerate(world.changes, start=1):
        yield {
            "id": number,
            "name": change.policy.name,
            "scope": "global" if change.cohort is None else "cohort",
            "cohort_id": None if change.cohort is None else cohort_ids[change.cohort],
            "parameters": to_parameters(change.policy),
            "changed_by": changed_by,
            "reason": change.reason,
            "effective_from": change.starts_at,
            "created_at": change.starts_at,
        }


def attempt_rows(world: World, grades: Sequence[Grade | None]) -> Iterator[Row]:
    """Give one row of `learning_sessions` an attempt, numbered in their order.

    Args:
        world: What happened.
        grades: Of each attempt; None where it was put away.
    """
    pairs = zip(world.attempts, grades, strict=True)
    for number, (tried, grade) in enumerate(pairs, start=1):
        learnt = tried.learnt
        state = dict(tried.choice.state)
        if grade is not None and learnt is not None:
            state["after"] = {
                "understood": grade.understood,
                "understood_is_latex": grade.understood_is_latex,
                "moves": [asdict(move) for move in learnt.moves],
            }
        yield {
            "id": number,
            "student_id": student_id_of(tried.learner),
            "content_id": tried.item.content_id,
            "content_version": tried.item.version,
            "variant_seed": tried.variant_seed,
            "start_time": tried.started_at,
            "end_time": tried.ended_at,
            "counted_on": None if tried.correct is None else tried.day,
            "difficulty": tried.item.difficulty,
            "submission_key": f"{tried.set_key}-{number}",
            "source": "practice",
            "set_key": tried.set_key,
            "policy_version_id": tried.choice.policy_version_id,
            "propensity": tried.choice.propensity,
            "rl_state": state,
            "rl_action": dict(tried.choice.action),
            "is_evidence": True,
            "hints_used": tried.hints_used,
            "is_correct": tried.correct,
            "answer_given": None if grade is None else (tried.response or "")[:255],
            "response": None if grade is None else tried.response or "",
            "answer_note": None if grade is None else grade.note,
            "feedback_text": None if grade is None else grade.message,
            "time_spent": tried.seconds,
            "points_earned": tried.points,
            "reward": 0.0 if learnt is None else learnt.reward,
            "predicted": None if learnt is None else learnt.predicted,
            "learnt_from": None if learnt is None else circumstances_to(learnt.learnt_from),
        }


def interaction_rows(world: World) -> Iterator[Row]:
    """Give what was shown and what was answered."""
    for number, tried in enumerate(world.attempts, start=1):
        shared = {
            "student_id": student_id_of(tried.learner),
            "content_id": tried.item.content_id,
            "context": {"attempt": number},
        }
        yield shared | {
            "interaction_type": "view",
            "time_spent_seconds": None,
            "success": None,
            "timestamp": tried.started_at,
        }
        if tried.correct is not None:
            yield shared | {
                "interaction_type": "attempt",
                "time_spent_seconds": tried.seconds,
                "success": tried.correct,
                "timestamp": tried.ended_at,
            }
        if tried.correct and tried.text.steps:
            yield shared | {
                "interaction_type": "complete",
                "time_spent_seconds": None,
                "success": True,
                "timestamp": tried.ended_at,
            }


def concept_rows(world: World) -> Iterator[Row]:
    """Give the time of each answer by concept."""
    for number, tried in enumerate(world.attempts, start=1):
        if tried.learnt is None:
            continue
        moves = tried.learnt.moves
        shares = shares_of(tried.seconds, len(moves))
        for concept, move, seconds in zip(tried.learnt.concepts, moves, shares, strict=True):
            yield {
                "student_id": student_id_of(tried.learner),
                "concept": concept,
                "time_spent_seconds": seconds,
                "questions_attempted": 1,
                "success_rate": float(bool(tried.correct)),
                "difficulty_level": tried.item.difficulty,
                "logged_at": tried.ended_at,
                "session_id": number,
                "counted_on": tried.day,
                "mastery_before": move.mastery_before,
                "mastery_after": move.mastery_after,
                "level_before": move.level_before,
                "level_after": move.level_after,
            }


def day_rows(world: World) -> Iterator[Row]:
    """Give each learner's days."""
    answered = dict(_answered_by_learner(world))
    for learner, deck in enumerate(world.decks):
        attempts = _by_day(answered.get(learner, ()))
        reviews = _by_day(deck.answers)
        work = {
            date: Work(
                _by_topic(attempts[date]),
                ReviewsOfDay(len(reviews[date]), sum(one.seconds for one in reviews[date])),
            )
            for date in attempts.keys() | reviews.keys()
        }
        for day in days_of(work):
            began = [one.ended_at for one in attempts[day.date][:1]]
            began += [one.at for one in reviews[day.date][:1]]
            yield columns_of(day) | {
                "student_id": student_id_of(learner),
                "created_at": min(began),
            }


def learner_rows(world: World) -> Mapping[str, list[Row]]:
    """Give the rows of which a learner has one: estimates, arms, knowledge, pace."""
    found: dict[str, list[Row]] = {
        "learner_estimates": [],
        "bandit_states": [],
        "student_knowledge": [],
        "learning_pace": [],
    }
    for learner, answered in _answered_by_learner(world):
        record, last = world.records[learner], answered[-1]
        if record.ability is None or record.pace is None or last.learnt is None:
            continue
        who = {"student_id": student_id_of(learner)}
        found["learner_estimates"].append(who | _columns(record.ability))
        rewards, counts = arms_to(record.arms)
        found["bandit_states"].append(
            who
            | {
                "topic": last.item.topic,
                "arm_rewards": rewards,
                "arm_counts": counts,
                "epsilon": last.choice.action["epsilon"],
                "total_pulls": sum(counts.values()),
                "best_arm": record.arms.best,
                "last_updated": last.ended_at,
            }
        )
        correct = sum(bool(tried.correct) for tried in answered)
        found["student_knowledge"].append(
            who
            | {f"{topic}_score": score for topic, score in last.learnt.scores.items()}
            | {
                "total_questions_answered": len(answered),
                "correct_answers": correct,
                "accuracy_rate": correct / len(answered),
                "preferred_difficulty": last.learnt.pace.level,
                "last_updated": last.ended_at,
            }
        )
    for learner, tried in _tried_by_learner(world):
        pace = world.records[learner].pace
        if pace is not None:
            found["learning_pace"].append(
                {
                    "student_id": student_id_of(learner),
                    **pace_to(pace),
                    "calculated_at": tried[0].ended_at,
                    "last_updated": tried[-1].ended_at,
                }
            )
    return found


def strength_rows(world: World) -> Iterator[Row]:
    """Give the estimate of each learner in each skill they practised."""
    for learner, record in enumerate(world.records):
        for skill_id, strength in record.strengths.items():
            yield {
                "student_id": student_id_of(learner),
                "skill_id": skill_id,
                "days_seen": record.days_seen[skill_id],
                "last_seen_at": strength.last_seen_at,
                **_columns(strength),
            }


def mastery_rows(world: World) -> Iterator[Row]:
    """Give each learner's progress in each skill they practised."""
    for learner, answered in _answered_by_learner(world):
        rows: dict[int, Row] = {}
        seconds: dict[int, int] = {}
        for tried in answered:
            if tried.learnt is None:
                continue
            concepts = tried.learnt.concepts
            shares = dict(zip(concepts, shares_of(tried.seconds, len(concepts)), strict=True))
            for progress in tried.learnt.progress:
                row = rows.setdefault(
                    progress.skill_id, _new_mastery(learner, progress.skill_id, tried.ended_at)
                )
                worked = seconds.get(progress.skill_id, 0) + shares[progress.name]
                seconds[progress.skill_id] = worked
                row["total_attempts"] += 1
                row["correct_attempts"] += bool(tried.correct)
                row |= {
                    "mastery_level": progress.level,
                    "progress_percentage": 100 * progress.mastery,
                    "total_practice_time": whole_minutes(worked),
                    "accuracy": 100.0 * row["correct_attempts"] / row["total_attempts"],
                    "last_assessed_at": tried.ended_at,
                    "updated_at": tried.ended_at,
                }
                if progress.is_top and row["mastered_at"] is None:
                    row["mastered_at"] = tried.ended_at
        yield from rows.values()


def meeting_rows(world: World) -> Iterator[Row]:
    """Give how often each learner met an item, and when last."""
    for learner, record in enumerate(world.records):
        for content_id, (seen, last_seen_at) in record.met.items():
            yield {
                "student_id": student_id_of(learner),
                "content_id": content_id,
                "seen": seen,
                "last_seen_at": last_seen_at,
            }


def gap_rows(world: World) -> Iterator[Row]:
    """Give each learner's gaps, closed and open."""
    for learner, record in enumerate(world.records):
        for gap in (*record.past_gaps, *record.gaps.values()):
            yield new_row(gap, student_id_of(learner))


def item_rows(world: World) -> list[Row]:
    """Give how hard items proved to be."""
    estimates = world.school.item_estimates.items()
    return [{"content_id": number, **_columns(estimate)} for number, estimate in estimates]


def skill_rows(world: World) -> list[Row]:
    """Give how hard skills proved to be."""
    estimates = world.school.skill_estimates.items()
    return [{"skill_id": number, **_columns(estimate)} for number, estimate in estimates]


def _tried_by_learner(world: World) -> list[tuple[int, list[Tried]]]:
    found: dict[int, list[Tried]] = {}
    for tried in world.attempts:
        found.setdefault(tried.learner, []).append(tried)
    return sorted(found.items())


def _answered_by_learner(world: World) -> Iterator[tuple[int, list[Tried]]]:
    for learner, tried in _tried_by_learner(world):
        answered = [one for one in tried if one.correct is not None]
        if answered:
            yield learner, answered


def _by_day(done: Iterable[T]) -> defaultdict[dt.date, list[T]]:
    found: defaultdict[dt.date, list[T]] = defaultdict(list)
    for one in done:
        found[one.day].append(one)
    return found


def _by_topic(attempts: Sequence[Tried]) -> list[TopicDay]:
    topics = sorted({tried.item.topic for tried in attempts})
    return [
        TopicDay(
            topic=topic,
            attempts=len(of_topic),
            correct=sum(bool(tried.correct) for tried in of_topic),
            seconds=sum(tried.seconds for tried in of_topic),
            levels=sum(tried.item.difficulty for tried in of_topic),
            points=sum(tried.points for tried in of_topic),
        )
        for topic in topics
        for of_topic in ([tried for tried in attempts if tried.item.topic == topic],)
    ]


def _new_mastery(learner: int, skill_id: int, at: dt.datetime) -> Row:
    return {
        "student_id": student_id_of(learner),
        "skill_id": skill_id,
        "total_attempts": 0,
        "correct_attempts": 0,
        "first_practiced_at": at,
        "mastered_at": None,
        "created_at": at,
    }


def _columns(estimate: Estimate) -> Row:
    return {
        "mean": estimate.mean,
        "variance": estimate.variance,
        "answers": estimate.answers,
    }
