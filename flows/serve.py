"""Keep a Prefect server and the two deployments running: ``python -m flows.serve``.

Server and runner are processes of their own; one that stops, for whatever reason, is started
again, and schedules go on where they stood. Ctrl-C stops both.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from http import HTTPStatus
from types import FrameType
from typing import Annotated
from urllib.request import urlopen

import typer

from flows import environment

_PATIENCE = 300.0
_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


class _Child:
    """A process that is started again when it ends, more slowly the more often it ends."""

    def __init__(self, name: str, command: Sequence[str], env: dict[str, str]) -> None:
        self._name = name
        self._command = list(command)
        self._env = env
        self._pause = _PAUSE
        self._not_before = 0.0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start it if it is not running."""
        if self._process is not None and self._process.poll() is None:
            if time.monotonic() - self._started > 2 * _LONGEST_PAUSE:
                self._pause = _PAUSE
            return
        now = time.monotonic()
        if self._process is not None:
            print(f"{self._name} ended ({self._process.returncode}); starting it again", flush=True)
            self._process = None
            self._not_before = now + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        if now >= self._not_before:
            self._process = subprocess.Popen(self._command, env=self._env)
            self._started = now

    def stop(self) -> None:
        """End it, gently first."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _wait(server: _Child, url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not _healthy(url):
        if time.monotonic() > until:
            raise SystemExit(f"the Prefect server did not answer at {url} within {_PATIENCE:.0f} s")
        server.keep()
        time.sleep(0.5)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve(
    host: Annotated[str, typer.Option(help="address of the Prefect server")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="its port")] = 4200,
    cron: Annotated[str, typer.Option(help="when the nightly screening runs")] = "0 2 * * *",
    every: Annotated[int, typer.Option(help="run it every so many seconds instead")] = 0,
) -> None:
    """Start a Prefect server and serve the nightly screening and the ad hoc scoring."""
    signal.signal(signal.SIGTERM, _stop)
    url = f"http://{host}:{port}/api"
    env = environment() | {"PREFECT_API_URL": url}
    prefect = [sys.executable, "-m", "prefect", "server", "start", "--host", host]
    server = _Child("server", [*prefect, "--port", str(port)], env)
    runner_command = [sys.executable, "-m", "flows.runner", "--cron", cron, "--every", str(every)]
    runner = _Child("runner", runner_command, env)
    try:
        server.keep()
        _wait(server, url)
        print(f"Prefect runs at http://{host}:{port}; Ctrl-C stops it", flush=True)
        while True:
            server.keep()
            if _healthy(url):
                runner.keep()
            time.sleep(1)
    except KeyboardInterrupt:
        print("stopping", flush=True)
    finally:
        runner.stop()
        server.stop()


if __name__ == "__main__":
    typer.run(serve)
