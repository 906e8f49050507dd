"""How much of each technology every company shows, measured on passages, whole texts and words.

A technology is a few texts (its description in both languages, and the client's own words
where a gap is stated). Its evidence in a company is a sum of three: the company's best passage,
since a diversified company has one sentence that matters; its texts as a whole, since a sentence
that fits by chance stands alone; and the words that its English texts share with the technology's.
A plain sum of dense and lexical scores on one scale is hard to beat (CombSUM, Fox & Shaw 1994).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from screening.scoring.lexical import MOST

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BEST = 3
"""Passages kept per company and technology."""
HALF, SPREAD = 0.8, 0.4
"""Evidence at which coverage is 0.5, and how fast it rises: the middle company known to hold a
technology then has 0.76, the middle one that holds others 0.12 (405 companies, 729 technologies
of ``data/reference`` among 69,000)."""
COMMON = 0.5
"""Share of what a company's texts have in common with all technologies that is taken off (ours)."""
LEAST_SHOWN, LEADING = 0.4, 0.8
"""A company is in a field where it covers one of its technologies by the first, and by the second
share of what it covers best: of 577 companies of ``data/reference`` that finds 87 % of the fields
that they are known to be in, 73 % of what is found is known, and 4 companies are in none."""
_PHRASE, _LITTLE = (0.12, 0.28), 0.05
_TELLS = 0.5  # of what a passage can count; most phrases that any company uses stay below
_CHUNK = 8_192
_AT_ONCE = 64
_DECIMALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One technology as an axis: mean of its unit query vectors and the two ends of its scale.

    ``low``: what texts of unrelated industries reach (mean plus two standard deviations over a
    fixed set of background sentences); ``high``: what the technology's own definition reaches in
    the other language.
    """

    technology: str
    query: Floats
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known of N companies before any technology is asked for.

    ``centre`` (N, dimension) is what a company's texts say as a whole, zeros without text: the
    unit mean of its passages in each language, weighted by their number, so that its product with
    a query is the mean of what each language reaches (one unit vector over two languages would be
    nearer to everything). ``best`` and ``whole`` (N,): mean over many technologies of what its best
    passage and its centre reach. A text that is near to everything, or is long, is nearer to any
    one technology. ``telling`` (P,) says of each passage whether it tells what somebody does, or is
    a phrase that any company uses.
    """

    centre: Floats
    best: Floats
    whole: Floats
    telling: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """Shapes: N companies, K technologies, F firms, BEST passages, best first.

    ``coverage`` (N, K) in [0, 1], NaN where a company has no text; ``passage`` (N, K, BEST) row
    numbers of the passages, -1 where there is none; ``similarity`` likewise, NaN; ``centre``
    (N, dimension) as in Ground; ``shared`` (N, F) share of the words of a firm's products that a
    company's English text has, NaN where either has none; ``base`` (N, B) as ``bases`` gives it,
    and ``areas`` (B,) the number of the field of each of those technologies. By patents, NaN
    without one: ``quality`` and ``talent`` (N, K) and ``families`` (N,), their number.
    """

    coverage: Floats
    passage: Ints
    similarity: Floats
    centre: Floats
    shared: Floats
    base: Floats
    areas: Ints
    quality: Floats
    talent: Floats
    families: Floats

    def near(self, rows: Ints, others: Ints) -> Floats:
        """Cosines of the texts of some companies with those of others, (rows, others)."""
        return cosines(self.centre[rows], self.centre[others])


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
    """Mean cosine of each passage to each technology, shape (passages, technologies)."""
    return cosines(vectors, np.stack([one.query for one in axes]))


def nearness(axes: Sequence[Axis], vectors: NDArray[np.float16]) -> NDArray[np.float64]:
    """How near each passage is to each technology on the scale of its axis, (passages, axes): 0 as
    unrelated texts, 1 as its own definition."""
    low = np.array([one.low for one in axes])
    span = np.array([one.high - one.low for one in axes])
    near: NDArray[np.float64] = (similarities(axes, vectors) - low) / span
    return near


def cosines(vectors: NDArray[np.floating], queries: Floats) -> Floats:
    """Products of all rows with all queries, shape (vectors, queries).

    In double precision and rounded, so that thread count and batch size do not show in a score.
    """
    turned = queries.T.astype(np.float64)
    out = np.empty((len(vectors), len(queries)), np.float32)
    most = min(_CHUNK, len(vectors))
    wide, product = np.empty((most, vectors.shape[1])), np.empty((most, len(queries)))
    for start in range(0, len(vectors), _CHUNK):
        part = vectors[start : start + _CHUNK]
        wide[: len(part)] = part
        found = np.matmul(wide[: len(part)], turned, out=product[: len(part)])
        out[start : start + len(part)] = np.round(found, _DECIMALS, out=found)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Parallel arrays: passage row ``passage[i]`` speaks of company ``company[i]`` in the language
    number ``language[i]``."""

    passage: Ints
    company: Ints
    language: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voices:
    """Each company's passages in each language: one voice of it.

    ``rows`` are passages in order of voice, ``first`` (V,) where each voice begins; ``company``
    (V,) whose it is, ``weight`` (V,) its share of the company's passages.
    """

    rows: Ints
    first: Ints
    company: Ints
    weight: NDArray[np.float64]

    def best(self, similar: Floats, count: int) -> NDArray[np.float64]:
        """Mean over a company's voices of their best passage, (count, technologies)."""
        total = np.zeros((count, similar.shape[1]))
        if len(self.first):
            each = np.maximum.reduceat(similar[self.rows], self.first, axis=0)
            np.add.at(total, self.company, each.astype(np.float64) * self.weight[:, None])
        return total

    def top(self, similar: Floats, count: int) -> Floats:
        """A company's best passage in any voice, (count, technologies); NaN without one."""
        found = np.full((count, similar.shape[1]), np.nan, np.float32)
        if len(self.first):
            each = np.maximum.reduceat(similar[self.rows], self.first, axis=0)
            np.fmax.at(found, self.company, each)
        return found


