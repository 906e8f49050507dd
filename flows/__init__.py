"""Thin Prefect: a task is one call of one pipeline verb.

Importing this package points Prefect at a home of the project's own and gives its first start
more time, unless the environment says otherwise.
"""

import os

from screening import settings
from screening.errors import SettingsError


def environment() -> dict[str, str]:
    """The process environment with this project's Prefect defaults filled in."""
    home = settings.load().data_dir / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "screening",
        "DO_NOT_TRACK": "1",
    }
    return defaults | dict(os.environ)


try:
    os.environ.update(environment())
except SettingsError as error:
    raise SystemExit(f"error: {error}") from None
