"""By which mode a target may be had and how closely it should be integrated: stated rules.

Each rule has a name; the report says it in one sentence. None of them enters the score.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from screening.records import Access, Advice, Company, Event, Mandate

Reach = Literal["within", "stretch", "fails", "unknown"]
PASSABLE = frozenset(("open", "filing", "review_likely"))
EASY = frozenset(("open", "filing"))
FUND_YEARS = 4
"""Years after which a fund is taken to look for a way out (ours; funds hold for about five)."""
SOLD_YEARS = 2
"""Years after a change of owner in which another is unlikely (ours)."""
_MICRO = 10
_ALIKE, _NEW = 0.6, 0.5
_STRETCH = 2
_WAYS = ("minority", "joint-venture", "licence", "patent-assignment")
_TOGETHER = ("licence", "joint-venture")
_MAJORITY = 0.5
_OWNS = frozenset(("control", "minority", "assets"))
_BARS: Mapping[str, frozenset[str]] = {
    "foundation": _OWNS,
    "state": _OWNS,
    "sold": _OWNS,
    "too-large": frozenset(("control", "assets")),
}
"""Modes that a rule of advice speaks against, whatever the rules of the seat say."""
_SELLS: Mapping[str, str] = {
    "insolvency": "insolvency",
    "carve-out": "carve-out",
    "fund-exit": "fund-exit",
    "succession": "succession",
}


def advise(
    company: Company,
    access: Sequence[Access],
    events: Collection[Event],
    mandate: Mandate,
    buyer: Company | None,
    scores: Mapping[str, float | None],
    on: str,
) -> Advice:
    """Advice on one target.

    ``access`` of its seat by mode, ``events`` that count on the day ``on``, ``buyer`` the one firm
    that buys (None for a province or a group), ``scores`` of its signals.
    """
    sells, holds = obtainable(company, events, on)
    afford = affordable(company, mandate, buyer)
    band: dict[str, str] = {one.mode: one.band for one in access}
    kinds = {event.kind for event in events}
    mode, why = _mode(company, band, kinds, afford, sells, holds)
    mode, why, shut_by = _within(mode, why, access, mandate)
    return Advice(
        mode=mode,
        why=why,
        integration=integration(scores.get("absorbability"), scores.get("novelty")),
        sells=sells,
        holds=holds,
        affordable=afford,
        shut_by=shut_by,
    )


def obtainable(
    company: Company, events: Collection[Event], on: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What makes the owner more likely to part with a company, and what less."""
    held = company.ownership
    sells = [_SELLS[event.kind] for event in events if event.kind in _SELLS]
    holds = []
    years = full_years(held.since, on)
    if held.kind == "fund" and years is not None and years >= FUND_YEARS:
        sells.append("fund-years")
    elif years is not None and years < SOLD_YEARS:
        holds.append("sold")
    if held.kind in ("foundation", "state"):
        holds.append(held.kind)
    return tuple(dict.fromkeys(sells)), tuple(holds)


def full_years(since: str, on: str) -> int | None:
    """The years that have surely passed: of a year or a month alone, since its last day.

    ``since`` is as exact as it is known, ``on`` a day (ISO 8601). None where there is none, or it
    is still to come.

    >>> full_years("2022-12-31", "2026-01-01"), full_years("2022-01-01", "2026-01-01")
    (3, 4)
    >>> full_years("2024-12", "2026-01-01"), full_years("2024", "2026-12-30")
    (1, 1)
    >>> full_years("2026", "2026-06-30"), full_years("2027", "2026-06-30")
    (0, None)
    """
    if not since[:4].isdigit() or since > on:
        return None
    year, month, day = (*map(int, since.split("-")), 0, 0)[:3]
    month = month or 12
    day = day or monthrange(year, month)[1]
    now, *today = map(int, on.split("-"))
    return max(now - year - (today < [month, day]), 0)


