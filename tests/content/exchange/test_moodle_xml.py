"""Moodle's XML as Moodle writes it."""

import pytest

from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.values import UnreadableFileError
from tutor_core.content.exchange.writing import write_file

# The elements and their order are those of an export of Moodle 4; the questions are our own.
EXPORTED = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category><text>$course$/top/Default for Physics</text></category>
    <info format="moodle_auto_format"><text></text></info>
    <idnumber></idnumber>
  </question>

<!-- question: 311  -->
  <question type="multichoice">
    <name><text>Free fall</text></name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">Two balls of different mass fall
 in a&nbsp;<strong>vacuum</strong>. Which hits the ground first, if both fall \\(h = \\frac{1}{2} g t^2\\)?</p>]]></text>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>The mass does not appear in $$h = \\frac{1}{2} g t^2$$.</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>abc</answernumbering>
    <showstandardinstruction>0</showstandardinstruction>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <partiallycorrectfeedback format="html"><text>Partially.</text></partiallycorrectfeedback>
    <incorrectfeedback format="html"><text>Your answer is incorrect.</text></incorrectfeedback>
    <shownumcorrect/>
    <answer fraction="0" format="html">
      <text><![CDATA[<p>The heavier one</p>]]></text>
      <feedback format="html"><text><![CDATA[<p>In air, perhaps.</p>]]></text></feedback>
    </answer>
    <answer fraction="100" format="html">
      <text><![CDATA[<p>Both at once</p>]]></text>
      <feedback format="html"><text></text></feedback>
    </answer>
    <hint format="html"><text><![CDATA[<p>What slows a feather down?</p>]]></text><shownumcorrect/></hint>
    <hint format="html"><text><![CDATA[<p>There is no air.</p>]]></text></hint>
    <tags><tag><text>mechanics</text></tag></tags>
  </question>

<!-- question: 312  -->
  <question type="truefalse">
    <name><text>Weight</text></name>
    <questiontext format="html"><text><![CDATA[<p>A mass of 1 kg weighs the same on the Moon.</p>]]></text></questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <answer fraction="0" format="moodle_auto_format">
      <text>true</text><feedback format="html"><text>Its mass is the same.</text></feedback>
    </answer>
    <answer fraction="100" format="moodle_auto_format">
      <text>false</text><feedback format="html"><text></text></feedback>
    </answer>
  </question>

<!-- question: 313  -->
  <question type="shortanswer">
    <name><text>Unit</text></name>
    <questiontext format="markdown"><text>Which unit does *force* have? Write `N` or its name for \\\\(F = m \\\\cdot a\\_1\\\\).</text></questiontext>
    <generalfeedback format="markdown"><text></text></generalfeedback>
    <usecase>1</usecase>
    <answer fraction="100" format="moodle_auto_format"><text>N</text><feedback format="html"><text></text></feedback></answer>
    <answer fraction="100" format="moodle_auto_format"><text>newton</text><feedback format="html"><text></text></feedback></answer>
    <answer fraction="0" format="moodle_auto_format"><text>kg</text><feedback format="html"><text>That is the unit of mass.</text></feedback></answer>
  </question>

<!-- question: 314  -->
  <question type="numerical">
    <name><text>Pressure</text></name>
    <questiontext format="html"><text>How large is it?</text></questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    <answer fraction="100" format="moodle_auto_format"><text>101.3</text><feedback format="html"><text></text></feedback><tolerance>0.1</tolerance></answer>
    <units>
      <unit><multiplier>1000</multiplier><unit_name>Pa</unit_name></unit>
      <unit><multiplier>1</multiplier><unit_name>kPa</unit_name></unit>
    </units>
    <unitgradingtype>1</unitgradingtype>
    <unitpenalty>0.1000000</unitpenalty>
    <showunits>0</showunits>
    <unitsleft>0</unitsleft>
  </question>

<!-- question: 315  -->
  <question type="essay">
    <name><text>Say why</text></name>
    <questiontext format="html"><text>Why?</text></questiontext>
  </question>

<!-- question: 316  -->
  <question type="numerical">
    <name><text>A picture</text></name>
    <questiontext format="html"><text><![CDATA[<p>Read it off <img src="@@PLUGINFILE@@/scale.png" alt=""></p>]]></text>
      <file name="scale.png" path="/" encoding="base64">iVBORw0KGgo=</file>
    </questiontext>
    <answer fraction="100"><text>5</text><tolerance>0</tolerance></answer>
  </question>
