"""The rows that a world's cards leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from tutor_core.review.cards import STATE
from tutor_core.simulation.events import World
from tutor_core.simulation.rows import Row, student_id_of


def card_rows(world: World) -> Iterator[Row]:
    """Give the cards, one an item and learner at most."""
    for learner, deck in enumerate(world.decks):
        for card in deck.cards.values():
            yield {
                "id": card.id,
                "student_id": student_id_of(learner),
                "created_at": card.created_at,
                **card.made,
                **{column: getattr(card, column) for column in STATE},
            }


def review_rows(world: World) -> Iterator[Row]:
    """Give the answers to cards."""
    for learner, deck in enumerate(world.decks):
        for answer in deck.answers:
            yield {
                "flashcard_id": answer.card_id,
                "student_id": student_id_of(learner),
                "quality": answer.quality,
                "time_spent_seconds": answer.seconds,
                "reviewed_at": answer.at,
                "state_before": answer.state_before,
                "policy_version_id": answer.version_id,
                "kind": answer.kind,
                "scheduler": answer.scheduler,
                "counted_on": answer.day,
            }


def move_rows(world: World) -> Iterator[Row]:
    """Give how cards were moved by answers to questions."""
    for learner, deck in enumerate(world.decks):
        for move in deck.moves:
            yield {
                "flashcard_id": move.card_id,
                "student_id": student_id_of(learner),
                "kind": move.kind,
                "attempt_id": move.attempt_id,
                "policy_version_id": move.version_id,
                "before": move.before,
                "after": move.after,
                "changed_at": move.at,
            }
