"""Which English texts share the words of a query: BM25 (Robertson & Zaragoza 2009), by bm25s.

BM25 has no scale of its own: it is given as a share of what the query's words weigh together, so
that it means the same for a short query and a long one, and in a small corpus and a large one.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FULL = 0.1
"""Part of a query's weight that counts as a share of 1: the twenty best of 34,000 texts reach 0.06
to 0.18 of it, half of the queries 0.09 to 0.11 (measured on past deals)."""
MOST = 1.5
"""No share is larger, whatever the words (ours)."""
USUAL = 0.05
"""What texts share of an English query on average (190 past deals: 0.05, 128 technologies: 0.04).
Words in several senses find more by chance; what is beyond is taken off."""
_K1, _B = 1.2, 0.75


Senses = tuple[tuple[str, ...], ...]
"""What a word may mean, each sense a few stemmed English words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A query as an index knows it: how often it says a word, in which senses, the rarity of all
    their words (inverse document frequency), the mean length of the index's texts, and what is
    taken ``off`` each share for words found by chance.

    It scores a text that the index does not hold. An English word has one sense, itself.
    """

    words: tuple[tuple[Senses, int], ...]
    rarity: Mapping[str, float]
    length: float
    off: float = 0.0

    @property
    def full(self) -> float:
        """The score that counts as a share of 1; a word counts by its least rare sense."""
        return FULL * sum(
            times * min(self._mean(one, self.rarity) for one in senses)
            for senses, times in self.words
        )

    def share(self, text: str | Counter[str]) -> float:
        """Share of the full score that a text, or its ``counted`` words, reaches; in [0, MOST]."""
        counts = counted(text) if isinstance(text, str) else text
        length = sum(counts.values()) / self.length if self.length else 1.0
        norm = _K1 * (1 - _B + _B * length)
        found = {
            word: self.rarity[word] * counts[word] / (counts[word] + norm)
            for word in counts.keys() & self.rarity.keys()
        }
        total = sum(
            times * max(self._mean(one, found) for one in senses) for senses, times in self.words
        )
        return min(max(total / self.full - self.off, 0.0), MOST) if self.words else 0.0

    @staticmethod
    def _mean(sense: Sequence[str], scores: Mapping[str, float]) -> float:
        return sum(scores.get(word, 0.0) for word in sense) / len(sense)


class Lexicon:
    """An index over texts. English words are stemmed; other scripts match as they are written."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._count = len(texts)
        self._spoken = np.array([bool(text) for text in texts], bool)
        self._index = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        tokens = _tokens(texts)
        self._length = sum(map(len, tokens.ids)) / max(self._count, 1)
        self._vocabulary: dict[str, int] = tokens.vocab
        self._empty = not self._vocabulary or not self._length
        if not self._empty:
            self._index.index(tokens, show_progress=False)

    def scores(self, query: str) -> Floats:
        """BM25 of every text for a query, 0 where no word is shared."""
        return self._scores(self.terms(query))

    def share(self, terms: Terms) -> Floats:
        """Every text's share of the full score, in [0, MOST]."""
        found = self._scores(terms)
        if not terms.words:
            return found
        share: Floats = np.clip(found / terms.full - terms.off, 0, MOST).astype(np.float32)
        return share

    def terms(self, query: str) -> Terms:
        """The words of an English query, each weighed by how rare it is among the texts."""
        counts = Counter(_tokens([query], ids=False)[0])
        return self._terms({((word,),): times for word, times in sorted(counts.items())})

    def senses(self, words: Iterable[Sequence[str]]) -> Terms:
        """Words of another language, each by its senses in English, as a query.

        Senses of which the texts hold no word are left out, and words without a sense.
        """
        told = [(number, sense) for number, senses in enumerate(words) for sense in senses]
        stems = _tokens([sense for _, sense in told], ids=False) if told else ()
        held: dict[int, list[tuple[str, ...]]] = {}
        for (number, _), sense in zip(told, stems, strict=True):
            if any(word in self._vocabulary for word in sense):
                held.setdefault(number, []).append(tuple(dict.fromkeys(sense)))
        terms = self._terms({tuple(senses): 1 for senses in held.values()})
        usual = float(self.share(terms)[self._spoken].mean()) if held else 0.0
        return replace(terms, off=max(round(usual - USUAL, 5), 0.0))

    def _terms(self, words: Mapping[Senses, int]) -> Terms:
        every = sorted({word for senses in words for sense in senses for word in sense})
        return Terms(
            words=tuple(words.items()),
            rarity={word: self._rarity(word) for word in every},
            length=self._length,
        )

    def _rarity(self, word: str) -> float:
        holds = len(self._holding(word)[0])
        return math.log1p((self._count - holds + 0.5) / (holds + 0.5))

    def _scores(self, terms: Terms) -> Floats:
        """Of several senses of a word, each text is scored by the one that it holds best."""
        total = np.zeros(self._count, np.float32)
        for senses, times in terms.words:
            if len(senses) == 1:
                self._add(total, senses[0], times)
                continue
            best = np.zeros(self._count, np.float32)
            for sense in senses:
                found = np.zeros(self._count, np.float32)
                self._add(found, sense, times)
                np.maximum(best, found, out=best)
            total += best
        return total

    def _add(self, total: Floats, sense: Sequence[str], times: int) -> None:
        for word in sense:
            rows, added = self._holding(word)
            total[rows] += np.float32(times / len(sense)) * added

    def _holding(self, word: str) -> tuple[Ints, Floats]:
        """The texts that hold a word, and what it adds to the score of each."""
        place = self._vocabulary.get(word)
        if place is None or self._empty:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        matrix = self._index.scores
        part = slice(int(matrix["indptr"][place]), int(matrix["indptr"][place + 1]))
        return matrix["indices"][part], matrix["data"][part]


def counted(text: str) -> Counter[str]:
    """How often a text says each of its words, stemmed."""
    return Counter(_tokens([text], ids=False)[0])


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
