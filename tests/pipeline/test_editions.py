"""Editions of official lists: the later one counts, in whatever order they are ingested."""

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from screening import assets, pipeline
from screening.pipeline import Workspace
from screening.pipeline.editions import Edition, edition
from screening.records import Document, Listing

Open = Callable[..., Workspace]
SAMPLES = assets.shipped("data", "samples", "exports")
HEAD = "Name 6,Country,Other Information,Group Type,Regime,Listed On,Group ID\n"


def _entry(number: int, as_of: str, *, of: str = "UK", source: str = "OFSI") -> Document:
    facts = Listing(list=of, name=f"Sample {number}", entry=str(number), as_of=as_of)
    return Document(kind="listing", text=as_of, source=source, listing=facts)


def _after(*files: tuple[str, Sequence[int]]) -> dict[int, str]:
    """What is stored after these files, number → date; a file without a date is a table."""
    stored: dict[str, Document] = {}
    for issued, numbers in files:
        found = edition([_entry(n, issued) for n in numbers], stored, issued)
        stored |= {one.id: one for one in found.documents}
        stored = {key: one for key, one in stored.items() if key not in found.gone}
    facts = [one.listing for one in stored.values() if one.listing]
    return {int(one.entry): one.as_of for one in facts}


JANUARY = ("2025-01-15", range(100))
PART = ("2025-02-01", [3, 4, 200])
MARCH = ("2025-03-01", range(10, 110))
APRIL = ("2025-04-01", range(20, 105))


@pytest.mark.parametrize("files", list(permutations([JANUARY, MARCH, APRIL])))
def test_the_last_edition_stands_whatever_the_order(files: Sequence) -> None:
    assert _after(*files) == dict.fromkeys(range(20, 105), "2025-04-01")


@pytest.mark.parametrize("files", list(permutations([JANUARY, PART, MARCH])))
def test_a_part_of_a_list_takes_nothing_out_whatever_the_order(files: Sequence) -> None:
    assert _after(*files) == dict.fromkeys(range(10, 110), "2025-03-01")
    before = _after(*(one for one in files if one is not MARCH))
    expected = dict.fromkeys(range(100), "2025-01-15") | dict.fromkeys((3, 4, 200), "2025-02-01")
    assert before == expected


def test_an_undated_edition_gives_way_to_a_dated_one_and_never_replaces_it() -> None:
    undated = ("", [1, 2, 3])
    assert _after(undated, ("2025-01-15", [2, 3])) == {2: "2025-01-15", 3: "2025-01-15"}
    found = _after(("2025-01-15", [2, 3]), undated)
    assert found == {1: "", 2: "2025-01-15", 3: "2025-01-15"}


def test_a_later_table_of_that_list_does_not_end_an_edition() -> None:
    mine = _entry(1, "2025-09-01", source="mine.csv")
    stored = {one.id: one for one in edition([mine], {}, "").documents}
    found = edition([_entry(n, "2025-01-15") for n in (1, 2)], stored, "2025-01-15")
    assert [one.listing.entry for one in found.documents if one.listing] == ["2"]
    assert (found.gone, found.older) == ((), 1)


def test_another_list_is_left_alone() -> None:
    other = edition([_entry(1, "2025-01-15", of="EU", source="European Union")], {}, "2025-01-15")
    stored = {one.id: one for one in other.documents}
    assert edition([_entry(2, "2025-03-01")], stored, "2025-03-01").gone == ()


def _uk(folder: Path, date: str, *names: str) -> Path:
    path = folder / f"uk-{date[-4:]}-{len(names)}.csv"
    rows = [f"{name},Russia,As of {date}.,Entity,R,24/03/2022,{name[-1]}\n" for name in names]
    path.write_text(f"Last Updated,{date}\n{HEAD}{''.join(rows)}", "utf-8")
    return path


def _names(place: Workspace, version: str = "") -> list[str]:
    found = place.snapshot(version or place.version()).documents_of("listing").values()
    return sorted(f"{one.listing.name} {one.text}" for one in found if one.listing)


def test_files_replace_each_other_by_their_own_date_and_history_is_kept(
    tmp_path: Path, open_at: Open
) -> None:
    place = open_at(tmp_path / "data")
    later = pipeline.ingest(place, _uk(tmp_path, "15/03/2025", "Sample 1", "Sample 2"))
    old = pipeline.ingest(place, _uk(tmp_path, "15/01/2024", "Sample 1", "Sample 2", "Sample 3"))
    assert (old.lists.older, old.documents, old.corpus_version) == (3, 0, later.corpus_version)
    assert _names(place) == ["Sample 1 As of 15/03/2025.", "Sample 2 As of 15/03/2025."]
    last = pipeline.ingest(place, _uk(tmp_path, "01/02/2026", "Sample 2"))
    assert (len(last.lists.gone), last.lists.older) == (1, 0)
    assert _names(place) == ["Sample 2 As of 01/02/2026."]
    assert len(_names(place, later.corpus_version)) == 2


def test_an_ordinary_file_has_no_editions(tmp_path: Path, open_at: Open) -> None:
    found = pipeline.ingest(open_at(tmp_path / "data"), SAMPLES / "companies.csv")
    assert found.lists == Edition()
