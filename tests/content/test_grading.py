# ruff: noqa: RUF001 - the signs that learners type
import pytest

from tutor_core.content.grading import check_spec, grade, read

NUMBER = {"type": "number", "answer": "1/2"}
SQUARE = {"type": "expression", "answer": "(x+1)^2"}
LINE = {"type": "equation", "answer": "y = 2x + 1"}
REGION = {"type": "interval", "answer": "(-oo, 2] U (3, 4)"}
ROOTS = {"type": "set", "answer": ["1", "-1/2"]}
PAIR = {"type": "list", "answer": ["1", "2"]}
GRAVITY = {"type": "quantity", "answer": "9.8 m/s^2"}
LIGHT = {"type": "text", "answer": ["photon", "light quantum"]}
CHOICE = {"type": "choice", "answer": "B", "choices": {"A": "one", "B": "two", "C": "three"}}
CHOICES = {**CHOICE, "type": "choices", "answer": ["A", "C"]}
ORDER = {"type": "order", "answer": ["for x in y:", "    print(x)"]}
# The first 38 digits of pi and the next 28: nearer to pi than anything is computed.
PI_CUT, PI_NEXT = "31415926535897932384626433832795028841", "9716939937510582097494459230"


def number(answer, **options):
    return {"type": "number", "answer": answer, **options}


def expression(answer, **options):
    return {"type": "expression", "answer": answer, **options}


def quantity(answer, **options):
    return {"type": "quantity", "answer": answer, **options}


def members(*answers, **options):
    return {"type": "set", "answer": list(answers), **options}


def region(answer):
    return {"type": "interval", "answer": answer}


