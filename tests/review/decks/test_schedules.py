"""Due days, repetitions and answers, worked out by hand from Anki's numbers."""

import datetime as dt
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from zoneinfo import ZoneInfo

import pytest

from tests.review.decks.asking import NOW, TODAY, UTC, card, note, read, review
from tests.review.decks.test_packages import altered
from tutor_core.review.decks.writing import write_anki

AUCKLAND, NEW_YORK = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/New_York")
REVIEWED = {"interval_days": 4, "due_on": TODAY}


def moment(text):
    return int(dt.datetime.fromisoformat(text).timestamp())


def only_card(*statements, zone=UTC, reviews=()):
    notes = [note(card(**REVIEWED, reviews=reviews))]
    found = read("deck.apkg", altered(*statements, notes=notes), zone=zone)
    assert found.refused == ()
    return found.notes[0].cards[0]


def collection_began(text, offset_minutes_west):
    """Say when a collection began; without an offset as Anki did before version 2.1.28."""
    config = {} if offset_minutes_west is None else {"creationOffset": offset_minutes_west}
    return "UPDATE col SET crt = ?, conf = ?", moment(text), json.dumps(config)


@pytest.mark.parametrize(
    ("began", "offset", "zone", "day"),
    [
        # 4 o'clock on 2 March 2026, summer time in Auckland (+13); day 266 is 23 November
        ("2026-03-02T04:00+13:00", -780, AUCKLAND, TODAY),
        # winter time (+12) when it began, summer time on the due day
        ("2026-06-01T04:00+12:00", -720, AUCKLAND, dt.date(2026, 6, 1) + dt.timedelta(266)),
        # summer time in New York (-4) when it began, winter time on the due day
        ("2026-03-09T04:00-04:00", 240, NEW_YORK, dt.date(2026, 11, 30)),
        # made in Auckland, where it was 2 March, read in New York, where it was still the 1st
        ("2026-03-02T04:00+13:00", -780, NEW_YORK, TODAY),
        # an old collection does not say where it began: the learner's zone decides
        ("2026-03-02T04:00+13:00", None, AUCKLAND, TODAY),
        ("2026-03-02T04:00-05:00", None, NEW_YORK, TODAY),
        ("2026-03-02T04:00+00:00", None, UTC, TODAY),
        # an offset that no place has counts as none
        ("2026-03-02T04:00+00:00", 5000, UTC, TODAY),
    ],
)
def test_due_days_are_counted_from_the_day_the_collection_began(began, offset, zone, day):
    found = only_card(collection_began(began, offset), ("UPDATE cards SET due = 266",), zone=zone)

    assert found.due_on == day


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-23T23:30+00:00", UTC, TODAY),
        ("2026-11-24T03:59+00:00", UTC, TODAY),  # the learner's day ends at 4 o'clock
        ("2026-11-24T04:00+00:00", UTC, dt.date(2026, 11, 24)),
        ("2026-11-23T12:00+00:00", AUCKLAND, dt.date(2026, 11, 23)),  # one in the night there
        ("2026-11-23T16:00+00:00", AUCKLAND, dt.date(2026, 11, 24)),
        ("2026-11-23T08:59+00:00", NEW_YORK, dt.date(2026, 11, 22)),
        # the clock goes back on 1 November at 2: half past 4 comes after 26 hours
        ("2026-11-01T09:30+00:00", NEW_YORK, dt.date(2026, 11, 1)),
        ("2026-11-01T08:30+00:00", NEW_YORK, dt.date(2026, 10, 31)),
    ],
)
@pytest.mark.parametrize("kind", [1, 3])
def test_what_is_being_learnt_is_due_on_the_learners_day_of_its_moment(at, zone, day, kind):
    set_due = ("UPDATE cards SET type = ?, queue = 1, ivl = 0, due = ?", kind, moment(at))

    assert only_card(set_due, zone=zone).due_on == day


@pytest.mark.parametrize(
    ("statement", "due_on", "is_suspended"),
    [
        ("UPDATE cards SET queue = -1", TODAY, True),
        ("UPDATE cards SET queue = -2", TODAY, False),
        ("UPDATE cards SET queue = -3", TODAY, False),
        ("UPDATE cards SET type = 0, queue = 0, due = 7", None, False),
        ("UPDATE cards SET type = 3, queue = 3, due = due + 1", TODAY + dt.timedelta(1), False),
        (
            "UPDATE cards SET odid = 1, odue = due + 2, due = -100000",
            TODAY + dt.timedelta(2),
            False,
        ),
        ("UPDATE cards SET odid = 1, odue = 0", TODAY, False),
        ("UPDATE cards SET odue = due + 2", TODAY, False),
        ("UPDATE cards SET type = 0, queue = 0, odid = 1, odue = 5, due = -100000", None, False),
    ],
)
def test_queues_and_filtered_decks_keep_the_due_day(statement, due_on, is_suspended):
    found = only_card((statement,))

    assert (found.due_on, found.is_suspended) == (due_on, is_suspended)


def log(*qualities, first=dt.date(2026, 9, 1)):
    """One answer a day."""
    return tuple(review(first + dt.timedelta(n), quality) for n, quality in enumerate(qualities))