</quiz>
"""  # noqa: E501 - as Moodle breaks its lines


def read(text):
    return read_file("questions.xml", text.encode())


def quiz(inside, kind="shortanswer"):
    name = "<name><text>Its name</text></name>"
    return f'<quiz><question type="{kind}">{name}{inside}</question></quiz>'


def asked(text):
    return f"<questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"


YES = "<answer fraction='100'><text>yes</text></answer>"


@pytest.fixture(scope="module")
def exported():
    return read(EXPORTED)


def test_an_export_of_moodle_is_read(exported):
    assert [row.place for row in exported.rows] == [f"question {n}" for n in (1, 2, 3, 4)]
    assert exported.remarks == ("Categories were left out; choose skills in their place.",)


def test_a_multichoice_brings_feedback_hints_and_formulas(exported):
    assert exported.rows[0].body == {
        "type": "choice",
        "question": "Two balls of different mass fall in a **vacuum**. "
        r"Which hits the ground first, if both fall $h = \frac{1}{2} g t^2$?",
        "choices": {"A": "The heavier one", "B": "Both at once"},
        "answer": "B",
        "misconceptions": [{"answer": "A", "note": "choice_a", "message": "In air, perhaps."}],
        "explanation": r"The mass does not appear in $h = \frac{1}{2} g t^2$.",
        "hints": ["What slows a feather down?", "There is no air."],
    }


def test_a_truefalse_becomes_a_choice(exported):
    assert exported.rows[1].body == {
        "type": "choice",
        "question": "A mass of 1 kg weighs the same on the Moon.",
        "choices": {"A": "True", "B": "False"},
        "answer": "B",
        "misconceptions": [{"answer": "A", "note": "choice_a", "message": "Its mass is the same."}],
    }


def test_a_shortanswer_brings_wordings_and_its_case(exported):
    assert exported.rows[2].body == {
        "type": "text",
        "question": r"Which unit does *force* have? Write `N` or its name for $F = m \cdot a_1$.",
        "answer": ["N", "newton"],
        "case_sensitive": True,
        "misconceptions": [
            {"answer": ["kg"], "note": "wrong_1", "message": "That is the unit of mass."}
        ],
    }


def test_a_numerical_with_units_becomes_a_quantity_in_its_base_unit(exported):
    assert exported.rows[3].body == {
        "type": "quantity",
        "question": "How large is it?",
        "answer": "101.3 kPa",
        "tolerance": {"absolute": 0.1},
    }


def test_other_types_and_pictures_are_refused_by_name(exported):
    assert [(r.place, r.title, r.sentence) for r in exported.refusals] == [
        ("question 5", "Say why", "Essays cannot be graded here; ask for a short answer."),
        (
            "question 6",
            "A picture",
            "It shows a picture or plays a sound; say it in words, or use a figure.",
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("matching", "Matching cannot be asked here; make a question of each pair."),
        ("cloze", "A text with gaps cannot be asked here; make a question of each gap."),
        ("calculatedmulti", "Its numbers are drawn by Moodle; write it anew with a template."),
        ("description", "It is a description without an answer; leave it out."),
        ("ddwtos", "Questions of the type `ddwtos` cannot be asked here; write it as a choice."),
        ("", "Questions of the type `` cannot be asked here; write it as a choice."),
    ],
)
def test_a_type_that_cannot_be_asked_says_what_to_do(kind, sentence):
    (refusal,) = read(quiz(asked("What?") + YES, kind)).refusals

    assert refusal.sentence == sentence


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("One<br>two<br/>three", "One  \ntwo  \nthree"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<pre>if x:\n    y()</pre>", "```\nif x:\n    y()\n```"),
        ("<code>a*b</code> a*b", r"`a*b` a\*b"),
        ("10<sup>-3</sup> x<sub>12</sub> 2<sup>a + b</sup>", "10^-3 x_12 2^(a + b)"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a | b  \nc"),
        ("<i> a </i><b></b>", "*a*"),
        ("a &amp; b &lt;c&gt; &eacute;", "a & b <c> é"),
        ("a<script>alert(1)</script>b<style>p {}</style>c<SCRIPT>x", "abc"),
        ("a<!-- b -->c<!-- d", "ac"),
        ('<a href="javascript:x()" onclick="y">a</a>', "a"),
        ("<!DOCTYPE html><o:p>a</o:p><my-tag>b</my-tag><?php x ?>c<![endif]>", "abc"),
        ('<p title="a>b">c</p><p title=\'"\'>d</p>', "c\n\nd"),
        ("1 < 2 and 3>2 <- <3 <unclosed", "1 < 2 and 3>2 <- <3 <unclosed"),
        ("<p>One:</p><p>$$x$$</p>", "One:\n\n$x$"),
        (r"\[ x^2 \] and $$y_1$$ and \(z*z\)", "$x^2$ and $y_1$ and $z*z$"),
        ("$5 and $6, but $x$", r"\$5 and \$6, but $x$"),
        (r"C:\new_dir", r"C:\\new\_dir"),
    ],
)
def test_html_becomes_markdown_without_a_tag(markup, markdown):
    (row,) = read(quiz(asked(f"{markup}") + YES)).rows

    assert row.body["question"] == markdown


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("<img src='x'>", "It shows a picture"),
        ("<video src='x'></video>", "It shows a picture"),
        ("<iframe></iframe>", "It shows a picture"),
        ("<math><mi>x</mi></math>", "A formula is written in MathML; write it in LaTeX."),
        ("&#" + "9" * 5000 + ";", "A character is written as a number that does not exist."),
        ("a " * 5_001, "A text is longer than 10,000 characters; shorten it."),
    ],
)
def test_what_is_no_text_is_refused(markup, sentence):
    (refusal,) = read(quiz(asked(markup) + YES)).refusals

    assert refusal.sentence.startswith(sentence)


def test_an_embedded_file_is_refused_wherever_it_is_used():
    file = "<questiontext><text>x</text><file name='a.png'>iVBORw0K</file></questiontext>"

    (refusal,) = read(quiz(file + YES)).refusals

    assert refusal.sentence.startswith("It shows a picture")


def test_a_unit_that_is_not_used_is_no_unit():
    number = (
        "<answer fraction='100'><text>5</text><tolerance>0</tolerance></answer>"
        "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    )

    (row,) = read(quiz(asked("How many?") + number + "<showunits>3</showunits>", "numerical")).rows

    assert row.body == {"type": "number", "question": "How many?", "answer": "5"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<quiz>", "This is not XML: it breaks off in line 1, column 7; export it again."),
        ("hello", "This is not XML: it breaks off in line 1, column 1; export it again."),
        ("<quiz></quiz>", "No question was found in this file; see how one is written."),
        (
            "<html></html>",
            "This XML file begins with `html` and is no question bank of Moodle; export the "
            "questions as “Moodle XML format”.",
        ),
        (
            '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>',
            "This XML file declares a document type or entities; export it again from Moodle.",
        ),
        (
            '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz></quiz>',
            "This XML file declares a document type or entities; export it again from Moodle.",
        ),
        (
            '<?xml version="1.0" encoding="klingon"?><quiz></quiz>',
            "This XML file names an encoding that cannot be read; export it as UTF-8.",
        ),
        (
            "<quiz>" + "<a>" * 50,
            "This XML file has too many elements in one another; export it from Moodle.",
        ),
        (
            "<quiz>" + "<question/>" * 2001 + "</quiz>",
            "This file has more than 2,000 questions; split it.",
        ),
    ],
)
def test_a_file_of_which_nothing_can_be_used_says_why(text, sentence):
    with pytest.raises(UnreadableFileError) as refused:
        read(text)

    assert str(refused.value) == sentence


def test_a_file_in_another_encoding_is_read_as_it_says():
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + quiz(asked("Où ?") + YES)

    (row,) = read_file("questions.xml", text.encode("latin-1")).rows

    assert row.body["question"] == "Où ?"


def test_moodle_is_given_numbers_with_their_unit_and_absolute_tolerance():
    body = {
        "type": "quantity",
        "question": "How fast? $v_1 < 3$",
        "answer": "6.25 m/s",
        "tolerance": {"relative": 0.01},
        "misconceptions": [
            {"answer": "0.16 m/s", "note": "divided", "message": "Other way round."}
        ],
        "hints": ["Divide."],
        "figure": {"alt": "A track."},
    }

    written = write_file([body], "moodle_xml").decode()

    assert r"How fast? \\(v\_1 &amp;lt; 3\\)" in written
    assert "(Figure: A track.)" in written
    assert "<text>6.25</text><tolerance>0.0625</tolerance>" in written
    assert '<answer fraction="0" format="moodle_auto_format"><text>0.16</text>' in written
    assert "<unit_name>m/s</unit_name>" in written
    assert '<hint format="markdown"><text>Divide.</text></hint>' in written
    assert read(written).rows[0].body == body


def test_right_choices_share_the_grade_and_wrong_ones_take_as_much():
    choices = {"A": "21", "B": "23", "C": "29", "D": "31"}
    body = {"type": "choices", "question": "Prime?", "choices": choices, "answer": ["B", "C", "D"]}

    written = write_file([body], "moodle_xml").decode()

    assert written.count('fraction="33.33333"') == 3
    assert written.count('fraction="-33.33333"') == 1
    assert "<single>false</single>" in written
