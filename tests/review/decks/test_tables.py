"""Tables of cards: our own, those of spreadsheets, and Anki's notes as text."""

import csv
import datetime as dt
import io

import pytest

from tests.review.decks.asking import TODAY, card, note, read, review
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.review.decks.texts import key_of
from tutor_core.review.decks.writing import write_table

KNOWN = card(
    "2 + 2",
    "4",
    easiness_hundredths=236,
    interval_days=15,
    repetitions=3,
    lapses=1,
    due_on=TODAY,
    is_suspended=True,
    flag=3,
    reviews=(review(TODAY),),
)


def read_text(text, name="cards.csv"):
    return read(name, text.encode())


def fronts_and_backs(found):
    return [(one.front, one.back) for made in found.notes for one in made.cards]


def refusals(found):
    return [(one.number, one.name, one.reason) for one in found.refused]


def test_a_table_names_its_columns_and_has_a_row_a_card():
    notes = [note(KNOWN, card("4", "2 + 2"), key="k", tags=("sums", "tutor::a"))]

    assert write_table(notes, separator=",").decode("utf-8-sig").split("\r\n") == [
        "front,back,tags,gap,easiness,interval,repetitions,lapses,due,suspended,flag,key",
        "2 + 2,4,sums tutor::a,,2.36,15,3,1,2026-11-23,yes,3,k",
        "4,2 + 2,sums tutor::a,,2.50,0,0,0,,,0,k",
        "",
    ]


@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("text", ["=1+1", "+x", "@sum(a)", "-x", "'=1", "\tx", "\rx"])
def test_a_spreadsheet_finds_no_formula_and_the_text_comes_back(separator, text):
    written = write_table([note(card(text, text), tags=(text.strip(),))], separator=separator)

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=separator))
    assert all(cell[:1] not in "=+-@\t\r" for cell in rows[1] if cell)
    assert fronts_and_backs(read("cards.csv", written)) == [(text, text)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cards.csv", "chien,dog\nchat,cat\n"),
        ("cards.csv", "chien;dog\nchat;cat\n"),
        ("cards.tsv", "chien\tdog\r\n\r\nchat\tcat\r\n"),
        ("cards.txt", "chien\tdog\nchat\tcat"),
        ("cards.csv", "Back,Front\ndog,chien\ncat,chat\n"),
        ("cards.csv", '\ufefffront,back\n"chien","dog"\nchat,cat\n'),
        ("notes.txt", "#separator:tab\n#html:false\nchien\tdog\nchat\tcat\n"),
        ("notes.csv", "#separator:Comma\nchien,dog\nchat,cat\n"),
    ],
)
def test_two_columns_are_front_and_back(name, text):
    found = read_text(text, name)

    assert fronts_and_backs(found) == [("chien", "dog"), ("chat", "cat")]
    assert found.notes[0].key == key_of("chien", "dog")
    assert found.notes[0].cards[0] == card("chien", "dog")
    assert (found.refused, found.remarks) == ((), ())


def test_a_table_of_others_may_have_html_and_formulas_in_any_manner():
    text = (
        "front,back\n<b>bold</b> &amp; \\(x\\),[sound:a.mp3]yes\n$5 and $6,<i>no</i>[sound:b.mp3]\n"
    )

    found = read_text(text)

    assert fronts_and_backs(found) == [
        ("**bold** & $x$", "[sound:a.mp3]yes"),
        ("\\$5 and \\$6", "*no*"),
    ]
    assert found.remarks == ("1 picture or sound was left out: b.mp3 (row 3).",)


def test_a_table_of_ours_is_taken_word_for_word():
    found = read_text("front,back,key\n What does <b> do? ,it $5,k\n")

    assert fronts_and_backs(found) == [(" What does <b> do? ", "it $5")]


def test_the_gaps_of_a_text_become_its_cards():
    found = read_text("The {{c1::Moon}} round the {{c3::Earth::what}},\n")

    (made,) = found.notes
    assert [(one.gap, one.back) for one in made.cards] == [(1, ""), (3, "")]


