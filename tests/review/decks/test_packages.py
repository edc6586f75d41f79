"""Packages of Anki that are damaged, strange or hostile."""

import datetime as dt
import io
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing

import pytest
import zstandard

from tests.review.decks.asking import NOW, TODAY, UTC, card, note, read, review
from tutor_core.content.exchange.carrying import as_line, unsaid
from tutor_core.content.exchange.values import RefusedError, UnreadableFileError
from tutor_core.review.decks.anki.rendering import card_markup
from tutor_core.review.decks.anki.values import NoteType, Template
from tutor_core.review.decks.writing import write_anki

KNOWN = {"interval_days": 15, "repetitions": 2, "due_on": TODAY, "reviews": (review(TODAY, 4),)}
NOTES = [note(card(f"front {n}", f"back {n}", **KNOWN), key=f"key {n}") for n in (1, 2, 3)]
NO_COLLECTION = "There is no collection of notes in this package; export the deck again from Anki."


def written(notes=NOTES):
    return write_anki("Deck", notes, today=TODAY, zone=UTC, now=NOW)


def altered(*statements, notes=NOTES):
    """Write notes, change the collection by SQL, and pack it again."""
    with zipfile.ZipFile(io.BytesIO(written(notes))) as archive:
        database = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        for statement, *values in statements:
            connection.execute(statement, values)
        connection.commit()
        return packed(connection.serialize())


def packed(database, name="collection.anki2", **others):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, database)
        for other, data in others.items():
            archive.writestr(other, data)
    return file.getvalue()


def first(*statements):
    """Change the first of three notes; the others must still be there."""
    found = read("deck.apkg", altered(*statements))
    assert [one.key for one in found.notes[-2:]] == ["key 2", "key 3"]
    return found


DAMAGED = "Its schedule is damaged; let Anki check its database, and export again."


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE cards SET due = 'soon' WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET due = 9e99 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET due = 9223372036854775807 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET due = -200000 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET due = 4000000 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET type = 7 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET factor = -1 WHERE nid = ?", DAMAGED),
        ("UPDATE cards SET lapses = x'00' WHERE nid = ?", DAMAGED),
        ("DELETE FROM cards WHERE nid = ?", "It has no cards; let Anki check its database."),
        ("UPDATE cards SET ord = 3 WHERE nid = ?", "Its note type “Tutor basic” has no card 4."),
        ("UPDATE notes SET mid = 5 WHERE id = ?",
         "Its note type is not in the file; export it again from Anki."),
        ("UPDATE notes SET flds = hex(zeroblob(100001)) WHERE id = ?",
         "Its fields are far too long; shorten them."),
        ("UPDATE notes SET flds = hex(zeroblob(30000)) WHERE id = ?",
         "A text is longer than 10,000 characters; shorten it."),
        ("UPDATE notes SET flds = '' WHERE id = ?",
         "Its front has no words; write what is to be seen or heard there."),
    ],
)  # fmt: skip
def test_a_broken_note_is_refused_by_name_and_the_others_are_read(statement, reason):
    found = first((statement, int(NOW.timestamp() * 1000)))

    ((number, why),) = [(one.number, one.reason) for one in found.refused]
    assert (number, why) == (1, reason)
    assert len(found.notes) == 2


def test_a_refused_note_has_its_first_words():
    found = first(("UPDATE cards SET type = 7 WHERE ord = 0 AND id = (SELECT min(id) FROM cards)",))

    assert [one.name for one in found.refused] == ["front 1"]


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE cards SET ivl = -600, factor = 0", (0, 250)),
        ("UPDATE cards SET ivl = 99999999, factor = 1200", (36_500, 130)),
        ("UPDATE cards SET ivl = 12.0, factor = 65535", (12, 6554)),
    ],
)
def test_numbers_beyond_ours_become_the_nearest(statement, values):
    found = read("deck.apkg", altered((statement,)))

    (one,) = found.notes[0].cards
    assert (one.interval_days, one.easiness_hundredths) == values


def test_rows_that_belong_to_nothing_are_counted():
    found = first(
        ("INSERT INTO revlog VALUES (-5, 1, 0, 3, 1, 1, 2500, 100, 1)",),
        ("INSERT INTO revlog VALUES (9223372036854775807, 1, 0, 3, 1, 1, 2500, 100, 1)",),
        ("INSERT INTO revlog VALUES (1700000000000, 1, 0, 3, 1, 1, 2500, 100, 1)",),
        ("INSERT INTO revlog VALUES (1700000000001, 'x', 0, 3, 1, 1, 2500, 100, 1)",),
        ("INSERT INTO cards SELECT 5, 6, did, ord, mod, usn, type, queue, due, ivl, factor, reps,"
         " lapses, left, odue, odid, flags, data FROM cards LIMIT 1",),
    )  # fmt: skip

    assert found.remarks == (
        "5 rows belong to no note or card and were left out; let Anki check its database.",
    )
    assert len(found.notes) == 3


