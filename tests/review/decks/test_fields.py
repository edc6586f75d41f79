"""Our Markdown as fields of Anki, and the format in which newer note types are stored."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.decks.samples import texts
from tutor_core.review.decks.anki.fields import field_of
from tutor_core.review.decks.anki.wire import fields_of


@pytest.mark.parametrize(
    ("markdown", "field"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("$a < b$ and $$\nx^2\n$$", r"\(a &lt; b\) and \[x^2\]"),
        (r"\$5 and \*", "$5 and *"),
        ("**bold** and *it*", "<b>bold</b> and <i>it</i>"),
        ("**bold $x$ and *both***", r"<b>bold \(x\) and <i>both</i></b>"),
        ("2 * 3 * 4, **open", "2 * 3 * 4, **open"),
        ("*one\n\ntwo*", "*one<br><br>two*"),
        ("`a*b` ```\nx < y\n```", "<code>a*b</code> <pre>x &lt; y\n</pre>"),
        ("a  \nb\\\nc\nd", "a<br>b<br>c\nd"),
        ("- a\n- b\n1. c", "- a<br>- b<br>1. c"),
        ("{{c1::$x$::hint}}", r"{{c1::\(x\)::hint}}"),
        (r"[sound:a.mp3] [\$]x[/\$] [x]", "&#91;sound:a.mp3] &#91;$]x&#91;/$] [x]"),
        (r"\[sound:a.mp3]", "&#91;sound:a.mp3]"),
    ],
)
def test_a_text_becomes_the_little_html_that_anki_needs(markdown, field):
    assert field_of(markdown) == field


TAGS = ("b", "i", "br", "code", "pre")


@given(texts(12))
def test_no_tag_but_these_is_ever_written(markdown):
    field = field_of(markdown)

    for tag in TAGS:
        field = field.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in field


def test_a_message_is_taken_apart():
    # worked out by hand: field 1 the number 150, field 2 the bytes "testing", 3 and 4 fixed ones
    message = b"\x08\x96\x01\x12\x07testing\x1d\x01\x02\x03\x04\x21" + bytes(8)

    assert list(fields_of(message)) == [
        (1, 150), (2, b"testing"), (3, b"\x01\x02\x03\x04"), (4, bytes(8)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "message", [b"\x08", b"\x12\x05ab", b"\x1d\x01", b"\x0b", b"\xff" * 11, b"\x08" + b"\x80" * 10]
)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(ValueError, match=r"message|never ends"):
        list(fields_of(message))


@given(st.binary(max_size=60))
def test_no_bytes_make_it_fail_in_another_way(message):
    with suppress(ValueError):
        list(fields_of(message))
