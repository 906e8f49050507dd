"""Pairs that are one company → groups, and the record that stands for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are one company with this probability; ids in order."""

    left: str
    right: str
    probability: float = 1.0


def groups(same: Sequence[Pair], apart: Iterable[Pair] = ()) -> Mapping[str, str]:
    """Record → the record that stands for it (the smallest id of its group), where that is another.

    Surest pairs first; a pair that would bring together two records that are ``apart`` is left
    out, so that a chain never undoes a decision.

    >>> groups([Pair("a", "b"), Pair("b", "c", 0.99)])
    {'b': 'a', 'c': 'a'}
    >>> groups([Pair("a", "b"), Pair("b", "c", 0.99)], [Pair("a", "c")])
    {'b': 'a'}
    """
    members: dict[str, set[str]] = {}
    enemies: dict[str, set[str]] = {}
    for pair in apart:
        enemies.setdefault(pair.left, set()).add(pair.right)
        enemies.setdefault(pair.right, set()).add(pair.left)
    for pair in sorted(same, key=lambda one: (-one.probability, one.left, one.right)):
        ours = members.get(pair.left, {pair.left})
        theirs = members.get(pair.right, {pair.right})
        if ours is theirs or any(enemies.get(one, set()) & theirs for one in ours):
            continue
        joined = ours | theirs
        members |= dict.fromkeys(joined, joined)
    kept = {one: min(group) for one, group in members.items()}
    return {one: stands for one, stands in sorted(kept.items()) if one != stands}
