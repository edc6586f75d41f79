import pytest

from pages.components.charts import HEIGHT, item_figure
from tutor_core.content.shipped import shipped_curriculum

WITH_FIGURE = [item for item in shipped_curriculum().items if item.text.figure is not None]


def graph(**layout):
    data = [{"type": "scatter", "x": [1, 2], "y": [3, 4]}]
    return item_figure({"alt": "a line", "data": data, "layout": layout})


def test_a_graph_can_be_read_off_squares_unless_its_author_says_otherwise():
    assert graph().layout.xaxis.showgrid is True
    assert graph(xaxis={"showgrid": False}).layout.xaxis.showgrid is False
    bars = item_figure({"alt": "bars", "data": [{"type": "bar", "x": ["a"], "y": [1]}]})
    assert bars.layout.xaxis.showgrid is None


@pytest.mark.parametrize("item", WITH_FIGURE, ids=lambda item: item.slug)
def test_every_shipped_figure_is_drawn(item):
    described = item.variant(1).figure
    figure = item_figure(described)
    assert len(figure.data) == len(described["data"])
    assert figure.layout.height == HEIGHT
    assert figure.to_json()
