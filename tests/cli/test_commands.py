import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from screening import __version__
from screening.records import Company
from screening.store import Corpus

ROOT = Path(__file__).resolve().parents[2]
RUN = [sys.executable, "-c", "from screening.cli import main; main()"]


def screening(*words: object, data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, "--data-dir", str(data), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", **env},
    )


def test_every_command_shows_its_help(tmp_path: Path) -> None:
    top = screening("--help", data=tmp_path)
    assert top.returncode == 0
    commands = ("demo", "ingest", "embed", "profile", "score", "report", "runs", "rejects")
    for command in (
        *commands,
        "match",
        "regions",
        "fields",
        "evaluate",
        "judge",
        "contact",
        "verdicts",
    ):
        assert command in top.stdout
        assert screening(command, "--help", data=tmp_path).returncode == 0
    assert __version__ in screening("--version", data=tmp_path).stdout


def test_the_demo_prints_a_shortlist_and_writes_a_workbook(tmp_path: Path) -> None:
    found = screening("demo", data=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "Shortlist" in found.stdout
    assert "Precision reducers" in found.stdout
    book = Path(found.stdout.rpartition("workbook: ")[2].strip())
    assert book.is_file()
    sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
    assert {"Cover", "Shortlist", "Evidence"} <= set(sheets)

    again = screening("--language", "zh", "demo", data=tmp_path)
    assert again.returncode == 0
    assert "精密减速器" in again.stdout
    assert "日本" in again.stdout
    assert "中国台湾" in again.stdout or "台湾" not in again.stdout

    runs = screening("runs", data=tmp_path).stdout.splitlines()
    assert len(runs) == 1
    assert screening("rejects", data=tmp_path).stdout.strip() == "no rejected rows"
    assert "no verdicts yet" in screening("verdicts", data=tmp_path).stdout
    why = ("--reason", "closes [red]two[/red] gaps", "--by", "Li")
    judged = screening("judge", "SPG", "pursue", *why, data=tmp_path)
    assert "closes [red]two[/red] gaps" in judged.stdout
    assert "SPG" in screening("--language", "zh", "verdicts", data=tmp_path).stdout
    assert "pursue" in screening("judge", "SPG", "buy", *why, data=tmp_path).stderr
    told = screening("contact", "SPG", "nda", "--route", "owner", "--by", "Li", data=tmp_path)
    assert "NDA signed, via the owner, Li" in told.stdout
    gaps = screening("profile", ROOT / "data/samples/robots-firm.toml", "--emerging", data=tmp_path)
    assert "inferred" in gaps.stdout
    assert "No such group" in gaps.stdout or "Emerging" in gaps.stdout

    text = tmp_path / "target.txt"
    text.write_text("The firm makes cycloidal gearboxes for robot joints.", encoding="utf-8")
    one = screening("score", "robots", "--text", text, "--country", "it", data=tmp_path)
    assert one.returncode == 0, one.stderr
    assert "target:" in one.stdout
    assert "control: review likely" in one.stdout

    firms = screening("match", "nabtesco", "--limit", "3", data=tmp_path)
    assert firms.returncode == 0, firms.stderr
    assert "Firms of Zhejiang for Nabtesco" in firms.stdout
    given = screening("match", "Muster", "--text", text, "--field", "robots", data=tmp_path)
    assert "Firms of Zhejiang for Muster" in given.stdout


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (["ingest", "nowhere.csv"], "nowhere.csv", 2),
        (["score", "nowhere.toml"], "nowhere.toml", 2),
        (["score", "robots"], "screening ingest", 1),
        (["embed"], "screening ingest", 1),
        (["emebd"], "emebd", 2),
        (["ingest"], "PATH", 2),
        (["report"], "screening score", 1),
        (["--encoder", "bert", "embed"], "known: ", 1),
        (["--language", "fr", "embed"], "language (flag)", 2),
        (["ingest", "--layout", "nope", "data/reference/leaders.csv"], "nope", 2),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(
    words: list[str], says: str, code: int, tmp_path: Path
) -> None:
    found = screening(*words, data=tmp_path)
    assert says in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr
    assert found.returncode == code


def test_a_result_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    deals = ROOT / "data" / "benchmarks" / "deals.jsonl"
    out = tmp_path / "none" / "ranks.json"
    told = screening("evaluate", deals, "--json", out, data=tmp_path / "data")
    assert told.returncode != 0
    assert "ranks.json cannot be written" in "".join(told.stderr.split("\n"))
    fine = screening("evaluate", deals, "--json", tmp_path / "ranks.json", data=tmp_path / "data")
    assert "nothing is ingested" in fine.stderr
    assert not (tmp_path / "ranks.json").exists()


def test_all_faults_of_the_settings_come_in_one_message(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('language = "xx"\nthread = 2\n', encoding="utf-8")
    found = screening(
        "--config", tmp_path / "s.toml", "runs", data=tmp_path, SCREENING_THREADS="many"
    )
    assert found.returncode == 2
    for part in ("3 setting(s)", "language", "thread ", "threads (environment)"):
        assert part in found.stderr


def test_a_wrong_file_among_good_ones_leaves_the_good_ones(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook")
    leaders = ROOT / "data/reference/leaders.csv"
    found = screening("ingest", leaders, bad, data=tmp_path)
    assert found.returncode == 2
    assert "bad.xlsx" in found.stderr
    assert "leaders.csv: companies" in found.stdout
    assert "before the next screening: screening embed" in found.stdout
    again = screening("ingest", leaders, data=tmp_path).stdout
    assert "unchanged" in again
    assert "embed" not in again


def test_every_path_is_read_and_the_faults_come_last(tmp_path: Path) -> None:
    for name, text in (
        ("good.csv", "name,country\nAcme,DE\n"),
        ("list.csv", "Aussteller;Halle\nSample AG;17\n"),
        ("bad.csv", "one,two\n1,2\n"),
    ):
        (tmp_path / name).write_text(text)
    bad, gone = tmp_path / "bad.csv", tmp_path / "gone.csv"
    paths = (bad, gone, tmp_path / "good.csv", tmp_path / "list.csv")
    found = screening("ingest", *paths, "--country", "at", data=tmp_path / "data")
    assert found.returncode == 2
    assert "good.csv: companies" in found.stdout
    assert "list.csv: companies" in found.stdout
    for part in ("bad.csv: no layout fits", "gone.csv: there is no such", "2 of 4 files were not"):
        assert part in " ".join(found.stderr.split())
    wrong = screening("ingest", bad, "--country", "xx", data=tmp_path / "data")
    assert wrong.returncode == 2
    assert "--country: 'XX' is not a country" in " ".join(wrong.stderr.split())


def test_a_dry_run_shows_of_which_day_an_official_list_is(tmp_path: Path) -> None:
    samples = ROOT / "data" / "samples" / "exports"
    dated, undated = samples / "ofac-sdn.xml", samples / "csl.csv"
    damaged = tmp_path / "uk.csv"
    text = (samples / "uk-sanctions.csv").read_text("utf-8")
    damaged.write_text(text.replace("15/01/2025", "99/99/2025"), "utf-8")
    found = screening("ingest", "--dry-run", dated, undated, damaged, data=tmp_path)
    assert found.returncode == 0, found.stderr
    told = [line for line in found.stdout.splitlines() if line.startswith("date of the list")]
    assert told == ["date of the list: 2025-01-15", *["date of the list: unknown"] * 2]
    assert "row 1, column Last Updated: date of the file itself is not a date" in found.stdout


def test_ingest_says_what_became_of_the_entries_of_another_edition(tmp_path: Path) -> None:
    head = "Name 6,Country,Group Type,Regime,Listed On,Group ID\n"
    editions = {"15/03/2024": 5, "15/01/2023": 2, "15/01/2025": 4, "15/01/2026": 1}
    for date, count in editions.items():
        rows = [f"Sample {n},Russia,Entity,R,24/03/2022,{n}\n" for n in range(count)]
        path = tmp_path / f"{date[-4:]}.csv"
        path.write_text(f"Last Updated,{date}\n{head}{''.join(rows)}", "utf-8")
    files = [tmp_path / f"{date[-4:]}.csv" for date in editions]
    told = screening("ingest", *files, data=tmp_path / "data").stdout
    assert [line.strip() for line in told.splitlines() if " entries " in line] == [
        "2 entries passed over: a later edition of their list is stored",
        "1 entries taken out: this edition of their list lacks them",
        "3 entries kept: this file has less than half of their list",
    ]


def test_ctrl_c_in_the_middle_keeps_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("name,country,description_en\n")
        for i in range(30_000):
            file.write(f"Firm {i},DE,It makes gear number {i} for robots.\n")
    data = tmp_path / "data"
    # A job started in the background ignores Ctrl-C, and so would its children.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    command = [*RUN[:-1], heed + RUN[-1], "--data-dir", str(data), "ingest", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    until = time.monotonic() + 60
    while not (data / "corpus" / "corpus-id").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert b"interrupted" in stderr
    assert b"Traceback" not in stderr
    again = screening("ingest", path, data=data)
    assert again.returncode == 0, again.stderr
    assert "30000 companies" in again.stdout


def test_a_full_disk_is_said_and_nothing_stored_is_lost(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small], check=False
        ).returncode
    ):
        pytest.skip("needs root and tmpfs, to make a small disk")
    try:
        leaders = ROOT / "data/reference/leaders.csv"
        assert screening("ingest", leaders, data=small).returncode == 0
        path = tmp_path / "many.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("name,country,description_en\n")
            for i in range(20_000):
                text = f"It makes part {i} of machine {i * 7919 % 1009} in works {i * 31}."
                file.write(f"Firm {i},DE,{text}\n")
        full = screening("ingest", path, data=small)
        assert full.returncode == 1, full.stderr
        assert "Traceback" not in full.stderr
        assert "full" in full.stderr or "No space" in full.stderr
        assert "leaders.csv: unchanged" in screening("ingest", leaders, data=small).stdout
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_damaged_corpus_says_what_to_do(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path / "corpus"))
    with corpus.writing():
        corpus.put_records("companies", [("c", Company(id="c", name="x"))])
    for manifest in (tmp_path / "corpus").rglob("*.manifest"):
        manifest.write_bytes(b"\0")
    found = screening("ingest", ROOT / "data/reference/leaders.csv", data=tmp_path)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert "delete that folder" in " ".join(found.stderr.split())
