"""Names of countries and languages as a reader of English or Chinese expects them."""

from functools import cache

from babel import Locale

from screening.records import Field, Technology
from screening.report.cells import line
from screening.report.words import known_language, word

# Where the names of the Unicode CLDR are longer or other than what the two readers use.
_SEATS = {
    ("TW", "en"): "Taiwan",
    ("HK", "en"): "Hong Kong",
    ("MO", "en"): "Macao",
    ("TW", "zh"): "中国台湾",
    ("HK", "zh"): "中国香港",
    ("MO", "zh"): "中国澳门",
}
_CODE_LENGTH = 2


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans" if known_language(language) == "zh" else "en")


def technology_name(one: Technology | Field, language: str) -> str:
    """The name of a technology, or of a field; its id where it has none."""
    zh, en = one.name_zh, one.name_en
    return ((zh or en) if known_language(language) == "zh" else (en or zh)) or one.id


def country_name(code: str, language: str) -> str:
    """The name of an ISO 3166 alpha-2 country (Unicode CLDR); an unknown code stands for itself.

    >>> country_name("de", "zh"), country_name("TW", "zh"), country_name("TW", "en")
    ('德国', '中国台湾', 'Taiwan')
    >>> country_name("", "en")
    'unknown'
    """
    key = code.strip().upper()
    if not key:
        return word("unknown", language)
    if (key, language) in _SEATS:
        return _SEATS[key, language]
    found = _locale(language).territories.get(key) if len(key) == _CODE_LENGTH else None
    return str(found) if found else line(code)


def language_name(code: str, language: str) -> str:
    """The name of an ISO 639-1 language; an unknown code stands for itself.

    >>> language_name("ja", "zh"), language_name("de", "en")
    ('日语', 'German')
    """
    if not code:
        return word("unknown", language)
    return str(_locale(language).languages.get(code, line(code)))


def currency_name(code: str, language: str) -> str:
    """The name of an ISO 4217 currency; an unknown code stands for itself.

    >>> currency_name("EUR", "zh"), currency_name("XYZ", "zh")
    ('欧元', 'XYZ')
    """
    return str(_locale(language).currencies.get(code, line(code)))
