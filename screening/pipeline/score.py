"""score: a mandate becomes a Run with a Fit per target; or one target is scored ad hoc."""

import hashlib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from screening import assets, embedding, readers, taxonomy
from screening.errors import InputError, MandateError
from screening.pipeline import deals, holdings
from screening.pipeline.flags import flags
from screening.pipeline.given import given
from screening.pipeline.lanes import missing, split
from screening.pipeline.memory import apart, give_back
from screening.pipeline.profile import Profile, profile
from screening.pipeline.quotes import Quotes, supported
from screening.pipeline.reading import reader
from screening.pipeline.resolve import found_by_name, identities
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.records import (
    Access,
    Company,
    Confidence,
    Document,
    Exclusion,
    Fit,
    Flag,
    Gap,
    HomeSource,
    Mandate,
    Rule,
    Run,
    Screening,
    Sensitivity,
    Technology,
    Unmatched,
)
from screening.scoring import (
    candidates,
    explain,
    feasibility,
    knowhow,
    patents,
    ranking,
    robustness,
)
from screening.scoring.reading import Reader
from screening.scoring.scorers import Scorer
from screening.scoring.sureness import sureness
from screening.text import digest, word_count

SCORER, LEARNED = "hand-8", "learned-1"
"""The scorer in use, and the one that was learned from past deals (models/scorers)."""
SHOWN = 200
"""Fits that carry evidence."""


def score(workspace: Workspace, mandate: Mandate, *, progress: Progress = silent) -> Screening:
    """Rank every eligible company against the mandate's gaps and store the Run.

    The same stamp (mandate, code, encoder, corpus, scorer, taxonomy, rules) is the same Run:
    it is read back, not made again.
    """
    run = stamp(workspace, mandate)
    if workspace.ledger.has_run(run.id):
        return workspace.ledger.load(run.id)
    with apart():
        measured = profile(workspace, mandate, version=run.corpus_version, progress=progress)
        progress("score", 0, 1)
        made = _screening(workspace, mandate, run, measured)
        del measured
    give_back()
    workspace.ledger.save(made)
    give_back()
    progress("score", 1, 1)
    return made


def stamp(workspace: Workspace, mandate: Mandate) -> Run:
    """What the Run of a mandate would be stamped with now; its id is a hash over the stamp."""
    card = embedding.card(workspace.settings.encoder)
    facts = {
        "mandate_hash": readers.mandate_hash(mandate),
        "code": assets.code_version(),
        "encoder": card.key,
        "encoder_revision": card.revision,
        "corpus_version": workspace.version(),
        "scorer": f"{SCORER}-{_scorer_mark()}",
        "taxonomy_version": taxonomy.load(workspace.reference).version,
        "rules_version": _hash(workspace.reference / "rules.csv"),
        "identities": identities(workspace),
    }
    return Run(id=f"r_{digest(facts)[:12]}", started_at=workspace.clock(), **facts)


@cache
def scorer(name: str = SCORER) -> Scorer:
    """A released scorer, the one in use unless another is named."""
    return Scorer(**tomllib.loads(_scorer_file(name).read_text(encoding="utf-8")))


def _scorer_file(name: str = SCORER) -> Path:
    return assets.shipped("models", "scorers", f"{name}.toml")


@cache
def _scorer_mark() -> str:
    """Names the scorer in use and the maps that say what it should read."""
    maps = assets.shipped("models", "bridges").glob("*.npz")
    return _hash(_scorer_file(), *sorted(maps))


def _hash(*paths: Path) -> str:
    every = hashlib.sha256()
    for path in paths:
        every.update(path.read_bytes())
    return every.hexdigest()[:8]


def eligible(measured: Profile, mandate: Mandate) -> tuple[str, ...]:
    """The ids of the companies that the limits of a mandate let through."""
    return tuple(_chosen(measured, mandate).ids)


def unmatched(measured: Profile, mandate: Mandate) -> tuple[Unmatched, ...]:
    """The names that a mandate keeps out and that no company of the corpus bears."""
    return candidates.unmatched(measured.companies, mandate)


