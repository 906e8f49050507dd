"""A real server on real data, with a company that tries to break out, and a real browser."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from screening import pipeline
from screening.settings import load

HOSTILE = "<img src=x onerror=\"document.title='broken'\">"
_HELD = """
let joined;
Object.defineProperty(window, "did_handshake", {
  get: () => joined,
  set: (now) => {
    joined = now;
    document.documentElement.style.pointerEvents = now === false ? "none" : "";
  },
});
"""
"""Holds clicks until the page speaks with its server: what is done before that is sent once it
does, but not in the order in which it was done."""
_START = "from screening.cli import main; main()"
_TEXT = (
    "Harmonic strain wave reducers and RV reducers for robot joints, backlash below one arc minute,"
    " <script>document.title='broken'</script> =HYPERLINK(\"http://x\") servo motors and drives."
)


@dataclass(frozen=True)
class Server:
    """A running review room: its address, its data, its run, and what it wrote."""

    url: str
    folder: Path
    run: str
    log: Path

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/api/v1{path}") as answer:
            return json.load(answer)


@pytest.fixture(scope="session")
def reviewed(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder of its own with two runs, and the id of the newer one."""
    folder = tmp_path_factory.mktemp("review") / "data"
    shutil.copytree(shipped_folder, folder)
    table = folder.parent / "hostile.csv"
    name, text = (value.replace('"', '""') for value in (HOSTILE, _TEXT))
    table.write_text(
        f'name,country,website,description_en\n"{name}",DE,https://hostile.example,"{text}"\n',
        encoding="utf-8",
    )
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    mandate = replace(pipeline.mandate("robots"), name="Reviewed robots")
    pipeline.score(place, mandate)
    pipeline.ingest(place, table)
    pipeline.embed(place)
    run = pipeline.score(place, mandate).run.id
    place.close()
    return folder, run


@contextmanager
def serving(folder: Path, run: str) -> Iterator[Server]:
    """``screening serve`` as a user starts it."""
    log = folder.parent / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
            env={**os.environ, "SCREENING_HOME": str(folder)},
        )
        assert process.stdout
        try:
            for line in process.stdout:
                if line.startswith("review room:"):
                    yield Server(line.split()[-1], folder, run, log)
                    break
            else:
                pytest.fail(log.read_text())
        finally:
            process.terminate()
            assert process.wait(30) is not None
            process.stdout.close()


@pytest.fixture(scope="session")
def server(reviewed: tuple[Path, str]) -> Iterator[Server]:
    """The server that most tests share; it has no accounts."""
    with serving(*reviewed) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def entered(browser: Any, **options: Any) -> Any:
    """A browser context of its own, 1280 by 800, in which nothing is clicked too early."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
    context.add_init_script(_HELD)
    return context