RIGHT = [
    *[
        (NUMBER, response)
        for response in (
            "0.5",
            ".5",
            "0,5",
            "1/2",
            "2/4",
            "50 %",
            "50%",
            "5e-1",
            "5*10^-1",
            "5×10⁻¹",
            "5 x 10^-1",
            "5·10^{-1}",
            "½",
            "x = 0.5",
            "x=1/2.",
            " 1/2 ",
            "$\\frac{1}{2}$",
            "\\frac12",
            "\\dfrac{1}{2}",
            "\\(\\frac{1}{2}\\)",
            "0.50",
            "(1/2)",
            "1÷2",
            "−1/−2",
            "１／２",
            "\u202f0.5\u00a0",
            "\u200e0.5",
            "sin 30°",
            "sin(\\pi/6)",
            "2^-1",
            "√(1/4)",
            "=0.5",
            "0.5 = x",
            "\\left(\\frac{1}{2}\\right)",
            "|−1/2|",
            "sqrt(2)/sqrt(8)",
        )
    ],
    *[(number("3/2"), response) for response in ("1 1/2", "1½", "3/2", "1.5", "150 %")],
    *[(number("-3"), response) for response in ("-3", "−3", "–3", "- 3", "x=-3", "-6/2")],
    *[(number(1000), response) for response in ("1,000", "1000", "1 000", "1'000", "10^3", "1e3")],
    *[(number("1234.5"), response) for response in ("1,234.5", "1.234,5", "1 234.5", "2469/2")],
    *[(number("sqrt(2)/2"), response) for response in ("√2/2", "1/√2", "sqrt(1/2)", "cos(45°)")],
    *[(number("3*pi"), response) for response in ("3π", "3pi", "3\\pi", "π3".replace("π3", "π*3"))],
    (number("3"), "log10(1000)"),
    (number("3"), "log_{10}(1000)"),
    (number("3"), "\\log_2 8"),
    (number("2"), "ln(e^2)"),
    (number("120"), "5!"),
    (number("-2"), "cbrt(-8)"),
    (number("-2"), "(-8)^(1/3)"),
    (number("2"), "\\sqrt[3]{8}"),
    (number("3.14", tolerance={"absolute": 0.01}), "pi"),
    (number("299792458", tolerance={"relative": 0.01}), "3.0×10⁸"),
    (number("9.80665", significant_figures=3), "9.81"),
    (number("1234.5", significant_figures=2), "1200"),
    (number("3/4", form="lowest_terms"), "3/4"),
    *[
        (SQUARE, response)
        for response in (
            "(x+1)^2",
            "x^2+2x+1",
            "x²+2x+1",
            "x**2 + 2*x + 1",
            "(1+x)(x+1)",
            "y = (x+1)^2",
            "f(x) = x^2+2x+1",
            "(X+1)^2",
            "\\left(x+1\\right)^{2}",
            "$x^{2}+2\\cdot x+1$",
            "x(x+2)+1",
            "1 + x 2".replace("x 2", "2x") + " + x x",
            "|x+1|^2",
            "(x²+2x)+1.",
        )
    ],
    *[
        (expression("x sin(x)"), response)
        for response in ("x sin x", "sin(x) x", "x*sin x", "xsinx")
    ],
    *[
        (expression("sin(x)^2"), response)
        for response in (
            "sin^2 x",
            "sin²x",
            "1 - cos^2(x)",
            "(sin x)^2",
            "\\sin^{2}\\left(x\\right)",
        )
    ],
    (expression("sqrt(x^2)"), "|x|"),
    (expression("ln(x)/ln(2)"), "log_2(x)"),
    (expression("e^x"), "exp(x)"),
    (expression("x*y"), "yx"),
    (expression("v_0*t"), "v0 t"),
    (expression("v_0*t"), "t*v_{0}"),
    (expression("2*pi*r"), "2πr"),
    (expression("theta^2"), "θ²"),
    (expression("sqrt(x)"), "x^(1/2)"),
    (expression("sqrt(x)"), "√x"),
    (expression("1/x"), "x^-1"),
    (expression("sqrt(x^2 y)", positive=["x", "y"]), "x sqrt(y)"),
    (expression("2 ln(x)", positive=["x"]), "ln(x^2)"),
    (expression("x^(-3)"), "1/x³"),
    (expression("e^(-3x)"), "1/e^(3x)"),
    (expression("1", variables=["x"]), "(e^x+1) - e^x"),
    (expression("(x-1)(x+2)", form="factored"), "(x+2)(x-1)"),
    (expression("(x-1)(x+2)", form="factored"), "-(1-x)(x+2)"),
    (expression("2(x-1)^2", form="factored"), "2(x-1)(x-1)"),
    (expression("(x-sqrt(2))(x+sqrt(2))", form="factored"), "(x+√2)(x-√2)"),
    (expression("x^2+x-2", form="expanded"), "x^2 - 2 + x"),
    (expression("x/(x+1)", form="lowest_terms"), "x/(1+x)"),
    (expression("x+1", form="lowest_terms"), "x+1"),
    *[
        (expression("x^2/2", up_to_constant=True), response)
        for response in ("x²/2", "x^2/2 + C", "1/2 x^2 + c", "x^2/2 + 7", "F(x) = x^2/2 + C")
    ],
    (expression("ln|x|", up_to_constant=True), "ln(x) + C"),
    (expression("sin(x)^2/2", up_to_constant=True), "-cos(2x)/4 + C"),
    (expression("6e^(5x) + C", up_to_constant=True), "6exp(5x)"),
    (expression("3e^(6x)", up_to_constant=True), "3exp(6x) + 2"),
    (expression("e^x", up_to_constant=True), "e^x + 3"),
    (expression("e^(2x)/2", up_to_constant=True), "(e^x)^2/2 + 1"),
    *[(LINE, response) for response in ("y=2x+1", "2x+1=y", "2y = 4x+2", "y-2x=1", "0=2x+1-y")],
    (LINE, "(y-1)/x = 2"),
    ({"type": "equation", "answer": "x^2+y^2=25"}, "y² + x² = 5²"),
    ({"type": "equation", "answer": "I = V/R"}, "V = I R"),
    *[
        (REGION, response)
        for response in (
            "(-oo, 2] U (3, 4)",
            "(-∞,2]∪(3,4)",
            "(3,4) or x<=2",
            "x <= 2 or 3 < x < 4",
            "x ∈ (-inf, 2] U (3, 4)",
            "2 >= x or 4 > x > 3",
            "x≤2 or x>3 and x<4",
            "]-∞; 2] ∪ ]3; 4[",
            "(-\\infty, 2] \\cup (3, 4)",
            "(-oo,0] U [-1,2] U (3,4)",
        )
    ],
    (region("(-oo, oo)"), "R"),
    (region("(-oo, oo)"), "ℝ"),
    (region("(-oo, oo)"), "all real numbers"),
    (region("(-oo, 2) U (2, oo)"), "x ≠ 2"),
    (region("(-oo, 2) U (2, oo)"), "R \\ {2}"),
    (region("[sqrt(2), 3]"), "√2 <= x <= 3"),
    (region("{}"), "no solution"),
    *[
        (ROOTS, response)
        for response in (
            "{1, -0.5}",
            "x = 1 or x = -1/2",
            "1 and -1/2",
            "1; -1/2",
            "-1/2, 1",
            "x=1, -1/2",
            "\\{1, -\\frac{1}{2}\\}",
            "x ∈ {1, -½}",
            "1, -1/2, 1",
            "x₁ = 1, x₂ = -1/2",
        )
    ],
    (members("2", "-2"), "±2"),
    (members("sqrt(2)", "-sqrt(2)"), "x = ±√2"),
    (members("1+sqrt(3)", "1-sqrt(3)"), "1 ± √3"),
    (members("a", "-a"), "x = -a or x = a"),
    (members(), "no solution"),
    (members(), "∅"),
    (members("0.333", tolerance={"absolute": 0.001}), "1/3"),
    *[(PAIR, response) for response in ("(1, 2)", "1; 2", "1, 2", "[1, 2]", "x=1, y=2", "2/2; 2")],
    ({**PAIR, "variables": ["x", "y"]}, "y = 2 and x = 1"),
    *[
        (GRAVITY, response)
        for response in (
            "9.8 m/s^2",
            "980 cm/s²",
            "9.8 m s^-2",
            "9.8 m/s/s",
            "9.8m/s2",
            "9.8 m·s⁻²",
            "9,8 m/s^2",
            "0.0098 km/s²",
            "9.8 N/kg",
            "9.8 ms^-2",
            "g = 9.8 m/s^2",
            "9.8 m/(s^2)",
            "9.8\\,\\mathrm{m/s^2}",
            "9.8 meters per second squared",
            "98/10 m/s^2",
            "9.8 (m/s^2)",
        )
    ],
    (quantity("10 m/s"), "36 km/h"),
    (quantity("3.6 MJ"), "1 kWh"),
    (quantity("20 °C"), "293.15 K"),
    (quantity("293.15 K"), "20 ℃"),
    (quantity("20 K", temperature_difference=True), "20 °C"),
    (quantity("4.2 J/(g K)"), "4200 J/kg °C"),
    (quantity("1000 ohm"), "1 kΩ"),
    (quantity("5 um"), "5 µm"),
    (quantity("5 um"), "0.005 mm"),
    (quantity("pi rad"), "180°"),
    (quantity("5 N m"), "5 Nm"),
    (quantity("2 kg"), "2 Kg"),
    (quantity("9.81 m/s^2", tolerance={"absolute": 0.05}), "980 cm/s^2"),
    (quantity("299792458 m/s", significant_figures=3), "3.00 x 10^8 m/s"),
    *[
        (LIGHT, response)
        for response in ("photon", " Photon.", "LIGHT  quantum", "phóton", "photon\u200b")
    ],
    ({"type": "text", "answer": ["don't"]}, "don’t"),
    ({"type": "text", "answer": ["café"]}, "cafe\u0301"),
    ({"type": "text", "answer": ["Straße"]}, "strasse"),
    ({"type": "text", "answer": ["!="]}, "!="),
    ({"type": "text", "answer": ["a\n  b"]}, "a \r\n  B\n\n"),
    *[(CHOICE, response) for response in ("B", "b", "(b)", "B.", "b)", "Option B", "two", " B ")],
    *[(CHOICES, response) for response in ("A, C", "c a", "AC", "a and c", "C;A", "A,C,A")],
    (ORDER, "for x in y:\n    print(x)"),
    (ORDER, "\nfor x in y:  \r\n    print(x)\n"),
]

