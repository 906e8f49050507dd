"""Who holds which patents, and how strong they make a company in each technology."""

from collections.abc import Collection, Iterable, Mapping, Sequence

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


def strengths(
    documents: Mapping[str, Document],
    spoken: Sequence[str],
    vectors: NDArray[np.float16],
    axes: Sequence[scoring.Axis],
    technologies: Sequence[Technology],
    row: Mapping[str, int],
) -> Floats:
    """Coverage by patents of each company (``row``) in each technology, shape (N, K), 0 for none.

    A patent belongs to a technology as far as its classes name it and its text speaks of it: the
    best of its passages on the axis, in [0, 1]. ``spoken`` gives the document of each passage in
    ``vectors``.
    """
    total = np.zeros((len(row), len(axes)), np.float64)
    known = {key: one for key, one in documents.items() if one.patent is not None}
    every = [one.patent for one in known.values() if one.patent is not None]
    today = newest(every)
    if not today:
        return total.astype(np.float32)
    usual = worths.cohorts(every)
    passages = passages_of(spoken, known)
    for key, numbers in sorted(passages.items()):
        patent = known[key].patent
        assert patent is not None
        named = [worths.speaks(patent, one) for one in technologies]
        weight = worths.worth(patent, usual, today) if any(named) else 0.0
        if weight > 0:
            near = scoring.nearness(axes, vectors[numbers]).max(axis=0)
            member = np.clip(near, 0, 1) * named * weight
            for company in known[key].company_ids:
                total[row[company]] += member
    return worths.coverage(total.astype(np.float32))
