"""Technologies that the taxonomy does not know: patents that lie close together and far from it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

KNOWN = 0.5
"""Nearness to a technology (0: as unrelated texts, 1: as its own definition) from which a patent
belongs to the taxonomy (ours)."""
APART = 0.45
"""Mean cosine distance beyond which two groups of patents are two technologies (ours)."""
_TERMS = 4
_EMPTY = frozenset(
    {
        *("apparatus", "based", "comprising", "control", "device", "devices", "enhanced", "having"),
        *("mechanism", "method", "methods", "operating", "process", "processing", "program"),
        *("same", "system", "systems", "techniques", "thereof", "used", "using"),
    }
)
"""What patents of any technology are called."""


def groups(vectors: Floats) -> list[NDArray[np.int64]]:
    """Rows of ``vectors`` (patents, dimension) that belong together, the largest
    group first, each from its middle outwards: average linkage on cosine distances (UPGMA, Sokal &
    Michener 1958; scikit-learn), which asks for no number of groups.

    >>> [one.tolist() for one in groups(np.array([[1.0, 0], [0, 1], [1, 0.1], [1, 0.2]]))]
    [[2, 3, 0], [1]]
    """
    if len(vectors) < 2:
        return [np.arange(len(vectors))] if len(vectors) else []
    from sklearn.cluster import AgglomerativeClustering

    rows = vectors.astype(np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART
    )
    labels = model.fit_predict(rows)
    found = []
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        middle = rows[members].mean(axis=0)
        order = np.argsort(-np.round(rows[members] @ middle, 6), kind="stable")
        found.append(members[order])
    return sorted(found, key=lambda one: (-len(one), int(one[0])))


def terms(texts: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """For each group of English texts the words that set it apart from the others (TF-IDF over the
    groups); none where there are no words.

    >>> terms([["legged robot gait", "gait of a legged robot"], ["robot skin", "tactile skin"]])
    [('gait', 'legged', 'robot'), ('skin', 'tactile', 'robot')]
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    model = TfidfVectorizer(
        stop_words=sorted(ENGLISH_STOP_WORDS | _EMPTY),
        sublinear_tf=True,
        token_pattern=r"[A-Za-z]{3,}",
    )
    try:
        weights = model.fit_transform(["\n".join(one) for one in texts]).toarray()
    except ValueError:  # no word in any of them
        return [()] * len(texts)
    words = model.get_feature_names_out()
    found = []
    for row in weights:
        best = sorted(np.flatnonzero(row), key=lambda k: (-round(float(row[k]), 6), words[k]))
        found.append(tuple(str(words[k]) for k in best[:_TERMS]))
    return found
