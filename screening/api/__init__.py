"""The API: what the web app shows, for programs. Reads runs, adds verdicts and contacts."""

from screening.api.app import create
from screening.api.guard import Guard

__all__ = ["Guard", "create"]
