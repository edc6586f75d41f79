"""Mends an item as its author would, and works at it as learners do."""

import datetime as dt
import random
from contextlib import contextmanager

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.content.queries import BODY
from tutor_core.practice import service
from tutor_core.practice.answering import answer
from tutor_core.practice.goal import Goal
from tutor_core.practice.regrading import regrading

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LATER = NOW + dt.timedelta(days=20)


def number(answer):
    return {"type": "number", "answer": answer}


def mend(db, content_id, **values):
    """Give an item another version; the one before is kept."""
    item = db.get_one(m.Content, content_id)
    kept = db.query(m.ContentVersion).filter_by(content_id=content_id, version=item.version).first()
    if kept is None:
        body = {name: getattr(item, name) for name in BODY}
        db.add(m.ContentVersion(content_id=content_id, version=item.version, body=body))
    item.version += 1
    for name, value in values.items():
        setattr(item, name, value)
    db.flush()


def give(database, actor, content_id, response, *, at=NOW, hints=0, locale="en"):
    """Ask for an item and answer it; return the receipt."""
    goal = Goal(content_id=content_id)
    shown = database.run(
        lambda db: service.next_attempt(db, actor, goal, now=at, rng=random.Random(1))
    )
    for seen in range(hints):
        database.run(
            lambda db, seen=seen: service.reveal_hint(db, actor, shown.attempt_id, hints_seen=seen)
        )
    return answer(database, actor, shown.attempt_id, response, locale=locale, now=at + MINUTE)


def regrade(database, actor, content_id, *, only_gains=False, now=LATER, **how):
    """Look, and apply what was seen."""
    seen = regrading.preview(database, actor, content_id, now=now, **how)
    return regrading.apply(
        database, actor, content_id, seen.digest, only_gains=only_gains, now=now, **how
    )


class OneTransaction:
    """Stands in for `Database` where everything is to be rolled back."""

    def __init__(self, db):
        self.db = db

    @contextmanager
    def reading(self):
        self.db.flush()
        yield self.db

    def run(self, action):
        done = action(self.db)
        self.db.flush()
        self.db.expire_all()
        return done


def counts(seen):
    """Return how many were judged, turn right, turn wrong, stay."""
    return seen.judged, seen.to_right, seen.to_wrong, seen.unchanged