def _voices(links: Links) -> _Voices:
    order = np.lexsort((links.passage, links.language, links.company))
    whose, spoken = links.company[order], links.language[order]
    new = np.ones(len(order), bool)
    new[1:] = (whose[1:] != whose[:-1]) | (spoken[1:] != spoken[:-1])
    first = np.flatnonzero(new)
    sizes = np.diff(np.append(first, len(order)))
    company = whose[first]
    whole = np.bincount(company, weights=sizes) if len(first) else np.zeros(0)
    return _Voices(
        rows=links.passage[order], first=first, company=company, weight=sizes / whole[company]
    )


def ground(vectors: NDArray[np.float16], links: Links, count: int, reference: Floats) -> Ground:
    """What ``count`` companies have in common with technologies, ``reference`` (r, dimension)."""
    voices = _voices(links)
    best, whole = np.zeros(count), np.zeros(count)
    top = np.full(len(vectors), -1, np.float32)
    for start in range(0, len(reference), _AT_ONCE):
        similar = cosines(vectors, reference[start : start + _AT_ONCE])
        top = np.maximum(top, similar.max(axis=1, initial=-1))
        best += voices.best(similar, count).sum(axis=1)
    tell = tells(top)
    centre = _centres(vectors, voices, tell, count)
    for start in range(0, len(reference), _AT_ONCE):
        part = reference[start : start + _AT_ONCE]
        whole += cosines(centre, part).sum(axis=1, dtype=np.float64)
    many = max(len(reference), 1)
    return Ground(
        centre=centre,
        best=(best / many).astype(np.float32),
        whole=(whole / many).astype(np.float32),
        telling=tell >= _TELLS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What texts show on some axes: ``coverage``, ``passage`` and ``similarity`` of Strengths."""

    coverage: Floats
    passage: Ints
    similarity: Floats


def shown(
    axes: Sequence[Axis],
    vectors: NDArray[np.float16],
    links: Links,
    known: Ground,
    words: Floats,
    *,
    passages: bool = True,
) -> Shown:
    """What the companies of ``known`` show on ``axes``.

    ``words`` (N, K): share of a technology's words that a company's English texts have, NaN where
    either has none. Ties between passages go to the earlier one. Without ``passages`` the numbers
    of the passages are left out and only the best cosine is told, in half the time.
    """
    similar, voices = similarities(axes, vectors), _voices(links)
    cover = _covered(axes, similar, voices, known, words)
    shape = (len(known.centre), len(axes), BEST)
    if not passages:
        best = voices.top(similar, len(known.centre))
        none = np.zeros((*shape[:2], 0), np.int64)
        return Shown(coverage=cover, passage=none, similarity=best[:, :, None])
    numbers = np.full(shape, -1, np.int64)
    value = np.full(shape, np.nan, np.float32)
    for k in range(len(axes)):
        _take_best(similar[:, k], links.passage, links.company, numbers[:, k], value[:, k])
    return Shown(coverage=cover, passage=numbers, similarity=value)


def bases(
    axes: Sequence[Axis],
    vectors: NDArray[np.float16],
    links: Links,
    known: Ground,
    words: Floats,
) -> Floats:
    """The technological base of each company over ``axes``, (N, B): its coverage where it shows a
    technology at all (``LEAST_SHOWN``), 0 elsewhere."""
    voices = _voices(links)
    found = np.zeros((len(known.centre), len(axes)), np.float32)
    for start in range(0, len(axes), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        similar = similarities(axes[part], vectors)
        cover = _covered(axes[part], similar, voices, known, words[:, part])
        found[:, part] = np.where(cover >= LEAST_SHOWN, cover, 0)
    return found


def at_work(base: Floats, areas: Ints, fields: int) -> NDArray[np.bool_]:
    """In which of so many ``fields`` companies are at work, (N, fields), by their base (N, B) and
    the field of each technology (B,): where they cover one nearly as well as their best one
    anywhere (``LEADING``).

    >>> at_work(np.array([[0.9, 0.5, 0.8], [0, 0, 0]], np.float32), np.array([0, 1, 2]), 3).tolist()
    [[True, False, True], [False, False, False]]
    """
    top = np.zeros((len(base), fields), np.float32)
    for k, area in enumerate(areas):
        np.maximum(top[:, area], base[:, k], out=top[:, area])
    leading = LEADING * top.max(axis=1, initial=0, keepdims=True)
    found: NDArray[np.bool_] = (top > 0) & (top >= leading)
    return found


def _covered(
    axes: Sequence[Axis], similar: Floats, voices: _Voices, known: Ground, words: Floats
) -> Floats:
    """Coverage (N, K), NaN for companies of which no passage speaks."""
    count = len(known.centre)
    whole = cosines(known.centre, np.stack([one.query for one in axes]))
    nearest = voices.best(similar, count).astype(np.float32)
    silent = np.bincount(voices.company, minlength=count) == 0
    cover = np.full((count, len(axes)), np.nan, np.float32)
    for k, one in enumerate(axes):
        found = evidence(nearest[:, k], whole[:, k], words[:, k], known, one)
        cover[:, k] = np.where(silent, np.float32(np.nan), coverage(found))
    return cover


def evidence(best: Floats, whole: Floats, words: Floats, known: Ground, one: Axis) -> Floats:
    """Sum of three parts on the scale of the axis: best passage, whole text, words; each (N,).

    The first two are 0 at the axis' low end and 1 at its high end, less ``COMMON`` of what the
    company has in common with all technologies. Where there are no English words to compare, what
    companies with the same first two parts share on average stands in (``expected_words``), so
    that no text ranks low for its language.
    """
    span = one.high - one.low
    passage = (best - COMMON * known.best - one.low) / span
    text = (whole - COMMON * known.whole - one.low) / span
    found = (passage + text).astype(np.float32)
    total: Floats = found + np.where(np.isnan(words), expected_words(found), words)
    return total


def expected_words(found: Floats) -> Floats:
    """The share of words that a sum of passage and text leads to expect: ``0.1 + 0.9 x^1.5``.

    Fitted by eye to 51,840 pairs of a company and a technology (405 companies of
    ``data/reference``): the mean share is 0.13 below 0, then 0.20, 0.28, 0.41, 0.58, 0.89 for
    each further fifth.

    >>> expected_words(np.array([-0.5, 0.3, 0.9], np.float32)).round(2)
    array([0.1 , 0.25, 0.87], dtype=float32)
    """
    expected = 0.1 + 0.9 * np.maximum(found.astype(np.float64), 0) ** 1.5
    return np.minimum(expected, MOST).astype(np.float32)


def coverage(found: Floats) -> Floats:
    """Evidence as a share in (0, 1): ``1 / (1 + exp(-(evidence - HALF) / SPREAD))`` (Platt 1999).

    >>> coverage(np.array([0.05, 0.8, 1.06, 2.0], np.float32)).round(2)
    array([0.13, 0.5 , 0.66, 0.95], dtype=float32)
    """
    share = 1 / (1 + np.exp((HALF - found.astype(np.float64)) / SPREAD))
    return np.round(share, _DECIMALS).astype(np.float32)


def behind(covered: Floats) -> NDArray[np.float64]:
    """The evidence behind a coverage, any shape: the inverse of ``coverage``, within its rounding.

    >>> behind(coverage(np.array([0.05, 0.8, 1.06], np.float32))).round(2).tolist()
    [0.05, 0.8, 1.06]
    """
    sure = np.clip(covered.astype(np.float64), 1e-5, 1 - 1e-5)
    found: NDArray[np.float64] = HALF + SPREAD * np.log(sure / (1 - sure))
    return found


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


def tells(top: Floats) -> NDArray[np.float64]:
    """How much a passage counts in its text as a whole, by the technology that it is nearest to.

    ``top`` (P,) are cosines. In full from 0.28; phrases that any company uses (founded long ago,
    customers all over the world, rights reserved) reach 0.07 to 0.18 and count for little, so that
    a text says no less for being wrapped in them (ours; measured on 4,000 passages).

    >>> tells(np.array([0.1, 0.2, 0.3], np.float32)).round(2).tolist()
    [0.05, 0.5, 1.0]
    """
    low, high = _PHRASE
    return np.clip((top.astype(np.float64) - low) / (high - low), _LITTLE, 1)


def _centres(
    vectors: NDArray[np.float16], voices: _Voices, tell: NDArray[np.float64], count: int
) -> Floats:
    """Mean over a company's voices of their unit means, (count, dimension); zeros without text."""
    total = np.zeros((count, vectors.shape[1]), np.float32)
    edges = np.append(voices.first, len(voices.rows))
    for start in range(0, len(voices.first), _CHUNK // 4):
        stop = min(start + _CHUNK // 4, len(voices.first))
        taken = voices.rows[edges[start] : edges[stop]]
        rows = vectors[taken].astype(np.float64) * tell[taken, None]
        sums = np.add.reduceat(rows, edges[start:stop] - edges[start], axis=0)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        unit = np.divide(sums, length, out=np.zeros_like(sums), where=length > 0)
        np.add.at(total, voices.company[start:stop], unit * voices.weight[start:stop, None])
    return total
