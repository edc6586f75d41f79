"""Who is in the demo school: names, classes, and when each learner sits down to work."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

GIVEN_NAMES = (
    "Ada Aisha Amara Anton Ayo Bela Benno Camila Chen Clara Daniel Dara Elif Emil Esra Farid "
    "Finn Freya Goran Greta Hana Hugo Ida Ilir Ines Ivo Jana Jonas Kaito Karim Katja Lara Leo "
    "Lina Luca Maja Malik Marta Mei Milan Mira Nadia Nils Noor Olga Omar Paula Pavel Quynh Rafi "
    "Rosa Ruben Sana Sofia Tara Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe"
)
FAMILY_NAMES = (
    "Adeyemi Albrecht Bakker Berg Costa Demir Dietrich Eriksen Fischer Fontana Garcia Haas Hoang "
    "Horvat Ito Jansen Kaya Keller Kovac Kruger Lang Larsen Lehmann Lindqvist Mbeki Meyer Moreau "
    "Nowak Okafor Petrov Popa Quist Rahimi Roth Santos Schuster Silva Sommer Tanaka Toth Ueda "
    "Vogel Weber Winkler Yilmaz Zeman"
)
ZONES = ("Europe/Berlin",) * 8 + ("Europe/Lisbon", "America/New_York")
CLASS_NAMES = ("Class 9a", "Class 9b", "Class 10c", "Evening course")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """When somebody works, and how.

    Attributes:
        zone: Where they live.
        hour: Of their usual start on the wall.
        weekday: Chance of working on a weekday, 0 to 1.
        weekend: The same on a Saturday or Sunday.
        items: How many they usually answer at a sitting.
        speed: Of their time over the time an item is meant to take.
        away: First and last day of a holiday, counted from the first of the world's days.
        stops: Day on which they give up for good; None for never.
        asks_for_hints: Chance of a hint where they feel unsure, 0 to 1.
        stays_in: The subject they choose for themselves, None where they leave it to the tutor.
        cards: Chance that they answer their due cards before they practise, 0 to 1.
        comes_for_cards: Whether they do so on days without practice, too.
        keeps: Chance that they make a card of a question they answered rightly, 0 to 1.
    """

    zone: ZoneInfo
    hour: float
    weekday: float
    weekend: float
    items: float
    speed: float
    away: tuple[int, int]
    stops: int | None
    asks_for_hints: float
    stays_in: str | None
    cards: float = 0.0
    comes_for_cards: bool = False
    keeps: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One time that a learner sits down: when, and how many items they mean to answer.

    Without items they answer their cards only.
    """

    starts_at: dt.datetime
    items: int


def full_names(count: int, *, rng: random.Random) -> list[str]:
    """Return `count` invented names, all different."""
    every = [
        f"{given} {family}" for given in GIVEN_NAMES.split() for family in FAMILY_NAMES.split()
    ]
    return rng.sample(every, count)


def drawn_habits(topics: Sequence[str], *, days: int, rng: random.Random) -> Habits:
    """Draw how a learner works; few work nearly daily, many now and then, some give up."""
    eagerness = rng.betavariate(1.2, 3.6)
    leaves = rng.randrange(days)
    return Habits(
        zone=ZoneInfo(rng.choice(ZONES)),
        hour=rng.choice((8.0, 14.5, 16.0, 17.5, 19.0, 20.5)) + rng.gauss(0, 0.5),
        weekday=eagerness,
        weekend=eagerness * rng.uniform(0.1, 0.9),
        items=rng.uniform(3.0, 7.0),
        speed=rng.lognormvariate(-0.25, 0.35),
        away=(leaves, leaves + rng.randrange(2, 12)),
        stops=rng.randrange(days // 4, days) if rng.random() < 0.15 else None,  # noqa: PLR2004
        asks_for_hints=rng.uniform(0.0, 0.5),
        stays_in=rng.choice(topics) if rng.random() < 0.3 else None,  # noqa: PLR2004
    )


def eager_habits(*, zone: ZoneInfo, days: int) -> Habits:
    """Return the habits of the learner that visitors look at: every day, still at it."""
    return Habits(
        zone=zone,
        hour=17.0,
        weekday=0.97,
        weekend=0.85,
        items=12.0,
        speed=0.8,
        away=(days // 3, days // 3 + 4),
        stops=None,
        asks_for_hints=0.25,
        stays_in=None,
        cards=1.0,
        comes_for_cards=True,
        keeps=0.9,
    )


def drawn_care_for_cards(*, rng: random.Random) -> float:
    """Draw the chance that a learner answers due cards at a sitting; every second never does."""
    return rng.uniform(0.4, 1.0) if rng.random() < 0.5 else 0.0  # noqa: PLR2004


def sittings(habits: Habits, first: dt.date, days: int, *, rng: random.Random) -> Iterator[Sitting]:
    """Draw when somebody sits down, day by day.

    Args:
        habits: Theirs.
        first: The first of the world's days, on their wall.
        days: How many there are.
        rng: Source of chance.
    """
    for number in range(days):
        date = first + dt.timedelta(days=number)
        chance = habits.weekend if date.weekday() >= 5 else habits.weekday  # noqa: PLR2004
        is_away = habits.away[0] <= number <= habits.away[1]
        has_stopped = habits.stops is not None and number >= habits.stops
        works, hour, items = rng.random(), rng.gauss(habits.hour, 0.8), rng.gauss(0, 1.5)
        practises = works < chance
        if is_away or has_stopped or not (practises or habits.comes_for_cards):
            continue
        wall = dt.datetime.combine(date, dt.time(), tzinfo=habits.zone)
        hour = min(22.5, max(6.0, hour))
        yield Sitting(
            starts_at=(wall + dt.timedelta(hours=hour)).astimezone(dt.UTC),
            items=max(1, round(habits.items + items)) if practises else 0,
        )
