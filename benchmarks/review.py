"""The review room on forty thousand targets: how quickly it answers, and fifty reviewers at once.

The run is the demo's, its fits copied under other ids with their scores disturbed: right for speed,
meaningless as a shortlist. ``REVIEWERS`` (50) and ``SECONDS`` (60) say how long the load lasts.
Figures go to ``benchmarks/README.md`` by hand, with machine and date.
"""

import asyncio
import functools
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import httpx
import numpy as np
import pandas as pd
import socketio

from screening import pipeline
from screening.pipeline import Ask, Board, Room, Workspace
from screening.records import Fit, Screening
from screening.settings import load

TARGETS = 40_000
REVIEWERS = int(os.environ.get("REVIEWERS", "50"))
SECONDS = int(os.environ.get("SECONDS", "60"))
PASSWORD = "lantern orchard velvet 41"
_START = "from screening.cli import main; main()"


def main() -> None:
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores,"
        f" {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
        large = enlarged(demo(place))
        place.ledger.save(large)
        columns(place, large.run.id)
        let_in(place, large.mandate.name)
        place.close()
        served(Path(folder), large.run.id)


def demo(place: Workspace) -> Screening:
    for path in pipeline.reference_files():
        pipeline.ingest(place, path)
    pipeline.embed(place)
    return pipeline.score(place, pipeline.mandate("robots"))


def enlarged(screening: Screening) -> Screening:
    """The run with ``TARGETS`` fits."""
    draw = random.Random(7)
    fits, companies = [], dict(screening.companies)
    plain = [fit for fit in screening.fits if not fit.lane]
    for number in range(TARGETS):
        fit = plain[number % len(plain)]
        company = f"c_{number:032x}"
        companies[company] = replace(companies[fit.company_id], id=company)
        shown = fit.evidence if number < 200 else ()
        fits.append(disturbed(replace(fit, company_id=company, evidence=shown), draw))
    fits.sort(key=lambda fit: (-fit.total, fit.company_id))
    ranked = tuple(replace(fit, rank=place) for place, fit in enumerate(fits, start=1))
    return replace(
        screening,
        run=replace(screening.run, id="r_large", mandate_hash="large"),
        mandate=replace(screening.mandate, name="Forty thousand"),
        fits=ranked,
        companies=companies,
    )


def disturbed(fit: Fit, draw: random.Random) -> Fit:
    moved = tuple(
        one
        if one.score is None
        else replace(one, score=min(max(one.score * draw.uniform(0.7, 1.1), 0.0), 1.0))
        for one in fit.signals
    )
    return replace(fit, signals=moved, total=fit.total * draw.uniform(0.7, 1.05))


def let_in(place: Workspace, mandate: str) -> None:
    """An account for each reviewer, on the team of the mandate."""
    accounts = pipeline.Accounts(place)
    for name in ("admin", *(f"reviewer {number}" for number in range(REVIEWERS))):
        made, password = accounts.add(name, "admin" if name == "admin" else "reviewer", by="")
        accounts.change_password(made, password, PASSWORD, "")
        accounts.join(mandate, name, by="")


def columns(place: Workspace, run_id: str) -> None:
    room = Room(place)
    board = clock("open the run the first time", lambda: room.board(run_id), 1)
    said = room.said(run_id)
    weights = dict(board.weights)
    clock("sort by a signal", lambda: board.find(Ask(sort="gap_fill", descending=True), said))
    clock("filter by country, band and gap", lambda: board.find(narrow(), said))
    clock("search a name", lambda: board.find(Ask(search="nabtesco"), said))
    clock("what-if: other weights", lambda: board.weigh({**weights, "novelty": 0.3}))
    clock(
        "what-if: other weights and three filters",
        lambda: (board.weigh({**weights, "novelty": 0.3}), board.find(narrow(), said)),
    )
    clock("what-if in pandas, from the stored scores", in_pandas(board))


def narrow() -> Ask:
    return Ask(countries=("JP", "DE"), bands=("near_closed",), gaps=("precision-reducers",))


def in_pandas(board: Board) -> Callable[[], Any]:
    """The same reweighting as an analyst would write it in a notebook."""
    rows = [{one.name: one.score for one in fit.signals} for fit in board.fits]
    frame = pd.DataFrame(rows).astype(float)
    weights = pd.Series({**board.weights, "novelty": 0.3})

    def weigh() -> pd.Series:
        logs = np.log(frame[weights.index].clip(lower=0.01))
        share = frame[weights.index].notna().mul(weights).sum(axis=1)
        return np.exp(logs.mul(weights).sum(axis=1) / share).rank(ascending=False)

    return weigh


def clock(what: str, work: Callable[[], Any], times: int = 20) -> Any:
    found, taken = None, []
    for _ in range(times):
        started = time.perf_counter()
        found = work()
        taken.append(1000 * (time.perf_counter() - started))
    print(f"{what}: median {median(taken):.1f} ms, worst {max(taken):.1f} ms")
    return found


def served(folder: Path, run_id: str) -> None:
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _START, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SCREENING_HOME": str(folder)},
    ) as process:
        assert process.stdout
        url = next(line.split()[-1] for line in process.stdout if line.startswith("review room:"))
        print(f"server answers after {time.perf_counter() - started:.1f} s")
        try:
            asked(url, run_id)
            asyncio.run(loaded(url, run_id, process.pid))
        finally:
            process.terminate()


