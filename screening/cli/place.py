"""The global options, and the workspace that they name."""

from pathlib import Path
from typing import Any

import typer

from screening import pipeline, settings


class Flags:
    """The global options, kept for the command that follows them."""

    def __init__(self) -> None:
        self.config: Path | None = None
        self.given: dict[str, Any] = {}

    def settings(self) -> settings.Settings:
        """The settings in force."""
        return settings.load(self.given, config=self.config)


def workspace(context: typer.Context) -> pipeline.Workspace:
    """The workspace that the global options name; closed when the command ends."""
    opened = pipeline.open_workspace(context.obj.settings())
    context.call_on_close(opened.close)
    return opened
