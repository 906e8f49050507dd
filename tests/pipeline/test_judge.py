"""A verdict is signed, says why, and finds its company in any script."""

import pytest

from screening import pipeline
from screening.errors import InputError, NotReadyError
from screening.pipeline import Workspace
from screening.records import Run, Screening


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
