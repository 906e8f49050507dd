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
    assert "Errno" not in found.stderr


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


@pytest.fixture(scope="module")
def accounts_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an admin and nothing else."""
    from screening import pipeline, settings

    folder = tmp_path_factory.mktemp("accounts")
    place = pipeline.open_workspace(settings.load({"data_dir": folder}, environ={}))
    pipeline.Accounts(place).add("Chen Jing", "admin", by="shell")
    place.close()
    return folder


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--host", "0.0.0.0"), "in the clear"),
        (("--host", "192.168.1.7", "--name", "review.example.cn"), "in the clear"),
        (("--certificate", "none.pem"), "--key"),
        (("--certificate", "none.pem", "--key", "none.pem"), "none.pem"),
        (("--host", "review.example.cn"), "--name"),
    ],
)
def test_accounts_alone_do_not_open_the_network(
    accounts_only: Path, args: tuple[str, ...], said: str
) -> None:
    found = serve(*args, home=accounts_only)
    assert found.returncode == 2
    assert said in found.stderr


def test_it_answers_under_tls(accounts_only: Path, tmp_path: Path) -> None:
    import ssl

    certificate, key = self_signed(tmp_path, "review.example.cn")
    names = ["--certificate", str(certificate), "--key", str(key), "--name", "review.example.cn"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from screening.cli import main; main()",
            "serve",
            "--port",
            "0",
            *names,
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SCREENING_HOME": str(accounts_only)},
    )
    assert process.stdout
    try:
        told = next(line for line in process.stdout if line.startswith("review room:"))
        port = urlsplit(told.split()[-1]).port
        assert told.split()[-1] == f"https://review.example.cn:{port}"
        trust = ssl.create_default_context(cafile=str(certificate))
        raw = socket.create_connection(("127.0.0.1", int(port or 0)), 30)
        with trust.wrap_socket(raw, server_hostname="review.example.cn") as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: review.example.cn\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: line.recv(65536), b"")).lower()
        assert b" 303 " in answer.split(b"\r\n")[0]
        assert b"location: /login" in answer
        assert b"strict-transport-security" in answer
    finally:
        process.terminate()
        assert process.wait(30) is not None
        process.stdout.close()


def self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name and its key, good for an hour."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
