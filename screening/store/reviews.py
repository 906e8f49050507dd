"""What reviewers say of fits: verdicts, contacts and the views they keep."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import sqlalchemy as sa

from screening.errors import ConflictError, NotReadyError
from screening.records import Contact, Fit, Judged, SavedView, Verdict
from screening.store import tables as t
from screening.store.codec import from_record

_Line = TypeVar("_Line", Verdict, Contact)
_Where = sa.ColumnElement[bool]
_ALL = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The first and the last number of verdicts, and of lines of contact."""

    verdicts: tuple[int, int] = (0, _ALL)
    contacts: tuple[int, int] = (0, _ALL)


def append(db: sa.Connection, table: sa.Table, line: _Line, request: str) -> _Line:
    """Add a dated line; the same ``request`` again gives back what it added before."""
    if request:
        where = table.c.request == request
        known = db.execute(sa.select(table).where(where)).mappings().first()
        if known is not None:
            return _same(line, known, request)
    of = (t.fits.c.run_id == line.run_id) & (t.fits.c.company_id == line.company_id)
    if not db.execute(sa.select(t.fits.c.rank).where(of)).first():
        raise NotReadyError(f"{line.company_id} is not ranked in run {line.run_id}")
    db.execute(table.insert(), {**asdict(line), "request": request or None})
    return line


def _same(line: _Line, known: sa.RowMapping, request: str) -> _Line:
    stored = replace(line, **{name: known[name] for name in line.__dataclass_fields__})
    if replace(stored, at=line.at) != line:
        raise ConflictError(f"request key {request!r} was used for something else; take a new one")
    return stored


def said(db: sa.Connection) -> tuple[int, int]:
    """The numbers of the newest verdict and of the newest line of contact."""
    verdict, contact = (
        db.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0
        for table in (t.verdicts, t.contacts)
    )
    return verdict, contact


def of(
    db: sa.Connection, run_id: str, mandate: str, ranked: Mapping[str, Fit], among: Span
) -> tuple[tuple[Judged, ...], tuple[Contact, ...]]:
    """What was said in all runs of a mandate on companies that a run of it ranks, as made.

    Numbers grow in the order of the commits, because writers do not interleave.
    """
    verdicts = _judged(db, run_id, mandate, ranked, t.verdicts.c.id.between(*among.verdicts))
    return verdicts, _contacts(db, mandate, ranked, t.contacts.c.id.between(*among.contacts))


def _judged(
    db: sa.Connection, run_id: str, mandate: str, ranked: Mapping[str, Fit], among: _Where
) -> tuple[Judged, ...]:
    join = t.verdicts.join(t.runs, t.verdicts.c.run_id == t.runs.c.id)
    join = join.join(t.mandates, t.runs.c.mandate_hash == t.mandates.c.hash)
    same = (t.fits.c.run_id == t.verdicts.c.run_id) & (
        t.fits.c.company_id == t.verdicts.c.company_id
    )
    query = (
        sa.select(t.verdicts, t.fits.c.record)
        .select_from(join.join(t.fits, same))
        .where((t.mandates.c.name == mandate) & among)
        .order_by(t.verdicts.c.id)
    )
    return tuple(
        Judged(
            verdict=Verdict(**{name: row[name] for name in Verdict.__dataclass_fields__}),
            carried=row["run_id"] != run_id,
            changed=_basis(from_record(Fit, json.loads(row["record"])))
            != _basis(ranked[row["company_id"]]),
        )
        for row in db.execute(query).mappings()
        if row["company_id"] in ranked
    )


def _basis(fit: Fit) -> tuple[tuple[str, float | None], ...]:
    return tuple((signal.name, signal.score) for signal in fit.signals)


def _contacts(
    db: sa.Connection, mandate: str, ranked: Mapping[str, Fit], among: _Where
) -> tuple[Contact, ...]:
    join = t.contacts.join(t.runs, t.contacts.c.run_id == t.runs.c.id)
    join = join.join(t.mandates, t.runs.c.mandate_hash == t.mandates.c.hash)
    query = sa.select(t.contacts).select_from(join)
    query = query.where((t.mandates.c.name == mandate) & among)
    names = Contact.__dataclass_fields__
    return tuple(
        Contact(**{name: row[name] for name in names})
        for row in db.execute(query.order_by(t.contacts.c.id)).mappings()
        if row["company_id"] in ranked
    )


def active_elsewhere(db: sa.Connection, mandate: str) -> frozenset[str]:
    """The companies that a mandate of another name pursues or is in touch with: the last verdict
    of one of its reviewers is *pursue*, or its last line of contact says *approached* or *nda*."""
    verdicts = _last(db, t.verdicts, t.verdicts.c.judgement, mandate, t.verdicts.c.author)
    contacts = _last(db, t.contacts, t.contacts.c.status, mandate)
    pursued = {company for company, judgement in verdicts if judgement == "pursue"}
    touched = {company for company, status in contacts if status in ("approached", "nda")}
    return frozenset(pursued | touched)


def _last(
    db: sa.Connection,
    table: sa.Table,
    word: sa.Column[str],
    mandate: str,
    *apart: sa.Column[str],
) -> list[tuple[str, str]]:
    """(company, word) of the last line of every other mandate on each company, and ``apart``."""
    join = table.join(t.runs, table.c.run_id == t.runs.c.id)
    join = join.join(t.mandates, t.runs.c.mandate_hash == t.mandates.c.hash)
    newest = (
        sa.select(sa.func.max(table.c.id))
        .select_from(join)
        .where(t.mandates.c.name != mandate)
        .group_by(t.mandates.c.name, table.c.company_id, *apart)
    )
    query = sa.select(table.c.company_id, word).where(table.c.id.in_(newest))
    return [(company, said) for company, said in db.execute(query)]


def keep_view(db: sa.Connection, view: SavedView) -> None:
    """Keep a view in place of one of the same author, mandate and name."""
    drop_view(db, view)
    db.execute(t.saved_views.insert(), asdict(view))


def drop_view(db: sa.Connection, view: SavedView) -> None:
    """Forget a view; nothing happens where there is none such."""
    found = t.saved_views.c
    same = (
        (found.author == view.author) & (found.mandate == view.mandate) & (found.name == view.name)
    )
    db.execute(t.saved_views.delete().where(same))


def views(db: sa.Connection, mandate: str) -> list[SavedView]:
    """The views kept for a mandate, by name."""
    order = (t.saved_views.c.name, t.saved_views.c.author)
    query = sa.select(t.saved_views).where(t.saved_views.c.mandate == mandate)
    return [SavedView(**row) for row in db.execute(query.order_by(*order)).mappings()]
