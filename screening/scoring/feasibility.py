"""Which dated rule bites on a deal at the target's seat: a band beside the score, never in it."""

from collections.abc import Iterable

from screening.records import Company, DealMode, Mandate, Rule

STRICTNESS = ("not_researched", "open", "filing", "review_likely", "near_closed", "prohibitive")


def biting(
    rules: Iterable[Rule], company: Company, mandate: Mandate, mode: DealMode, on: str
) -> tuple[Rule, ...]:
    """The inbound rules of the company's seat that name this deal, strictest first.

    A deal is its mode, the mandate's investor class and field, and the date ``on`` (ISO 8601). A
    company not known to be listed or private meets the rules for both.
    """
    found = [
        rule
        for rule in rules
        if rule.direction == "inbound"
        and rule.country == company.country
        and mode in rule.deal_modes
        and _names(rule.investor_class, mandate.investor_class)
        and _names(rule.technologies, mandate.field)
        and _names((rule.listed,), _listed(company))
        and (rule.valid_from or on) <= on <= (rule.valid_to or on)
    ]
    return tuple(sorted(found, key=lambda r: (-STRICTNESS.index(r.band), r.id)))


def _names(named: Iterable[str], given: str) -> bool:
    return not given or any(one in ("any", given) for one in named)


def _listed(company: Company) -> str:
    kind = company.ownership.kind
    return ("yes" if kind == "listed" else "no") if kind else ""
