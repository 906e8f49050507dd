"""Feeds the readers with damaged samples until the time is up: ``make fuzz``.

Every sample export is a seed, mutated by atheris under coverage. Whatever the bytes, the readers
give rows and Rejects, or one error of ours; anything else ends the run with the input that did it.
"""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["screening.readers"]):
    from screening import assets, readers
    from screening.errors import ScreeningError

PAGES = ("page.html", "page.pdf", "page.docx", "page.txt")


def main() -> None:
    """``fuzz_readers.py SAMPLE SECONDS``: the name of a sample export, or of a kind of page."""
    name, seconds = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        sample = assets.shipped("data", "samples", "exports") / name
        if sample.is_file():
            (seeds / "seed").write_bytes(sample.read_bytes())
        read = _page if name in PAGES else _table

        def one(data: bytes) -> None:
            path.write_bytes(data)
            with suppress(ScreeningError):
                read(path)

        options = [f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-timeout=20", "-seed=1"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={name}-", str(seeds)], one)
        atheris.Fuzz()


def _table(path: Path) -> None:
    with readers.parts(path) as found:
        for part in found:
            source = readers.open_source(part.path, name=part.name)
            for _ in readers.read(part.path, source):
                pass


def _page(path: Path) -> None:
    readers.read_page(path)


if __name__ == "__main__":
    main()