def test_without_a_gap_in_its_column_a_card_asks_for_none():
    found = read_text("front,back,gap\n{{c1::x}},y,\n{{c1::x}},y,1\n")

    assert [one.gap for one in found.notes[0].cards] == [None, 1]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",dog,,,,,,,", "Its front has no words; write the question there."),
        ("chien, ,,,,,,,", "Its back has no words; write the answer there."),
        ("chien,dog,1,,,,,,", "Its front has no gap 1; write {{c1::answer}} there."),
        ("chien,dog,one,,,,,,", "`gap` must be the number of a gap, or left empty."),
        ("chien,dog,²,,,,,,", "`gap` must be the number of a gap, or left empty."),
        ("chien,dog,,high,,,,,", "`easiness` must be a number such as 2.50."),
        ("chien,dog,,,1.5,,,,", "`interval` must be a whole number from 0 to 36,500."),
        ("chien,dog,,,36501,,,,", "`interval` must be a whole number from 0 to 36,500."),
        ("chien,dog,,,,-1,,,", "`repetitions` must be a whole number from 0 to 100,000."),
        ("chien,dog,,,,,99999999999999999999,,",
         "`lapses` must be a whole number from 0 to 100,000."),
        ("chien,dog,,,,,,30.11.2026,", "`due` must be a day such as 2026-11-30."),
        ("chien,dog,,,,,,0001-01-01,", "`due` must be a day of this time, such as 2026-11-30."),
        ("chien,dog,,,,,,,perhaps", "`suspended` must be yes, or left empty."),
        (f"chien,{'x' * 10_001},,,,,,,", "A text is longer than 10,000 characters; shorten it."),
        ("chien,<math>x</math><b>,,,,,,,", "A formula is written in MathML; write it in LaTeX."),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_by_name_and_the_others_are_read(row, reason):
    header = "front,back,gap,easiness,interval,repetitions,lapses,due,suspended"

    found = read_text(f"{header}\n{row}\nchat,cat,,,,,,,\n")

    assert refusals(found) == [(2, row.partition(",")[0], reason)]
    assert fronts_and_backs(found) == [("chat", "cat")]


def test_an_easiness_too_low_becomes_the_lowest_and_a_comma_is_a_decimal_sign():
    found = read_text('front,back,easiness\na,b,0.5\nc,d,"2,4"\ne,f,\n')

    assert [one.cards[0].easiness_hundredths for one in found.notes] == [130, 240, 250]


def test_what_stands_twice_is_named():
    found = read_text("front,back,key\na,b,k\nc,d,l\na,b,k\na,b,m\n")

    assert refusals(found) == [(4, "a", "The same card stands further up; it was taken once.")]
    assert found.remarks == ("These notes say the same as others: “a” (2 times).",)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("cards.xlsx", "x", "Files of this ending cannot be read; these can: .apkg and .colpkg"),
        ("cards", "x", "Files of this ending cannot be read"),
        ("cards.csv", " \n", "This file is empty."),
        ("cards.csv", "\n\n,\n,", "No card was found in this file."),
        ("cards.csv", "front,back\n", "No card was found in this file."),
        ("cards.csv", "front,back,Front\na,b,c\n", "The column `front` is there twice"),
        ("cards.csv", "a\0b,c\n", "This is not a text file, or a damaged one"),
        ("notes.txt", "#separator:x\na\tb\n", "Its fields must be separated by tabs"),
        ("cards.csv", "<" * 3_000_001, "This file has too many tags"),
        ("cards.csv", "a,b\n" * 100_001, "This file has more than 100,000 lines; split it."),
        ("notes.txt", "#separator:tab\n" + "a\tb\n" * 100_001,
         "This file has more than 100,000 lines; split it."),
        ("cards.csv", "x" * 20_000_001, "This file is larger than 20 MB"),
    ],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_used_says_why(name, text, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read_text(text, name)

    assert str(refused.value).startswith(sentence)


def test_a_file_has_50_000_cards_at_most():
    rows = "".join(f"{number},b\n" for number in range(50_001))

    with pytest.raises(UnreadableFileError, match=r"This file has more than 50,000 cards"):
        read_text(rows)

    assert len(read_text(rows.removesuffix("50000,b\n")).notes) == 50_000


def test_columns_that_are_not_known_are_named():
    found = read_text("front,back,Colour\na,b,red\n")

    assert found.remarks == ("Columns that are not known were left out: colour.",)


def test_notes_of_anki_say_what_they_are():
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n"
        "#tags column:6\ngX1\tBasic\tPhysics\tWhat is <b>force</b>?\t\\(F\\)\tphysics hard\n"
    )

    found = read_text(text, "notes.txt")

    assert found.format == "text"
    assert found.notes == (
        note(card("What is **force**?", "$F$"), key="gX1", tags=("physics", "hard")),
    )


def test_the_log_stays_behind():
    written = write_table([note(KNOWN)], separator=",")

    (made,) = read("cards.csv", written, today=TODAY + dt.timedelta(days=400)).notes

    assert made.cards[0].reviews == ()
    assert made.cards[0].due_on == TODAY
