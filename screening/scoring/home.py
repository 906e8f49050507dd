"""Who at home may close a gap already: asked before any target abroad is shown."""

from collections.abc import Mapping, Sequence

from screening.records import Company, Gap, HomeSource, Supplier, Technology
from screening.text import name_key

PROVINCE = "Zhejiang"
EACH = 3
"""Sources shown in the province, and as many in the rest of the country."""
_LEAST = 0.5


def sources(
    gaps: Sequence[Gap],
    technologies: Sequence[Technology],
    suppliers: Sequence[Supplier],
    at_home: Sequence[Company],
    coverage: Mapping[str, Mapping[str, float | None]],
) -> tuple[HomeSource, ...]:
    """The best sources at home for each gap of known size, the province's first.

    ``suppliers`` is a dated list, a part of a technology standing for the technology; ``at_home``
    are companies of the corpus, of which those count that show half of the technology.
    ``coverage`` maps technology to {company id: coverage}. A source that shows as much as the best
    leader is ``enough``.
    """
    parts = {one.id: one.parent or one.id for one in technologies}
    known = {name_key(name): one for one in at_home for name in one.names}
    found: list[HomeSource] = []
    for gap in gaps:
        if not gap.size:
            continue
        shown = coverage[gap.technology]
        listed = [
            one
            for one in suppliers
            if gap.technology in (one.technology, parts.get(one.technology))
        ]
        of_gap: dict[str, HomeSource] = {}
        for supplier in listed:
            company = known.get(name_key(supplier.company)) or known.get(name_key(supplier.name_zh))
            one = _source(gap, supplier, company, shown)
            of_gap.setdefault(one.company_id or supplier.company, one)
        for company in at_home:
            if company.id not in of_gap and (shown.get(company.id) or 0) >= _LEAST:
                told = Supplier(
                    technology=gap.technology,
                    company=company.name,
                    name_zh=company.name_zh,
                    province=company.province,
                    as_of=company.as_of,
                    source=company.source,
                )
                of_gap[company.id] = _source(gap, told, company, shown)
        found += _best(list(of_gap.values()))
    return tuple(found)


def _source(
    gap: Gap, supplier: Supplier, company: Company | None, shown: Mapping[str, float | None]
) -> HomeSource:
    coverage = shown.get(company.id) if company else None
    return HomeSource(
        technology=gap.technology,
        supplier=supplier,
        company_id=company.id if company else "",
        coverage=coverage,
        enough=coverage is not None and gap.leader is not None and coverage >= gap.leader,
    )


def _best(found: Sequence[HomeSource]) -> list[HomeSource]:
    ordered = sorted(
        found,
        key=lambda one: (
            one.supplier.province != PROVINCE,
            not one.supplier.note_en,
            -(one.coverage or 0),
            one.supplier.company,
        ),
    )
    near = [one for one in ordered if one.supplier.province == PROVINCE]
    far = [one for one in ordered if one.supplier.province != PROVINCE]
    return [*near[:EACH], *far[:EACH]]
