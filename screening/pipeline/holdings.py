"""Who holds which patents, and what they tell of a company in each technology."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.records import Document, Patent, Technology
from screening.scoring import patents as worths
from screening.scoring import profile as scoring

Floats = NDArray[np.float32]


def held(documents: Iterable[Document]) -> dict[str, list[Patent]]:
    """The patents of each company, one for each family."""
    found: dict[str, list[Patent]] = {}
    for document in documents:
        if document.patent is not None:
            for one in document.company_ids:
                found.setdefault(one, []).append(document.patent)
    return found


def newest(patents: Iterable[Patent]) -> str:
    """The last date that the patents of a corpus tell, which their age is counted from: the same
    corpus gives the same strengths on any day. Empty without any date."""
    told = (one.publication_date or worths.filed(one) for one in patents)
    return max((day for day in told if len(day) == len("2026-01-31")), default="")


def passages_of(spoken: Sequence[str], among: Collection[str]) -> dict[str, list[int]]:
    """The rows of the passages of each document ``among`` those spoken of, row by row."""
    found: dict[str, list[int]] = {}
    for number, document in enumerate(spoken):
        if document in among:
            found.setdefault(document, []).append(number)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What patents tell of N companies in K technologies: ``coverage`` (N, K), 0 for none; NaN
    without any: ``quality`` and ``talent`` (N, K), and ``families`` (N,), their number."""

    coverage: Floats
    quality: Floats
    talent: Floats
    families: Floats


def holdings(
    documents: Mapping[str, Document],
    spoken: Sequence[str],
    vectors: NDArray[np.float16],
    axes: Sequence[scoring.Axis],
    technologies: Sequence[Technology],
    row: Mapping[str, int],
) -> Holdings:
    """What the patents of each company (``row``) tell.

    A patent belongs to a technology as far as its classes name it and its text speaks of it: the
    best of its passages on the axis, in [0, 1]. ``spoken`` gives the document of each passage in
    ``vectors``.
    """
    shape = (len(row), len(axes))
    total = np.zeros(shape, np.float64)
    quality, talent = np.full(shape, np.nan, np.float32), np.full(shape, np.nan, np.float32)
    known = {key: one for key, one in sorted(documents.items()) if one.patent is not None}
    every = [one.patent for one in known.values() if one.patent is not None]
    usual, today = worths.cohorts(every), newest(every)
    passages = passages_of(spoken, known)
    inside: dict[tuple[int, int], list[tuple[Patent, float]]] = {}
    for key, document in known.items() if today else ():
        patent = document.patent
        assert patent is not None
        named = [worths.speaks(patent, one) for one in technologies]
        weight = worths.worth(patent, usual, today) if any(named) else 0.0
        numbers = passages.get(key)
        near = scoring.nearness(axes, vectors[numbers]).max(axis=0) if numbers else 0
        for company in document.company_ids if any(named) else ():
            total[row[company]] += np.clip(near, 0, 1) * named * weight
            for k in np.flatnonzero(named):
                inside.setdefault((row[company], int(k)), []).append((patent, weight))
    for place, several in inside.items():
        patents, weights = zip(*several, strict=True)
        quality[place] = worths.quality(weights)
        found = worths.talent(patents, weights, today)
        talent[place] = np.nan if found is None else found
    return Holdings(
        coverage=worths.coverage(total.astype(np.float32)),
        quality=quality,
        talent=talent,
        families=_families(known.values(), row),
    )


def _families(documents: Iterable[Document], row: Mapping[str, int]) -> Floats:
    found = np.full(len(row), np.nan, np.float32)
    for document in documents:
        for company in document.company_ids:
            found[row[company]] = np.nan_to_num(found[row[company]]) + 1
    return found
