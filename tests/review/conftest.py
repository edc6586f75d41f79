"""A learner with cards, in one open transaction."""

import random
from zoneinfo import ZoneInfo

import pytest

from tests.practice.conftest import Learner, add_school
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.practice.reviewing.service import answer_card
from tutor_core.review.desk.queries import desk_of
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.service import save_wishes

UTC = ZoneInfo("UTC")


class Cards:
    """A learner's cards."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.db, self.actor = learner.db, learner.actor

    def make(self, front="2 + 2?", back="4", **given):
        given = {"topic": "algebra", "now": NOW, **given}
        return make_cards(self.db, self.actor, Sides(front=front, back=back), **given)

    def desk(self, at=NOW):
        return desk_of(self.db, self.actor, UTC, now=at)

    def rate(self, quality, *, at=NOW, seconds=7):
        card = self.desk(at).card
        return answer_card(
            self.db, self.actor, card.card_id, quality,
            revision=card.revision, seconds=seconds, now=at,
        ).reviewed  # fmt: skip

    def row(self, card_id):
        return self.learner.row(m.FlashCard, id=card_id)

    def wish(self, **wishes):
        save_wishes(self.db, self.actor, ReviewWishes(**wishes), now=NOW)


@pytest.fixture
def cards(db) -> Cards:
    add_school(db)
    return Cards(Learner(db, Actor(add_student(db).id, "student"), random.Random(5)))
