"""evaluate: where the real target of each past deal stands among all overseas companies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from screening.errors import InputError
from screening.pipeline import lacking, wording
from screening.pipeline.pool import Pool, masked, pool_of
from screening.pipeline.reading import Ahead
from screening.pipeline.score import LEARNED, scorer
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.readers.deals import Deal
from screening.records import Gap
from screening.scoring import evaluate as measure
from screening.scoring import learned, ranking, scorers, signals
from screening.scoring import profile as scoring
from screening.scoring.learned import Choice
from screening.scoring.reading import Look, Reader
from screening.text import had, name_key

Arm = Literal["products", "gaps", "both"]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
FIGURES_COUNT_FROM = 30_000
_BATCH = 30
_FOLDS = 5
_PER_TARGET = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Metrics by method and every deal's rank under every method.

    ``methods``: ``fit`` (the scorer in use), ``learned`` (the same signals by learned weights),
    ``fused`` (the sum of the three searches for the gap), the baselines, ``fit`` without one of
    its signals, and ``symmetric`` (without direction); ``p`` gives for each other method the
    Holm-corrected chance that its MRR differs from fit's by luck. ``direction`` has the mean total
    of the real deals (``fit``), of the same with acquirer and target swapped, and the share of
    deals in which the swapped one is lower, all by the gaps as they are stated; empty without a
    profile of the acquirer.
    ``spread`` is fit's MRR in each of five groups of acquirers.
    """

    pool: int
    deals: int
    arm: Arm
    methods: Mapping[str, Mapping[str, float]]
    p: Mapping[str, float]
    direction: Mapping[str, float]
    spread: tuple[float, ...]
    ranks: tuple[Mapping[str, float | str], ...]
    notes: tuple[str, ...]


def evaluate(
    workspace: Workspace,
    deals: Sequence[Deal],
    *,
    arm: Arm = "both",
    pool: str = "",
    progress: Progress = silent,
) -> Evaluation:
    """Rank each deal's target within all overseas companies and the file's own targets.

    ``pool`` keeps only companies with a text of that source. Nothing of the deals is stored, names
    are masked, and the target's twin in the corpus is taken out for its deal. Raises
    NotReadyError before ingest or embed, InputError where the arm has no text in some deal.
    """
    _check(deals, arm)
    with Ahead(workspace, scorer().reader) as read:
        field = pool_of(workspace, deals, pool, read)
        return _evaluated(field, deals, arm, progress)


def _evaluated(field: Pool, deals: Sequence[Deal], arm: Arm, progress: Progress) -> Evaluation:
    ranks: dict[str, list[float]] = {}
    standing: dict[str, list[Floats]] = {}
    reached: dict[str, list[float]] = {}
    blind, pairs = _target_only(field, deals), list[_Pair]()
    for told in _scored(field, deals, arm):
        number, scores = told.number, told.scores
        progress("evaluate", number, len(deals))
        pairs += [told.pair] if told.pair else []
        scores["target_only"] = blind[number]
        target, out = field.size + number, field.out(number, deals[number])
        for name, values in scores.items():
            ranks.setdefault(name, []).append(measure.place(values, target, out))
            usual = measure.standard(np.nan_to_num(values[~out], nan=values[~out].min()))
            standing.setdefault(name, []).append(np.sort(usual))
            own = int((~out[:target]).sum())
            reached.setdefault(name, []).append(float(usual[own]))
    progress("evaluate", len(deals), len(deals))
    size = field.size + len(deals)
    ranks["same_sector"] = [_in_sector(field, number) for number in range(len(deals))]
    ranks["random"] = [(size + 1) / 2] * len(deals)
    precision = {n: measure.pooled_precision(standing[n], reached[n]) for n in standing}
    drawn = [1 / (2 * one - 1) for one in ranks["same_sector"]]
    precision |= {"random": 1 / size, "same_sector": float(np.mean(drawn))}
    return Evaluation(
        pool=size,
        deals=len(deals),
        arm=arm,
        methods={n: measure.metrics(found, precision[n]) for n, found in ranks.items()},
        p=measure.holm(
            {n: measure.chance(ranks["fit"], found) for n, found in ranks.items() if n != "fit"}
        ),
        direction=_direction(pairs),
        spread=_spread(deals, ranks["fit"]),
        ranks=tuple(
            {"id": deal.id, **{n: found[k] for n, found in ranks.items()}}
            for k, deal in enumerate(deals)
        ),
        notes=_notes(size),
    )


