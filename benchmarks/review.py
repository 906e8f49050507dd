"""The review room on forty thousand targets: how quickly it answers, and fifty reviewers at once.

The run is the demo's, its fits copied under other ids with their scores disturbed: right for speed,
meaningless as a shortlist. ``REVIEWERS`` (50) and ``SECONDS`` (60) say how long the load lasts.
Figures go to ``benchmarks/README.md`` by hand, with machine and date.
"""

import asyncio
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
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


def columns(place: Workspace, run_id: str) -> None:
    room = Room(place)
    board = clock("open the run the first time", lambda: room.board(run_id), 1)
    said = room.said(run_id)
    weights = dict(board.weights)
    clock("sort by a signal", lambda: board.find(Ask(sort="gap_fill", descending=True), said))
    clock("filter by country, band and gap", lambda: board.find(narrow(), said))
    clock("search a name", lambda: board.find(Ask(search="nabtesco"), said))
    clock("what-if: other weights", lambda: board.weigh({**weights, "novelty": 0.3}))
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
    page = f"{url}/runs/{run_id}"
    clock("open the shortlist for the first time", lambda: get(page), 1)
    clock("open it again", lambda: get(page))
    clock("API: a page of fits", lambda: get(f"{url}/api/v1/runs/{run_id}/fits?country=DE"))
    text = "We make strain wave gears and servo drives for robot joints. " * 5
    body = {"name": "robots", "text": text, "country": "DE"}
    clock("API: score one target, the first time", lambda: post(f"{url}/api/v1/score", body), 1)
    clock("API: score one target", lambda: post(f"{url}/api/v1/score", body))


def get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return bytes(answer.read())


def post(url: str, body: Any) -> bytes:
    asked_ = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked_) as answer:
        return bytes(answer.read())


@dataclass
class Reviewer:
    """A reviewer with the shortlist open, as the browser speaks to the server."""

    url: str
    run_id: str
    seen: dict[str, float] = field(default_factory=dict)

    async def open(self, session: aiohttp.ClientSession) -> None:
        async with session.get(f"{self.url}/runs/{self.run_id}") as answer:
            page = await answer.text()
        found = re.search(r"client_id\W+([0-9a-f-]{36})", page)
        assert found
        self.socket = socketio.AsyncClient()
        self.socket.on("*", self._heard)
        query = f"client_id={found[1]}&tab_id=t{id(self)}&document_id=d{id(self)}"
        await self.socket.connect(
            f"{self.url}?{query}&next_message_id=0&implicit_handshake=true",
            socketio_path="/_nicegui_ws/socket.io",
            transports=["websocket"],
        )

    async def _heard(self, event: str, data: Any) -> None:
        now = time.perf_counter()
        for mark in re.findall(r"said-\d+", json.dumps(data)):
            self.seen.setdefault(mark, now)


async def loaded(url: str, run_id: str, pid: int) -> None:
    """One verdict after another on the first line, which every open list shows."""
    async with aiohttp.ClientSession() as session:
        first = await (await session.get(f"{url}/api/v1/runs/{run_id}/fits?limit=20")).json()
        ids = [one["company_id"] for one in first["items"]]
        alone = await rounds(url, run_id, session, ids, reviewers=1, seconds=10, start=0)
        print(f"one reviewer: verdict to last table update p95 {p95(alone):.0f} ms")
        before = memory(pid)
        warm = await rounds(
            url, run_id, session, ids, reviewers=REVIEWERS, seconds=SECONDS // 5, start=50_000
        )
        opened = memory(pid)
        found = await rounds(
            url, run_id, session, ids, reviewers=REVIEWERS, seconds=SECONDS, start=100_000
        )
        print(
            f"{REVIEWERS} reviewers, {SECONDS} s: {len(found)} verdicts, to the last table update"
            f" median {median(found):.0f} ms, p95 {p95(found):.0f} ms, worst {max(found):.0f} ms;"
            f" memory {before} MB alone, {opened} MB after a first {REVIEWERS} for a fifth of"
            f" the time, {memory(pid)} MB at the end"
        )
        told = await (await session.get(f"{url}/api/v1/runs/{run_id}/verdicts")).json()
        print(f"stored {len(told)} of {len(alone) + len(warm) + len(found)} verdicts")


async def rounds(
    url: str,
    run_id: str,
    session: aiohttp.ClientSession,
    ids: list[str],
    *,
    reviewers: int,
    seconds: int,
    start: int,
) -> list[float]:
    everyone = [Reviewer(url, run_id) for _ in range(reviewers)]
    for one in everyone:
        await one.open(session)
    taken, number, until = [], start, time.perf_counter() + seconds
    while time.perf_counter() < until:
        number += 1
        mark = f"said-{number}"
        body = {"judgement": "unsure", "reason": "load", "author": mark}
        started = time.perf_counter()
        path = f"{url}/api/v1/runs/{run_id}/fits/{ids[number % len(ids)]}/verdicts"
        async with session.post(path, json=body) as answer:
            assert answer.status == 201, await answer.text()
        while not all(mark in one.seen for one in everyone):
            await asyncio.sleep(0.002)
            assert time.perf_counter() - started < 30, "an update was lost"
        taken.append(1000 * (max(one.seen[mark] for one in everyone) - started))
        await asyncio.sleep(0.2)
    for one in everyone:
        await one.socket.disconnect()
    return taken


def p95(taken: list[float]) -> float:
    return float(np.percentile(taken, 95))


def memory(pid: int) -> int:
    """Megabytes that the server holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1024


if __name__ == "__main__":
    main()
