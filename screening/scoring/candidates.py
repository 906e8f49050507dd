"""Who may be a target: everyone overseas, less those that a rule leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from screening.records import Company, Exclusion, Mandate, Ownership, Unmatched
from screening.text import name_key

HOME = frozenset({"CN", "HK", "MO"})
_NEAR, _ALIKE, _LONGER = 3, 0.7, 6
"""Names that are offered for one that nobody bears; how alike, how much longer or shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Ids that may be ranked, in order; those left out with the rule; counts by stage."""

    ids: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    funnel: tuple[tuple[str, int], ...]


def choose(
    companies: Mapping[str, Company],
    words: Mapping[str, int],
    leaders: Sequence[str],
    mandate: Mandate,
    unread: Mapping[str, str] = MappingProxyType({}),
    holders: Mapping[str, Sequence[Ownership]] = MappingProxyType({}),
) -> Candidates:
    """Apply the mandate's limits to every company with a seat outside mainland China.

    ``words`` counts the words of each company's texts that the encoder reads, ``unread`` names
    the languages of the others; ``leaders`` are company ids; ``holders`` gives who holds a company,
    its owner first, where more is known than the owner. Companies at home are the acquirers'
    side: they are counted in the funnel, not listed one by one.
    """
    abroad = [c for c in companies.values() if c.country not in HOME]
    leader_keys = {name_key(n) for i in leaders for n in companies[i].names}
    excluded, kept = [], []
    for company in abroad:
        known = _Texts(words.get(company.id, 0), unread.get(company.id, ""))
        held = holders.get(company.id) or (company.ownership,)
        found = _rule(company, known, set(leaders), leader_keys, mandate, held)
        if found is None:
            kept.append(company.id)
        else:
            excluded.append(found)
    with_text = sum(1 for c in abroad if words.get(c.id))
    funnel = (
        ("universe", len(companies)),
        ("overseas", len(abroad)),
        ("with_text", with_text),
        ("eligible", len(kept)),
    )
    return Candidates(ids=tuple(sorted(kept)), excluded=tuple(excluded), funnel=funnel)


def unmatched(companies: Mapping[str, Company], mandate: Mandate) -> tuple[Unmatched, ...]:
    """The red lines and contacted companies of a mandate that no company of the corpus is called.

    Such a name may be right, and only not ingested; or it is misspelt, and keeps nobody out.
    """
    given: list[tuple[Literal["red_lines", "contacted"], str]] = [
        *(("red_lines", name) for name in mandate.red_lines),
        *(("contacted", name) for name in mandate.contacted),
    ]
    if not given:
        return ()
    known = {name_key(name): name for one in companies.values() for name in one.names}
    return tuple(
        Unmatched(place=place, name=name, near=_nearest(name_key(name), known))
        for place, name in given
        if name_key(name) not in known
    )


def _nearest(key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    longer = [one for one in known if key and one.startswith(f"{key} ")]
    like = [one for one in known if abs(len(one) - len(key)) <= _LONGER]
    found = [*longer[:_NEAR], *get_close_matches(key, like, _NEAR, _ALIKE)]
    return tuple(known[one] for one in dict.fromkeys(found))[:_NEAR]


@dataclass(frozen=True, slots=True)
class _Texts:
    words: int
    unread: str


def _rule(
    company: Company,
    texts: "_Texts",
    leaders: set[str],
    leader_keys: set[str],
    mandate: Mandate,
    held: Sequence[Ownership],
) -> Exclusion | None:
    limits = mandate.filters
    if company.id in leaders:
        return _out(company, "leader", company.name, "a leader defines the gap")
    for number, one in enumerate(held, start=1):
        if not limits.leader_owned and one.owner and name_key(one.owner) in leader_keys:
            out = _out(company, "leader-owned", one.owner, "not owned by a leader")
            return _held(out, held[:number])
        if not limits.chinese_owned and one.owner_country in HOME:
            out = _out(company, "chinese-owned", one.owner_country, "not Chinese-owned")
            return _held(out, held[:number])
    if company.nature:
        return _out(company, company.nature, company.name, "a company")
    return _unknown(company, texts, mandate) or _limit(company, mandate)


def _held(exclusion: Exclusion, held: Sequence[Ownership]) -> Exclusion:
    """With the chain of owners that decides, and the oldest date on which one of them was known."""
    dates = [one.as_of for one in held if one.as_of]
    return replace(
        exclusion, owner=" ← ".join(one.owner for one in held), as_of=min(dates, default="")
    )


def _unknown(company: Company, texts: "_Texts", mandate: Mandate) -> Exclusion | None:
    if not company.country:
        return _out(company, "country-unknown", "", "a known seat")
    if not texts.words and texts.unread:
        return _out(company, "unread-language", texts.unread, "a language that the encoder reads")
    least = max(mandate.filters.min_words, 1)
    if texts.words < least:
        return _out(company, "no-text", str(texts.words), f"at least {least} words")
    return None


def _limit(company: Company, mandate: Mandate) -> Exclusion | None:
    limits, keys = mandate.filters, {name_key(name) for name in company.names}
    employees = company.size.employees
    if limits.countries and company.country not in limits.countries:
        return _out(company, "country", company.country, ", ".join(limits.countries))
    if company.country in limits.exclude_countries:
        return _out(company, "country", company.country, f"not {company.country}")
    if keys & {name_key(name) for name in mandate.contacted}:
        return _out(company, "contacted", company.name, "not contacted already")
    if keys & {name_key(name) for name in mandate.red_lines}:
        return _out(company, "red-line", company.name, "not on the red line")
    if limits.max_employees is not None and (employees or 0) > limits.max_employees:
        return _out(company, "too-large", str(employees), f"at most {limits.max_employees}")
    return None


def _out(company: Company, rule: str, value: str, threshold: str) -> Exclusion:
    return Exclusion(
        company_id=company.id,
        rule=rule,
        value=value,
        threshold=threshold,
        owner=company.ownership.owner,
        as_of=company.ownership.as_of,
    )
