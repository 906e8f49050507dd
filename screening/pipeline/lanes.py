"""Targets of which too little is known to stand beside the others are ranked among their like."""

from collections.abc import Mapping, Sequence
from typing import Literal

from screening.pipeline.profile import Profile

LEAST = 60
"""Words from which a text is enough to be ranked by, where there is no patent (ours)."""
Lane = Literal["", "desk-research"]


def split(measured: Profile, ids: Sequence[str]) -> Mapping[Lane, Sequence[str]]:
    """The lanes: "" and ``desk-research``, each with its companies in the order given."""
    thin = {
        one for one in ids if measured.words.get(one, 0) < LEAST and one not in measured.patented
    }
    return {
        "": [one for one in ids if one not in thin],
        "desk-research": [one for one in ids if one in thin],
    }


def missing(measured: Profile, company_id: str) -> tuple[str, ...]:
    """What desk research would have to find out about a company."""
    company = measured.companies[company_id]
    held = company.ownership
    unknown = {
        f"text:{measured.words.get(company_id, 0)}": True,
        "patents": company_id not in measured.patented,
        "owner": not (held.owner or held.kind),
        "employees": company.size.employees is None,
        "website": not company.website,
        "city": not company.city,
    }
    return tuple(name for name, lacking in unknown.items() if lacking)
