"""Which texts share the words of a query: BM25 (Robertson & Zaragoza 2009), by bm25s."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Lexicon:
    """An index over texts. English words are stemmed; other scripts match as they are written."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._count = len(texts)
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        self._index.index(_tokens(texts), show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of every text for a query, 0 where no word is shared."""
        tokens = _tokens([query], ids=False)[0]
        if not tokens:
            return np.zeros(self._count, np.float32)
        found: NDArray[np.float32] = self._index.get_scores(tokens)
        return found


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
