"""What a target's patents say of its know-how: how much, how good, whose, and for how long.

Nothing of it enters the score: most private firms have no patents, and a firm is not worse for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import mean

from screening.records import KnowHow, Patent, Technology

KEY_INVENTORS = 3
TERM = 20
"""Years from filing for which a patent may stand (TRIPS, article 33)."""
_YEAR = 365.25
_ENDED = (
    *("expired", "inactive", "discontinued", "lapsed", "ceased", "revoked", "withdrawn"),
    *("abandoned", "refused", "rejected", "失效", "无效", "撤回", "驳回", "放弃", "终止", "届满"),
)
"""What offices and vendors call a patent that stands no more."""
Cohort = Mapping[str, float]
"""Mean citations received, by year of filing."""


def cohorts(patents: Iterable[Patent]) -> Cohort:
    """What patents of each year of filing are cited on average, where citations are told.

    A patent is compared with those of its own year, since older ones had more time to be cited
    (the fixed-effects approach of Hall, Jaffe & Trajtenberg 2001, with the corpus as the field).

    >>> cohorts([Patent(publication_number="a", application_date="2019-05-01", cited_by=4),
    ...          Patent(publication_number="b", application_date="2019", cited_by=0)])
    {'2019': 2}
    """
    found: dict[str, list[int]] = {}
    for one in patents:
        if one.cited_by is not None and filed(one):
            found.setdefault(filed(one)[:4], []).append(one.cited_by)
    return {year: mean(counts) for year, counts in sorted(found.items())}


def know_how(
    patents: Sequence[Patent], closes: Sequence[Technology], cohort: Cohort, today: str
) -> KnowHow | None:
    """The know-how of a company by its patents, one for each family; None where it has none.

    ``closes`` are the technologies whose gap it closes: those families count as in the gap whose
    classes name one of them. What no patent tells is None.
    """
    if not patents:
        return None
    inventors = Counter(name for one in patents for name in dict.fromkeys(one.inventors))
    told = [one for one in patents if one.inventors]
    key = set(sorted(inventors, key=lambda name: (-inventors[name], name))[:KEY_INVENTORS])
    cited = [
        one.cited_by / cohort[filed(one)[:4]]
        for one in patents
        if one.cited_by is not None and cohort.get(filed(one)[:4], 0) > 0
    ]
    years = [left for one in patents if (left := years_left(one, today)) is not None]
    alive = [left for left in years if left > 0]
    sizes = [len(one.members) for one in patents if one.members]
    return KnowHow(
        families=len(patents),
        in_gap=sum(any(speaks(one, technology) for technology in closes) for one in patents),
        cited=round(mean(cited), 4) if cited else None,
        size=round(mean(sizes), 4) if sizes else None,
        key_inventors=(
            round(sum(bool(key & set(one.inventors)) for one in told) / len(told), 4)
            if told
            else None
        ),
        in_force=round(len(alive) / len(years), 4) if years else None,
        years_left=round(mean(alive), 4) if alive else None,
        last_filed=max((filed(one) for one in patents), default=""),
    )


def speaks(patent: Patent, technology: Technology) -> bool:
    """Whether the classes of a patent speak for a technology: the longest match counts.

    >>> gear = Technology(id="g", field="f", name_en="", name_zh="", description_en="",
    ...                   description_zh="", cpc=("F16H",), cpc_not=("F16H 61",))
    >>> speaks(Patent(publication_number="a", cpc=("F16H1/32",)), gear)
    True
    >>> speaks(Patent(publication_number="b", cpc=("F16H61/02",)), gear)
    False
    """
    return any(
        _longest(code, technology.cpc) > _longest(code, technology.cpc_not)
        for code in (*patent.cpc, *patent.ipc)
    )


def _longest(code: str, anchors: Sequence[str]) -> int:
    plain = code.replace(" ", "")
    found = (one.replace(" ", "").removesuffix("/00") for one in anchors)
    return max((len(one) for one in found if _under(plain, one)), default=0)


def _under(code: str, anchor: str) -> bool:
    """Whether a class is the anchor or below it: F16H1/32 is under F16H1, F16H10/00 is not."""
    after = code[len(anchor) : len(anchor) + 1]
    of_group = "/" not in anchor and anchor[-1:].isdigit()
    return code.startswith(anchor) and not (of_group and after.isdigit())


def filed(patent: Patent) -> str:
    """When it was first filed, as far as told: priority, application, else publication."""
    return patent.priority_date or patent.application_date or patent.publication_date


def years_left(patent: Patent, today: str) -> float | None:
    """Years for which a patent may still stand; 0 where it has ended, None where nothing tells.

    >>> years_left(Patent(publication_number="a", application_date="2016-07-01"), "2026-07-01")
    10.0
    >>> years_left(Patent(publication_number="b", legal_status="EXPIRED"), "2026-07-01")
    0.0
    """
    if any(word in patent.legal_status.casefold() for word in _ENDED):
        return 0.0
    ends, began = _day(patent.expiry_date), _day(patent.application_date or patent.priority_date)
    if ends is None and began is None:
        return None
    now = date.fromisoformat(today)
    if ends is not None:
        return round(max((ends - now).days / _YEAR, 0.0), 2)
    return round(max(TERM - (now - (began or now)).days / _YEAR, 0.0), 2)


def _day(told: str) -> date | None:
    """A day of which perhaps only year and month are told; None for none that there is."""
    parts = [int(part) for part in told.split("-") if part.isdigit()]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError:
        return None