def affordable(company: Company, mandate: Mandate, buyer: Company | None) -> Reach:
    """Whether the buyer can pay: a year's revenue beside the ceiling, else head counts.

    Within one ceiling (half of the buyer's heads), a stretch up to two (all of them), else it
    fails; unknown where neither pair is known in one measure. Rules of thumb (ours), after the
    finding that relatively large targets are digested badly (Ahuja & Katila 2001).
    """
    revenue, ceiling = company.size.revenue, mandate.equity_ceiling
    if revenue and ceiling and revenue.currency == ceiling.currency:
        return _level(revenue.amount / ceiling.amount, 1)
    heads = company.size.employees
    if heads and buyer and buyer.size.employees:
        return _level(heads / buyer.size.employees, 0.5)
    return "unknown"


def _level(ratio: float, whole: float) -> Reach:
    return "within" if ratio <= whole else "stretch" if ratio <= _STRETCH * whole else "fails"


def integration(absorbability: float | None, novelty: float | None) -> str:
    """close, partnership or autonomous, empty where unknown (after Chen Feiqiong et al. 2016).

    High similarity asks for close integration, high complementarity for autonomy; a target that
    is both is led in partnership.

    >>> integration(0.8, 0.2), integration(0.8, 0.7), integration(0.3, 0.7)
    ('close', 'partnership', 'autonomous')
    """
    if absorbability is None or novelty is None:
        return ""
    if novelty < _NEW:
        return "close"
    return "partnership" if absorbability >= _ALIKE else "autonomous"


def _mode(
    company: Company,
    band: Mapping[str, str],
    kinds: Collection[str],
    afford: Reach,
    sells: Sequence[str],
    holds: Sequence[str],
) -> tuple[str, str]:
    """The first rule that holds, as (mode, rule)."""
    control, minority = band.get("control", ""), band.get("minority", "")
    buying, part = control in PASSABLE, minority in PASSABLE
    kept = company.ownership.kind in ("foundation", "state")
    people = (company.size.employees or _MICRO) < _MICRO
    rules = (
        (control in ("", "not_researched"), "", "not-researched"),
        ("insolvency" in kinds and band.get("assets") in PASSABLE, "assets", "insolvency"),
        (kept, _first(band, _TOGETHER), company.ownership.kind),
        ("founder-departure" in kinds and not buying, "settle", "founder-departure"),
        ("sold" in holds and not sells, _first(band, _TOGETHER), "sold"),
        (afford == "fails", "minority-fund" if part else "joint-research", "too-large"),
        (buying and bool(sells), "control", "willing"),
        (control in EASY, "control", "open-seat"),
        (buying and minority in EASY, "minority", "step"),
        (buying, "control", "review"),
        (people, "settle", "small-and-closed"),
        (any(band.get(mode) in PASSABLE for mode in _WAYS), _first(band, _WAYS), "closed"),
    )
    found = next(((mode, why) for holds, mode, why in rules if holds), None)
    return found or ("joint-research", "all-closed")


def _first(band: Mapping[str, str], modes: Sequence[str]) -> str:
    return next((mode for mode in modes if band.get(mode) in PASSABLE), "joint-research")


def _within(
    mode: str, why: str, access: Sequence[Access], mandate: Mandate
) -> tuple[str, str, tuple[str, ...]]:
    """What is advised within the mandate's deal modes, as (mode, rule, rules of the seat).

    Another of them that is passable where the mandate does not have ``mode``; else what is no deal,
    with the rule of advice, or those of the seat, that keep all of them shut.
    """
    wanted = _wanted(mandate)
    if not wanted or mode.removesuffix("-fund") in wanted:
        return mode, why, ()
    held = {one.mode: one for one in access}
    ways = [held[one] for one in wanted if one in held]
    passable = [one.mode for one in ways if one.band in PASSABLE]
    left = [one for one in passable if one not in _BARS.get(why, ())]
    if left:
        return left[0], "mandate", ()
    if not passable and (not ways or any(one.band == "not_researched" for one in ways)):
        return "", "not-researched", ()
    apart = mode if mode == "settle" else "joint-research"
    if passable:
        return apart, why, ()
    strictest = dict.fromkeys(one.rules[0] for one in ways if one.rules)
    return apart, "modes-shut", tuple(strictest)


def _wanted(mandate: Mandate) -> tuple[str, ...]:
    """The mandate's deal modes; without any, all but control where its stake is below a majority.

    Empty where every mode will do.
    """
    part = mandate.max_stake is not None and mandate.max_stake <= _MAJORITY
    return mandate.deal_modes or ((*_WAYS, "assets") if part else ())