OTHERWISE = [
    (NUMBER, "−0.5", "incorrect", "number.sign"),
    (NUMBER, "0.51", "incorrect", "number.wrong"),
    (NUMBER, "", "invalid", "invalid.empty"),
    (NUMBER, " \u200b ", "invalid", "invalid.empty"),
    (NUMBER, "1/0", "invalid", "invalid.no_value"),
    (NUMBER, "ln(0)", "invalid", "invalid.no_value"),
    (NUMBER, "3 apples", "invalid", "invalid.unknown_name"),
    (NUMBER, "1, 2", "invalid", "invalid.syntax"),
    (number("1/3"), "0.333", "almost", "number.rounded"),
    (number("2/3"), "0.66", "almost", "number.rounded"),
    (number("2/3"), "0.65", "incorrect", "number.wrong"),
    (number("1/3"), "0.3", "incorrect", "number.wrong"),
    (number("1/8"), "0.13", "incorrect", "number.wrong"),
    (number("pi"), "3.14", "almost", "number.rounded"),
    (number("pi"), "3.14159265358979323846264338327950288", "almost", "number.rounded"),
    (number("pi"), "3.15", "incorrect", "number.wrong"),
    (number("pi"), f"{PI_CUT}*10^-37 + {PI_NEXT}*10^-65", "incorrect", "number.wrong"),
    (number("pi"), "22/7", "incorrect", "number.wrong"),
    (number("50"), "50 %", "almost", "number.percent"),
    (number("50 %"), "50", "almost", "number.percent_missing"),
    (number("1"), "1,000", "almost", "number.separator"),
    (number("9.80665", significant_figures=3), "9.807", "almost", "number.figures"),
    (number("9.80665", significant_figures=3), "9.8", "almost", "number.figures"),
    (number("9.80665", significant_figures=3), "9.82", "incorrect", "number.wrong"),
    (number("3/4", form="lowest_terms"), "6/8", "almost", "expression.not_lowest_terms"),
    (number("3.14", tolerance={"absolute": 0.01}), "3.16", "incorrect", "number.wrong"),
    (SQUARE, "x^2+1", "incorrect", "expression.wrong"),
    (SQUARE, "(a+1)^2", "invalid", "invalid.unknown_name"),
    (SQUARE, "(x+1)^2 = 0", "invalid", "invalid.syntax"),
    (SQUARE, "x^2 + 2x +", "invalid", "invalid.syntax"),
    (SQUARE, "x2 + 1", "invalid", "invalid.syntax"),
    (expression("sqrt(x^2)"), "x", "incorrect", "expression.wrong"),
    (expression("x"), "sqrt(x)^2", "incorrect", "expression.domain_differs"),
    (expression("ln(x^2)"), "2ln(x)", "incorrect", "expression.domain_differs"),
    (expression("1/(x-1)"), "1/x - 1", "incorrect", "expression.wrong"),
    (expression("x+1"), "(x^2-1)/(x-1)", "correct", "expression.domain"),
    (expression("1/(2x)"), "1/2x", "almost", "expression.ambiguous"),
    (expression("x/3"), "0.333x", "almost", "expression.rounded"),
    (expression("pi x"), "3.14159265358979323846264338327950288x", "almost", "expression.rounded"),
    (expression("(x-1)(x+2)", form="factored"), "x^2+x-2", "almost", "expression.not_factored"),
    (expression("2(x-1)x", form="factored"), "(2x-2)x", "almost", "expression.not_factored"),
    (expression("x^3-x", form="factored"), "x(x^2-1)", "almost", "expression.not_factored"),
    (expression("x^2+x-2", form="expanded"), "(x-1)(x+2)", "almost", "expression.not_expanded"),
    (expression("x^2+x-2", form="expanded"), "x^2+2x-x-2", "almost", "expression.not_expanded"),
    (expression("x", form="lowest_terms"), "x^2/x", "almost", "expression.not_lowest_terms"),
    (expression("x/2", form="lowest_terms"), "2x/4", "almost", "expression.not_lowest_terms"),
    (expression("x^2/2", up_to_constant=True), "x^2 + C", "incorrect", "expression.wrong"),
    (expression("x^2/2", up_to_constant=True), "C x^2/2", "incorrect", "expression.wrong"),
    (expression("x^2/2"), "x^2/2 + C", "invalid", "invalid.unknown_name"),
    (expression("x"), "x + 1/10^50", "incorrect", "expression.wrong"),
    (LINE, "2x+1", "almost", "equation.side_missing"),
    (LINE, "y^2 = (2x+1)^2", "incorrect", "equation.wrong"),
    (LINE, "xy = 2x^2 + x", "incorrect", "equation.wrong"),
    (LINE, "0 = 0", "incorrect", "equation.wrong"),
    (LINE, "y = 2x = 1", "invalid", "invalid.syntax"),
    (LINE, "x+1", "invalid", "invalid.not_an_equation"),
    (REGION, "(-oo, 2) U (3, 4)", "incorrect", "interval.ends"),
    (REGION, "[-oo, 2] U (3, 4)", "almost", "interval.infinity"),
    (REGION, "(-oo, 2]", "incorrect", "interval.wrong"),
    (REGION, "2x < 4", "invalid", "invalid.syntax"),
    (region("(2, 3)"), "(2, 3, 4)", "invalid", "invalid.syntax"),
    (ROOTS, "1", "incorrect", "set.missing"),
    (ROOTS, "1, 2, -1/2", "incorrect", "set.extra"),
    (ROOTS, "1, 2", "incorrect", "set.wrong"),
    (ROOTS, "1,,2", "invalid", "invalid.syntax"),
    (PAIR, "(2, 1)", "incorrect", "list.order"),
    (PAIR, "P(1, 2)", "correct", "list.same"),
    (PAIR, " P' (1|2) ", "correct", "list.same"),
    (PAIR, "(1 | 2)", "correct", "list.same"),
    (PAIR, "(2|1)", "incorrect", "list.order"),
    ({"type": "list", "answer": ["1/2", "-3"]}, "S(0.5|-3)", "correct", "list.same"),
    ({"type": "list", "answer": ["2", "5"]}, "(|-2|; 5)", "correct", "list.same"),
    (PAIR, "1", "incorrect", "list.length"),
    (GRAVITY, "9.8", "almost", "quantity.unit_missing"),
    (GRAVITY, "9.8 m/s", "incorrect", "quantity.dimension"),
    (GRAVITY, "9.8 cm/s^2", "incorrect", "quantity.unit_size"),
    (GRAVITY, "9.7 m/s^2", "incorrect", "quantity.wrong"),
    (GRAVITY, "9.8 blub", "invalid", "invalid.unknown_unit"),
    (GRAVITY, "m/s^2", "invalid", "invalid.number_missing"),
    (quantity("10/3 m"), "3.33 m", "almost", "quantity.rounded"),
    (quantity("20 K"), "20 °C", "incorrect", "quantity.unit_size"),
    (quantity("299792458 m/s", significant_figures=3), "3.0e8 m/s", "almost", "quantity.figures"),
    (LIGHT, "electron", "incorrect", "text.wrong"),
    (LIGHT, "foton", "incorrect", "text.wrong"),
    (LIGHT, "phtoon", "almost", "text.spelling"),
    ({"type": "text", "answer": ["a ≠ b"]}, "a = b", "incorrect", "text.wrong"),
    ({"type": "text", "answer": ["a≠b"]}, "a=b", "incorrect", "text.wrong"),
    ({"type": "text", "answer": ["a\n  b"]}, "a\nb", "incorrect", "text.wrong"),
    ({"type": "text", "answer": ["True"], "case_sensitive": True}, "true", "almost", "text.case"),
    (CHOICE, "A", "incorrect", "choice.wrong"),
    (CHOICE, "D", "invalid", "invalid.choice"),
    (CHOICES, "A", "incorrect", "choices.missing"),
    (CHOICES, "A, B, C", "incorrect", "choices.extra"),
    (CHOICES, "A, X", "invalid", "invalid.choice"),
    (ORDER, "    print(x)\nfor x in y:", "incorrect", "order.wrong"),
    (ORDER, "for x in y:\nprint(x)", "incorrect", "order.indentation"),
    (ORDER, "for x in y:", "incorrect", "order.lines"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "response"), RIGHT)
