"""How people write dates, by where they live; decimal signs are `content.answers.locales`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
UNKNOWN = "en"


@dataclass(frozen=True, slots=True)
class Convention:
    """How one country writes.

    Attributes:
        tag: Language tag, as stored with the account.
        name: Language and country, as people there call them.
        date: Pattern of `strftime`.
    """

    tag: str
    name: str
    date: str


CONVENTIONS = (
    Convention("cs-CZ", "Čeština (Česko)", "%d.%m.%Y"),
    Convention("da-DK", "Dansk (Danmark)", "%d.%m.%Y"),
    Convention("de-DE", "Deutsch (Deutschland)", "%d.%m.%Y"),
    Convention("de-AT", "Deutsch (Österreich)", "%d.%m.%Y"),
    Convention("de-CH", "Deutsch (Schweiz)", "%d.%m.%Y"),
    Convention("en-GB", "English (United Kingdom)", "%d/%m/%Y"),
    Convention("en-US", "English (United States)", "%m/%d/%Y"),
    Convention("en-AU", "English (Australia)", "%d/%m/%Y"),
    Convention("en-CA", "English (Canada)", "%Y-%m-%d"),
    Convention("en-IN", "English (India)", "%d/%m/%Y"),
    Convention("en-IE", "English (Ireland)", "%d/%m/%Y"),
    Convention("en-ZA", "English (South Africa)", "%Y/%m/%d"),
    Convention("es-ES", "Español (España)", "%d/%m/%Y"),
    Convention("es-MX", "Español (México)", "%d/%m/%Y"),
    Convention("fr-FR", "Français (France)", "%d/%m/%Y"),
    Convention("fr-CA", "Français (Canada)", "%Y-%m-%d"),
    Convention("fr-CH", "Français (Suisse)", "%d.%m.%Y"),
    Convention("it-IT", "Italiano (Italia)", "%d/%m/%Y"),
    Convention("hu-HU", "Magyar (Magyarország)", "%Y. %m. %d."),
    Convention("nl-NL", "Nederlands (Nederland)", "%d-%m-%Y"),
    Convention("nb-NO", "Norsk (Norge)", "%d.%m.%Y"),
    Convention("pl-PL", "Polski (Polska)", "%d.%m.%Y"),
    Convention("pt-BR", "Português (Brasil)", "%d/%m/%Y"),
    Convention("pt-PT", "Português (Portugal)", "%d/%m/%Y"),
    Convention("ro-RO", "Română (România)", "%d.%m.%Y"),
    Convention("fi-FI", "Suomi (Suomi)", "%d.%m.%Y"),
    Convention("sv-SE", "Svenska (Sverige)", "%Y-%m-%d"),
    Convention("tr-TR", "Türkçe (Türkiye)", "%d.%m.%Y"),
    Convention("el-GR", "Ελληνικά (Ελλάδα)", "%d/%m/%Y"),
    Convention("ru-RU", "Русский (Россия)", "%d.%m.%Y"),
    Convention("uk-UA", "Українська (Україна)", "%d.%m.%Y"),
    Convention("hi-IN", "हिन्दी (भारत)", "%d/%m/%Y"),
    Convention("zh-CN", "中文 (中国)", "%Y/%m/%d"),
    Convention("ja-JP", "日本語 (日本)", "%Y/%m/%d"),
    Convention("ko-KR", "한국어 (대한민국)", "%Y. %m. %d."),
)
_BY_TAG = {one.tag.lower(): one for one in CONVENTIONS}


def tag_of(claimed: str) -> str:
    """Return a language tag as a browser gives it; "en" where it is none."""
    return claimed if TAG.fullmatch(claimed) else UNKNOWN


def convention_of(locale: str) -> Convention:
    """Return the convention of a tag, or of another country of its language, or the British."""
    tag = locale.replace("_", "-").lower()
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    language = tag.partition("-")[0]
    same = (one for one in CONVENTIONS if one.tag.partition("-")[0] == language)
    return next(same, _BY_TAG["en-gb"])


def date_in(day: dt.date, locale: str) -> str:
    """Return a date as people of that locale write it, in figures."""
    return day.strftime(convention_of(locale).date)


def moment_in(at: dt.datetime, zone: ZoneInfo, locale: str) -> str:
    """Return date and time of day as a clock in `zone` shows them."""
    wall = at.astimezone(zone)
    return f"{date_in(wall.date(), locale)}, {wall:%H:%M}"
