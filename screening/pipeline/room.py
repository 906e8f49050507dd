"""What reviewers ask for again and again, kept at hand: runs as boards, what was said, profiles."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock, RLock
from typing import TypeVar

from screening import readers
from screening.pipeline.board import Board, Said
from screening.pipeline.profile import Profile, profile
from screening.pipeline.workspace import Workspace
from screening.records import Document, Mandate, Screening

T = TypeVar("T")
_BOARDS = 4
_PROFILES = 2


class _Kept:
    """The last few answers by key; two askers of one key wait for one answer."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._found: OrderedDict[str, object] = OrderedDict()
        self._lock = RLock()

    def get(self, key: str, make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._found:
                self._found[key] = make()
            self._found.move_to_end(key)
            while len(self._found) > self._count:
                self._found.popitem(last=False)
            return self._found[key]  # type: ignore[return-value]


class Room:
    """One workspace, read by many at once; safe to use from several threads.

    A Run never changes, so its board is kept; what was said of it is read again whenever the
    ledger has a newer line, whoever wrote it.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._boards = _Kept(_BOARDS)
        self._profiles = _Kept(_PROFILES)
        self._patents = _Kept(_PROFILES)
        self._said: dict[str, Said] = {}
        self._lock = Lock()

    def board(self, run_id: str) -> Board:
        """The fits of a run as columns; NotReadyError where there is no such run."""
        return self._boards.get(run_id, lambda: Board(self.workspace.ledger.load(run_id)))

    def said(self, run_id: str) -> Said:
        """What was said of the targets of a run up to now."""
        board, ledger = self.board(run_id), self.workspace.ledger
        number = ledger.said()
        with self._lock:
            known = self._said.get(run_id)
        if known is not None and known.number == number:
            return known
        by_id = {fit.company_id: fit for fit in board.fits}
        verdicts, contacts = ledger.said_of(run_id, board.screening.mandate.name, by_id)
        found = Said(number=number, verdicts=verdicts, contacts=contacts)
        with self._lock:
            self._said[run_id] = found
        return found

    def screening(self, run_id: str) -> Screening:
        """A run with what was said of it up to now."""
        said = self.said(run_id)
        board = self.board(run_id)
        return replace(board.screening, verdicts=said.verdicts, contacts=said.contacts)

    def profile(self, mandate: Mandate) -> Profile:
        """The gaps of a mandate on the newest corpus, measured once."""
        place = self.workspace
        key = f"{readers.mandate_hash(mandate)}:{place.version()}:{place.encoder_key}"
        return self._profiles.get(key, lambda: profile(place, mandate))

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
        self.workspace.encoder.encode(["warm"], "query")
