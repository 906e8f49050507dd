from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screening import pipeline, settings
from screening.pipeline import Workspace

Open = Callable[..., Workspace]


@pytest.fixture
def open_at() -> Iterator[Open]:
    """Opens workspaces that are closed after the test."""
    opened: list[Workspace] = []

    def open_one(folder: Path, **flags: object) -> Workspace:
        given = {"data_dir": folder, "lock_seconds": 0.3, **flags}
        opened.append(pipeline.open_workspace(settings.load(given, environ={})))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def shipped(shipped_folder: Path, open_at: Open) -> Workspace:
    """A workspace on that folder."""
    return open_at(shipped_folder)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small CSV file of companies: (name, country, website, description)."""

    def write(name: str, *rows: tuple[str, str, str, str]) -> Path:
        path = tmp_path / name
        lines = ["name,country,website,description_en"]
        lines += [",".join(f'"{cell}"' for cell in row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def filled(tmp_path: Path, open_at: Open) -> Callable[..., Workspace]:
    """A workspace with some CSV files, given by name, ingested in that order and embedded."""

    def fill(**files: str) -> Workspace:
        place = open_at(tmp_path / "data")
        for name, content in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content, encoding="utf-8")
            pipeline.ingest(place, path)
        pipeline.embed(place)
        return place

    return fill
