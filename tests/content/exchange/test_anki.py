"""Notes of Anki: text files as it exports them, and packages."""

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import write_file

# As Anki 24 exports notes, with unique identifiers, deck and note type.
EXPORTED = (
    "#separator:tab\n"
    "#html:true\n"
    "#guid column:1\n"
    "#notetype column:2\n"
    "#deck column:3\n"
    "#tags column:6\n"
    "gX1\tBasic\tPhysics\tWhat is the unit of <b>force</b>?\tnewton\tphysics tutor::motion\n"
    'gX2\tBasic\tPhysics\t"How many<br>degrees has \\(\\frac{\\pi}{2}\\)? Say ""90""&nbsp;so."'
    "\t<div>90</div>\t\n"
    "gX3\tCloze\tPhysics\tThe {{c1::Moon::a body}} goes round the {{c2::Earth}}.\tIndeed.\t\n"
    "gX4\tBasic\tPhysics\tWhich bird? <img src=\"a.jpg\">\trobin\t\n"
    "gX5\tBasic\tPhysics\tWhich word? [sound:a.mp3]\trobin\t\n"
    "gX6\tBasic\tPhysics\tOnly a question\t\t\n"
)  # fmt: skip
PICTURE = "It shows a picture or plays a sound; say it in words, or use a figure."


def read(text):
    return read_file("notes.txt", text.encode())


