"""The Lens: patents by applicant or query, with the user's own token."""

from collections.abc import Iterator, Sequence
from typing import Any

from screening.errors import SourceError
from screening.readers.remote.web import Asking

BASE = "https://api.lens.org/patent/search"
PAUSE = 6.0  # ten requests a minute
_PAGE = 100
_MOST = 10_000  # the Lens gives no more of one query by page


def fetch(ask: Asking, words: Sequence[str], limit: int, *, token: str) -> Iterator[dict[str, Any]]:
    """The patents of each applicant, newest first; a word with a colon is a query of the Lens."""
    for word in words:
        yield from _patents(ask, word, min(limit, _MOST), token)


def _patents(ask: Asking, word: str, limit: int, token: str) -> Iterator[dict[str, Any]]:
    start, total = 0, 1
    while start < min(limit, total):
        answer = ask.post(BASE, _body(word, start, min(_PAGE, limit - start)), token) or {}
        try:
            total, data = int(answer.get("total", 0)), answer.get("data") or []
        except (AttributeError, TypeError, ValueError):
            raise SourceError("The Lens answers without a total: its format has changed") from None
        if not data:
            return
        yield from data
        start += len(data)


def _body(word: str, start: int, size: int) -> dict[str, Any]:
    query: dict[str, Any] = (
        {"query_string": {"query": word}}
        if ":" in word
        else {"match_phrase": {"applicant.name": word}}
    )
    order = [{"date_published": "desc"}, {"lens_id": "asc"}]
    return {"query": query, "from": start, "size": size, "sort": order}
