"""account, team and log, as an administrator types them."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from screening import pipeline
from screening.records import LogLine
from screening.settings import load
from tests.cli.test_commands import screening

Told = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="module")
def data(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people") / "data"
    shutil.copytree(shipped_folder, folder)
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    pipeline.score(place, replace(pipeline.mandate("robots"), name="A client's robots"))
    place.close()
    return folder


def test_a_team_is_made_from_the_shell(data: Path, tmp_path: Path) -> None:
    none = screening("account", "list", data=data)
    assert "no accounts" in none.stdout
    refused = screening("account", "add", "Li Na", data=data)
    assert refused.returncode == 2
    assert "admin" in refused.stderr
    made = screening("account", "add", "Chen Jing", "--role", "admin", data=data)
    first = re.search(r"first password of Chen Jing: (\S{19})\n", made.stdout)
    assert first
    assert screening("account", "add", "李娜", "--role", "lead", data=data).returncode == 0
    again = screening("account", "add", "李娜", data=data)
    assert again.returncode == 2
    assert "already" in again.stderr

    assert screening("team", "join", "A client's robots", "李娜", data=data).returncode == 0
    wrong = screening("team", "join", "A clients robots", "李娜", data=data)
    assert wrong.returncode == 1
    assert "A client's robots" in wrong.stderr
    teams = screening("team", "list", data=data).stdout
    assert re.search(r"A client's robots · [A-Z]\w+ \d{3} · Chen Jing, 李娜", teams)
    assert screening("team", "leave", "A client's robots", "李娜", data=data).returncode == 0

    assert screening("account", "role", "李娜", "boss", data=data).returncode == 2
    assert screening("account", "role", "李娜", "viewer", data=data).returncode == 0
    assert screening("account", "close", "李娜", data=data).returncode == 0
    assert "李娜 · viewer · closed" in screening("account", "list", data=data).stdout
    assert screening("account", "reopen", "李娜", data=data).returncode == 0
    reset = screening("account", "reset", "chen jing", data=data).stdout
    assert "first password of" in reset
    assert first[1] not in reset
    last = screening("account", "close", "Chen Jing", data=data)
    assert last.returncode == 2
    assert "another admin" in last.stderr

    log = screening("log", data=data).stdout.splitlines()
    acts = ["added an account", "put on the team", "taken off the team", "changed a role"]
    assert all(any(act in line for line in log) for act in acts)
    only = screening("log", "--mandate", "A client's robots", data=data).stdout.splitlines()
    assert len(only) == 2
    book = tmp_path / "insiders.xlsx"
    words = ("--language", "zh", "log", "--mandate", "A client's robots", "--insiders", book)
    assert screening(*words, data=data).returncode == 0
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert "内幕信息知情人登记表" in str(sheet["A1"].value)
    assert "client" not in str(sheet["A1"].value)
    assert sheet["A4"].value == "Chen Jing"
    assert screening("log", "--insiders", book, data=data).returncode == 2


def test_a_report_made_in_the_shell_bears_the_code_name(data: Path, tmp_path: Path) -> None:
    found = screening("report", "--out", tmp_path / "a.xlsx", data=data)
    assert found.returncode == 0, found.stderr
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    text = "".join(str(book.get_sheet_by_name(one).to_python()) for one in book.sheet_names)
    assert "A client's robots" not in text


def test_what_somebody_typed_cannot_forge_a_line_of_the_log(data: Path) -> None:
    place = pipeline.open_workspace(load({"data_dir": data}, environ={}))
    place.ledger.people.note(
        LogLine(account="", action="judged", detail="x\n2026-01-01 · Li · exported\x1b[2J\u202e")
    )
    place.close()
    log = screening("log", data=data).stdout
    assert "\x1b" not in log
    assert not any(line.startswith("2026-01-01") for line in log.splitlines())
