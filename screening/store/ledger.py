"""The ledger: what cannot be rebuilt. SQLite (WAL) by default, PostgreSQL by URL.

Identities, ingests, rejects, corpus versions, mandates, runs, fits, verdicts and contacts. Rows are
added, never changed in meaning; a corpus version is written last, after everything that it names.
"""

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from screening.errors import NotReadyError, unknown
from screening.records import (
    Contact,
    Exclusion,
    Fit,
    Judged,
    Mandate,
    Merge,
    Reject,
    Run,
    SavedView,
    Screening,
    Verdict,
)
from screening.store import reviews
from screening.store import tables as t
from screening.store.codec import from_json, from_record, to_record
from screening.store.database import Database
from screening.store.people import People
from screening.text import digest

_BATCH = 5_000
Key = tuple[str, str]
"""(kind, value) of something that identifies a company, such as ("isin", "JP3765150002")."""
Rule = Callable[
    [Sequence[Key], Mapping[Key, str], Mapping[str, Collection[Key]]], tuple[str, Sequence[Key]]
]
"""What a row tells, where keys lead, what leads to each company → which one the row is (empty: a
new one), and the keys that shall lead there."""


def strongest(
    told: Sequence[Key], known: Mapping[Key, str], held: Mapping[str, Collection[Key]]
) -> tuple[str, Sequence[Key]]:
    """The Rule by which the first key that is known decides."""
    return next((known[key] for key in told if key in known), ""), told


