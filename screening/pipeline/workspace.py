"""One place of work: settings, corpus, ledger and the encoder, opened together."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import IO

import numpy as np
from numpy.typing import NDArray

from screening import assets, embedding
from screening.errors import NotReadyError, StoreError
from screening.protocols import Encoder, Role
from screening.settings import Settings
from screening.store import Corpus, Ledger, Snapshot
from screening.text import digest

Clock = Callable[[], str]


def now() -> str:
    """The time in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(slots=True, kw_only=True)
class Workspace:
    """What every verb works on; the encoder is loaded when a text must be encoded, not before."""

    settings: Settings
    corpus: Corpus
    queries: Corpus
    ledger: Ledger
    clock: Clock
    _encoders: dict[str, Encoder] = field(default_factory=dict, repr=False)
    _loading: Lock = field(default_factory=Lock, repr=False)

    @property
    def encoder_key(self) -> str:
        """The key of the chosen encoder, known without loading it."""
        return embedding.card(self.settings.encoder).key

    @property
    def encoder(self) -> Encoder:
        """The chosen encoder; loading it takes seconds, once."""
        return self.encoder_of(self.settings.encoder)

    def encoder_of(self, encoder: str) -> Encoder:
        """A registered encoder, likewise."""
        with self._loading:
            if encoder not in self._encoders:
                chosen = self.settings
                folder = chosen.encoder_folder if encoder == chosen.encoder else None
                threads = chosen.threads
                self._encoders[encoder] = embedding.load(encoder, threads=threads, folder=folder)
            return self._encoders[encoder]

    @property
    def reference(self) -> Path:
        """The folder of shipped reference data."""
        return assets.shipped("data", "reference")

    def close(self) -> None:
        """Give the ledger's connections back."""
        self.ledger.close()

    def version(self) -> str:
        """The newest committed corpus version; NotReadyError when there is none."""
        newest = self.ledger.corpus_version(self.corpus.id) if self.corpus.exists else None
        if newest is None:
            raise NotReadyError("nothing is ingested yet; run: screening ingest FILE")
        return newest[0]

    def snapshot(self, version: str) -> Snapshot:
        """The corpus at a committed version."""
        found = self.ledger.corpus_version(self.corpus.id, version)
        if found is None:
            raise StoreError(f"corpus version {version[:12]} is not in the ledger")
        return self.corpus.snapshot(found[1])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the corpus for one writer, without what an earlier one left unfinished."""
        with self.corpus.writing():
            newest = self.ledger.corpus_version(self.corpus.id)
            self.corpus.roll_back(newest[1] if newest else {})
            yield

    def commit(self) -> str:
        """Name the head of the corpus by its hash, tag it, and write the ledger row last."""
        version = self.corpus.version_hash()
        newest = self.ledger.corpus_version(self.corpus.id)
        if newest is None or newest[0] != version:
            tables = self.corpus.versions()
            self.corpus.tag(f"cv-{version[:16]}-{digest(tables)[:8]}", tables)
            self.ledger.commit_corpus(self.corpus.id, version, tables)
        return version

    def query_vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of query texts, shape (len(texts), dimension), encoded once and then kept."""
        return self._kept(self.settings.encoder, "query", texts)

    def reading_vectors(self, reader: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts under a second encoder, encoded once and then kept."""
        return self._kept(reader, "passage", texts)

    def _kept(self, encoder: str, role: Role, texts: Sequence[str]) -> NDArray[np.float32]:
        card = embedding.card(encoder)
        if not texts:
            return np.empty((0, card.dimension), np.float32)
        hashes = [digest([role, text]) for text in texts]
        by_hash = dict(zip(hashes, texts, strict=True))
        missing = self.queries.missing(card.key, hashes)
        if missing:
            vectors = self.encoder_of(encoder).encode([by_hash[h] for h in missing], role)
            with self.queries.writing():
                self.queries.add(card.key, missing, vectors.astype(np.float16))
        return unit(self.queries.get(card.key, hashes).astype(np.float32))


def replaced(file: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            write(out)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; a zero row stays zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return scaled


def open_workspace(settings: Settings, clock: Clock = now) -> Workspace:
    """Open (and on first use make) corpus and ledger under the settings' data folder."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot use {folder} for data: {error.strerror}") from None
    return Workspace(
        settings=settings,
        corpus=Corpus(settings.corpus, lock_seconds=settings.lock_seconds),
        queries=Corpus(str(folder / "queries"), lock_seconds=settings.lock_seconds),
        ledger=Ledger(settings.ledger, clock),
        clock=clock,
    )
