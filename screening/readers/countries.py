"""Country names and codes → ISO 3166 alpha-2."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ALPHA_2, _ALPHA_3 = re.compile("[A-Z]{2}"), re.compile("[A-Z]{3}")
_STATES = {
    "US": "AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND"
    " NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
}
"""States of the USA and provinces of Canada, by the codes of their post."""
_LOCALES = (
    "en", "zh", "zh_Hant", "de", "fr", "it", "es", "pt", "nl", "pl", "cs", "hu", "sv", "da", "nb",
    "fi", "ru", "tr", "ja", "ko",
)  # fmt: skip
_NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as far as one cell tells; ``country`` is ISO 3166 alpha-2."""

    country: str = ""
    province: str = ""
    city: str = ""


def place(value: str, known: str = "") -> Place:
    """A location written as city, region, country, or as city and state in the USA and Canada.

    ``known`` is the country (alpha-2) that another column gives: it wins. Without it the last
    part must be a country, or a state in two letters behind a city.

    >>> place("Augsburg, Bayern, Germany"), place("Singapore"), place("Boston, MA, United States")
    (Place(country='DE', province='Bayern', city='Augsburg'), \
Place(country='SG', province='', city=''), Place(country='US', province='MA', city='Boston'))
    >>> place("San Francisco, CA"), place("Munich, DE", "DE")
    (Place(country='US', province='CA', city='San Francisco'), \
Place(country='DE', province='', city='Munich'))
    """
    parts = [part.strip() for part in re.split("[,，]", value) if part.strip()]
    if not parts:
        return Place(known)
    states = ((code, names.split()) for code, names in _STATES.items() if len(parts) == 2)
    home = next((code for code, names in states if parts[-1] in names), "")
    if home and known in ("", home):
        return Place(home, parts[1], parts[0])
    if known and not _names(known, parts[-1]):
        return Place(known, parts[-1] if len(parts) > 1 else "", parts[0])
    code = known or country(parts[-1])
    return Place(code, parts[-2] if len(parts) > 2 else "", parts[0] if len(parts) > 1 else "")


def _names(known: str, part: str) -> bool:
    """Whether a part of a location is a country, be it ``known`` or another one."""
    try:
        return country(part) == known or not is_code(part)
    except ValueError:
        return False


def country(value: str) -> str:
    """The alpha-2 code for a code (alpha-2, alpha-3, of cars) or a name in a language of trade.

    ValueError when it is none of these. Where two languages mean two countries by a name the first
    of ``_LOCALES`` counts. Names beyond CLDR's are in ``countries.toml``; one may
    also be written as indexes do, its first word last.

    >>> country("South Korea"), country("DEU"), country("中国台湾"), country("Österreich")
    ('KR', 'DE', 'TW', 'AT')
    >>> country("D"), country("GER"), country("Suisse"), country("ドイツ"), country("Korea, Rep.")
    ('DE', 'DE', 'CH', 'DE', 'KR')
    >>> country("Korea, North"), country("Iran, Islamic Republic of"), country("Bahamas, The")
    ('KP', 'IR', 'BS')
    """
    head, _, tail = value.partition(",")
    found = _known().get(_key(value)) or _known().get(_key(f"{tail} {head}"))
    if found is None:
        raise ValueError(
            "not a country: give an ISO 3166 code or a name, best in English, Chinese or German"
        )
    return found


def is_code(value: str) -> bool:
    """Whether ``value`` is an alpha-2 code in use, in capitals."""
    return value in _codes()


def code_fault(value: str) -> str:
    """Why ``value`` is no alpha-2 code and what to write; empty where it is one.

    >>> code_fault("德国"), code_fault("XX"), code_fault("DE")
    ("'德国' is not a country code: write 'DE'", \
"'XX' is not a country: write an ISO 3166 alpha-2 code, such as 'DE'", '')
    """
    if is_code(value):
        return ""
    try:
        return f"{value!r} is not a country code: write {country(value)!r}"
    except ValueError:
        return f"{value!r} is not a country: write an ISO 3166 alpha-2 code, such as 'DE'"


def _key(value: str) -> str:
    folded = unicodedata.normalize("NFKD", value).casefold().replace("&", "and")
    return "".join(character for character in folded if character.isalnum()).removeprefix("the")


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    names = map(str, Locale("en").territories)
    return frozenset(code for code in names if _ALPHA_2.fullmatch(code)) - _NOT_COUNTRIES


@cache
def _known() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    found: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if code in _codes():
                found.setdefault(_key(str(name)), str(code))
    for given, codes in get_global("territory_aliases").items():
        if _ALPHA_3.fullmatch(given) and len(codes) == 1 and codes[0] in _codes():
            found[_key(given)] = codes[0]
    synonyms = tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))
    found |= {_key(name): code for code, names in synonyms.items() for name in names}
    return found | {_key(code): code for code in _codes()}
