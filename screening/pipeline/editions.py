"""Editions of official lists: what the later one says counts, in whatever order they come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screening.pipeline import identity
from screening.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What the lists in a file change: entries to store, and ids of stored ones to take out.

    ``older`` counts its entries for which a later edition speaks; ``lacking`` those of earlier
    editions that it does not hold and which stay all the same, since it seems a part of the list.
    """

    documents: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()
    older: int = 0
    lacking: int = 0


def edition(incoming: Iterable[Document], stored: Mapping[str, Document], issued: str) -> Edition:
    """The entries of a file against those ``stored`` before.

    One of an earlier date never replaces one of a later. A file that tells its own date
    (``issued``) is the whole list of that day: entries of earlier days that it lacks are delisted,
    and what it holds beyond a later one was. One with less than half as many is only a part.
    """
    given = _entries(incoming)
    known = _lists(stored.values())
    gone: list[str] = []
    ended: set[str] = set()
    lacking = 0
    for name, entries in _lists(given.values()).items() if issued else ():
        before = [one for one in known.get(name, ()) if _date(one) < issued]
        since = [one for one in known.get(name, ()) if _date(one) > issued]
        left = [one.id for one in before if one.id not in given]
        if since and _whole(since, entries):
            ended |= {one.id for one in entries}
        elif _whole(entries, before):
            gone += left
        else:
            lacking += len(left)
    kept = [
        one
        for key, one in given.items()
        if key not in ended and (key not in stored or _date(one) >= _date(stored[key]))
    ]
    return Edition(
        documents=tuple(kept), gone=tuple(gone), older=len(given) - len(kept), lacking=lacking
    )


def _entries(incoming: Iterable[Document]) -> dict[str, Document]:
    """Each entry once, by its id; an entry may span several rows."""
    found: dict[str, Document] = {}
    for one in incoming:
        key = identity.document_id("", one)
        found[key] = identity.listed(found.get(key), replace(one, id=key))
    return found


def _lists(documents: Iterable[Document]) -> dict[tuple[str, str], list[Document]]:
    """The entries of each list as one source tells them."""
    found: dict[tuple[str, str], list[Document]] = {}
    for one in documents:
        if one.listing is not None:
            found.setdefault((one.listing.list, one.source), []).append(one)
    return found


def _whole(later: Sequence[Document], earlier: Sequence[Document]) -> bool:
    return 2 * len(later) >= len(earlier)


def _date(document: Document) -> str:
    return document.listing.as_of if document.listing else ""