def _notes(size: int) -> tuple[str, ...]:
    small = f"the pool holds {size:,} companies: figures count from {FIGURES_COUNT_FROM:,} on"
    return (small,) if size < FIGURES_COUNT_FROM else ()


def _check(deals: Sequence[Deal], arm: Arm) -> None:
    for deal in deals:
        if arm in ("gaps", "both") and not deal.gaps:
            raise InputError(f"deal {deal.id}: no gap is stated; take --arm products")
        if arm == "products" and not deal.profiles:
            raise InputError(f"deal {deal.id}: no profile of the acquirer; take --arm gaps")


def _needs(deal: Deal, arm: Arm) -> list[Mapping[str, str]]:
    """What a target is to fill: the gaps, or in their place what the acquirer makes."""
    given = [deal.profiles] if arm == "products" else deal.gaps
    return [{code: masked(text, deal) for code, text in one.items()} for one in given]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Of one deal: the score of every company by each method, its signals, the pair both ways."""

    number: int
    scores: dict[str, Floats]
    counted: Mapping[str, Floats]
    pair: "_Pair | None"


def choices(
    workspace: Workspace, deals: Sequence[Deal], *, most: int, progress: Progress = silent
) -> list[Choice]:
    """Each deal as a choice among the ``most`` best by the scorer in use and what was bought."""
    _check(deals, "both")
    found = []
    with Ahead(workspace, scorer().reader) as read:
        field = pool_of(workspace, deals, "", read)
        for told in _scored(field, deals, "both"):
            progress("learn", told.number, len(deals))
            found.append(_choice(field, deals[told.number], told, most))
    progress("learn", len(deals), len(deals))
    return found


def _choice(field: Pool, deal: Deal, told: _Told, most: int) -> Choice:
    target, out = field.size + told.number, field.out(told.number, deal)
    fit = np.where(out, np.nan, told.scores["fit"])
    best = np.argsort(-np.nan_to_num(fit, nan=-1), kind="stable")[:most]
    inside = target in best
    rows = best if inside else np.append(best, target)
    return Choice(
        id=deal.id,
        acquirer=deal.acquirer,
        year=deal.year,
        logs=learned.logs(told.counted, rows),
        bought=int(np.flatnonzero(rows == target)[0]),
        place=measure.place(told.scores["fit"], target, out),
        inside=inside,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part(scoring.Strengths):
    """The strengths on the needs of one deal, without passages, with the cosines of all companies
    with the acquirers (``kin``, those from row ``first`` on) at hand."""

    first: int
    kin: Floats

    def near(self, rows: Ints, others: Ints) -> Floats:
        """Cosines of the texts of some companies with those of others, (rows, others)."""
        if others.min(initial=self.first) < self.first:
            return scoring.Strengths.near(self, rows, others)
        return self.kin[np.ix_(rows, others - self.first)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One deal before anything is read again.

    ``stated`` is ``part`` without what the acquirer's texts say that it lacks: nobody else says
    so, and the pair both ways is told by it. ``look`` is what there is to read and ``best`` the
    rows that will be, by the weights in use.
    """

    number: int
    deal: Deal
    part: _Part
    stated: _Part
    queries: Floats
    needs: Sequence[Mapping[str, str]]
    firms: Sequence[int]
    others: Sequence[int]
    measured: ranking.Measured
    look: Look
    reader: Reader
    best: Ints


