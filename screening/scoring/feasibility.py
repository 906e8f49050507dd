"""How deals of each mode stand with dated rules: a band beside the score, never in it.

A mode of which no rule speaks is not researched, which is not open; a licence, a minority stake or
a fund is never taken to be easier than another way without a rule that says so.
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from screening.records import Access, Band, Company, DealMode, Mandate, Rule

STRICTNESS: tuple[Band, ...] = get_args(Band)[-1:] + get_args(Band)[:-1]
"""Bands from the least to the most that is known to stand in the way."""
MODES: tuple[DealMode, ...] = get_args(DealMode)
HOME = "CN"
EU = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    )
)
_BY_STAKE = frozenset(("minority", "joint-venture"))


def seat(company: Company) -> str:
    """What the rules ask of a company: its country, and whether it is listed where that is known.

    >>> seat(Company(name="KUKA", country="DE"))
    'DE:'
    """
    return f"{company.country}:{_listed(company)}"


def access(
    rules: Iterable[Rule], company: Company, mandate: Mandate, on: str
) -> tuple[Access, ...]:
    """How each deal mode stands with the inbound rules of the company's seat on a day (ISO 8601).

    A company not known to be listed or private meets the rules for both. A rule of the EU makes a
    member state's band stricter, never known: where the national act was not researched, the band
    stays so. A rule whose stake lies above the most that the mandate seeks does not bite.
    """
    found = list(rules)
    own = [one for one in found if one.country == company.country]
    union = [one for one in found if one.country == "EU" and company.country in EU]
    listed = _listed(company)
    return tuple(
        _access(mode, _biting(own, mode, mandate, on, listed), mandate,
                _biting(union, mode, mandate, on, listed))
        for mode in MODES
    )  # fmt: skip


def outbound(rules: Iterable[Rule], mandate: Mandate, on: str) -> tuple[Access, ...]:
    """How each deal mode stands with the rules at home that send an investment out."""
    found = [one for one in rules if one.country == HOME]
    return tuple(
        _access(mode, _biting(found, mode, mandate, on, "", "outbound"), mandate) for mode in MODES
    )


def mode_of(mandate: Mandate) -> DealMode:
    """The deal mode that the band beside the score speaks of: the mandate's first, else control."""
    return mandate.deal_modes[0] if mandate.deal_modes else "control"


def _access(
    mode: DealMode, own: Sequence[Rule], mandate: Mandate, union: Sequence[Rule] = ()
) -> Access:
    strictest = _strict(own)[0].band if own else "not_researched"
    both = _strict([*own, *union])
    return Access(
        mode=mode,
        band=strictest if strictest == "not_researched" else both[0].band,
        rules=tuple(one.id for one in both),
        unconfirmed=not confirmed(mandate) and any("any" not in r.investor_class for r in both),
    )


def _strict(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (-STRICTNESS.index(rule.band), rule.id))


def _biting(
    rules: Iterable[Rule],
    mode: DealMode,
    mandate: Mandate,
    on: str,
    listed: str,
    direction: str = "inbound",
) -> list[Rule]:
    classes = investor_classes(mandate)
    stake = mandate.max_stake if mode in _BY_STAKE else None
    return [
        rule
        for rule in rules
        if rule.direction == direction
        and mode in rule.deal_modes
        and any(one in ("any", *classes) for one in rule.investor_class)
        and any(one in ("any", mandate.field) for one in rule.technologies)
        and (rule.listed in ("any", listed) or not listed)
        and (rule.stake is None or stake is None or rule.stake <= stake)
        and (rule.valid_from or on) <= on <= (rule.valid_to or on)
    ]


def investor_classes(mandate: Mandate) -> tuple[str, ...]:
    """The classes whose rules the buyer meets; a fund's look through to its state share.

    A fund of unknown state share meets the rules for state-influenced buyers as well, a buyer of
    unknown class those of every class.

    >>> investor_classes(Mandate(name="m", investor_class="fund"))
    ('fund', 'state-influenced')
    >>> investor_classes(Mandate(name="m", investor_class="fund", state_share=0.6))
    ('fund', 'state-owned')
    """
    told, share = mandate.investor_class, mandate.state_share
    if told == "unknown" and share is None:
        return ("unknown", "private", "fund", "state-influenced", "state-owned")
    if told in ("private", "state-owned", "state-influenced"):
        return (told,)
    held = "" if share == 0 else "state-owned" if (share or 0) >= 0.5 else "state-influenced"
    return (told, held) if held else (told,)


def confirmed(mandate: Mandate) -> bool:
    """Whether it is known which class of investor the buyer is."""
    told = mandate.investor_class in ("private", "state-owned", "state-influenced")
    return told or mandate.state_share is not None


def _listed(company: Company) -> str:
    kind = company.ownership.kind
    return ("yes" if kind == "listed" else "no") if kind else ""
