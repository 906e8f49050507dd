"""Feeds the readers with damaged samples until the time is up: ``make fuzz``.

Every sample export is a seed, mutated by atheris under coverage. Whatever the bytes, the readers
give rows and Rejects, or one error of ours; anything else ends the run with the input that did it.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["screening.readers"]):
    from screening import assets, readers
    from screening.errors import ScreeningError

PAGES = ("page.html", "page.pdf", "page.docx", "page.txt")
WEBSITES = {
    "company.toml": b'name = "Sample"\ncountry = "DE"\nwebsite = "https://sample.example"\n',
    "index.html": b"<html lang=de><title>Sample</title><p>Sample gears for robots.</p></html>",
    "about.txt": b"Sample gears for robots.\n\nSample gears for robots.\n",
}


def main() -> None:
    """``fuzz_readers.py SAMPLE SECONDS``: the name of a sample export, or of a kind of page.

    Of a set of files (``patentsview``, ``websites``) the first byte says which one is damaged.
    """
    name, seconds = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        path, seeds = Path(folder, name), Path(folder, "seeds")
        seeds.mkdir()
        files, read = _target(name, path)
        for number, file in enumerate(files):
            if file.is_file():
                mark = bytes([number]) if len(files) > 1 else b""
                (seeds / f"seed{number}").write_bytes(mark + file.read_bytes())
        whole = {file: file.read_bytes() for file in files if file.is_file()}

        def one(data: bytes) -> None:
            chosen = files[data[0] % len(files)] if len(files) > 1 and data else files[0]
            chosen.write_bytes(data[1:] if len(files) > 1 else data)
            with suppress(ScreeningError):
                read(path)
            if len(files) > 1:
                chosen.write_bytes(whole[chosen])

        options = [f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-timeout=20", "-seed=1"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={name}-", str(seeds)], one)
        atheris.Fuzz()


def _target(name: str, path: Path) -> tuple[Sequence[Path], Callable[[Path], None]]:
    """The files to damage at ``path``, whole as yet, and how it is read."""
    if name == "websites":
        home = path / "Sample"
        home.mkdir(parents=True)
        for file, content in WEBSITES.items():
            (home / file).write_bytes(content)
        return [home / file for file in WEBSITES], _table
    sample = assets.shipped("data", "samples", "exports") / name
    if sample.is_dir():
        shutil.copytree(sample, path)
        return sorted(path.iterdir()), _table
    if sample.is_file():
        shutil.copy(sample, path)
    return [path], _page if name in PAGES else _table


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
