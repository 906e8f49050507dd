"""The validators of the reference data: the shipped data pass, a fault in any column does not."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screening import assets
from screening.readers import read_deals
from screening.readers.reference import Fault, deal_faults, faults
from screening.text import name_key

REFERENCE = assets.shipped("data", "reference")
DEALS = assets.shipped("data", "benchmarks", "deals.jsonl")
HELD_OUT = assets.shipped("data", "benchmarks", "deals-held-out.jsonl")
CHINESE = assets.shipped("data", "benchmarks", "deals-chinese.jsonl")
KEPT = 4
WHOLE = {"fields.csv", "technologies.csv", "cities.csv", "owners.csv", "leads.csv"}

Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, content: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, content[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(content)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped tables, the long ones cut to their first rows: enough to put a fault in."""
    place = tmp_path_factory.mktemp("reference")
    for path in REFERENCE.glob("*.csv"):
        if path.name in WHOLE:
            shutil.copy(path, place)
        else:
            write(place / path.name, rows(path)[:KEPT])
    write(place / "leaders.csv", rows(REFERENCE / "leaders.csv"))
    return place


def changed(folder: Path, name: str, change: Callable[[Rows], Any]) -> list[Fault]:
    """The faults of the folder with one table changed; the table is put back."""
    path = folder / name
    before = path.read_bytes()
    content = rows(path)
    change(content)
    try:
        write(path, content)
        return [one for one in faults(folder) if one.file == name]
    finally:
        path.write_bytes(before)


def test_the_shipped_tables_and_deals_are_sound() -> None:
    assert [str(one) for one in faults(REFERENCE)] == []
    assert [str(one) for path in (DEALS, HELD_OUT) for one in deal_faults(path)] == []


def test_the_cut_tables_are_sound_too(folder: Path) -> None:
    assert [str(one) for one in faults(folder)] == []


COLUMNS = [
    (path.name, column) for path in sorted(REFERENCE.glob("*.csv")) for column in rows(path)[0]
]


@pytest.mark.parametrize(("name", "column"), COLUMNS)
@pytest.mark.parametrize("value", ["n/a", " stray  blanks "])
def test_a_fault_in_any_column_is_named_with_file_row_and_remedy(
    folder: Path, name: str, column: str, value: str
) -> None:
    found = changed(folder, name, lambda content: content[1].update({column: value}))
    here = [one for one in found if (one.row, one.column) == (3, column)]
    assert here, [str(one) for one in found]
    assert str(here[0]).startswith(f"{name}, row 3, column {column}: ")
    assert ": " in here[0].what


