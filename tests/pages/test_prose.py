import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components import prose

JOINER = "\u2060"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ada", "Ada"),
        ("**Ada**", r"\*\*Ada\*\*"),
        ("[x](https://e.org)", rf"\[x\]\(https\:{JOINER}\/\/e\.org\)"),
        ("<b>$x$</b>", r"\<b\>\$x\$\<\/b\>"),
        ("&lt;b&gt; R&D", r"\&lt;b\&gt; R\&D"),
        (":material/x:", rf"\:{JOINER}material\/x\:"),
        ("www.evil.example", rf"www{JOINER}\.evil\.example"),
        ("ada@example.org", rf"ada@{JOINER}example\.org"),
    ],
)
def test_a_name_is_drawn_as_its_characters(name, drawn):
    assert prose.plain(name).replace(r"\/", "/") == drawn.replace(r"\/", "/")


@given(st.text())
def test_nothing_is_lost_but_backslashes_are_added(text):
    assert prose.plain(text).replace("\\", "").replace(JOINER, "") == text.replace(
        "\\", ""
    ).replace(JOINER, "")


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("See ![a cat](https://evil.example/x.png)!", "See a cat!"),
        ("![a][ref]", "a"),
        ("![](data:x)", ""),
        ("![a]\n\n[a]: https://evil.example", f"!{JOINER}[a]\n\n[a]: https://evil.example"),
        ("![a [b]](https://evil.example)", f"!{JOINER}[a [b]](https://evil.example)"),
        ("$a<b$ and $x<3$", "$a<b$ and $x<3$"),
        ("`a < b`", "`a < b`"),
    ],
)
def test_content_keeps_its_markdown_without_images(written, drawn):
    assert prose.content(written) == drawn
