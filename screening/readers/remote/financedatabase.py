"""FinanceDatabase's listed companies, through the ``financedatabase`` package (an extra)."""

import os
from contextlib import suppress
from pathlib import Path

from screening.errors import FileError, InputError

_REMEDY = 'pip install "screening[financedatabase]"'


def download(folder: Path) -> Path:
    """Fetch the equities into ``folder`` and give the path of the file, a gzipped CSV.

    The same data give the same bytes. Raises InputError where the package is not installed and
    FileError where the data cannot be fetched or written; an older file then stays as it was.
    """
    try:
        from financedatabase import Equities
    except ImportError:
        raise InputError(f"FinanceDatabase needs a package that is missing: {_REMEDY}") from None
    try:
        table = Equities().data
    except (ValueError, OSError) as error:
        raise FileError(
            f"FinanceDatabase cannot be fetched: {error}; try again later, or fetch equities.bz2"
            " by hand and ingest that file"
        ) from None
    target = folder / "financedatabase-equities.csv.gz"
    partial = folder / f".{target.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        packing = {"method": "gzip", "mtime": 0}
        table.to_csv(partial, index_label="symbol", encoding="utf-8", compression=packing)
        os.replace(partial, target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise FileError(f"{target} cannot be written: {error.strerror}") from None
    return target
