"""EPO Open Patent Services: patents by applicant or CQL query, with the user's own key."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from screening.errors import InputError
from screening.readers.remote.web import Asking

AUTH = "https://ops.epo.org/3.2/auth/accesstoken"
SERVICE = "https://ops.epo.org/3.2/rest-services"
PAUSE = 2.0  # thirty searches a minute when the service is idle; the client slows down when busy
_PAGE = 100
_MOST = 2_000  # OPS gives no more of one search
_TIMEOUT = 30.0


def fetch(
    ask: Asking, words: Sequence[str], limit: int, *, key: str, secret: str
) -> Iterator[dict[str, Any]]:
    """The documents of each applicant as exchange documents; a word with ``=`` is CQL."""
    client = _client(key, secret, ask.folder)
    for word in words:
        cql = word if "=" in word else 'pa="{}"'.format(word.replace('"', " "))
        yield from _documents(ask, client, cql, min(limit, _MOST))


def _client(key: str, secret: str, folder: Path) -> Any:
    try:
        import epo_ops
        from epo_ops.middlewares import Throttler
        from epo_ops.middlewares.throttle.storages import SQLite
    except ImportError:
        raise InputError('EPO OPS needs a package: pip install "screening[ops]"') from None
    folder.mkdir(parents=True, exist_ok=True)
    throttle = Throttler(SQLite(str(folder / "throttle.db")))
    client = epo_ops.Client(key, secret, "json", [throttle], timeout=_TIMEOUT)
    client.__auth_url__, client.__service_url_prefix__ = AUTH, SERVICE
    return client


def _documents(ask: Asking, client: Any, cql: str, limit: int) -> Iterator[dict[str, Any]]:
    start, total = 1, 1
    while start <= min(limit, total):
        end = min(start + _PAGE - 1, limit)
        search = partial(_search, client, cql, start, end)
        page = ask.ask(f"OPS {cql} {start}-{end}", search, _page)
        if page is None:  # OPS says 404 where nothing fits
            return
        total, found = page
        yield from found
        start = end + 1


def _search(client: Any, cql: str, start: int, end: int) -> Any:
    return client.published_data_search(cql, start, end, constituents=["biblio", "abstract"]).json()


def _page(answer: Any) -> tuple[int, list[dict[str, Any]]]:
    try:
        search = answer["ops:world-patent-data"]["ops:biblio-search"]
        total = int(search["@total-result-count"])
        found = search["ops:search-result"]["exchange-documents"]
        found = found if isinstance(found, list) else [found]
        documents = [one["exchange-document"] for one in found]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"it lacks {error}") from None
    if not all(isinstance(one, dict) for one in documents):
        raise ValueError("exchange-document: not an object")
    return total, documents
