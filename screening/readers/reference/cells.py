"""Checks of one cell: each gives back what is wrong and what to do, or nothing."""

import re
from collections.abc import Callable, Collection
from datetime import date

from screening.readers import countries
from screening.text import clean, language

Check = Callable[[str], str]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CPC = re.compile(r"[A-HY]\d{2}[A-Z](\d{1,4}/\d{2,6})?")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_SCRIPTS = {
    "han": "\u3400-\u9fff",
    "japanese": "\u3040-\u30ff\u3400-\u9fff",
    "hangul": "\uac00-\ud7af",
}
_PLACEHOLDERS = frozenset(("-", "--", "?", "n/a", "n.a.", "na", "none", "null", "tbd", "unknown"))
_SHOWN = 12


def slug(value: str) -> str:
    return "" if _SLUG.fullmatch(value) else "write an id of a-z, 0-9 and hyphens"


def plain(value: str) -> str:
    """What every cell must be: clean text, and empty where nothing is known."""
    if value.strip().casefold() in _PLACEHOLDERS:
        return "says that nothing is known: leave the cell empty"
    return "" if clean(value) == value else "has stray blanks or control characters: take them out"


def given(value: str) -> str:
    return "" if value else "is empty: fill it in"


def anything(_value: str) -> str:
    return ""


def blank(value: str) -> str:
    return "must stay empty here" if value else ""


def optional(check: Check) -> Check:
    """The check, for cells that may be empty."""
    return lambda value: check(value) if value else ""


def each(check: Check, separator: str = ";") -> Check:
    """The check on each part of a cell, of which there must be one and none twice."""

    def checked(value: str) -> str:
        parts = value.split(separator)
        if len(set(parts)) < len(parts):
            return "a part stands twice: leave one out"
        return next((f"{part!r}: {what}" for part in parts if (what := check(part))), "")

    return checked


def one_of(known: Collection[str], what: str = "value") -> Check:
    """One of the known names; a long list is cut in the message."""
    names = sorted(known)
    more = ", …" if len(names) > _SHOWN else ""
    hint = f"unknown {what}: use one of {', '.join(names[:_SHOWN])}{more}"
    return lambda value: "" if value in known else hint


def country(value: str) -> str:
    return "" if countries.is_code(value) else "write an ISO 3166 alpha-2 code, such as DE"


def abroad(value: str) -> str:
    """A seat outside mainland China, Hong Kong and Macao."""
    return country(value) or ("must sit abroad" if value in ("CN", "HK", "MO") else "")


def day(value: str) -> str:
    """A date that exists, of a year, a month or a day (ISO 8601)."""
    hint = "write a date as 2026, 2026-11 or 2026-11-23"
    if not _DATE.fullmatch(value):
        return hint
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return hint
    return ""


def year(value: str) -> str:
    least, most = 1600, 2100
    fits = value.isdecimal() and least <= int(value) <= most
    return "" if fits else "write a year, such as 1998"


def count(value: str) -> str:
    return "" if value.isdecimal() and int(value) > 0 else "write a whole number above 0"


def share(value: str) -> str:
    try:
        fits = 0 < float(value) <= 1
    except ValueError:
        fits = False
    return "" if fits else "write a share of the votes, such as 0.25"


def website(value: str) -> str:
    fits = re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value)
    return "" if fits else "write an address that begins with https://"


def cpc(value: str) -> str:
    """A CPC or IPC subclass or group, such as B25J or F16H49/00 (WIPO ST.8, without blanks)."""
    return "" if _CPC.fullmatch(value) else "write a subclass as B25J or a group as F16H49/00"


def lei(value: str) -> str:
    fits = re.fullmatch("[A-Z0-9]{18}[0-9]{2}", value)
    return "" if fits else "write the 20 characters of a legal entity identifier (ISO 17442)"


def isin(value: str) -> str:
    fits = re.fullmatch("[A-Z]{2}[A-Z0-9]{9}[0-9]", value)
    return "" if fits else "write the 12 characters of an ISIN (ISO 6166)"


def english(least: int, most: int) -> Check:
    """An English text of that many words."""

    def checked(value: str) -> str:
        words = len(value.split())
        if not least <= words <= most:
            return f"has {words} words: write {least} to {most}"
        return _in(value, "en") if words >= _SHOWN else _latin(value)

    return checked


def chinese(least: int, most: int) -> Check:
    """A Chinese text of that many characters."""

    def checked(value: str) -> str:
        length = len(_CJK.findall(value))
        if not least <= length <= most:
            return f"has {length} Chinese characters: write {least} to {most}"
        return ""

    return checked


def written(script: str) -> Check:
    """A name with a letter of a script: ``han``, ``japanese`` (kana or Han), ``hangul``."""
    letters = re.compile(f"[{_SCRIPTS[script]}]")
    return lambda value: "" if letters.search(value) else f"holds no letter of {script}: move it"


def declared(value: str, code: str) -> str:
    """A text in the language that it is said to be in."""
    return _in(value, code)


def _in(value: str, code: str) -> str:
    found = language(value).detected
    return "" if found == code else f"reads as {found or 'no language'}, not as {code}: rewrite it"


def _latin(value: str) -> str:
    return "holds Chinese characters: write English" if _CJK.search(value) else ""
