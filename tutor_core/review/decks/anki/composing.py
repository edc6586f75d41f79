"""Notes and cards of ours as a collection of Anki.

A note with one card is of a basic type; with two that are each other's reverse, of the reversed
one; with gaps, of the cloze type; with other cards, of a basic type with as many fronts and backs.
A note whose cards go together in none of these ways becomes several notes. What Anki shows in
another way than we write it, and the repetitions that it has no field for, stand in a last field
that no card shows.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from tutor_core.content.exchange.carrying import as_line, unsaid
from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.exchange.values import RefusedError
from tutor_core.review.decks.anki.fields import field_of, field_of_line
from tutor_core.review.decks.anki.interpreting import CARRYING, NoteReader, seen
from tutor_core.review.decks.anki.scheduling import ANSWERS, KNOWN, Days, written_schedule
from tutor_core.review.decks.anki.values import (
    CRAM,
    Collection,
    NoteType,
    StoredCard,
    StoredNote,
    StoredReview,
    Template,
)
from tutor_core.review.decks.remarks import Remarks
from tutor_core.review.decks.texts import card_text, written_tags
from tutor_core.review.decks.values import CarriedCard, CarriedNote

DECK_ID = 1_700_000_000_000  # Anki matches decks by name, note types by their id
_CLOZE_ID = 1_700_000_000_001
_REVERSED_ID = 1_700_000_000_002
_BASIC_ID = 1_700_000_000_010  # and the number of cards added
_MOST_CARDS = 10  # of a note that is no cloze
_LINE = "{{FrontSide}}\n\n<hr id=answer>\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Cards that make one note of Anki.

    Attributes:
        type_id: Its note type.
        cards: By the place of their template, or their gap from 0.
        fields: Its HTML, without the last field.
    """

    type_id: int
    cards: dict[int, CarriedCard]
    fields: tuple[str, ...]


def collection_with(
    deck_name: str, notes: Sequence[CarriedNote], *, today: dt.date, zone: ZoneInfo,
    now: dt.datetime,
) -> Collection:  # fmt: skip
    """Make a collection of notes.

    Args:
        deck_name: Where all the cards lie.
        notes: With cards whose fronts are not empty.
        today: The learner's day.
        zone: Where the learner is.
        now: Ids are moments from here on.
    """
    composer = _Composer(_first_day(notes, today), today, zone, int(now.timestamp() * 1000))
    for note in notes:
        composer.add(note)
    return Collection(
        began_on=composer.days.began_on,
        uses_fsrs=False,
        types={key: note_type(key) for key in {note.type_id for note in composer.notes}},
        decks={DECK_ID: deck_name},
        notes=tuple(composer.notes),
        cards=composer.cards,
        reviews=composer.reviews,
    )


@cache
def note_type(type_id: int) -> NoteType:
    """Return one of our note types."""
    if type_id == _CLOZE_ID:
        template = Template(question="{{cloze:Text}}", answer="{{cloze:Text}}<br>\n{{Back Extra}}")
        return NoteType(
            name="Tutor cloze",
            is_cloze=True,
            fields=("Text", "Back Extra", CARRYING),
            templates={0: template},
        )
    if type_id == _REVERSED_ID:
        pairs = [("Front", "Back"), ("Back", "Front")]
        fields: tuple[str, ...] = ("Front", "Back")
        name = "Tutor basic and reversed"
    else:
        count = type_id - _BASIC_ID
        pairs = [_pair(place) for place in range(count)]
        fields = tuple(field for pair in pairs for field in pair)
        name = "Tutor basic" if count == 1 else f"Tutor basic, {count} cards"
    return NoteType(
        name=name,
        is_cloze=False,
        fields=(*fields, CARRYING),
        templates={
            place: Template(question=f"{{{{{front}}}}}", answer=f"{_LINE}{{{{{back}}}}}")
            for place, (front, back) in enumerate(pairs)
        },
    )


def _pair(place: int) -> tuple[str, str]:
    return (f"Front {place + 1}", f"Back {place + 1}") if place else ("Front", "Back")


