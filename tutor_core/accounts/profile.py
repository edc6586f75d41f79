"""What people say of themselves on their account page."""

from __future__ import annotations

from dataclasses import dataclass

from tutor_core.accounts.locales import TAG
from tutor_core.accounts.registration import checked_name
from tutor_core.calendar import zone_names
from tutor_core.errors import InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person may change about themselves at any time.

    Attributes:
        name: What we call them, or empty.
        timezone: IANA name of where they live.
        locale: Language tag, for decimal signs and dates.
    """

    name: str
    timezone: str
    locale: str

    def checked(self) -> Profile:
        """Return it with the name tidied up.

        Raises:
            InvalidInputError: A field cannot be used; the error names it.
        """
        if self.timezone not in zone_names():
            raise InvalidInputError(
                "timezone", "There is no such time zone; choose one from the list."
            )
        if not TAG.fullmatch(self.locale):
            raise InvalidInputError(
                "locale", "There is no such way to write numbers; choose one from the list."
            )
        return Profile(name=checked_name(self.name), timezone=self.timezone, locale=self.locale)
