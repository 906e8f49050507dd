"""What every test relies on: nobody's settings or data, no network, no luck."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

for _name in [name for name in os.environ if name.startswith(("SCREENING_", "PREFECT_"))]:
    del os.environ[_name]
_HOME = tempfile.mkdtemp(prefix="screening-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ |= {
    "SCREENING_HOME": _HOME,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
}

# The machine's speed decides nothing, and the same examples are tried every time.
settings.register_profile("screening", deadline=None, derandomize=True)
settings.load_profile("screening")


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped reference data ingested and embedded."""
    folder = tmp_path_factory.mktemp("shipped")
    from screening import pipeline
    from screening.settings import load

    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    for path in pipeline.reference_files():
        pipeline.ingest(place, path)
    pipeline.embed(place)
    place.close()
    return folder