DOUBLE = """
INSERT INTO cards SELECT id + 100, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps,
lapses, left, odue, odid, flags, data FROM cards WHERE nid = (SELECT min(nid) FROM cards)
"""


def test_what_stands_twice_is_named():
    same = ("UPDATE notes SET flds = ? WHERE guid = 'key 2'", "front 1\x1fback 1")

    found = first((DOUBLE,), same)

    assert [(one.number, one.reason) for one in found.refused] == [
        (1, "It has a card twice; it was taken once.")
    ]
    assert [len(one.cards) for one in found.notes] == [1, 1, 1]
    assert found.remarks == ("These notes say the same as others: “front 1” (2 times).",)


def test_of_two_notes_with_one_key_the_first_is_taken():
    found = read("deck.apkg", altered(("UPDATE notes SET guid = 'one'",)))

    assert [one.cards[0].front for one in found.notes] == ["front 1"]
    assert [(one.number, one.name, one.reason) for one in found.refused] == [
        (2, "front 2", "It has the same key as note 1; that one was taken."),
        (3, "front 3", "It has the same key as note 1; that one was taken."),
    ]


def test_letters_that_are_none_are_read_around():
    found = read("deck.apkg", altered(("UPDATE notes SET flds = CAST(x'66ff1f62' AS text)",)))

    assert (found.notes[0].cards[0].front, found.notes[0].cards[0].back) == ("f\ufffd", "b")


CARRIED = "UPDATE notes SET flds = 'front' || char(31) || 'back' || char(31) || ?"


@pytest.mark.parametrize(
    "line",
    [
        "tutor: {",
        "tutor: []",
        "tutor: " + "[" * 10_000,
        'tutor: {"instead": [[["0", "front"], "x", 5]]}',
        'tutor: {"0": 5}',
        'tutor: {"0": {"front": 7}}',
        "nobody's",
        "<b>tutor",
    ],
)
def test_what_was_carried_along_counts_only_undamaged(line):
    found = read("deck.apkg", altered((CARRIED, line)))

    assert found.notes[0].cards[0].front == "front"


@pytest.mark.parametrize(("exact", "front"), [("*exact*\n", "*exact*\n"), ("x" * 10_001, "front")])
def test_a_carried_text_counts_where_it_is_no_longer_than_any(exact, front):
    carried = unsaid({"0": {"front": exact}}, {"0": {"front": "front"}})
    ours = ("UPDATE notes SET flds = ?", f"front\x1fback\x1f{as_line(carried)}")

    found = read("deck.apkg", altered(ours))

    assert found.notes[0].cards[0].front == front


def test_a_text_that_was_edited_in_anki_counts():
    notes = [note(card("a * b\nc", "d"), key="k")]
    edit = ("UPDATE notes SET flds = replace(flds, ?, ?)", "\x1fd\x1f", "\x1fe\x1f")

    found = read("deck.apkg", altered(edit, notes=notes))

    assert found.notes[0].cards[0] == card("a * b\nc", "e")


def test_nothing_of_html_survives():
    markup = (
        "<script>alert(1)</script><p onclick=x>a<style>b</style></p><a href='javascript:x'>c</a>"
        "<iframe src=//x></iframe><svg><text>d</text></svg>&lt;b&gt;\x1fback"
    )

    found = read("deck.apkg", altered(("UPDATE notes SET flds = ?", markup)))

    assert found.notes[0].cards[0].front == "a\n\nc d<b>".replace(" d", "d")
    assert found.remarks[0] == "3 pictures and sounds were left out: //x (note 1)."


# A view could work for hours, and so could a column that is worked out: none is ever asked.
NOT_PLAIN = [
    ("ALTER TABLE {0} RENAME TO hidden_{0}", "CREATE VIEW {0} AS SELECT * FROM hidden_{0}"),
    ("ALTER TABLE {0} ADD COLUMN extra AS (hex(zeroblob(10)))",),
    ("DROP TABLE {0}", "CREATE VIRTUAL TABLE {0} USING fts5(id, flds)"),
    ("DROP TABLE {0}",),
]


