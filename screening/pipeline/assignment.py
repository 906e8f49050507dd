"""What a screening starts from: a mandate file and the shipped reference files."""

from dataclasses import replace
from pathlib import Path

from screening import assets, readers, taxonomy
from screening.errors import FileError
from screening.records import Mandate
from screening.scoring import signals

REFERENCE = ("leaders.csv", "zhejiang.csv", "overseas.csv", "patents.csv")


def reference_files() -> tuple[Path, ...]:
    """The shipped companies and patents, in the order in which they are ingested."""
    return tuple(assets.shipped("data", "reference", name) for name in REFERENCE)


def sample_mandate(name: str = "robots") -> Path:
    """The path of a shipped sample mandate; FileError lists them when there is none such."""
    folder = assets.shipped("data", "samples")
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
        raise FileError(f"no mandate file or shipped sample {name!r}; samples: {known}")
    return path


def mandate(given: str | Path) -> Mandate:
    """The mandate of a file, or of a shipped sample by name, checked against the taxonomy.

    One that names no leaders is measured against the shipped ones.
    """
    path = Path(given)
    if path.suffix != ".toml" and not path.exists():
        path = sample_mandate(str(given))
    known = taxonomy.load(assets.shipped("data", "reference")).technologies
    found = readers.read_mandate(path, technologies=known, signals=signals.NAMES)
    return found if found.leaders else replace(found, leaders=_shipped_leaders())


def _shipped_leaders() -> tuple[str, ...]:
    path = assets.shipped("data", "reference", "leaders.csv")
    rows = readers.read(path, readers.open_source(path))
    return tuple(row.company.name for row in rows if isinstance(row, readers.CompanyRow))
