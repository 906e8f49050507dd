"""A fault of the reference data, and phrases that two texts share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a cell, and what to do; ``row`` counts from 1, the header being row 1."""

    file: str
    row: int
    column: str
    value: str
    what: str

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        return f"{self.file}, row {self.row}, column {self.column}: {shown!r}: {self.what}"


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Every run of ``length`` words of a text, without case and punctuation.

    >>> list(runs("A gear, a motor.", 3))
    [('a', 'gear', 'a'), ('gear', 'a', 'motor')]
    """
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - length + 1):
        yield tuple(words[start : start + length])


def shared(text: str, others: Iterable[str], length: int) -> str:
    """The first run of ``length`` words that ``text`` has in common with another, or nothing."""
    known = {run for other in others for run in runs(other, length)}
    return next((" ".join(run) for run in runs(text, length) if run in known), "")
