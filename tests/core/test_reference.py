"""The shipped data: real counts, well formed, in words of their own."""

import csv
from collections import Counter

import pytest

from screening import assets, readers, taxonomy
from screening.readers.rules import read_rules
from screening.records import Reject
from screening.text import language, word_count

REFERENCE = assets.shipped("data", "reference")
TECHNOLOGIES = taxonomy.load(REFERENCE).technologies
ZHEJIANG = {
    *("Hangzhou", "Ningbo", "Wenzhou", "Jiaxing", "Huzhou", "Shaoxing"),
    *("Jinhua", "Quzhou", "Zhoushan", "Taizhou", "Lishui"),
}


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COMPANIES = {name: rows(name) for name in ("leaders", "zhejiang", "overseas")}
ALL = [row for group in COMPANIES.values() for row in group]


def test_there_is_enough_of_everything() -> None:
    assert len(TECHNOLOGIES) == 8
    assert [row["name"] for row in COMPANIES["leaders"]] == ["ABB", "FANUC", "Yaskawa", "KUKA"]
    assert len(COMPANIES["zhejiang"]) >= 15
    assert len(COMPANIES["overseas"]) >= 80
    assert len({row["country"] for row in COMPANIES["overseas"]}) >= 12
    assert len(rows("patents")) >= 150


@pytest.mark.parametrize("name", ["leaders", "zhejiang", "overseas", "patents"])
def test_every_row_is_read_whole(name: str) -> None:
    path = REFERENCE / f"{name}.csv"
    source = readers.open_source(path)
    found = list(readers.read(path, source))
    assert [one for one in found if isinstance(one, Reject)] == []
    assert len(found) == len(rows(name))
    assert source.unmapped == ()


def test_keys_and_patents_are_unique_and_every_row_has_a_source() -> None:
    for values in (
        [row["key"] for row in ALL],
        [row["publication_number"] for row in rows("patents")],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    for row in [*ALL, *rows("patents")]:
        assert row["source"]
        assert row["as_of"]


def test_firms_of_zhejiang_sit_there_and_are_described_in_both_languages() -> None:
    for row in COMPANIES["zhejiang"]:
        assert (row["country"], row["province"]) == ("CN", "Zhejiang")
        assert row["city"] in ZHEJIANG, row["key"]
        assert row["name_zh"], row["key"]
    for row in [*COMPANIES["zhejiang"], *COMPANIES["leaders"]]:
        assert language(row["description_zh"]).detected == "zh", row["key"]


def test_overseas_companies_sit_abroad_and_say_whom_they_belong_to_with_a_date() -> None:
    for row in COMPANIES["overseas"]:
        assert row["country"] not in {"CN", "HK", "MO", ""}, row["key"]
    for row in ALL:
        assert not row["owner"] or row["owner_as_of"], row["key"]
        assert set(filter(None, row["technologies"].split(";"))) <= set(TECHNOLOGIES), row["key"]


def test_descriptions_are_of_a_length_and_in_english() -> None:
    for row in ALL:
        most = 300 if row in COMPANIES["leaders"] else 125
        assert 55 <= word_count(row["description_en"]) <= most, row["key"]
        assert language(row["description_en"]).detected == "en", row["key"]
        local = row["description_local"]
        assert not local or language(local).detected == row["language_local"], row["key"]


def test_no_description_repeats_six_words_of_another() -> None:
    seen: dict[tuple[str, ...], str] = {}
    repeated = []
    for row in ALL:
        words = row["description_en"].casefold().split()
        for start in range(len(words) - 5):
            run = tuple(words[start : start + 6])
            if seen.setdefault(run, row["key"]) != row["key"]:
                repeated.append((row["key"], seen[run], " ".join(run)))
    assert repeated == []


def test_patents_leave_official_titles_out_and_speak_both_languages() -> None:
    for row in rows("patents"):
        assert row["title"] == ""
        english, chinese = row["subject"].split(". ", 1)[0], row["subject"][-12:]
        assert language(english).detected == "en", row["publication_number"]
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese), row["publication_number"]


def test_rules_are_dated_and_of_one_country_each() -> None:
    rules = read_rules(REFERENCE / "rules.csv")
    assert len({rule.country for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.checked_on
        assert rule.source
        assert rule.note_zh
        assert rule.confidence in {"high", "medium", "low"}
