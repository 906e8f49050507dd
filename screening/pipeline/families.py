"""One Document per simple family: the publications of one invention, told in several files.

Publications belong together when one names the other as a member, or when one source gives them
the same family. (EPO: a simple family has exactly the same priorities.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screening.pipeline import identity
from screening.records import Document, Patent


@dataclass(frozen=True, slots=True)
class Families:
    """The documents to store, each with its id, and the ids of stored ones that they take in."""

    documents: tuple[Document, ...]
    gone: tuple[str, ...]


def families(incoming: Sequence[Document], stored: Mapping[str, Document]) -> Families:
    """Patents as one document per family, together with those ``stored`` before.

    A family keeps the smallest id that it had. Of several texts the English one is kept, else the
    longest; what came now replaces what the same publication said before.
    """
    groups: dict[str, list[Document]] = {}
    roots = _roots([*stored.values(), *incoming])
    for one in incoming:
        groups.setdefault(roots[_marks(one)[0]], []).append(one)
    before: dict[str, list[Document]] = {}
    for known in stored.values():
        before.setdefault(roots[_marks(known)[0]], []).append(known)
    found, gone = [], []
    for root, members in groups.items():
        old = sorted(before.get(root, ()), key=lambda one: one.id)
        key = old[0].id if old else identity.document_id("", min(members, key=_number))
        found.append(replace(_one(members, old), id=key))
        gone += [one.id for one in old[1:]]
    return Families(tuple(found), tuple(gone))


def _facts(document: Document) -> Patent:
    assert document.patent is not None
    return document.patent


def _number(document: Document) -> str:
    return _facts(document).publication_number


def _marks(document: Document) -> tuple[str, ...]:
    """What ties a publication to others; its own number, without the kind code, comes first."""
    facts = _facts(document)
    numbers = (facts.publication_number, *facts.members)
    family = (f"{document.source}\t{facts.family}",) if facts.family else ()
    return (*(" ".join(number.split()[:2]) for number in numbers), *family)


def _roots(documents: Iterable[Document]) -> dict[str, str]:
    """Mark → the mark that stands for all that hang together."""
    parent: dict[str, str] = {}

    def find(mark: str) -> str:
        while parent.setdefault(mark, mark) != mark:
            parent[mark] = parent[parent[mark]]
            mark = parent[mark]
        return mark

    for document in documents:
        first, *others = map(find, _marks(document))
        for other in others:
            parent[find(other)] = find(first)
    return {mark: find(mark) for mark in list(parent)}


def _one(members: Sequence[Document], stored: Sequence[Document]) -> Document:
    latest: dict[str, Document] = {}
    for one in (*stored, *members):
        latest[_number(one)] = _completed(one, latest.get(_number(one)))
    best = min(latest.values(), key=_merit)
    facts = [_facts(one) for one in (best, *sorted((*members, *stored), key=_merit))]
    numbers = {n for one in facts for n in (one.publication_number, *one.members)}
    return replace(
        best,
        patent=replace(
            facts[0],
            members=tuple(sorted(numbers)) if len(numbers) > 1 else facts[0].members,
            applicants=_all(one.applicants for one in facts),
            owners=_all(one.owners for one in facts),
            inventors=facts[0].inventors or _all(one.inventors for one in facts),
            cpc=_all(one.cpc for one in facts),
            ipc=_all(one.ipc for one in facts),
            cites=_all(one.cites for one in facts),
            cited_by=max((n for one in facts if (n := one.cited_by) is not None), default=None),
            priority_date=_earliest(one.priority_date for one in facts),
            application_date=_earliest(one.application_date for one in facts),
        ),
    )


def _merit(document: Document) -> tuple[bool, bool, int, str]:
    text = document.text
    return not text, document.language.declared != "en", -len(text), _number(document)


def _completed(incoming: Document, stored: Document | None) -> Document:
    """A patent that comes again without its text, or without its title, keeps what it had."""
    if stored is None:
        return incoming
    return replace(
        incoming, title=incoming.title or stored.title, text=incoming.text or stored.text
    )


def _all(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for several in values for one in several))


def _earliest(dates: Iterable[str]) -> str:
    return min((date for date in dates if date), default="")