class Ledger:
    """One database, opened at the newest schema; every method is one transaction."""

    def __init__(self, url: str, clock: Callable[[], str]) -> None:
        self._clock = clock
        self._db = Database(url)
        self.people = People(self._db, clock)

    def close(self) -> None:
        """Give the connections back."""
        self._db.close()

    def identify(self, rows: Sequence[Sequence[Key]], rule: Rule = strongest) -> list[str]:
        """A company id for each row, given by its keys, strongest first.

        ``rule`` decides which company a row is and what leads there; a key that leads elsewhere
        already goes on doing so. Unknown companies get a new id.
        """
        with self._db.write() as db:
            known = _lookup(db, {key for told in rows for key in told})
            held = _held(db, set(known.values()))
            ids, new_ids, new_keys = [], [], {}
            for told in rows:
                found, leading = rule(told, known, held)
                if not found:
                    found = f"c_{uuid.uuid4().hex}"
                    new_ids.append({"id": found, "created_at": self._clock()})
                for key in leading:
                    if key not in known:
                        known[key] = new_keys[key] = found
                        held.setdefault(found, []).append(key)
                ids.append(found)
            _insert(db, t.companies, new_ids)
            _insert(
                db,
                t.company_keys,
                [{"kind": k, "value": v, "company_id": i} for (k, v), i in new_keys.items()],
            )
        return ids

    def find(self, keys: Iterable[Key]) -> dict[Key, str]:
        """The company id of each key that is known."""
        with self._db.read() as db:
            return _lookup(db, set(keys))

    def ingested(self, sha256: str, reader: str, corpus_id: str) -> Mapping[str, Any] | None:
        """The earlier ingest of the same bytes by the same reader into the same corpus.

        None also when a file of that name with other bytes has come since: what it said may
        have taken the place of what these bytes say.
        """
        where = (
            (t.ingests.c.sha256 == sha256)
            & (t.ingests.c.reader == reader)
            & (t.ingests.c.corpus_id == corpus_id)
        )
        with self._db.read() as db:
            row = db.execute(sa.select(t.ingests).where(where)).mappings().first()
            if row is None:
                return None
            since = (
                (t.ingests.c.corpus_id == corpus_id)
                & (t.ingests.c.file == row["file"])
                & (t.ingests.c.sha256 != sha256)
                & (t.ingests.c.at >= row["at"])
            )
            later = db.execute(sa.select(t.ingests.c.sha256).where(since)).first()
        return None if later else dict(row)

    def record_ingest(
        self,
        facts: Mapping[str, Any],
        rejects: Sequence[Reject],
        *,
        origin: str = "",
        mended: Collection[tuple[str, str]] = (),
    ) -> None:
        """Add one ingest and its rejects; the same file again only renews the time.

        ``origin`` says which file it is, of several of one name. Its earlier rejects that did not
        come again are healed, and those of any file that speak of what is ``mended``: (about,
        column). Where the origin is not known, the file's name stands for it.
        """
        with self._db.write() as db:
            now = self._clock()
            row = {**facts, "at": now}
            _insert(db, t.ingests, [row])
            same = sa.and_(*(column == row[column.name] for column in t.ingests.primary_key))
            db.execute(t.ingests.update().where(same).values(at=now))
            stamp = {"sha256": facts["sha256"], "origin": origin, "at": now, "healed_at": ""}
            _insert(db, t.rejects, [{**to_record_full(r), **stamp} for r in rejects])
            standing = t.rejects.c.healed_at == ""
            unknown_origin = (t.rejects.c.origin == "") & (t.rejects.c.file == facts["file"])
            earlier = unknown_origin | (t.rejects.c.origin == origin) if origin else unknown_origin
            db.execute(t.rejects.update().where(earlier, standing).values(healed_at=now))
            cells = (t.rejects.c.about, t.rejects.c.column)
            heal = t.rejects.update().where(standing, *map(_equal, cells))
            if mended:
                given = [{"about_": about, "column_": column} for about, column in mended]
                db.execute(heal.values(healed_at=now), given)
            place = (t.rejects.c.row, t.rejects.c.column, t.rejects.c.reason)
            again = t.rejects.update().where(
                t.rejects.c.sha256 == stamp["sha256"], *map(_equal, place)
            )
            if rejects:
                came = [{"row_": r.row, "column_": r.column, "reason_": r.reason} for r in rejects]
                db.execute(again.values(healed_at="", origin=origin), came)

    def rejects(self) -> list[Reject]:
        """Rejects that still stand, in order of file and row."""
        order = (t.rejects.c.file, t.rejects.c.row, t.rejects.c.id)
        query = sa.select(t.rejects).where(t.rejects.c.healed_at == "").order_by(*order)
        with self._db.read() as db:
            rows = db.execute(query).mappings().all()
        names = Reject.__dataclass_fields__
        return [Reject(**{name: row[name] for name in names}) for row in rows]

    def decide(self, merges: Sequence[Merge]) -> None:
        """Add decisions on pairs of companies; they are never changed or removed."""
        with self._db.write() as db:
            now = self._clock()
            rows = [
                {**to_record_full(one), "reasons": _json(one.reasons), "at": now} for one in merges
            ]
            if rows:
                db.execute(t.merges.insert(), rows)

    def merges(self, *, history: bool = False) -> list[Merge]:
        """The decision in force on each pair, in order of pair; or all there ever were, as made."""
        with self._db.read() as db:
            rows = db.execute(sa.select(t.merges).order_by(t.merges.c.id)).mappings().all()
        found = [_merge(row) for row in rows]
        if history:
            return found
        latest = {(one.left, one.right): one for one in found}
        return [latest[pair] for pair in sorted(latest)]

    def decisions(self) -> int:
        """How many decisions on pairs were ever made; a newer one makes it larger."""
        with self._db.read() as db:
            return int(db.execute(sa.select(sa.func.count()).select_from(t.merges)).scalar_one())

    def commit_corpus(self, corpus_id: str, version: str, tables: Mapping[str, int]) -> None:
        """Map a corpus version to its table versions; nothing happens if it is the newest."""
        newest = self.corpus_version(corpus_id)
        if newest is not None and newest[0] == version:
            return
        row = {
            "corpus_id": corpus_id,
            "version": version,
            "tables": json.dumps(dict(tables), sort_keys=True),
            "at": self._clock(),
        }
        with self._db.write() as db:
            db.execute(t.corpus_versions.insert(), row)

    def corpus_version(
        self, corpus_id: str, version: str | None = None
    ) -> tuple[str, dict[str, int]] | None:
        """(version, table versions) of the newest corpus version, or of the one named."""
        where = t.corpus_versions.c.corpus_id == corpus_id
        if version is not None:
            where &= t.corpus_versions.c.version == version
        order = t.corpus_versions.c.id.desc()
        query = sa.select(t.corpus_versions).where(where).order_by(order).limit(1)
        with self._db.read() as db:
            row = db.execute(query).mappings().first()
        return (row["version"], json.loads(row["tables"])) if row else None

    def save(self, screening: Screening) -> None:
        """Add a Run with its mandate, fits, evidence and exclusions; an existing one stays."""
        run, mandate = screening.run, screening.mandate
        rows, body = list(_fit_rows(screening)), _json(to_record(mandate))  # nobody waits for these
        view = _json(_view(screening))
        with self._db.write() as db:
            if db.execute(sa.select(t.runs.c.id).where(t.runs.c.id == run.id)).first():
                return
            _insert(
                db,
                t.mandates,
                [
                    {
                        "hash": run.mandate_hash,
                        "name": mandate.name,
                        "body": body,
                        "at": run.started_at,
                    }
                ],
            )
            db.execute(
                t.runs.insert(),
                {**to_record_full(run), "view": view},
            )
            _insert(db, t.fits, rows)
            _insert(
                db,
                t.exclusions,
                [{"run_id": run.id, **to_record_full(e)} for e in screening.excluded],
            )

    def runs(
        self, limit: int = 50, mandates: Collection[str] | None = None
    ) -> list[tuple[Run, str]]:
        """(run, mandate name), newest first; of some mandates."""
        join = t.runs.join(t.mandates, t.runs.c.mandate_hash == t.mandates.c.hash)
        query = sa.select(t.runs, t.mandates.c.name.label("mandate_name")).select_from(join)
        query = query.order_by(t.runs.c.started_at.desc(), t.runs.c.id).limit(limit)
        if mandates is not None:
            query = query.where(t.mandates.c.name.in_(mandates))
        with self._db.read() as db:
            rows = db.execute(query).mappings().all()
        return [(_run(row), row["mandate_name"]) for row in rows]

    def mandates(self) -> dict[str, Mandate]:
        """Every mandate that has a run, by its hash."""
        with self._db.read() as db:
            rows = db.execute(sa.select(t.mandates.c.hash, t.mandates.c.body)).all()
        return {key: from_record(Mandate, json.loads(body)) for key, body in rows}

    def mandate_of(self, run_id: str) -> str:
        """The name of the mandate of a run; empty where there is no such run."""
        join = t.runs.join(t.mandates, t.runs.c.mandate_hash == t.mandates.c.hash)
        query = sa.select(t.mandates.c.name).select_from(join).where(t.runs.c.id == run_id)
        with self._db.read() as db:
            return str(db.execute(query).scalar() or "")

    def counts(self, run_id: str) -> tuple[int, int]:
        """How many companies a run ranks, and how many it left out."""
        with self._db.read() as db:
            ranked, left_out = (
                db.execute(
                    sa.select(sa.func.count()).select_from(one).where(one.c.run_id == run_id)
                ).scalar_one()
                for one in (t.fits, t.exclusions)
            )
        return ranked, left_out

    def load(self, run_id: str) -> Screening:
        """The whole of one Run; NotReadyError lists the known ones when there is none such."""
        with self._db.read() as db:
            row = db.execute(sa.select(t.runs).where(t.runs.c.id == run_id)).mappings().first()
            if row is None:
                known = [run.id for run, _ in self.runs()]
                raise NotReadyError(f"{unknown('run', run_id, known)}; run: screening score")
            query = sa.select(t.mandates.c.body).where(t.mandates.c.hash == row["mandate_hash"])
            mandate = from_record(Mandate, json.loads(db.execute(query).scalar_one()))
            fits = db.execute(
                sa.select(t.fits.c.record)
                .where(t.fits.c.run_id == run_id)
                .order_by(t.fits.c.rank, t.fits.c.company_id)
            ).scalars()
            stored = [from_json(Fit, body) for body in fits]
            ranked = tuple(sorted(stored, key=lambda fit: fit.lane))
            where = t.exclusions.c.run_id == run_id
            left_out = (
                db.execute(sa.select(t.exclusions).where(where).order_by(t.exclusions.c.company_id))
                .mappings()
                .all()
            )
            by_id = {fit.company_id: fit for fit in ranked}
            judged, contacts = reviews.of(db, run_id, mandate.name, by_id, reviews.Span())
        names = Exclusion.__dataclass_fields__
        excluded = tuple(Exclusion(**{name: row_[name] for name in names}) for row_ in left_out)
        view = json.loads(row["view"])
        return from_record(
            Screening,
            {
                **view,
                "run": _run(row),
                "mandate": mandate,
                "fits": ranked,
                "excluded": excluded,
                "verdicts": judged,
                "contacts": contacts,
            },
        )

    def judge(self, verdict: Verdict, *, request: str = "") -> Verdict:
        """Add a verdict, dated now; NotReadyError where its run ranks no such company.

        The same ``request`` again adds nothing and gives back what it added; InputError where it
        said something else.
        """
        dated = replace(verdict, at=self._clock())
        with self._db.write() as db:
            return reviews.append(db, t.verdicts, dated, request)

    def contact(self, contact: Contact, *, request: str = "") -> Contact:
        """Add a line of contact, likewise."""
        dated = replace(contact, at=self._clock())
        with self._db.write() as db:
            return reviews.append(db, t.contacts, dated, request)

    def said(self) -> tuple[int, int]:
        """The numbers of the newest verdict and line of contact: what has been said so far."""
        with self._db.read() as db:
            return reviews.said(db)

    def said_of(
        self,
        run_id: str,
        mandate: str,
        ranked: Mapping[str, Fit],
        since: tuple[int, int],
        until: tuple[int, int],
    ) -> tuple[tuple[Judged, ...], tuple[Contact, ...]]:
        """Verdicts and contacts of a mandate on the companies that a run of it ranks.

        Only those after the numbers ``since`` and up to the numbers ``until`` (see ``said``).
        """
        among = reviews.Span(verdicts=(since[0] + 1, until[0]), contacts=(since[1] + 1, until[1]))
        with self._db.read() as db:
            return reviews.of(db, run_id, mandate, ranked, among)

    def active_elsewhere(self, mandate: str) -> frozenset[str]:
        """The companies that another mandate pursues or is in touch with."""
        with self._db.read() as db:
            return reviews.active_elsewhere(db, mandate)

    def keep_view(self, view: SavedView) -> SavedView:
        """Keep a view, dated now; one of the same author, mandate and name is replaced."""
        dated = replace(view, at=self._clock())
        with self._db.write() as db:
            reviews.keep_view(db, dated)
        return dated

    def drop_view(self, view: SavedView) -> None:
        """Forget a view; nothing happens where there is none such."""
        with self._db.write() as db:
            reviews.drop_view(db, view)

    def views(self, mandate: str) -> list[SavedView]:
        """The views kept for a mandate, by name."""
        with self._db.read() as db:
            return reviews.views(db, mandate)

    def has_fit(self, run_id: str, company_id: str) -> bool:
        """Whether a run ranks a company."""
        of = (t.fits.c.run_id == run_id) & (t.fits.c.company_id == company_id)
        with self._db.read() as db:
            return bool(db.execute(sa.select(t.fits.c.rank).where(of)).first())

    def has_run(self, run_id: str) -> bool:
        """Whether a Run of this id is stored."""
        with self._db.read() as db:
            return bool(db.execute(sa.select(t.runs.c.id).where(t.runs.c.id == run_id)).first())