@pytest.mark.parametrize(
    ("interval", "reviews", "repetitions"),
    [
        (0, (), 0),
        (1, (), 1),
        (5, (), 1),
        (6, (), 2),
        (400, (), 2),
        (3, log(4), 1),
        (3, log(4, 3, 5), 3),
        (3, log(5, 5, 1, 4), 1),  # the lapse began anew
        (1, log(5, 5, 1), 0),
        (20, log(5, 5, 1), 0),  # forgotten, whatever interval Anki left it
        (20, log(1, 4), 2),  # at least two, or the interval would be lost
        (0, (*log(1), review(dt.date(2026, 9, 1), 4, hour=10)), 1),
        (3, (*log(4), review(dt.date(2026, 9, 1), 4, hour=10)), 1),  # one sitting, one success
        (3, (*log(4, 4), review(dt.date(2026, 9, 9), 1, is_cram=True)), 2),
        (7, (review(dt.date(2026, 9, 9), 4, is_cram=True),), 2),
    ],
)
def test_repetitions_are_the_days_of_successes_since_the_last_lapse(interval, reviews, repetitions):
    notes = [note(card(interval_days=interval, due_on=TODAY, reviews=reviews))]
    without_our_word = "UPDATE notes SET flds = 'front' || char(31) || 'back' || char(31)"

    found = read("deck.apkg", altered((without_our_word,), notes=notes))

    assert found.notes[0].cards[0].repetitions == repetitions


def test_a_new_card_has_no_repetitions_but_keeps_its_log():
    found = only_card(("UPDATE cards SET type = 0, queue = 0",), reviews=log(4, 4))

    assert (found.repetitions, found.interval_days, found.due_on) == (0, 0, None)
    assert found.reviews == log(4, 4)


@pytest.mark.parametrize(
    ("answer", "quality"), [(0, None), (1, 1), (2, 3), (3, 4), (4, 5), (5, None), (-1, None)]
)
def test_answers_become_qualities_and_dates_set_by_hand_are_none(answer, quality):
    found = only_card(("UPDATE revlog SET ease = ?", answer), reviews=log(4))

    assert [one.quality for one in found.reviews] == ([] if quality is None else [quality])


def rows(data, query):
    with zipfile.ZipFile(io.BytesIO(data)) as archive, closing(
        sqlite3.connect(":memory:")
    ) as connection:  # fmt: skip
        connection.deserialize(archive.read("collection.anki2"))
        return connection.execute(query).fetchall()


def test_qualities_become_answers_and_every_review_has_a_moment_of_its_own():
    reviews = tuple(review(TODAY, quality) for quality in range(6))

    data = write_anki("Deck", [note(card(reviews=reviews))], today=TODAY, zone=UTC, now=NOW)

    first = moment("2026-11-23T09:00+00:00") * 1000
    assert rows(data, "SELECT id - ?1, ease FROM revlog".replace("?1", str(first))) == [
        (0, 1), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4),
    ]  # fmt: skip


def test_a_card_is_written_as_anki_numbers_it():
    known = card(
        easiness_hundredths=215,
        interval_days=15,
        due_on=TODAY - dt.timedelta(2),
        lapses=3,
        flag=4,
        is_suspended=True,
    )
    learnt = card("l", due_on=TODAY)
    new = card("n", lapses=1)
    notes = [note(known, key="1"), note(learnt, key="2"), note(new, key="3")]

    data = write_anki("Deck", notes, today=TODAY, zone=AUCKLAND, now=NOW)

    query = "SELECT type, queue, due, ivl, factor, lapses, flags FROM cards ORDER BY id"
    assert rows(data, query) == [
        (2, -1, 0, 15, 2150, 3, 4),
        (1, 1, moment("2026-11-23T04:00+13:00"), 0, 2500, 0, 0),
        (0, 0, 3, 0, 0, 1, 0),
    ]
    began, config = rows(data, "SELECT crt, conf FROM col")[0]
    assert began == moment("2026-11-21T04:00+13:00")
    assert json.loads(config)["creationOffset"] == -780


def test_a_card_with_the_memory_of_fsrs_alone_starts_with_the_usual_easiness():
    memory = json.dumps({"s": 12.3, "d": 5.1})
    notes = [note(card(**REVIEWED))]

    found = read(
        "deck.apkg", altered(("UPDATE cards SET factor = 0, data = ?", memory), notes=notes)
    )

    assert found.notes[0].cards[0].easiness_hundredths == 250
    assert found.remarks == (
        "Scheduling by FSRS: its intervals are kept, its memory is worked out from the reviews.",
    )


def test_cards_that_make_no_note_of_anki_become_several():
    cards = (card("a", "b"), card("{{c1::x}}", "y", gap=1), card("{{c1::x}}", "z", gap=1))

    data = write_anki("Deck", [note(*cards, key="k")], today=TODAY, zone=UTC, now=NOW)

    found = read("deck.apkg", data)
    assert found.refused == ()
    assert {one.key: one.cards for one in found.notes} == {
        "k": (cards[1],),
        "k~2": (cards[2],),
        "k~3": (cards[0],),
    }


def test_a_deck_without_cards_can_be_written():
    data = write_anki("\ud800 ", [], today=TODAY, zone=UTC, now=NOW)

    assert rows(data, "SELECT count(*) FROM cards") == [(0,)]
    assert '"name": "Tutor"' in rows(data, "SELECT decks FROM col")[0][0]
