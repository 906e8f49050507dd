"""ingest: a file becomes companies, documents and passages; what cannot be used, Rejects."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from screening import assets, readers, resolve, text
from screening.errors import FileError
from screening.pipeline import identity
from screening.pipeline.editions import Edition, edition
from screening.pipeline.families import families
from screening.pipeline.keys import keys, recognised
from screening.pipeline.memory import give_back
from screening.pipeline.resolve import stands
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.readers import remote
from screening.records import Company, Document, Nature, Passage, Reject
from screening.store import Corpus, Snapshot

MOST_REJECTS = 100_000
"""Rejects of one file that are listed; of more, the count."""
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What one file gave: ``rows`` that could be used, ``rejects`` of rows or single cells.

    ``unchanged`` when the same bytes had been ingested before. ``lists`` says what became of the
    entries of official lists.
    """

    file: str
    layout: str
    why: str
    rows: int
    companies: int
    documents: int
    rejects: int
    unmapped: tuple[str, ...]
    unchanged: bool
    corpus_version: str
    lists: Edition = field(default_factory=Edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How a file would be read: its columns, its first records and rejects. Nothing is stored."""

    source: readers.Source
    records: tuple[readers.CompanyRow | readers.DocumentRow, ...]
    rejects: tuple[Reject, ...]


def preview(
    part: readers.Part, *, layout: str | None = None, country: str = "", rows: int = 10
) -> Preview:
    """What ``ingest`` would make of a file, down to its ``rows``-th record."""
    records: list[readers.CompanyRow | readers.DocumentRow] = []
    rejects: list[Reject] = []
    with _naming(part.path, part.name):
        source = readers.open_source(
            part.path, layout=layout, name=part.name, country=country, unread=part.unread
        )
        for record in readers.read(part.path, source):
            if isinstance(record, Reject):
                rejects.append(record)
            elif len(records) < rows:
                records.append(record)
            if len(records) == rows or len(rejects) > rows:
                break
    return Preview(source=source, records=tuple(records), rejects=tuple(rejects))


def ingest(
    workspace: Workspace,
    path: Path,
    *,
    name: str = "",
    outer: Path | None = None,
    layout: str | None = None,
    country: str = "",
    unread: Sequence[Reject] = (),
    progress: Progress = silent,
) -> Ingested:
    """Read one file into the corpus. The same file again changes nothing.

    ``name`` is what to call it, where that is not its path's name, and ``outer`` the archive or
    folder that it was taken from; ``country`` (ISO 3166 alpha-2) is where its firms sit, where the
    file does not say; ``unread`` as for ``open_source``. Raises FileError when it cannot be read at
    all; then nothing of it is stored. For a folder or an archive see ``parts``.
    """
    with _naming(path, name):
        source = readers.open_source(path, layout=layout, name=name, country=country, unread=unread)
        return _ingest(workspace, path, source, _origin(path, name, outer), progress)


def _origin(path: Path, name: str, outer: Path | None) -> str:
    """Which file it is, whatever else bears its name; of one out of an archive, where that is."""
    if not name or path.name == PurePosixPath(name).name:
        return str(path.resolve())
    return f"{outer.resolve().parent}/{name}" if outer else name


def _ingest(
    workspace: Workspace, path: Path, source: readers.Source, origin: str, progress: Progress
) -> Ingested:
    mark = _sha256(path)
    reader = f"{source.layout}@{assets.code_version()}"
    if source.country:
        reader += f" in {source.country}"
    corpus = workspace.corpus
    with workspace.writing():
        before = workspace.ledger.ingested(mark, reader, corpus.id)
        if before is not None:
            return _result(source, before, workspace.version())
        found = _gathered(workspace, path, source, progress)
        changed, lists = _store(workspace, found, source.issued, progress)
        version = workspace.commit()
        facts = {
            "sha256": mark,
            "reader": reader,
            "corpus_id": corpus.id,
            "file": source.file,
            "layout": source.layout,
            "rows": found.rows,
            "companies": len(found.companies),
            "documents": len(changed),
            "rejects": found.refused,
        }
        workspace.ledger.record_ingest(
            facts, found.rejects, origin=origin, mended=found.mended(source.header)
        )
    give_back()
    return _result(source, facts, version, lists)


def fetch(
    workspace: Workspace,
    source: str,
    words: Sequence[str] = (),
    *,
    keys: Mapping[str, str] | None = None,
    limit: int = 100,
    fresh: bool = False,
    progress: Progress = silent,
) -> Path:
    """The file with what an online source has on these words, in the data folder's downloads.

    ``keys`` are the user's own, else those of the settings; see ``readers.remote.fetch``.
    """
    settings = workspace.settings
    given = {**settings.keys, **{name: key for name, key in (keys or {}).items() if key}}
    folder = settings.data_dir / "downloads"
    return remote.fetch(
        source, words, folder, keys=given, limit=limit, fresh=fresh, progress=progress
    )


def _result(
    source: readers.Source, facts: Mapping[str, object], version: str, lists: Edition | None = None
) -> Ingested:
    """``lists`` is None for a file that had been ingested before."""
    count = {name: int(str(facts[name])) for name in ("rows", "companies", "documents", "rejects")}
    return Ingested(
        file=source.file,
        layout=source.layout,
        why=source.why,
        rows=count["rows"],
        companies=count["companies"],
        documents=count["documents"],
        rejects=count["rejects"],
        unmapped=source.unmapped,
        unchanged=lists is None,
        corpus_version=version,
        lists=lists or Edition(),
    )


@contextmanager
def _naming(path: Path, name: str) -> Iterator[None]:
    """Faults of a file out of an archive, under its name there in place of where it was put."""
    try:
        yield
    except FileError as error:
        if name and path.name != PurePosixPath(name).name:
            raise FileError(str(error).replace(str(path), name)) from None
        raise


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None


Row = readers.CompanyRow | readers.DocumentRow


@dataclass(kw_only=True)
class _Gathered:
    """What the rows read so far tell, each company and each document once.

    Memory goes with what is new, not with the rows; a file of repeated rows stays small.
    """

    rows: int = 0
    refused: int = 0
    companies: dict[str, Company] = field(default_factory=dict)
    described: dict[str, Document] = field(default_factory=dict)
    others: dict[Document, Document] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    standing: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def mended(self, header: Sequence[str]) -> set[tuple[str, str]]:
        """(about, column) of the rejects of before of which the rows here tell the cell rightly."""
        wrong = {(_mark(one.about), one.column) for one in self.rejects}
        return {
            (about, column)
            for mark in self.told
            for about, column in self.standing[mark]
            if (not column or column in header) and not {(mark, column), (mark, "")} & wrong
        }


def _standing(rejects: Iterable[Reject]) -> dict[str, set[tuple[str, str]]]:
    """What the rows of rejects speak of → (about, column) of those that still stand."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in rejects:
        if mark := _mark(one.about):
            found.setdefault(mark, set()).add((one.about, one.column))
    return found


def _mark(name: str) -> str:
    return text.name_key(name).replace(" ", "")


def _subjects(row: Row) -> Iterator[str]:
    """Names and numbers of what a row speaks of."""
    if isinstance(row, readers.CompanyRow):
        numbers = (one.partition(":")[2] for one in row.company.registry_ids)
        yield from (row.company.name, row.company.lei, row.company.isin, *numbers)
        return
    document = row.document
    yield document.patent.publication_number if document.patent else ""
    yield document.event.company if document.event else ""
    yield document.listing.name if document.listing else ""


def _gathered(
    workspace: Workspace, path: Path, source: readers.Source, progress: Progress
) -> _Gathered:
    found = _Gathered(standing=_standing(workspace.ledger.rejects()))
    stream = iter(readers.read(path, source))
    while batch := list(islice(stream, _AT_ONCE)):
        usable = [row for row in batch if not isinstance(row, Reject)]
        refused = [row for row in batch if isinstance(row, Reject)]
        found.rejects += refused[: max(MOST_REJECTS - len(found.rejects), 0)]
        if found.standing:
            marks = {_mark(one) for row in usable for one in _subjects(row)}
            found.told |= marks & found.standing.keys()
        found.rows, found.refused = found.rows + len(usable), found.refused + len(refused)
        _identified(workspace, usable, found)
        progress(f"read {source.file}", found.rows + found.refused, 0)
    if not found.rows and not found.refused:
        raise FileError(f"{path}: there is no row under the header; nothing was stored")
    if (more := found.refused - len(found.rejects)) > 0:
        reason = f"{more:,} further rows of this file were refused; they are counted, not listed"
        found.rejects.append(Reject(file=source.file, row=0, column="", value="", reason=reason))
    return found


def _identified(workspace: Workspace, usable: Sequence[Row], found: _Gathered) -> None:
    rows = [row for row in usable if isinstance(row, readers.CompanyRow)]
    ids = workspace.ledger.identify([keys(row.company) for row in rows], recognised)
    for row, key in zip(rows, ids, strict=True):
        company = replace(row.company, id=key, province=_province(row), nature=_nature(row))
        known = found.companies.get(key)
        found.companies[key] = company if known is None else identity.merge(known, company)
        for document in row.documents:
            place = identity.document_id(key, document)
            told = replace(document, id=place, company_ids=(key,))
            found.described.setdefault(place, told)
    others = [row.document for row in usable if isinstance(row, readers.DocumentRow)]
    for document in others:
        found.others.setdefault(replace(document, row=0), document)


def _store(
    workspace: Workspace, found: _Gathered, issued: str, progress: Progress
) -> tuple[list[str], Edition]:
    """Ids of the documents that are new or changed, and what became of official lists."""
    corpus = workspace.corpus
    head = corpus.snapshot()
    everyone = _companies(corpus, head, found)
    progress("companies", len(found.companies), len(found.companies))
    documents = [*found.described.values(), *found.others.values()]
    patents, events = _known(head, "patent"), _known(head, "event")
    one_each = families([d for d in documents if d.kind == "patent"], patents)
    lists = _edition(head, [d for d in documents if d.kind == "listing"], issued)
    known = {key: d for key, d in (patents | events).items() if key not in one_each.gone}
    new = (*_others(documents), *lists.documents, *one_each.documents)
    given = {d.id: d for d in map(_detected, new)}
    bearers, stand = identity.names(everyone), stands(workspace.ledger.merges())
    attached = {
        d.id: replace(d, company_ids=identity.subjects(d, bearers, everyone, stand))
        for d in {**known, **given}.values()
        if d.kind in ("patent", "event")
    }
    changes = corpus.changes("documents", {**given, **attached}.items())
    cut = sorted(key for key in changes if key in given)
    corpus.remove_documents((*one_each.gone, *lists.gone))
    # Passages first: a document that is there has all of its passages, whenever we are stopped.
    corpus.put_passages(cut, [p for key in cut for p in passages(given[key])])
    corpus.put("documents", changes)
    changed = list(changes)
    progress("documents", len(changed), len(changed))
    return changed, lists


def _companies(corpus: Corpus, head: Snapshot, found: _Gathered) -> dict[str, Company]:
    """Every company of the corpus, once what came in is stored with what was known."""
    stored = head.companies() if "companies" in head.versions else {}
    spoken = _spoken(head, found, stored)
    merged = {
        key: identity.update(stored[key], company, spoken=key in spoken)
        if key in stored
        else company
        for key, company in found.companies.items()
    }
    corpus.put_records("companies", merged.items())
    return {**stored, **merged}


def _spoken(head: Snapshot, found: _Gathered, stored: Mapping[str, Company]) -> set[str]:
    """The companies of which the newer row has a text; asked of the corpus only where it counts."""
    late = {
        key: company.nature
        for key, company in found.companies.items()
        if key in stored and company.as_of < stored[key].as_of
    }
    told = _speakers(found.described.values()) - set(late)
    asked = {key for key, nature in late.items() if nature}
    return told | (asked & _speakers(_known(head, "description").values()) if asked else set())


def _speakers(documents: Iterable[Document]) -> set[str]:
    return {one for document in documents for one in document.company_ids}


def _edition(head: Snapshot, entries: Sequence[Document], issued: str) -> Edition:
    return edition(entries, _known(head, "listing"), issued) if entries else Edition()


def _province(row: readers.CompanyRow) -> str:
    """The province; in China by its English name, from province, address or city."""
    given = row.company.province
    if row.company.country != "CN":
        return given
    return resolve.province(given, row.address, row.company.city) or given


def _nature(row: readers.CompanyRow) -> Nature:
    """What the row is by its names and texts; aliases may be of earlier times and tell no kind."""
    told = "\n".join(document.text for document in row.documents)
    one = row.company
    found = resolve.nature((one.name, one.legal_name, one.name_zh, one.name_local), told)
    return "" if found == "paper" and resolve.nature(one.names, told) != "paper" else found


def _known(head: Snapshot, kind: str) -> dict[str, Document]:
    return head.documents_of(kind) if "documents" in head.versions else {}


def _others(documents: Sequence[Document]) -> Iterator[Document]:
    """Descriptions and events, each with its id."""
    for one in documents:
        if one.kind not in ("patent", "listing"):
            yield replace(one, id=one.id or identity.document_id("", one))


def _detected(document: Document) -> Document:
    declared = document.language.declared
    return replace(document, language=text.language(document.full_text, declared))


def passages(document: Document) -> Iterable[Passage]:
    """The sentences of a document, each with its place in ``document.full_text``.

    None of an event or a listing: neither may speak for a technology.
    """
    if document.kind in ("event", "listing"):
        return
    whole = document.full_text
    for number, (start, end) in enumerate(text.sentences(whole, document.language.code)):
        piece = whole[start:end]
        yield Passage(
            id=f"{document.id}:{number:05d}",
            document_id=document.id,
            start=start,
            end=end,
            text=piece,
            text_hash=text.digest(piece),
        )
