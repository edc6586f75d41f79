"""What is written comes back, whatever stands in it."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.decks.asking import NOW, TODAY, read
from tests.review.decks.samples import notes, without_logs
from tutor_core.review.decks.writing import write_anki, write_table

OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
ZONES = st.sampled_from(["UTC", "Pacific/Auckland", "America/New_York", "Pacific/Kiritimati"])


@OFTEN
@given(written=notes(), zone=ZONES.map(ZoneInfo))
def test_every_note_comes_back_from_a_package(written, zone):
    data = write_anki("Deck", written, today=TODAY, zone=zone, now=NOW)

    found = read("deck.apkg", data, zone=zone)

    assert found.refused == ()
    assert found.notes == tuple(written)


@pytest.mark.parametrize(("separator", "name"), [(",", "deck.csv"), ("\t", "deck.tsv")])
@OFTEN
@given(written=notes())
def test_every_note_comes_back_from_a_table_without_its_log(separator, name, written):
    found = read(name, write_table(written, separator=separator))

    assert found.refused == ()
    assert found.notes == without_logs(written)
    assert found.format == "table"