def _chosen(measured: Profile, mandate: Mandate) -> candidates.Candidates:
    return candidates.choose(
        measured.companies,
        measured.words,
        measured.leaders,
        mandate,
        measured.unread,
        measured.holders,
    )


def weights_of(mandate: Mandate) -> Mapping[str, float]:
    """The mandate's weights scaled to sum to 1, or the scorer's."""
    given = mandate.weights or scorer().weights
    total = sum(given.values())
    return {name: weight / total for name, weight in sorted(given.items())}


def _screening(workspace: Workspace, mandate: Mandate, run: Run, measured: Profile) -> Screening:
    chosen = _chosen(measured, mandate)
    day = mandate.deal_date or run.started_at[:10]
    found = deals.deals(workspace, [measured.companies[i] for i in chosen.ids], mandate, day)
    happened = _events(measured, chosen.ids, day)
    lanes = {
        lane: _ranked_lane(workspace, mandate, measured, ids, found)
        for lane, ids in split(measured, chosen.ids).items()
    }
    fits = tuple(
        replace(
            fit,
            lane=lane,
            missing=missing(measured, fit.company_id) if lane else (),
            fields=measured.fields_of(fit.company_id),
            confidence=_sure(fit, mandate, measured.words.get(fit.company_id, 0)),
        )
        for lane, ranked in lanes.items()
        for fit in deals.advised(
            ranked.fits,
            measured,
            mandate,
            found,
            happened,
            day,
            SHOWN,
        )
    )
    fits = _known(measured, fits, run.started_at[:10])
    named = {f.company_id for f in fits} | {e.company_id for e in chosen.excluded}
    named |= {*measured.leaders, *measured.firms}
    return Screening(
        run=run,
        mandate=mandate,
        field=measured.taxonomy.fields[mandate.field],
        fields=tuple(measured.taxonomy.fields.values()),
        technologies=measured.technologies,
        gaps=supported(workspace, measured),
        fits=fits,
        excluded=chosen.excluded,
        companies={one: measured.companies[one] for one in sorted(named)},
        holders={one: measured.holders[one] for one in sorted(named) if one in measured.holders},
        leaders=measured.leaders,
        firms=measured.firms,
        events=happened,
        flags=flags(
            _listings(measured, mandate),
            [measured.companies[one] for one in (*(f.company_id for f in fits), *measured.firms)],
            measured.holders,
            today=day,
        ),
        access=found.seats,
        outbound=found.outbound,
        rules=tuple(found.rules.values()),
        home=deals.home(workspace, measured),
        regions=deals.regions(workspace, fits, measured, mandate, found),
        sensitivity=lanes[""].sensitivity,
        funnel=(
            *chosen.funnel,
            ("ranked", len(fits)),
            ("shortlist", min(mandate.shortlist, len(fits))),
        ),
        gap_matrix=_matrix(measured, [f.company_id for f in fits if f.evidence]),
        quality=_quality(workspace, measured),
        unmatched=unmatched(measured, mandate),
    )


def _sure(fit: Fit, mandate: Mandate, words: int) -> Confidence:
    signals = {signal.name: signal.score for signal in fit.signals}
    return sureness(signals, weights_of(mandate), words)


