"""What identifies a company, and which stored one a row is, beyond doubt.

Numbers first: LEI, unified social credit code, those of vendors, ISIN. Then the full name, legal
form included, with its country: together with a register number (courts give the same ones), a
website or a city, and alone where it contradicts nothing and nobody else bears it. What agrees
less, such as a name under another legal form, is weighed by ``resolve``, and can be undone there.
An ISIN counts with the country, since real exports give one to firms of different countries. A
FIGI is no key: it is evidence for ``resolve``.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from screening.records import Company
from screening.text import domain, legal_key, name_key

Key = tuple[str, str]
_OTHERS = re.compile(r"\D")
_NAMED = ("site", "seat", "legal")
_WEAK = frozenset(("isin", "register", *_NAMED, "bare", "other", "name", "web"))
"""All kinds but numbers of the firm itself. ``name`` and ``web`` are of ledgers of before: the name
without legal form, and the website with the first word of the name."""


def keys(company: Company) -> list[Key]:
    """What identifies a company, strongest first; its name with its country always counts."""
    land = company.country
    found = [("lei", company.lei.upper())] if company.lei else []
    numbers = [one.partition(":") for one in company.registry_ids]
    official = sorted(numbers, key=lambda one: one[0] != "uscc")
    found += [(kind, number) for kind, _, number in official if kind not in ("figi", "register")]
    if company.isin:
        found.append(("isin", f"{company.isin.upper()}|{land}"))
    short = name_key(company.name) or company.name.strip()
    found += [
        ("register", f"{number}|{land}|{short}")
        for kind, _, number in numbers
        if kind == "register"
    ]
    full = [legal_key(one) or one.strip() for one in (company.legal_name, company.name) if one]
    host, city = domain(company.website), name_key(company.city)
    for one in dict.fromkeys(full):
        found += [("site", f"{host}|{one}|{land}")] if host else []
        found += [("seat", f"{city}|{one}|{land}")] if city else []
    if not found:
        found.append(("bare", f"{full[0]}|{land}"))
    for one in dict.fromkeys(full):
        found += [("legal", f"{one}|{land}"), ("other", f"{one}|{land}")]
    return [*found, ("name", f"{short}|{land}")]


def recognised(
    told: Sequence[Key], known: Mapping[Key, str], held: Mapping[str, Collection[Key]]
) -> tuple[str, list[Key]]:
    """The company that a row is (empty: a new one), and the keys that now lead to it.

    ``told`` is what ``keys`` gives of the row, ``known`` says where keys lead, ``held`` what leads
    to each of those companies. The strongest key that a stronger one does not contradict decides;
    so the strongest one always does, and the same row is found again whatever came in between.
    """
    agreed = (
        known[key]
        for place, key in enumerate(told)
        if key in known and _counts(told, place, known, held[known[key]])
    )
    found = next(agreed, "")
    named = {value for kind, value in told if kind == "legal"}
    shared = {one for one in named if known.get(("legal", one), found) != found}
    new = [
        (kind, value)
        for kind, value in told
        if kind not in ("name", "other") or (kind == "other" and value in shared)
    ]
    return found, [key for key in new if key not in known]


def _counts(
    told: Sequence[Key], place: int, known: Mapping[Key, str], theirs: Collection[Key]
) -> bool:
    kind, value = told[place]
    if kind == "other" or (kind == "legal" and ("other", value) in known):
        return False
    if kind == "name" and any(one in (*_NAMED, "bare") for one, _ in theirs):
        return False
    ours = told[:place]
    kinds = {one for one, _ in ours}
    if kind in ("register", "site"):  # a firm has several classes of shares, and moves
        kinds -= {"isin", "register"}
    if kind in _NAMED and _differ(_forms(told), _forms(theirs)):
        return False
    return not any(_differ(_values(one, ours), _values(one, theirs)) for one in kinds)


def _values(kind: str, group: Collection[Key]) -> set[str]:
    """The numbers, hosts or cities that keys tell; of a register number its digits."""
    if kind in ("legal", "bare", "other"):
        return set()
    same = (kind, "web") if kind == "site" else (kind,)
    given = [value for one, value in group if one in same]
    found = {value.partition("|")[0] if kind in _WEAK else value for value in given}
    return {_OTHERS.sub("", one) for one in found} - {""} if kind == "register" else found


def _forms(group: Collection[Key]) -> set[str]:
    """The full names that keys tell, of those that say a legal form."""
    full = {value.rsplit("|", 2)[-2] for kind, value in group if kind in _NAMED}
    return {one for one in full if one != name_key(one)}


def _differ(ours: set[str], theirs: set[str]) -> bool:
    """Whether both are told and none of ours is one of theirs, or part of one."""
    return bool(ours and theirs) and not any(_alike(a, b) for a in ours for b in theirs)


def _alike(one: str, other: str) -> bool:
    """Equal, or a host under a host (``de.kuka.com``), or a city in full or in another script."""
    short, long = sorted((one, other), key=len)
    if one.isascii() != other.isascii():
        return True
    return (
        one == other
        or long.endswith(f".{short}")
        or long.startswith(short if not short.isascii() else f"{short} ")
    )