@pytest.mark.parametrize("table", ["col", "notes", "cards", "revlog"])
@pytest.mark.parametrize("statements", NOT_PLAIN)
def test_nothing_but_plain_tables_is_asked(table, statements):
    data = altered(*((statement.format(table),) for statement in statements))

    with pytest.raises(UnreadableFileError) as refused:
        read("deck.apkg", data)

    assert str(refused.value) == NO_COLLECTION


NEWER = [
    ("CREATE TABLE notetypes (id, name, config)",),
    ("CREATE TABLE fields (ntid, ord, name)",),
    ("CREATE TABLE templates (ntid, ord, config)",),
    ("CREATE TABLE config (KEY, val)",),
    ("CREATE TABLE decks (id, name)",),
]


@pytest.mark.parametrize("table", ["fields", "templates", "config", "decks"])
@pytest.mark.parametrize("statements", NOT_PLAIN)
def test_nothing_but_plain_tables_of_the_newer_schema_is_asked(table, statements):
    data = altered(*NEWER, *((statement.format(table),) for statement in statements))

    with pytest.raises(UnreadableFileError) as refused:
        read("deck.apkg", data)

    assert str(refused.value) == NO_COLLECTION


@pytest.mark.parametrize("message", [b"", b"\xff" * 20, b"\x0a\x7f", b"\x0b", "text", None])
def test_damaged_messages_of_a_note_type_are_refused_by_name(message):
    found = read(
        "deck.apkg",
        altered(
            *NEWER,
            ("INSERT INTO notetypes SELECT DISTINCT mid, 'Odd', x'' FROM notes",),
            ("INSERT INTO fields SELECT DISTINCT mid, 0, 'Front' FROM notes",),
            ("INSERT INTO templates SELECT DISTINCT mid, 0, ? FROM notes", message),
        ),
    )

    assert len(found.refused) == 3
    assert found.notes == ()


TYPE = {
    "name": "Odd",
    "type": 0,
    "flds": [{"name": "F", "ord": 0}, {"name": "B", "ord": 1}],
    "tmpls": [{"ord": 0, "qfmt": "{{F}}", "afmt": "{{B}}"}],
}


def of_type(question="{{F}}", answer="{{B}}", *, fields="f\x1fb", **other):
    template = {"ord": 0, "qfmt": question, "afmt": answer}
    models = {"5": TYPE | {"tmpls": [template]} | other}
    return read(
        "deck.apkg",
        altered(
            ("UPDATE notes SET mid = 5, flds = ?", fields),
            ("UPDATE col SET models = ?", json.dumps(models)),
        ),
    )


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("{{F}}", "{{FrontSide}}<hr id=answer>{{B}}", ("f", "b")),
        ("{{F}}", "{{F}}<HR ID='answer' />{{B}}", ("f", "b")),
        ("Say: {{ F }}", "{{FrontSide}} {{B}}", ("Say: f", "b")),
        ("{{#F}}{{F}}{{/F}}{{^F}}none{{/F}}", "{{#B}}{{#F}}{{B}}{{/F}}{{/B}}", ("f", "b")),
        ("{{#E}}{{F}}{{/E}}{{^E}}none{{/E}}", "{{B}}", ("none", "b")),
        ("{{F}} {{type:B}}{{hint:B}}", "{{type:B}}", ("f", "b")),
        ("{{F}}{{Tags}}{{Deck}}", "{{text:B}}", ("f", "b")),
    ],
)
def test_a_template_that_shows_fields_is_filled(question, answer, shown):
    fields = [*TYPE["flds"], {"name": "E", "ord": 2}]

    found = of_type(question, answer, fields="f\x1fb\x1f<br>&nbsp;", flds=fields)

    assert (found.notes[0].cards[0].front, found.notes[0].cards[0].back) == shown


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("{{F}}<script>x</script>", "runs a program to show its cards."),
        ("{{F}}<div id=image-occlusion-container>", "draws on pictures."),
        ("{{F}}<CANVAS>", "draws on pictures."),
        ("{{furigana:F}}", "shows a field in a way of its own (furigana)."),
        ("{{cloze:F}}", "shows a field in a way of its own (cloze)."),
        ("{{Nobody}}", "shows a field that it does not have."),
        ("{{#Nobody}}x{{/Nobody}}", "shows a field that it does not have."),
        ("{{#F}}" * 40 + "{{F}}", "is nested too deeply."),
        ("{{F}}" * 300, "is too long."),
        ("x" * 50_000, "is too long."),
    ],
)
def test_any_other_template_is_refused_by_name(question, reason):
    found = of_type(question)

    assert {one.reason for one in found.refused} == {f"Its note type “Odd” {reason}"}


