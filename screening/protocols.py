"""What the rooms promise each other, where one must not import the other."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Role = Literal["query", "passage"]
Progress = Callable[[str, int, int], None]
"""Called with (what, done, total) as work goes on."""


def silent(what: str, done: int, total: int) -> None:
    """A Progress that shows nothing."""


class Encoder(Protocol):
    """Texts in, unit vectors out. ``key`` changes whenever the answer could."""

    @property
    def key(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def cut(self) -> int:
        """How many texts so far were longer than the encoder reads, so that their end was cut."""
        ...

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Shape (len(texts), dimension), rows of length 1; row i belongs to text i."""
        ...


class VectorStore(Protocol):
    """Vectors by text hash, per encoder key: a text already stored is never encoded again."""

    def missing(self, key: str, hashes: Sequence[str]) -> list[str]:
        """Those of ``hashes`` that have no vector yet, in order, each once."""
        ...

    def add(self, key: str, hashes: Sequence[str], vectors: NDArray[np.float16]) -> None:
        """Store one row per hash; hashes already there keep their vector."""
        ...

    def get(self, key: str, hashes: Sequence[str]) -> NDArray[np.float16]:
        """Shape (len(hashes), dimension); NotReadyError if one is missing."""
        ...
