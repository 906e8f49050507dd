"""A Run as columns: filtered, sorted and weighed otherwise in milliseconds. It is never changed."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from screening.errors import InputError, NotReadyError, unknown
from screening.pipeline.score import weights_of
from screening.records import Band, Company, Contact, Fit, Judged, Screening
from screening.scoring import scorers, weighing

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
BANDS: tuple[Band, ...] = get_args(Band)
NOT_JUDGED = "none"
"""Stands for targets on which no verdict was given, and apart for those on which they differ."""
DISAGREE = "disagree"


_SEVERAL: Mapping[str, Callable[[Fit], tuple[str, ...]]] = {
    "gaps": lambda fit: fit.covered,
    "fields": lambda fit: fit.fields,
}
"""What a fit may have several of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which fits of a Run are wanted, and in which order; what is empty limits nothing.

    ``search`` is looked for in the names, ``owner`` in those of who holds the target, up to the
    last; ``gaps`` are technologies that a target covers and ``fields`` those that it is at work in,
    at least one of them; ``statuses`` are judgements, ``none`` or ``disagree``; ``sort`` is a
    column.
    """

    search: str = ""
    owner: str = ""
    countries: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sort: str = "rank"
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What reviewers said of the targets of a Run up to ``number``: verdicts and contacts."""

    number: tuple[int, int] = (0, 0)
    verdicts: tuple[Judged, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def touched(self, before: "Said") -> set[str]:
        """The companies of which something was said since."""
        verdicts = self.verdicts[len(before.verdicts) :]
        contacts = self.contacts[len(before.contacts) :]
        return {one.verdict.company_id for one in verdicts} | {one.company_id for one in contacts}

    def statuses(self) -> dict[str, frozenset[str]]:
        """For each judged company the last words on it, and ``disagree`` where two differ."""
        last: dict[str, dict[str, str]] = {}
        for one in self.verdicts:
            verdict = one.verdict
            last.setdefault(verdict.company_id, {})[verdict.author] = verdict.judgement
        return {
            company: frozenset(words.values())
            | ({DISAGREE} if len(set(words.values())) > 1 else frozenset())
            for company, words in last.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The fits of a Run under other weights: ``totals`` and ``places`` of shape (fits,), both in
    the order of the Run."""

    totals: Floats
    places: Ints


class Board:
    """The fits of one Run in their stored order; row n is ``fits[n]``."""

    def __init__(self, screening: Screening) -> None:
        self.screening = screening
        self.fits: Sequence[Fit] = screening.fits
        self.by_id = {fit.company_id: fit for fit in self.fits}
        self.row = {fit.company_id: n for n, fit in enumerate(self.fits)}
        self.weights = weights_of(screening.mandate)
        companies = [screening.companies[fit.company_id] for fit in self.fits]
        self._names = ["\n".join(one.names).casefold() for one in companies]
        self._owners = _holders(screening, companies)
        self._columns: dict[str, list[str]] = {
            "countries": [one.country for one in companies],
            "bands": [fit.band or "not_researched" for fit in self.fits],
            "sizes": [one.size.band for one in companies],
            "kinds": [one.ownership.kind for one in companies],
            "lanes": [fit.lane for fit in self.fits],
        }
        self._words = {name: np.asarray(values) for name, values in self._columns.items()}
        self._totals = np.array([fit.total for fit in self.fits], np.float32)
        self._signals = self._of_signals()
        self._counted = weighing.counted(self._signals, self._totals, self.weights)
        heads = [one.size.employees for one in companies]
        self._sorts: dict[str, Callable[[], NDArray[np.generic]]] = {
            "rank": lambda: np.arange(len(self.fits)),
            "name": lambda: np.asarray([one.name.casefold() for one in companies]),
            "country": lambda: self._words["countries"],
            "total": lambda: self._totals,
            "band": lambda: np.array([BANDS.index(one) for one in self._columns["bands"]]),
            "employees": lambda: np.array([np.nan if n is None else n for n in heads], float),
            "owner": lambda: self._words["kinds"],
            **{name: self._column(name) for name in self._signals},
        }

    def _column(self, name: str) -> Callable[[], NDArray[np.generic]]:
        return lambda: self._signals[name]

    def _of_signals(self) -> dict[str, Floats]:
        names = dict.fromkeys(one.name for fit in self.fits for one in fit.signals)
        found = {name: np.full(len(self.fits), np.nan, np.float32) for name in names}
        for n, fit in enumerate(self.fits):
            for one in fit.signals:
                if one.score is not None:
                    found[one.name][n] = one.score
        return found

    @property
    def sorts(self) -> Collection[str]:
        """The columns that can be sorted by."""
        return self._sorts.keys()

    def fit(self, company_id: str) -> Fit:
        """The fit of a company; NotReadyError where the run ranks no such."""
        if company_id not in self.by_id:
            raise NotReadyError(f"{company_id} is not ranked in run {self.screening.run.id}")
        return self.by_id[company_id]

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by: for each filter its values with how many fits have them."""
        found = {
            name: dict(Counter(values).most_common()) for name, values in self._columns.items()
        }
        for name, of in _SEVERAL.items():
            counts = Counter(one for fit in self.fits for one in of(fit))
            found[name] = dict(counts.most_common())
        return found

    @cached_property
    def owners(self) -> Sequence[str]:
        """The names of owners, those that hold the most fits first."""
        companies, held = self.screening.companies, self.screening.holders
        counts = Counter(
            one.owner
            for fit in self.fits
            for one in held.get(fit.company_id) or (companies[fit.company_id].ownership,)
            if one.owner
        )
        return [name for name, _ in counts.most_common()]

    def find(self, ask: Ask, said: Said) -> Ints:
        """The rows that are asked for, in that order; unknown values stand last, either way.

        Raises InputError for a column that is not there.
        """
        if ask.sort not in self._sorts:
            raise InputError(unknown("column to sort by", ask.sort, self._sorts))
        rows = np.flatnonzero(self._wanted(ask, said))
        values = self._sorts[ask.sort]()[rows]
        order = np.argsort(values, kind="stable")
        if ask.descending:
            order = np.argsort(-_places(values), kind="stable")
        if values.dtype.kind == "f":
            missing = np.isnan(values.astype(float))[order]
            order = np.concatenate([order[~missing], order[missing]])
        found: Ints = rows[order]
        return found

    def _wanted(self, ask: Ask, said: Said) -> NDArray[np.bool_]:
        wanted = np.ones(len(self.fits), bool)
        for name, values in self._words.items():
            if asked := getattr(ask, name):
                wanted &= np.isin(values, asked)
        for name, of in _SEVERAL.items():
            if several := set(getattr(ask, name)):
                wanted &= np.array([not several.isdisjoint(of(fit)) for fit in self.fits], bool)
        for given, names in ((ask.search, self._names), (ask.owner, self._owners)):
            if needle := given.strip().casefold():
                wanted &= np.array([needle in name for name in names], bool)
        if ask.statuses:
            wanted &= self._judged(set(ask.statuses), said)
        return wanted

    def _judged(self, asked: set[str], said: Said) -> NDArray[np.bool_]:
        known = said.statuses()
        found = np.full(len(self.fits), NOT_JUDGED in asked)
        for company, words in known.items():
            if company in self.row:
                found[self.row[company]] = not asked.isdisjoint(words)
        return found

    def weigh(self, weights: Mapping[str, float]) -> Weighed:
        """Totals and places under other weights (any scale), lane by lane; nothing is stored.

        Raises InputError for an unknown signal or where no weight is above 0.
        """
        strange = [name for name in weights if name not in self._signals]
        if strange:
            raise InputError(unknown("signal", strange[0], self._signals))
        if not any(weight > 0 for weight in weights.values()) or min(weights.values()) < 0:
            raise InputError("weights: none may be below 0, and at least one is above it")
        totals = scorers.combine(self._counted, weights)
        places = np.zeros(len(self.fits), np.int64)
        lanes = self._words["lanes"]
        for lane in dict.fromkeys(self._columns["lanes"]):
            rows = np.flatnonzero(lanes == lane)
            order = rows[np.argsort(-np.nan_to_num(totals[rows], nan=-1), kind="stable")]
            places[order] = np.arange(1, len(order) + 1)
        return Weighed(totals=totals, places=places)

    def above(self, row: int) -> tuple[int, dict[str, float]] | None:
        """The next row in the lane, and by how many points each signal sets this one above it."""
        after = row + 1
        if after >= len(self.fits) or self.fits[after].lane != self.fits[row].lane:
            return None
        one, other = (
            {name: _known(values[n]) for name, values in self._counted.items()}
            for n in (row, after)
        )
        return after, weighing.apart(one, other, self.weights)


def _holders(screening: Screening, companies: Sequence[Company]) -> list[str]:
    """For each company the names of who holds it, up to the last: every name that is known."""
    named = {name: one.names for one in screening.companies.values() for name in one.names}
    found = []
    for company in companies:
        held = screening.holders.get(company.id) or (company.ownership,)
        names = [name for one in held for name in named.get(one.owner, (one.owner,))]
        found.append("\n".join(names).casefold())
    return found


def _known(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)


def _places(values: NDArray[np.generic]) -> Ints:
    """Equal values get equal numbers, in ascending order."""
    found: Ints = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return found
