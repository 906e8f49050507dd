import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 420


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def completed(url: str) -> list[dict[str, Any]]:
    """The completed runs of the server, or none while it does not answer."""
    query = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
    data = json.dumps(query).encode()
    request = Request(f"{url}/flow_runs/filter", data, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=10) as answer:
            return list(json.load(answer))
    except OSError:
        return []


def wait(what: str, found: Callable[[], Any], log: Path) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if result := found():
            return result
        time.sleep(1)
    pytest.fail(f"{what} did not come within {PATIENCE} s\n{log.read_text('utf-8')[-4000:]}")


def server_process(port: int) -> int | None:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"prefect" in words and b"server" in words and str(port).encode() in words:
            return int(entry.name)
    return None


def test_schedules_outlive_a_killed_server(shipped_folder: Path, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    log = tmp_path / "log"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    env |= {"SCREENING_HOME": str(shipped_folder), "PREFECT_HOME": str(tmp_path / "prefect")}
    env |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "flows.serve", "--port", str(port), "--every", "15"]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        first = wait("a scheduled run", lambda: completed(url), log)
        assert {run["state_type"] for run in first} == {"COMPLETED"}
        victim = server_process(port)
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        known = {run["id"] for run in first}
        killed = time.time()

        def later() -> list[dict[str, Any]]:
            return [
                run
                for run in completed(url)
                if run["id"] not in known
                and run["state_type"] == "COMPLETED"
                and time.mktime(time.strptime(run["start_time"][:19], "%Y-%m-%dT%H:%M:%S"))
                - time.timezone
                > killed
            ]

        assert wait("a scheduled run after the kill", later, log)
        assert server_process(port) not in (None, victim)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert server_process(port) is None
    assert process.returncode == 0
