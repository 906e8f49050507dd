"""Where a field's complementary technology sits: how much, how strong, how open."""

from collections.abc import Iterable, Mapping

from screening.records import Access, Company, DealMode, Fit, Region
from screening.scoring.feasibility import STRICTNESS

BEST = 5
ABSORBED = 0.5


def regions(
    fits: Iterable[Fit],
    companies: Mapping[str, Company],
    access: Mapping[str, tuple[Access, ...]],
    mode: DealMode,
    named: Mapping[str, str],
) -> tuple[Region, ...]:
    """One Region for each seat of a ranked company, those with most complementary ones first.

    A company is complementary when it covers a gap and the firm can absorb it (0.5); the strength
    of a region is the mean total of its best five; its band is the strictest that a company there
    meets, with the rule that gives it. ``named`` gives the priority of the policy by country.
    """
    by_country: dict[str, list[Fit]] = {}
    for fit in fits:
        by_country.setdefault(companies[fit.company_id].country, []).append(fit)
    strictest: dict[str, Access] = {}
    for seat, several in access.items():
        country = seat.partition(":")[0]
        for one in several:
            if one.mode == mode:
                known = strictest.get(country, one)
                strictest[country] = max(known, one, key=lambda a: STRICTNESS.index(a.band))
    unknown = Access(mode=mode, band="not_researched")
    seats = {country: strictest.get(country, unknown) for country in by_country}
    made = [
        Region(
            country=country,
            ranked=len(several),
            complementary=sum(map(_complements, several)),
            strength=round(sum(f.total for f in several[:BEST]) / len(several[:BEST]), 4),
            best=several[0].company_id,
            band=seats[country].band,
            band_rule=next(iter(seats[country].rules), ""),
            priority=named.get(country, ""),
        )
        for country, several in by_country.items()
    ]
    return tuple(sorted(made, key=lambda r: (-r.complementary, -r.strength, r.country)))


def _complements(fit: Fit) -> bool:
    absorbed = next((s.score for s in fit.signals if s.name == "absorbability"), None)
    return bool(fit.covered) and (absorbed is None or absorbed >= ABSORBED)
