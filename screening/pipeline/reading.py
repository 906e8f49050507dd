"""What the scorer's second encoder is given to read, and its vectors."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from screening import embedding
from screening.pipeline import wording
from screening.pipeline.profile import Profile
from screening.pipeline.workspace import Workspace, unit
from screening.scoring.reading import Reader
from screening.scoring.scorers import Scorer

Floats = NDArray[np.float32]


def reader(workspace: Workspace, measured: Profile, scorer: Scorer, given: str = "") -> Reader:
    """Reads companies by row; the row behind the last company is the text ``given``."""
    spoken = wording.head(given)

    def vectors(texts: Sequence[str]) -> Floats:
        return some(workspace, scorer.reader, texts)

    def read(rows: NDArray[np.int64]) -> Floats:
        ids = measured.ids
        return vectors([measured.heads.get(ids[r], "") if r < len(ids) else spoken for r in rows])

    return Reader(
        gaps=vectors(measured.wording.closely[0]),
        firms=vectors(measured.wording.closely[1]),
        read=read,
        most=scorer.read_again,
    )


def some(workspace: Workspace, encoder: str, texts: Sequence[str]) -> Floats:
    """Vectors of those texts that are not empty, zeros for the others."""
    known = [k for k, text in enumerate(texts) if text]
    found = workspace.reading_vectors(encoder, [texts[k] for k in known])
    every = np.zeros((len(texts), found.shape[1]), np.float32)
    every[known] = found
    return every


def discreet(workspace: Workspace, encoder: str) -> Callable[[Sequence[str]], Floats]:
    """Vectors as by ``some``, each text encoded once, nothing kept when the caller is done."""
    seen: dict[str, Floats] = {"": np.zeros(embedding.card(encoder).dimension, np.float32)}

    def read(asked: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(asked) if text not in seen]
        vectors = unit(workspace.encoder_of(encoder).encode(new, "passage"))
        seen.update(zip(new, vectors, strict=True))
        return np.stack([seen[text] for text in asked]) if asked else vectors

    return read
