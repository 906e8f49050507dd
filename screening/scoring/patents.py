"""What a patent is worth, which technology it speaks for, and how a gap moves by what is filed.

Formulas after Ernst (relative patent position), with the weights of Hall, Jaffe & Trajtenberg 2001
(citations beside those of the same year) and OECD 2013 (family, remaining life).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from screening.records import Patent, Technology

Floats = NDArray[np.float32]

TERM, SHORT_TERM = 20, 10
"""Years from filing for which a patent may stand (TRIPS, article 33), and a utility model (China,
Germany, Japan)."""
HALF = 0.15
"""Strength by patents at which coverage is 0.5: there it is above what the texts of the same
companies show as often as below (135 pairs of a company and a technology, ``data/reference``)."""
WINDOW = 5
"""Years that are compared with as many before, for the trend of a gap."""
LEAST = 5
"""Families filed by both sides in each window from which a trend is told (ours)."""
KEY_INVENTORS = 3
_YEAR = 365.25
_UNKNOWN_LIFE = 0.5
_ENDED = (
    *("expired", "inactive", "discontinued", "lapsed", "ceased", "revoked", "withdrawn"),
    *("abandoned", "refused", "rejected", "失效", "无效", "撤回", "驳回", "放弃", "终止", "届满"),
)
"""What offices and vendors call a patent that stands no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """Mean citations received and mean size of a family, by year of filing, where they are told.

    A patent is compared with those of its own year, since older ones had more time to be cited
    (the fixed-effects approach of Hall, Jaffe & Trajtenberg 2001, with the corpus as the field).
    """

    citations: Mapping[str, float]
    sizes: Mapping[str, float]

    def cited(self, patent: Patent) -> float | None:
        """How often it is cited, as a multiple of its year; None where that is not told."""
        usual = self.citations.get(filed(patent)[:4], 0)
        return patent.cited_by / usual if patent.cited_by is not None and usual > 0 else None

    def size(self, patent: Patent) -> float | None:
        """How large its family is, as a multiple of its year; None where that is not told."""
        usual = self.sizes.get(filed(patent)[:4], 0)
        return len(patent.members) / usual if patent.members and usual > 0 else None


def cohorts(patents: Iterable[Patent]) -> Cohorts:
    """What is usual for patents of each year of filing.

    >>> found = cohorts([Patent(publication_number="a", application_date="2019-05-01", cited_by=4),
    ...                  Patent(publication_number="b", application_date="2019", cited_by=0)])
    >>> found.citations, found.sizes
    ({'2019': 2}, {})
    """
    cited: dict[str, list[int]] = {}
    sizes: dict[str, list[int]] = {}
    for one in patents:
        year = filed(one)[:4]
        if year and one.cited_by is not None:
            cited.setdefault(year, []).append(one.cited_by)
        if year and one.members:
            sizes.setdefault(year, []).append(len(one.members))
    return Cohorts(
        citations={year: mean(counts) for year, counts in sorted(cited.items())},
        sizes={year: mean(counts) for year, counts in sorted(sizes.items())},
    )


def worth(patent: Patent, usual: Cohorts, today: str) -> float:
    """What a patent weighs: ``(1 + citations) / 2 * sqrt(family) * life``.

    Citations and family are multiples of what is usual for its year, 1 where they are not told; an
    uncited one keeps half. Life is the share of its term that is left, 0 where it has ended, 0.5
    where nothing tells. A design speaks for no technology and weighs nothing.

    >>> new = Patent(publication_number="a", application_date="2026-07-01")
    >>> worth(new, cohorts([]), "2026-07-01")
    1.0
    """
    if patent.type == "design":
        return 0.0
    cited, size = usual.cited(patent), usual.size(patent)
    left = years_left(patent, today)
    life = _UNKNOWN_LIFE if left is None else min(left / TERM, 1.0)
    return (1 + (1 if cited is None else cited)) / 2 * (1 if size is None else size) ** 0.5 * life


