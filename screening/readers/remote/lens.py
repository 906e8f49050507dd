"""The Lens: patents by applicant or query, with the user's own token."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel

from screening.readers.remote.web import Asking, checked

BASE = "https://api.lens.org/patent/search"
PAUSE = 6.0  # ten requests a minute
_PAGE = 100
_MOST = 10_000  # the Lens gives no more of one query by page


class _Page(BaseModel):
    total: int
    data: list[dict[str, Any]] | None = None


def fetch(ask: Asking, words: Sequence[str], limit: int, *, token: str) -> Iterator[dict[str, Any]]:
    """The patents of each applicant, newest first; a word with a colon is a query of the Lens."""
    for word in words:
        yield from _patents(ask, word, min(limit, _MOST), token)


def _patents(ask: Asking, word: str, limit: int, token: str) -> Iterator[dict[str, Any]]:
    start, total = 0, 1
    while start < min(limit, total):
        body = _body(word, start, min(_PAGE, limit - start))
        page = ask.post(BASE, body, token, partial(_page, start))
        if page is None:
            return
        total, data = page
        yield from data
        start += len(data)


def _page(start: int, answer: Any) -> tuple[int, list[dict[str, Any]]]:
    """How many there are in all, and those from ``start`` on."""
    page = checked(_Page, answer)
    total, data = int(page["total"]), page.get("data") or []
    if not data and start < total:
        raise ValueError(f"data: nothing from {start} on, of {total} in all")
    return total, data


def _body(word: str, start: int, size: int) -> dict[str, Any]:
    query: dict[str, Any] = (
        {"query_string": {"query": word}}
        if ":" in word
        else {"match_phrase": {"applicant.name": word}}
    )
    order = [{"date_published": "desc"}, {"lens_id": "asc"}]
    return {"query": query, "from": start, "size": size, "sort": order}
