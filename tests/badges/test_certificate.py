import dataclasses
import datetime as dt
import io
import subprocess
import sys
import unicodedata

import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tutor_core.badges.certificate import (
    LONGEST_NAME,
    NAMED_ELSEWHERE,
    Certificate,
    certificate_pdf,
    drawable,
)
from tutor_core.badges.shipped import shipped_badges

CODE = "0123456789abcdef0123456789abcdef"
CERTIFICATE = Certificate(
    badge="Three days in a row",
    tier="bronze",
    color="#c8641e",
    learner="Zoë Müller",
    earned_on=dt.date(2026, 11, 23),
    locale="de-DE",
    took="Learn on three days in a row: five answers or ten reviews each day.",
    issuer="The tutor of Example School",
    address=f"https://tutor.example/verify?code={CODE}",
    code=CODE,
    made_at=dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC),
)


def made(**changes):
    return PdfReader(io.BytesIO(certificate_pdf(dataclasses.replace(CERTIFICATE, **changes))))


def words(reader):
    """What stands on the page, with the breaks between its lines taken out."""
    text = unicodedata.normalize("NFC", reader.pages[0].extract_text())
    return " ".join(text.split())


def places(reader):
    """Where each piece of text on the page begins, in points from the lower left corner."""
    found = []

    def look(text, user, matrix, font, size):
        if text.strip():
            x, y = user[0] * matrix[4] + user[4], user[3] * matrix[5] + user[5]
            found.append((x, y))

    reader.pages[0].extract_text(visitor_text=look)
    return found


def glyphs(reader):
    """How many glyphs the embedded font has."""
    (font,) = reader.pages[0]["/Resources"]["/Font"].values()
    descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    data = descriptor["/FontFile2"].get_data()
    with TTFont(io.BytesIO(data)) as embedded:
        return len(embedded.getGlyphOrder())


def test_it_says_who_earned_what_when_and_where_that_is_verified():
    reader = made()

    assert len(reader.pages) == 1
    assert words(reader) == (
        "The tutor of Example School Three days in a row is awarded to Zoë Müller"
        " Learn on three days in a row: five answers or ten reviews each day."
        " Bronze, earned on 23.11.2026"
        f" Verify it at https://tutor.example/verify?code={CODE}"
        " Code 0123-4567-89ab-cdef-0123-4567-89ab-cdef"
    )


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en-US", "11/23/2026"),
        ("en-GB", "23/11/2026"),
        ("ja-JP", "2026/11/23"),
        ("?", "23/11/2026"),
    ],
)
def test_the_date_is_written_as_the_learner_writes_it(locale, written):
    assert f"earned on {written}" in words(made(locale=locale))


@pytest.mark.parametrize(
    "address",
    [
        CERTIFICATE.address,
        f"http://127.0.0.1:8501/verify?code={CODE}",
        f"https://{'long.' * 40}example/school/verify?code={CODE}",
    ],
)
def test_the_picture_leads_to_the_verification(address):
    (picture,) = made(address=address).pages[0].images

    (found,) = zxingcpp.read_barcodes(picture.image.convert("L"))
    assert found.text == address


def test_the_same_certificate_is_the_same_bytes_in_another_process():
    script = (
        "import sys; from tests.badges.test_certificate import CERTIFICATE, certificate_pdf;"
        "sys.stdout.buffer.write(certificate_pdf(CERTIFICATE))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout == certificate_pdf(CERTIFICATE)


def test_what_stands_in_the_files_properties():
    properties = made().metadata

    assert properties.title == "Three days in a row: Zoë Müller"
    assert properties.author == "The tutor of Example School"
    assert properties.creation_date == CERTIFICATE.made_at


@pytest.mark.parametrize(
    "name",
    [
        "Иван Петров",
        "Ελένη Παπαδοπούλου",
        "Nguyễn Thị Hạnh",
        "Ọlúwaṣeun",
        "გიორგი",
        "שלמה בן דוד",
        "محمد علي الخوارزمي",
        "Anna שלום",
        "สมชาย ใจดี",
    ],
)
def test_names_of_many_scripts_are_drawn(name):
    found = words(made(learner=name))

    assert NAMED_ELSEWHERE not in found
    assert set(name) <= set(found)


def test_letters_that_join_are_joined():
    assert glyphs(made(learner="ببب")) > glyphs(made(learner="ب"))  # begin, middle, end
    assert NAMED_ELSEWHERE not in words(made(learner="सीता देवी"))
    assert drawable("علی\u200cرضا") == "علی\u200cرضا"  # noqa: RUF001 - kept apart by a joiner


@pytest.mark.parametrize("name", ["山田太郎", "김민준", "தமிழ்", "Anna 山田", "", "\u200b", "🎉🎉"])
def test_a_name_that_cannot_be_drawn_is_named_elsewhere(name):
    reader = made(learner=name)

    assert f"is awarded to {NAMED_ELSEWHERE} Learn" in words(reader)
    assert name.strip("\u200b") in reader.metadata.title


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Anna 🎉 Lee", "Anna Lee"),
        ("  Anna \n\t Lee\x00 ", "Anna Lee"),
        ("Anna\u202eeeL", "AnnaeeL"),  # turns what follows round
        ("\ud800Anna", "Anna"),
        ("**Anna** __Lee__ <b>", "**Anna** __Lee__ <b>"),
        ("{nb} /Type (Anna) \\) Tj", "{nb} /Type (Anna) \\) Tj"),
        ("A\u0301nna", "Ánna"),
    ],
)
def test_hostile_names_are_harmless(name, drawn):
    assert f"is awarded to {drawn} Learn" in words(made(learner=name))


@pytest.mark.parametrize(
    "name", ["W" * LONGEST_NAME, "Anna Maria " * 10, "x" * 100_000, "a " * 5_000, "ش" * 300]
)
def test_a_very_long_name_fits(name):
    reader = made(learner=name, badge=100 * "M", took=500 * "M", issuer=100 * "M")

    assert len(reader.pages) == 1
    drawn = places(reader)
    assert len(drawn) > 8
    assert all(0 <= x <= 842 and 0 <= y <= 596 for x, y in drawn)
    heights = [y for _, y in drawn]
    assert heights == sorted(heights, reverse=True)  # no line stands among those before it
    assert ("…" in words(reader)) == (len(name.strip()) > LONGEST_NAME)


def test_every_shipped_badge_fits():
    for badge in shipped_badges(()):
        drawn = words(made(badge=badge.name, took=badge.description, color=badge.color))
        assert f"{badge.name} is awarded to" in drawn
        assert badge.description in drawn


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=150))
def test_no_name_is_too_strange(name):
    reader = made(learner=name)

    assert len(reader.pages) == 1
    assert f"code={CODE}" in words(reader)


@given(st.text(max_size=50))
def test_what_can_be_drawn_is_one_line_that_stays(text):
    found = drawable(text)
    if found is not None:
        assert found == " ".join(found.split(" "))
        assert not {"\n", "\x00", "\u202e"} & set(found)
        assert drawable(found) == found
