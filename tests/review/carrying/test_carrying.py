"""Decks come in with their scheduling and history, go out again, and can be taken back."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import InvalidInputError, NotFoundError
from tutor_core.practice.reviewing.service import take_back_answer
from tutor_core.review.carrying import service as carrying
from tutor_core.review.carrying.queries import deck_of
from tutor_core.review.carrying.service import bring_deck
from tutor_core.review.changing.batches import service as batches
from tutor_core.review.decks.reading import read_deck
from tutor_core.review.decks.values import CarriedCard, CarriedNote, CarriedReview
from tutor_core.review.decks.writing import write_anki, write_table
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.graphs import Graph
from tutor_core.review.making.service import make_cards
from tutor_core.review.memory import Recalled, remembered_after

UTC = ZoneInfo("UTC")
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
FIRST, SECOND = NOW - 8 * DAY, NOW - 7 * DAY
ANSWERED = (
    CarriedReview(at=FIRST, quality=4, seconds=9, is_cram=False),
    CarriedReview(at=SECOND, quality=5, seconds=4, is_cram=False),
)


def card(front="Capital of France?", back="Paris", **given):
    fresh = {
        "gap": None, "easiness_hundredths": 250, "interval_days": 0, "repetitions": 0,
        "lapses": 0, "due_on": None, "is_suspended": False, "flag": 0, "reviews": (),
    }  # fmt: skip
    return CarriedCard(front=front, back=back, **(fresh | given))


def note(key="k1", *cards):
    return CarriedNote(key=key, tags=(), cards=cards or (card(),))


def learnt(**given):
    return card(
        easiness_hundredths=260, interval_days=6, repetitions=2, lapses=1, due_on=TODAY - DAY,
        flag=2, reviews=ANSWERED, **given,
    )  # fmt: skip


def bring(cards, *notes, topic="algebra", **more):
    return bring_deck(cards.db, cards.actor, notes, topic=topic, now=NOW, **more)


def test_a_card_comes_with_its_scheduling_its_answers_and_its_memory(cards):
    brought = bring(cards, note("k1", learnt()))

    assert (brought.cards, brought.known) == (1, 0)
    row = cards.learner.row(m.FlashCard)
    assert (row.easiness_factor, row.interval_days, row.repetitions) == (2.6, 6, 2)
    assert (row.next_review_date, row.lapses, row.flag) == (TODAY - DAY, 1, 2)
    assert (row.times_reviewed, row.average_rating, row.last_reviewed) == (2, 4.5, SECOND)
    memory = remembered_after([Recalled(FIRST.date(), 4), Recalled(SECOND.date(), 5)])
    assert row.stability == pytest.approx(memory.stability)
    assert [one.quality for one in cards.learner.rows(m.ReviewSession)] == [4, 5]
    assert cards.desk().counts.due == 1


def test_a_card_without_answers_has_a_memory_that_begins_with_its_interval(cards):
    bring(cards, note("k1", card(interval_days=20, repetitions=4, due_on=TODAY)))

    row = cards.learner.row(m.FlashCard)
    assert (row.stability, row.last_reviewed.date()) == (20.0, TODAY - 20 * DAY)
    assert cards.rate(4).days_away > 20


def test_new_cards_are_new_and_siblings_stay_together(cards):
    bring(cards, note("k1", card(), card("Paris lies in?", "France")))

    rows = cards.learner.rows(m.FlashCard)
    assert len({row.content_id for row in rows}) == 1
    assert cards.desk().counts.new == 1


def test_a_figure_goes_along_in_words(cards):
    graph = Graph(formula="x^2 - 3", first=-2, last=2)
    sides = Sides(front="Where is it zero?", back="At the root of 3.", graph=graph)
    make_cards(cards.db, cards.actor, sides, topic="algebra", now=NOW)
    cards.make("Without one?", "Without.")

    taken = [one.cards[0].front for one in deck_of(cards.db, cards.actor)]

    said = "[Figure: Graph of y = x^2 - 3 for x from -2 to 2.]"
    assert taken == [f"Where is it zero?\n\n{said}", "Without one?"]


def test_what_is_there_already_stays_as_it_is(cards):
    bring(cards, note("k1"))
    cards.rate(4)

    again = bring(cards, note("k1", learnt()), note("k2", card("2?", "2")))

    assert (again.cards, again.known) == (1, 1)
    first = next(one for one in cards.learner.rows(m.FlashCard) if one.key == "k1")
    assert first.times_reviewed == 1


def test_a_deck_is_taken_back_whole_and_can_come_again(cards):
    brought = bring(cards, note("k1", learnt()), note("k2", card("2?", "2")))

    assert batches.take_back(cards.db, cards.actor, brought.batch, now=NOW) == 2
    assert cards.desk().cards == 0
    assert bring(cards, note("k1")).cards == 1


def test_answers_given_elsewhere_are_not_taken_back_here(cards):
    today = CarriedReview(at=NOW, quality=4, seconds=5, is_cram=False)
    bring(cards, note("k1", card(interval_days=1, due_on=TODAY + DAY, reviews=(today,))))

    assert cards.desk().answered == 0
    with pytest.raises(NotFoundError):
        take_back_answer(cards.db, cards.actor, now=NOW)


def test_too_many_cards_and_a_subject_that_is_none_are_refused_and_nothing_is_kept(cards):
    with pytest.raises(InvalidInputError, match="subject"):
        bring(cards, note(), topic="history")
    many = note("k", *[card(f"{number}?") for number in range(50_001)])
    with pytest.raises(InvalidInputError, match="smaller deck"):
        bring(cards, many)

    assert cards.learner.rows(m.FlashCard) == []


def test_more_than_one_statement_holds_is_brought(cards):
    brought = bring(cards, *[note(f"k{n}", card(f"{n}?", str(n))) for n in range(1203)])

    assert brought.cards == 1203
    fronts = {row.front_text: row.back_text for row in cards.learner.rows(m.FlashCard)}
    assert fronts["777?"] == "777"


@pytest.mark.parametrize("kind", ["apkg", "csv"])
def test_a_deck_that_goes_out_comes_in_as_it_was(cards, kind):
    bring(cards, note("k1", learnt()), note("k2", card("Half of $x$?", r"$\frac{x}{2}$")))
    cards.make("{{c1::Rome}} lies in {{c2::Italy}}.", "")
    out = deck_of(cards.db, cards.actor)
    data = (
        write_anki("Mine", out, today=TODAY, zone=UTC, now=NOW)
        if kind == "apkg"
        else write_table(out, separator=",")
    )

    found = read_deck(f"mine.{kind}", data, today=TODAY, zone=UTC)

    assert found.refused == ()
    bare = [[(one.front, one.back, one.gap) for one in each.cards] for each in out]
    assert [[(one.front, one.back, one.gap) for one in each.cards] for each in found.notes] == bare
    for before, after in zip(out, found.notes, strict=True):
        assert before.key == after.key
        for one, other in zip(before.cards, after.cards, strict=True):
            assert (one.interval_days, one.due_on) == (other.interval_days, other.due_on)
            assert one.easiness_hundredths == other.easiness_hundredths


def test_strangers_cards_do_not_go_out(cards):
    bring(cards, note("k1", learnt()))

    assert deck_of(cards.db, Actor(add_student(cards.db, "eve").id, "student")) == []


def test_it_is_told_how_many_cards_are_written(cards, monkeypatch):
    monkeypatch.setattr(carrying, "AT_ONCE", 2)
    told = []
    notes = [note(f"k{number}", card(front=f"{number}?"), learnt()) for number in range(3)]
    bring(cards, notes[0])

    bring(cards, *notes, note("k3", learnt()), advance=lambda *so_far: told.append(so_far))

    assert told == [(4, 5), (5, 5)], "what is there already is not counted"
