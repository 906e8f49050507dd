"""The corpus: companies, documents, passages and vectors in Lance tables.

Writes go to the head of each table; readers open a Snapshot at the table versions that the
ledger maps a corpus version to. An interrupted write therefore changes nothing that anyone
reads, and the next one goes on from where it stood.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from screening.errors import BusyError, NotReadyError, StoreError
from screening.records import Company, Document, Passage
from screening.store.codec import from_json, to_record
from screening.text import digest

_TEXT = pa.string()
_RECORD = pa.schema([("id", _TEXT), ("hash", _TEXT), ("record", _TEXT)])
_PASSAGE = pa.schema(
    [
        ("id", _TEXT),
        ("hash", _TEXT),
        ("document_id", _TEXT),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", _TEXT),
    ]
)
_SCHEMAS = {"companies": _RECORD, "documents": _RECORD, "passages": _PASSAGE}
_VECTORS = "vectors-"
_BATCH = 10_000
_FEW = 1_000  # vectors up to which only those rows are read


class Corpus:
    """The writable head of the corpus in a local folder (or at a Lance URI)."""

    def __init__(self, uri: str, *, lock_seconds: float = 10.0) -> None:
        self.uri = uri
        self._local = "://" not in uri
        self._lock_seconds = lock_seconds
        self._db: Any = None

    @property
    def exists(self) -> bool:
        """Whether anything has been stored here."""
        return not self._local or (Path(self.uri) / "corpus-id").is_file()

    @property
    def id(self) -> str:
        """Names this folder's history: a corpus that was deleted and rebuilt has another."""
        if not self._local:
            return digest(self.uri)
        file = Path(self.uri) / "corpus-id"
        return file.read_text("ascii") if file.is_file() else ""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the corpus for one writer; BusyError when another holds it for too long."""
        if not self._local:
            yield
            return
        folder = Path(self.uri)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot write the corpus in {folder}: {error.strerror}") from None
        try:
            with (
                FileLock(str(folder / ".lock"), timeout=self._lock_seconds),
                _disk(folder),
            ):
                if not self.exists:
                    (folder / "corpus-id").write_text(uuid.uuid4().hex, "ascii")
                yield
        except Timeout:
            raise BusyError(
                f"another process is writing to the corpus in {folder}; wait until it is done"
                " (lock_seconds in the settings says how long to wait)"
            ) from None

    def roll_back(self, versions: Mapping[str, int]) -> None:
        """Undo what a broken-off write left at the head of companies, documents and passages.

        ``versions`` are the last committed ones; vectors stay, since each stands for itself.
        StoreError when something is committed here of which the ledger (no ``versions``) does
        not know: it is another ledger's corpus.
        """
        if not versions and any(self._open(name).tags.list() for name in self._names()):
            raise StoreError(
                f"the corpus in {self.uri} belongs to another ledger: this one knows no version of"
                " it. Give that ledger (--ledger-url) or restore it from a backup; or start afresh"
                " with another --data-dir"
            )
        for name in self._names():
            if name.startswith(_VECTORS):
                continue
            table = self._open(name)
            if name not in versions:
                self._connect().drop_table(name)
            elif table.version != versions[name]:
                table.checkout(versions[name])
                table.restore()

    def put_records(self, name: str, records: Iterable[tuple[str, Any]]) -> list[str]:
        """Store (id, Company | Document) pairs; gives back the ids that are new or changed."""
        changes = self.changes(name, records)
        self.put(name, changes)
        return list(changes)

    def changes(self, name: str, records: Iterable[tuple[str, Any]]) -> dict[str, tuple[str, str]]:
        """Of (id, record) pairs those that are new or changed, as id → (hash, JSON)."""
        known = self._hashes(name)
        found = {}
        for key, record in records:
            body = to_record(record)
            if known.get(key) != (mark := digest(body)):
                found[key] = (mark, json.dumps(body, ensure_ascii=False))
        return found

    def put(self, name: str, changes: Mapping[str, tuple[str, str]]) -> None:
        """Store what ``changes`` gave."""
        rows = [(key, mark, body) for key, (mark, body) in changes.items()]
        self._merge(name, _RECORD, _columns(_RECORD, rows))

    def put_passages(self, document_ids: Sequence[str], passages: Sequence[Passage]) -> None:
        """Replace the passages of ``document_ids`` by ``passages``."""
        known = _columns_of(self._table("passages"), ["id", "document_id"])
        stale = _among(known, "document_id", document_ids)
        gone = set(stale["id"].to_pylist()) - {p.id for p in passages}
        self._delete("passages", sorted(gone))
        rows = [(p.id, p.text_hash, p.document_id, p.start, p.end, p.text) for p in passages]
        self._merge("passages", _PASSAGE, _columns(_PASSAGE, rows))

    def remove_documents(self, ids: Sequence[str]) -> None:
        """Take documents out, with their passages; vectors stay."""
        if ids:
            self.put_passages(ids, [])
            self._delete("documents", ids)

    def missing(self, key: str, hashes: Sequence[str]) -> list[str]:
        """Those of ``hashes`` without a vector of encoder ``key``, in order, each once."""
        stored = self._vector_ids(key)
        return [h for h in dict.fromkeys(hashes) if h not in stored]

    def add(self, key: str, hashes: Sequence[str], vectors: NDArray[np.float16]) -> None:
        """Store one vector per hash; a hash that has one keeps it."""
        stored = self._vector_ids(key)
        new = [i for i, h in enumerate(hashes) if h not in stored]
        rows = np.ascontiguousarray(vectors[new], dtype=np.float16)
        schema = _vector_schema(vectors.shape[1])
        marks = [hashlib.sha256(row.tobytes()).hexdigest() for row in rows]
        column = pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), vectors.shape[1])
        batch = pa.table([[hashes[i] for i in new], marks, column], schema=schema)
        if new:
            self._table(_VECTORS + key, schema).add(batch)

    def get(self, key: str, hashes: Sequence[str]) -> NDArray[np.float16]:
        """Vectors of the head, shape (len(hashes), dimension)."""
        return self.snapshot().get(key, hashes)

    def snapshot(self, versions: Mapping[str, int] | None = None) -> "Snapshot":
        """The corpus at these table versions; without them, at the head."""
        return Snapshot(self, self.versions() if versions is None else versions)

    def versions(self) -> dict[str, int]:
        """The Lance version of each table at the head."""
        return {name: int(self._open(name).version) for name in self._names()}

    def version_hash(self) -> str:
        """SHA-256 over the sorted (id, content hash) pairs of all tables at the head."""
        total = hashlib.sha256()
        for name in self._names():
            table = _columns_of(self._open(name), ["id", "hash"]).sort_by("id")
            lines = pc.binary_join_element_wise(table["id"], table["hash"], "\t")
            total.update(f"{name}\n".encode())
            total.update("\n".join(lines.to_pylist()).encode())
        return total.hexdigest()

    def tag(self, tag: str, versions: Mapping[str, int]) -> None:
        """Keep these table versions from being cleaned up."""
        for name, version in versions.items():
            tags = self._open(name).tags
            if tag not in tags.list():
                tags.create(tag, version)

    def _connect(self) -> Any:
        if self._db is None:
            import lancedb  # takes seconds

            self._db = lancedb.connect(self.uri)
        return self._db

    def _names(self) -> list[str]:
        if not self.exists:
            return []
        return sorted(self._connect().list_tables(limit=1000).tables)

    def _open(self, name: str, version: int | None = None) -> Any:
        try:
            table = self._connect().open_table(name)
            if version is not None:
                table.checkout(version)
        except (ValueError, OSError, RuntimeError) as error:
            raise _damaged(f"table {name}", self.uri, error) from None
        return table

    def _table(self, name: str, schema: pa.Schema | None = None) -> Any:
        if name in self._names():
            return self._open(name)
        return self._connect().create_table(name, schema=schema or _SCHEMAS[name])

    def _hashes(self, name: str) -> dict[str, str]:
        table = _columns_of(self._table(name), ["id", "hash"])
        return dict(zip(table["id"].to_pylist(), table["hash"].to_pylist(), strict=True))

    def _vector_ids(self, key: str) -> set[str]:
        if _VECTORS + key not in self._names():
            return set()
        found = _columns_of(self._open(_VECTORS + key), ["id"])
        return set(found["id"].to_pylist())

    def _merge(self, name: str, schema: pa.Schema, columns: list[Any]) -> None:
        rows = pa.table(columns, schema=schema)
        if not rows.num_rows:
            return
        table = self._table(name, schema)
        if not table.count_rows():
            table.add(rows)
            return
        merge = table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
        merge.execute(rows)

    def _delete(self, name: str, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _BATCH):
            self._table(name).delete(_in(ids[start : start + _BATCH]))


class Snapshot:
    """The corpus as it was at given table versions; it does not change while it is read."""

    def __init__(self, corpus: Corpus, versions: Mapping[str, int]) -> None:
        self._corpus = corpus
        self.versions = dict(versions)

    def companies(self) -> dict[str, Company]:
        """Every company by id, in order of id."""
        return {key: from_json(Company, body) for key, body in self._records("companies")}

    def documents(self, ids: Iterable[str] | None = None) -> dict[str, Document]:
        """Documents by id, in order of id; all of them, or those asked for."""
        wanted = None if ids is None else set(ids)
        rows = self._records("documents", wanted)
        return {key: from_json(Document, body) for key, body in rows}

    def documents_of(self, kind: str) -> dict[str, Document]:
        """Documents of one kind by id, in order of id."""
        table = self._arrow("documents", ["id", "record"])
        if kind != "description":  # the default, which records leave out
            table = table.filter(pc.match_substring(table["record"], f'"kind": "{kind}"'))
        found = (from_json(Document, body) for body in table.sort_by("id")["record"].to_pylist())
        return {d.id: d for d in found if d.kind == kind}

    def document_hashes(self, ids: Iterable[str]) -> dict[str, str]:
        """The content hash of each of these documents."""
        table = _among(self._arrow("documents", ["id", "hash"]), "id", list(ids))
        return dict(zip(table["id"].to_pylist(), table["hash"].to_pylist(), strict=True))

    def passages(self, columns: Sequence[str] = tuple(_PASSAGE.names)) -> pa.Table:
        """All passages in order of id; ``hash`` is the hash of the text."""
        names = list(dict.fromkeys(["id", *columns]))
        return self._arrow("passages", names).sort_by("id")

    def encoders(self) -> list[str]:
        """Keys of the encoders whose vectors are stored."""
        return [n.removeprefix(_VECTORS) for n in self.versions if n.startswith(_VECTORS)]

    def get(self, key: str, hashes: Sequence[str]) -> NDArray[np.float16]:
        """Vectors by text hash, shape (len(hashes), dimension); NotReadyError if one is missing."""
        if _VECTORS + key not in self.versions:
            raise NotReadyError(_no_vectors(key, self.encoders()))
        few = sorted(set(hashes)) if len(hashes) <= _FEW else None
        table = self._arrow(_VECTORS + key, ["id", "vector"], few)
        where = pc.index_in(pa.array(hashes, _TEXT), table["id"].combine_chunks())
        if where.null_count:
            raise NotReadyError(
                f"{where.null_count} of {len(hashes)} texts are not embedded yet; run:"
                " screening embed"
            )
        column = table["vector"].combine_chunks()
        width = column.type.list_size
        matrix = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, width)
        taken: NDArray[np.float16] = matrix[where.to_numpy()]
        return taken

    def _records(self, name: str, ids: set[str] | None = None) -> Iterator[tuple[str, str]]:
        table = self._arrow(name, ["id", "record"])
        if ids is not None:
            table = _among(table, "id", list(ids))
        table = table.sort_by("id")
        return zip(table["id"].to_pylist(), table["record"].to_pylist(), strict=True)

    def _arrow(self, name: str, columns: list[str], ids: Sequence[str] | None = None) -> pa.Table:
        if name not in self.versions:
            raise NotReadyError("the corpus is empty; run: screening ingest FILE")
        return _columns_of(self._corpus._open(name, self.versions[name]), columns, ids)


def _columns_of(table: Any, columns: Sequence[str], ids: Sequence[str] | None = None) -> pa.Table:
    rows = table.search()
    if ids:
        rows = rows.where(_in(ids))
    try:
        found: pa.Table = rows.select(list(columns)).to_arrow()
    except (ValueError, OSError, RuntimeError) as error:
        raise _damaged(f"table {table.name}", table.uri.rpartition("/")[0], error) from None
    return found


def _in(ids: Sequence[str]) -> str:
    quoted = ", ".join(f"'{i}'" for i in ids)
    return f"id IN ({quoted})"


def _damaged(what: str, place: str, error: Exception) -> StoreError:
    return StoreError(
        f"{what} in {place} is damaged ({str(error).split(', /')[0]}); delete that folder"
        " and run the same commands again: it is rebuilt from the files that were ingested, and"
        " the ledger, with its runs, is not affected"
    )


def _vector_schema(dimension: int) -> pa.Schema:
    vector = pa.list_(pa.float16(), dimension)
    return pa.schema([("id", _TEXT), ("hash", _TEXT), ("vector", vector)])


def _columns(schema: pa.Schema, rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in schema]


def _among(table: pa.Table, column: str, values: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column], pa.array(values, _TEXT)))


def _no_vectors(key: str, known: Sequence[str]) -> str:
    if known:
        return (
            f"the corpus was embedded with {', '.join(known)}, not with {key}; run: screening"
            " embed, or set the encoder that was used"
        )
    return "nothing is embedded yet; run: screening embed"


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        if "No space left" in str(error) or "os error 28" in str(error):
            raise StoreError(
                f"the disk that holds {folder} is full; what was stored before is unharmed."
                " Free some space and run the same command again"
            ) from None
        if "lance error" in str(error):
            raise _damaged("a table", str(folder), error) from None
        raise
