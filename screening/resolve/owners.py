"""Groups: who holds a company, from its owner up to the one whom nobody known holds."""

from collections.abc import Mapping
from dataclasses import replace

from screening.records import Company, Ownership
from screening.text import legal_key, name_key

Holders = Mapping[str, tuple[Ownership, ...]]


def holders(companies: Mapping[str, Company]) -> dict[str, tuple[Ownership, ...]]:
    """Company id → its ownership, that of its owner, and so on upwards; each with its dates.

    An owner that is no company of the corpus, or whose name several bear, ends the chain, and so
    does a ring. Companies without a known owner are left out.
    """
    owner_of = _owners(companies)
    return {
        c.id: tuple(_chain(c, owner_of, companies)) for c in companies.values() if c.ownership.owner
    }


def subsidiaries(company_id: str, companies: Mapping[str, Company]) -> dict[str, list[str]]:
    """Owner id → ids of the companies it holds directly, for all of a company's group below it."""
    held: dict[str, list[str]] = {}
    for one, owner in _owners(companies).items():
        held.setdefault(owner, []).append(one)
    found: dict[str, list[str]] = {}
    todo = [company_id]
    while todo:
        owner = todo.pop()
        if owner not in found and owner in held:
            found[owner] = sorted(held[owner], key=lambda one: companies[one].name)
            todo += found[owner]
    return found


def _owners(companies: Mapping[str, Company]) -> dict[str, str]:
    """Company id → id of its owner, where that is a company too."""
    bearers: dict[str, set[str]] = {}
    for company in companies.values():
        for name in company.names:
            for key in {name_key(name), legal_key(name)}:
                bearers.setdefault(key, set()).add(company.id)
    found = {c.id: _bearer(c, bearers, companies) for c in companies.values()}
    return {one: owner for one, owner in found.items() if owner}


def _bearer(
    company: Company, bearers: Mapping[str, set[str]], companies: Mapping[str, Company]
) -> str:
    """The company that a company's owner is, empty where it is none or not to be told.

    Who bears the owner's name with its legal form goes first.
    """
    owner = company.ownership
    if not owner.owner:
        return ""
    told = (bearers.get(key(owner.owner), set()) - {company.id} for key in (legal_key, name_key))
    ids = next(filter(None, told), set())
    if len(ids) > 1:
        ids = {one for one in ids if companies[one].country == owner.owner_country}
    return next(iter(ids)) if len(ids) == 1 else ""


def _chain(
    company: Company, owner_of: Mapping[str, str], companies: Mapping[str, Company]
) -> list[Ownership]:
    chain: list[Ownership] = []
    seen, one = set(), company
    while one.ownership.owner and one.id not in seen:
        seen.add(one.id)
        above = owner_of.get(one.id, "")
        held = one.ownership
        if above and not held.owner_country:
            held = replace(held, owner_country=companies[above].country)
        chain.append(held)
        if not above:
            break
        one = companies[above]
    return chain
