"""The two encoders whose weights ship in packages, loaded once, with the network shut."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from screening import embedding

PACKAGED = ("use-multilingual-v3", "minilm-l6-v2")


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("network shut by the test")


@contextmanager
def _shut() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(socket, "getaddrinfo", _refuse)
        yield


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Only as long as a test of this folder runs: others speak to servers of their own."""
    with _shut():
        yield


@pytest.fixture(scope="session")
def loaded() -> dict[str, embedding.SentenceEncoder]:
    with _shut():
        return {name: embedding.load(name, threads=2) for name in PACKAGED}


@pytest.fixture(params=PACKAGED)
def encoder(
    request: pytest.FixtureRequest, loaded: dict[str, embedding.SentenceEncoder]
) -> embedding.SentenceEncoder:
    found: embedding.SentenceEncoder = loaded[request.param]
    return found


@pytest.fixture
def universal(loaded: dict[str, embedding.SentenceEncoder]) -> embedding.SentenceEncoder:
    return loaded["use-multilingual-v3"]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """75 texts of 3 to 250 characters, in the languages that matter here, none twice."""
    seeds = (
        "谐波减速器是工业机器人关节的核心部件。",
        "The company makes strain wave gears for the joints of industrial robots. ",
        "Das Unternehmen baut Servoantriebe, Steuerungen und Greifer für Roboter. ",
        "産業用ロボットの関節に使われる精密減速機を製造しています。",
        "Azienda italiana di visione artificiale e sensori di forza. ",
    )
    lengths = (3, 10, 30, 80, 250)
    return [
        f"{number} {(seed[number:] * 60)[:length]}"
        for number in range(3)
        for seed in seeds
        for length in lengths
    ]
