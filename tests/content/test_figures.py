import copy

import pytest

from tutor_core.content.figures import expand_curves, figure_problems
from tutor_core.content.parameters import FormulaError

FIGURE = {
    "alt": "A line from (0, 0) to (2, 4).",
    "data": [
        {"type": "scatter", "mode": "lines+markers", "x": [0, 2], "y": [0, 4],
         "line": {"dash": "dot", "width": 2}, "text": ["A", "B"], "textposition": "top left"},
        {"type": "box", "q1": [1], "median": [2], "q3": [3], "lowerfence": [0], "upperfence": [4]},
        {"type": "bar", "x": ["a", "b"], "y": [1, 2], "orientation": "v"},
        {"type": "histogram", "x": [1, 2, 2], "xbins": {"start": 0, "end": 3, "size": 1}},
    ],
    "layout": {
        "xaxis": {"title": "Time in s", "range": [0, 5], "dtick": 1},
        "yaxis": {"scaleanchor": "x", "visible": False},
        "shapes": [{"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "line": {"dash": "dash"}}],
        "annotations": [{"text": "5 cm", "x": 1, "y": 2, "showarrow": False}],
        "showlegend": False,
    },
}  # fmt: skip


def changed(change):
    figure = copy.deepcopy(FIGURE)
    change(figure)
    return figure


def test_a_figure_of_allowed_parts_passes():
    assert figure_problems(FIGURE) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.pop("alt"),
        lambda f: f.update(alt="  "),
        lambda f: f.update(alt="x" * 801),
        lambda f: f.update(data=[]),
        lambda f: f.update(data="scatter"),
        lambda f: f.update(frames=[]),
        lambda f: f.update(layout=[]),
        lambda f: f["data"].append({"type": "scattermapbox"}),
        lambda f: f["data"].append("scatter"),
        lambda f: f["data"][0].update(marker={"color": "red"}),
        lambda f: f["data"][0].update(line={"color": "red"}),
        lambda f: f["data"][0].update(customdata=[1]),
        lambda f: f["data"][0].update(hovertemplate="x"),
        lambda f: f["data"][0].update(x=[0, 1, 2]),
        lambda f: f["data"][0].update(x=[0, float("nan")]),
        lambda f: f["data"][0].update(x=[0, float("inf")]),
        lambda f: f["data"][0].update(x=[0, 10**12]),
        lambda f: f["data"][0].update(x=[0, True]),
        lambda f: f["data"][0].update(x=[0, None]),
        lambda f: f["data"][3].update(x=list(range(501))),
        lambda f: f["data"][0].update(text=["<b>A</b>", "B"]),
        lambda f: f["data"][0].update(text=["<a href='x'>", "B"]),
        lambda f: f["data"][0].update(text=["&lt;", "B"]),
        lambda f: f["data"][0].update(text=["$x$", "B"]),
        lambda f: f["data"][0].update(name="see https://example.org"),
        lambda f: f["data"][0].update(textposition="red"),
        lambda f: f["data"][0].update(mode="lines+sound"),
        lambda f: f["layout"].update(images=[{"source": "x"}]),
        lambda f: f["layout"].update(template="plotly_dark"),
        lambda f: f["layout"]["xaxis"].update(color="red"),
        lambda f: f["layout"]["xaxis"].update(range=[0]),
        lambda f: f["layout"]["annotations"].append({"text": "x", "font": {"color": "red"}}),
        lambda f: f["layout"]["shapes"].append({"type": "path", "path": "M 0 0"}),
        lambda f: f["layout"]["shapes"].append({"type": "rect", "fillcolor": "red"}),
        lambda f: f["layout"].update(annotations=[{"text": "x"}] * 41),
    ],
)
def test_whatever_is_not_listed_is_refused(change):
    assert len(figure_problems(changed(change))) == 1


def test_problems_say_where_they_are():
    figure = changed(lambda f: (f["data"][2].update(color="red"), f["layout"].update(title=1)))

    trace, layout = figure_problems(figure)
    assert trace.startswith("Trace 3: `color` is not allowed here")
    assert layout.startswith("Layout: `title` is not allowed here")


def test_a_curve_is_drawn_out_into_points():
    curve = {"formula": "x**2 - 1/2", "from": -1, "to": 1.5, "points": 6}
    figure = {"alt": "A parabola.", "data": [{"type": "scatter", "mode": "lines", "curve": curve}]}

    drawn = expand_curves(figure)

    assert drawn["data"] == [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5],
            "y": [0.5, -0.25, -0.5, -0.25, 0.5, 1.75],
        }
    ]
    assert figure_problems(drawn) == []
    assert figure_problems(figure)  # not drawn out: nothing that Plotly knows


def test_traces_without_a_curve_stay_as_they_are():
    assert expand_curves(FIGURE) == FIGURE


@pytest.mark.parametrize(
    "curve",
    [
        {"formula": "1/x", "from": -1, "to": 1, "points": 3},
        {"formula": "y", "from": 0, "to": 1},
        {"formula": "'a'", "from": 0, "to": 1},
        {"formula": "x", "from": 0},
        {"formula": "x", "from": 0, "to": 1, "points": 1},
        {"formula": "x", "from": 0, "to": 1, "points": 10**6},
        {"formula": "x", "from": 0, "to": 1, "color": "red"},
        "x",
    ],
)
def test_a_curve_that_cannot_be_drawn_is_refused(curve):
    with pytest.raises(FormulaError):
        expand_curves({"alt": "x", "data": [{"type": "scatter", "curve": curve}]})


def test_a_circle_is_drawn_out_into_points_on_it():
    whole, quarter = expand_curves(
        {"data": [
            {"type": "scatter", "circle": {"x": 1, "y": -1, "radius": 2}},
            {"type": "scatter", "circle": {"x": 0, "y": 0, "radius": 1, "from": 90, "to": 180}},
        ]}
    )["data"]  # fmt: skip

    assert (whole["x"][0], whole["y"][0]) == (whole["x"][-1], whole["y"][-1]) == (3, -1)
    assert all(
        abs((x - 1) ** 2 + (y + 1) ** 2 - 4) < 1e-5
        for x, y in zip(whole["x"], whole["y"], strict=True)
    )
    assert (quarter["x"][0], quarter["y"][0]) == (0, 1)
    assert (quarter["x"][-1], quarter["y"][-1]) == (-1, 0)


@pytest.mark.parametrize(
    "circle",
    [
        {"x": 0, "y": 0},
        {"x": 0, "y": 0, "radius": "1"},
        {"x": 0, "y": 0, "radius": 1, "colour": 1},
        {"x": 0, "y": 0, "radius": 1, "from": 90, "to": 90},
        {"x": 0, "y": 0, "radius": 1, "to": 361},
        [0, 0, 1],
    ],
)
def test_a_circle_that_cannot_be_drawn_is_refused(circle):
    with pytest.raises(FormulaError, match="circle"):
        expand_curves({"data": [{"type": "scatter", "circle": circle}]})
