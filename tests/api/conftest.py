"""The API on a folder of its own with one run."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from screening import api, pipeline
from screening.records import Account
from screening.settings import load

MANDATE = "Asked by programs"


@pytest.fixture(scope="module")
def room(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pipeline.Room]:
    folder = tmp_path_factory.mktemp("api") / "data"
    shutil.copytree(shipped_folder, folder)
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    pipeline.score(place, replace(pipeline.mandate("robots"), name=MANDATE))
    yield pipeline.Room(place)
    place.close()


@pytest.fixture(scope="module")
def app(room: pipeline.Room) -> Iterator[Any]:
    jobs, accounts = pipeline.Jobs(room.workspace), pipeline.Accounts(room.workspace)

    def desk(account: Account, address: str) -> pipeline.Desk:
        return pipeline.Desk(room, jobs, accounts, account, address)

    yield api.Guard(api.Gate(api.create(), accounts, desk, "owner"), {"testserver"})
    jobs.close()


@pytest.fixture
def client(app: Any) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def run(client: TestClient) -> str:
    every = {one["name"]: one["newest"] for one in client.get("/api/v1/mandates").json()}
    return str(every[MANDATE])
