import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from screening import pipeline
from screening.errors import BusyError, FileError, NotReadyError, StoreError
from screening.pipeline import Workspace, identity
from screening.records import Company, Nature, Ownership, Size
from screening.text import digest

Open = Callable[..., Workspace]
Table = Callable[..., Path]
GEARS = "It makes harmonic gears for robots. It sells them worldwide."


def stored(place: Workspace) -> dict[str, tuple[str, ...]]:
    companies = place.snapshot(place.version()).companies()
    return {company.name: company.names for company in companies.values()}


def test_the_same_file_again_changes_nothing(tmp_path: Path, open_at: Open, table: Table) -> None:
    place = open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "spinea.com", GEARS))
    first = pipeline.ingest(place, path)
    tables = place.corpus.versions()
    again = pipeline.ingest(place, path)
    assert (again.unchanged, again.corpus_version) == (True, first.corpus_version)
    assert place.corpus.versions() == tables


def test_a_file_put_back_to_an_earlier_state_counts_again(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    times = (f"2026-01-01T00:00:{second:02}Z" for second in range(60))
    place.ledger._clock = lambda: next(times)
    other = "It now sells planetary gearboxes instead."
    for text in (GEARS, other, GEARS):
        path = table("a.csv", ("Spinea", "SK", "spinea.com", text))
        assert not pipeline.ingest(place, path).unchanged
    documents = place.snapshot(place.version()).documents().values()
    assert [d.text for d in documents] == [GEARS]
    assert pipeline.ingest(place, path).unchanged


def test_a_corpus_of_another_ledger_is_left_alone(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "spinea.com", GEARS))
    pipeline.ingest(place, path)
    stranger = open_at(tmp_path / "data", ledger_url=f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StoreError, match="belongs to another ledger"):
        pipeline.ingest(stranger, table("b.csv", ("Other", "SK", "", GEARS)))
    assert list(stored(place)) == ["Spinea"]


@pytest.mark.parametrize("name", ["companies", "documents", "passages"])
def test_a_damaged_table_is_named_and_a_deleted_corpus_comes_back(
    tmp_path: Path, open_at: Open, table: Table, name: str
) -> None:
    place = open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "spinea.com", GEARS))
    pipeline.ingest(place, path)
    corpus = tmp_path / "data" / "corpus"
    for file in (corpus / f"{name}.lance" / "data").iterdir():
        file.write_bytes(file.read_bytes()[:100])
    place = open_at(tmp_path / "data")
    with pytest.raises(StoreError, match=f"{name} in .* is damaged .* delete that folder"):
        pipeline.ingest(place, table("b.csv", ("Spinea", "SK", "spinea.com", GEARS + " More.")))
    shutil.rmtree(corpus)
    place = open_at(tmp_path / "data")
    pipeline.ingest(place, path)
    assert list(stored(place)) == ["Spinea"]


def test_the_same_rows_in_another_file_change_nothing(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    row = ("Spinea", "SK", "spinea.com", GEARS)
    first = pipeline.ingest(place, table("a.csv", row))
    copy = table("a.csv", row, ("Other", "SK", "", ""))
    pipeline.ingest(place, copy)
    copy = table("a.csv", row)
    copy.write_text(copy.read_text("utf-8") + "\n", "utf-8")
    assert pipeline.ingest(place, copy).documents == 0
    assert len(stored(place)) == 2
    assert first.companies == 1


def test_spellings_of_a_full_name_are_one_and_a_website_joins_nobody(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    path = table(
        "a.csv",
        ("KUKA AG", "DE", "http://www.kuka.com", GEARS),
        ("KUKA Aktiengesellschaft", "DE", "", GEARS),
        ("Kuka Systems", "DE", "https://kuka.com/en", ""),
        ("Dürr", "DE", "http://www.kuka.com", ""),
    )
    pipeline.ingest(place, path)
    assert sorted(stored(place)) == ["Dürr", "KUKA AG", "Kuka Systems"]


def test_ids_outlive_a_deleted_corpus(tmp_path: Path, open_at: Open, table: Table) -> None:
    place = open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "spinea.com", GEARS))
    version = pipeline.ingest(place, path).corpus_version
    shutil.rmtree(tmp_path / "data" / "corpus")
    place = open_at(tmp_path / "data")
    with pytest.raises(NotReadyError, match="screening ingest"):
        place.version()
    again = pipeline.ingest(place, path)
    assert (again.unchanged, again.corpus_version) == (False, version)


