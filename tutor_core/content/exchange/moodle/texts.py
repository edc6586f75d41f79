"""Texts as Moodle marks them, and as we write them."""

from typing import Literal, cast, get_args

from tutor_core.content.exchange.formulas import backslashes, dollars
from tutor_core.content.exchange.markup import markdown_of, text_of
from tutor_core.content.exchange.tags import has_markup, refuse_media

TextFormat = Literal["html", "moodle", "plain", "markdown"]
_NAMES: dict[str, TextFormat] = {"moodle_auto_format": "moodle", "plain_text": "plain"}


def text_format(name: str, default: TextFormat) -> TextFormat:
    """Return the format that a file names in one of Moodle's ways."""
    if name in get_args(TextFormat):
        return cast("TextFormat", name)
    return _NAMES.get(name, default)


def markdown_from(text: str, form: TextFormat) -> str:
    """Write a text of Moodle as our Markdown.

    Raises:
        RefusedError: It shows a picture, or is too long.
    """
    if form == "html":
        return markdown_of(text)
    refuse_media(text)
    if form == "moodle" and has_markup(text):
        return markdown_of(text.replace("\n", "<br>"))
    return dollars(text, quoted=form == "markdown")


def answer_from(text: str, form: TextFormat) -> str:
    """Read a text that is compared with what a learner types, and so is no Markdown.

    Raises:
        RefusedError: As for `markdown_from`.
    """
    return text_of(text) if form == "html" or has_markup(text) else text


def moodle_text(markdown: str) -> str:
    """Write our Markdown as Moodle's, with the formulas where its filters find them."""
    return backslashes(markdown, quoted=True)
