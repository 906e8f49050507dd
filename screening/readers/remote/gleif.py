"""GLEIF: legal entities by LEI, ISIN or name, each with its parent; open data (CC0), no key."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from screening.errors import SourceError
from screening.readers.remote.web import Asking

BASE = "https://api.gleif.org/api/v1"
PAUSE = 1.0  # GLEIF allows sixty requests a minute
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}\d")
_PARENTS = ("ultimate-parent", "direct-parent")


def fetch(ask: Asking, words: Sequence[str], limit: int) -> Iterator[dict[str, Any]]:
    """The records that fit each word, with the parent's own record as ``parent``."""
    for word in words:
        for record in _found(ask, word, limit):
            yield record | _parent(ask, record)


def _found(ask: Asking, word: str, limit: int) -> list[dict[str, Any]]:
    if _LEI.fullmatch(word):
        answer = ask.get(f"{BASE}/lei-records/{word}")
        return [_data(answer)] if answer is not None else []
    by = "filter[isin]" if _ISIN.fullmatch(word) else "filter[entity.names]"
    answer = ask.get(f"{BASE}/lei-records", {by: word, "page[size]": str(limit)})
    data = _data(answer) if answer is not None else []
    return list(data)


def _parent(ask: Asking, record: dict[str, Any]) -> dict[str, Any]:
    """The ultimate parent that the entity reports, else the direct one; it may report neither."""
    links = record.get("relationships", {})
    for name in _PARENTS:
        link = links.get(name, {}).get("links", {})
        if "lei-record" in link:
            answer = ask.get(f"{BASE}/lei-records/{record['id']}/{name}")
            if answer is not None:
                return {"parent": _data(answer)}
    return {}


def _data(answer: Any) -> Any:
    try:
        return answer["data"]
    except (KeyError, TypeError):
        raise SourceError("GLEIF's answer has no 'data': its format has changed") from None
