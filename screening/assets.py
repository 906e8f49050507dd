"""Where the shipped files are: reference data, samples and models. Nothing else looks for them.

In a checkout they stand beside the package; in a wheel they are carried inside it, under
``screening/_shipped``.
"""

import hashlib
from functools import cache
from pathlib import Path

from screening import __version__
from screening.errors import ScreeningError

_PACKAGE = Path(__file__).resolve().parent


@cache
def code_version() -> str:
    """The version and a hash over the package's own source: what a Run names as its code."""
    total = hashlib.sha256()
    for file in sorted(_PACKAGE.rglob("*")):
        if file.suffix in (".py", ".toml") and "_shipped" not in file.parts:
            total.update(f"{file.relative_to(_PACKAGE)}\n".encode())
            total.update(file.read_bytes())
    return f"{__version__}+{total.hexdigest()[:8]}"


def checkout() -> Path | None:
    """The root of the source checkout that this package runs from, or None when installed."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() else None


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``shipped("data", "reference")``.

    Raises ScreeningError where it is missing, which means a damaged installation.
    """
    root = checkout() or _PACKAGE / "_shipped"
    path = root.joinpath(*parts)
    if not path.exists():
        raise ScreeningError(
            f"shipped file missing: {'/'.join(parts)} (looked in {root}); reinstall the package"
        )
    return path
