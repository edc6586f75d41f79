"""What is written comes back, whatever stands in it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content.exchange.samples import ENDINGS, FORMATS, bodies, shipped_bodies
from tutor_core.content.exchange.bodies import drawn
from tutor_core.content.exchange.reading import read_file
from tutor_core.content.exchange.writing import write_file


def read_again(written, form):
    return read_file(f"questions{ENDINGS[form]}", written)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=st.lists(bodies(), min_size=1, max_size=3))
def test_every_body_comes_back(form, written):
    found = read_again(write_file(written, form), form)

    assert found.refusals == ()
    assert [row.body for row in found.rows] == written
    assert found.format == form
    assert found.remarks == ()


@pytest.mark.parametrize("form", FORMATS)
def test_the_shipped_bank_comes_back(form):
    bank = shipped_bodies()

    found = read_again(write_file(bank, form), form)

    assert len(bank) == 570
    assert [row.body for row in found.rows] == bank


@pytest.mark.parametrize("form", FORMATS)
def test_a_drawn_bank_has_numbers_in_place_of_placeholders(form):
    bank = shipped_bodies()

    found = read_again(write_file(bank, form, drawn=True), form)

    assert [row.body for row in found.rows] == [drawn(body) for body in bank]
    assert not any("template" in row.body for row in found.rows)
    assert not any("{{" in json.dumps(row.body) for row, body in zip(found.rows, bank, strict=True)
                   if "template" in body)  # fmt: skip
