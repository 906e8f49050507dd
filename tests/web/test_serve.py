"""The server answers on this machine alone, and says what is wrong before it starts."""

import http.client
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Server


def serve(*args: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from screening.cli import main; main()", "serve", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "SCREENING_HOME": str(home)},
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.com"])
def test_without_accounts_nobody_else_is_let_in(reviewed: tuple[Path, str], host: str) -> None:
    found = serve("--host", host, home=reviewed[0])
    assert found.returncode == 2
    assert host in found.stderr
    assert "127.0.0.1" in found.stderr


def test_a_port_that_is_taken_is_named(reviewed: tuple[Path, str], server: Server) -> None:
    port = urlsplit(server.url).port
    found = serve("--port", str(port), home=reviewed[0])
    assert found.returncode == 1
    assert f"port {port}" in found.stderr
    assert "--port" in found.stderr


def test_what_it_keeps_is_readable_by_its_owner_alone(server: Server) -> None:
    secret = server.folder / "web" / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_text()) >= 32
    assert json.loads((server.folder / "server.json").read_text())["url"] == server.url


def ask(server: Server, path: str, **headers: str) -> http.client.HTTPResponse:
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def test_pages_are_guarded_like_the_api(server: Server) -> None:
    for path in ("/", "/score", "/api/v1/runs"):
        found = ask(server, path)
        assert found.status == 200
        assert "frame-ancestors 'none'" in str(found.headers["content-security-policy"])
        assert found.headers["x-content-type-options"] == "nosniff"
        assert ask(server, path, Host="evil.example").status == 421
    cookie = str(ask(server, "/").headers["set-cookie"]).lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_web_socket_of_another_origin_is_refused(server: Server) -> None:
    place = urlsplit(server.url)
    for origin, welcome in ((server.url, True), ("http://evil.example", False)):
        with socket.create_connection((str(place.hostname), int(place.port or 0)), 30) as line:
            line.sendall(
                (
                    "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                    f"Host: {place.netloc}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                ).encode()
            )
            status = line.recv(64).split(b"\r\n")[0]
        assert (b"101" in status) is welcome


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/static/../../etc/passwd", "/_nicegui/../../etc/passwd"]
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    found = ask(server, path)
    assert b"root:" not in found.read()


def score(home: Path, tmp_path: Path, text: str) -> subprocess.CompletedProcess[str]:
    told = tmp_path / "told.txt"
    told.write_text(text, encoding="utf-8")
    command = ["score", "robots", "--text", str(told), "--name", "A GmbH", "--country", "DE"]
    return subprocess.run(
        [sys.executable, "-c", "from screening.cli import main; main()", *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCREENING_HOME": str(home)},
    )


def test_the_command_line_asks_a_running_server_and_gets_what_it_would_find_itself(
    server: Server, tmp_path: Path
) -> None:
    text = "We make strain wave gears and servo drives for robot joints."
    through = score(server.folder, tmp_path, text)
    note = server.folder / "server.json"
    kept = note.read_text()
    note.write_text(kept.replace(server.url, "http://127.0.0.1:9"))
    try:
        alone = score(server.folder, tmp_path, text)
    finally:
        note.write_text(kept)
    assert through.returncode == alone.returncode == 0
    assert through.stdout == alone.stdout
    assert "profile" not in through.stderr
    assert "profile" in alone.stderr
    refused = score(server.folder, tmp_path, "We lack precision reducers.")
    assert refused.returncode == 2
    assert "lacks" in refused.stderr
