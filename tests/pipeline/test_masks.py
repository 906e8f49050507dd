"""What leaves a room with accounts does not say who the client is."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from screening import pipeline, report
from screening.pipeline import Workspace
from screening.pipeline.masks import for_export, masked
from screening.records import Company, Exclusion, Judged, Ownership, Screening, StatedGap, Verdict

CODE = "Heron 417"
CLIENT = ("Shuanghuan", "双环传动", "shuanghuan driveline", "SHUANGHUAN  Driveline")


@pytest.fixture
def found(shipped: Workspace) -> Screening:
    """A run of a firm, whose name stands in whatever a consultant may write."""
    given = pipeline.mandate("robots-firm")
    gap = StatedGap(technology="precision-reducers", en="what Shuanghuan lacks", zh="双环传动所缺")
    run = pipeline.score(shipped, replace(given, name="Shuanghuan abroad", gaps=(gap,)))
    company = run.fits[0].company_id
    verdict = Verdict(
        run_id=run.run.id,
        company_id=company,
        judgement="pursue",
        reason="would suit Shuanghuan (双环传动) well",
        author="Li Na",
    )
    return replace(run, verdicts=(Judged(verdict=verdict, carried=False, changed=False),))


def texts(screening: Screening, language: str) -> str:
    """Every text of every export."""
    book = report.workbook(screening, language, when=screening.run.started_at)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    plain = json.dumps(json.loads(report.json_bytes(screening)), ensure_ascii=False)
    return sheets + plain + report.markdown(screening, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_export_names_the_client(found: Screening, language: str) -> None:
    open_text, hidden = texts(found, language), texts(masked(found, CODE), language)
    firm = found.companies[found.firms[0]]
    for name in (*CLIENT[:2], found.mandate.sponsor, firm.name, firm.name_zh):
        assert name in open_text
    for name in (*CLIENT, found.mandate.sponsor, firm.name, firm.name_zh):
        assert name.casefold() not in hidden.casefold()
    assert CODE in hidden
    assert "Li Na" in hidden


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_export_names_any_firm_of_a_group(shipped: Workspace, language: str) -> None:
    given = replace(pipeline.mandate("robots-firm"), firm=("Shuanghuan Driveline", "Kaierda"))
    found = pipeline.score(shipped, replace(given, name="Two abroad"))
    hidden = masked(found, CODE)
    shown = texts(hidden, language)
    for one in found.firms:
        for name in found.companies[one].names:
            assert name.casefold() not in shown.casefold()
    assert len(set(hidden.firms)) == 2
    for number in (1, 2):
        assert f"{CODE}-{number}" in shown


def test_targets_ranks_and_stamp_stay_as_they_were(found: Screening) -> None:
    hidden = masked(found, CODE)
    assert hidden.run == found.run
    assert not set(hidden.firms) & set(found.firms)
    assert [(one.company_id, one.rank, one.total) for one in hidden.fits] == [
        (one.company_id, one.rank, one.total) for one in found.fits
    ]
    ranked = {one.company_id for one in found.fits}
    assert {key: hidden.companies[key] for key in ranked} == {
        key: found.companies[key] for key in ranked
    }
    assert [one.technology for one in hidden.gaps] == [one.technology for one in found.gaps]
    assert hidden.verdicts[0].verdict.reason == f"would suit {CODE} ({CODE}) well"


def test_files_sites_and_relatives_do_not_give_the_client_away(found: Screening) -> None:
    """A list named after the client, a subsidiary of its brand, and what it owns."""
    fit = found.fits[0]
    quote = replace(fit.evidence[0], file="shuanghuan_longlist.csv", source="shuanghuan.com")
    daughter = Company(
        id="c_daughter",
        name="Shuanghuan Europe Kft",
        country="HU",
        ownership=Ownership(owner="Zhejiang Shuanghuan Driveline Co., Ltd."),
    )
    told = replace(
        found,
        fits=(replace(fit, evidence=(quote, *fit.evidence[1:])), *found.fits[1:]),
        companies={**found.companies, daughter.id: daughter},
        excluded=(Exclusion(company_id=daughter.id, rule="chinese-owned", value="Shuanghuan",
                            threshold="none", owner="Shuanghuan Driveline"), *found.excluded),
    )  # fmt: skip
    hidden = masked(told, CODE)
    assert "huanghuan" not in texts(hidden, "en").casefold()
    assert hidden.companies[daughter.id].ownership.owner == ""
    assert hidden.excluded[0].owner == ""


def test_a_mandate_names_what_else_the_client_is_called(found: Screening) -> None:
    mandate = replace(found.mandate, name="Reducers", firm="", sponsor="Hangzhou", aliases=("SHD",))
    verdict = replace(found.verdicts[0].verdict, reason="SHD wants precision reducers, Hangzhou")
    told = replace(found, mandate=mandate, verdicts=(replace(found.verdicts[0], verdict=verdict),))
    hidden = masked(told, CODE)
    assert hidden.mandate.aliases == ()
    reason = hidden.verdicts[0].verdict.reason
    assert reason == f"{CODE} wants precision reducers, Hangzhou"


def test_words_that_only_hold_the_name_are_left_alone(found: Screening) -> None:
    firm = Company(id=found.firms[0], name="Arc", country="CN")
    verdict = replace(found.verdicts[0].verdict, reason="Arcs and research for Arc, ARC AG.")
    told = replace(
        found,
        mandate=replace(found.mandate, name="Arc", firm="Arc", sponsor=""),
        companies={**found.companies, firm.id: firm},
        verdicts=(replace(found.verdicts[0], verdict=verdict),),
    )
    reason = masked(told, CODE).verdicts[0].verdict.reason
    assert reason == f"Arcs and research for {CODE}, {CODE} AG."


def test_an_export_is_masked_as_soon_as_there_are_accounts(
    found: Screening, shipped: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert for_export(shipped, found) is found
    monkeypatch.setattr(type(shipped.ledger.people), "known", lambda _: True)
    one, again = for_export(shipped, found), for_export(shipped, found)
    assert one.mandate.name == again.mandate.name != found.mandate.name
    book = pipeline.report(shipped, found.run.id)
    assert "huanghuan" not in book.name
    assert one.mandate.name.replace(" ", "-") in book.name
