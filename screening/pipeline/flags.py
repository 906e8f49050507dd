"""Who stands on an official list: companies, and owners by their name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from screening.records import Company, Document, Flag, Listing, Ownership
from screening.text import name_key


def flags(
    listings: Iterable[Document],
    companies: Iterable[Company],
    holders: Mapping[str, Sequence[Ownership]] = MappingProxyType({}),
    *,
    today: str,
) -> tuple[Flag, ...]:
    """A Flag for each company whose name, or the name of one who holds it, a list holds ``today``.

    Names are compared without case, accents and legal form. Where list and company both give a
    country it must be one of the list's; where either gives none the flag is not ``sure``.
    """
    held: dict[str, list[Document]] = {}
    for document in listings:
        if document.listing is not None and not _ended(document.listing, today):
            for name in document.listing.names:
                held.setdefault(name_key(name), []).append(document)
    found = (
        flag
        for company in companies
        for flag in _of(company, holders.get(company.id) or (company.ownership,), held)
    )
    return tuple(dict.fromkeys(found))


def _ended(entry: Listing, today: str) -> bool:
    return bool(entry.until) and entry.until <= today


def _of(
    company: Company, owners: Sequence[Ownership], held: Mapping[str, list[Document]]
) -> Iterator[Flag]:
    for name in company.names:
        yield from _flagged(company.id, "company", name, company.country, held)
    for owner in (one for one in owners if one.owner):
        yield from _flagged(company.id, "owner", owner.owner, owner.owner_country, held)


def _flagged(
    company_id: str, role: str, name: str, country: str, held: Mapping[str, list[Document]]
) -> Iterator[Flag]:
    for document in held.get(name_key(name), ()):
        entry: Listing | None = document.listing
        if entry is None or (country and entry.countries and country not in entry.countries):
            continue
        yield Flag(
            company_id=company_id,
            role="owner" if role == "owner" else "company",
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