def test_a_right_answer_in_any_sane_form_is_right(spec, response):
    assert grade(response, spec).verdict == "correct", grade(response, spec)


@pytest.mark.parametrize(("spec", "response", "verdict", "note"), OTHERWISE)
def test_everything_else_gets_its_verdict_and_its_reason(spec, response, verdict, note):
    graded = grade(response, spec)
    assert (graded.verdict, graded.note) == (verdict, note)


@pytest.mark.parametrize(
    ("spec", "response", "locale", "verdict"),
    [
        (number("1000"), "1.000", "de", "correct"),
        (number("1"), "1.000", "de", "almost"),
        (number("1000"), "1.000", "en", "almost"),
        (number("1000"), "1.000", "de-CH", "almost"),
        (number("1000"), "1'000", "de-CH", "correct"),
        (number("1000.5"), "1 000,5", "fr-FR", "correct"),
        (number("1.5"), "1,5", "sv", "correct"),
        (number("1.5"), "1.5", "de_DE", "correct"),
        (number("1234.5"), "1,234.5", "de", "correct"),
        (members("1.5", "2"), "1,5; 2", "de", "correct"),
        (members("1.5", "2"), "{1,5, 2}", "de", "correct"),
        (members("1.5", "2"), "1,5; 2", "en", "correct"),
        (members("1", "5"), "1,5", "de", "almost"),
        (members("1", "5"), "1,5", "en", "correct"),
        (region("(1, 2]"), "(1,2]", "de", "correct"),
        (region("(1.5, 2]"), "(1,5; 2]", "de", "correct"),
        (quantity("9.8 m"), "9,8 m", "nonsense", "correct"),
    ],
)
def test_commas_and_points_are_read_as_where_the_learner_lives(spec, response, locale, verdict):
    assert grade(response, spec, locale=locale).verdict == verdict


