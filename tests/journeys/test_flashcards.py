"""Cards: twenty by keyboard alone with two of them taken back; a reload in the middle."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.journeys.conftest import PHONE, Meet
from tests.journeys.learner import Learner, now
from tutor_core.calendar import learner_day
from tutor_core.models import FlashCard, ReviewSession
from tutor_core.review.decks.values import CarriedCard, CarriedNote
from tutor_core.review.decks.writing import write_anki
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import make_cards
from tutor_core.review.preferences import ReviewWishes
from tutor_core.review.service import save_wishes

pytestmark = pytest.mark.journey
LOW = {"viewport": {"width": 360, "height": 420}}
# Looks at each picture the browser draws: whether the desk is the same one, and where it stands.
WATCH = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const desk = document.querySelector('.st-key-card_desk');
  main.scrollTop = 60;
  window.__seen = { begun: main.scrollTop, pictures: 0, others: 0, empty: 0, scrolled: [] };
  const look = () => {
    const seen = window.__seen;
    seen.pictures += 1;
    if (document.querySelector('.st-key-card_desk') !== desk) seen.others += 1;
    if (!document.querySelector('.st-key-card_face')?.innerText.includes('Card')) seen.empty += 1;
    if (main.scrollTop !== seen.begun) seen.scrolled.push(main.scrollTop);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def has_cards(learner: Learner, count: int) -> None:
    with learner.server.database.transaction() as db:
        wishes = ReviewWishes(is_spread=False, new_a_day=100)
        save_wishes(db, learner.actor, wishes, now=now())
        for number in range(count):
            sides = Sides(front=f"Card {number}: {number} + 1?", back=f"Answer {number + 1}")
            make_cards(db, learner.actor, sides, topic="algebra", now=now())


def reviews(learner: Learner) -> list[ReviewSession]:
    with learner.server.database.reading() as db:
        asked = select(ReviewSession).where(ReviewSession.student_id == learner.actor.id)
        return list(db.scalars(asked.order_by(ReviewSession.id)))


def reviewed(learner: Learner, count: int) -> None:
    learner.until(lambda: len(reviews(learner)) == count, f"{count} reviews")
    learner.settle()


def turn(learner: Learner, number: int, key: str = "Space") -> None:
    learner.see(f"Card {number}:")
    learner.settle()
    learner.page.keyboard.press(key)
    learner.see(f"Answer {number + 1}")
    learner.settle()


def test_twenty_cards_by_keyboard_alone_with_two_taken_back(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    has_cards(learner, 20)
    learner.open("/flashcards")
    given = ["3", "4", "Space", "Enter"]  # Good, Easy, and the two more keys for Good
    for number in range(10):
        turn(learner, number, "Enter" if number % 2 else "Space")
        learner.page.keyboard.press(given[number % 4])
        reviewed(learner, number + 1)

    learner.page.keyboard.press("u")
    learner.see("Card 9:")
    learner.page.keyboard.press("u")
    learner.see("Card 8:")

    for number in range(8, 20):
        turn(learner, number)
        learner.page.keyboard.press("3")
        reviewed(learner, number + 3)
    learner.see("Finished for now.")
    kept = [one for one in reviews(learner) if one.undone_at is None]
    assert len(kept) == 20
    assert [one.quality for one in kept[:8]] == [4, 5, 4, 4, 4, 5, 4, 4]
    assert len(reviews(learner)) == 22


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_a_reload_in_the_middle_loses_nothing(meet: Meet, screen: dict[str, object]) -> None:
    learner = meet(**screen)
    learner.is_signed_in()
    has_cards(learner, 3)
    learner.open("/flashcards")
    learner.button("Show the answer").click()
    learner.button("Good").click()
    reviewed(learner, 1)
    learner.button("Show the answer").click()
    learner.see("Answer 2")

    learner.page.reload()

    learner.see("Card 1:")
    expect(learner.page.get_by_text("Answer 2")).to_have_count(0)
    learner.button("Show the answer").click()
    learner.button("Again").click()
    reviewed(learner, 2)
    learner.see("Learning 1")
    with learner.server.database.reading() as db:
        cards = db.scalars(
            select(FlashCard).where(FlashCard.student_id == learner.actor.id).order_by(FlashCard.id)
        ).all()
    assert [card.times_reviewed for card in cards] == [1, 1, 0]


def test_neither_turning_nor_rating_a_card_flashes_or_jumps(meet: Meet) -> None:
    learner = meet(**LOW)
    learner.is_signed_in()
    has_cards(learner, 4)
    learner.open("/flashcards")
    learner.see("Card 0:")
    learner.settle()
    learner.page.evaluate(WATCH)

    for number in range(3):
        turn(learner, number)
        learner.page.keyboard.press("3")
        reviewed(learner, number + 1)
    learner.see("Card 3:")

    seen = learner.page.evaluate("window.__seen")
    assert seen["begun"] > 0, "there is something to scroll"
    assert seen["pictures"] > 10
    assert (seen["others"], seen["empty"], seen["scrolled"]) == (0, 0, [])


def test_a_missed_question_becomes_a_card_that_is_found_again(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    learner.open_practice()
    learner.see_question()
    learner.answer_wrong()

    learner.open("/flashcards?cards_view=Cards")

    learner.see("1 card, those due first.")


def test_an_anki_deck_is_brought_along_and_reviewed(meet: Meet) -> None:
    learner = meet()
    learner.is_signed_in()
    has_cards(learner, 0)
    today = learner_day(now(), ZoneInfo("UTC"))
    learnt = CarriedCard(
        front="Half of $x$?", back=r"$\frac{x}{2}$", gap=None, easiness_hundredths=250,
        interval_days=10, repetitions=3, lapses=0, due_on=today, is_suspended=False, flag=0,
        reviews=(),
    )  # fmt: skip
    notes = [CarriedNote(key="half", tags=(), cards=(learnt,))]
    deck = write_anki("Halves", notes, today=today, zone=ZoneInfo("UTC"), now=now())
    learner.open("/flashcards?cards_view=Decks")

    file = {"name": "halves.apkg", "mimeType": "application/octet-stream", "buffer": deck}
    learner.page.locator("input[type=file]").set_input_files([file])
    learner.see("halves.apkg")
    learner.settle()
    learner.button("Look through it").click()
    learner.see("1 note, 1 card")
    learner.settle()
    learner.button("Bring in 1 card").click()
    learner.see("1 card brought in.")

    learner.open("/flashcards")
    learner.see("Due 1")
    learner.button("Show the answer").click()
    learner.see("25 d")
    learner.button("Good").click()
    learner.see("Finished for now.")
    (review,) = reviews(learner)
    assert review.quality == 4
