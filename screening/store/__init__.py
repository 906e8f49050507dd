"""The corpus (Lance) and the ledger (SQL): the only place that talks to either."""

from screening.store.codec import from_record, to_record
from screening.store.corpus import Corpus, Snapshot
from screening.store.ledger import Ledger
from screening.store.people import Session

__all__ = ["Corpus", "Ledger", "Session", "Snapshot", "from_record", "to_record"]
