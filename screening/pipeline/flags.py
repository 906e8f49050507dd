"""Who stands on an official list: companies, and owners by their name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from screening.records import Company, Document, Flag, Listing, Ownership
from screening.text import name_key

_Role = Literal["company", "owner"]
_Held = dict[_Role, dict[str, list[Document]]]
"""The entries by role and by the name as it is compared there."""


def flags(
    listings: Iterable[Document],
    companies: Iterable[Company],
    holders: Mapping[str, Sequence[Ownership]] = MappingProxyType({}),
    *,
    today: str,
) -> tuple[Flag, ...]:
    """A Flag for each company whose name, or the name of one who holds it, a list holds ``today``.

    Names are compared without case, accents and legal form, those of owners in any order of their
    words, since a person's surname stands first on some lists and last in others. Where list and
    company both give a country it must be one of the list's; where either gives none the flag is
    not ``sure``.
    """
    held: _Held = {"company": {}, "owner": {}}
    for document in listings:
        if document.listing is not None and not _ended(document.listing, today):
            for name in document.listing.names:
                for role, names in held.items():
                    names.setdefault(_key(role, name), []).append(document)
    found = (
        flag
        for company in companies
        for flag in _of(company, holders.get(company.id) or (company.ownership,), held)
    )
    return tuple(dict.fromkeys(found))


def _key(role: _Role, name: str) -> str:
    key = name_key(name)
    return " ".join(sorted(key.split())) if role == "owner" else key


def _ended(entry: Listing, today: str) -> bool:
    return bool(entry.until) and entry.until <= today


def _of(company: Company, owners: Sequence[Ownership], held: _Held) -> Iterator[Flag]:
    for name in company.names:
        yield from _flagged(company.id, "company", name, company.country, held)
    for owner in (one for one in owners if one.owner):
        yield from _flagged(company.id, "owner", owner.owner, owner.owner_country, held)


def _flagged(company_id: str, role: _Role, name: str, country: str, held: _Held) -> Iterator[Flag]:
    for document in held[role].get(_key(role, name), ()):
        entry: Listing | None = document.listing
        if entry is None or (country and entry.countries and country not in entry.countries):
            continue
        yield Flag(
            company_id=company_id,
            role=role,
            name=entry.name,
            list=entry.list,
            programme=entry.programme,
            listed_on=document.date,
            entry=entry.entry,
            reference=entry.reference,
            source=document.source,
            as_of=entry.as_of,
            sure=bool(country and entry.countries),
        )
