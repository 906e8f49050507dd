"""``screening fetch``, from the shell to the corpus."""

import os
import subprocess
import sys
from pathlib import Path

from tests.readers.remote.conftest import Asked, Say, Service
from tests.readers.remote.test_sources import leis


def screening(
    *words: str, data: Path, gleif: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    start = f"""
from screening.readers.remote import gleif
gleif.BASE, gleif.PAUSE = {gleif!r}, 0.0
from screening.cli import main
main()
"""
    return subprocess.run(
        [sys.executable, "-c", start, "--data-dir", str(data), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "160", **env},
    )


def test_without_a_source_the_sources_are_listed_and_no_key_is_shown(tmp_path: Path) -> None:
    found = screening("fetch", data=tmp_path, SCREENING_LENS_TOKEN="a-secret-token")
    assert found.returncode == 0, found.stderr
    for word in ("gleif", "wikidata", "akshare", "ops", "lens", "financedatabase", "CC0"):
        assert word in found.stdout
    assert "SCREENING_LENS_TOKEN (set)" in found.stdout
    assert "SCREENING_OPS_KEY (not set)" in found.stdout
    assert "a-secret" not in found.stdout + found.stderr


def test_what_a_source_gives_is_in_the_corpus(tmp_path: Path, service: Service) -> None:
    service.answer = leis
    found = screening("fetch", "gleif", "Sample Gears", data=tmp_path, gleif=service.url)
    assert found.returncode == 0, found.stderr
    assert "2 companies" in found.stdout
    again = screening("fetch", "gleif", "Sample Gears", data=tmp_path, gleif=service.url)
    assert "unchanged" in again.stdout
    assert len(service.asked) == 2


def test_a_refusal_is_one_message_and_stores_nothing(tmp_path: Path, service: Service) -> None:
    def refuse(_: Asked) -> Say:
        return Say({}, 403)

    service.answer = refuse
    found = screening("fetch", "gleif", "Sample Gears", data=tmp_path, gleif=service.url)
    assert found.returncode == 1
    assert "GLEIF refuses the request (403)" in found.stderr
    assert "Traceback" not in found.stderr
    assert not list(tmp_path.glob("downloads/*.jsonl"))
    wrong = screening("fetch", "bloomberg", "x", data=tmp_path)
    assert wrong.returncode == 2
    assert "known: akshare" in wrong.stderr
