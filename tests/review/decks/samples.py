"""Notes to write and read again, as hypothesis thinks of them."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from tests.content.exchange.samples import SPECIAL
from tests.review.decks.asking import TODAY, UTC
from tutor_core.calendar import learner_day
from tutor_core.content.exchange.markup import xml_text
from tutor_core.review.decks.texts import gap_mark
from tutor_core.review.decks.values import CarriedCard, CarriedNote, CarriedReview

DECK_SPECIAL = [
    *SPECIAL, "[sound:a.mp3]", "[$]x[/$]", "[latex]x[/latex]", "<img src=a.png>", "**", "**b**",
    "*i*", "`c`", "- a\n- b", "  \n", "{{Front}}", "{{#Tutor}}", "{{FrontSide}}", "<hr id=answer>",
    "}}", "{{c2::", "::", "\\", "\\*", "\\\n", "&#91;", "\u00a0", "tutor: {}",
]  # fmt: skip


def texts(most=6):
    part = st.sampled_from(DECK_SPECIAL) | st.text(
        st.characters(exclude_categories=["Cs"]), max_size=5
    )
    return st.lists(part, min_size=1, max_size=most).map("".join).map(xml_text).filter(str.strip)


MOMENTS = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2026, 11, 23)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=dt.UTC)
)
REVIEWS = st.builds(
    CarriedReview,
    at=MOMENTS,
    quality=st.sampled_from([1, 3, 4, 5]),
    seconds=st.integers(0, 3600),
    is_cram=st.booleans(),
)


def logs():
    ordered = st.lists(REVIEWS, max_size=4, unique_by=lambda review: review.at)
    return ordered.map(lambda log: tuple(sorted(log, key=lambda review: review.at)))


@st.composite
def schedules(draw):
    """Return what a card has besides its texts; Anki keeps no easiness of a new one."""
    is_new = draw(st.booleans())
    return {
        "easiness_hundredths": 250 if is_new else draw(st.integers(130, 400)),
        "interval_days": 0 if is_new else draw(st.integers(0, 2000)),
        "repetitions": 0 if is_new else draw(st.integers(0, 12)),
        "lapses": draw(st.integers(0, 9)),
        "due_on": None if is_new else TODAY + dt.timedelta(days=draw(st.integers(-2000, 2000))),
        "is_suspended": draw(st.booleans()),
        "flag": draw(st.integers(0, 7)),
        "reviews": draw(logs()),
    }


@st.composite
def cards_of_a_note(draw):
    kind = draw(st.sampled_from(["basic", "reversed", "several", "cloze"]))
    front, back = draw(texts()), draw(texts())
    if kind == "cloze":
        gaps = draw(st.lists(st.integers(1, 499), min_size=1, max_size=3, unique=True).map(sorted))
        front += "".join(f"{gap_mark(gap)}{draw(texts(2))}}}}}" for gap in gaps)
        back = draw(texts() | st.just(""))
        return [(front, back, gap) for gap in gaps]
    if kind == "reversed":
        return [(front, back, None), (back, front, None)]
    count = 1 if kind == "basic" else draw(st.integers(2, 4))
    return [(front, back, None)] + [(draw(texts()), draw(texts()), None) for _ in range(count - 1)]


TAGS = st.lists(
    texts(2).map(lambda text: "_".join(text.split())[:20]).filter(bool), max_size=3
).map(tuple)


@st.composite
def notes(draw):
    keys = draw(st.lists(texts(3).map(str.strip), min_size=1, max_size=3, unique=True))
    made = []
    for key in keys:
        places = dict.fromkeys(draw(cards_of_a_note()))
        cards = tuple(
            CarriedCard(front=front, back=back, gap=gap, **draw(schedules()))
            for front, back, gap in places
        )
        made.append(CarriedNote(key=key, tags=draw(TAGS), cards=cards))
    return _with_unique_moments(made)


def _with_unique_moments(made):
    """Two cards of one log cannot be answered in the same millisecond."""
    seen = set()

    def unique(log):
        return tuple(review for review in log if not (review.at in seen or seen.add(review.at)))

    return [
        replace(
            note, cards=tuple(replace(card, reviews=unique(card.reviews)) for card in note.cards)
        )
        for note in made
    ]


def without_logs(made):
    return tuple(
        replace(note, cards=tuple(replace(card, reviews=()) for card in note.cards))
        for note in made
    )


def learner_day_of(at):
    return learner_day(at, UTC)
