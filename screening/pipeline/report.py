"""report: a stored Run becomes a workbook."""

import hashlib
import re
from pathlib import Path

from screening import assets
from screening import report as reports
from screening.errors import NotReadyError, StoreError
from screening.pipeline.masks import exported, for_export
from screening.pipeline.workspace import Workspace, replaced
from screening.text import digest


def report(workspace: Workspace, run_id: str | None = None, *, out: Path | None = None) -> Path:
    """Write the workbook of a Run (the newest without ``run_id``) and give back where it is.

    Where there are accounts, it has a code name in place of the client. The file appears whole or
    not at all; one that is there already is replaced, unless it is what would be written.
    """
    found = run_id or newest(workspace)
    language = workspace.settings.language
    called = exported(workspace, workspace.ledger.mandate_of(found))
    slug = re.sub(r"[^\w-]+", "-", called).strip("-")
    home = workspace.settings.data_dir
    path = out or home / "reports" / f"{slug}-{found}-{language}.xlsx"
    facts = digest([found, called, language, *workspace.ledger.said(), assets.code_version()])
    mark = home / "written" / digest(str(path.resolve()))
    if _stands(path, mark, facts):
        return path
    screening = for_export(workspace, workspace.ledger.load(found))
    book = reports.workbook(screening, language, when=screening.run.started_at)
    write(path, book)
    write(mark, _told(facts, book))
    return path


def _stands(path: Path, mark: Path, facts: str) -> bool:
    """Whether a file is byte for byte what was written there of the same run, verdicts and code."""
    try:
        return mark.read_bytes() == _told(facts, path.read_bytes())
    except OSError:
        return False


def _told(facts: str, book: bytes) -> bytes:
    return f"{facts} {hashlib.sha256(book).hexdigest()}\n".encode()


def write(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all; StoreError says why it cannot be."""
    try:
        replaced(path, lambda out: out.write(data))
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror}; close the file if it is open elsewhere,"
            " free some space, or name another place with --out"
        ) from None


def newest(workspace: Workspace) -> str:
    """The id of the newest Run; NotReadyError when there is none."""
    runs = workspace.ledger.runs(limit=1)
    if not runs:
        raise NotReadyError("no run is stored yet; run: screening score MANDATE")
    return runs[0][0].id