WRONG = [
    ("fields.csv", "id", "New Displays", "write an id"),
    ("fields.csv", "scope", "everything", "use one of map, screen"),
    ("fields.csv", "as_of", "2026-02-30", "write a date"),
    ("technologies.csv", "field", "alchemy", "unknown field"),
    ("technologies.csv", "parent", "harmonic-reducers", "unknown technology of the first level"),
    ("technologies.csv", "parent", "oled-materials", "another field"),
    ("technologies.csv", "description_en", "Short.", "has 1 words"),
    ("technologies.csv", "description_zh", "短。", "Chinese characters"),
    ("technologies.csv", "cpc", "B25J9-16", "write a subclass"),
    ("technologies.csv", "cpc", "B25J;B25J", "stands twice"),
    ("technologies.csv", "cpc_not", "Z99Z1/00", "write a subclass"),
    ("technologies.csv", "name_en", "谐波减速器", "write English"),
    ("background.csv", "text_zh", "no Chinese", "Chinese characters"),
    ("names.csv", "latin", "", "is empty"),
    ("names.csv", "zh", "KUKA", "no letter of han"),
    ("names.csv", "ja", "KUKA", "no letter of japanese"),
    ("names.csv", "ko", "库卡", "no letter of hangul"),
    ("names.csv", "other", "a;a", "stands twice"),
    ("leads.csv", "company", "Nobody AG", "unknown company"),
    ("leads.csv", "field", "", "unknown field"),
    ("zhejiang.csv", "city", "Suzhou", "unknown city of Zhejiang"),
    ("zhejiang.csv", "province", "Jiangsu", "use one of Zhejiang"),
    ("zhejiang.csv", "country", "DE", "use one of CN"),
    ("zhejiang.csv", "name_zh", "", "Chinese characters"),
    ("zhejiang.csv", "technologies", "", "unknown technology"),
    ("overseas.csv", "technologies", "perpetual-motion", "unknown technology"),
    ("overseas.csv", "country", "CN", "must sit abroad"),
    ("overseas.csv", "country", "Germany", "ISO 3166"),
    ("overseas.csv", "website", "www.example.com", "https://"),
    ("overseas.csv", "lei", "123", "ISO 17442"),
    ("overseas.csv", "isin", "123", "ISO 6166"),
    ("overseas.csv", "founded", "18", "write a year"),
    ("overseas.csv", "employees", "many", "whole number"),
    ("overseas.csv", "ownership", "owned", "use one of"),
    ("overseas.csv", "owner", "Nobody Holdings", "owners.csv"),
    ("overseas.csv", "owner_country", "Japan", "ISO 3166"),
    ("overseas.csv", "owner_since", "last year", "write a date"),
    ("overseas.csv", "description_en", "很短。" * 60, "words"),
    (
        "overseas.csv",
        "description_en",
        "Getriebe für den Roboter und " * 14 + "mehr",
        "reads as de",
    ),
    ("overseas.csv", "language_local", "xx", "unknown language"),
    ("overseas.csv", "source", "", "is empty"),
    ("patents.csv", "title", "Robot", "must stay empty"),
    ("patents.csv", "publication_date", "yesterday", "write a date"),
    ("patents.csv", "jurisdiction", "USA", "write two letters"),
    ("patents.csv", "ipc", "B25J 9/10", "write a subclass"),
    ("regions.csv", "country", "Germany", "ISO 3166"),
    ("regions.csv", "priority", "high", "use one of"),
    ("regions.csv", "quote_zh", "none", "leave the cell empty"),
    ("rules.csv", "country", "EUR", "ISO 3166"),
    ("rules.csv", "direction", "sideways", "use one of"),
    ("rules.csv", "deal_modes", "control;merger", "unknown deal mode"),
    ("rules.csv", "investor_class", "state", "unknown investor class"),
    ("rules.csv", "stake", "25", "share of the votes"),
    ("rules.csv", "listed", "maybe", "use one of"),
    ("rules.csv", "technologies", "robotics", "unknown field or technology"),
    ("rules.csv", "band", "shut", "unknown band"),
    ("rules.csv", "valid_from", "01.01.2024", "write a date"),
    ("rules.csv", "confidence", "sure", "use one of"),
    ("suppliers.csv", "technology", "wheels", "unknown technology"),
    ("suppliers.csv", "is_zhejiang", "perhaps", "use one of"),
    ("events.csv", "kind", "rumour", "unknown kind of event"),
    ("events.csv", "expires", "1999-01-01", "comes before date"),
    ("events.csv", "date", "soon", "write a date"),
]


@pytest.mark.parametrize(("name", "column", "value", "remedy"), WRONG)
def test_what_is_wrong_is_said(
    folder: Path, name: str, column: str, value: str, remedy: str
) -> None:
    found = changed(folder, name, lambda content: content[1].update({column: value}))
    here = [one for one in found if (one.row, one.column) == (3, column)]
    assert any(remedy in one.what for one in here), [str(one) for one in found]


def test_a_row_that_stands_twice(folder: Path) -> None:
    found = changed(folder, "rules.csv", lambda content: content.append(dict(content[0])))
    assert [one.row for one in found] == [6]
    assert "stands in row 2 already" in found[0].what