def test_a_field_is_never_a_template():
    found = of_type(fields="{{B}} {{#F}}\x1f{{FrontSide}}")

    assert found.notes[0].cards[0] == card("{{B}} {{#F}}", "{{FrontSide}}", **KNOWN)


def test_a_template_cannot_make_a_text_endless():
    found = of_type("{{F}}" * 100, fields="x" * 9_000 + "\x1fb")

    assert {one.reason for one in found.refused} == {
        "A text is longer than 10,000 characters; shorten it."
    }


def test_a_template_is_not_filled_any_further_once_it_is_too_long():
    template = Template(question="{{F}}" * 100, answer="")
    kind = NoteType(name="Odd", is_cloze=False, fields=("F",), templates={0: template})

    with pytest.raises(RefusedError):
        card_markup(kind, 0, {"F": "x" * 9_000})


@pytest.mark.parametrize(
    "models", ["", "[]", "{", "[" * 100_000, '{"5": 7}', '{"x": {}}', '{"5": {"name": 1}}']
)
def test_damaged_note_types_are_none(models):
    found = read("deck.apkg", altered(("UPDATE col SET models = ?", models)))

    assert {one.reason for one in found.refused} == {
        "Its note type is not in the file; export it again from Anki."
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip", "This cannot be opened as an Anki package"),
        (packed(b"junk" * 500), NO_COLLECTION),
        (packed(b"junk", "../../collection.anki2"), NO_COLLECTION),
        (packed(zstandard.compress(bytes(2 * 10**8)), "collection.anki21b"),
         "This package unpacks to far too much"),
        (packed(bytes(2 * 10**8)), "This file unpacks to far too much"),
        (b"PK\x01\x02" * 70_000, "This file unpacks to far too much"),
        (altered(("DELETE FROM col",)), NO_COLLECTION),
        (altered(("UPDATE col SET crt = 'x'",)), NO_COLLECTION),
        (altered(("UPDATE col SET crt = -1",)), NO_COLLECTION),
        (altered(("UPDATE col SET conf = hex(randomblob(6000000))",)), NO_COLLECTION),
        (altered(("DELETE FROM notes",)), "No card was found in this file."),
        (altered(("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 50001)"
                  " INSERT INTO notes SELECT x, x, 0, 0, 0, '', '', 0, 0, 0, '' FROM n",)),
         "This package has more than 50,000 notes; export one deck at a time."),
        (altered(("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 50001)"
                  " INSERT INTO cards SELECT x, 1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,'' FROM n",)),
         "This package has more than 50,000 cards; export one deck at a time."),
        (altered(("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 500001)"
                  " INSERT INTO revlog SELECT x,0,0,0,0,0,0,0,0 FROM n",)),
         "This package has more than 500,000 answers in its log; export one deck at a time."),
    ],
)  # fmt: skip
def test_a_package_of_which_nothing_can_be_used_says_why(data, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read("deck.apkg", data)

    assert str(refused.value).startswith(sentence)


def test_pictures_may_be_as_large_as_they_like(tmp_path):
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        database = archive.read("collection.anki2")
    others = {str(number): b"" for number in range(3_000)} | {"big": bytes(2 * 10**8)}

    assert len(read("deck.apkg", packed(database, **others)).notes) == 3


def test_no_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    read("deck.apkg", written())
    with pytest.raises(UnreadableFileError):
        read("deck.apkg", packed(b"SQLite format 3\0" + bytes(2000)))

    assert list(tmp_path.iterdir()) == []


def test_a_due_day_far_from_now_is_judged_by_today():
    data = written([note(card(**KNOWN))])

    found = read("deck.apkg", data, today=TODAY + dt.timedelta(days=80_000))

    assert [one.reason for one in found.refused] == [DAMAGED]


def test_a_note_with_endless_fields_and_cards_is_read_in_time():
    statement = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 40000)"
        " INSERT INTO cards SELECT x, (SELECT min(id) FROM notes), 0,x,0,0,0,0,0,0,0,0,0,0,0,0,0,''"
        " FROM n"
    )
    fields = "x" + "\x1f" * 150_000 + "y"

    found = first((statement,), ("UPDATE notes SET flds = ? WHERE guid = 'key 1'", fields))

    assert len(found.refused) > 1_000


def test_it_is_told_how_many_notes_are_read():
    told = []

    read("deck.apkg", written(), advance=lambda *so_far: told.append(so_far))

    assert told == [(1, 3), (2, 3), (3, 3)]
