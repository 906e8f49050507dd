"""judge: a verdict on one fit of a Run, and beside it how one stands with the target."""

from collections.abc import Collection
from typing import get_args

from screening.errors import InputError, unknown
from screening.pipeline.report import newest
from screening.pipeline.workspace import Workspace
from screening.readers import languages
from screening.records import (
    Contact,
    ContactStatus,
    Judgement,
    Route,
    Screening,
    SignRole,
    Verdict,
)
from screening.text import clean, name_key

JUDGEMENTS: dict[str, Judgement] = {one: one for one in get_args(Judgement)}
ROLES: dict[str, SignRole] = {one: one for one in get_args(SignRole)}
STATUSES: dict[str, ContactStatus] = {one: one for one in get_args(ContactStatus)}
ROUTES: dict[str, Route] = {one: one for one in get_args(Route)}
LONGEST = 4_000
"""Characters of a reason or a note; longer ones belong in a document of their own (ours)."""


def judge(
    workspace: Workspace,
    company: str,
    judgement: str,
    *,
    reason: str,
    author: str,
    role: str = "",
    run_id: str | None = None,
    request: str = "",
) -> Verdict:
    """Add a verdict on a company (an id, or a name in any script) of a Run.

    Without ``run_id`` it is the newest, as long as all runs are of one mandate. A verdict is dated
    and never changed; who thinks again adds another. Raises InputError for an unknown judgement or
    role, without a reason or an author, or where it is not clear which run or company is meant.
    The same ``request`` again adds nothing.
    """
    _known("judgement", judgement, JUDGEMENTS)
    _known("role", role, ROLES)
    for what, given in (("reason", reason), ("author", author)):
        if not clean(given):
            raise InputError(f"{what}: it is empty; a verdict is signed and says why")
    _short("reason", reason)
    run = run_id or _only(workspace)
    return workspace.ledger.judge(
        Verdict(
            run_id=run,
            company_id=_meant(workspace, run, company),
            judgement=JUDGEMENTS[judgement],
            reason=clean(reason),
            author=clean(author),
            role=ROLES[role],
        ),
        request=request,
    )


def contact(
    workspace: Workspace,
    company: str,
    status: str,
    *,
    author: str,
    route: str = "",
    language: str = "",
    note: str = "",
    run_id: str | None = None,
    request: str = "",
) -> Contact:
    """Add a dated line on how a mandate stands with a company; the same rules as for a verdict.

    ``route`` is the way in, ``language`` (ISO 639-1) the one that is spoken there.
    """
    _known("status", status, STATUSES)
    _known("route", route, ROUTES)
    if not clean(author):
        raise InputError("author: it is empty; a line of contact is signed")
    if language and language.lower() not in languages():
        raise InputError(f"language: {language!r} is not an ISO 639-1 code, such as 'de' or 'ja'")
    _short("note", note)
    run = run_id or _only(workspace)
    return workspace.ledger.contact(
        Contact(
            run_id=run,
            company_id=_meant(workspace, run, company),
            status=STATUSES[status],
            author=clean(author),
            route=ROUTES[route],
            language=language.lower(),
            note=clean(note),
        ),
        request=request,
    )


def _known(what: str, given: str, known: Collection[str]) -> None:
    if given not in known:
        raise InputError(unknown(what, given, [one for one in known if one]))


def _short(what: str, given: str) -> None:
    if len(given) > LONGEST:
        raise InputError(f"{what}: {len(given):,} characters; say it in {LONGEST:,} at most")


def _only(workspace: Workspace) -> str:
    """The newest run, where the runs of several mandates cannot be mixed up."""
    latest: dict[str, str] = {}
    for run, mandate in workspace.ledger.runs():
        latest.setdefault(mandate, run.id)
    if len(latest) < 2:
        return newest(workspace)
    known = ", ".join(f"{one} ({mandate})" for mandate, one in latest.items())
    raise InputError(f"run: there are runs of several mandates; name one with --run: {known}")


def _meant(workspace: Workspace, run_id: str, company: str) -> str:
    """The id of a company; only a name makes it read the whole run."""
    if workspace.ledger.has_fit(run_id, company):
        return company
    return ranked(workspace.ledger.load(run_id), company)


def ranked(screening: Screening, company: str) -> str:
    """The id of the one ranked company that is meant by an id or a name in any script.

    Raises InputError where there is none, or more than one.
    """
    ids = [fit.company_id for fit in screening.fits]
    if company in ids:
        return company
    key = name_key(company)
    found = [
        one for one in ids if key and key in {name_key(n) for n in screening.companies[one].names}
    ]
    if len(found) == 1:
        return found[0]
    told = [f"{screening.companies[one].name} [{one}]" for one in found]
    if told:
        raise InputError(f"company: {company!r} may be any of {', '.join(told)}; give the id")
    raise InputError(
        f"company: run {screening.run.id} ranks no {company!r}; see its workbook for the names"
    )