def _scored(field: Pool, deals: Sequence[Deal], arm: Arm) -> Iterator[_Told]:
    """What every method says of all companies, deal by deal.

    What is to be read again for some deals is read while the next ones are measured.
    """
    wanted = _wants(field, deals, arm)
    field.read.name(text for one in wanted for text in (*one.gaps, *one.firms))
    waiting: list[_Case] = []
    for start in range(0, len(deals), _BATCH):
        cases = _cases(field, deals, wanted, start)
        field.read.name(_heads(field, {int(row) for one in cases for row in one.best}))
        yield from (_methods(field, one) for one in waiting)
        waiting = cases
    yield from (_methods(field, one) for one in waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Want:
    """What one deal asks for, and what of it the second encoder reads.

    ``stated`` are the needs as they were given, by language, and ``needs`` the same with what the
    acquirer's texts say that it lacks; ``asked`` their words, ``made`` those of the acquirer's
    products; ``gaps`` is what the needs are compared by when texts are read again, ``firms`` the
    products.
    """

    stated: Sequence[Mapping[str, str]]
    needs: Sequence[Mapping[str, str]]
    asked: Sequence[wording.Query]
    made: wording.Query
    gaps: Sequence[str]
    firms: Sequence[str]


def _wants(field: Pool, deals: Sequence[Deal], arm: Arm) -> list[_Want]:
    stated = [_needs(deal, arm) for deal in deals]
    own = [{code: masked(text, deal) for code, text in deal.profiles.items()} for deal in deals]
    said = [lacking.said(texts.items()) if arm == "both" else () for texts in own]
    texts = [text for needs in stated for one in needs for text in one.values()]
    field.asked([*texts, *(text for sentences in said for _, text in sentences)])
    wanted = []
    for needs, made, without in zip(stated, own, said, strict=True):
        anchors = [list(one.values()) for one in needs]
        places = lacking.nearest(anchors, without, field.asked)
        wanted.append(_want(needs, lacking.joined(needs, without, places), made, arm))
    field.asked([text for want in wanted for one in want.needs for text in one.values()])
    return wanted


def _want(
    stated: Sequence[Mapping[str, str]],
    needs: Sequence[Mapping[str, str]],
    own: Mapping[str, str],
    arm: Arm,
) -> _Want:
    asked = [wording.asked(one.values()) for one in needs]
    made = wording.products(had(text, code) for code, text in own.items())
    return _Want(
        stated=stated,
        needs=needs,
        asked=asked,
        made=made,
        gaps=[one.closely for one in asked],
        firms=[] if arm == "gaps" else [made.closely[: wording.HEAD]],
    )


def _cases(field: Pool, deals: Sequence[Deal], wanted: Sequence[_Want], start: int) -> list[_Case]:
    """Some deals, measured."""
    batch = range(start, min(start + _BATCH, len(deals)))
    axes = _axes(field, [one for k in batch for one in wanted[k].needs])
    place: dict[int, range] = {}
    for k in batch:
        first = place[k - 1].stop if k > batch.start else 0
        place[k] = range(first, first + len(wanted[k].needs))
    asked = [one for k in batch for one in wanted[k].asked]
    made = [wanted[k].made for k in batch]
    words, _ = wording.shares(field.lexicon, field.texts, asked)
    shared, _ = wording.shares(field.lexicon, field.texts, made)
    shown = scoring.shown(axes, field.vectors, field.links, field.known, words, passages=False)
    unknown = np.full(shown.coverage.shape, np.nan, np.float32)
    cases: list[_Case] = []
    for n, k in enumerate(batch):
        own = list(place[k])
        part = _Part(
            coverage=shown.coverage[:, own],
            passage=shown.passage[:, own],
            similarity=shown.similarity[:, own],
            centre=field.known.centre,
            shared=shared[:, [n]] if wanted[k].firms else shared[:, :0],
            base=field.base,
            areas=field.areas,
            quality=unknown[:, own],
            talent=unknown[:, own],
            families=unknown[:, 0],
            first=field.size + field.deals,
            kin=field.kin,
        )
        queries = np.stack([axes[one].query for one in own])
        stated = _as_stated(field, part, wanted[k])
        cases.append(_case(field, part, stated, queries, wanted[k], deals[k], k))
    return cases


def _axes(field: Pool, needs: Sequence[Mapping[str, str]]) -> list[scoring.Axis]:
    axes = []
    for number, one in enumerate(needs):
        spoken = field.asked(list(one.values()))
        both = np.stack([spoken[0], spoken[-1]])
        axes.append(scoring.axis(str(number), spoken, both, field.background))
    return axes


def _as_stated(field: Pool, part: _Part, want: _Want) -> _Part:
    """What the deals' own companies show of the needs without the acquirer's words for them; of
    the others nothing is told."""
    if want.stated == want.needs:
        return part
    own, links = slice(field.size, None), field.links
    spoken = links.company >= field.size
    first = int(links.passage[spoken].min())
    shown = scoring.shown(
        _axes(field, want.stated),
        field.vectors[first:],
        scoring.Links(
            passage=links.passage[spoken] - first,
            company=links.company[spoken] - field.size,
            language=links.language[spoken],
        ),
        scoring.Ground(
            centre=field.known.centre[own],
            best=field.known.best[own],
            whole=field.known.whole[own],
        ),
        wording.shares(
            field.lexicon, field.texts, [wording.asked(one.values()) for one in want.stated]
        )[0][own],
        passages=False,
    )
    coverage = np.full_like(part.coverage, np.nan)
    coverage[own] = shown.coverage
    return replace(part, coverage=coverage)


def _case(
    field: Pool,
    part: _Part,
    stated: _Part,
    queries: Floats,
    want: _Want,
    deal: Deal,
    number: int,
) -> _Case:
    """Each stated gap counts in full."""
    buyer = part.first + number
    firms = [buyer] if want.firms else []
    others = field.others(deal)
    rows = np.flatnonzero(~field.out(number, deal))
    found = ranking.measure(
        part, rows, firms, _stated(part, firms), scorer(), others if firms else []
    )
    reader = Reader(
        gaps=field.read(want.gaps),
        firms=field.read(want.firms),
        read=lambda chosen: field.read(_heads(field, chosen)),
        most=scorer().read_again,
        likely=None if field.likely is None else field.likely.__getitem__,
    )
    look = ranking.look(found, scorer().weights, reader)
    order = scorers.order(look.totals, rows)
    return _Case(
        number=number,
        deal=deal,
        part=part,
        stated=stated,
        queries=queries,
        needs=want.needs,
        firms=firms,
        others=others,
        measured=found,
        look=look,
        reader=reader,
        best=rows[order[: reader.most]],
    )


def _heads(field: Pool, rows: Iterable[int]) -> list[str]:
    return [field.heads[row] for row in rows]


def _methods(field: Pool, case: _Case) -> _Told:
    part, needs = case.part, case.needs
    best = np.nan_to_num(part.similarity[:, :, 0], nan=-1.0).mean(axis=1)
    whole = (field.known.centre @ case.queries.T).mean(axis=1)
    words = _lexical(field, needs)
    scores = {"best_passage": best, "whole_text": whole, "bm25": words}
    scores["fused"] = sum((measure.standard(one) for one in scores.values()), np.float32(0))
    scores["class_cosine"] = _of_a_kind(field, case.number)
    counted = _counted(field, case)
    weights = _weights()
    scores |= zip(weights, scorers.combine_each(counted, list(weights.values())), strict=True)
    scores["symmetric"] = _symmetric(counted)
    pair = _both_ways(field, case.stated, case.number, case.others) if case.firms else None
    return _Told(number=case.number, scores=scores, counted=counted, pair=pair)


def _symmetric(counted: Mapping[str, Floats]) -> Floats:
    """The fit without what has a direction: no gap, and the two sides of overlap as one number."""
    weights, sides = scorer().weights, ("novelty", "redundancy")
    alike = {name: counted[name] for name in ("absorbability", "relatedness")}
    weighed = {name: weights[name] for name in alike}
    alike["overlap"] = np.mean([counted[one] for one in sides], axis=0, dtype=np.float32)
    weighed["overlap"] = sum(weights[one] for one in sides)
    return np.nan_to_num(scorers.combine(alike, weighed))


def _of_a_kind(field: Pool, number: int) -> Floats:
    """Cosine of the technological bases of all with the acquirer's, one more in a field of its; and
    with the classes of the deal, where it gives some.

    Classes by text stand in for those of patents; class and sector together did best in Arsini,
    Straccamore & Zaccaria 2023.
    """
    buyer, sought = field.size + field.deals + number, field.sought[number]
    near = field.direction @ field.direction[buyer]
    same = (field.at_work & field.at_work[buyer]).any(axis=1)
    if sought.any():
        near += field.direction[:, sought].sum(axis=1) / np.sqrt(sought.sum(), dtype=np.float32)
    found: Floats = (near + same).astype(np.float32)
    return found


def _in_sector(field: Pool, number: int) -> float:
    """Where the target of a deal stands on average in a draw among those of its own fields; among
    all where it is in none."""
    own = field.at_work[field.size + number]
    among = field.at_work[: field.size + field.deals]
    count = int((among & own).any(axis=1).sum()) if own.any() else len(among)
    return (count + 1) / 2


def _lexical(field: Pool, needs: Sequence[Mapping[str, str]]) -> Floats:
    """BM25 of the English texts, else of those that there are; the mean over the needs."""
    total = [field.lexicon.scores(one.get("en") or next(iter(one.values()), "")) for one in needs]
    mean: Floats = np.mean(total, axis=0, dtype=np.float32)
    return mean


def _weights() -> dict[str, Mapping[str, float]]:
    """The scorer's weights, and those without one of its signals that texts alone can tell."""
    whole = dict(scorer().weights)
    told = [name for name in whole if name not in signals.BY_PATENTS]
    less = {f"fit_without_{n}": {m: w for m, w in whole.items() if m != n} for n in told}
    return {"fit": whole, "learned": scorer(LEARNED).weights, **less}


def _counted(field: Pool, case: _Case) -> Mapping[str, Floats]:
    """The signals as they count, NaN for those who do not.

    What is read again is what the whole scorer finds best, for its ablations too.
    """
    rows = case.measured.rows
    found = ranking.read_again(case.measured, case.look, rows, case.reader)
    every = {name: np.full(len(field.texts), np.nan, np.float32) for name in found.counted}
    for name, values in found.counted.items():
        every[name][rows] = values
    return every


def _stated(part: scoring.Strengths, firms: Sequence[int]) -> list[Gap]:
    """Each need of a deal as a stated gap that counts in full."""
    return [
        Gap(
            technology=str(k),
            size=1.0,
            wanted=1.0,
            stated=True,
            own=float(part.coverage[firms[0], k]) if firms else None,
            leader=1.0,
        )
        for k in range(part.coverage.shape[1])
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """The total of a deal as it was, and with acquirer and target swapped."""

    fit: float
    swapped: float


def _both_ways(field: Pool, part: scoring.Strengths, number: int, others: Sequence[int]) -> _Pair:
    target, buyer = field.size + number, field.size + field.deals + number
    asked = wording.Query(english=field.texts[target]).terms(field.lexicon)
    back = np.full((len(part.centre), 1), np.nan, np.float32)
    back[buyer] = wording.share(field.texts[buyer], asked)
    totals = []
    for firm, other, shared in ((buyer, target, part.shared), (target, buyer, back)):
        strengths = replace(part, shared=shared)
        gaps = _stated(part, [firm])
        found = ranking.measure(
            strengths, np.array([other]), [firm], gaps, scorer(), [k for k in others if k != other]
        )
        totals.append(float(scorers.combine(found.counted, scorer().weights)[0]))
    return _Pair(fit=totals[0], swapped=totals[1])


def _direction(pairs: Sequence[_Pair]) -> dict[str, float]:
    known = [one for one in pairs if not np.isnan([one.fit, one.swapped]).any()]
    if not known:
        return {}
    return {
        "fit": round(float(np.mean([one.fit for one in known])), 2),
        "swapped": round(float(np.mean([one.swapped for one in known])), 2),
        "lower": round(float(np.mean([one.swapped < one.fit for one in known])), 4),
    }


def _spread(deals: Sequence[Deal], ranks: Sequence[float]) -> tuple[float, ...]:
    """MRR in each of five groups of acquirers, none of which is in two."""
    groups: dict[int, list[float]] = {}
    for fold, rank in zip(_folds(deals), ranks, strict=True):
        groups.setdefault(fold, []).append(1 / rank)
    return tuple(round(float(np.mean(groups[k])), 4) for k in sorted(groups))


def _folds(deals: Sequence[Deal]) -> list[int]:
    """The group of each deal, of five; an acquirer is in one of them with all its deals."""
    keys = [name_key(deal.acquirer) for deal in deals]
    fold = {key: place % _FOLDS for place, key in enumerate(sorted(set(keys)))}
    return [fold[key] for key in keys]


def _target_only(field: Pool, deals: Sequence[Deal]) -> list[Floats]:
    """How much each company looks like a target at all, blind to acquirer and gap.

    A logistic regression on the whole-text vectors, learned on the targets of other acquirers
    against companies of the pool drawn at random: what it finds is style, not fit.
    """
    from sklearn.linear_model import LogisticRegression

    draw = np.random.default_rng(1)
    folds = _folds(deals)
    order = sorted(range(len(deals)), key=lambda k: deals[k].id)  # not that of the file
    by_fold: dict[int, Floats] = {}
    for held in sorted(set(folds)):
        yes = np.array([field.size + k for k in order if folds[k] != held], np.int64)
        if not len(yes):
            by_fold[held] = np.zeros(len(field.known.centre), np.float32)
            continue
        no = draw.choice(field.size, min(field.size, _PER_TARGET * len(yes)), replace=False)
        model = LogisticRegression(class_weight="balanced", max_iter=1000)
        known = np.concatenate([field.known.centre[yes], field.known.centre[no]])
        model.fit(known, [1] * len(yes) + [0] * len(no))
        by_fold[held] = model.decision_function(field.known.centre).astype(np.float32)
    return [by_fold[held] for held in folds]