def test_a_passage_stands_where_it_says(tmp_path: Path, open_at: Open, table: Table) -> None:
    place = open_at(tmp_path / "data")
    pipeline.ingest(place, table("a.csv", ("Spinea", "SK", "", GEARS)))
    snapshot = place.snapshot(place.version())
    [document] = snapshot.documents().values()
    rows = snapshot.passages().to_pylist()
    assert [row["text"] for row in rows] == [
        "It makes harmonic gears for robots.",
        "It sells them worldwide.",
    ]
    for row in rows:
        assert document.full_text[row["start"] : row["end"]] == row["text"]
        assert row["hash"] == digest(row["text"])
    assert (document.language.declared, document.language.detected) == ("en", "en")
    assert document.language.confidence > 0.5


@pytest.mark.parametrize("patents_first", [True, False])
def test_patents_attach_to_their_applicants_in_any_order(
    tmp_path: Path, open_at: Open, table: Table, patents_first: bool
) -> None:
    place = open_at(tmp_path / "data")
    companies = table("a.csv", ("Spinea", "SK", "", GEARS))
    patents = tmp_path / "p.csv"
    patents.write_text(
        "publication_number,title,applicants\n"
        "EP 1234567 B1,Gear for a robot joint,SPINEA SRO;;NOBODY KNOWN\n",
        encoding="utf-8",
    )
    for path in (patents, companies) if patents_first else (companies, patents):
        pipeline.ingest(place, path)
    snapshot = place.snapshot(place.version())
    [patent] = snapshot.documents_of("patent").values()
    assert patent.company_ids == tuple(snapshot.companies())


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path, open_at: Open) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(FileError, match=r"empty\.csv"):
        pipeline.ingest(place, path)
    path.write_text("name,country\n", encoding="utf-8")
    with pytest.raises(FileError, match="no row"):
        pipeline.ingest(place, path)
    with pytest.raises(NotReadyError):
        place.version()
    assert place.ledger.rejects() == []


def test_a_fault_within_an_archive_is_told_under_its_name_there(
    tmp_path: Path, open_at: Open
) -> None:
    place = open_at(tmp_path / "data")
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "name,country\nSample,DE\n")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("sub/notes.txt", "nothing,to,read\n1,2,3\n")
    said = []
    with pipeline.unpacked(outer) as parts:
        for part in parts:
            for read in (
                pipeline.preview,
                lambda one: pipeline.ingest(place, one.path, name=one.name),
            ):
                with pytest.raises(FileError) as error:
                    read(part)
                said.append(str(error.value).partition(":")[0])
    assert said == [
        *["outer.zip/inner.zip is an archive within another, or damaged; unpack it first"] * 2,
        *["outer.zip/notes.txt"] * 2,
    ]


def test_a_row_that_cannot_be_used_is_a_stored_reject(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "", GEARS), ("", "SK", "", GEARS))
    found = pipeline.ingest(place, path)
    assert (found.companies, found.rejects) == (1, 1)
    [reject] = place.ledger.rejects()
    assert (reject.file, reject.row, reject.column) == ("a.csv", 3, "name")
    mended = table("a.csv", ("Spinea", "SK", "", GEARS), ("Sumit", "SK", "", GEARS))
    assert pipeline.ingest(place, mended).rejects == 0
    assert place.ledger.rejects() == []


HEAD = "name,country,isin,description"
BAD = f"{HEAD}\nSpinea s.r.o.,Atlantis,,{GEARS}\nSumit,SK,SK123,{GEARS}\n,SK,,{GEARS}\n"


def _rejected(place: Workspace) -> list[tuple[str, str]]:
    return [(one.about, one.column) for one in place.ledger.rejects()]


@pytest.mark.parametrize(
    ("file", "lines", "standing"),
    [
        ("q2/c.csv", "Nabtesco,JP,,It makes gears.", "country isin name"),  # a stranger
        ("q1/c.csv", "Nabtesco,JP,,It makes gears.", ""),  # in its place
        ("q1/c_fixed.csv", "SPINEA SRO,SK,,It makes gears.", "isin name"),
        ("c.csv", "Sumit,SK,SK1120005824,It makes gears.", "country name"),
        ("d.csv", "Sumit,SK,SK124,It makes gears.", "country isin isin name"),
        ("d.csv", "Spinea s.r.o.,Utopia,,It makes gears.", "country country isin name"),
    ],
)
def test_a_reject_is_healed_by_its_file_or_its_row_and_by_no_other_of_the_name(
    tmp_path: Path, open_at: Open, file: str, lines: str, standing: str
) -> None:
    place = open_at(tmp_path / "data")
    for name in ("q1", "q2"):
        (tmp_path / name).mkdir()
    (tmp_path / "q1" / "c.csv").write_text(BAD, encoding="utf-8")
    pipeline.ingest(place, tmp_path / "q1" / "c.csv")
    assert _rejected(place) == [("Spinea s.r.o.", "country"), ("Sumit", "isin"), ("", "name")]
    (tmp_path / file).write_text(f"{HEAD}\n{lines}\n", encoding="utf-8")
    pipeline.ingest(place, tmp_path / file)
    assert sorted(column for _, column in _rejected(place)) == standing.split()