def test_a_description_that_repeats_six_words(folder: Path) -> None:
    words = rows(folder / "overseas.csv")[0]["description_en"].split()
    piece = " ".join(words[:6])

    def repeat(content: Rows) -> None:
        content[2]["description_en"] = f"{piece} {content[2]['description_en']}"

    found = changed(folder, "overseas.csv", repeat)
    assert any("repeats" in one.what and "row 2" in one.what for one in found)


@pytest.mark.parametrize("name", sorted({name for name, _ in COLUMNS}))
def test_a_column_too_few_or_too_many(folder: Path, name: str) -> None:
    def other(content: Rows) -> None:
        for row in content:
            row["surprise"] = row.pop("source")

    found = {(one.row, one.column) for one in changed(folder, name, other)}
    assert {(1, "source"), (1, "surprise")} <= found


def test_no_company_of_the_deals_held_out_is_among_the_others() -> None:
    def names(path: Path) -> set[str]:
        deals = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return {name_key(deal[side]["name"]) for deal in deals for side in ("acquirer", "target")}

    assert not names(DEALS) & names(HELD_OUT)
    assert not names(CHINESE) & (names(DEALS) | names(HELD_OUT))


def test_deals_of_chinese_acquirers_can_be_evaluated() -> None:
    deals = read_deals(CHINESE)
    assert len(deals) == len({deal.target for deal in deals}) == 95
    assert all(deal.profiles.keys() == {"zh", "en"} for deal in deals)
    assert all(gap.keys() == {"zh", "en"} for deal in deals for gap in deal.gaps)


def test_a_missing_file(folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("*.csv"):
        if path.name != "cities.csv":
            shutil.copy(path, tmp_path)
    assert any(one.file == "cities.csv" and "missing" in one.what for one in faults(tmp_path))


def _deal(**change: Any) -> dict[str, Any]:
    deal: dict[str, Any] = json.loads(DEALS.read_text(encoding="utf-8").splitlines()[0])
    for place, value in change.items():
        *parts, last = place.split("__")
        inner: Any = deal
        for part in parts:
            inner = inner[int(part) if part.isdecimal() else part]
        inner[last] = value
    return deal


@pytest.mark.parametrize(
    ("place", "value", "remedy"),
    [
        ("id", "A B", "pattern"),
        ("year", 1890, "greater than or equal to 1998"),
        ("sector", "ships", "robotics"),
        ("acquirer__country", "CN", "stay out"),
        ("target__country", "HK", "stay out"),
        ("acquirer__profile_en", "Too short.", "words"),
        ("acquirer__profile_zh", "太短。", "Chinese characters"),
        ("target__profile", "Too short.", "words"),
        ("gaps", [], "at least 1"),
        ("gaps__0__en", "Gears.", "words"),
        ("gaps__0__zh", "齿轮", "Chinese characters"),
        ("source", "", "at least 1"),
        ("surprise", 1, "extra"),
    ],
)
def test_a_fault_in_a_deal(tmp_path: Path, place: str, value: Any, remedy: str) -> None:
    path = tmp_path / "deals.jsonl"
    path.write_text(json.dumps(_deal(**{place: value})) + "\n", encoding="utf-8")
    found = deal_faults(path)
    assert any(remedy in one.what and one.row == 1 for one in found), [str(one) for one in found]


def test_a_gap_may_not_share_four_words_with_the_target_nor_name_it(tmp_path: Path) -> None:
    deal = _deal()
    piece = " ".join(deal["target"]["profile"].split()[:4])
    need = f"We lack in our own works {piece} and have tried for years to develop it"
    telling = f"We lack what the engineers of {deal['target']['name']} are known to have mastered"
    path = tmp_path / "deals.jsonl"
    lines = [_deal(id="a", gaps__0__en=need), _deal(id="b", gaps__0__en=telling)]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    said = [(one.row, one.what) for one in deal_faults(path)]
    assert any(row == 1 and "reword" in what for row, what in said)
    assert any(row == 2 and "leave the name out" in what for row, what in said)
    assert any(row == 2 and "line 1 already" in what for row, what in said)
