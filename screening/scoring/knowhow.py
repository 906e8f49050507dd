"""What a target's patents say of its know-how: how much, how good, whose, and for how long.

It stands beside the score, in the words of a patent search; what of it enters the score are the
small signals quality, size and talent, which are left out for firms without patents.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import mean

from screening.records import KnowHow, Patent, Technology
from screening.scoring.patents import KEY_INVENTORS, Cohorts, filed, speaks, years_left


def know_how(
    patents: Sequence[Patent], closes: Sequence[Technology], cohort: Cohorts, today: str
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
    cited = [share for one in patents if (share := cohort.cited(one)) is not None]
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
