"""How much of each technology every company shows, measured on passages.

A technology is a few texts (its description in both languages, and the client's own words
where a gap is stated). A passage's similarity to it is the mean cosine to those texts; a
company's depth comes from its best passages, since a diversified company has one sentence
that matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BEST = 3
"""Passages kept per company and technology."""
_CHUNK = 16_384
_DECIMALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One technology as an axis: mean of its unit query vectors and the two anchors of depth.

    ``low``: what texts of unrelated industries reach (mean plus two standard deviations over a
    fixed set of background sentences); ``high``: what the technology's own definition reaches in
    the other language. Depth is 0 at ``low`` and 1 at ``high``.
    """

    technology: str
    query: Floats
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """Shapes: N companies, K technologies, BEST passages, best first.

    ``depth`` (N, K, BEST) in [0, 1], NaN where a company has fewer passages; ``passage``
    (N, K, BEST) row numbers of the passages, -1 where there is none; ``similarity`` likewise;
    ``centre`` (N, dimension) unit mean of the company's passage vectors, zeros without text.
    """

    depth: Floats
    passage: Ints
    similarity: Floats
    centre: Floats


def axis(technology: str, queries: Floats, definition: Floats, background: Floats) -> Axis:
    """The axis of a technology.

    ``queries`` (q, dimension): all its texts; ``definition`` (2, dimension): its description in
    English and Chinese; ``background`` (b, dimension). All rows have length 1.
    """
    query = queries.mean(axis=0, dtype=np.float64)
    unrelated = background.astype(np.float64) @ query
    low = float(unrelated.mean() + 2 * unrelated.std())
    high = float((definition.astype(np.float64) @ query).mean())
    high = min(high, float(definition[0].astype(np.float64) @ definition[1]))
    return Axis(
        technology=technology,
        query=query.astype(np.float32),
        low=low,
        high=max(high, low + 0.05),
    )


def similarities(axes: Sequence[Axis], vectors: NDArray[np.float16]) -> Floats:
    """Mean cosine of each passage to each technology, shape (passages, technologies).

    In double precision and rounded, so that thread count and batch size do not show in a score.
    """
    queries = np.stack([one.query for one in axes]).T.astype(np.float64)
    out = np.empty((len(vectors), len(axes)), np.float32)
    for start in range(0, len(vectors), _CHUNK):
        part = vectors[start : start + _CHUNK].astype(np.float64)
        out[start : start + _CHUNK] = np.round(part @ queries, _DECIMALS)
    return out


def strengths(
    axes: Sequence[Axis], vectors: NDArray[np.float16], passage: Ints, company: Ints, count: int
) -> Strengths:
    """Strengths of ``count`` companies.

    ``passage`` and ``company`` are parallel: passage row ``passage[i]`` says something about
    company number ``company[i]``. Ties go to the earlier passage.
    """
    similar = similarities(axes, vectors)
    shape = (count, len(axes), BEST)
    best = np.full(shape, -1, np.int64)
    value = np.full(shape, np.nan, np.float32)
    depth = np.full(shape, np.nan, np.float32)
    for k, one in enumerate(axes):
        _take_best(similar[:, k], passage, company, best[:, k], value[:, k])
        depth[:, k] = to_depth(value[:, k], one)
    return Strengths(
        depth=depth,
        passage=best,
        similarity=value,
        centre=centres(vectors, passage, company, count),
    )


def to_depth(similarity: Floats, one: Axis) -> Floats:
    """Similarity on the scale of the axis: 0 at its low anchor, 1 at its high anchor, clipped.

    >>> a = Axis(technology="t", query=np.zeros(2, np.float32), low=0.1, high=0.5)
    >>> to_depth(np.array([0.0, 0.3, 0.9], np.float32), a).round(2).tolist()
    [0.0, 0.5, 1.0]
    """
    scaled = (similarity - one.low) / (one.high - one.low)
    depth: Floats = np.clip(scaled, 0, 1).astype(np.float32)
    return depth


def _take_best(similar: Floats, passage: Ints, company: Ints, best: Ints, value: Floats) -> None:
    scores = similar[passage]
    order = np.lexsort((passage, -scores, company))
    ranked = company[order]
    first = np.searchsorted(ranked, ranked, side="left")
    place = np.arange(len(ranked)) - first
    keep = place < BEST
    rows, columns, chosen = ranked[keep], place[keep], order[keep]
    best[rows, columns] = passage[chosen]
    value[rows, columns] = scores[chosen]


def centres(vectors: NDArray[np.float16], passage: Ints, company: Ints, count: int) -> Floats:
    """Unit mean of each company's passage vectors, shape (count, dimension); zeros without text."""
    order = np.lexsort((passage, company))
    passage, company = passage[order], company[order]
    edges = np.searchsorted(company, np.arange(count + 1))
    total = np.zeros((count, vectors.shape[1]), np.float32)
    for start in range(0, count, _CHUNK // 4):
        stop = min(start + _CHUNK // 4, count)
        low, high = edges[start], edges[stop]
        if low == high:
            continue
        rows = vectors[passage[low:high]].astype(np.float64)
        filled = np.flatnonzero(np.diff(edges[start : stop + 1])) + start
        total[filled] = np.add.reduceat(rows, edges[filled] - low, axis=0)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    centre: Floats = np.divide(total, length, out=np.zeros_like(total), where=length > 0)
    return centre
