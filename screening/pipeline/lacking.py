"""What a firm's own texts say that it lacks, joined to the stated need that it is nearest to."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from screening.text import lacks, sentences

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
Said = Sequence[tuple[str, str]]
"""Texts with the language of each before it."""


def said(texts: Iterable[tuple[str, str]]) -> Said:
    """The sentences of texts, each once behind its language, that say what is lacking."""
    every = (
        (code, text[start:end]) for code, text in texts for start, end in sentences(text, code)
    )
    return list(dict.fromkeys(one for one in every if lacks(one[1])))


def nearest(anchors: Sequence[Sequence[str]], lacking: Said, vectors: Vectors) -> list[int]:
    """For each sentence on what is ``lacking`` the place of the need that it is nearest to.

    ``anchors`` are the texts, one or more, that say where each need lies; ``vectors`` gives (n, d)
    of length 1. Of equally near needs it is the first one; without any, nothing is near.
    """
    if not lacking or not anchors:
        return []
    places = np.stack([vectors(one).mean(axis=0, dtype=np.float64) for one in anchors])
    places /= np.linalg.norm(places, axis=1, keepdims=True)
    near = vectors([sentence for _, sentence in lacking]) @ places.T
    return [int(place) for place in near.argmax(axis=1)]


def joined(
    needs: Sequence[Mapping[str, str]], lacking: Said, places: Sequence[int]
) -> list[dict[str, str]]:
    """Needs (text by language), each with the sentences of which the place is its own.

    The firm's words for what it lacks name it as its trade does, which a need told from far off
    does not.
    """
    found = [dict(one) for one in needs]
    for (code, sentence), place in zip(lacking[: len(places)], places, strict=True):
        found[place][code] = " ".join(filter(None, (found[place].get(code, ""), sentence)))
    return found
