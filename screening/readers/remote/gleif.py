"""GLEIF: legal entities by LEI, ISIN or name, each with its parent; open data (CC0), no key."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from screening.readers.remote.web import Asking, checked

BASE = "https://api.gleif.org/api/v1"
PAUSE = 1.0  # GLEIF allows sixty requests a minute
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}\d")
_PARENTS = ("ultimate-parent", "direct-parent")


class _Link(BaseModel):
    links: dict[str, Any] = {}


class _Record(BaseModel):
    id: str
    attributes: dict[str, Any]
    relationships: dict[str, _Link] = {}


class _One(BaseModel):
    data: _Record


class _Several(BaseModel):
    data: list[_Record]


def fetch(ask: Asking, words: Sequence[str], limit: int) -> Iterator[dict[str, Any]]:
    """The records that fit each word, with the parent's own record as ``parent``."""
    for word in words:
        for record in _found(ask, word, limit):
            yield record | _parent(ask, record)


def _found(ask: Asking, word: str, limit: int) -> list[dict[str, Any]]:
    if _LEI.fullmatch(word):
        one = ask.get(f"{BASE}/lei-records/{word}", read=_one)
        return [one] if one is not None else []
    by = "filter[isin]" if _ISIN.fullmatch(word) else "filter[entity.names]"
    how = {by: word, "page[size]": str(limit)}
    return ask.get(f"{BASE}/lei-records", how, _several) or []


def _parent(ask: Asking, record: dict[str, Any]) -> dict[str, Any]:
    """The ultimate parent that the entity reports, else the direct one; it may report neither."""
    links = record.get("relationships", {})
    for name in _PARENTS:
        link = links.get(name, {}).get("links", {})
        if "lei-record" in link:
            parent = ask.get(f"{BASE}/lei-records/{record['id']}/{name}", read=_one)
            if parent is not None:
                return {"parent": parent}
    return {}


def _one(answer: Any) -> Any:
    return checked(_One, answer)["data"]


def _several(answer: Any) -> Any:
    return checked(_Several, answer)["data"]
