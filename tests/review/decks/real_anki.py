"""A real Anki, in a process of its own: makes decks, and says what it finds in ours.

`anki` is AGPL: it is a tool of the tests, and nothing of the product imports it. It runs apart from
the tests because it reads the clock and the time zone of its process. What it is to do comes as
JSON on standard input, what it found goes out as JSON.
"""

import datetime as dt
import json
import sys
import tempfile

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

RATINGS = (None, CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY)
DAY_LEARNING = 3  # the queue of what is learnt on over the end of the day: its due is a day


def main():
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(f"{folder}/collection.anki2")
        for path in asked.get("imports", ()):
            bring(collection, path)
        collection.set_config("fsrs", asked.get("fsrs", False))
        for name, text in asked.get("media", {}).items():
            collection.media.write_data(name, text.encode())
        for kind in asked.get("types", ()):
            add_type(collection, kind)
        notes = [add(collection, note) for note in asked.get("notes", ())]
        for step in asked.get("steps", ()):
            take(collection, notes, *step)
        for search in asked.get("filtered", ()):
            gather(collection, search)
        found = report(collection)
        for export in asked.get("exports", ()):
            write(collection, **export)
            if export["path"].endswith(".colpkg"):
                collection.reopen()
        collection.close()
    json.dump(found, sys.stdout)


def bring(collection, path):
    options = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=True)
    request = ImportAnkiPackageRequest(package_path=path, options=options)
    collection.import_anki_package(request)


def add_type(collection, kind):
    model = collection.models.new(kind["name"])
    for name in kind["fields"]:
        collection.models.add_field(model, collection.models.new_field(name))
    for number, (question, answer) in enumerate(kind["templates"], start=1):
        template = collection.models.new_template(f"Card {number}")
        template["qfmt"], template["afmt"] = question, answer
        collection.models.add_template(model, template)
    collection.models.add(model)


def add(collection, note):
    made = collection.new_note(collection.models.by_name(note["type"]))
    made.fields[: len(note["fields"])] = note["fields"]
    made.tags = note.get("tags", [])
    made.guid = note.get("guid", made.guid)
    collection.add_note(made, collection.decks.id(note.get("deck", "Default")))
    return made.id


def gather(collection, search):
    deck = collection.sched.get_or_create_filtered_deck(0)
    del deck.config.search_terms[1:]
    deck.config.search_terms[0].search = search
    collection.sched.add_or_update_filtered_deck(deck)


def take(collection, notes, what, number, place, value=None):
    card = collection.get_card(
        collection.db.scalar("select id from cards where nid = ? and ord = ?", notes[number], place)
    )
    if what == "answer":
        answer(collection, card, value)
    elif what == "due":
        collection.sched.set_due_date([card.id], value)
    elif what == "suspend":
        collection.sched.suspend_cards([card.id])
    elif what == "bury":
        collection.sched.bury_cards([card.id])
    elif what == "flag":
        collection.set_user_flag_for_cards(value, [card.id])
    elif what == "log":
        collection.db.execute(
            "insert into revlog values (?, ?, -1, ?, 1, 1, 2500, ?, ?)",
            value[0],
            card.id,
            *value[1:],
        )
    elif what == "review":
        due, interval, factor, lapses = value
        collection.db.execute(
            "update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = ?, lapses = ?"
            " where id = ?",
            *(collection.sched.today + due, interval, factor, lapses, card.id),
        )


def answer(collection, card, value):
    card.start_timer()
    states = collection._backend.get_scheduling_states(card.id)
    given = collection.sched.build_answer(card=card, states=states, rating=RATINGS[value])
    collection.sched.answer_card(given)


def write(collection, *, path, legacy):
    if path.endswith(".colpkg"):
        collection.export_collection_package(path, include_media=True, legacy=legacy)
    elif path.endswith(".txt"):
        collection.export_note_csv(
            out_path=path, limit=None, with_html=True, with_tags=True, with_deck=True,
            with_notetype=True, with_guid=True,
        )  # fmt: skip
    else:
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        )
        collection.export_anki_package(out_path=path, options=options, limit=None)


def report(collection):
    """Say for every card what Anki says of it, with due days as dates."""
    wall = dt.datetime.now().astimezone()
    day = wall.date() - dt.timedelta(days=wall.hour < 4)
    cards = {}
    for key in collection.find_cards(""):
        card = collection.get_card(key)
        note = card.note()
        due = card.odue or card.due if card.odid else card.due
        on = None
        if card.type == 2 or card.queue == DAY_LEARNING:
            on = (day + dt.timedelta(days=due - collection.sched.today)).isoformat()
        elif card.type:
            moment = dt.datetime.fromtimestamp(due, dt.UTC).astimezone()
            on = (moment.date() - dt.timedelta(days=moment.hour < 4)).isoformat()
        log = collection.db.all(
            "select id, ease, time, type from revlog where cid = ? order by id", card.id
        )
        cards[f"{note.guid} {card.ord}"] = {
            "is_filtered": card.odid > 0,
            "deck": collection.decks.name(card.odid or card.did),
            "tags": note.tags,
            "fields": note.fields,
            "type": card.type,
            "due_on": on,
            "interval": card.ivl,
            "factor": card.factor,
            "lapses": card.lapses,
            "flag": card.user_flag(),
            "suspended": card.queue == -1,
            "log": log,
            "question": card.question(),
            "answer": card.answer(),
        }
    return {
        "today": day.isoformat(),
        "cards": cards,
        "problems": collection.fix_integrity()[0],
    }


if __name__ == "__main__":
    main()