def test_a_file_without_the_column_heals_no_cell_of_it(tmp_path: Path, open_at: Open) -> None:
    place, path = open_at(tmp_path / "data"), tmp_path / "a.csv"
    path.write_text(BAD, encoding="utf-8")
    pipeline.ingest(place, path)
    other = tmp_path / "b.csv"
    other.write_text("name,country\nSumit,SK\nSpinea,SK\n", encoding="utf-8")
    pipeline.ingest(place, other)
    assert _rejected(place) == [("Sumit", "isin"), ("", "name")]


def test_an_archive_is_told_from_another_of_its_name(tmp_path: Path, open_at: Open) -> None:
    place = open_at(tmp_path / "data")
    for folder, content in (("q1", BAD), ("q2", f"{HEAD}\nNabtesco,JP,,It makes gears.\n")):
        (tmp_path / folder).mkdir()
        with zipfile.ZipFile(tmp_path / folder / "e.zip", "w") as archive:
            archive.writestr("c.csv", content)
    for folder, left in (("q1", 3), ("q2", 3)):
        outer = tmp_path / folder / "e.zip"
        with pipeline.unpacked(outer) as parts:
            for part in parts:
                pipeline.ingest(place, part.path, name=part.name, outer=outer)
        assert len(place.ledger.rejects()) == left


def test_two_ingests_at_once_do_not_mix(tmp_path: Path, open_at: Open, table: Table) -> None:
    first, second = open_at(tmp_path / "data"), open_at(tmp_path / "data")
    path = table("a.csv", ("Spinea", "SK", "", GEARS))
    with first.corpus.writing(), pytest.raises(BusyError):
        pipeline.ingest(second, path)
    assert pipeline.ingest(second, path).companies == 1


def test_an_ingest_broken_off_before_its_end_is_not_seen_and_can_be_repeated(
    tmp_path: Path, open_at: Open, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = open_at(tmp_path / "data")
    before = pipeline.ingest(place, table("a.csv", ("Spinea", "SK", "", GEARS))).corpus_version
    more = table("b.csv", ("Nabtesco", "JP", "", GEARS))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(place.corpus), "put_passages", stop)
    with pytest.raises(KeyboardInterrupt):
        pipeline.ingest(place, more)
    assert place.version() == before
    assert list(stored(place)) == ["Spinea"]
    monkeypatch.undo()
    assert pipeline.ingest(place, more).unchanged is False
    snapshot = place.snapshot(place.version())
    assert len(snapshot.passages()) == 4


def test_a_patent_that_comes_again_with_less_keeps_what_it_had(
    tmp_path: Path, open_at: Open
) -> None:
    place = open_at(tmp_path / "data")
    head = "publication_number,title,abstract,applicants\n"
    for name, row in (("a.csv", ",A gear for joints.,X"), ("b.csv", "Gear,,X")):
        (tmp_path / name).write_text(f"{head}EP 1234567 B1,{row}\n", encoding="utf-8")
        pipeline.ingest(place, tmp_path / name)
    [patent] = place.snapshot(place.version()).documents_of("patent").values()
    assert (patent.title, patent.text) == ("Gear", "A gear for joints.")


