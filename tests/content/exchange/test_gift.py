"""GIFT as teachers write it; the cases follow Moodle's own page about the format."""

import pytest

from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import write_file


def read(text):
    return read_file("questions.gift", text.encode())


def body_of(text):
    found = read(text)
    assert found.refusals == ()
    (row,) = found.rows
    return row.body


def refusal_of(text):
    found = read(text)
    assert found.rows == ()
    (refusal,) = found.refusals
    return refusal.sentence


def test_a_tilde_marks_a_wrong_choice_and_an_equals_sign_the_right_one():
    assert body_of("Who wrote Faust? {~Schiller =Goethe ~Lessing}") == {
        "type": "choice",
        "question": "Who wrote Faust?",
        "answer": "B",
        "choices": {"A": "Schiller", "B": "Goethe", "C": "Lessing"},
    }


def test_an_answer_in_mid_sentence_leaves_a_gap():
    body = body_of("Water boils at {~90 =100 ~110} degrees Celsius.")

    assert body["question"] == "Water boils at ____ degrees Celsius."
    assert body["answer"] == "B"


def test_lines_comments_titles_and_categories_may_surround_a_question():
    found = read(
        "// A comment\n"
        "$CATEGORY: geography/rivers\n"
        "\n"
        "// another\n"
        "::The longest river::Which river is\nthe longest one? {\n"
        "    ~the Rhine  # It is not even the longest in Europe.\n"
        "    // in between\n"
        "    =the Nile\n"
        "    #### The Nile is\n    6650 km long.\n"
        "}\n"
        "\n\n\n"
        "Bern is in Switzerland. {T}\n"
    )

    first, second = found.rows
    assert (first.place, second.place) == ("line 5", "line 16")
    assert first.title == "Which river is the longest one?"
    assert first.body == {
        "type": "choice",
        "question": "Which river is\nthe longest one?",
        "answer": "B",
        "choices": {"A": "the Rhine", "B": "the Nile"},
        "misconceptions": [
            {
                "answer": "A",
                "note": "choice_a",
                "message": "It is not even the longest in Europe.",
            }
        ],
        "explanation": "The Nile is\n    6650 km long.",
    }
    assert found.remarks == (
        "Categories were left out (geography/rivers); choose skills in their place.",
    )


@pytest.mark.parametrize(
    ("inside", "answer", "misconceptions"),
    [
        ("T", "A", None),
        ("FALSE", "B", None),
        ("TRUE#Try 0.#Well done, with 0 as well.", "A", [("B", "Try 0.")]),
        ("F#Try 0.", "B", [("A", "Try 0.")]),
    ],
)
def test_true_or_false_becomes_a_choice(inside, answer, misconceptions):
    body = body_of(f"Every number has a square. {{{inside}}}")

    assert body["choices"] == {"A": "True", "B": "False"}
    assert body["answer"] == answer
    told = [(m["answer"], m["message"]) for m in body.get("misconceptions", ())]
    assert told == (misconceptions or [])


def test_what_is_said_to_the_right_answer_explains_where_nothing_else_does():
    body = body_of("Every number has a square. {TRUE#Try 0.#A number times itself always exists.}")

    assert body["explanation"] == "A number times itself always exists."


def test_several_accepted_wordings_become_a_text():
    assert body_of("Two plus two equals {=four =4}.") == {
        "type": "text",
        "question": "Two plus two equals ____.",
        "answer": ["four", "4"],
    }


def test_a_word_in_braces_needs_no_mark():
    assert body_of("The capital of Italy is {Rome}.")["answer"] == ["Rome"]


@pytest.mark.parametrize(
    ("inside", "answer", "tolerance"),
    [
        ("#1822:5", "1822", {"absolute": 5}),
        ("#3.14", "3.14", None),
        ("#=3.14:0.005", "3.14", {"absolute": 0.005}),
        ("#2..4", "3", {"absolute": 1}),
        ("#-1.5..-0.5", "-1.0", {"absolute": 0.5}),
        ("#1e3:0", "1e3", None),
    ],
)
def test_a_number_has_a_tolerance_or_a_range(inside, answer, tolerance):
    body = body_of(f"How much is it? {{{inside}}}")

    assert (body["type"], body["answer"], body.get("tolerance")) == ("number", answer, tolerance)


