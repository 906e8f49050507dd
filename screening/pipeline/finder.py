"""Companies of a corpus found by a part of any of their names."""

import unicodedata
from collections.abc import Mapping

from screening.records import Company


class Finder:
    """The names of a corpus, at hand while somebody types."""

    def __init__(self, companies: Mapping[str, Company]) -> None:
        self._companies = companies
        self._names = [(_plain(name), one) for one, c in companies.items() for name in c.names]

    def find(self, part: str, most: int = 8) -> list[Company]:
        """Companies with a name that holds ``part``, in any script: those that begin with it
        first, then the shortest name; none for less than two letters (one in Chinese)."""
        needle = _plain(part)
        if len(needle) < (2 if needle.isascii() else 1):
            return []
        found: dict[str, tuple[bool, int, str]] = {}
        for name, one in self._names:
            if needle in name:
                place = (not name.startswith(needle), len(name), name)
                found[one] = min(place, found.get(one, place))
        best = sorted(found, key=lambda one: (found[one], one))[:most]
        return [self._companies[one] for one in best]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