@pytest.mark.parametrize("stage", ["companies", "passages", "documents"])
def test_what_a_broken_off_ingest_left_is_not_committed_by_the_next_one(
    tmp_path: Path, open_at: Open, table: Table, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    place = open_at(tmp_path / "data")
    first = table("a.csv", ("Spinea", "SK", "", GEARS))
    pipeline.ingest(place, first)
    merge = type(place.corpus)._merge

    def merge_and_stop(self: object, name: str, *rest: object) -> None:
        merge(place.corpus, name, *rest)  # type: ignore[arg-type]
        if name == stage:
            raise KeyboardInterrupt

    monkeypatch.setattr(type(place.corpus), "_merge", merge_and_stop)
    changed = table("a.csv", ("Spinea", "SK", "", "It makes doors."), ("New", "SK", "", GEARS))
    with pytest.raises(KeyboardInterrupt):
        pipeline.ingest(place, changed)
    monkeypatch.undo()
    pipeline.ingest(place, table("b.csv", ("Nabtesco", "JP", "", GEARS)))
    snapshot = place.snapshot(place.version())
    documents = snapshot.documents()
    assert sorted(stored(place)) == ["Nabtesco", "Spinea"]
    for row in snapshot.passages().to_pylist():
        assert documents[row["document_id"]].full_text[row["start"] : row["end"]] == row["text"]
    pipeline.ingest(place, changed)
    assert sorted(stored(place)) == ["Nabtesco", "New", "Spinea"]


def test_an_isin_of_two_countries_does_not_join_them(tmp_path: Path, open_at: Open) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "a.csv"
    path.write_text(
        "name,country,isin,description_en\n"
        f"3D Systems,US,US88554D2053,{GEARS}\n3D Resources,AU,US88554D2053,It digs.\n",
        encoding="utf-8",
    )
    pipeline.ingest(place, path)
    assert sorted(stored(place)) == ["3D Resources", "3D Systems"]


def test_a_figi_joins_nobody_and_is_kept_where_it_can_be_right(
    tmp_path: Path, open_at: Open
) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "a.csv"
    path.write_text(
        "symbol,exchange,mic,market_cap,name,country,shareclass_figi,summary\n"
        f"A,X,X,,Nissan Motor,Japan,BBG001S5N8V8,{GEARS}\n"
        "B,X,X,,Progressive Impact,Japan,BBG001S5N8V8,It digs.\n"
        "C,X,X,,Spinea,Slovakia,BBG001S5N8V9,It turns.\n",
        encoding="utf-8",
    )
    assert pipeline.ingest(place, path).rejects == 1
    found = {
        one.name: one.registry_ids for one in place.snapshot(place.version()).companies().values()
    }
    shared = ("figi:BBG001S5N8V8",)
    assert found == {"Nissan Motor": shared, "Progressive Impact": shared, "Spinea": ()}


def test_a_newer_row_does_not_wipe_out_a_known_owner() -> None:
    held = Ownership(kind="subsidiary", owner="Midea", owner_country="CN", as_of="2024-01-01")
    old = Company(name="KUKA", country="DE", ownership=held, size=Size(employees=15_000))
    new = Company(name="KUKA", country="DE", ownership=Ownership(kind="listed"), as_of="2025-01-01")
    found = identity.update(old, new)
    assert found.ownership == held
    assert found.size.employees == 15_000


EVENTS = (
    "company,country,kind,date,expires,note_en,note_zh,confidence,source\n"
    "Spinea s.r.o.,SK,insolvency,2025-03,2099-12-31,It filed.,已申请破产。,high,a notice\n"
    "Spinea s.r.o.,DE,insolvency,2025-03,2099-12-31,Another one.,,low,a notice\n"
)


@pytest.mark.parametrize("events_first", [True, False])
def test_an_event_belongs_to_the_company_of_its_name_and_country(
    tmp_path: Path, open_at: Open, table: Table, events_first: bool
) -> None:
    place = open_at(tmp_path / "data")
    companies = table("a.csv", ("Spinea", "SK", "", GEARS))
    events = tmp_path / "events.csv"
    events.write_text(EVENTS, encoding="utf-8")
    for path in (events, companies) if events_first else (companies, events):
        pipeline.ingest(place, path)
    snapshot = place.snapshot(place.version())
    found = snapshot.documents_of("event").values()
    told = {(d.event.country, d.language.code): d.company_ids for d in found if d.event}
    [spinea] = snapshot.companies()
    assert told == {("SK", "en"): (spinea,), ("SK", "zh"): (spinea,), ("DE", "en"): ()}
    assert "It filed." not in snapshot.passages()["text"].to_pylist()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (",insolvency,", "kind of event"),
        (",SK,", "not a country"),
        (",2025-03,", "date"),
    ],
)
def test_an_event_that_cannot_be_understood_is_refused(
    tmp_path: Path, open_at: Open, cell: str, reason: str
) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "events.csv"
    path.write_text(EVENTS.replace(cell, ",whatever,", 1), encoding="utf-8")
    assert pipeline.ingest(place, path).rejects == 1
    [reject] = place.ledger.rejects()
    assert reason in reject.reason


