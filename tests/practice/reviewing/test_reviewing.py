"""Cards at work: made, asked, rated, taken back, on both databases."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from tests.practice.conftest import WRONG
from tests.rows import NOW, add_student
from tutor_core import models as m
from tutor_core.accounts.actor import Actor
from tutor_core.errors import InvalidInputError, NotFoundError, StaleStateError
from tutor_core.practice.goal import Goal
from tutor_core.practice.reviewing.service import answer_card, take_back_answer
from tutor_core.review.changing import service as changing
from tutor_core.review.changing.batches import service as batches
from tutor_core.review.desk.queries import desk_of
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.service import (
    DuplicateCardError,
    make_card_of_item,
    make_cards,
)
from tutor_core.review.memory import Recalled, remembered_after
from tutor_core.review.preferences import Holiday

UTC = ZoneInfo("UTC")
TODAY = NOW.date()
DAY = dt.timedelta(days=1)


def test_a_new_card_is_asked_at_once_and_says_what_each_answer_does(cards):
    cards.make()

    card = cards.desk().card

    assert (card.front, card.back, card.is_new, card.revision) == ("2 + 2?", "4", True, 0)
    assert [(one.quality, one.days_away) for one in card.ratings] == [
        (1, 0),
        (3, 0),
        (4, 1),
        (5, 1),
    ]
    assert cards.desk().counts.new == 1


def test_an_answer_moves_the_card_as_sm_2_says_and_is_written_down(cards):
    (card_id,) = cards.make()

    reviewed = cards.rate(5)

    assert reviewed.days_away == 1
    row = cards.row(card_id)
    assert (row.easiness_factor, row.interval_days, row.repetitions) == (2.6, 1, 1)
    assert row.next_review_date == TODAY + DAY
    assert (row.times_reviewed, row.average_rating, row.last_reviewed) == (1, 5.0, NOW)
    session = cards.learner.row(m.ReviewSession)
    assert (session.quality, session.time_spent_seconds, session.kind) == (5, 7, "review")
    assert session.scheduler == "sm2"
    assert cards.desk().card is None
    assert cards.desk().next_on == TODAY + DAY


def test_the_second_recall_comes_after_six_days_and_the_third_as_easiness_says(cards):
    (card_id,) = cards.make()
    at = NOW
    for days in (1, 6, 17):
        cards.rate(5, at=at)
        row = cards.row(card_id)
        assert row.interval_days == days
        at = NOW.replace() + (row.next_review_date - TODAY) * 1


def test_what_was_not_known_well_is_asked_again_the_same_day_until_it_is(cards):
    (card_id,) = cards.make()
    assert cards.rate(1).days_away == 0
    before = cards.row(card_id)
    kept = (before.easiness_factor, before.interval_days, before.next_review_date)
    assert cards.desk().counts.drill == 1
    assert cards.desk().card.is_drill

    assert cards.rate(3).kind == "drill"
    assert cards.rate(4).kind == "drill"

    assert cards.desk().card is None
    after = cards.row(card_id)
    assert (after.easiness_factor, after.interval_days, after.next_review_date) == kept
    assert after.drill_on is None


def test_forgetting_counts_only_what_had_been_recalled(cards):
    (card_id,) = cards.make()
    cards.rate(1)
    assert cards.row(card_id).lapses == 0
    cards.rate(4)
    cards.rate(4, at=NOW + DAY)

    cards.rate(0, at=NOW + 7 * DAY)

    row = cards.row(card_id)
    assert (row.lapses, row.repetitions, row.interval_days) == (1, 0, 1)


def test_a_card_forgotten_eight_times_is_called_a_leech_and_every_four_after(cards):
    cards.make()
    called, at = [], NOW
    for number in range(13):
        cards.rate(4, at=at)
        at += DAY
        if cards.rate(1, at=at).is_leech:
            called.append(number + 1)
        cards.rate(4, at=at)
        at += DAY

    assert called == [8, 12]


def test_answers_are_taken_back_one_after_the_other(cards):
    first, second = cards.make()[0], cards.make("3 + 3?", "6")[0]
    fresh = {one: vars(cards.row(one)).copy() for one in (first, second)}
    cards.rate(5)
    cards.rate(1)
    cards.rate(4)

    back = [take_back_answer(cards.db, cards.actor, now=NOW) for _ in range(3)]

    assert back == [second, second, first]
    for one in (first, second):
        now = vars(cards.row(one))
        assert {k: v for k, v in now.items() if k != "_sa_instance_state"} == {
            k: v for k, v in fresh[one].items() if k != "_sa_instance_state"
        }
    assert all(row.undone_at == NOW for row in cards.learner.rows(m.ReviewSession))
    assert cards.desk().counts.new == 2
    with pytest.raises(NotFoundError, match="no answer of today"):
        take_back_answer(cards.db, cards.actor, now=NOW)


def test_yesterdays_answers_stay(cards):
    cards.make()
    cards.rate(4)

    with pytest.raises(NotFoundError):
        take_back_answer(cards.db, cards.actor, now=NOW + DAY)


def test_a_card_rated_twice_counts_once(cards):
    cards.make()
    card = cards.desk().card
    rate = {"revision": card.revision, "seconds": 5, "now": NOW}
    answer_card(cards.db, cards.actor, card.card_id, 4, **rate)

    with pytest.raises(StaleStateError, match="already"):
        answer_card(cards.db, cards.actor, card.card_id, 1, **rate)

    assert len(cards.learner.rows(m.ReviewSession)) == 1


def test_a_card_deleted_meanwhile_is_told_and_its_history_stays(cards):
    (card_id,) = cards.make()
    cards.rate(5)
    changing.delete_cards(cards.db, cards.actor, [card_id], now=NOW)

    with pytest.raises(NotFoundError, match="no longer there"):
        answer_card(cards.db, cards.actor, card_id, 4, revision=1, seconds=5, now=NOW + DAY)

    assert len(cards.learner.rows(m.ReviewSession)) == 1
    assert cards.desk(NOW + DAY).cards == 0


@pytest.mark.parametrize("quality", [-1, 6])
def test_a_quality_that_is_none_is_refused(cards, quality):
    (card_id,) = cards.make()

    with pytest.raises(InvalidInputError, match="from 0 to 5"):
        answer_card(cards.db, cards.actor, card_id, quality, revision=0, seconds=5, now=NOW)


def test_a_clock_set_back_loses_nothing(cards):
    (card_id,) = cards.make()
    cards.rate(4, at=NOW)
    earlier = NOW - 3 * DAY

    answer_card(cards.db, cards.actor, card_id, 4, revision=1, seconds=-50, now=earlier)

    row = cards.row(card_id)
    assert (row.times_reviewed, row.repetitions) == (2, 2)
    assert [one.time_spent_seconds for one in cards.learner.rows(m.ReviewSession)] == [7, 0]


def test_strangers_cards_do_not_exist(cards):
    (card_id,) = cards.make()
    stranger = Actor(add_student(cards.db, "eve").id, "student")

    for act in (
        lambda: answer_card(cards.db, stranger, card_id, 4, revision=0, seconds=1, now=NOW),
        lambda: changing.suspend_cards(cards.db, stranger, [card_id], now=NOW),
        lambda: changing.edit_card(
            cards.db, stranger, card_id, Sides(front="a", back="b"), now=NOW
        ),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert desk_of(cards.db, stranger, UTC, now=NOW).cards == 0


def test_fsrs_plans_where_the_learner_wants_it_and_nothing_is_lost_by_changing(cards):
    (card_id,) = cards.make()
    cards.rate(4)
    cards.wish(is_spread=False, scheduling="fsrs")
    at = NOW + DAY

    cards.rate(4, at=at)

    row = cards.row(card_id)
    memory = remembered_after([Recalled(TODAY, 4), Recalled(TODAY + DAY, 4)])
    assert row.stability == pytest.approx(memory.stability)
    assert row.interval_days == round(memory.stability)
    assert row.repetitions == 2, "SM-2 goes on beside it"
    cards.wish(is_spread=False, scheduling="sm2")
    due = NOW + (row.next_review_date - TODAY)
    cards.rate(4, at=due)
    assert cards.row(card_id).repetitions == 3


def test_what_is_kept_of_a_memory_is_what_its_reviews_make_of_it(cards):
    (card_id,) = cards.make()
    rng, at = random.Random(4), NOW
    for _ in range(20):
        cards.rate(rng.randrange(6), at=at)
        if rng.random() < 0.3:
            take_back_answer(cards.db, cards.actor, now=at)
        row = cards.row(card_id)
        if row.drill_on is None and row.times_reviewed:
            at = NOW + (row.next_review_date - TODAY)

    reviews = [one for one in cards.learner.rows(m.ReviewSession) if one.undone_at is None]
    reviews.sort(key=lambda one: one.id)
    memory = remembered_after(Recalled(one.reviewed_at.date(), one.quality) for one in reviews)
    row = cards.row(card_id)
    assert row.stability == pytest.approx(memory.stability)
    assert row.memory_difficulty == pytest.approx(memory.difficulty)
    assert row.times_reviewed == len(reviews)


def test_ten_reviews_make_a_learning_day_and_an_undo_unmakes_it(cards):
    for number in range(10):
        cards.make(f"{number} + 1?", str(number + 1))
    for _ in range(10):
        cards.rate(4, seconds=60)
    day = cards.learner.row(m.PerformanceMetrics)
    assert (day.reviews, day.current_streak, day.time_spent_minutes) == (10, 1, 10)

    take_back_answer(cards.db, cards.actor, now=NOW)

    day = cards.learner.row(m.PerformanceMetrics)
    assert (day.reviews, day.current_streak, day.time_spent_minutes) == (9, 0, 9)


def test_a_text_with_gaps_makes_siblings_of_which_one_comes_a_day(cards):
    made = cards.make("{{c1::Paris}} lies on the {{c2::Seine}}.", "")
    assert len(made) == 2
    assert cards.desk().counts.new == 1

    cards.rate(4)

    assert cards.desk().card is None
    assert cards.desk(NOW + DAY).counts.total == 1
    cards.wish(is_spread=False, siblings_together=True)
    assert cards.desk().counts.new == 1


def test_a_card_made_twice_is_named(cards):
    (card_id,) = cards.make("What is $2 + 2$?")

    with pytest.raises(DuplicateCardError, match="already") as refused:
        cards.make("what  is $2 + 2$? ")

    assert refused.value.card_id == card_id
    assert len(cards.make("what is $2 + 2$?", may_repeat=True)) == 1


@pytest.mark.parametrize(
    ("sides", "field"),
    [
        (Sides(front=" ", back="a"), "front"),
        (Sides(front="a", back=" "), "back"),
        (Sides(front="a" * 5001, back="b"), "front"),
        (Sides(front="".join(f"{{{{c{n}::a}}}}" for n in range(1, 23))), "front"),
    ],
)
def test_a_card_that_cannot_be_asked_is_refused_with_the_way_to_mend_it(cards, sides, field):
    with pytest.raises(InvalidInputError) as refused:
        make_cards(cards.db, cards.actor, sides, topic="algebra", now=NOW)

    assert refused.value.field == field
    assert cards.learner.rows(m.FlashCard) == []


def test_a_card_of_an_item_is_made_once(cards):
    attempt = cards.learner.next()

    card_id = make_card_of_item(cards.db, cards.actor, attempt.content_id, now=NOW)

    row = cards.row(card_id)
    assert (row.front_text, row.origin, row.content_id) == (
        attempt.question, "item", attempt.content_id,
    )  # fmt: skip
    with pytest.raises(DuplicateCardError):
        make_card_of_item(cards.db, cards.actor, attempt.content_id, now=NOW)
    with pytest.raises(NotFoundError):
        make_card_of_item(cards.db, cards.actor, 999_999, now=NOW)


def test_a_missed_question_becomes_a_card_for_tomorrow_once(cards):
    attempt = cards.learner.next()

    cards.learner.answer(attempt, WRONG, "3")

    card = cards.learner.row(m.FlashCard)
    assert (card.content_id, card.origin) == (attempt.content_id, "missed")
    assert card.front_text == attempt.question
    assert card.next_review_date == TODAY + DAY
    cards.learner.answer(cards.learner.next(Goal(content_id=attempt.content_id)), WRONG, "3")
    assert len(cards.learner.rows(m.FlashCard)) == 1
    assert cards.desk(NOW + DAY).card.front == attempt.question


def test_a_question_answered_rightly_makes_no_card(cards):
    cards.learner.answer(cards.learner.next())

    assert cards.learner.rows(m.FlashCard) == []


def test_limits_hold_cards_back_and_say_so(cards):
    for number in range(5):
        cards.make(f"{number} + 1?", "?")
    cards.wish(is_spread=False, new_a_day=2)

    assert (cards.desk().counts.new, cards.desk().held_back) == (2, 3)
    cards.rate(4)
    cards.rate(4)

    assert cards.desk().card is None
    assert cards.desk().held_back == 3


def test_nothing_is_asked_on_a_holiday_and_nothing_is_put_into_it(cards):
    cards.make()
    cards.wish(is_spread=False, holiday=Holiday(begins=TODAY + DAY, ends=TODAY + 10 * DAY))
    cards.rate(4)

    assert cards.learner.row(m.FlashCard).next_review_date == TODAY + 11 * DAY
    desk = cards.desk(NOW + 2 * DAY)
    assert (desk.card, desk.holiday_until) == (None, TODAY + 10 * DAY)


def test_cards_are_put_aside_and_brought_back(cards):
    (card_id,) = cards.make()

    buried = changing.bury_card(cards.db, cards.actor, card_id, now=NOW)
    assert cards.desk().card is None
    assert cards.desk(NOW + DAY).card.card_id == card_id
    batches.take_back(cards.db, cards.actor, buried, now=NOW)
    assert cards.desk().card.card_id == card_id
    changing.suspend_cards(cards.db, cards.actor, [card_id], now=NOW)
    assert cards.desk(NOW + DAY).card is None
    changing.resume_cards(cards.db, cards.actor, [card_id], now=NOW)
    assert cards.desk().card.card_id == card_id


def test_an_edit_changes_all_siblings_and_can_be_taken_back(cards):
    made = cards.make("{{c1::Paris}} lies on the {{c2::Seine}}.", "")

    batch = changing.edit_card(
        cards.db, cards.actor, made[0], Sides(front="{{c1::Paris}}, {{c2::the Seine}}"), now=NOW
    )
    assert {cards.row(one).front_text for one in made} == {"{{c1::Paris}}, {{c2::the Seine}}"}
    with pytest.raises(InvalidInputError, match="c2"):
        changing.edit_card(
            cards.db, cards.actor, made[0], Sides(front="{{c1::Paris}}", back=""), now=NOW
        )
    batches.take_back(cards.db, cards.actor, batch, now=NOW)

    assert cards.row(made[1]).front_text == "{{c1::Paris}} lies on the {{c2::Seine}}."
    with pytest.raises(NotFoundError, match="nothing left"):
        batches.take_back(cards.db, cards.actor, batch, now=NOW)


def test_many_cards_are_spread_over_days_and_put_back(cards):
    made = [cards.make(f"{number} + 1?", "?")[0] for number in range(7)]

    batch = changing.spread_cards(cards.db, cards.actor, made, first=TODAY + DAY, days=3, now=NOW)

    days = sorted(cards.row(one).next_review_date for one in made)
    assert [days.count(TODAY + after * DAY) for after in (1, 2, 3)] == [3, 2, 2]
    assert batches.take_back(cards.db, cards.actor, batch, now=NOW) == 7
    assert {cards.row(one).next_review_date for one in made} == {TODAY}
    with pytest.raises(InvalidInputError, match="1 to 60"):
        changing.spread_cards(cards.db, cards.actor, made, first=TODAY, days=0, now=NOW)


def test_evening_past_midnight_is_the_same_day_and_travel_neither_loses_nor_doubles_one(cards):
    (card_id,) = cards.make()
    late = NOW.replace(hour=2) + DAY  # two at night: still the same day
    card = cards.desk(late).card
    answer_card(cards.db, cards.actor, card.card_id, 4, revision=0, seconds=5, now=late)
    assert cards.row(card_id).next_review_date == TODAY + DAY

    auckland = desk_of(
        cards.db, cards.actor, ZoneInfo("Pacific/Auckland"), now=late + dt.timedelta(hours=3)
    )

    assert auckland.card.card_id == card_id, "there it is the next day already"


@pytest.mark.parametrize(
    "nights",
    [
        (dt.datetime(2026, 10, 31, 5, 30), dt.datetime(2026, 11, 1, 6, 30)),  # clocks go back
        (dt.datetime(2026, 3, 7, 6, 30), dt.datetime(2026, 3, 8, 5, 30)),  # clocks go forward
        (dt.datetime(2028, 2, 28, 6, 30), dt.datetime(2028, 2, 29, 6, 30)),
    ],
    ids=["autumn", "spring", "leap"],
)
def test_nights_by_the_learners_own_clock_belong_to_the_evening_before(cards, nights):
    """In New York it is half past one at night each time, so these are two days in a row."""
    cards.learner.row(m.Student, id=cards.actor.id).timezone = "America/New_York"
    first, second = (night.replace(tzinfo=dt.UTC) for night in nights)
    (card_id,) = cards.make(now=first)
    answer = {"revision": 0, "seconds": 5}
    answer_card(cards.db, cards.actor, card_id, 4, now=first, **answer)
    assert cards.row(card_id).next_review_date == first.date()

    answer_card(cards.db, cards.actor, card_id, 4, now=second, **(answer | {"revision": 1}))

    evening = first.date() - DAY
    memory = remembered_after([Recalled(evening, 4), Recalled(evening + DAY, 4)])
    row = cards.row(card_id)
    assert row.next_review_date == evening + 7 * DAY
    assert row.stability == pytest.approx(memory.stability)
