"""The graph of a function as a learner gives it: read as one types, refused in a sentence."""

import pytest

from tests.rows import NOW
from tutor_core import models as m
from tutor_core.content.figures import figure_problems
from tutor_core.errors import InvalidInputError
from tutor_core.review.making.faces import Sides
from tutor_core.review.making.graphs import Graph, figure_of
from tutor_core.review.making.service import make_cards


def drawn(formula, first=-2.0, last=2.0):
    return figure_of(Graph(formula=formula, first=first, last=last))


@pytest.mark.parametrize(
    ("formula", "at_two"),
    [
        ("x^2 - 3", 1),
        ("y = 2x", 4),
        ("3(x + 1)", 9),
        ("x(x + 1)", 6),
        ("(x + 1)(x - 1)", 3),
        ("2 x \N{MINUS SIGN} 1", 3),
        ("X·X", 4),
        ("exp(0 x)", 1),
        ("2cos(0 x)", 2),
        ("sqrt(x + 2)", 2),
    ],
)
def test_a_formula_is_read_as_one_types_it(formula, at_two):
    figure = drawn(formula)

    (curve,) = figure["data"]
    assert (curve["x"][0], curve["x"][-1]) == (-2, 2)
    assert curve["y"][-1] == pytest.approx(at_two)
    assert formula in figure["alt"]
    assert figure_problems(figure) == []


@pytest.mark.parametrize(
    "formula",
    [
        "1/x",
        "sqrt(x)",
        "2^x",
        "x +",
        "a x",
        "__import__('os')",
        "9^9^9",
        "10^10",
        "x" * 400,
        "<b>x</b>",
        "",
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(formula):
    with pytest.raises(InvalidInputError, match=r"cannot be drawn|leaves the paper"):
        drawn(formula)


@pytest.mark.parametrize(("first", "last"), [(2, 2), (3, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_range_that_is_none_is_refused(first, last):
    with pytest.raises(InvalidInputError, match="smaller x than it ends"):
        drawn("x", first, last)


def test_a_card_with_a_graph_shows_it(cards):
    sides = Sides(
        front="Where is it zero?", back="3/2", graph=Graph(formula="2x - 3", first=-1, last=3)
    )
    make_cards(cards.db, cards.actor, sides, topic="algebra", now=NOW)

    card = cards.desk().card

    assert card.figure["alt"] == "Graph of y = 2x - 3 for x from -1 to 3."
    assert cards.db.query(m.Content).filter_by(content_type="flashcard").one().figure is not None
