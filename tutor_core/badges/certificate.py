"""A badge as a certificate: one page to print, with a QR code that leads to its verification.

The font is FiraGO (SIL Open Font License): Latin, Greek, Cyrillic, Georgian, Arabic, Hebrew,
Devanagari and Thai. A name in a script that it lacks is not drawn, for boxes are no name: the page
says where it stands, and the file's title holds it.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from pymupdf_fonts import myfont

from tutor_core.accounts.locales import date_in
from tutor_core.badges.codes import grouped

NAMED_ELSEWHERE = "the person named at the address below"
LONGEST_NAME = 120
LONGEST_TEXT = 600
_FONT = "firago"
_WIDTH, _HEIGHT, _MARGIN, _QR = 297, 210, 25, 36  # millimetres; the page is A4, lying
_SIZES = (30, 24, 19, 15, 12, 9, 7)  # points
_DARK, _GREY = (15, 19, 32), (80, 86, 98)
_JOINERS = "\u200c\u200d"  # they do not show, and change how letters join


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says.

    Attributes:
        badge: Name of the badge.
        tier: Of the badge.
        color: Of the badge: `#` and six hexadecimal digits.
        learner: Name of who earned it, as they wrote it.
        earned_on: Their day.
        locale: By which they write dates.
        took: What it took, in words.
        issuer: Who awards it.
        address: At which it is verified, with the code; absolute.
        code: 32 hexadecimal digits.
        made_at: When the certificate is made, an aware moment.
    """

    badge: str
    tier: str
    color: str
    learner: str
    earned_on: dt.date
    locale: str
    took: str
    issuer: str
    address: str
    code: str
    made_at: dt.datetime


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the certificate as a PDF of one page, the same bytes for the same certificate."""
    with TemporaryDirectory() as folder:  # fpdf2 takes a font by its path only
        path = Path(folder) / "FiraGO.ttf"
        path.write_bytes(myfont("figo"))
        pdf = _empty(certificate, path)
        _draw_words(pdf, certificate)
        _draw_verification(pdf, certificate)
        return bytes(pdf.output())


def drawable(text: str, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text as it can be drawn, in one line; None where letters of it cannot.

    What does not show is left out, and so are pictures and signs that the font lacks.
    """
    plain = " ".join(text.split())
    shown = "".join(one for one in plain if one in _JOINERS or _shows(one))
    lacking = [one for one in shown if one not in _JOINERS and ord(one) not in _drawn()]
    if any(unicodedata.category(one)[0] in "LMN" for one in lacking):
        return None
    kept = " ".join("".join(one for one in shown if one not in lacking).split())
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}\u2026"


def _shows(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


@cache
def _drawn() -> frozenset[int]:
    with TTFont(io.BytesIO(myfont("figo")), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _empty(certificate: Certificate, font: Path) -> FPDF:
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_creation_date(certificate.made_at)
    pdf.set_title(_written(f"{certificate.badge}: {certificate.learner}"))
    pdf.set_author(_written(certificate.issuer))
    pdf.set_lang("en")
    pdf.alias_nb_pages("")  # else {nb} in a name would become the number of pages
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.add_font(_FONT, fname=font)
    pdf.add_page()
    pdf.set_font(_FONT)
    pdf.set_text_shaping(use_shaping_engine=True)
    return pdf


def _written(text: str) -> str:
    """Return a text for the file's properties, where every script can stand."""
    return "".join(one for one in text if _shows(one))[:LONGEST_TEXT]


def _draw_words(pdf: FPDF, certificate: Certificate) -> None:
    red, green, blue = (int(certificate.color[place : place + 2], 16) for place in (1, 3, 5))
    pdf.set_fill_color(red, green, blue)
    pdf.rect(0, 0, _WIDTH, 6, style="F")
    name = drawable(certificate.learner, LONGEST_NAME) or NAMED_ELSEWHERE
    day = date_in(certificate.earned_on, certificate.locale)
    for top, height, size, color, text in (
        (24, 12, 14, _GREY, certificate.issuer),
        (38, 28, 30, _DARK, certificate.badge),
        (70, 8, 12, _GREY, "is awarded to"),
        (79, 28, 30, _DARK, name),
        (111, 22, 14, _DARK, certificate.took),
        (136, 8, 12, _GREY, f"{certificate.tier.capitalize()}, earned on {day}"),
    ):
        pdf.set_y(top)
        pdf.set_text_color(*color)
        _draw_lines(pdf, drawable(text) or "", size, height)


def _draw_lines(pdf: FPDF, text: str, size: int, height: int) -> None:
    """Draw a text in the middle, at most so large, so that it fits into millimetres of height."""
    for points in (size, *(smaller for smaller in _SIZES if smaller < size)):
        pdf.set_font_size(points)
        line = points / 2  # millimetres: 1.4 times the size
        lines = pdf.multi_cell(0, line, text, dry_run=True, output=MethodReturnValue.LINES)
        if len(cast("list[str]", lines)) * line <= height:
            break
    pdf.multi_cell(0, line, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _draw_verification(pdf: FPDF, certificate: Certificate) -> None:
    picture = io.BytesIO()
    segno.make(certificate.address, error="m", micro=False).save(
        picture, kind="png", scale=8, border=4
    )
    top = _HEIGHT - _MARGIN + 10 - _QR
    pdf.image(picture, _MARGIN, top, _QR, _QR, alt_text="QR code of the address beside it")
    left = _MARGIN + _QR + 6
    pdf.set_text_color(*_GREY)
    pdf.set_font_size(10)
    pdf.set_xy(left, top + 5)
    for text in ("Verify it at", certificate.address, f"Code {grouped(certificate.code)}"):
        pdf.set_x(left)
        pdf.multi_cell(
            _WIDTH - _MARGIN - left, 6, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
