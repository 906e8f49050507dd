"""Photograph every page of the review room in English and Chinese: ``make screens``.

It works on data of its own: the shipped companies screened in every field, two runs of the robot
mandate, and verdicts of two reviewers who disagree.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from screening import pipeline
from screening.pipeline import Workspace
from screening.settings import load

HERE = Path(__file__).parent
PAGES = {
    "runs": "/",
    "list": "/runs/{run}?at={ids[1]}",
    "target": "/runs/{run}/targets/{ids[1]}",
    "compare": "/runs/{run}/compare?c={ids[0]}&c={ids[1]}&c={ids[2]}",
    "gaps": "/runs/{run}/gaps",
    "weights": "/runs/{run}/weights",
    "changes": "/runs/{run}/changes",
    "excluded": "/runs/{run}/excluded",
    "map": "/map",
    "mandates": "/mandates",
    "match": "/match?target={ids[7]}",
    "score": "/score",
    "quality": "/quality",
    "jobs": "/jobs",
}
OFFICE = {
    "account": "/account",
    "people": "/people",
    "log": "/log",
    "insiders": "/log/insiders?mandate={mandate}",
}
PASSWORD = "lantern orchard velvet 41"
_TEXT = "We make strain wave gears and servo drives for the joints of industrial robots."


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
        run, ids = filled(place)
        place.close()
        with subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from screening.cli import main; main()",
                "serve",
                "--port",
                "0",
            ],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SCREENING_HOME": folder, "USER": "Li Na", "LOGNAME": "Li Na"},
        ) as server:
            assert server.stdout
            told = next(line for line in server.stdout if line.startswith("review room:"))
            try:
                url = told.split()[-1]
                photographed(url, run, ids)
                office(url, let_in(folder), run)
            finally:
                server.terminate()


def filled(place: Workspace) -> tuple[str, list[str]]:
    """The newest run and its companies, best first."""
    for path in pipeline.reference_files():
        pipeline.ingest(place, path)
    pipeline.embed(place)
    mandate = pipeline.mandate("robots")
    smaller = replace(mandate, filters=replace(mandate.filters, max_employees=5_000))
    pipeline.score(place, replace(smaller, weights={}))
    for one in pipeline.fields():
        if one.field.scope == "screen":
            pipeline.score(place, pipeline.mandate(one.field.id))
    found = pipeline.score(place, mandate)
    run, ids = found.run.id, [fit.company_id for fit in found.fits]
    for author, company, judgement, reason in (
        (
            "Li Na",
            ids[1],
            "pursue",
            "Fills the drive and controller gap; the group may sell a unit.",
        ),
        ("Wang Wei", ids[1], "hold", "Wait for the seat's review practice of this year."),
        ("Li Na", ids[2], "pursue", "Family firm, succession open."),
        ("Li Na", ids[5], "reject", "Core business of its group."),
    ):
        pipeline.judge(place, company, judgement, reason=reason, author=author, run_id=run)
    pipeline.contact(
        place, ids[2], "approached", author="Li Na", route="adviser", language="it", run_id=run
    )
    return run, ids


def let_in(folder: str) -> str:
    """Make the room a team's; gives back the mandate that it works on."""
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    accounts, mandate = pipeline.Accounts(place), pipeline.mandate("robots").name
    roles = {"Chen Jing": "admin", "Li Na": "lead", "Wang Wei": "reviewer", "Zhou Min": "viewer"}
    for name, role in roles.items():
        made, first = accounts.add(name, role, by="Chen Jing")
        if name != "Zhou Min":
            accounts.change_password(made, first, PASSWORD, "192.0.2.7")
        accounts.join(mandate, name, by="Chen Jing")
    place.close()
    return mandate


def office(url: str, mandate: str, run: str) -> None:
    """The door, and the pages behind it that only a room with accounts has."""
    with chromium() as browser:
        for language, locale in (("en", "en-GB"), ("zh", "zh-CN")):
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale=locale)
            page.goto(url)
            page.screenshot(path=HERE / f"login-{language}.png")
            page.locator("[name=name]").fill("Chen Jing")
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("button").click()
            page.locator(".page h1").first.wait_for()
            if language == "zh":
                page.get_by_role("button", name="Switch to Chinese").click()
                page.get_by_role("link", name="国别图谱").wait_for()
            page.goto(f"{url}/runs/{run}")
            page.locator(".grid tbody tr").first.wait_for()
            for name, path in OFFICE.items():
                page.goto(url + path.format(mandate=quote(mandate)))
                page.locator(".page h1").first.wait_for()
                page.wait_for_timeout(700)
                page.screenshot(path=HERE / f"{name}-{language}.png")
            page.goto(f"{url}/password")
            page.screenshot(path=HERE / f"password-{language}.png")


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def photographed(url: str, run: str, ids: list[str]) -> None:
    with chromium() as browser:
        for language in ("en", "zh"):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(url)
            if language == "zh":
                page.get_by_role("button", name="Switch to Chinese").click()
                page.get_by_role("link", name="国别图谱").wait_for()
            for name, path in PAGES.items():
                page.goto(url + path.format(run=run, ids=ids))
                page.locator(".page h1").first.wait_for()
                if name == "score":
                    scored(page)
                if name == "mandates":
                    page.locator(".card .q-btn").first.click()
                    page.locator(".split table").wait_for(timeout=60_000)
                page.wait_for_timeout(700)
                page.screenshot(path=HERE / f"{name}-{language}.png")


def scored(page: Any) -> None:
    page.locator("textarea").fill(_TEXT)
    page.locator(".form > .q-btn").last.click()
    page.locator(".bar").first.wait_for(timeout=60_000)


if __name__ == "__main__":
    main()
