import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_core.accounts import passwords
from tutor_core.errors import InvalidInputError

COST = 4


def acceptable(password: str) -> None:
    passwords.check_acceptable(password, username="ada-lovelace", email="ada@example.org")


def test_a_long_passphrase_of_any_characters_is_accepted_and_its_last_character_counts():
    phrase = "\N{SNOWMAN}" * 127
    acceptable(phrase + "a")
    stored = passwords.hashed(phrase + "a", cost=COST)
    assert passwords.matches(phrase + "a", stored, cost=COST)
    assert not passwords.matches(phrase + "b", stored, cost=COST)


@pytest.mark.parametrize("length", [0, 9, 129, 10_000])
def test_too_short_and_too_long_are_refused_with_the_limits(length):
    with pytest.raises(InvalidInputError, match="10 to 128 characters"):
        acceptable("x" * length)


@pytest.mark.parametrize("common", ["1234567890", "QwertyUIOP", "password123", "1q2w3e4r5t"])
def test_the_commonest_are_refused_in_any_case_of_letters(common):
    with pytest.raises(InvalidInputError, match="first that are tried"):
        acceptable(common)


@pytest.mark.parametrize("own", ["ada-lovelace", "ADA@example.org"])
def test_ones_own_name_and_address_are_refused(own):
    with pytest.raises(InvalidInputError, match="is no password"):
        acceptable(own)


def test_the_same_characters_typed_on_another_keyboard_are_the_same_password():
    composed, decomposed = "caf\u00e9 au lait", "cafe\u0301 au lait"
    assert passwords.matches(decomposed, passwords.hashed(composed, cost=COST), cost=COST)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_checked_and_an_account_without_password_matches_none(text):
    assert not passwords.matches(text, passwords.NO_PASSWORD, cost=COST)


def test_each_check_costs_exactly_one_bcrypt_whether_the_account_exists_or_not(monkeypatch):
    passwords.matches("warm up the dummy", passwords.NO_PASSWORD, cost=COST)
    calls: list[bytes] = []
    real = passwords.bcrypt.checkpw
    monkeypatch.setattr(
        passwords.bcrypt, "checkpw", lambda given, kept: calls.append(kept) or real(given, kept)
    )
    stored = passwords.hashed("correct horse battery", cost=COST)
    for kept in (stored, passwords.NO_PASSWORD, ""):
        passwords.matches("some password", kept, cost=COST)
    assert len(calls) == 3
    assert {kept[:7] for kept in calls} == {b"$2b$04$"}, "the same cost each time"
