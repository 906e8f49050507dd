"""embed: every passage without a vector gets one, in parts that can be done in any order."""

from dataclasses import dataclass

import numpy as np

from screening.pipeline.memory import apart, give_back
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent

PART = 4_096
"""Texts a part holds, about."""
Part = tuple[int, int]
"""(number from 0, how many): the texts whose hash falls into this share of the hash space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """``texts`` distinct passages looked at, ``new`` of them encoded, ``cut`` were too long."""

    encoder: str
    texts: int
    new: int
    cut: int
    corpus_version: str

    @property
    def cut_share(self) -> float:
        """Share of the newly encoded texts whose end was cut."""
        return self.cut / self.new if self.new else 0.0


def parts(workspace: Workspace) -> list[Part]:
    """The parts in which something is missing."""
    texts = _texts(workspace, None)
    missing = workspace.corpus.missing(workspace.encoder_key, list(texts))
    count = -(-len(missing) // PART)
    return sorted({(_share(key, count), count) for key in missing})


def embed(
    workspace: Workspace, *, part: Part | None = None, progress: Progress = silent
) -> Embedded:
    """Encode what has no vector yet; a text already stored is never encoded again.

    With ``part`` only that share is done and the corpus version is left to a last call without
    it. What an interrupted call has stored is kept, and the next goes on from there.
    """
    key = workspace.encoder_key
    with workspace.writing(), apart():
        texts = _texts(workspace, part)
        missing = workspace.corpus.missing(key, list(texts))
        before = workspace.encoder.cut if missing else 0
        for start in range(0, len(missing), PART):
            progress("embed", start, len(missing))
            batch = missing[start : start + PART]
            vectors = workspace.encoder.encode([texts[h] for h in batch], "passage")
            workspace.corpus.add(key, batch, vectors.astype(np.float16))
        if missing:
            progress("embed", len(missing), len(missing))
            give_back()
        return Embedded(
            encoder=key,
            texts=len(texts),
            new=len(missing),
            cut=workspace.encoder.cut - before if missing else 0,
            corpus_version=workspace.commit() if part is None else "",
        )


def _texts(workspace: Workspace, part: Part | None) -> dict[str, str]:
    workspace.version()
    table = workspace.corpus.snapshot().passages(["hash", "text"])
    texts = dict(zip(table["hash"].to_pylist(), table["text"].to_pylist(), strict=True))
    if part is None:
        return texts
    number, count = part
    return {key: text for key, text in texts.items() if _share(key, count) == number}


def _share(key: str, count: int) -> int:
    return int(key[:8], 16) * count >> 32
