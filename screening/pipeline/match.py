"""match: a target abroad, and the firms of Zhejiang whose gaps it would close, best first."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from screening.errors import InputError
from screening.pipeline import assignment, deals
from screening.pipeline.given import given
from screening.pipeline.profile import Profile, gaps_of, profile
from screening.pipeline.quotes import Quotes
from screening.pipeline.reading import reader
from screening.pipeline.resolve import found_by_name
from screening.pipeline.score import scorer, weights_of
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.records import Company, Gap, HomeSource, Mandate, Match, Matched, Technology
from screening.scoring import explain, ranking, scorers
from screening.scoring.reading import Reader

_PRESSES = 0.25
"""Of the firm's largest gap: smaller ones are not shown as closed (ours)."""


def match(
    workspace: Workspace,
    target: str,
    *,
    text: str = "",
    field: str = "robots",
    measured: Profile | None = None,
    progress: Progress = silent,
) -> Matched:
    """Which firms of Zhejiang a target complements in a field, best first.

    ``target`` is the id or name of a company of the corpus or, with ``text``, the name of one
    that is not. Each firm's own gaps against the leaders count, and the total is what a screening
    for that firm alone gives the target; ``measured`` is the profile of the field's mandate, where
    it is at hand. Raises InputError where the target is unknown or has no text.
    """
    mandate = assignment.field_mandate(field)
    measured = measured or profile(workspace, mandate, progress=progress)
    if text:
        told = given(workspace, measured, text)
        company, row = Company(name=target), len(measured.ids)
        measured, quote = told.joined, told.quote
    else:
        told = None
        company = measured.companies[found_by_name(measured.companies, target)]
        row = measured.row[company.id]
        quote = Quotes(measured, [row])
    if np.isnan(measured.strengths.coverage[row]).all():
        raise InputError(f"{company.name} has no text to be judged by; give one with --text FILE")
    again = _closely(reader(workspace, measured, scorer(), told), row)
    found = []
    for place, firm in enumerate(measured.firms):
        progress("match", place, len(measured.firms))
        one = _match(measured, mandate, row, place, again, quote) if firm != company.id else None
        if one is not None:
            found.append(one)
    progress("match", len(measured.firms), len(measured.firms))
    ordered = sorted(found, key=lambda one: (-one.total, one.firm.id))
    places = scorers.ranks([one.total for one in ordered])
    return Matched(
        target=company,
        field=field,
        matches=tuple(replace(one, rank=k) for one, k in zip(ordered, places, strict=True)),
        home=_home(workspace, measured, ordered),
        ahead=len([firm for firm in measured.firms if firm != company.id]) - len(found),
    )


def _home(
    workspace: Workspace, measured: Profile, found: Sequence[Match]
) -> tuple[tuple[Technology, HomeSource], ...]:
    """The first source at home that is enough for each technology in which a firm's gap closes."""
    first: dict[str, HomeSource] = {}
    for one in deals.home(workspace, measured):
        if one.enough:
            first.setdefault(one.technology, one)
    closed = dict.fromkeys(technology for one in found for technology, _ in one.closes)
    return tuple((one, first[one.id]) for one in closed if one.id in first)


def _closely(every: Reader, row: int) -> Reader:
    """A reader that has read the one target."""
    vectors = every.read(np.array([row]))
    return replace(every, read=lambda rows: vectors, likely=None)


def _match(
    measured: Profile,
    mandate: Mandate,
    row: int,
    place: int,
    again: Reader,
    quote: explain.Quote,
) -> Match | None:
    """The target for one firm; None where the firm has no known gap."""
    firm, strengths = measured.firms[place], measured.strengths
    gaps = gaps_of(
        measured.technologies,
        strengths,
        measured.row,
        measured.leaders,
        (firm,),
        measured.companies,
        mandate,
    )
    ranked = ranking.rank(
        replace(strengths, shared=strengths.shared[:, [place]]),
        [row],
        [""],
        [measured.row[firm]],
        gaps,
        scorer(),
        weights_of(mandate),
        [measured.row[one] for one in measured.firms if one != firm],
        replace(again, firms=again.firms[[place]]),
    )
    if not len(ranked.rows):
        return None
    return _told(measured, measured.companies[firm], gaps, ranked, row, quote)


def _told(
    measured: Profile,
    firm: Company,
    gaps: tuple[Gap, ...],
    ranked: ranking.Ranking,
    row: int,
    quote: explain.Quote,
) -> Match:
    filled = ranked.filled[0] * ranked.importance
    order = np.argsort(-filled, kind="stable")
    numbers = [int(ranked.gaps[k]) for k in order]
    best = numbers[0]
    passage = int(measured.strengths.passage[row, best, 0])
    similarity = float(measured.strengths.similarity[row, best, 0])
    return Match(
        firm=firm,
        rank=0,
        total=round(float(ranked.totals[0]), 4),
        signals={
            name: None if np.isnan(values[0]) else round(float(values[0]), 4)
            for name, values in ranked.signals.items()
        },
        closes=tuple(
            (measured.technologies[k], round(float(ranked.filled[0, g]), 4))
            for k, g in zip(numbers, order, strict=True)
            if ranked.filled[0, g] >= scorer().covered and ranked.importance[g] >= _PRESSES
        ),
        quote=quote(passage, row, gaps[best].technology, similarity),
    )
