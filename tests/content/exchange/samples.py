"""Bodies to write and read again: the shipped bank, and whatever hypothesis thinks of."""

from functools import cache

from hypothesis import strategies as st

from tutor_core.content.exchange.markup import xml_text
from tutor_core.content.files.documents import read_document
from tutor_core.content.files.fields import ANSWER_OPTIONS, LISTED
from tutor_core.content.shipped import shipped_files

ENDINGS = {"gift": ".gift", "moodle_xml": ".xml", "csv": ".csv", "xlsx": ".xlsx", "anki": ".txt"}
FORMATS = tuple(ENDINGS)

# What the formats themselves are made of, and what programs fall for.
SPECIAL = [
    "{", "}", "{{a|decimal}}", "~", "=", "#", "####", ":", "::", "\\", "\\n", "\\{", "%50%",
    "[html]", "//", "// tutor: {", "tutor:", "->", "\n", "\n\n", "\r", "\r\n", "\t", '"', '""',
    "'", "'=", "=cmd()", "+1", "-x", "@sum", ",", ";", "|", "A. ", "\n\nA. x\nB. y", "$x$", "$5",
    "$$\nx^2\n$$", "\\(x\\)", "\\\\(x\\\\)", "\\[x\\]", "\\frac{1}{2}", "\\$", "`a$b$`",
    "```\ncode\n```", "<b>", "</text>", "]]>", "<![CDATA[", "&lt;", "&amp;", "&#0;", "<script>",
    "a_b*c*", "____", "{{c1::x}}", "{T}", "*", "\\*", "_x000D_", "x005F_", "\x1f", "\x85",
    "\u2028", "\ufeff", "é", "😀", "\u202e", "(1, 2)", "0.5", "1e3",
]  # fmt: skip


def texts(most=6):
    part = st.sampled_from(SPECIAL) | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5
    )
    return st.lists(part, min_size=1, max_size=most).map("".join).filter(_is_seen)


def _is_seen(text):
    return bool(xml_text(text).strip())


NUMBERS = st.sampled_from(["5", "-3", "3/4", "0.75", "1e3", "{{a}}", "2 ** 3", "=5"]) | texts(3)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5}){0,2}", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | texts(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(2), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
MAPPINGS = st.dictionaries(texts(2), JSON, min_size=1, max_size=3)
SIZES = st.sampled_from([1, 0.5, 0.01, 1e-7, 0.015, 3, 1e20]) | st.floats(1e-9, 1e9)
OPTIONS = {
    "tolerance": st.sampled_from(["relative", "absolute"]).flatmap(
        lambda kind: SIZES.map(lambda size: {kind: size})
    ),
    "significant_figures": st.integers(1, 10),
    "form": st.sampled_from(["factored", "expanded", "lowest_terms"]),
    "up_to_constant": st.just(True),
    "case_sensitive": st.just(True),
    "temperature_difference": st.just(True),
    "variables": st.lists(NAMES | texts(2), min_size=1, max_size=3),
    "positive": st.lists(NAMES, min_size=1, max_size=2),
}  # fmt: skip
COMMON = {
    "hints": st.lists(texts(), min_size=1, max_size=4),
    "explanation": texts(),
    "template": MAPPINGS,
    "figure": MAPPINGS | texts().map(lambda alt: {"alt": alt}),
    "shown": texts(3).map(lambda text: text[:255]).filter(str.strip),
    "difficulty": st.integers(1, 5),
    "minutes": st.integers(1, 60),
    "points": st.integers(1, 100),
    "skills": st.lists(NAMES | texts(2), min_size=1, max_size=3),
}


@st.composite
def bodies(draw):
    kind = draw(st.sampled_from(sorted(ANSWER_OPTIONS)))
    body = {"type": kind, "question": draw(texts())}
    answers = _answers(kind)
    if kind in {"choice", "choices"}:
        count = draw(st.integers(2, 8))
        found = draw(st.lists(texts(3), min_size=count, max_size=count, unique_by=str.strip))
        if kind == "choice" and draw(st.booleans()):
            found = ["True", "False"]
        body["choices"] = dict(zip("ABCDEFGH", found, strict=False))
        letters = st.sampled_from(sorted(body["choices"]))
        answers = letters if kind == "choice" else st.lists(letters, min_size=1, unique=True)
    body["answer"] = draw(answers)
    options = {key: OPTIONS[key] for key in ANSWER_OPTIONS[kind] if key in OPTIONS}
    misconception = st.fixed_dictionaries({"answer": answers, "note": NAMES, "message": texts()})
    further = {
        "misconceptions": st.lists(misconception, min_size=1, max_size=5),
        **COMMON,
        **options,
    }
    return body | draw(st.fixed_dictionaries({}, optional=further))


def _answers(kind):
    if kind in LISTED:
        return st.lists(texts(3) | NUMBERS, min_size=1, max_size=4)
    if kind == "number":
        return NUMBERS
    if kind == "quantity":
        return st.sampled_from(["9.8 m/s^2", "-5 °C", "{{a}} kg", "5 %", "20 m"]) | texts(3)
    return texts(4)


@cache
def shipped_bodies():
    """Return all of the shipped bank as its files have it, the main skill first."""
    found = []
    for name, text in shipped_files().items():
        skill = read_document(name, text, []).value
        for item in (*skill.get("items", ()), *skill.get("exercises", ())):
            body = _unchecked(item)
            if "steps" in body:
                body["steps"] = [_unchecked(step) for step in body["steps"]]
            body["skills"] = [skill["name"], *body.get("skills", ())]
            found.append(body)
    return found


def _unchecked(task):
    return {key: value for key, value in task.items() if key not in {"slug", "check"}}
