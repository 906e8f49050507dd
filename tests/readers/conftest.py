from collections.abc import Callable
from pathlib import Path

import pytest

from screening import readers
from screening.records import Reject

Rows = list[readers.CompanyRow | readers.DocumentRow | Reject]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write bytes, or text in UTF-8, under a name."""

    def written(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def rows(write: Write) -> Callable[..., Rows]:
    """The rows that a file of this content gives."""

    def read(content: str | bytes, name: str = "table.csv", layout: str | None = None) -> Rows:
        path = write(content, name)
        return list(readers.read(path, readers.open_source(path, layout=layout)))

    return read
