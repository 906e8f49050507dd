"""What a Run changed against an earlier one of its mandate, and what for."""

from dataclasses import asdict, dataclass, fields

from screening.records import Fit, Run, Screening

_STAMPS = (
    "mandate_hash",
    "code",
    "encoder_revision",
    "corpus_version",
    "scorer",
    "taxonomy_version",
    "rules_version",
    "identities",
)
_NOISE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A company of a shortlist: its rank ``before`` and ``after`` (None where it is not ranked).

    ``rule`` says why the run that does not rank it left it out (empty: it is not in its corpus);
    ``signal`` is the one that changed most, by ``by``, empty where none did and the others moved.
    """

    company_id: str
    before: int | None
    after: int | None
    rule: str = ""
    signal: str = ""
    by: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """``stamps`` are the parts of the stamp that differ, ``mandate`` the entries of the mandate;
    ``lines`` are changes among the first ``top``, new first, then dropped, then moved."""

    before: Run
    after: Run
    top: int
    stamps: tuple[str, ...]
    mandate: tuple[str, ...]
    lines: tuple[Change, ...]


def changes(before: Screening, after: Screening, top: int) -> Changes:
    """What became of the first ``top`` of the main lane from one run to the other."""
    old, new = _first(before, top), _first(after, top)
    lines = [_line(one, before, after, old, new) for one in {**new, **old}]
    moved = [one for one in lines if one.before != one.after]
    return Changes(
        before=before.run,
        after=after.run,
        top=top,
        stamps=tuple(
            name for name in _STAMPS if getattr(before.run, name) != getattr(after.run, name)
        ),
        mandate=tuple(
            one.name
            for one in fields(before.mandate)
            if asdict(before.mandate)[one.name] != asdict(after.mandate)[one.name]
        ),
        lines=tuple(sorted(moved, key=lambda one: _order(one, top))),
    )


def _order(one: Change, top: int) -> tuple[int, int]:
    came, went = (one.after or top + 1) <= top, (one.before or top + 1) <= top
    kind = 0 if came and not went else 1 if went and not came else 2
    return kind, (one.before if kind == 1 else one.after) or 0


def _first(screening: Screening, top: int) -> dict[str, Fit]:
    ranked = [fit for fit in screening.fits if not fit.lane]
    return {fit.company_id: fit for fit in ranked[:top]}


def _line(
    company: str, before: Screening, after: Screening, old: dict[str, Fit], new: dict[str, Fit]
) -> Change:
    was, now = (
        shown.get(company) or _fit(screening, company)
        for shown, screening in ((old, before), (new, after))
    )
    signal, by = _most(was, now) if was and now else ("", 0.0)
    without = before if was is None else after
    rules = {one.company_id: one.rule for one in without.excluded}
    return Change(
        company_id=company,
        before=was.rank if was else None,
        after=now.rank if now else None,
        rule=rules.get(company, "") if not (was and now) else "",
        signal=signal,
        by=by,
    )


def _fit(screening: Screening, company: str) -> Fit | None:
    return next((fit for fit in screening.fits if fit.company_id == company), None)


def _most(was: Fit, now: Fit) -> tuple[str, float]:
    before = {one.name: one.score for one in was.signals}
    moved = {
        one.name: one.score - earlier
        for one in now.signals
        if one.score is not None and (earlier := before.get(one.name)) is not None
    }
    name = max(sorted(moved), key=lambda name: abs(moved[name]), default="")
    if not name or abs(moved[name]) < _NOISE:
        return "", 0.0
    return name, round(moved[name], 3)
