from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from screening.errors import InputError, NotReadyError, StoreError
from screening.records import (
    Company,
    Contact,
    Evidence,
    Exclusion,
    Fit,
    Gap,
    Judgement,
    Mandate,
    Reject,
    Run,
    SavedView,
    Screening,
    Signal,
    StatedGap,
    Verdict,
)
from screening.store import Ledger
from screening.store.ledger import fit_bytes
from screening.store.tables import metadata

NOW = "2026-01-02T03:04:05Z"


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    opened = Ledger(ledger_url, lambda: NOW)
    yield opened
    opened.close()


def screening() -> Screening:
    evidence = Evidence(
        id="e_1",
        company_id="c_1",
        technology="precision-reducers",
        document_id="d_1",
        document_hash="abc",
        quote="谐波减速器 & gears",
        start=0,
        end=5,
        language="zh",
        similarity=0.71,
        source="test",
        file="a.csv",
        row=2,
    )
    fit = Fit(
        company_id="c_1",
        rank=1,
        total=61.5,
        signals=(Signal(name="strength", score=None, detail="unknown"),),
        covered=("precision-reducers",),
        evidence=(evidence,),
    )
    run = Run(
        id="r_1",
        mandate_hash="m",
        code="0",
        encoder="use",
        encoder_revision="1",
        corpus_version="v",
        scorer="hand-8",
        taxonomy_version="t",
        rules_version="r",
        started_at=NOW,
    )
    gap = Gap(
        technology="precision-reducers", size=0.5, wanted=1, stated=True, own=None, leader=0.4
    )
    return Screening(
        run=run,
        mandate=Mandate(name="m", gaps=(StatedGap(technology="precision-reducers", zh="减速器"),)),
        technologies=(),
        gaps=(gap,),
        fits=(fit, replace(fit, company_id="c_2", rank=2, total=3.25, evidence=())),
        excluded=(Exclusion(company_id="c_3", rule="leader", value="ABB", threshold="no leader"),),
        companies={"c_1": Company(id="c_1", name="Spinea", country="SK")},
        leaders=("c_3",),
        funnel=(("universe", 3),),
        gap_matrix={"precision-reducers": {"firm": None, "c_1": 0.4}},
    )


def test_a_company_keeps_its_id_and_new_keys_lead_to_it(ledger: Ledger) -> None:
    first = ledger.identify([[("isin", "JP1"), ("name", "nabtesco|JP")]])
    again = ledger.identify([[("web", "nabtesco.com|JP"), ("name", "nabtesco|JP")]])
    by_web = ledger.identify([[("web", "nabtesco.com|JP")]])
    assert first == again == by_web
    assert ledger.identify([[("name", "other|JP")]]) != first


def test_the_strongest_known_key_decides(ledger: Ledger) -> None:
    [a, b] = ledger.identify([[("isin", "A")], [("name", "b|DE")]])
    assert ledger.identify([[("isin", "A"), ("name", "b|DE")]]) == [a]
    assert ledger.find([("name", "b|DE"), ("name", "c|DE")]) == {("name", "b|DE"): b}


def test_rows_of_one_call_that_share_a_key_are_one_company(ledger: Ledger) -> None:
    ids = ledger.identify([[("isin", "A"), ("name", "x|DE")], [("name", "x|DE")]])
    assert ids[0] == ids[1]


def test_a_run_comes_back_as_it_was_saved(ledger: Ledger) -> None:
    saved = screening()
    ledger.save(saved)
    ledger.save(replace(saved, fits=()))
    assert ledger.load("r_1") == saved
    assert [(run.id, name) for run, name in ledger.runs()] == [("r_1", "m")]


def test_an_unknown_run_names_the_known_ones(ledger: Ledger) -> None:
    ledger.save(screening())
    with pytest.raises(NotReadyError, match="'r_2'; known: r_1"):
        ledger.load("r_2")


def test_fit_bytes_are_the_same_for_the_same_fit() -> None:
    assert fit_bytes(screening().fits[0]) == fit_bytes(screening().fits[0])


def test_an_ingest_is_known_by_its_bytes_reader_and_corpus(ledger: Ledger) -> None:
    facts = {
        "sha256": "s",
        "reader": "generic@1",
        "corpus_id": "x",
        "file": "a.csv",
        "layout": "generic",
        "rows": 3,
        "companies": 2,
        "documents": 2,
        "rejects": 1,
    }
    reject = Reject(file="a.csv", row=4, column="country", value="Atlantis", reason="unknown")
    for _ in range(2):
        ledger.record_ingest(facts, [reject])
    assert ledger.rejects() == [reject]
    assert ledger.ingested("s", "generic@1", "x")
    assert ledger.ingested("s", "generic@1", "another corpus") is None
    other = Reject(file="b.csv", row=4, column="", value="", reason="no name")
    ledger.record_ingest({**facts, "sha256": "t", "file": "b.csv"}, [other])
    assert ledger.rejects() == [reject, other]
    ledger.record_ingest({**facts, "sha256": "u", "rejects": 0}, [])
    assert ledger.rejects() == [other]  # the row was mended: its reject is healed
    ledger.record_ingest(facts, [reject])
    assert ledger.rejects() == [reject, other]  # the old file came back


def test_a_corpus_version_maps_to_its_tables(ledger: Ledger) -> None:
    ledger.commit_corpus("x", "v1", {"companies": 2})
    ledger.commit_corpus("x", "v1", {"companies": 9})
    ledger.commit_corpus("x", "v2", {"companies": 3})
    assert ledger.corpus_version("x") == ("v2", {"companies": 3})
    assert ledger.corpus_version("x", "v1") == ("v1", {"companies": 2})
    assert ledger.corpus_version("y") is None


