"""Settings: flag, then ``SCREENING_*`` environment, then TOML file, then default.

The file is ``--config``, else ``SCREENING_CONFIG``, else ``screening.toml`` in the working
folder, else in the user's configuration folder. Data live in ``--data-dir``, else
``SCREENING_HOME``, else ``data_dir`` of the file, else ``data/local`` of a checkout, else the
user's data folder.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from screening import assets
from screening.errors import SettingsError

PREFIX = "SCREENING_"
_NOT_SETTINGS = {"SCREENING_HOME", "SCREENING_CONFIG"}
_KEYS = ("ops_key", "ops_secret", "lens_token")
_SECRETS = ("token", *_KEYS)


class Settings(BaseModel):
    """All settings, validated. Unknown names are faults, so that a typing error is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(description="where corpus, ledger, caches and workbooks live")
    encoder: str = Field("use-multilingual-v3", description="an id of models/registry.toml")
    encoder_folder: Path | None = Field(None, description="a local copy of a hub encoder")
    ledger_url: str = Field("", description="SQLAlchemy URL; default: SQLite in data_dir")
    corpus_uri: str = Field("", description="Lance folder or URI; default: data_dir/corpus")
    language: Literal["en", "zh"] = Field("en", description="language of what is printed")
    threads: int = Field(0, ge=0, le=256, description="CPU threads for the encoder; 0: all")
    lock_seconds: float = Field(10.0, ge=0, description="how long to wait for another writer")
    ops_key: SecretStr = Field(SecretStr(""), description="your key for EPO OPS")
    ops_secret: SecretStr = Field(SecretStr(""), description="the secret that belongs to it")
    lens_token: SecretStr = Field(SecretStr(""), description="your token for the Lens API")
    token: SecretStr = Field(SecretStr(""), description="your token for a review room that runs")

    @property
    def ledger(self) -> str:
        """The ledger's SQLAlchemy URL."""
        return self.ledger_url or f"sqlite:///{self.data_dir / 'ledger.db'}"

    @property
    def keys(self) -> dict[str, str]:
        """The user's own keys for online sources, in plain text: never print them."""
        given = {name: getattr(self, name) for name in _KEYS}
        return {name: value.get_secret_value().strip() for name, value in given.items()}

    @property
    def corpus(self) -> str:
        """The corpus's folder or URI."""
        return self.corpus_uri or str(self.data_dir / "corpus")


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Settings:
    """The settings in force; flags that are None do not count.

    Raises SettingsError with every fault, each with its source and the remedy.
    """
    env = os.environ if environ is None else environ
    file = _find(config, env, cwd or Path.cwd())
    given: dict[str, Any] = {}
    came_from: dict[str, str] = {}
    for source, values in (
        (str(file), _read(file)),
        ("environment", _from_environment(env)),
        ("flag", {k: v for k, v in (flags or {}).items() if v is not None}),
    ):
        given |= values
        came_from |= dict.fromkeys(values, source)
    given.setdefault("data_dir", _default_data_dir())
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(_faults(error, came_from)) from None
    return settings.model_copy(update={"data_dir": settings.data_dir.expanduser().absolute()})


def _find(config: Path | None, env: Mapping[str, str], cwd: Path) -> Path | None:
    named = config or (Path(env["SCREENING_CONFIG"]) if env.get("SCREENING_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"settings file not found: {named}")
        return named
    places = (cwd, Path(platformdirs.user_config_dir("screening")))
    return next((p / "screening.toml" for p in places if (p / "screening.toml").is_file()), None)


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not a TOML file in UTF-8: {error}") from None


def _from_environment(env: Mapping[str, str]) -> dict[str, str]:
    found = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in env.items()
        if name.startswith(PREFIX) and name not in _NOT_SETTINGS and value
    }
    if env.get("SCREENING_HOME"):
        found["data_dir"] = env["SCREENING_HOME"]
    return found


def _default_data_dir() -> Path:
    root = assets.checkout()
    return root / "data" / "local" if root else Path(platformdirs.user_data_dir("screening"))


def _faults(error: ValidationError, came_from: Mapping[str, str]) -> str:
    lines = []
    for fault in error.errors():
        name = str(fault["loc"][0])
        if fault["type"] == "extra_forbidden":
            text = f"unknown setting; known: {', '.join(sorted(Settings.model_fields))}"
        else:
            given = "a secret" if name in _SECRETS else repr(fault["input"])
            text = f"{fault['msg']} (given: {given})"
        lines.append(f"  {name} ({came_from.get(name, 'default')}): {text}")
    return f"{len(lines)} setting(s) are wrong:\n" + "\n".join(lines)
