import datetime as dt

import pytest

from pages.components.charts import HEIGHT, INK, fan, item_figure, style_radar
from tutor_core.content.shipped import shipped_curriculum

SHIPPED = shipped_curriculum()
WITH_FIGURE = [item for item in SHIPPED.items if item.text.figure is not None]
LESSONS = [lesson for lesson in SHIPPED.lessons if lesson.figure is not None]


def graph(**layout):
    data = [{"type": "scatter", "x": [1, 2], "y": [3, 4]}]
    return item_figure({"alt": "a line", "data": data, "layout": layout})


def test_a_graph_can_be_read_off_squares_unless_its_author_says_otherwise():
    assert graph().layout.xaxis.showgrid is True
    assert graph(xaxis={"showgrid": False}).layout.xaxis.showgrid is False
    bars = item_figure({"alt": "bars", "data": [{"type": "bar", "x": ["a"], "y": [1]}]})
    assert bars.layout.xaxis.showgrid is None


def test_a_fan_is_filled_between_its_outer_lines_with_two_lines_upon_it():
    days = [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]
    figure = fan(
        days, [0.1, 0.2], [0.2, 0.4], [0.3, 0.6], other=[0.3, 0.5], other_name="With more minutes"
    )
    assert [(trace.name, trace.fill, trace.showlegend) for trace in figure.data] == [
        ("One of ten is below", None, False),
        ("Eight of ten futures", "tonexty", None),
        ("With more minutes", None, None),
        ("Half are below", None, None),
    ]
    assert list(figure.data[1].y) == [0.3, 0.6]
    assert list(figure.data[2].y) == [0.3, 0.5]


@pytest.mark.parametrize("item", WITH_FIGURE, ids=lambda item: item.slug)
def test_every_shipped_figure_is_drawn(item):
    described = item.variant(1).figure
    figure = item_figure(described)
    assert len(figure.data) == len(described["data"])
    assert figure.layout.height == HEIGHT
    assert figure.to_json()


def test_a_legend_is_drawn_where_its_author_asks_for_it():
    assert graph().layout.showlegend is False
    assert graph(showlegend=True).layout.showlegend is True


def test_shapes_and_arrows_are_seen_by_day_and_by_night():
    figure = graph(
        shapes=[{"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1}],
        annotations=[{"text": "here", "x": 1, "y": 1, "showarrow": True}],
    )
    assert figure.layout.shapes[0].line.color == INK
    assert figure.layout.annotations[0].arrowcolor == INK


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_every_figure_of_a_lesson_is_drawn(lesson):
    assert item_figure(lesson.figure).to_json()


def test_a_radar_closes_its_line_and_reaches_as_far_as_its_longest_corner():
    figure = style_radar({"Pictures": 0.7, "Talking and listening": 0.3, "Doing": 0.0})

    trace = figure.data[0]
    assert list(trace.r) == [0.7, 0.3, 0.0, 0.7]
    assert trace.theta[0] == trace.theta[-1] == "Pictures"
    assert figure.layout.polar.radialaxis.range == (0, 0.7)
    assert style_radar({"a": 0.25, "b": 0.75}).layout.polar.radialaxis.range == (0, 0.75)
    assert style_radar({"a": 0.25, "b": 0.25}).layout.polar.radialaxis.range == (0, 0.5)
