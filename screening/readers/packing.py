"""How much a packed file may unpack to: one bound for archives and streams."""

from pathlib import Path
from typing import IO

from screening.errors import FileError

TIMES = 100
"""What unpacks to more is no table: real exports unpack to ten to thirty times."""
_ALWAYS = 1 << 21  # bytes that may be unpacked in any case
_CHUNK = 1 << 20


def most(path: Path) -> int:
    """The bytes that a packed file may unpack to."""
    return max(_ALWAYS, TIMES * path.stat().st_size)


def bounded(path: Path, unpacked: IO[bytes]) -> None:
    """Read a packed stream to its bound; FileError where it goes on."""
    left = most(path)
    while left >= 0 and (chunk := unpacked.read(_CHUNK)):
        left -= len(chunk)
    if left < 0:
        raise too_much(path)


def too_much(path: Path) -> FileError:
    """That a file unpacks without end, and what to do if it is right."""
    return FileError(
        f"{path} unpacks to far more than a table (over {TIMES} times its size); if that is right,"
        " unpack it yourself and ingest what was in it: a plain file may have any size"
    )
