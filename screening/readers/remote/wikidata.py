"""Wikidata: names of companies in every script, owners and seats; open data (CC0), no key."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from screening.readers.remote.web import Asking, checked

BASE = "https://www.wikidata.org/w/api.php"
PAUSE = 1.0
_ITEM = re.compile(r"Q\d+")
_AT_ONCE = 50
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_OTHERS = {
    "country": "P17",
    "city": "P159",
    "owner": "P127",
    "parent": "P749",
    "iso": "P297",
    "legal_form": "P1454",
}
_PLAIN = {
    "website": "P856",
    "founded": "P571",
    "lei": "P1278",
    "isin": "P946",
    "employees": "P1128",
}
_CHINESE = ("zh-hans", "zh-cn", "zh")
_TONGUES = {
    *_CHINESE,
    *("zh-hant", "zh-tw", "zh-hk", "mul", "en", "de", "fr", "it", "es", "nl", "sv", "da", "fi"),
    *("ja", "ko", "he", "ru"),
}
_OF_A_COMPANY = {"P1278", "P946", "P452", "P1454", "P1128", "P414", "P749", "P127", "P1056"}

_DAY = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T.*")

Item = dict[str, Any]


class _Text(BaseModel):
    value: str


class _Value(BaseModel):
    id: str = ""
    time: str = ""
    precision: float | None = None
    amount: str = ""
    text: str = ""


class _Data(BaseModel):
    value: str | _Value


class _Snak(BaseModel):
    datavalue: _Data = _Data(value="")


class _Claim(BaseModel):
    rank: str = ""
    mainsnak: _Snak = _Snak()
    qualifiers: dict[str, list[_Snak]] = {}


class _Entity(BaseModel):
    id: str
    labels: dict[str, _Text] = {}
    aliases: dict[str, list[_Text]] = {}
    claims: dict[str, list[_Claim]] = {}


class _Entities(BaseModel):
    entities: dict[str, _Entity]


class _Hit(BaseModel):
    id: str


class _Hits(BaseModel):
    search: list[_Hit]


def fetch(ask: Asking, words: Sequence[str], limit: int) -> Iterator[dict[str, Any]]:
    """One row for each company that fits a word: a name in any script, or an item such as Q1."""
    ids = list(dict.fromkeys(one for word in words for one in _search(ask, word, limit)))
    items = [item for item in _items(ask, ids) if _OF_A_COMPANY & set(item.get("claims", {}))]
    named = {item["id"]: item for item in _items(ask, _mentioned(items))}
    owners = _mentioned(named.values(), ("country",))
    named |= {item["id"]: item for item in _items(ask, [i for i in owners if i not in named])}
    for item in items:
        yield _row(item, named)


def _search(ask: Asking, word: str, limit: int) -> list[str]:
    if _ITEM.fullmatch(word):
        return [word]
    how = {"action": "wbsearchentities", "format": "json", "type": "item"}
    tongue = next((code for code, script in _SCRIPTS if script.search(word)), "en")
    most = str(min(limit, _AT_ONCE))
    hits = ask.get(BASE, {**how, "search": word, "language": tongue, "limit": most}, _hits)
    return [one["id"] for one in hits or ()]


def _items(ask: Asking, ids: Sequence[str]) -> Iterator[Item]:
    how = {"action": "wbgetentities", "format": "json", "props": "labels|aliases|claims"}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = "|".join(ids[start : start + _AT_ONCE])
        found = ask.get(BASE, {**how, "ids": wanted}, _entities) or {}
        yield from (item for item in found.values() if "missing" not in item)


def _hits(answer: Any) -> Any:
    return checked(_Hits, answer)["search"]


def _entities(answer: Any) -> Any:
    return checked(_Entities, answer)["entities"]


def _mentioned(items: Iterable[Item], names: Sequence[str] = tuple(_OTHERS)) -> list[str]:
    claims = (c for item in items for n in names for c in _claims(item, _OTHERS[n]))
    return list(dict.fromkeys(found for c in claims if (found := _value(c))))


def _row(item: Item, named: dict[str, Item]) -> dict[str, Any]:
    labels = _labels(item)
    one = {name: _first(item, prop) for name, prop in _PLAIN.items()}
    other = {name: named.get(_first(item, prop), {}) for name, prop in _OTHERS.items()}
    owner, since = other["owner"] or other["parent"], _since(item)
    owner_seat = named.get(_first(owner, _OTHERS["country"]), {})
    return {
        "wikidata_item": item["id"],
        "name": _label(item) or item["id"],
        "name_zh": next((labels[code] for code in _CHINESE if code in labels), ""),
        "aliases": _aliases(item),
        **one,
        "employees_year": _year(item, _PLAIN["employees"]),
        "country": _first(other["country"], _OTHERS["iso"]),
        "city": _label(other["city"]),
        "owner": _label(owner),
        "owner_country": _first(owner_seat, _OTHERS["iso"]),
        "owner_since": since,
    }


def _labels(item: Item) -> dict[str, str]:
    return {code: label["value"] for code, label in item.get("labels", {}).items()}


def _aliases(item: Item) -> list[str]:
    """The names in the languages that exports are written in, for all others are transcripts."""
    given = {label for code, label in _labels(item).items() if code in _TONGUES}
    for code, several in item.get("aliases", {}).items():
        given |= {one["value"] for one in several if code in _TONGUES}
    return sorted(given - {_label(item)})


def _label(item: Item) -> str:
    labels = _labels(item)
    return next((labels[code] for code in ("en", "mul", "de", "zh", "ja") if code in labels), "")


def _claims(item: Item, prop: str) -> list[Item]:
    """The statements that hold today: the preferred ones, else all that have not ended."""
    given = [c for c in item.get("claims", {}).get(prop, []) if c.get("rank") != "deprecated"]
    today = [c for c in given if "P582" not in c.get("qualifiers", {})]
    return [c for c in today if c.get("rank") == "preferred"] or today


def _first(item: Item, prop: str) -> str:
    return next((value for c in _claims(item, prop) if (value := _value(c))), "")


def _value(claim: Item) -> str:
    """An item's id, an amount, a date (ISO 8601, as far as it is known) or a text."""
    return _said(claim.get("mainsnak", {}))


def _said(snak: Item) -> str:
    value = snak.get("datavalue", {}).get("value", "")
    if not isinstance(value, dict):
        return str(value)
    if "time" in value:
        return _date(value)
    return str(value.get("id") or value.get("amount", "").lstrip("+") or value.get("text", ""))


def _date(value: Item) -> str:
    """In ISO 8601; one that is none (before our era) as it stands, for the reader to refuse."""
    found = _DAY.fullmatch(value["time"])
    if found is None:
        return str(value["time"])
    year, month, day = found.groups()
    known = {9: (year,), 10: (year, month), 11: (year, month, day)}
    return "-".join(known.get(value.get("precision", 0), ()))


def _since(item: Item) -> str:
    """Since when the owner that is named owns it."""
    claims = _claims(item, _OTHERS["owner"]) or _claims(item, _OTHERS["parent"])
    starts = [_said(q) for c in claims[:1] for q in c.get("qualifiers", {}).get("P580", ())]
    return next(iter(starts), "")


def _year(item: Item, prop: str) -> str:
    said = (c.get("qualifiers", {}).get("P585", ()) for c in _claims(item, prop)[:1])
    dates = [_said(q) for several in said for q in several]
    return next((date[:4] for date in dates), "")
