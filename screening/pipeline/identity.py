"""What is known of a company after a row, and what a patent or an event is attached to."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from screening.records import Company, Document, Ownership, Size
from screening.text import digest, legal_key, name_key


def merge(first: Company, second: Company) -> Company:
    """``first``, with what it lacks taken from ``second``; its other names become aliases."""
    values = {
        f.name: _either(getattr(first, f.name), getattr(second, f.name)) for f in fields(first)
    }
    shown = {first.name, first.legal_name, first.name_zh, first.name_local}
    others = (*first.aliases, *second.names)
    values["aliases"] = tuple(sorted({name for name in others if name not in shown}))
    values["nature"] = _nature(first, second)
    values["registry_ids"] = tuple(sorted({*first.registry_ids, *second.registry_ids}))
    if first.name.isdigit() and second.name:  # a share code that stood in for the name
        values["name"] = second.name
    return replace(first, **values)


def _nature(first: Company, second: Company) -> str:
    """A company that has papers is a company; a fund or a shell stays one under every name."""
    natures = (first.nature, second.nature)
    if "paper" in natures:
        return next((one for one in natures if one != "paper"), "paper")
    return first.nature or second.nature


def update(stored: Company, incoming: Company, *, spoken: bool = False) -> Company:
    """What is known after a newer row: the row that describes the later date goes first.

    ``spoken`` where that one has a text: then it alone says whether this is a fund or a shell, so
    that a shell which has found its business is a company, and the other way round.
    """
    late = incoming.as_of < stored.as_of
    first, second = (stored, incoming) if late else (incoming, stored)
    found = merge(first, second)
    return replace(found, nature=first.nature) if spoken and first.nature != "paper" else found


def document_id(company_id: str, document: Document) -> str:
    """One description per company, source and language; one patent per publication.

    One event per company, kind, date and language; one listing per list and number.
    """
    if (listing := document.listing) is not None:
        mark = [listing.list, listing.entry or listing.name]
        return "d_" + digest(["listing", *mark])[:24]
    if (event := document.event) is not None:
        told = [event.company, event.country, event.kind, document.date]
        return "d_" + digest(["event", *told, document.language.declared])[:24]
    if document.patent is not None:
        return "d_" + digest(["patent", document.patent.publication_number])[:24]
    place = [company_id, document.kind, document.source, document.language.declared]
    return "d_" + digest(place)[:24]


def listed(first: Document | None, second: Document) -> Document:
    """The entry of an official list of which one row was known, with the names of another row."""
    if first is None or first.listing is None or second.listing is None:
        return second
    others = (*first.listing.aliases, *second.listing.names)
    aliases = tuple(dict.fromkeys(name for name in others if name != first.listing.name))
    countries = dict.fromkeys((*first.listing.countries, *second.listing.countries))
    facts = replace(
        first.listing,
        aliases=aliases,
        country=next(iter(countries), ""),
        elsewhere=tuple(countries)[1:],
        as_of=max(first.listing.as_of, second.listing.as_of),
    )
    return replace(first, text=first.text or second.text, listing=facts)


def names(companies: Mapping[str, Company]) -> dict[str, set[str]]:
    """Normalised name, with its legal form and without → ids of the companies that bear it."""
    found: dict[str, set[str]] = {}
    for company in companies.values():
        for name in company.names:
            for key in {name_key(name), legal_key(name)} - {""}:
                found.setdefault(key, set()).add(company.id)
    return found


def subjects(
    document: Document,
    known: Mapping[str, set[str]],
    companies: Mapping[str, Company],
    stands: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Ids of the companies that a patent or an event names, in order of id.

    ``known`` is what ``names`` gives of them, ``stands`` which records are another one by the
    decisions in force. A name that several companies bear is nobody's, unless one of them bears
    it with that legal form; an event also says in which country its company sits.
    """
    if document.event is not None:
        told = document.event
        at_home = {
            key: {one for one in known.get(key, ()) if companies[one].country == told.country}
            for key in _keys(told.company)
        }
        found = _bearer(told.company, at_home, stands)
        return (found,) if found else ()
    applicants: Sequence[str] = document.patent.applicants if document.patent else ()
    named = {_bearer(name, known, stands) for name in applicants}
    return tuple(sorted(named - {""}))


def _keys(name: str) -> tuple[str, str]:
    return legal_key(name), name_key(name)


def _bearer(name: str, known: Mapping[str, set[str]], stands: Mapping[str, str]) -> str:
    """The one company of that name, by the name with its legal form first; empty if several."""
    ids = next((ids for key in _keys(name) if (ids := known.get(key))), set())
    return min(ids) if len({stands.get(one, one) for one in ids}) == 1 else ""


def _either(first: Any, second: Any) -> Any:
    if isinstance(first, Ownership) and (first.owner or not second.owner):
        return first if first != Ownership() else second
    if isinstance(first, Ownership):
        return second
    if isinstance(first, Size):
        return Size(
            **{
                f.name: _either(getattr(first, f.name), getattr(second, f.name))
                for f in fields(Size)
            }
        )
    return first if first not in ("", (), None) else second
