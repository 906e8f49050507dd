"""What reviewers ask for again and again, kept at hand: runs as boards, what was said, profiles."""

import gc
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Generic, TypeVar

from screening import readers
from screening.pipeline.board import Board, Said
from screening.pipeline.changes import Changes, changes
from screening.pipeline.finder import Finder
from screening.pipeline.profile import Profile, profile
from screening.pipeline.resolve import merged, stands
from screening.pipeline.score import scorer
from screening.pipeline.workspace import Workspace
from screening.records import Company, Document, Mandate, Screening

T = TypeVar("T")
_FITS = 200_000
"""Fits that are kept in all; one board is kept however large it is."""
_PROFILES = 2
_BRIEFS = 1_000


@contextmanager
def _kept_for_long() -> Iterator[None]:
    """What is made here lives on: the collector of cycles neither looks through millions of objects
    while they come in nor ever again, which would stop everybody for a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class _Kept(Generic[T]):
    """The last answers by key, up to a size; two askers of one key wait for one answer, and
    nobody waits for the answer to another."""

    def __init__(self, most: int, size: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._found: OrderedDict[str, T] = OrderedDict()
        self._gates: dict[str, Lock] = {}
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
            gate = self._gates.setdefault(key, Lock())
        with gate:
            with self._lock:
                if key in self._found:
                    return self._found[key]
            made = make()
            with self._lock:
                self._found[key] = made
                self._gates.pop(key, None)
                while len(self._found) > 1 and self._full():
                    self._found.popitem(last=False)
        return made

    def _full(self) -> bool:
        return sum(map(self._size, self._found.values())) > self._most


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the list of runs says of one: who stands first, and what changed since the one before
    (None: there is none)."""

    first: Company | None
    changed: Changes | None


class Room:
    """One workspace, read by many at once; safe to use from several threads.

    A Run never changes, so its board is kept; what was said of it is read again whenever the
    ledger has a newer line, whoever wrote it.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._boards: _Kept[Board] = _Kept(_FITS, lambda board: len(board.fits))
        self._profiles: _Kept[Profile] = _Kept(_PROFILES)
        self._patents: _Kept[dict[str, list[Document]]] = _Kept(_PROFILES)
        self._groups: _Kept[Mapping[str, Sequence[str]]] = _Kept(1)
        self._finders: _Kept[Finder] = _Kept(1)
        self._briefs: _Kept[Brief] = _Kept(_BRIEFS)
        self._said: dict[str, Said] = {}
        self._names: dict[str, str] = {}
        self._lock = Lock()

    def board(self, run_id: str) -> Board:
        """The fits of a run as columns; NotReadyError where there is no such run."""

        def load() -> Board:
            with _kept_for_long():
                return Board(self.workspace.ledger.load(run_id))

        return self._boards.get(run_id, load)

    def same_as(self, run_id: str, ids: Collection[str]) -> frozenset[str]:
        """The companies that a run ranks which are those of ``ids`` by the merges of today, under
        whichever id either was known when it was ranked."""
        groups = self._groups.get(str(self.workspace.ledger.decisions()), self._merged)
        ranked = self.board(run_id).by_id
        return frozenset(k for one in ids for k in groups.get(one, (one,)) if k in ranked)

    def _merged(self) -> dict[str, Sequence[str]]:
        """Each company that is merged with others → all of them."""
        members: dict[str, list[str]] = {}
        for gone, kept in stands(self.workspace.ledger.merges()).items():
            members.setdefault(kept, [kept]).append(gone)
        return {one: group for group in members.values() for one in group}

    def mandate_of(self, run_id: str) -> str:
        """The name of the mandate of a run, which never changes; empty where there is no run."""
        if run_id not in self._names and (name := self.workspace.ledger.mandate_of(run_id)):
            self._names[run_id] = name
        return self._names.get(run_id, "")

    def said(self, run_id: str, number: tuple[int, int] | None = None) -> Said:
        """What was said of the targets of a run up to now, or up to a number of the ledger's."""
        board, ledger = self.board(run_id), self.workspace.ledger
        with self._lock:
            known = self._said.get(run_id, Said())
            asked = number or ledger.said()
            number = (max(known.number[0], asked[0]), max(known.number[1], asked[1]))
            if known.number == number and run_id in self._said:
                return known
            name = board.screening.mandate.name
            verdicts, contacts = ledger.said_of(run_id, name, board.by_id, known.number, number)
            found = Said(
                number=number,
                verdicts=(*known.verdicts, *verdicts),
                contacts=(*known.contacts, *contacts),
            )
            self._said[run_id] = found
        return found

    def screening(self, run_id: str) -> Screening:
        """A run with what was said of it up to now."""
        said = self.said(run_id)
        board = self.board(run_id)
        return replace(board.screening, verdicts=said.verdicts, contacts=said.contacts)

    def brief(self, run_id: str, before: str, top: int) -> Brief:
        """A run in a line; ``before`` is the run that it is compared with, or empty."""
        return self._briefs.get(
            f"{run_id}:{before}:{top}", lambda: self._brief(run_id, before, top)
        )

    def _brief(self, run_id: str, before: str, top: int) -> Brief:
        found = self.board(run_id).screening
        first = found.companies[found.fits[0].company_id] if found.fits else None
        changed = changes(self.board(before).screening, found, top) if before else None
        return Brief(first=first, changed=changed)

    def profile(self, mandate: Mandate) -> Profile:
        """The gaps of a mandate on the newest corpus, measured once."""
        place = self.workspace
        key = f"{readers.mandate_hash(mandate)}:{place.version()}:{place.encoder_key}"
        return self._profiles.get(key, lambda: profile(place, mandate))

    def find(self, part: str) -> list[Company]:
        """Companies of the newest corpus with a name that holds ``part``."""
        place = self.workspace
        key = f"{place.version()}:{place.ledger.decisions()}"
        finder = self._finders.get(key, lambda: Finder(merged(place, place.version()).companies()))
        return finder.find(part)

    def documents(self, run_id: str, ids: set[str]) -> dict[str, Document]:
        """Documents as they stood in the corpus that a run saw; those that are gone are left out.

        Raises StoreError where that corpus version is not in the ledger.
        """
        version = self.board(run_id).screening.run.corpus_version
        return dict(self.workspace.snapshot(version).documents(ids))

    def patents(self, run_id: str, company_id: str) -> list[Document]:
        """The patents of a company in the corpus that a run saw, the newest first."""
        version = self.board(run_id).screening.run.corpus_version
        return self._patents.get(version, lambda: self._held(version)).get(company_id, [])

    def _held(self, version: str) -> dict[str, list[Document]]:
        held: dict[str, list[Document]] = {}
        every = self.workspace.snapshot(version).documents_of("patent").values()
        for one in sorted(every, key=lambda one: (one.date, one.id), reverse=True):
            for company in one.company_ids:
                held.setdefault(company, []).append(one)
        return held

    def warm(self) -> None:
        """Load what takes seconds, so that the first answer does not have to wait for it."""
        place = self.workspace
        for one in (place.settings.encoder, scorer().reader):
            place.encoder_of(one).encode(["warm"], "passage")
        newest = place.ledger.runs(limit=1)
        if newest:
            self.profile(self.board(newest[0][0].id).screening.mandate)