class _Composer:
    """Puts a collection together, note by note."""

    def __init__(self, began_on: dt.date, today: dt.date, zone: ZoneInfo, first_id: int) -> None:
        self.days = Days(began_on=began_on, today=today, zone=zone)
        self.first_id = first_id
        self.notes: list[StoredNote] = []
        self.cards: dict[int, list[StoredCard]] = {}
        self.reviews: dict[int, list[StoredReview]] = {}
        self.card_count = 0
        self.keys: set[str] = set()
        self.free: dict[int, int] = {}  # by a moment that is taken, where to look for another

    def add(self, note: CarriedNote) -> None:
        for group in _groups(note.cards):
            self._add(note, group)

    def _add(self, note: CarriedNote, group: _Group) -> None:
        stored = StoredNote(
            id=self.first_id + len(self.notes),
            guid=self._guid(xml_text(note.key)),
            type_id=group.type_id,
            tags=written_tags(note.tags),
            fields=(*group.fields, ""),
        )
        cards = [self._card(stored, place, card) for place, card in group.cards.items()]
        self.cards[stored.id] = cards
        self.notes.append(self._with_carriage(stored, cards, group))

    def _card(self, note: StoredNote, place: int, card: CarriedCard) -> StoredCard:
        self.card_count += 1
        stored = written_schedule(
            card,
            id=self.first_id + self.card_count,
            note_id=note.id,
            deck_id=DECK_ID,
            place=place,
            position=self.card_count,
            days=self.days,
        )
        self.reviews[stored.id] = list(self._log(stored, card))
        return stored

    def _guid(self, key: str) -> str:
        guid, number = key, 1
        while guid in self.keys:
            number += 1
            guid = f"{key}~{number}"
        self.keys.add(guid)
        return guid

    def _with_carriage(
        self, note: StoredNote, cards: list[StoredCard], group: _Group
    ) -> StoredNote:
        """Fill the last field with what reading the others would not give."""
        alone = Collection(
            began_on=self.days.began_on,
            uses_fsrs=False,
            types={note.type_id: note_type(note.type_id)},
            decks={},
            notes=(note,),
            cards={note.id: cards},
            reviews={card.id: self.reviews[card.id] for card in cards},
        )
        reader = NoteReader(alone, self.days, Remarks())
        try:
            read = {str(card.place): seen(reader.shown(1, note, card)) for card in cards}
        except RefusedError:  # nearly all of it are signs that HTML writes with five letters
            return note
        carried = unsaid({str(place): seen(card) for place, card in group.cards.items()}, read)
        line = field_of_line(as_line(carried)) if carried else ""
        return replace(note, fields=(*group.fields, line))

    def _log(self, stored: StoredCard, card: CarriedCard) -> Iterator[StoredReview]:
        """Yield the log of a card; the intervals are the days that really passed."""
        days = [review.at.date() for review in card.reviews]
        gaps = [(after - before).days for before, after in pairwise(days)]
        for number, review in enumerate(card.reviews):
            yield StoredReview(
                id=self._moment(review.at),
                card_id=stored.id,
                answer=ANSWERS[review.quality],
                interval=[*gaps, stored.interval_days][number],
                last_interval=[0, *gaps][number],
                factor=stored.factor,
                milliseconds=review.seconds * 1000,
                kind=CRAM if review.is_cram else _kind(number, card),
            )

    def _moment(self, at: dt.datetime) -> int:
        """Return a moment in milliseconds that no other review has."""
        first = (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
        moment = self.free.get(first, first)
        while moment in self.free:
            moment = self.free[moment]
        # Where a whole deck was reviewed "at midnight", nobody walks past all the others again.
        self.free[first] = self.free[moment] = moment + 1
        return moment


def _kind(number: int, card: CarriedCard) -> int:
    """Tell learning (0), reviews (1) and what was learnt again (2) apart."""
    if number == 0:
        return 0
    return 1 if card.reviews[number - 1].quality >= KNOWN else 2


def _first_day(notes: Sequence[CarriedNote], today: dt.date) -> dt.date:
    dues = (card.due_on for note in notes for card in note.cards if card.due_on)
    return min(today, *dues, today)


def _groups(cards: Sequence[CarriedCard]) -> Iterator[_Group]:
    """Sort the cards of a note into as few notes of Anki as hold them."""
    cloze: dict[tuple[str, str], list[dict[int, CarriedCard]]] = {}
    for card in cards:
        if card.gap is None:
            continue
        same = cloze.setdefault((card.front, card.back), [])
        free = next((one for one in same if card.gap - 1 not in one), None)
        if free is None:
            same.append(free := {})
        free[card.gap - 1] = card
    for (front, back), groups in cloze.items():
        fields = _field(front), _field(back)
        yield from (_Group(type_id=_CLOZE_ID, cards=one, fields=fields) for one in groups)
    basic = [card for card in cards if card.gap is None]
    for start in range(0, len(basic), _MOST_CARDS):
        yield _basic(basic[start : start + _MOST_CARDS])


def _basic(cards: Sequence[CarriedCard]) -> _Group:
    first, last = cards[0], cards[-1]
    places = dict(enumerate(cards))
    if len(cards) == 2 and (first.front, first.back) == (last.back, last.front):  # noqa: PLR2004
        fields: tuple[str, ...] = (_field(first.front), _field(first.back))
        return _Group(type_id=_REVERSED_ID, cards=places, fields=fields)
    fields = tuple(_field(text) for card in cards for text in (card.front, card.back))
    return _Group(type_id=_BASIC_ID + len(cards), cards=places, fields=fields)


def _field(text: str) -> str:
    return field_of(card_text(text))
