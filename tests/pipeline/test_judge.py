"""A verdict is signed, says why, and finds its company in any script."""

from dataclasses import replace

import pytest

from screening import pipeline
from screening.errors import InputError, NotReadyError
from screening.pipeline import Workspace
from screening.records import Run, Screening
from screening.report.view import View


@pytest.fixture
def run(shipped: Workspace) -> Run:
    return pipeline.score(shipped, pipeline.mandate("robots")).run


def test_a_company_is_found_by_name_in_any_script(shipped: Workspace, run: Run) -> None:
    before: Screening = shipped.ledger.load(run.id)
    named = next(fit for fit in before.fits if before.companies[fit.company_id].name_zh)
    company = before.companies[named.company_id]
    for name in (company.name, company.name_zh, company.id):
        pipeline.judge(shipped, name, "pursue", reason="closes the gap", author="Li", run_id=run.id)
    after = shipped.ledger.load(run.id)
    assert [one.verdict.company_id for one in after.verdicts] == [company.id] * 3
    assert after.fits == before.fits


@pytest.mark.parametrize(
    ("company", "judgement", "reason", "author", "said"),
    [
        ("SPG", "buy", "why", "Li", "pursue"),
        ("SPG", "pursue", "  ", "Li", "reason"),
        ("SPG", "pursue", "why", "", "author"),
        ("No Such Company", "pursue", "why", "Li", "ranks no"),
        ("", "pursue", "why", "Li", "ranks no"),
    ],
)
def test_what_is_no_verdict_is_refused_with_a_reason(
    shipped: Workspace, run: Run, company: str, judgement: str, reason: str, author: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        pipeline.judge(shipped, company, judgement, reason=reason, author=author, run_id=run.id)


def test_a_run_that_is_not_there_is_named(shipped: Workspace, run: Run) -> None:
    with pytest.raises(NotReadyError, match="r_nothing"):
        pipeline.judge(shipped, "SPG", "hold", reason="why", author="Li", run_id="r_nothing")


def test_without_a_run_it_must_be_clear_which_mandate_is_meant(
    shipped: Workspace, run: Run
) -> None:
    other = pipeline.score(shipped, pipeline.mandate("new-displays")).run
    with pytest.raises(InputError, match="several mandates") as told:
        pipeline.judge(shipped, "SPG", "hold", reason="why", author="Li")
    assert run.id in str(told.value)
    assert other.id in str(told.value)


def test_a_line_of_contact_tells_who_stands_where(shipped: Workspace, run: Run) -> None:
    said = {"author": "Li", "route": "adviser", "language": "JA", "run_id": run.id}
    given = pipeline.contact(shipped, "Nabtesco", "approached", note="via a bank", **said)
    assert (given.status, given.language) == ("approached", "ja")
    view = View("zh", shipped.ledger.load(run.id))
    assert view.contact(given.company_id).startswith("已接触，经财务顾问，日语，Li，")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"status": "signed"}, "approached, exclusive, nda"),
        ({"route": "friend"}, "administrator, adviser, owner, station"),
        ({"author": " "}, "author"),
        ({"language": "German"}, "ISO 639-1"),
        ({"language": "xx"}, "ISO 639-1"),
        ({"note": "x" * 5000}, "5,000 characters"),
    ],
)
def test_what_is_no_line_of_contact_is_refused(
    shipped: Workspace, run: Run, given: dict[str, str], said: str
) -> None:
    whole = {"status": "nda", "author": "Li", "run_id": run.id} | given
    with pytest.raises(InputError, match=said):
        pipeline.contact(shipped, "SPG", whole.pop("status"), **whole)


def test_a_mandate_may_ask_for_several_roles_to_sign(shipped: Workspace) -> None:
    asked = replace(pipeline.mandate("robots"), name="signed", sign=("analyst", "regulatory"))
    found = pipeline.score(shipped, asked)
    company = found.fits[0].company_id
    said = {"reason": "why", "author": "Li", "run_id": found.run.id}
    assert View("en", found).waits(company) == "waits for analyst, regulatory reviewer"
    pipeline.judge(shipped, company, "pursue", role="analyst", **said)
    told = View("en", shipped.ledger.load(found.run.id)).verdicts(company)
    assert "waits for regulatory reviewer" in told
    assert "pursue, Li, analyst" in told
    with pytest.raises(InputError, match="analyst, partner, regulatory"):
        pipeline.judge(shipped, company, "pursue", role="boss", **said)
