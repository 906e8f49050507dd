"""report: a stored Run becomes a workbook."""

import os
import re
from pathlib import Path

from screening import report as reports
from screening.errors import NotReadyError, StoreError
from screening.pipeline.masks import for_export
from screening.pipeline.workspace import Workspace


def report(workspace: Workspace, run_id: str | None = None, *, out: Path | None = None) -> Path:
    """Write the workbook of a Run (the newest without ``run_id``) and give back where it is.

    Where there are accounts, it has a code name in place of the client. The file appears whole or
    not at all; one that is there already is replaced.
    """
    found = run_id or newest(workspace)
    screening = for_export(workspace, workspace.ledger.load(found))
    language = workspace.settings.language
    slug = re.sub(r"[^\w-]+", "-", screening.mandate.name).strip("-")
    name = f"{slug}-{found}-{language}.xlsx"
    path = out or workspace.settings.data_dir / "reports" / name
    write(path, reports.workbook(screening, language, when=screening.run.started_at))
    return path


def write(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all; StoreError says why it cannot be."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror}; close the file if it is open elsewhere,"
            " free some space, or name another place with --out"
        ) from None
    finally:
        part.unlink(missing_ok=True)


def newest(workspace: Workspace) -> str:
    """The id of the newest Run; NotReadyError when there is none."""
    runs = workspace.ledger.runs(limit=1)
    if not runs:
        raise NotReadyError("no run is stored yet; run: screening score MANDATE")
    return runs[0][0].id
