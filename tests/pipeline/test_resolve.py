"""Merges lie over the corpus, are undone, and are part of a run's stamp."""

from collections.abc import Callable
from pathlib import Path

import pytest

from screening import pipeline
from screening.errors import InputError
from screening.pipeline import Workspace
from screening.pipeline.resolve import merged

Open = Callable[..., Workspace]
Table = Callable[..., Path]
TEXT = "It makes harmonic gears for robots. It sells them worldwide."


@pytest.fixture
def place(tmp_path: Path, open_at: Open, table: Table) -> Workspace:
    opened = open_at(tmp_path / "data")
    rows = (
        ("Altra Industrial Motion Corp.", "US", "", TEXT),
        ("ALTRA INDL MOTION DL-,001", "US", "", "Couplings and brakes."),
        ("Spinea", "SK", "", "Bearing reducers."),
    )
    pipeline.ingest(opened, table("a.csv", *rows))
    return opened


def _names(place: Workspace) -> list[str]:
    return sorted(one.name for one in merged(place, place.version()).companies().values())


def test_sure_pairs_are_merged_and_the_corpus_stays_as_it_was(place: Workspace) -> None:
    version = place.version()
    found = pipeline.resolve(place)
    assert (found.companies, found.merged, found.new) == (3, 1, 1)
    assert place.version() == version
    assert len(_names(place)) == 2
    (both,) = (
        c for c in merged(place, version).companies().values() if "Altra" in " ".join(c.names)
    )
    assert {"Altra Industrial Motion Corp.", "ALTRA INDL MOTION DL-,001"} <= set(both.names)
    documents = merged(place, version).documents().values()
    assert sum(both.id in one.company_ids for one in documents) == 2
    assert pipeline.resolve(place).new == 0


def test_a_merge_that_newer_numbers_contradict_waits_again(tmp_path: Path, open_at: Open) -> None:
    place, path = open_at(tmp_path / "data"), tmp_path / "a.csv"
    path.write_text("name,country\nDelta Ltd,GB\nDelta plc,GB\n", "utf-8")
    pipeline.ingest(place, path)
    assert pipeline.resolve(place).merged == 1
    leis = ("5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55")
    rows = "".join(
        f"Delta {form},GB,{lei}\n" for form, lei in zip(("Ltd", "plc"), leis, strict=True)
    )
    path.write_text(f"name,country,lei\n{rows}", "utf-8")
    pipeline.ingest(place, path)
    found = pipeline.resolve(place)
    assert (found.merged, found.review) == (0, 1)
    assert pipeline.resolve(place).new == 0
    assert len(_names(place)) == 2


BLANK = "Alpha Acquisition Corp. is a blank check company formed to merge with a business."


@pytest.mark.parametrize(
    ("shell", "other", "nature"),
    [
        ((BLANK, ""), (TEXT, ""), ""),
        ((BLANK, "2020-01-01"), (TEXT, "2023-01-01"), ""),
        ((BLANK, "2023-01-01"), (TEXT, "2020-01-01"), "shell"),
        ((BLANK, ""), ("", "2023-01-01"), "shell"),  # says nothing of itself
    ],
)
def test_a_shell_that_is_one_with_a_company_is_what_the_newest_text_says(
    tmp_path: Path, open_at: Open, shell: tuple[str, str], other: tuple[str, str], nature: str
) -> None:
    place, path = open_at(tmp_path / "data"), tmp_path / "a.csv"
    rows = [("Alpha Acquisition Corp.", *shell), ("Gamma Drives Inc.", *other)]
    lines = [f"{name},US,{text},{date}" for name, text, date in rows]
    path.write_text("\n".join(["name,country,description,as_of", *lines]), "utf-8")
    pipeline.ingest(place, path)
    pipeline.decide(place, rows[0][0], rows[1][0], "merge", "ann")
    (both,) = merged(place, place.version()).companies().values()
    assert both.nature == nature


def test_a_merge_is_undone_and_its_history_kept(place: Workspace) -> None:
    pipeline.resolve(place)
    names = ("Altra Industrial Motion Corp.", "ALTRA INDL MOTION DL-,001")
    pipeline.decide(place, *names, "apart", "ann")
    assert len(_names(place)) == 3
    assert pipeline.resolve(place).new == 0  # a person has decided
    pipeline.decide(place, *names, "merge", "bob")
    assert len(_names(place)) == 2
    told = [(one.action, one.by) for one in place.ledger.merges(history=True)]
    assert told == [("merge", "resolve"), ("apart", "ann"), ("merge", "bob")]


def test_a_name_that_is_not_there_or_not_two_is_said(place: Workspace) -> None:
    with pytest.raises(InputError, match="no company of the corpus is called 'Nobody'"):
        pipeline.decide(place, "Nobody", "Spinea", "merge", "ann")
    with pytest.raises(InputError, match="one record already"):
        pipeline.decide(place, "Spinea", "Spinea", "merge", "ann")


def test_what_is_merged_is_part_of_the_stamp(place: Workspace) -> None:
    mandate = pipeline.mandate("robots")
    before = pipeline.stamp(place, mandate)
    assert before.identities == ""
    pipeline.resolve(place)
    after = pipeline.stamp(place, mandate)
    assert after.identities
    assert after.id != before.id


def test_the_province_of_a_chinese_company_is_told_in_english(
    tmp_path: Path, open_at: Open
) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "cn.csv"
    path.write_text(
        "企业名称,统一社会信用代码,注册地址,经营范围\n"
        "示例甲有限公司,A1,浙江省台州市示例路1号,减速器。\n"
        "示例乙有限公司,A2,江苏省泰州市示例路2号,阀门。\n",
        encoding="utf-8",
    )
    pipeline.ingest(place, path)
    found = place.corpus.snapshot().companies().values()
    assert {one.name: one.province for one in found} == {
        "示例甲有限公司": "Zhejiang",
        "示例乙有限公司": "Jiangsu",
    }
