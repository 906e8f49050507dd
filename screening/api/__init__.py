"""The API: what the web app shows, for programs. Reads runs, adds verdicts and contacts."""

from screening.api.app import create
from screening.api.gate import LOGIN, LOGOUT, PASSWORD, Gate, cookie_name
from screening.api.guard import Guard

__all__ = ["LOGIN", "LOGOUT", "PASSWORD", "Gate", "Guard", "cookie_name", "create"]
