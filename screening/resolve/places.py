"""Where in China a company sits: its province, from a province, a city or an address."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_CJK = re.compile(r"[\u3400-\u9fff]")
_RANK = re.compile(
    r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|省|市|地区|县)$"
)
_WORDS = re.compile(r"\b(?:province|city|shi|sheng|autonomous region)\b", re.IGNORECASE)


def province(*told: str) -> str:
    """The province's English name, from the first of ``told`` that settles it; else empty.

    Each may be a province, a city or an address, in Chinese characters or Latin letters. A city
    whose pinyin two provinces share, such as Taizhou, settles nothing.

    >>> province("浙江省"), province("台州市"), province("江苏省泰州市海陵区"), province("Ningbo")
    ('Zhejiang', 'Zhejiang', 'Jiangsu', 'Zhejiang')
    >>> province("Taizhou"), province("Taizhou", "Taizhou, Jiangsu Province")
    ('', 'Jiangsu')
    """
    return next((found for one in told if one for found in _of(one.strip()) if found), "")


def _of(told: str) -> Iterator[str]:
    if _CJK.search(told):
        yield _english(_from_characters(told))
        return
    parts = [_WORDS.sub(" ", part) for part in re.split("[,;/]", told)]
    names = [re.sub(r"[^a-z]", "", part.casefold()) for part in parts]
    for name in reversed(names):
        yield _english(_provinces_latin().get(name, ""))
    for name in reversed(names):
        yield _english(_cities_latin().get(name, ""))


def _from_characters(told: str) -> str:
    """A province that the text begins with counts most, then a city that it names first."""
    bare = _RANK.sub("", told.removeprefix("中国"))
    table = _table()["cities"]
    for name in table:
        if bare.startswith(name):
            return name
    named = [(told.find(city), name) for name, all_ in table.items() for city in all_.split()]
    return min(((at, name) for at, name in named if at >= 0), default=(0, ""))[1]


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))


def _english(name: str) -> str:
    return _table()["english"].get(name, _pinyin(name).capitalize()) if name else ""


def _pinyin(name: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


@cache
def places() -> tuple[str, ...]:
    """The names of China's provinces and cities in characters, the longest first."""
    table = _table()["cities"]
    found = {*table, *(city for inside in table.values() for city in inside.split())}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


@cache
def cities() -> frozenset[str]:
    """The names of China's provinces and cities in Latin letters, as one word each."""
    return frozenset((*_provinces_latin(), *_all_cities_latin()))


def ambiguous(city: str) -> str:
    """The name in Latin letters of a city that shares it with one of another province, or nothing.

    >>> ambiguous("台州市"), ambiguous("Taizhou City"), ambiguous("Ningbo")
    ('taizhou', 'taizhou', '')
    """
    bare = _RANK.sub("", city.strip())
    name = _latin_word(_pinyin(bare) if _CJK.search(bare) else _WORDS.sub(" ", bare))
    return name if len(_all_cities_latin().get(name, ())) > 1 else ""


@cache
def _provinces_latin() -> Mapping[str, str]:
    return {_latin(name): name for name in _table()["cities"]}


@cache
def _cities_latin() -> Mapping[str, str]:
    """City in Latin letters → its province; a name of two provinces is left out."""
    return {city: min(names) for city, names in _all_cities_latin().items() if len(names) == 1}


@cache
def _all_cities_latin() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, inside in _table()["cities"].items():
        for city in inside.split():
            for written in {_latin(city), _pinyin(city)}:
                found.setdefault(written, set()).add(name)
    return found


def _latin(name: str) -> str:
    return _latin_word(_english(name))


def _latin_word(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())
