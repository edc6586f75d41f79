"""Which file is read as what, and how much of it."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.content.exchange.bodies import title_of
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import write_file

BODY = {"type": "text", "question": "Où ?", "answer": ["là"]}
MEGABYTES_5 = 5_000_000


def sentence_of(name, data):
    with pytest.raises(UnreadableFileError) as refused:
        read_file(name, data)
    return str(refused.value)


def read_or_sentence(name, data):
    try:
        return read_file(name, data)
    except UnreadableFileError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "form", "read_as"),
    [
        ("q.gift", "gift", "gift"),
        ("Q.GIFT", "gift", "gift"),
        ("q.txt", "gift", "gift"),
        ("q.xml", "moodle_xml", "moodle_xml"),
        ("q.csv", "csv", "csv"),
        ("q.tsv", "csv", "csv"),
        ("my.questions.xlsx", "xlsx", "xlsx"),
        ("q.txt", "anki", "anki"),
    ],
)
def test_the_ending_or_the_contents_say_the_format(name, form, read_as):
    found = read_file(name, write_file([BODY], form))

    assert found.format == read_as
    assert [row.body for row in found.rows] == [BODY]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("q.docx", b"x", "Files of this ending cannot be read; these can: .gift"),
        ("q", b"x", "Files of this ending cannot be read; these can: .gift"),
        ("q.xls", b"x", "Workbooks of this kind cannot be read; save it as .xlsx."),
        ("q.gift", b"", "This file is empty."),
        ("q.gift", b" \n\t ", "This file is empty."),
        ("q.gift", b"x" * (MEGABYTES_5 + 1), "This file is larger than 5 MB; split it."),
        ("q.gift", b"Is it?\0 {T}", "This is not a text file"),
        ("q.csv", b"PK\x03\x04\x81\x8d\0", "This is not a text file"),
        ("q.txt", b"\xff\xfea", "This is not a text file"),
        ("q.txt", b"\x81\x8d\x8f {T}", "This is not a text file"),
        ("q.xlsx", b"type,question,answer", "This cannot be opened as an Excel workbook"),
        ("q.xml", b"<a>" * 400_000, "This file has too many tags"),
        ("q.csv", b"type,question,answer" + b"\n" * 30_000, "This file has more than 20,000 lines"),
        ("q.txt", b"#separator:tab" + b"\n" * 30_000, "This file has more than 20,000 lines"),
    ],
)
def test_what_cannot_be_read_at_all_is_one_sentence(name, data, sentence):
    assert sentence_of(name, data).startswith(sentence)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_encoding_is_recognised(encoding):
    found = read_file("q.gift", "Où ? {=là}".encode(encoding))

    assert found.rows[0].body == BODY
    assert [remark.startswith("Read as Windows-1252") for remark in found.remarks] == (
        [True] if encoding == "cp1252" else []
    )


def test_remarks_of_one_kind_do_not_fill_the_page():
    found = read_file("q.gift", b"Which? {=a ~%50%b}\n\n" * 100)

    assert len(found.rows) == 100
    assert len(found.remarks) == 21
    assert found.remarks[-1] == "80 more remarks of this kind."


def test_a_title_is_short_plain_text():
    assert title_of("**Solve**  `x` for $x_1$:\n\n$$\nx\n$$") == "Solve x for x 1 : x"
    assert title_of("word " * 50) == "word " * 14 + "word…"
    assert title_of("x" * 500) == "x" * 79 + "…"
    assert title_of("") == ""


def zipped(**entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


LOOSE = random.Random(1).randbytes(100_000) + bytes(9_000_000)  # packed to a ninetieth


@pytest.mark.parametrize("name", ["q.xlsx", "q.apkg"])
@pytest.mark.parametrize(
    "data",
    [
        zipped(bomb=bytes(40_000_000)),
        zipped(**dict.fromkeys("abcdef", LOOSE)),
        zipped(**{f"entry{number}": b"" for number in range(2001)}),
    ],
    ids=["ratio", "sum", "entries"],
)
def test_a_zip_is_judged_before_it_is_unpacked(name, data):
    assert sentence_of(name, data).startswith("This file unpacks to far too much")


@pytest.mark.parametrize(
    "unit",
    ["{", "}", "~", "=", "#", "<a ", "<", '"', "'", "\\", "$", "`", "&", ":", "\n", "\r", "\t", ",",
     "a\n\n", "{=a}\n\n", "{{c1::", "//", "<!--", r"\(", "%1", "&lt;b&gt;", "🙂", "\u202e"],
)  # fmt: skip
@pytest.mark.parametrize(
    "start",
    [
        "q.gift|",
        "q.txt|#separator:tab\n#html:true\n",
        "q.csv|type,question,answer\n",
        'q.csv|type,question,answer\ntext,"',
        "q.xml|",
        "q.xml|<quiz><question type='shortanswer'><questiontext><text>",
    ],
)
def test_a_large_file_of_one_mark_is_read_or_refused(start, unit):
    name, _, head = start.partition("|")
    data = (head + unit * (MEGABYTES_5 // len(unit.encode()))).encode()[:MEGABYTES_5]

    found = read_or_sentence(name, data)

    assert found.endswith(".") if isinstance(found, str) else found.rows or found.refusals


NAMES = st.sampled_from(["q.gift", "q.txt", "q.xml", "q.csv", "q.xlsx", "q.apkg"])


@given(NAMES, st.binary(max_size=60))
def test_no_bytes_break_it(name, data):
    with_magic = b"PK\x03\x04" + data if name in {"q.xlsx", "q.apkg"} else data

    assert read_or_sentence(name, with_magic)


MARKS = st.text(st.sampled_from("{}~=#:%\\\n \"'<>/&;$()[]`*_-|A1bT\t,."), max_size=80)
HEADS = st.sampled_from(
    ["", "x {", "type,question,answer,choice A,choice B\nchoice,", "#separator:tab\n#html:true\n",
     "// tutor: ", "<quiz><question type='multichoice'><questiontext><text>"]
)  # fmt: skip
TAILS = st.sampled_from(["", "}", "</text></questiontext></question></quiz>"])


@given(st.sampled_from(["q.gift", "q.txt", "q.xml", "q.csv"]), HEADS, MARKS, TAILS)
def test_no_marks_break_it(name, head, marks, tail):
    found = read_or_sentence(name, f"{head}{marks}{tail}".encode())

    for row in getattr(found, "rows", ()):
        assert row.body.keys() >= {"type", "question", "answer"}
        assert row.title == title_of(row.body["question"])
