"""The shipped data: real counts, well formed, in words of their own."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from screening import assets, readers, taxonomy
from screening.readers.tables import read_rules, read_suppliers
from screening.records import Reject
from screening.text import language

REFERENCE = assets.shipped("data", "reference")
TECHNOLOGIES = taxonomy.load(REFERENCE).technologies


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COMPANIES = {name: rows(name) for name in ("leaders", "zhejiang", "overseas")}
ALL = [row for group in COMPANIES.values() for row in group]


def test_every_field_has_six_to_twelve_technologies_and_leaders_of_its_own() -> None:
    shared = taxonomy.load(REFERENCE)
    leads = Counter(row["field"] for row in rows("leads"))
    for field in shared.fields.values():
        first = [t for t in TECHNOLOGIES.values() if t.field == field.id and not t.parent]
        assert 6 <= len(first) <= 12, field.id
        assert leads[field.id] == 0 if field.scope == "map" else 3 <= leads[field.id] <= 6


def test_there_is_enough_of_everything() -> None:
    assert len(TECHNOLOGIES) >= 120
    assert [row["name"] for row in COMPANIES["leaders"]][:4] == ["ABB", "FANUC", "Yaskawa", "KUKA"]
    assert len(COMPANIES["zhejiang"]) >= 130
    assert len(COMPANIES["overseas"]) >= 400
    assert len({row["country"] for row in COMPANIES["overseas"]}) >= 20
    assert len(rows("patents")) >= 240


@pytest.mark.parametrize("name", ["leaders", "zhejiang", "overseas", "patents"])
def test_every_row_is_read_whole(name: str) -> None:
    path = REFERENCE / f"{name}.csv"
    source = readers.open_source(path)
    found = list(readers.read(path, source))
    assert [one for one in found if isinstance(one, Reject)] == []
    assert len(found) == len(rows(name))
    assert source.unmapped == ()


def test_suppliers_are_told_of_in_both_languages(tmp_path: Path) -> None:
    found = read_suppliers(REFERENCE / "suppliers.csv")
    assert all(one.note_en and one.note_zh for one in found)
    older = tmp_path / "suppliers.csv"
    with older.open("w", encoding="utf-8", newline="") as file:
        names = [name for name in rows("suppliers")[0] if name != "note_zh"]
        table = csv.DictWriter(file, names, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows("suppliers"))
    assert [one.note_zh for one in read_suppliers(older)] == [""] * len(found)


def test_patents_leave_official_titles_out_and_speak_both_languages() -> None:
    for row in rows("patents"):
        assert row["title"] == ""
        english, chinese = row["subject"].split(". ", 1)[0], row["subject"][-12:]
        assert language(english).detected == "en", row["publication_number"]
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese), row["publication_number"]


def test_every_seat_has_a_rule_or_the_words_not_researched() -> None:
    rules = read_rules(REFERENCE / "rules.csv")
    seats = {rule.country for rule in rules if rule.direction == "inbound"}
    assert {row["country"] for row in ALL} - {"CN"} <= seats
    assert any(rule.direction == "outbound" and rule.country == "CN" for rule in rules)