@pytest.mark.parametrize(
    ("spec", "response", "position", "message"),
    [
        (NUMBER, "1+2)", 3, "I can't read the ')' at character 4: there is no '(' before it."),
        (NUMBER, "(1+2", 0, "The '(' at character 1 is never closed."),
        (NUMBER, "1+2*", 3, "Something is missing after the '*' at character 4."),
        (NUMBER, "1 @ 2", 2, "I can't read the '@' at character 3."),
        (NUMBER, "1\x002", 1, "I can't read the invisible character U+0000 at character 2."),
        (SQUARE, "x + foo", 4, "I don't know the name 'foo' at character 5: use only x."),
        (SQUARE, "|x + 1", 0, "The '|' at character 1 is never closed."),
    ],
)
def test_what_cannot_be_read_says_where_and_why(spec, response, position, message):
    graded, reading = grade(response, spec), read(response, spec)
    assert (graded.verdict, graded.position, graded.message) == ("invalid", position, message)
    assert (reading.is_readable, reading.position, reading.message) == (False, position, message)


@pytest.mark.parametrize(
    ("spec", "response", "locale", "understood"),
    [
        (NUMBER, "1/2", "en", r"\frac{1}{2}"),
        (NUMBER, "-1/2", "en", r"-\frac{1}{2}"),
        (NUMBER, "0,5", "de", "0{,}5"),
        (NUMBER, "1,000", "en", r"1000\quad\text{(the comma groups thousands)}"),
        (NUMBER, "1.000", "de", r"1000\quad\text{(the point groups thousands)}"),
        (NUMBER, "log(2)", "en", r"\ln\left(2\right)"),
        (NUMBER, "1 1/2", "en", r"1\,\frac{1}{2}"),
        (SQUARE, "1/2x", "en", r"\frac{1}{2} x"),
        (SQUARE, "(x+1)2x", "en", ""),
        (SQUARE, "sin^2 x", "en", r"\sin^{2}\left(x\right)"),
        (SQUARE, "2^x^2", "en", r"2^{x^{2}}"),
        (SQUARE, "-x^2", "en", r"-x^{2}"),
        (SQUARE, "2*3", "en", r"2 \cdot 3"),
        (LINE, "y=2x", "en", "y = 2 x"),
        (REGION, "x<2", "en", r"\left(-\infty;\, 2\right)"),
        (ROOTS, "±1", "en", r"\left\{1;\, -1\right\}"),
        (GRAVITY, "9.8 m/s^2", "en", r"9.8\ \frac{\mathrm{m}}{\mathrm{s}^{2}}"),
    ],
)
def test_the_preview_shows_how_an_answer_is_understood(spec, response, locale, understood):
    reading = read(response, spec, locale=locale)
    assert reading.understood == understood
    assert reading.understood_is_latex == bool(understood)