def coverage(strength: Floats) -> Floats:
    """Strength by patents (any shape, from 0) on the scale of coverage: ``s / (s + HALF)``.

    >>> coverage(np.array([0.0, 0.15, 1.35], np.float32)).round(2)
    array([0. , 0.5, 0.9], dtype=float32)
    """
    found: Floats = np.round(strength / (strength + np.float32(HALF)), 5).astype(np.float32)
    return found


def quality(worths: Sequence[float]) -> float:
    """How good patents are by what they weigh (``worth``), in [0, 1): ``w / (w + 0.5)`` of the mean
    weight w, 0.5 for the usual patent at half its life.

    Citations, family and remaining life after Hall, Jaffe & Trajtenberg 2001 and OECD 2013.

    >>> quality([0.5]), quality([0.0, 3.0])
    (0.5, 0.75)
    """
    usual = mean(worths)
    return round(usual / (usual + _UNKNOWN_LIFE), 5)


def talent(patents: Sequence[Patent], worths: Sequence[float], today: str) -> float | None:
    """The share of the value of some patents that is of the ``KEY_INVENTORS`` who hold most of it,
    as far as they still invent (filed within ``WINDOW`` years); None where no inventor is told.

    Know-how that sits with a few who are still there can be kept by keeping them (Ernst, Leptien &
    Vitt 2000).

    >>> def by(*names, filed="2025-01-01"):
    ...     return Patent(publication_number="a", inventors=names, application_date=filed)
    >>> talent([by("A"), by("B", filed="2001-01-01")], [3.0, 1.0], "2026-01-01")
    0.75
    """
    value: dict[str, float] = {}
    active: set[str] = set()
    told = [(one, w) for one, w in zip(patents, worths, strict=True) if one.inventors]
    for one, weight in told:
        for name in dict.fromkeys(one.inventors):
            value[name] = value.get(name, 0.0) + weight
        active |= set(one.inventors) if recent(one, today) else set()
    key = set(sorted(value, key=lambda name: (-value[name], name))[:KEY_INVENTORS]) & active
    whole = sum(weight for _, weight in told)
    held = sum(weight for one, weight in told if key & set(one.inventors))
    return round(held / whole, 5) if whole > 0 else None


def trend(
    firms: Sequence[Patent], leaders: Sequence[Patent], technology: Technology, today: str
) -> float | None:
    """Where a gap goes: the leaders' share of what both sides filed in a technology in the last
    ``WINDOW`` years, less their share in as many years before; in [-1, 1], above 0 it widens.

    None where fewer than ``LEAST`` families tell in either window, or one side filed none in both.
    """
    ours, theirs = ([one for one in side if speaks(one, technology)] for side in (firms, leaders))
    counts = [
        [sum(_within(one, years, today) for one in side) for side in (ours, theirs)]
        for years in (0, WINDOW)
    ]
    silent = 0 in map(sum, zip(*counts, strict=True))
    if silent or any(sum(window) < LEAST for window in counts):
        return None
    now, before = (theirs / (ours + theirs) for ours, theirs in counts)
    return round(now - before, 4)


def recent(patent: Patent, today: str) -> bool:
    """Whether it was filed in the last ``WINDOW`` years."""
    return _within(patent, 0, today)


def _within(patent: Patent, years: int, today: str) -> bool:
    """Whether it was filed in the window that ended so many years ago."""
    day = _day(filed(patent))
    if day is None:
        return False
    age = (date.fromisoformat(today) - day).days / _YEAR
    return years <= age < years + WINDOW


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


@lru_cache(maxsize=2**20)
def _longest(code: str, anchors: tuple[str, ...]) -> int:
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
    term = SHORT_TERM if patent.type == "utility-model" else TERM
    return round(max(term - (now - (began or now)).days / _YEAR, 0.0), 2)


def _day(told: str) -> date | None:
    """A day of which perhaps only year and month are told; None for none that there is."""
    parts = [int(part) for part in told.split("-") if part.isdigit()]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError:
        return None