def test_two_writers_at_once_lose_nothing(ledger_url: str) -> None:
    def work(number: int) -> list[str]:
        own = Ledger(ledger_url, lambda: NOW)
        keys = [[("name", f"{number}-{i}|DE")] for i in range(50)]
        found = [own.identify([group])[0] for group in keys]
        own.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        ids = [one for group in pool.map(work, range(4)) for one in group]
    assert len(set(ids)) == 200


def test_the_migrations_make_the_tables_that_the_code_names(ledger_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    Ledger(ledger_url, lambda: NOW).close()
    engine = sa.create_engine(ledger_url)
    with engine.connect() as db:
        differences = compare_metadata(MigrationContext.configure(db), metadata)
    engine.dispose()
    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    Ledger(url, lambda: NOW).close()
    engine = sa.create_engine(url)
    with engine.begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        Ledger(url, lambda: NOW)


def test_a_wrong_url_is_explained_without_its_password() -> None:
    with pytest.raises(StoreError, match="sqlite:///path"):
        Ledger("nonsense", lambda: NOW)
    with pytest.raises(StoreError) as caught:
        Ledger("postgresql+psycopg://me:secret@localhost:1/none", lambda: NOW)
    assert "secret" not in str(caught.value)


def given(judgement: Judgement, author: str = "li", run_id: str = "r_1") -> Verdict:
    return Verdict(
        run_id=run_id, company_id="c_1", judgement=judgement, reason="减速器合适", author=author
    )


def test_a_verdict_is_dated_and_a_second_one_adds_a_line(ledger: Ledger) -> None:
    ledger.save(screening())
    ledger.judge(given("pursue"))
    ledger.judge(given("reject", "wang"))
    ledger.judge(given("hold"))
    found = ledger.load("r_1").verdicts
    assert [(one.verdict.author, one.verdict.judgement) for one in found] == [
        ("li", "pursue"),
        ("wang", "reject"),
        ("li", "hold"),
    ]
    assert {one.verdict.at for one in found} == {NOW}
    assert not any(one.carried or one.changed for one in found)


def test_verdicts_carry_over_to_runs_of_the_same_mandate_only(ledger: Ledger) -> None:
    first = screening()
    ledger.save(first)
    ledger.judge(given("pursue"))
    better = replace(first.fits[0], signals=(Signal(name="strength", score=0.7, detail=""),))
    later = replace(first, run=replace(first.run, id="r_2"))
    other = replace(first.run, id="r_3", mandate_hash="other")
    ledger.save(later)
    ledger.save(replace(later, run=replace(first.run, id="r_4"), fits=(better, first.fits[1])))
    ledger.save(replace(later, run=other, mandate=replace(first.mandate, name="another client")))
    [same], [changed] = ledger.load("r_2").verdicts, ledger.load("r_4").verdicts
    assert (same.carried, same.changed) == (True, False)
    assert (changed.carried, changed.changed) == (True, True)
    assert ledger.load("r_3").verdicts == ()


def test_no_verdict_on_a_company_that_the_run_does_not_rank(ledger: Ledger) -> None:
    ledger.save(screening())
    with pytest.raises(NotReadyError, match="not ranked in run"):
        ledger.judge(replace(given("hold"), company_id="c_3"))


def test_two_reviewers_at_once_lose_no_verdict(ledger_url: str, ledger: Ledger) -> None:
    ledger.save(screening())
    others = [Ledger(ledger_url, lambda: NOW) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for number, one in enumerate(others * 5):
            pool.submit(one.judge, given("hold", f"reviewer {number}"))
    for one in others:
        one.close()
    authors = {one.verdict.author for one in ledger.load("r_1").verdicts}
    assert authors == {f"reviewer {number}" for number in range(20)}


def test_the_same_request_adds_a_verdict_once(ledger: Ledger) -> None:
    ledger.save(screening())
    first = ledger.judge(given("pursue"), request="k1")
    assert ledger.judge(given("pursue"), request="k1") == first
    with pytest.raises(InputError, match="'k1' was used"):
        ledger.judge(given("reject"), request="k1")
    ledger.judge(given("pursue"))
    ledger.judge(given("pursue"))
    assert len(ledger.load("r_1").verdicts) == 3


def test_a_line_of_contact_stands_apart_from_verdicts(ledger: Ledger) -> None:
    ledger.save(screening())
    line = Contact(run_id="r_1", company_id="c_1", status="approached", author="li", route="owner")
    ledger.contact(line)
    ledger.contact(replace(line, status="nda", language="de", note="wants a site visit"))
    found = ledger.load("r_1")
    assert [one.status for one in found.contacts] == ["approached", "nda"]
    assert all(one.at for one in found.contacts)
    assert found.verdicts == ()
    with pytest.raises(NotReadyError, match="c_3"):
        ledger.contact(replace(line, company_id="c_3"))


def test_what_was_said_has_a_number_that_grows(ledger: Ledger) -> None:
    ledger.save(screening())
    before = ledger.said()
    ledger.judge(given("pursue"))
    assert ledger.said() > before


def test_a_view_is_kept_under_its_name_and_can_be_forgotten(ledger: Ledger) -> None:
    view = SavedView(author="li", mandate="m", name="Germans", query="country=DE")
    ledger.keep_view(view)
    ledger.keep_view(replace(view, query="country=DE&sort=rank"))
    ledger.keep_view(replace(view, author="wang"))
    assert [(one.author, one.query) for one in ledger.views("m")] == [
        ("li", "country=DE&sort=rank"),
        ("wang", "country=DE"),
    ]
    ledger.drop_view(view)
    assert [one.author for one in ledger.views("m")] == ["wang"]
    assert ledger.views("another") == []
