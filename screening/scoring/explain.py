"""Fits with their reasons, made only for what is shown; the rest keep their numbers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from screening.records import Access, Closed, Evidence, Fit, Gap, Signal
from screening.scoring import reading, scorers, signals
from screening.scoring.profile import Strengths
from screening.scoring.ranking import Ranking
from screening.text import percent

Quote = Callable[[int, int, str, float], Evidence]
"""(passage row, company row, technology, similarity) → the evidence that stands there."""
Weigh = Callable[[Evidence, int], float]
"""(quote, technology number) → how well it speaks for the technology, on any scale."""
_QUOTES_PER_GAP = 2
_NEARLY = 0.8  # of the first quote's weight, from which a second is shown
_MEASURED: Mapping[str, str] = {
    "strength": "how strong it is in those gaps, beyond what closes them",
    "absorbability": "how many words and subjects it shares with {firm}",
    "close_reading": "how well a second encoder finds gap and firm answered in its English text",
    "relatedness": "cosine {cosine:.2f} to {firm}",
    "complementarity": "how far it works in the fields of {firm} on other technologies of them",
    "novelty": "how much of what it has {firm} lacks, over all technologies of the taxonomy",
    "redundancy": "how much of what {firm} has it does not double, over all technologies",
    "differentiation": "how much nearer it is to {firm} than to the ten nearest rivals of that",
    "private_synergy": "how much nearer it is to {firm} than other firms of the province are",
    "quality": "its patents in those gaps by citations, family and remaining life",
    "size": "its patent families in all, less where it holds more than {firm}",
    "talent": "what three key inventors who are still active hold of its patents in those gaps",
}
"""What each signal measures, in its order: the score says how much of it there is."""


def fits(
    ranking: Ranking,
    strengths: Strengths,
    gaps: Sequence[Gap],
    ids: Sequence[str],
    names: Mapping[int, str],
    access: Mapping[int, Access],
    quote: Quote,
    weigh: Weigh,
    *,
    covered: float,
    shown: int,
) -> tuple[Fit, ...]:
    """A Fit per ranked target; the first ``shown`` carry evidence.

    ``ids`` are company ids by row; ``names`` firm names and ``access`` how a deal stands at the
    seat, by row.
    """
    places = scorers.ranks(ranking.totals.tolist())
    found = []
    for place, (row, total) in enumerate(zip(ranking.rows, ranking.totals, strict=True)):
        closed = _closed(ranking, place, covered)
        evidence: tuple[Evidence, ...] = ()
        if place < shown:
            wanted = list(dict.fromkeys([int(ranking.chosen[place]), *closed]))
            evidence = _evidence(ranking, strengths, gaps, int(row), wanted, quote, weigh)
        deal = access[int(row)]
        near = int(ranking.nearest[place])
        found.append(
            Fit(
                company_id=ids[row],
                rank=places[place],
                total=_plain(total),
                signals=_signals(ranking, gaps, names, place, evidence),
                covered=tuple(gaps[ranking.gaps[g]].technology for g in closed),
                evidence=evidence,
                band=deal.band,
                band_rule=deal.rules[0] if deal.rules else "",
                closes=_best(ranking, gaps, place),
                goal=_plain(ranking.goal[ranking.chosen[place]]),
                nearest=ids[near] if near >= 0 else "",
                cosine=_plain(ranking.nearness[place]) if near >= 0 else None,
            )
        )
    return tuple(found)


def _closed(ranking: Ranking, place: int, covered: float) -> list[int]:
    filled = ranking.filled[place]
    order = np.argsort(-filled, kind="stable")
    return [int(g) for g in order if filled[g] >= covered]


def _best(ranking: Ranking, gaps: Sequence[Gap], place: int) -> tuple[Closed, ...]:
    """The gaps that ``gap_fill`` counts, in its order: by share and by how they press."""
    filled = ranking.filled[place : place + 1]
    return tuple(
        Closed(technology=gaps[int(ranking.gaps[g])].technology, share=_plain(filled[0, g]))
        for g in signals.closed_best(filled, ranking.importance)[0]
    )


def _evidence(
    ranking: Ranking,
    strengths: Strengths,
    gaps: Sequence[Gap],
    row: int,
    closed: Sequence[int],
    quote: Quote,
    weigh: Weigh,
) -> tuple[Evidence, ...]:
    """The best quotes for each gap, of its nearest passages, by how they speak for it."""
    found: list[Evidence] = []
    for g in closed:
        k = int(ranking.gaps[g])
        near = [
            quote(int(passage), row, gaps[k].technology, _plain(similarity))
            for passage, similarity in zip(
                strengths.passage[row, k], strengths.similarity[row, k], strict=True
            )
            if passage >= 0
        ]
        found += telling(near, k, weigh)
    return tuple(found)


def telling(near: Sequence[Evidence], k: int, weigh: Weigh) -> tuple[Evidence, ...]:
    """Those of a company's passages that speak best for technology number ``k``, best first."""
    weights = {one.id: weigh(one, k) for one in near}
    ordered = sorted(near, key=lambda one: -weights[one.id])
    enough = [one for one in ordered if weights[one.id] >= _NEARLY * weights[ordered[0].id]]
    return tuple(enough[:_QUOTES_PER_GAP])


def _signals(
    ranking: Ranking,
    gaps: Sequence[Gap],
    names: Mapping[int, str],
    place: int,
    evidence: Sequence[Evidence],
) -> tuple[Signal, ...]:
    best = int(ranking.chosen[place])
    technology = gaps[int(ranking.gaps[best])].technology
    ids = tuple(e.id for e in evidence if e.technology == technology)
    near = int(ranking.nearest[place])
    firm = names.get(near, "the firm")
    closes = ", ".join(
        f"{percent(one.share)} of {one.technology}" for one in _best(ranking, gaps, place)
    )
    details = {
        "gap_fill": f"closes {closes} (goal {ranking.goal[best]:.2f})",
        **{
            name: told.format(firm=firm, cosine=ranking.nearness[place])
            for name, told in _MEASURED.items()
        },
    }
    if near < 0:
        firmless = "no firm with text to compare with"
        details |= {"absorbability": firmless, "relatedness": firmless}
    found = []
    for name, detail in details.items():
        score = float(ranking.signals[name][place])
        known = None if np.isnan(score) else _plain(score)
        if name == reading.NAME and known is None:
            detail = "not among the best that are read again, or no English text"
        proof = ids if name in ("gap_fill", "strength") else ()
        told = detail if known is not None or near < 0 else f"unknown: {detail}"
        found.append(Signal(name=name, score=known, detail=told, evidence=proof))
    return tuple(found)


def _plain(value: float) -> float:
    return round(float(value), 4)