def to_record_full(value: Any) -> dict[str, Any]:
    """A flat dataclass as a dict with every field, defaults included."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def fit_bytes(fit: Fit) -> bytes:
    """The canonical bytes of a Fit: the same inputs give the same, whatever run made it."""
    return _json(to_record(fit)).encode()


def _view(screening: Screening) -> dict[str, Any]:
    parts = to_record(replace(screening, fits=(), excluded=(), verdicts=(), contacts=()))
    own = ("run", "mandate", "fits", "excluded", "verdicts", "contacts")
    return {k: v for k, v in parts.items() if k not in own}


def _fit_rows(screening: Screening) -> Iterator[dict[str, Any]]:
    for fit in screening.fits:
        record = to_record(fit)
        yield {
            "run_id": screening.run.id,
            "company_id": fit.company_id,
            "rank": fit.rank,
            "total": fit.total,
            "record": _json(record),
            "record_hash": digest(record),
        }


def _run(row: sa.RowMapping) -> Run:
    return Run(**{name: row[name] for name in Run.__dataclass_fields__})


def _merge(row: sa.RowMapping) -> Merge:
    facts = {name: row[name] for name in Merge.__dataclass_fields__}
    return Merge(**{**facts, "reasons": tuple(json.loads(row["reasons"]))})


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _equal(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Equal to the parameter that is called as the column with ``_`` behind."""
    return column == sa.bindparam(f"{column.name}_")


def _lookup(db: sa.Connection, keys: set[Key]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    ordered = sorted(keys)
    for kind, group in groupby(ordered, key=lambda key: key[0]):
        values = [value for _, value in group]
        for start in range(0, len(values), 500):
            query = sa.select(t.company_keys.c.value, t.company_keys.c.company_id).where(
                (t.company_keys.c.kind == kind)
                & t.company_keys.c.value.in_(values[start : start + 500])
            )
            found |= {(kind, value): company for value, company in db.execute(query)}
    return found


def _held(db: sa.Connection, ids: set[str]) -> dict[str, list[Key]]:
    """The keys that lead to each company."""
    found: dict[str, list[Key]] = {one: [] for one in ids}
    ordered = sorted(ids)
    column = t.company_keys.c
    for start in range(0, len(ordered), 500):
        query = sa.select(column.company_id, column.kind, column.value).where(
            column.company_id.in_(ordered[start : start + 500])
        )
        for one, kind, value in db.execute(query):
            found[one].append((kind, value))
    return found


def _insert(db: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows; one whose key is there already is left as it is."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing()
    given = (dict(row) for row in rows)
    while batch := list(islice(given, _BATCH)):
        db.execute(statement, batch)
