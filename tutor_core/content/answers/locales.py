"""Which languages write a decimal comma."""

_COMMA_LANGUAGES = (
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no "
    "pl pt ro ru sk sl sq sr sv tr uk vi"
)
_DECIMAL_COMMA = frozenset(_COMMA_LANGUAGES.split())
# Regions of those languages that write a point.
_POINT_REGIONS = frozenset({"CH", "LI", "MX", "US", "GT", "HN", "NI", "PA", "PR", "SV", "DO", "PE"})


def uses_decimal_comma(locale: str) -> bool:
    """Return whether a locale such as "de" or "es-MX" writes 0,5; an unknown one does not."""
    language, *rest = locale.replace("_", "-").split("-")
    region = rest[-1].upper() if rest else ""
    if region == "ZA":
        return True
    return language.lower() in _DECIMAL_COMMA and region not in _POINT_REGIONS
