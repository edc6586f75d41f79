"""What a new account must look like."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from tutor_core.accounts.passwords import check_acceptable
from tutor_core.errors import InvalidInputError

USERNAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{1,48})[A-Za-z0-9]")
LONGEST_EMAIL = LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What somebody entered to get an account; there is no field for a role.

    Attributes:
        username: 3 to 50 letters, digits, dots, dashes and underscores.
        email: An address; its domain is not looked up.
        password: 10 to 128 characters of any kind.
        full_name: How the person wants to be called, or empty.
        timezone: IANA name, from the browser.
        locale: Language tag, from the browser.
    """

    username: str
    email: str
    password: str
    full_name: str = ""
    timezone: str = "UTC"
    locale: str = "en"

    def checked(self) -> Registration:
        """Return it with names tidied up.

        Raises:
            InvalidInputError: A field cannot be used; the error names it.
        """
        username = checked_username(self.username)
        email = checked_email(self.email)
        check_acceptable(self.password, username=username, email=email)
        return Registration(
            username=username,
            email=email,
            password=self.password,
            full_name=checked_name(self.full_name),
            timezone=self.timezone,
            locale=self.locale,
        )


def checked_username(username: str) -> str:
    """Return the user name without spaces around it.

    Raises:
        InvalidInputError: It is too short or too long, or holds other characters.
    """
    username = username.strip()
    if not USERNAME.fullmatch(username):
        raise InvalidInputError(
            "username",
            "A user name has 3 to 50 letters (a to z), digits, dots, dashes or underscores, "
            "and begins and ends with a letter or digit.",
        )
    return username


def checked_email(email: str) -> str:
    """Return the address in its usual form.

    Raises:
        InvalidInputError: It is none, or longer than 100 characters.
    """
    if len(email) > LONGEST_EMAIL:
        raise InvalidInputError("email", f"An e-mail here has {LONGEST_EMAIL} characters at most.")
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidInputError("email", f"This is not an e-mail address: {error}") from error


def checked_name(name: str) -> str:
    """Return a person's name without control characters and doubled spaces.

    Raises:
        InvalidInputError: It is longer than 100 characters.
    """
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in name)
    tidy = " ".join(visible.split())
    if len(tidy) > LONGEST_NAME:
        raise InvalidInputError("full_name", f"A name here has {LONGEST_NAME} characters at most.")
    return tidy
