"""The command line: ``screening``. It acts through pipeline verbs and shows what they give."""

from screening.cli.main import app, main

__all__ = ["app", "main"]