def package(*notes, entry="collection.anki2", wrap=bytes, schema=""):
    """Make an .apkg as Anki does, as far as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection.db"
        connection = sqlite3.connect(file)
        connection.executescript(schema or "CREATE TABLE notes (id integer, flds text, tags text)")
        if not schema:
            rows = [
                (number, "\x1f".join(note), " tutor::limits x ")
                for number, note in enumerate(notes)
            ]
            connection.executemany("INSERT INTO notes VALUES (?, ?, ?)", rows)
        connection.commit()
        connection.close()
        data = wrap(file.read_bytes())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, data)
        archive.writestr("media", json.dumps({}))
    return packed.getvalue()


def test_an_export_of_anki_is_read():
    found = read(EXPORTED)

    assert found.format == "anki"
    assert [(row.place, row.body) for row in found.rows] == [
        (
            "note 1",
            {
                "type": "text",
                "question": "What is the unit of **force**?",
                "answer": ["newton"],
                "skills": ["motion"],
            },
        ),
        (
            "note 2",
            {
                "type": "number",
                "question": 'How many  \ndegrees has $\\frac{\\pi}{2}$? Say "90" so.',
                "answer": "90",
            },
        ),
        (
            "note 3",
            {"type": "text", "question": "The ____ goes round the Earth.", "answer": ["Moon"]},
        ),
    ]
    assert [(refusal.place, refusal.sentence) for refusal in found.refusals] == [
        ("note 4", PICTURE),
        ("note 5", PICTURE),
        ("note 6", "It has no answer; write it into the second field."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2 + 2\t4\n3 + 3\t6\n",
        "#separator:Semicolon\n2 + 2;4\n3 + 3;6\n",
        "#separator:comma\n#html:false\n# a comment\n2 + 2,4\n\n3 + 3,6\n",
        "#separator:\t\n#columns:Front\tBack\n2 + 2\t4\r\n3 + 3\t6\r\n",
    ],
)
def test_notes_may_be_separated_in_other_ways(text):
    assert [(row.body["question"], row.body["answer"]) for row in read(text).rows] == [
        ("2 + 2", "4"),
        ("3 + 3", "6"),
    ]


def test_without_html_a_tag_is_a_text():
    (row,) = read("#separator:tab\n#html:false\nWhat does <b> do? \\(x\\)\t&lt;\n").rows

    assert row.body["question"] == "What does <b> do? $x$"
    assert row.body["answer"] == ["&lt;"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Is it? {T}\n", "gift"),
        ("// a comment\n\nIs\tit? {T}\n", "gift"),
        ("#separator:tab\nIs it? {T}\tyes\n", "anki"),
        ("Is it? {T}\tyes\n", "anki"),
        ("# heading\nIs it? {T}\n", "gift"),
    ],
)
def test_a_text_file_is_told_by_its_contents(text, form):
    assert read(text).format == form


BODY = {
    "type": "choice",
    "question": "A number between 0 and 1 is squared: $0 < x < 1$. What happens?",
    "choices": {"A": "It grows", "B": "It shrinks, $x^2 < x$"},
    "answer": "B",
    "misconceptions": [{"answer": "A", "note": "squares_grow", "message": "Try 0.5."}],
    "skills": ["exponents_and_roots", "limits"],
}


def test_a_deletion_in_a_question_of_ours_is_a_text():
    body = {"type": "text", "question": "What does {{c1::}} mean?", "answer": ["a deletion"]}

    (row,) = read(write_file([body], "anki").decode()).rows

    assert row.body == body


def test_what_is_written_reads_as_a_note():
    written = write_file([BODY], "anki").decode()

    assert written.startswith(
        "#separator:tab\n#html:false\n#columns:Question\tAnswer\tTutor\tTags\n#tags column:4\n"
        '"A number between 0 and 1 is squared: \\(0 < x < 1\\). What happens?\n\n'
        'A. It grows\nB. It shrinks, \\(x^2 < x\\)"\t"B. It shrinks, \\(x^2 < x\\)"\t"tutor: {'
    )
    assert written.endswith('\t"tutor::exponents_and_roots tutor::limits"\n')


def test_the_visible_fields_count_once_they_were_edited():
    written = write_file([BODY], "anki").decode()

    edited = written.replace("is squared", "is taken times itself").replace("It grows", "Nothing")

    (row,) = read(edited).rows
    assert row.body == {
        **BODY,
        "question": "A number between 0 and 1 is taken times itself: $0 < x < 1$. What happens?",
        "choices": {"A": "Nothing", "B": "It shrinks, $x^2 < x$"},
    }


def test_what_was_written_comes_back_through_the_html_of_anki():
    written = write_file([BODY], "anki").decode()

    fields = written.split('"\t"')
    front = fields[0].partition('"')[2].replace("&", "&amp;").replace("<", "&lt;")
    carried = fields[2].replace('""', "&quot;")
    back = fields[1].replace("<", "&lt;")
    note = (front.replace("\n", "<br>"), back, carried)

    (row,) = read_file("deck.apkg", package(note)).rows

    assert row.body == {**BODY, "question": BODY["question"]}


NOTE = ("2 + 2", "4")
READ = {"type": "number", "question": "2 + 2", "answer": "4", "skills": ["limits"]}


@pytest.mark.parametrize(
    ("entry", "wrap"),
    [
        ("collection.anki2", bytes),
        ("collection.anki21", bytes),
        ("collection.anki21b", zstandard.compress),
    ],
)
@pytest.mark.parametrize("name", ["deck.apkg", "deck.colpkg"])
def test_a_package_of_each_generation_is_read(entry, wrap, name):
    found = read_file(name, package(NOTE, entry=entry, wrap=wrap))

    assert [row.body for row in found.rows] == [READ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip", "This cannot be opened as an Anki package"),
        (package(NOTE, entry="other"), "There is no collection of notes in this package"),
        (package(NOTE, entry="collection.anki21b"), "There is no collection of notes"),
        (package(NOTE, wrap=lambda data: data[:300]), "There is no collection of notes"),
        (package(NOTE, wrap=lambda _: b"junk" * 500), "There is no collection of notes"),
        (package(), "No question was found in this file"),
        (package(*[NOTE] * 2001), "This file has more than 2,000 notes; split it."),
        (
            package(*[("<i>" * 300, "x")] * 1500),
            "These notes are too much to read at once; export fewer.",
        ),
        (
            package(entry="collection.anki21b", wrap=lambda _: zstandard.compress(bytes(10**8))),
            "This package unpacks to far too much; export fewer notes.",
        ),
    ],
)  # fmt: skip
def test_a_package_of_which_nothing_can_be_used_says_why(data, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read_file("deck.apkg", data)

    assert str(refused.value).startswith(sentence)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.mark.parametrize(
    "schema",
    [
        f"CREATE VIEW notes AS SELECT ({ENDLESS}) AS flds, '' AS tags",
        "CREATE VIRTUAL TABLE notes USING fts5(flds, tags)",
        "CREATE TABLE notes (id, tags DEFAULT '', flds AS (hex(zeroblob(400000))));"
        "INSERT INTO notes (id) VALUES (1)",
        f"CREATE VIEW hidden AS {ENDLESS}; CREATE TABLE other (x)",
    ],
)
def test_nothing_but_a_table_of_notes_is_asked(schema):
    with pytest.raises(UnreadableFileError, match="There is no collection of notes"):
        read_file("deck.apkg", package(schema=schema))


def test_no_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    good, broken = package(NOTE), package(NOTE, wrap=lambda data: data[:300])

    read_file("deck.apkg", good)
    with pytest.raises(UnreadableFileError):
        read_file("deck.apkg", broken)

    assert list(tmp_path.iterdir()) == []
