import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_core.badges.codes import BYTES, code_in, grouped, new_code

CODE = "0123456789abcdef0123456789abcdef"


def test_a_code_is_the_bytes_it_was_given():
    asked = []

    def source(size):
        asked.append(size)
        return bytes(range(size))

    assert new_code(source) == "000102030405060708090a0b0c0d0e0f"
    assert asked == [16]


def test_every_bit_of_it_is_drawn():
    rng = random.Random(1)
    ones = [0] * 8 * BYTES
    for _ in range(400):
        bits = int(new_code(rng.randbytes), 16)
        ones = [count + (bits >> place & 1) for place, count in enumerate(ones)]

    assert min(ones) > 120  # of 400; 200 are expected, with a deviation of 10
    assert max(ones) < 280


def test_a_code_is_new_each_time():
    assert len({new_code(secrets.token_bytes) for _ in range(1000)}) == 1000


def test_a_code_is_shown_in_groups():
    assert grouped(CODE) == "0123-4567-89ab-cdef-0123-4567-89ab-cdef"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.upper(),
        grouped(CODE),
        f"  {CODE}\r\n",
        "\t".join(CODE),
        grouped(CODE).replace("-", " \u2013 "),  # a dash that a word processor made of it
        grouped(CODE).replace("-", "\u00ad"),  # soft hyphens, copied out of a document
        grouped(CODE).replace("-", "\u00a0"),
        "\ufeff" + CODE,
        CODE.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),  # full width
    ],
)
def test_what_a_person_may_do_to_a_code_is_forgiven(typed):
    assert code_in(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        CODE[:-1],
        CODE + "0",
        CODE[:-1] + "g",
        CODE[:-1] + "\u0660",  # a digit, but not one of ours
        f"{CODE}\x00'; drop table",
        f"https://example.org/verify?code={CODE}",
        CODE + 200 * " ",
        10_000 * "a",
    ],
)
def test_anything_else_is_no_code(typed):
    assert code_in(typed) is None


@given(st.text(max_size=300))
def test_no_text_is_too_strange(typed):
    found = code_in(typed)
    assert found is None or code_in(found) == found


@given(st.binary(min_size=16, max_size=16))
def test_every_code_comes_back(given_bytes):
    code = new_code(lambda _: given_bytes)
    assert code_in(grouped(code).upper()) == code
