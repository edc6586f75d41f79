"""Join codes: what they are made of, and what somebody may type for one."""

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from tests.rows import NOW
from tutor_core.cohorts.codes import (
    ALPHABET,
    LENGTH,
    LONGEST_TYPED,
    code_in,
    grouped,
    new_code,
    state_of,
)

SEEDS = st.integers(0, 2**32)
SEPARATORS = st.lists(st.sampled_from(["", " ", "-", "\u2011", "\u00a0", "\t", "\u200f"]),
                      min_size=LENGTH + 1, max_size=LENGTH + 1)  # fmt: skip


def test_signs_that_look_alike_are_in_no_code():
    assert not set("ILO01") & set(ALPHABET)
    assert len(ALPHABET) == 31


@given(SEEDS)
def test_a_code_is_eight_signs_and_found_as_it_is_shown(seed):
    code = new_code(random.Random(seed))
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert code_in(code) == code_in(grouped(code)) == code


@given(SEEDS, SEPARATORS, st.booleans())
def test_a_code_is_found_however_it_is_spaced(seed, between, is_small):
    code = new_code(random.Random(seed))
    typed = "".join(gap + sign for gap, sign in zip(between, [*code, ""], strict=True))
    assert code_in(typed.lower() if is_small else typed) == code


@given(st.text(max_size=LONGEST_TYPED + 20))
def test_whatever_is_typed_gives_a_plain_code_or_none(typed):
    found = code_in(typed)
    assert found is None or (found.isascii() and found.isalnum() and 4 <= len(found) <= 12)


def test_an_endless_text_is_no_code():
    assert code_in("A" * 8 + " " * LONGEST_TYPED) is None


def test_eight_signs_are_written_in_two_groups():
    assert grouped("ABCD2345") == "ABCD-2345"


def test_a_code_is_good_until_its_end_or_until_it_is_switched_off():
    second = dt.timedelta(seconds=1)
    assert state_of(None, None, now=NOW) == "good"
    assert state_of(NOW + second, None, now=NOW) == "good"
    assert state_of(NOW, None, now=NOW) == "expired"
    assert state_of(NOW + second, NOW, now=NOW) == "off"