def test_rows_that_say_the_same_again_take_no_room_and_lose_nothing(
    tmp_path: Path, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read in parts; what they tell is the same as if it were read at once."""
    path = tmp_path / "many.csv"
    rows = [f"Firm {k % 7},DE,Makes gears number {k % 7} for machines." for k in range(50)]
    path.write_text("\n".join(["name,country,description", *rows, "Firm 3,JP,Makes rails."]))
    stored_at = {}
    for at_once in (3, 1000):
        monkeypatch.setattr(sys.modules["screening.pipeline.ingest"], "_AT_ONCE", at_once)
        place = open_at(tmp_path / str(at_once))
        found = pipeline.ingest(place, path)
        assert (found.rows, found.companies, found.documents) == (51, 8, 8)
        told = place.snapshot(place.version()).documents().values()
        stored_at[at_once] = sorted((d.text, d.row) for d in told)
    assert stored_at[3] == stored_at[1000]


def test_of_very_many_refused_rows_the_first_are_listed_and_all_counted(
    tmp_path: Path, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["screening.pipeline.ingest"], "MOST_REJECTS", 5)
    path = tmp_path / "bad.csv"
    path.write_text(
        "name,country,description\n" + "\n".join([",DE,x"] * 20 + ["A,DE,Makes gears."])
    )
    place = open_at(tmp_path / "data")
    found = pipeline.ingest(place, path)
    assert (found.rows, found.rejects) == (1, 20)
    listed = place.ledger.rejects()
    assert len(listed) == 6
    assert "15 further rows" in listed[0].reason
    path.write_text("name,country,description\nA,DE,Makes gears.\n")
    pipeline.ingest(place, path)
    assert place.ledger.rejects() == []


BLANK = "Sample One Corp. is a blank check company formed to merge with a business."
DRIVES = "Sample Drives builds servo drives for robots. It was formed in 2020."


def _natures(place: Workspace) -> dict[str, str]:
    companies = place.snapshot(place.version()).companies().values()
    return {one.name: one.nature for one in companies}


@pytest.mark.parametrize(("before", "after"), [(BLANK, DRIVES), (DRIVES, BLANK)])
@pytest.mark.parametrize("dates", [("", ""), ("2020-01-01", "2024-01-01"), ("", "2024-01-01")])
@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_text_says_whether_a_company_is_a_shell(
    tmp_path: Path, open_at: Open, before: str, after: str, dates: tuple[str, str], turned: bool
) -> None:
    place = open_at(tmp_path / "data")
    files = list(zip(("a.csv", "b.csv"), (before, after), dates, strict=True))
    for name, text, date in files[::-1] if turned else files:
        path = tmp_path / name
        head = "name,country,website,description,as_of"
        path.write_text(f"{head}\nSample One Corp.,US,sample.example,{text},{date}\n", "utf-8")
        pipeline.ingest(place, path)
    newest = before if turned and not any(dates) else after
    assert _natures(place) == {"Sample One Corp.": "shell" if newest == BLANK else ""}


def test_a_row_without_a_text_does_not_make_a_shell_a_company(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    pipeline.ingest(place, table("a.csv", ("Sample One Corp.", "US", "", BLANK)))
    pipeline.ingest(place, table("b.csv", ("Sample One Corp.", "US", "", "")))
    assert _natures(place) == {"Sample One Corp.": "shell"}


def test_a_former_name_does_not_make_a_company_a_shell(tmp_path: Path, open_at: Open) -> None:
    place = open_at(tmp_path / "data")
    path = tmp_path / "a.csv"
    former = "Sample Special Purpose Acquisition Corp."
    path.write_text(f"name,country,aliases,description\nSample,US,{former},{DRIVES}\n", "utf-8")
    pipeline.ingest(place, path)
    assert _natures(place) == {"Sample": ""}


@pytest.mark.parametrize(
    ("natures", "expected"),
    [
        (("fund", ""), "fund"),
        (("", "shell"), "shell"),
        (("paper", ""), ""),
        (("paper", "paper"), "paper"),
        (("paper", "fund"), "fund"),
        (("shell", "fund"), "shell"),
    ],
)
def test_what_two_rows_are_together(natures: tuple[Nature, Nature], expected: Nature) -> None:
    one, two = (Company(id="c", name="Sample", nature=nature) for nature in natures)
    assert identity.merge(one, two).nature == expected
    assert identity.update(one, replace(two, nature="paper"), spoken=True).nature == (
        natures[0] if natures[0] != "paper" else "paper"
    )
