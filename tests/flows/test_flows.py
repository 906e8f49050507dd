from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from screening import pipeline
from screening.errors import FileError, InputError, SourceError
from screening.records import Screening
from screening.settings import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def harness() -> Iterator[None]:
    """A Prefect server and database of the tests' own."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


def found(folder: Path, run: str) -> Screening:
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    try:
        return place.ledger.load(run)
    finally:
        place.close()


def answer(screening: Screening) -> dict[str, tuple[float, tuple[str, ...], list[str]]]:
    """What a run says, without ids, which every corpus gives anew."""
    return {
        screening.companies[fit.company_id].name: (
            fit.total,
            fit.covered,
            [e.quote for e in fit.evidence],
        )
        for fit in screening.fits
    }


def test_the_flow_gives_the_answer_of_the_pipeline(shipped_folder: Path, tmp_path: Path) -> None:
    from flows.screen import screen

    place = pipeline.open_workspace(load({"data_dir": shipped_folder}, environ={}))
    plain = pipeline.score(place, pipeline.mandate("robots"))
    place.close()
    first = screen(data_dir=str(tmp_path))
    again = screen(data_dir=str(tmp_path))
    assert first == again
    assert Path(first["workbook"]).is_file()
    assert answer(found(tmp_path, first["run"])) == answer(plain)


def test_one_target_is_scored_from_its_text(shipped_folder: Path) -> None:
    from flows.screen import score_target

    one = score_target(
        text="Sie fertigt Zykloidgetriebe für Roboter.",
        name="Muster",
        country="de",
        data_dir=str(shipped_folder),
    )
    assert one["band"] == "review_likely"
    assert one["evidence"] == ["Sie fertigt Zykloidgetriebe für Roboter."]


def test_a_wrong_file_fails_at_once(tmp_path: Path) -> None:
    from flows.screen import screen

    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    with pytest.raises(FileError, match=r"bad\.csv"):
        screen(files=[str(bad)], data_dir=str(tmp_path / "data"))


def test_a_source_gets_its_key_from_a_secret_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from prefect.blocks.system import Secret

    from flows.screen import screen
    from screening.readers.remote import lens, web

    monkeypatch.setattr(lens, "BASE", "http://127.0.0.1:9")
    monkeypatch.setattr(web, "_TRIES", 1)
    asked = {"lens": ["Sample Gears"]}
    with pytest.raises(InputError, match="SCREENING_LENS_TOKEN"):
        screen(sources=asked, data_dir=str(tmp_path))
    block: Any = Secret(value="a-secret-token")
    block.save("screening-lens-token", overwrite=True)
    with pytest.raises(SourceError, match="The Lens cannot be reached"):
        screen(sources=asked, data_dir=str(tmp_path))
    assert "a-secret-token" not in caplog.text


def test_artifacts_hold_the_shortlist(tmp_path: Path, shipped_folder: Path) -> None:
    from prefect.artifacts import Artifact

    from flows.screen import screen

    screen(data_dir=str(shipped_folder))
    shortlist: Any = Artifact.get("shortlist")
    assert shortlist is not None
    assert "Nissei" in str(shortlist.data)


def test_parameter_forms_are_flat_and_described() -> None:
    from flows.screen import score_target, screen

    for flow in (screen, score_target):
        for name, field in flow.parameters.properties.items():
            assert "anyOf" not in field, name
            assert field.get("description") or field.get("enum"), name


def test_prefect_yaml_names_real_flows_and_real_parameters() -> None:
    entries = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    assert {entry["name"] for entry in entries} == {"nightly", "ad-hoc"}
    for entry in entries:
        file, _, name = entry["entrypoint"].partition(":")
        flow = getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)
        assert set(entry["parameters"]) <= set(flow.parameters.properties)


def test_a_new_data_folder_starts_from_nothing_whatever_was_cached(tmp_path: Path) -> None:
    from flows.screen import screen

    leaders = str(pipeline.reference_files()[0])
    firms = str(pipeline.reference_files()[1])
    overseas = str(pipeline.reference_files()[2])
    for name in ("a", "b"):
        ran = screen(files=[leaders, firms, overseas], data_dir=str(tmp_path / name))
        assert len(found(tmp_path / name, ran["run"]).fits) > 100
