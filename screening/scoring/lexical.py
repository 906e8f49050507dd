"""Which English texts share the words of a query: BM25 (Robertson & Zaragoza 2009), by bm25s.

BM25 has no scale of its own: it is given as a share of what the query's words weigh together, so
that it means the same for a short query and a long one, and in a small corpus and a large one.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FULL = 0.1
"""Part of a query's weight that counts as a share of 1: the twenty best of 34,000 texts reach 0.06
to 0.18 of it, half of the queries 0.09 to 0.11 (measured on past deals)."""
MOST = 1.5
"""No share is larger, whatever the words (ours)."""
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A query as an index knows it: weight by stemmed word, and the mean length of its texts.

    It scores a text that the index does not hold.
    """

    weights: Mapping[str, float]
    length: float

    @property
    def full(self) -> float:
        """The score that counts as a share of 1."""
        return FULL * sum(self.weights.values())

    def share(self, text: str) -> float:
        """Share of the full score that ``text`` reaches, in [0, MOST]."""
        counts = Counter(_tokens([text], ids=False)[0])
        length = sum(counts.values()) / self.length if self.length else 1.0
        norm = _K1 * (1 - _B + _B * length)
        total = sum(
            weight * counts[word] / (counts[word] + norm) for word, weight in self.weights.items()
        )
        return min(total / self.full, MOST) if self.weights else 0.0


class Lexicon:
    """An index over texts. English words are stemmed; other scripts match as they are written."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._count = len(texts)
        self._index = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        tokens = _tokens(texts)
        self._length = sum(map(len, tokens.ids)) / max(self._count, 1)
        self._vocabulary: dict[str, int] = tokens.vocab
        self._empty = not self._vocabulary or not self._length
        if not self._empty:
            self._index.index(tokens, show_progress=False)

    def scores(self, query: str) -> Floats:
        """BM25 of every text for a query, 0 where no word is shared."""
        tokens = _tokens([query], ids=False)[0]
        if self._empty or not tokens:
            return np.zeros(self._count, np.float32)
        found: Floats = self._index.get_scores(tokens)
        return found

    def shares(self, query: str) -> tuple[Floats, Terms]:
        """Every text's share of the full score, in [0, MOST]; and the query, to be kept."""
        terms = self.terms(query)
        found = self.scores(query)
        if not terms.weights:
            return found, terms
        share: Floats = np.minimum(found / terms.full, MOST).astype(np.float32)
        return share, terms

    def terms(self, query: str) -> Terms:
        """The words of a query, each weighed by how rare it is among the texts."""
        found: dict[str, float] = {}
        for word, times in sorted(Counter(_tokens([query], ids=False)[0]).items()):
            holds = self._holding(word)
            found[word] = times * math.log1p((self._count - holds + 0.5) / (holds + 0.5))
        return Terms(weights=found, length=self._length)

    def _holding(self, word: str) -> int:
        place = self._vocabulary.get(word)
        if place is None or self._empty:
            return 0
        edges = self._index.scores["indptr"]
        return int(edges[place + 1] - edges[place])


def _tokens(texts: Sequence[str], *, ids: bool = True) -> Any:
    import bm25s
    import Stemmer

    return bm25s.tokenize(
        list(texts),
        stopwords="en",
        stemmer=Stemmer.Stemmer("english"),
        return_ids=ids,
        show_progress=False,
    )
