"""A collection of Anki as notes and cards of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.exchange.carrying import (
    UnreadableCarriageError,
    from_line,
    restored,
)
from tutor_core.content.exchange.markup import text_of
from tutor_core.content.exchange.values import RefusedError, UnreadableFileError
from tutor_core.review.decks.anki.rendering import card_markup
from tutor_core.review.decks.anki.scheduling import Days, read_schedule
from tutor_core.review.decks.anki.values import Collection, NoteType, StoredCard, StoredNote
from tutor_core.review.decks.limits import HIGHEST_GAP, MOST_MARKUP, MOST_RENDERED
from tutor_core.review.decks.remarks import Remarks
from tutor_core.review.decks.texts import card_text, field_text, gap_mark, key_of
from tutor_core.review.decks.values import Advance, CarriedCard, CarriedNote, Refused

CARRYING = "Tutor"
"""The last field of our note types, where stands what Anki has no field for."""
_TWICE = "It has the same key as note {}; that one was taken."
_MOST_REPETITIONS = 1_000_000
_NO_CARDS = "It has no cards; let Anki check its database."
_TOO_MUCH = "These notes are too much to read at once; export one deck at a time."


@dataclass(slots=True)
class Found:
    """What was found so far.

    Attributes:
        notes: Those that were taken.
        refused: What was not.
    """

    notes: list[CarriedNote] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def notes_in(
    collection: Collection,
    days: Days,
    remarks: Remarks,
    *,
    advance: Advance = lambda _done, _total: None,
) -> Found:
    """Read every note of a collection.

    Args:
        collection: What the package holds.
        days: Turns its numbers into days.
        remarks: Gets what was left out.
        advance: Told how many notes are read and how many there are.

    Raises:
        UnreadableFileError: It is too much.
    """
    found, reader = Found(), NoteReader(collection, days, remarks)
    taken: dict[str, int] = {}  # keys, and the numbers of their notes
    for number, note in enumerate(collection.notes, start=1):
        refused: list[Refused] = []
        cards = tuple(reader.cards(number, note, refused))
        if cards:
            key = note.guid or key_of(cards[0].front, cards[0].back)
            first = taken.setdefault(key, number)
            if first == number:
                found.notes.append(CarriedNote(key=key, tags=note.tags, cards=cards))
            else:
                name = title_of(cards[0].front)
                refused = [Refused(number=number, name=name, reason=_TWICE.format(first))]
        found.refused += refused
        advance(number, len(collection.notes))
    return found


class NoteReader:
    """Reads the notes of one collection."""

    def __init__(self, collection: Collection, days: Days, remarks: Remarks) -> None:
        self.collection = collection
        self.days = days
        self.remarks = remarks
        self.rendered = self.markup = 0

    def cards(self, number: int, note: StoredNote, refused: list[Refused]) -> list[CarriedCard]:
        """Return the cards of a note; put down what is refused of it."""
        own = sorted(self.collection.cards.get(note.id, ()), key=lambda card: card.place)
        reasons = {} if own else {_NO_CARDS: None}  # in their order, each once
        shown: dict[int, CarriedCard] = {}
        for card in own:
            try:
                _take_once(card, shown, self.shown(number, note, card))
            except RefusedError as error:
                reasons[str(error)] = None
            else:
                self.remarks.deck(self.collection.decks.get(card.deck_id))
        said = _carried(note, self.collection.types.get(note.type_id))
        cards = []
        for card_as_written in _as_written(shown, said):
            try:
                cards.append(_whole(card_as_written))
            except RefusedError as error:
                reasons[str(error)] = None
        name = title_of(" ".join((note.fields or ("",))[0][:1000].split()))
        refused += [Refused(number=number, name=name, reason=reason) for reason in reasons]
        return cards

    def shown(self, number: int, note: StoredNote, card: StoredCard) -> CarriedCard:
        """Return a card as the fields of its note show it.

        Raises:
            RefusedError: It cannot be shown, or its schedule is damaged.
        """
        kind = self._type_of(note)
        values = (*self._fields_of(note), *[""] * len(kind.fields))
        fields = dict(zip(kind.fields, values, strict=False))
        self.rendered += sum(map(len, fields.values()))
        gap = _gap(kind, card)
        markup = card_markup(kind, card.place, fields)
        front, back = (self._text(number, text) for text in markup)
        log = self.collection.reviews.get(card.id, ())
        return read_schedule(front, back, gap, card=card, log=log, days=self.days)

    def _type_of(self, note: StoredNote) -> NoteType:
        kind = self.collection.types.get(note.type_id)
        if kind is None:
            raise RefusedError("Its note type is not in the file; export it again from Anki.")
        return kind

    def _fields_of(self, note: StoredNote) -> tuple[str, ...]:
        if note.fields is None:
            raise RefusedError("Its fields are far too long; shorten them.")
        return note.fields

    def _text(self, number: int, markup: str) -> str:
        self.rendered += len(markup)
        self.markup += markup.count("<")
        if self.rendered > MOST_RENDERED or self.markup > MOST_MARKUP:
            raise UnreadableFileError(_TOO_MUCH)
        media: list[str] = []
        text = field_text(markup, media)
        self.remarks.media(number, media)
        self.remarks.markup(markup)
        return text


def _gap(kind: NoteType, card: StoredCard) -> int | None:
    if not kind.is_cloze:
        return None
    if not 0 <= card.place < HIGHEST_GAP:
        raise RefusedError("It asks for a gap that cannot be; remove the card in Anki.")
    return card.place + 1


def _take_once(stored: StoredCard, shown: dict[int, CarriedCard], card: CarriedCard) -> None:
    if stored.place in shown:
        raise RefusedError("It has a card twice; it was taken once.")
    shown[stored.place] = card


def _whole(card: CarriedCard) -> CarriedCard:
    """Return a card on which there is something to ask and to answer.

    Raises:
        RefusedError: There is not.
    """
    if card.gap is not None and gap_mark(card.gap) not in card.front:
        raise RefusedError(f"Its text has no gap {card.gap}; remove the card in Anki.")
    for side, text in (("front", card.front), ("back", card.back)):
        if not text.strip() and not (side == "back" and card.gap):
            raise RefusedError(f"Its {side} has no words; write what is to be seen or heard there.")
    return card


def seen(card: CarriedCard) -> dict[str, Any]:
    """Return what a card shows that `as_written` may replace."""
    return {"front": card.front, "back": card.back, "repetitions": card.repetitions}


def _carried(note: StoredNote, kind: NoteType | None) -> dict[str, Any]:
    """Return what this tutor wrote along with a note; nothing where it is damaged."""
    if not kind or not note.fields or kind.fields[len(note.fields) - 1 :] != (CARRYING,):
        return {}
    try:
        return from_line(text_of(note.fields[-1])) if note.fields[-1] else {}
    except (UnreadableCarriageError, RefusedError):
        return {}


def _as_written(shown: Mapping[int, CarriedCard], said: Mapping[str, Any]) -> Iterator[CarriedCard]:
    """Yield cards with their exact texts, where nobody changed them in Anki."""
    if not said:
        yield from shown.values()
        return
    exact = restored({str(place): seen(card) for place, card in shown.items()}, said)
    for place, card in shown.items():
        yield _with_exact(card, exact[str(place)])


def _with_exact(card: CarriedCard, exact: object) -> CarriedCard:
    if not isinstance(exact, dict):
        return card
    front, back, repetitions = (exact.get(name) for name in ("front", "back", "repetitions"))
    if not isinstance(front, str) or not isinstance(back, str):
        return card
    if not isinstance(repetitions, int) or not 0 <= repetitions <= _MOST_REPETITIONS:
        repetitions = card.repetitions
    try:
        return replace(card, front=card_text(front), back=card_text(back), repetitions=repetitions)
    except RefusedError:  # longer than we ever wrote one
        return card
