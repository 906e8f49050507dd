"""Which rows are one record, whatever their order and however often they come."""

from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path

import pytest

from screening import pipeline
from screening.pipeline import Workspace
from screening.pipeline.keys import Key, keys, recognised
from screening.records import Company
from screening.store import Ledger
from screening.text import legal_key

Open = Callable[..., Workspace]
LEI, LEI_2 = "5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterable[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'ledger.db'}", lambda: "2026-01-02T03:04:05Z")
    yield opened
    opened.close()


def firm(name: str, country: str = "DE", *numbers: str, **told: str) -> Company:
    return Company(name=name, country=country, registry_ids=numbers, **told)


def ids(ledger: Ledger, *companies: Company) -> list[str]:
    return ledger.identify([keys(one) for one in companies], recognised)


BOSCH = {"website": "www.bosch.com"}
TWO = [
    (firm("Bosch Rexroth AG", **BOSCH), firm("Bosch Sensortec GmbH", **BOSCH)),
    (firm("KUKA AG", website="kuka.com"), firm("KUKA Systems GmbH", website="kuka.com")),
    (firm("ABB Ltd", "CH", website="abb.com"), firm("ABB Schweiz AG", "CH", website="abb.com")),
    (firm("Müller GmbH", city="Köln"), firm("Müller AG", city="Stuttgart")),
    (firm("Müller GmbH", city="Köln"), firm("Müller GmbH", city="Stuttgart")),
    (firm("Müller GmbH", website="a.example"), firm("Müller GmbH", website="b.example")),
    (firm("Delta Ltd", "GB", lei=LEI), firm("Delta plc", "GB", lei=LEI_2)),
    (firm("Delta Ltd", "GB", lei=LEI), firm("Delta Ltd", "GB", lei=LEI_2, website="d.example")),
    (firm("Delta Ltd", "GB", "bvd:GB1"), firm("Delta Ltd", "GB", "bvd:GB2")),
    (firm("Delta", "GB", legal_name="Delta Ltd"), firm("Delta", "GB", legal_name="Delta plc")),
    (firm("Alpha AG", "DE", "register:HRB12345"), firm("Beta AG", "DE", "register:HRB12345")),
    (firm("Delta Ltd", "GB", isin="GB0002634946"), firm("Delta Ltd", "GB", isin="GB00B1YW4409")),
    (firm("Delta Ltd", "GB", "bvd:GB1", lei=LEI), firm("Delta Ltd", "GB", "bvd:GB1", lei=LEI_2)),
    (firm("Spinea"), firm("Spinea s.r.o.")),
    (firm("Spinea GmbH", "DE"), firm("Spinea GmbH", "AT")),
]
ONE = [
    (firm("KUKA AG"), firm("Kuka Aktiengesellschaft")),
    (firm("KUKA AG", website="kuka.com"), firm("KUKA AG", website="https://de.kuka.com/x")),
    (firm("KUKA AG", city="Augsburg"), firm("KUKA AG", website="kuka.com")),
    (firm("KUKA AG", website="kuka.com", city="Augsburg"), firm("KUKA AG", website="kuka.com")),
    (firm("Alpha AG", city="Frankfurt"), firm("Alpha AG", city="Frankfurt am Main")),
    (firm("示例有限公司", "CN", city="台州"), firm("示例有限责任公司", "CN", city="台州市")),
    (firm("ABB", "CH", legal_name="ABB Ltd"), firm("ABB Limited", "CH", website="abb.com")),
    (firm("Alpha AG", "DE", lei=LEI), firm("Quite Other", "AT", "bvd:1", lei=LEI)),
    (firm("Alpha AG", "DE", "uscc:1"), firm("Beta", "CN", "uscc:1", isin="GB0002634946")),
    (firm("Alpha AG", isin="GB0002634946"), firm("Beta AG", isin="GB0002634946")),
    (firm("Alpha", "DE", "register:HRB1"), firm("Alpha AG", "DE", "register:HRB1")),
    (
        firm("Alphabet Inc.", "US", isin="US02079K3059", website="abc.xyz"),  # classes of shares
        firm("Alphabet Inc.", "US", isin="US02079K1079", website="abc.xyz"),
    ),
]


@pytest.mark.parametrize(("one", "other"), TWO)
@pytest.mark.parametrize("turned", [False, True])
def test_what_may_be_two_firms_is_two_records(
    ledger: Ledger, one: Company, other: Company, turned: bool
) -> None:
    pair = (other, one) if turned else (one, other)
    first = ids(ledger, *pair)
    assert len(set(first)) == 2
    assert ids(ledger, *pair) == ids(ledger, *pair[::-1])[::-1] == first


@pytest.mark.parametrize(("one", "other"), ONE)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_one_beyond_doubt_is_one_record(
    ledger: Ledger, one: Company, other: Company, turned: bool
) -> None:
    first = ids(ledger, *((other, one) if turned else (one, other)))
    assert len(set(first)) == 1
    assert ids(ledger, one) == ids(ledger, other) == first[:1]


