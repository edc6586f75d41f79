"""Tables of questions: CSV files and Excel workbooks."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from tests.content.exchange.samples import shipped_bodies
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import template_file, write_file
from tutor_core.content.shipped import shipped_curriculum

HEADER = "type,question,answer"
BODY = {"type": "text", "question": "Is it?", "answer": ["yes"]}


def read(text, name="questions.csv"):
    return read_file(name, text.encode())


def body_of(text):
    found = read(text)
    assert found.refusals == ()
    (row,) = found.rows
    return row.body


def refusal_of(text):
    (refusal,) = read(text).refusals
    return refusal.sentence


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_columns_may_stand_in_any_order_and_be_written_in_any_case():
    text = (
        "Difficulty;Answer;CHOICE B;choice_A;Type;Question;My notes\n"
        "2;B;4;3;choice;What is 2 + 2?;for 7b\n"
    )

    found = read(text)

    assert found.rows[0].place == "row 2"
    assert found.rows[0].body == {
        "type": "choice",
        "question": "What is 2 + 2?",
        "choices": {"A": "3", "B": "4"},
        "answer": "B",
        "difficulty": 2,
    }
    assert found.remarks == ("Columns that are not known were left out: my notes.",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(delimiter):
    text = f"{HEADER}\ntext,Is it?,yes\n".replace(",", delimiter)

    assert body_of(text) == BODY


@pytest.mark.parametrize(
    ("kind", "cell", "answer"),
    [
        ("number", "3/4", "3/4"),
        ("quantity", " 9.8 m/s^2 ", "9.8 m/s^2"),
        ("interval", '"(-oo, 2] U (3, 4)"', "(-oo, 2] U (3, 4)"),
        ("set", '"{1, -1/2}"', ["1", "-1/2"]),
        ("set", '"1, (2, 3)"', ["1", "(2, 3)"]),
        ("set", '"{{{a}}, {{b}}}"', ["{{a}}", "{{b}}"]),
        ("set", '"{{a}}, {{b}}"', ["{{a}}", "{{b}}"]),
        ("list", '"(1, 2)"', ["1", "2"]),
        ("list", '"1,5; 2,5"', ["1,5", "2,5"]),
        ("list", '"(1, 2), (3, 4)"', ["(1, 2)", "(3, 4)"]),
        ("text", '"photon\nlight quantum\n"', ["photon", "light quantum"]),
        ("order", '"a = 1\n  b = a, 2"', ["a = 1", "  b = a, 2"]),
    ],
)
def test_an_answer_is_read_by_its_type(kind, cell, answer):
    assert body_of(f"{HEADER}\n{kind},What?,{cell}\n")["answer"] == answer


@pytest.mark.parametrize("cell", ['"B, C"', "B C", "b;c", "B) C)"])
def test_several_choices_are_named_by_their_letters(cell):
    body = body_of(f"{HEADER},choice A,choice B,choice C\nchoices,Which?,{cell},1,2,3\n")

    assert body["answer"] == ["B", "C"]


def test_every_column_finds_its_place_in_the_body():
    text = (
        "type,question,answer,wrong answer 1,sentence 1,wrong answer 3,sentence 3,hint 1,hint 3,"
        "explanation,skill,difficulty,minutes,points,tolerance,significant figures,form,shown\n"
        'number,How much?,0.5,5,Divide.,50,Divide twice.,First.,Last.,So.,"motion, limits",'
        "2,3,15,1 %,2,lowest_terms,one half\n"
    )

    assert body_of(text) == {
        "type": "number",
        "question": "How much?",
        "answer": "0.5",
        "misconceptions": [
            {"answer": "5", "note": "wrong_1", "message": "Divide."},
            {"answer": "50", "note": "wrong_3", "message": "Divide twice."},
        ],
        "hints": ["First.", "Last."],
        "explanation": "So.",
        "skills": ["motion", "limits"],
        "difficulty": 2,
        "minutes": 3,
        "points": 15,
        "tolerance": {"relative": 0.01},
        "significant_figures": 2,
        "form": "lowest_terms",
        "shown": "one half",
    }


@pytest.mark.parametrize(
    ("header", "row", "sentence"),
    [
        ("", "numbr,What?,5", "`type` must be one of choice, choices, number, quantity"),
        ("", ",What?,5", "`type` is missing; add it."),
        ("", "number,,5", "`question` is missing; add it."),
        ("", "number,What?,", "`answer` is missing; add it."),
        ("", "choice,What?,A", "The choices are missing; add two at least."),
        (",difficulty", "number,What?,5,7", "`difficulty` must be a whole number from 1 to 5."),
        (",minutes", "number,What?,5,soon", "`minutes` must be a whole number from 1 to 60."),
        (",tolerance", "number,What?,5,much", "The tolerance must be a number such as 0.5"),
        (",tolerance", "number,What?,5,-1", "The tolerance must be a number such as 0.5"),
        (",form", "text,What?,5,factored", "`form` does not go with the type text; leave it out."),
        (",case sensitive", "text,What?,a,maybe", "`case sensitive` must be yes, or left empty."),
        (",wrong answer 1", "number,What?,5,6", "`wrong answer 1` and `sentence 1` go together"),
        (
            ",choice A,choice C",
            "choice,What?,A,1,2",
            "A choice is left out between two others; fill them from A on.",
        ),
        (
            ",choice A,choice B",
            "choice,What?,C,1,2",
            "The answer names a choice that is not there; write its letter.",
        ),
        (
            "".join(f",choice {letter}" for letter in "ABCDEFGHIJ"),
            "choice,What?,C,1,2,3,4,5,6,7,8,9,10",
            "8 choices at most; leave some out.",
        ),
    ],
)
def test_a_cell_that_cannot_be_used_refuses_its_row(header, row, sentence):
    assert refusal_of(f"{HEADER}{header}\n{row}\n").startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("question,answer\nx,y\n", "The first row must name the columns; missing: type."),
        ("a,b\n1,2\n", "The first row must name the columns; missing: type, question, answer."),
        (f"{HEADER},answer\nx,y,z,z\n", "The column `answer` is there twice; rename one."),
        (f"{HEADER}\n", "No question was found in this file; see how one is written."),
        (",,\n;\n", "The first row must name the columns; missing: type, question, answer."),
        (f'{HEADER}\ntext,"' + "x" * 200_000, "A cell in row 2 never ends"),
        (f"{HEADER}\n" + "text,x,y\n" * 2001, "This file has more than 2,000 rows; split it."),
        (f"{HEADER}{',x' * 70}\n", "This table has more than 60 columns."),
    ],
)
def test_a_table_of_which_nothing_can_be_used_says_why(text, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read(text)

    assert str(refused.value).startswith(sentence)


FORMULAS = ["=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "'=x", "''-x", "-x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_file_is_a_formula_and_every_one_comes_back(text):
    body = {**BODY, "question": text}

    written = write_file([body], "csv")

    cells = [cell for row in csv.reader(io.StringIO(written.decode("utf-8-sig"))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert read_file("questions.csv", written).rows[0].body == body


def test_a_negative_number_stays_a_number():
    written = write_file([{"type": "number", "question": "What?", "answer": "-5"}], "csv")

    assert written == b"\xef\xbb\xbftype,question,answer\r\nnumber,What?,-5\r\n"


def test_texts_and_numbers_of_a_workbook_are_read():
    book = workbook(
        ["type", "question", "answer", "difficulty", "tolerance", "hint 1"],
        ["number", "What?", 0.5, 2.0, 0.01, None],
        [],
        ["number", "And?", 3, None, None, True],
    )
    book.active["E2"].number_format = "0%"

    found = read_file("questions.xlsx", saved(book))

    assert [row.place for row in found.rows] == ["row 2", "row 4"]
    assert [row.body for row in found.rows] == [
        {
            "type": "number",
            "question": "What?",
            "answer": "0.5",
            "difficulty": 2,
            "tolerance": {"relative": 0.01},
        },
        {"type": "number", "question": "And?", "answer": "3", "hints": ["True"]},
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("=1+1", "Cell C2 holds a formula; paste its value."),
        (dt.date(2026, 3, 4), "Cell C2 became a date; format it as text and write it anew."),
        (dt.time(3, 4), "Cell C2 became a date; format it as text and write it anew."),
        ("#DIV/0!", "Cell C2 holds an error; write what belongs there."),
    ],
)
def test_a_cell_that_is_no_text_refuses_its_row(value, sentence):
    book = workbook(HEADER.split(","), ["number", "What?", value], ["text", "Is it?", "yes"])

    found = read_file("questions.xlsx", saved(book))

    assert [(r.place, r.sentence) for r in found.refusals] == [("row 2", sentence)]
    assert [row.body for row in found.rows] == [BODY]


SHEET = "xl/worksheets/sheet1.xml"


def with_part(name, part):
    """Put another part into a workbook that can be read."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template_file("xlsx"))) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for entry in whole.namelist():
            changed.writestr(entry, part(whole.read(entry)) if entry == name else whole.read(entry))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "part", "sentence"),
    [
        (
            SHEET,
            lambda sheet: sheet.replace(b"</sheetData>", b"<row r='99999999'/></sheetData>"),
            "This sheet goes down beyond row 20,000; delete what is far below.",
        ),
        (
            SHEET,
            lambda sheet: sheet + b"".join(b"<!--%d-->" % number for number in range(310_000)),
            "This workbook is too large to read; copy the questions into a new one.",
        ),
        (
            SHEET,
            lambda sheet: sheet.replace(b"</sheetData>", b"<row/></sheetData>") + b" " * 13_000_000,
            "This file unpacks to far too much; export less at once, and without media.",
        ),
        (
            "xl/styles.xml",
            lambda styles: styles + b" " * 300_000,
            "This workbook is too large to read; copy the questions into a new one.",
        ),
        (SHEET, lambda _: b"no XML", "This cannot be opened as an Excel workbook; save it again"),
        (
            SHEET,
            lambda sheet: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet,
            "This cannot be opened as an Excel workbook; save it again",
        ),
    ],
    ids=["far down", "many tags", "large", "many styles", "damaged", "entities"],
)
def test_a_workbook_that_would_take_long_is_one_sentence(name, part, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read_file("questions.xlsx", with_part(name, part))

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(text):
    written = write_file([{**BODY, "question": text}], "xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}


def test_the_bank_in_a_workbook_is_texts_and_numbers():
    written = write_file(shipped_bodies(), "xlsx")

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    header, first, *_ = sheet.iter_rows()
    types = {name.value: cell.data_type for name, cell in zip(header, first, strict=True)}
    assert types["difficulty"] == types["points"] == "n"
    assert types["question"] == types["answer"] == "s"


def test_json_that_no_cell_can_hold_goes_on_in_further_columns():
    body = {**BODY, "figure": {"alt": "x", "data": [{"x": list(range(20_000))}]}}

    for form in ("csv", "xlsx"):
        written = write_file([body, BODY], form)
        assert [row.body for row in read_file(f"q.{form}", written).rows] == [body, BODY]
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    names = [cell.value for cell in sheet[1]]
    assert names[3:] == ["more", "more 2", "more 3", "more 4", "more 5"]
    assert max(len(str(cell.value)) for cell in sheet[2]) <= 32_767


def test_the_visible_cells_count_once_they_were_edited():
    body = {
        "type": "number",
        "question": "What is 3 : 4?",
        "answer": "3/4",
        "misconceptions": [{"answer": "4/3", "note": "turned_round", "message": "Turn it."}],
        "template": {"parameters": {"a": [1]}},
    }

    written = write_file([body], "csv").decode("utf-8-sig")
    edited = written.replace("Turn it.", "Turn it round.").replace("3 : 4", "6 : 8")

    assert body_of(edited) == {
        **body,
        "question": "What is 6 : 8?",
        "misconceptions": [{**body["misconceptions"][0], "message": "Turn it round."}],
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_to_fill_in_can_be_read(form):
    found = read_file(f"questions.{form}", template_file(form))

    assert found.refusals == found.remarks == ()
    assert len({row.body["type"] for row in found.rows}) == len(found.rows) == 4
    known = {skill.name for skill in shipped_curriculum().skills}
    for row in found.rows:
        assert {
            "hints",
            "explanation",
            "misconceptions",
            "difficulty",
            "minutes",
        } <= row.body.keys()
        assert set(row.body["skills"]) <= known