def test_numbers_that_are_worth_less_are_told_or_become_misconceptions():
    found = read(
        "When was it? {#\n"
        "=1822:0#Right.\n"
        "=%50%1822:2#Nearly.\n"
        "=%0%1922:0#A century too late.\n"
        "~#Look it up.\n"
        "}"
    )

    (row,) = found.rows
    assert row.body["answer"] == "1822"
    assert row.body["explanation"] == "Right."
    assert [(m["answer"], m["message"]) for m in row.body["misconceptions"]] == [
        ("1822", "Nearly."),
        ("1922", "A century too late."),
    ]
    assert found.remarks == (
        "Line 1: the feedback on any other answer was left out.",
        "Line 1: 50 % for `1822` was left out; with us an answer is right or wrong.",
    )


def test_weights_without_an_equals_sign_let_several_be_ticked():
    body = body_of("Which are even? {~%-100%1 ~%50%2 ~%50%4 ~%-100%5}")

    assert body["type"] == "choices"
    assert body["answer"] == ["B", "C"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"Is 1 \= 1\: yes\, or \~ no\#1", r"Is 1 = 1: yes\, or ~ no#1"),
        (r"a\nb", "a\nb"),
        (r"\{1, 2\} \\ \\n", r"{1, 2} \ \n"),
        (r"\frac\{1\}\{2\}", r"\frac{1}{2}"),
        (r"$\\frac\{1\}\{2\} \= x$", r"$\frac{1}{2} = x$"),
        (r"\(x^2\) and \\(y\\)", "$x^2$ and $y$"),
        ("It costs $5 and $6", r"It costs \$5 and \$6"),
        ("It costs $5-$6, or $x$", r"It costs \$5-\$6, or $x$"),
    ],
)
def test_a_backslash_takes_the_meaning_from_a_mark(written, said):
    body = body_of(f"{written} {{={written}}}")

    assert body["question"] == said


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("[html]", "x < 5 **is** \\_x\\_ \\$"),
        ("[markdown]", "x < 5 is _x_ \\$"),
        ("[plain]", "<p>x &lt; 5 <b>is</b> _x_ \\$</p>"),
        ("[moodle]", "x < 5 **is** \\_x\\_ \\$"),
        ("", "x < 5 **is** \\_x\\_ \\$"),
    ],
)
def test_a_mark_says_in_which_format_a_text_is(mark, said):
    body = body_of(f"{mark}<p>x &lt; 5 <b>is</b> _x_ $</p> {{~{mark}a =b}}")

    assert body["question"] == said