def test_a_name_that_two_firms_bear_tells_neither(ledger: Ledger) -> None:
    two = ids(ledger, firm("Delta Ltd", "GB", lei=LEI), firm("Delta Ltd", "GB", lei=LEI_2))
    [third] = ids(ledger, firm("Delta Ltd", "GB"))
    assert third not in two
    assert ids(ledger, firm("Delta Ltd", "GB")) == [third]
    [fourth] = ids(ledger, firm("Delta Ltd", "GB", city="Leeds"))
    assert fourth not in (*two, third)


SOME = [
    firm("Delta Ltd"), firm("Delta Ltd", lei=LEI), firm("Delta Ltd", lei=LEI_2, city="Ulm"),
    firm("Delta", legal_name="Delta Ltd", website="d.example"), firm("Delta GmbH"),
    firm("Delta Ltd", "DE", "bvd:1", website="e.example"), firm("Delta Ltd", city="Bonn"),
]  # fmt: skip


def test_a_row_is_found_again_whatever_came_in_between(tmp_path: Path) -> None:
    for number, order in enumerate(permutations(SOME, 4)):
        known: dict[Key, str] = {}
        held: dict[str, list[Key]] = {}
        seen: list[str] = []
        for one in (*order, *order[::-1]):
            found, new = recognised(keys(one), known, held)
            found = found or f"{number}-{len(held)}"
            known |= dict.fromkeys(new, found)
            held.setdefault(found, []).extend(new)
            seen.append(found)
        assert seen[:4] == seen[4:][::-1]


def test_a_record_of_a_ledger_of_before_goes_on_under_the_first_full_name(ledger: Ledger) -> None:
    [old] = ledger.identify([[("web", "kuka.com|DE|kuka"), ("name", "kuka|DE")]])
    kuka, other = firm("KUKA AG", website="kuka.com"), firm("KUKA GmbH", website="kuka.com")
    assert ids(ledger, kuka) == [old]
    assert ids(ledger, other) != [old]
    assert ids(ledger, kuka) == [old]
    [older] = ledger.identify([[("web", "x.example|DE|delta"), ("name", "delta|DE")]])
    assert ids(ledger, firm("Delta AG", website="y.example")) != [older]


def test_the_texts_of_both_firms_are_kept(tmp_path: Path, open_at: Open) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "a.csv"
    path.write_text(
        "name,country,website,description_en\n"
        "Bosch Rexroth AG,DE,www.bosch.com,It makes hydraulic pumps.\n"
        "Bosch Sensortec GmbH,DE,www.bosch.com,It makes MEMS sensors.\n",
        encoding="utf-8",
    )
    pipeline.ingest(place, path)
    snapshot = place.snapshot(place.version())
    texts = {d.company_ids: d.text for d in snapshot.documents_of("description").values()}
    assert sorted(texts.values()) == ["It makes MEMS sensors.", "It makes hydraulic pumps."]
    assert len(texts) == len(snapshot.companies()) == 2
    pipeline.decide(place, "Bosch Rexroth AG", "Bosch Sensortec GmbH", "apart", "ann")


@pytest.mark.parametrize("merge", [False, True])
def test_a_patent_goes_to_who_bears_the_name_in_full(
    tmp_path: Path, open_at: Open, merge: bool
) -> None:
    place = open_at(tmp_path / "data")
    firms, patents = tmp_path / "a.csv", tmp_path / "p.csv"
    firms.write_text("name,country\nDelta Ltd,GB\nDelta plc,GB\n", encoding="utf-8")
    pipeline.ingest(place, firms)
    if merge:
        pipeline.decide(place, "Delta Ltd", "Delta plc", "merge", "ann")
    patents.write_text(
        "publication_number,title,applicants\n"
        "EP 1234567 B1,Gear,DELTA LIMITED\nEP 1234568 B1,Rail,DELTA\n",
        encoding="utf-8",
    )
    pipeline.ingest(place, patents)
    snapshot = place.snapshot(place.version())
    told = {d.title: d.company_ids for d in snapshot.documents_of("patent").values()}
    named = {one.id: one.name for one in snapshot.companies().values()}
    assert [named[one] for one in told["Gear"]] == ["Delta Ltd"]
    assert bool(told["Rail"]) == merge


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme Gesellschaft mit beschränkter Haftung", "acme gmbh"),
        ("ACME Co., Ltd.", "acme co ltd"),
        ("Acme Company Limited", "acme co ltd"),
        ("The Acme Corporation", "acme corp"),
        ("L'Acme S.A.", "lacme sa"),
        ("浙江示例股份有限公司", "浙江示例股份有限公司"),
        ("The", "the"),
    ],
)
def test_a_legal_form_has_one_spelling(name: str, key: str) -> None:
    assert legal_key(name) == key