def asked(url: str, run_id: str) -> None:
    with httpx.Client(base_url=url, headers={"origin": url}, timeout=60, trust_env=False) as one:
        given = {"name": "reviewer 0", "password": PASSWORD}
        clock("sign in", lambda: one.post("/login", data=given), 5)
        page, api = f"/runs/{run_id}", f"/api/v1/runs/{run_id}"
        clock("open the shortlist for the first time", lambda: one.get(page), 1)
        clock("open it again", lambda: one.get(page).raise_for_status())
        clock("API: a page of fits", lambda: one.get(f"{api}/fits?country=DE").raise_for_status())
        text = "We make strain wave gears and servo drives for robot joints. " * 5
        body = {"name": "robots", "text": text, "country": "DE"}
        score = functools.partial(one.post, "/api/v1/score", json=body)
        clock("API: score one target, the first time", score, 1)
        clock("API: score one target", lambda: score().raise_for_status())


@dataclass
class Reviewer:
    """A reviewer, signed in, with the shortlist open, as the browser speaks to the server."""

    url: str
    run_id: str
    seen: dict[str, float] = field(default_factory=dict)
    next_message: int = 0

    async def open(self, name: str) -> None:
        jar = aiohttp.CookieJar(unsafe=True)  # the server is an address, not a name
        self.http = aiohttp.ClientSession(cookie_jar=jar, headers={"origin": self.url})
        given = {"name": name, "password": PASSWORD}
        async with self.http.post(f"{self.url}/login", data=given) as answer:
            assert answer.ok
        async with self.http.get(f"{self.url}/runs/{self.run_id}") as answer:
            page = await answer.text()
        found = re.search(r"client_id\W+([0-9a-f-]{36})", page)
        assert found
        self.client = found[1]
        self.socket = socketio.AsyncClient(http_session=self.http)
        self.socket.on("*", self._heard)
        query = f"client_id={self.client}&tab_id=t{id(self)}&document_id=d{id(self)}"
        await self.socket.connect(
            f"{self.url}?{query}&next_message_id=0&implicit_handshake=true",
            socketio_path="/_nicegui_ws/socket.io",
            transports=["websocket"],
        )
        self.confirming = asyncio.create_task(self._confirm())

    async def _heard(self, _event: str, data: Any) -> None:
        now = time.perf_counter()
        if isinstance(data, dict):
            self.next_message = max(self.next_message, data.get("_id", -1) + 1)
        for mark in re.findall(r"said-\d+", json.dumps(data)):
            self.seen.setdefault(mark, now)

    async def _confirm(self) -> None:
        """As the page does: every three seconds, so that the server forgets what has arrived."""
        while True:
            await asyncio.sleep(3)
            given = {"client_id": self.client, "next_message_id": self.next_message}
            await self.socket.emit("ack", given)

    async def judge(self, company: str, mark: str) -> None:
        body = {"judgement": "unsure", "reason": mark}
        path = f"{self.url}/api/v1/runs/{self.run_id}/fits/{company}/verdicts"
        async with self.http.post(path, json=body) as answer:
            assert answer.status == 201, await answer.text()

    async def close(self) -> None:
        self.confirming.cancel()
        await self.socket.disconnect()
        await self.http.close()


async def loaded(url: str, run_id: str, pid: int) -> None:
    """One verdict after another on the first lines, which every open list shows."""
    alone = await rounds(url, run_id, pid, reviewers=1, seconds=10, start=0)
    print(f"one reviewer: verdict to last table update p95 {p95(alone):.0f} ms")
    found = await rounds(url, run_id, pid, reviewers=REVIEWERS, seconds=SECONDS, start=100_000)
    print(
        f"{REVIEWERS} reviewers, {SECONDS} s: {len(found)} verdicts, to the last table update"
        f" median {median(found):.0f} ms, p95 {p95(found):.0f} ms, worst {max(found):.0f} ms"
    )
    one = Reviewer(url, run_id)
    await one.open("reviewer 0")
    async with one.http.get(f"{url}/api/v1/runs/{run_id}/verdicts") as answer:
        told = await answer.json()
    await one.close()
    print(f"stored {len(told)} of {len(alone) + len(found)} verdicts")


async def rounds(
    url: str,
    run_id: str,
    pid: int,
    *,
    reviewers: int,
    seconds: int,
    start: int,
) -> list[float]:
    everyone = [Reviewer(url, run_id) for _ in range(reviewers)]
    held = [memory(pid)]
    for number, one in enumerate(everyone):
        await one.open(f"reviewer {number}")
    ids = await first(everyone[0])
    taken, number, began = [], start, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        if passed >= (len(held) - 1) * seconds / 10:
            held.append(memory(pid))
        number += 1
        mark, who = f"said-{number}", everyone[number % reviewers]
        started = time.perf_counter()
        await who.judge(ids[number % len(ids)], mark)
        while not all(mark in one.seen for one in everyone):
            await asyncio.sleep(0.002)
            assert time.perf_counter() - started < 30, "an update was lost"
        taken.append(1000 * (max(one.seen[mark] for one in everyone) - started))
        await asyncio.sleep(0.2)
    print(f"memory before, then ten times along the way, MB: {[*held, memory(pid)]}")
    for one in everyone:
        await one.close()
    return taken


async def first(one: Reviewer) -> list[str]:
    """The ids of the first companies of the run."""
    async with one.http.get(f"{one.url}/api/v1/runs/{one.run_id}/fits?limit=20") as answer:
        return [line["company_id"] for line in (await answer.json())["items"]]


def p95(taken: list[float]) -> float:
    return float(np.percentile(taken, 95))


def memory(pid: int) -> int:
    """Megabytes that the server holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1024


if __name__ == "__main__":
    main()