def test_no_tag_of_html_is_kept():
    body = body_of(
        '[html]<p onclick\\="x()">One</p><script>alert(1)</script><ul><li>a</li><li>b</li></ul>'
        "10<sup>3</sup> <a href\\='javascript\\:1'>link</a><!-- x --> {~<b>1</b> \\=c =<i>2</i>}"
    )

    assert body["question"] == "One\n\n- a\n- b\n\n10^3 link"
    assert body["choices"] == {"A": "**1** =c", "B": "*2*"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Say why. {}", "Essays cannot be graded here; ask for a short answer."),
        (
            "Match. {=Rhine -> Basel =Seine -> Paris =Thames -> London}",
            "Matching cannot be asked here; make a question of each pair.",
        ),
        (
            "This is a description.",
            "It has no answer; write it in braces behind the question, {=like this}.",
        ),
        (
            "Half a question? {=yes",
            "Its brace { is never closed; no empty line may stand in a question.",
        ),
        (
            r"What is \frac{1}{2}? {=0.5}",
            "It has more than one pair of braces; "
            r"write braces that belong to a text as \{ and \}.",
        ),
        ("Which? {~a ~b}", "No choice is marked as right; mark one."),
        (
            "Which? {=a =b ~c}",
            "2 choices are right, but only one can be ticked; mark one, or let several be ticked.",
        ),
        ("Which? {=" + " ~".join("abcdefghi") + "}", "It has 9 choices; 8 choices at most."),
        (
            "Which? {=" + " ~".join(map(str, range(60))) + "}",
            "It has more than 40 answers; leave some out.",
        ),
        (
            "Which? {=a ~a}",
            "`choices` must be a mapping from A, B, ... (in this order) to 2 to 8 different texts.",
        ),
        (
            "Which? {=*colo*r*}",
            "`*` in `*colo*r*` stands for any letters; write out what is accepted.",
        ),
        ("How many? {#many}", "`many` is not a number with its tolerance; write 5 or 5:0.1."),
        ("How many? {#=1 =2}", "Exactly one number must be worth 100 %; mark it."),
        (
            "[html]<img src\\='x'>What? {=a}",
            "It shows a picture or plays a sound; say it in words, or use a figure.",
        ),
        (
            "a " * 100_001 + "{=b}",
            "It is far too long; perhaps an empty line is missing between two.",
        ),
        ("a" * 10_001 + "{=b}", "A text is longer than 10,000 characters; shorten it."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(text, sentence):
    assert refusal_of(text) == sentence


def test_good_questions_are_kept_beside_refused_ones():
    found = read("Say why. {}\n\nIs it? {T}\n\nWhich? {~a}")

    assert [row.place for row in found.rows] == ["line 3"]
    assert [(refusal.place, refusal.title) for refusal in found.refusals] == [
        ("line 1", "Say why. {}"),
        ("line 5", "Which? {~a}"),
    ]


@pytest.mark.parametrize("text", ["// only this\n", "$CATEGORY: x\n\n"])
def test_a_file_without_a_question_is_refused_whole(text):
    with pytest.raises(UnreadableFileError, match="No question was found"):
        read(text)


def test_the_visible_text_counts_once_it_was_edited():
    body = {
        "type": "set",
        "question": "Which numbers have the square 9?",
        "answer": ["-3", "3"],
        "misconceptions": [
            {"answer": ["3"], "note": "negative_missing", "message": "And below zero?"},
            {"answer": ["9"], "note": "not_a_root", "message": "Square it."},
        ],
        "hints": ["Try."],
        "difficulty": 3,
    }

    written = write_file([body], "gift").decode()
    edited = written.replace("square 9", "square 16").replace("-3, 3", "-4, 4")
    edited = edited.replace("And below zero?", "What about numbers below zero?")

    assert body_of(edited) == {
        **body,
        "question": "Which numbers have the square 16?",
        "answer": ["-4", "4"],
        "misconceptions": [
            {
                "answer": ["3"],
                "note": "negative_missing",
                "message": "What about numbers below zero?",
            },
            body["misconceptions"][1],
        ],
    }


def test_a_damaged_comment_is_told_and_the_rest_read():
    found = read('// tutor: {"difficulty": \nIs it? {=yes}')

    assert found.rows[0].body == {"type": "text", "question": "Is it?", "answer": ["yes"]}
    assert len(found.remarks) == 1


def test_what_a_comment_holds_is_judged_as_the_rest():
    assert refusal_of('// tutor: {"difficulty": 9}\nIs it? {=yes}') == (
        "`difficulty` must be a whole number from 1 to 5."
    )
    assert refusal_of('// tutor: {"slug": "x"}\nIs it? {=yes}').startswith("`slug` is not known")


def test_a_text_that_looks_like_a_weight_is_none():
    body = {"type": "text", "question": "How likely is it?", "answer": ["%50%", "\t%50%"]}

    assert body_of(write_file([body], "gift").decode()) == body


def test_a_text_that_looks_like_the_mark_of_a_format_is_none():
    choices = {"A": "[html]<b>", "B": "%50%"}
    body = {"type": "choice", "question": "Which?", "answer": "A", "choices": choices}

    written = write_file([body], "gift").decode()

    assert "=[markdown][html]&lt;b>\n~[markdown]%50%\n" in written
    assert body_of(written) == body


def test_another_system_sees_formulas_where_it_looks_for_them():
    body = {"type": "number", "question": "Solve $x_1 + 2 = \\frac{1}{2}$.", "answer": "-1.5"}

    written = write_file([body], "gift").decode()

    assert r"Solve \\\\(x\\_1 + 2 \= \\\\frac\{1\}\{2\}\\\\)." in written
    assert "=-1.5:0" in written