def _known(measured: Profile, fits: Sequence[Fit], today: str) -> tuple[Fit, ...]:
    """The fits with what the patents of each say of its know-how."""
    held = holdings.held(measured.snapshot.documents_of("patent").values())
    every = patents.cohorts(patent for several in held.values() for patent in several)
    named = {one.id: one for one in measured.technologies}
    return tuple(
        replace(
            fit,
            know_how=knowhow.know_how(
                held[fit.company_id],
                [named[one] for one in dict.fromkeys([*fit.covered, fit.closes[0].technology])],
                every,
                today,
            ),
        )
        if fit.company_id in held and fit.closes
        else fit
        for fit in fits
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    fits: tuple[Fit, ...]
    sensitivity: tuple[Sensitivity, ...]


def _ranked_lane(
    workspace: Workspace,
    mandate: Mandate,
    measured: Profile,
    ids: Sequence[str],
    found: deals.Deals,
) -> _Lane:
    """The companies ``ids`` ranked among each other, with how firm their ranks stand."""
    again = reader(workspace, measured, scorer())
    ranked = _ranked(measured, mandate, ids, again)
    fits = explain.fits(
        ranked,
        measured.strengths,
        measured.gaps,
        measured.ids,
        {measured.row[f]: measured.companies[f].name for f in measured.firms},
        {measured.row[one]: found.of(measured.companies[one]) for one in ids},
        Quotes(measured, ranked.rows[:SHOWN].tolist()),
        measured.speaks,
        covered=scorer().covered,
        shown=SHOWN,
    )
    return _Lane(
        fits=_firm(fits, ranked, measured, mandate),
        sensitivity=robustness.one_at_a_time(ranked, measured.ids, weights_of(mandate)),
    )


def _firm(
    fits: Sequence[Fit], ranked: ranking.Ranking, measured: Profile, mandate: Mandate
) -> tuple[Fit, ...]:
    """The fits with how firm their ranks stand, and the best second target beside the first."""
    found = robustness.robustness(ranked, measured.strengths, measured.axes, weights_of(mandate))
    second = robustness.seconds(ranked, SHOWN, robustness.DEEP)
    known = [
        replace(
            fit,
            rank_low=int(low),
            rank_high=int(high),
            top_10=round(float(share), 3),
            second=fits[second[k]].company_id if k < len(second) and second[k] >= 0 else "",
        )
        for k, (fit, low, high, share) in enumerate(
            zip(fits, found.low, found.high, found.top_10, strict=False)
        )
    ]
    return (*known, *fits[len(known) :])


def _listings(measured: Profile, mandate: Mandate) -> list[Document]:
    """The entries of official lists that had been made by the day of the deal."""
    day = mandate.deal_date
    found = measured.snapshot.documents_of("listing").values()
    return [one for one in found if not day or one.date <= day]


def _events(measured: Profile, ranked: Collection[str], today: str) -> tuple[Document, ...]:
    """Events of ranked companies that have happened and not expired, newest first."""
    found = [
        document
        for document in measured.snapshot.documents_of("event").values()
        if document.event is not None
        and document.date <= today <= (document.event.expires or today)
        and not set(document.company_ids).isdisjoint(ranked)
    ]
    return tuple(sorted(found, key=lambda d: (d.date, d.id), reverse=True))


def _ranked(
    measured: Profile, mandate: Mandate, ids: Sequence[str], again: Reader
) -> ranking.Ranking:
    if not any((gap.size or 0) * gap.wanted > 0 for gap in measured.gaps):
        raise MandateError(
            "there is no gap to close: the leaders show no lead over the firm in any technology;"
            " state a gap in the mandate ([[gaps]] technology = …)"
        )
    ranked = ranking.rank(
        measured.strengths,
        [measured.row[one] for one in ids],
        ids,
        [measured.row[one] for one in measured.firms],
        measured.gaps,
        scorer(),
        weights_of(mandate),
        measured.others,
        again,
    )
    if len(ids) and not len(ranked.rows):
        raise MandateError(
            "weights: no signal with a weight is known for any target; give weight to gap_fill"
        )
    return ranked


def _matrix(measured: Profile, targets: Sequence[str]) -> dict[str, dict[str, float | None]]:
    own = {gap.technology: gap.own for gap in measured.gaps}
    return {
        technology.id: {
            "firm": own[technology.id],
            **{one: measured.coverage(one, k) for one in (*measured.leaders, *targets)},
        }
        for k, technology in enumerate(measured.technologies)
    }


def _quality(workspace: Workspace, measured: Profile) -> dict[str, Any]:
    companies = measured.companies.values()
    missing = {
        "country": sum(not c.country for c in companies),
        "city": sum(not c.city for c in companies),
        "website": sum(not c.website for c in companies),
        "owner": sum(not c.ownership.owner for c in companies),
        "employees": sum(c.size.employees is None for c in companies),
        "text": sum(not measured.words.get(c.id) for c in companies),
    }
    return {
        "companies": len(measured.ids),
        "missing": missing,
        "rejects": len(workspace.ledger.rejects()),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One target scored ad hoc: its Fit and how many of the ranked companies stand above it.

    ``left_out`` says why a run of the mandate would not rank it, where it would not; ``rules`` are
    those that ``access`` names and ``home`` lists who at home may close a gap;
    ``technologies`` and ``companies`` (the firm that it was compared with) are for their names.
    """

    company: Company
    fit: Fit
    above: int
    among: int
    gaps: tuple[Gap, ...]
    technologies: tuple[Technology, ...] = ()
    companies: Mapping[str, Company] = made(default_factory=dict)
    access: tuple[Access, ...] = ()
    rules: tuple[Rule, ...] = ()
    home: tuple[HomeSource, ...] = ()
    flags: tuple[Flag, ...] = ()
    left_out: Exclusion | None = None


def score_text(
    workspace: Workspace,
    mandate: Mandate,
    company: Company,
    text: str,
    *,
    measured: Profile | None = None,
    progress: Progress = silent,
) -> Scored:
    """Score a target from its text alone; nothing is stored.

    ``measured`` is the profile of the mandate, where it is at hand. Raises InputError for a seat
    that is no country.
    """
    if company.country and (fault := readers.code_fault(company.country)):
        raise InputError(f"country: {fault}")
    measured = measured or profile(workspace, mandate, progress=progress)
    told = given(workspace, measured, text)
    again = reader(workspace, measured, scorer(), told)
    chosen = eligible(measured, mandate)
    found = _scored(workspace, mandate, told.joined, company, "", chosen, again, told.quote)
    return _told(found, mandate, word_count(text))


def score_company(
    workspace: Workspace, mandate: Mandate, name: str, *, measured: Profile | None = None
) -> Scored:
    """Score a company of the corpus by its id or name, ranked or left out; nothing is stored.

    Raises InputError where it is unknown or has no text.
    """
    measured = measured or profile(workspace, mandate)
    company = measured.companies[found_by_name(measured.companies, name)]
    row = measured.row[company.id]
    if np.isnan(measured.strengths.coverage[row]).all():
        raise InputError(f"{company.name} has no text to be judged by; paste one")
    chosen = _chosen(measured, mandate)
    again = reader(workspace, measured, scorer())
    others = [one for one in chosen.ids if one != company.id]
    quotes = Quotes(measured, [row])
    found = _scored(workspace, mandate, measured, company, company.id, others, again, quotes)
    left_out = {one.company_id: one for one in chosen.excluded}.get(company.id)
    return _told(replace(found, left_out=left_out), mandate, measured.words.get(company.id, 0))


def _told(found: Scored, mandate: Mandate, words: int) -> Scored:
    """With how sure the total is, by the words read."""
    return replace(found, fit=replace(found.fit, confidence=_sure(found.fit, mandate, words)))


def _scored(
    workspace: Workspace,
    mandate: Mandate,
    measured: Profile,
    company: Company,
    key: str,
    others: Sequence[str],
    again: Reader,
    quote: explain.Quote,
) -> Scored:
    """The company in row ``key`` of a profile, ranked among ``others``."""
    row = measured.row[key]
    ranked = _ranked(measured, mandate, [*others, key], again)
    place = int(np.flatnonzero(ranked.rows == row)[0])
    day = mandate.deal_date or workspace.clock()[:10]
    deal = deals.deals(workspace, [company], mandate, day)
    fits = explain.fits(
        ranked.only(place),
        measured.strengths,
        measured.gaps,
        measured.ids,
        {measured.row[f]: measured.companies[f].name for f in measured.firms},
        {row: deal.of(company)},
        quote,
        measured.speaks,
        covered=scorer().covered,
        shown=1,
    )
    return Scored(
        company=company,
        fit=replace(fits[0], rank=place + 1),
        above=place,
        among=len(others),
        gaps=measured.gaps,
        technologies=measured.technologies,
        companies={one: measured.companies[one] for one in (fits[0].nearest,) if one},
        access=deal.seats[feasibility.seat(company)],
        rules=tuple(deal.rules.values()),
        home=deals.home(workspace, measured),
        flags=flags(_listings(measured, mandate), [company], today=day),
    )
