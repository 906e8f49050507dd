"""Ask a review room that runs on the same data: its encoder is loaded already."""

import json
import os
from pathlib import Path

import httpx
from pydantic import TypeAdapter, ValidationError

from screening import assets
from screening.errors import InputError
from screening.pipeline import Scored, Workspace
from screening.records import Company

_PATIENCE = httpx.Timeout(60.0, connect=1.0)


def score(workspace: Workspace, mandate: Path, company: Company, text: str) -> Scored | None:
    """A target scored by the server of this data folder; None where none answers as this would.

    ``mandate`` is a file, or the name of a sample or a field. Raises InputError where the server
    refuses what was asked. Where there are accounts, it needs the setting ``token``.
    """
    url = _server(workspace)
    if url is None:
        return None
    body = {"text": text, "target": company.name, "country": company.country}
    if mandate.is_file():
        body["toml"] = mandate.read_text(encoding="utf-8-sig")
    else:
        body["name"] = str(mandate)
    token = workspace.settings.token.get_secret_value()
    headers = {"authorization": f"Bearer {token}"} if token else {}
    address = f"{url}/api/v1/score"
    try:
        answer = httpx.post(address, json=body, headers=headers, timeout=_PATIENCE, trust_env=False)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise InputError(answer.json()["error"])
        answer.raise_for_status()
        return TypeAdapter(Scored).validate_json(answer.content)
    except (httpx.HTTPError, ValidationError, ValueError, KeyError):
        return None


def _server(workspace: Workspace) -> str | None:
    """The address of a server on this data folder with the same code and encoder."""
    try:
        note = json.loads((workspace.settings.data_dir / "server.json").read_text("utf-8"))
        same = note["code"] == assets.code_version() and note["encoder"] == workspace.encoder_key
        os.kill(int(note["pid"]), 0)  # one that was killed left its note behind
        return str(note["url"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
