"""How tests ask a real Anki, and what they bring to it."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from tutor_core.calendar import learner_day
from tutor_core.review.decks.reading import read_deck
from tutor_core.review.decks.values import CarriedCard, CarriedNote, CarriedReview

UTC = ZoneInfo("UTC")
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SCRIPT = Path(__file__).with_name("real_anki.py")


def anki(*, zone="UTC", **asked):
    """Let a real Anki do something; return what it then finds in its collection."""
    done = subprocess.run(
        [sys.executable, SCRIPT],
        input=json.dumps(asked),
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def clock(zone=UTC):
    """Return now and the learner's day, for Anki has no other clock than the machine's."""
    now = dt.datetime.now(dt.UTC)
    return now, learner_day(now, zone)


def read(name, data, *, today=TODAY, zone=UTC, **more):
    return read_deck(name, data, today=today, zone=zone, **more)


def review(day, quality=4, *, hour=9, seconds=5, is_cram=False):
    at = dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)
    return CarriedReview(at=at, quality=quality, seconds=seconds, is_cram=is_cram)


def card(front="front", back="back", **other):
    new = {
        "gap": None,
        "easiness_hundredths": 250,
        "interval_days": 0,
        "repetitions": 0,
        "lapses": 0,
        "due_on": None,
        "is_suspended": False,
        "flag": 0,
        "reviews": (),
    }
    return CarriedCard(front=front, back=back, **{**new, **other})


def note(*cards, key="key", tags=()):
    return CarriedNote(key=key, tags=tags, cards=cards or (card(),))