@pytest.mark.parametrize(
    ("spec", "mistake", "response"),
    [
        (number("7"), "-7", "x = −7"),
        (number("1/2"), "2", "4/2"),
        (expression("2x", form="expanded"), "x^2", "x x"),
        (members("1", "2"), ["-1", "-2"], "-2; -1"),
        (GRAVITY, "9.8 m/s", "980 cm/s"),
        (CHOICE, "C", "three"),
        ({"type": "text", "answer": ["photon"]}, "photons", "Photons"),
        (number("1/3"), "0.33", "0.33"),
        (region("(1, 2)"), "[1, 2]", "1<=x<=2"),
    ],
)
def test_a_known_mistake_is_named(spec, mistake, response):
    known = {"answer": mistake, "note": "slip", "message": "You slipped."}
    graded = grade(response, {**spec, "misconceptions": [known]})
    assert (graded.verdict, graded.note, graded.message) == (
        "incorrect", "misconception.slip", "You slipped.",
    )  # fmt: skip


def test_a_right_answer_is_not_a_mistake_even_if_listed_as_one():
    known = {"answer": "2/4", "note": "slip", "message": "You slipped."}
    assert grade("1/2", {**NUMBER, "misconceptions": [known]}).verdict == "correct"


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"type": "essay", "answer": "x"}, "type must be one of"),
        ({"type": "number"}, "neither text nor a number"),
        (number("1+"), "Something is missing"),
        (number("x"), "don't know the name"),
        (number("1/0"), "divides by zero"),
        (number("1", tolerance=0.1), "tolerance must be"),
        (number("1", tolerance={"relative": -1}), "at least 0"),
        (number("1", significant_figures=0), "significant_figures"),
        (number("1", toleranse={}), "unknown option 'toleranse'"),
        (expression("x", form="pretty"), "form must be one of"),
        ({"type": "equation", "answer": "2x+1"}, "no equals sign"),
        ({"type": "interval", "answer": "2"}, "can't read that as an interval"),
        ({**CHOICE, "answer": "Z"}, "there is no choice 'Z'"),
        ({"type": "text", "answer": []}, "the list is empty"),
        (number("1", misconceptions=[{"answer": "2"}]), "needs an answer and a note"),
        (number("1", misconceptions=[{"answer": "?", "note": "n"}]), "misconception 'n'"),
    ],
)  # fmt: skip
def test_an_authors_mistake_is_refused_with_a_reason(spec, reason):
    with pytest.raises(ValueError, match=reason):
        check_spec(spec)
    with pytest.raises(ValueError, match=reason):
        grade("1", spec)
