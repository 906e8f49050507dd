from pathlib import Path

import pytest

from screening import settings
from screening.errors import SettingsError


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    file = tmp_path / "screening.toml"
    file.write_text('threads = 1\nlanguage = "zh"\nencoder = "a"\n', encoding="utf-8")
    env = {"SCREENING_LANGUAGE": "en", "SCREENING_ENCODER": "b"}
    found = settings.load({"encoder": "c", "language": None}, environ=env, cwd=tmp_path)
    assert (found.threads, found.language, found.encoder) == (1, "en", "c")
    assert found.lock_seconds == 10


def test_data_live_where_the_nearest_word_says(tmp_path: Path) -> None:
    (tmp_path / "screening.toml").write_text('data_dir = "from-file"\n', encoding="utf-8")
    home = {"SCREENING_HOME": "/from/home"}
    assert settings.load({"data_dir": "/flag"}, environ=home, cwd=tmp_path).data_dir == Path(
        "/flag"
    )
    assert settings.load(environ=home, cwd=tmp_path).data_dir == Path("/from/home")
    assert settings.load(environ={}, cwd=tmp_path).data_dir == Path.cwd() / "from-file"
    default = settings.load(environ={}, cwd=tmp_path / "none").data_dir
    assert default.parts[-2:] == ("data", "local")


def test_every_fault_is_named_with_its_source(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('language = "fr"\ncolour = 1\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        settings.load(config=file, environ={"SCREENING_THREADS": "-1"})
    message = str(caught.value)
    assert message.startswith("3 setting(s)")
    for part in (f"language ({file})", f"colour ({file})", "known: ", "threads (environment)"):
        assert part in message


def test_a_settings_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not found"):
        settings.load(config=tmp_path / "none.toml", environ={})
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not a TOML file"):
        settings.load(config=tmp_path / "bad.toml", environ={})
