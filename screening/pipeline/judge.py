"""judge: a consultant's verdict on one fit of a Run."""

from typing import get_args

from screening.errors import InputError, unknown
from screening.pipeline.report import newest
from screening.pipeline.workspace import Workspace
from screening.records import Judgement, Screening, Verdict
from screening.text import clean, name_key

JUDGEMENTS: dict[str, Judgement] = {one: one for one in get_args(Judgement)}


def judge(
    workspace: Workspace,
    company: str,
    judgement: str,
    *,
    reason: str,
    author: str,
    run_id: str | None = None,
) -> Verdict:
    """Add a verdict on a company (an id, or a name in any script) of a Run.

    Without ``run_id`` it is the newest, as long as all runs are of one mandate. A verdict is dated
    and never changed; who thinks again adds another. Raises InputError for an unknown judgement,
    without a reason or an author, or where it is not clear which run or company is meant.
    """
    if judgement not in JUDGEMENTS:
        raise InputError(unknown("judgement", judgement, JUDGEMENTS))
    for what, given in (("reason", reason), ("author", author)):
        if not clean(given):
            raise InputError(f"{what}: it is empty; a verdict is signed and says why")
    screening = workspace.ledger.load(run_id or _only(workspace))
    return workspace.ledger.judge(
        Verdict(
            run_id=screening.run.id,
            company_id=_ranked(screening, company),
            judgement=JUDGEMENTS[judgement],
            reason=clean(reason),
            author=clean(author),
        )
    )


def _only(workspace: Workspace) -> str:
    """The newest run, where the runs of several mandates cannot be mixed up."""
    latest: dict[str, str] = {}
    for run, mandate in workspace.ledger.runs():
        latest.setdefault(mandate, run.id)
    if len(latest) < 2:
        return newest(workspace)
    known = ", ".join(f"{one} ({mandate})" for mandate, one in latest.items())
    raise InputError(f"run: there are runs of several mandates; name one with --run: {known}")


def _ranked(screening: Screening, company: str) -> str:
    """The id of the one ranked company that is meant."""
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
