import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor_core.content.speech.formulas import UNSPEAKABLE, spoken_formula

# As a teacher at the board would say them.
SAID = {
    r"2x + 3 = 7": "2 x plus 3 equals 7",
    r"x^2 - y^3": "x squared minus y cubed",
    r"a^{n+1} b": "a to the power n plus 1, b",
    r"10^{-4}": "10 to the power minus 4",
    r"\frac{1}{2} m v^2": "1 over 2 m v squared",
    r"\frac{0}{0}": "0 over 0",
    r"\frac12": "1 over 2",
    r"\dfrac{x + 1}{x^2} = 3": "the fraction x plus 1, over x squared, equals 3",
    r"\frac{1}{2x}": "the fraction 1, over 2 x",
    r"\sqrt{2}": "the square root of 2",
    r"\sqrt[3]{a + b} + 1": "the cube root of a plus b, plus 1",
    r"\sqrt[n]{a}": "the n-th root of a",
    r"f(x) = P(B \mid A)": "f of x equals P of, open bracket B given A close bracket",
    r"2(a + b)": "2 open bracket a plus b close bracket",
    r"f'(2) + f''(x)": "f prime of 2 plus f prime prime of x",
    r"\int_0^1 x^2 \, dx": "the integral from 0 to 1 of x squared d x",
    r"\sum_{i=1}^{n} a_i": "the sum for i equals 1 up to n of a sub i",
    r"\lim_{x \to 0} x": "the limit as x goes to 0 of x",
    r"\log_2 8 = 3": "the logarithm to the base 2 of 8 equals 3",
    r"\sin^2\alpha + \cos^2\alpha": "the sine squared of alpha plus the cosine squared of alpha",
    r"\ln": "the natural logarithm",
    r"|\vec v| = 5": "the length of vector v, equals 5",
    r"|-3|": "the absolute value of minus 3",
    r"\overrightarrow{AB}": "vector A B",
    r"\bar x \approx 3.5": "x bar is about 3.5",
    r"\binom{49}{6}": "49 choose 6",
    r"P(A \text{ and } B)": "P of, open bracket A and B close bracket",
    r"90^\circ \le \beta": "90 degrees is at most beta",
    r"\left( \frac{1}{3} \right)^2": "open bracket 1 over 3 close bracket squared",
    r"3 : 4": "3 to 4",
    r"x^5 : x^2": "x to the power 5 divided by x squared",
    r"5\%": "5 percent",
    r"\left. x \right|": "x bar",
    r"x \in \{1, 2\}": "x in open brace 1, 2 close brace",
    r"\unheard{of}": "unheard o f",
}


@pytest.mark.parametrize(("latex", "said"), SAID.items())
def test_a_formula_is_said_as_at_the_board(latex, said):
    assert spoken_formula(latex) == said


@pytest.mark.parametrize(
    "latex",
    [r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "", "  ", "{" * 5_000, r"\frac" * 5_000, "|" * 5_001],
)
def test_what_cannot_be_said_is_announced_or_left_out(latex):
    said = spoken_formula(latex)
    assert said == UNSPEAKABLE or set(said.split()) <= {"the", "absolute", "value", "of", "bar"}


@given(st.text(alphabet="x2{}^_|()[]:&\\\x00 '", max_size=60))
@example(r"\frac{1")
@example(r"\sqrt[3")
@example("x^")
@example(r"\text{a} \text{b")
def test_no_string_breaks_the_voice(latex):
    assert "{" not in (said := spoken_formula(latex))
    assert "\\" not in said
    assert "\x00" not in said
