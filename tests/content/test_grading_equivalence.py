# ruff: noqa: RUF001 - the signs that learners type
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor_core.content.grading import grade

whole = st.integers(-9, 9)
several = settings(max_examples=80, deadline=None)

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(value, draw_from):
    """Ways to write a decimal fraction, each a right answer."""
    plain = f"{value:f}"
    mantissa, exponent = f"{value:e}".split("e")
    exponent = str(int(exponent))
    fraction = Fraction(value)
    return draw_from(
        [
            plain,
            plain.replace("-", "−"),
            f" {plain} ",
            f"x = {plain}",
            f"${plain}$",
            f"{mantissa}e{exponent}",
            f"{mantissa}·10^{exponent}",
            f"{mantissa}×10{exponent.translate(SUPERSCRIPT)}",
            f"{mantissa} \\cdot 10^{{{exponent}}}",
            f"{fraction.numerator}/{fraction.denominator}",
            f"\\frac{{{fraction.numerator}}}{{{fraction.denominator}}}",
            f"({2 * fraction.numerator})/{2 * fraction.denominator}",
            f"{value * 100:f} %",
            f"{value:,f}",
            f"{value:,f}".replace(",", "\u202f"),
        ]
    )


@given(value=st.decimals(-99999, 99999, allow_nan=False, places=3).filter(bool), data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_number_written_in_any_way_is_right(value, data):
    response = written(value, lambda ways: data.draw(st.sampled_from(ways)))
    assert grade(response, {"type": "number", "answer": str(value)}).verdict == "correct"


@given(value=st.decimals(-99999, 99999, allow_nan=False, places=2))
@settings(max_examples=100, deadline=None)
def test_a_decimal_comma_is_read_where_it_is_written(value):
    spec = {"type": "number", "answer": str(value)}
    german = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    assert grade(german, spec, locale="de").verdict == "correct"
    assert grade(f"{value:,f}", spec, locale="en").verdict == "correct"


@given(value=st.decimals(-99, 99, allow_nan=False, places=2), off=st.integers(1, 50))
@several
def test_a_wrong_number_is_never_right(value, off):
    spec = {"type": "number", "answer": str(value)}
    assert grade(f"{value + off}", spec).verdict == "incorrect"


@given(a=whole, b=whole, c=whole.filter(bool))
@several
def test_multiplied_out_factored_and_reordered_products_are_the_same(a, b, c):
    spec = {"type": "expression", "answer": f"{c}(x - ({a}))(x - ({b}))"}
    for response in (
        f"{c}x^2 + {-c * (a + b)}x + {c * a * b}".replace("+ -", "- "),
        f"({c * a * b}) - ({c * (a + b)})x + ({c})x²",
        f"-{c}*(x-({b}))*(({a})-x)",
        f"y = {c}((x-({a}))*x - ({b})(x-({a})))",
        f"\\frac{{{2 * c}(x-({a}))(x-({b}))}}{{2}}",
    ):
        assert grade(response, spec).verdict == "correct", response


@given(a=whole, b=whole, wrong=st.integers(1, 9))
@several
def test_another_polynomial_is_never_the_same(a, b, wrong):
    spec = {"type": "expression", "answer": f"x^2 + ({a})x + ({b})"}
    assert grade(f"x^2 + ({a})x + ({b + wrong})", spec).verdict == "incorrect"
    assert grade(f"x^2 + ({a + wrong})x + ({b})", spec).verdict == "incorrect"


@given(m=whole, b=whole, factor=whole.filter(bool))
@several
def test_an_equation_may_be_multiplied_and_turned_round(m, b, factor):
    assume(m or b)
    spec = {"type": "equation", "answer": f"y = {m}x + ({b})"}
    assert grade(f"({factor * m})x + ({factor * b}) = ({factor})y", spec).verdict == "correct"
    assert grade(f"({factor})y - ({factor * m})x = ({factor * b})", spec).verdict == "correct"
    assert grade(f"y = {m}x + ({b + factor})", spec).verdict == "incorrect"


@given(
    values=st.lists(st.fractions(-9, 9, max_denominator=9), min_size=1, max_size=4, unique=True),
    data=st.data(),
)
@several
def test_a_set_is_the_same_in_any_order_and_a_list_is_not(values, data):
    answers = [str(value) for value in values]
    mixed = data.draw(st.permutations(answers))
    as_set, as_list = {"type": "set", "answer": answers}, {"type": "list", "answer": answers}
    assert grade("; ".join(mixed), as_set).verdict == "correct"
    assert grade(" or ".join(f"x = {each}" for each in mixed), as_set).verdict == "correct"
    expected = "correct" if mixed == answers else "incorrect"
    assert grade(f"({', '.join(mixed)})", as_list).verdict == expected


@given(low=whole, width=st.integers(1, 9), closed=st.tuples(st.booleans(), st.booleans()))
@several
def test_an_interval_and_its_inequality_are_the_same(low, width, closed):
    high = low + width
    left, right = "[" if closed[0] else "(", "]" if closed[1] else ")"
    spec = {"type": "interval", "answer": f"{left}{low}, {high}{right}"}
    below, above = "<=" if closed[0] else "<", "≤" if closed[1] else "<"
    assert grade(f"{low} {below} x {above} {high}", spec).verdict == "correct"
    middle = Fraction(low + high, 2)
    halves = f"{left}{low}; {middle}] ∪ ({middle}; {high}{right}"
    assert grade(halves, spec).verdict == "correct"
    swapped = f"{'(' if closed[0] else '['}{low}, {high}{right}"
    assert grade(swapped, spec).note == "interval.ends"
