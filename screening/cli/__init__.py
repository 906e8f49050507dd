"""The command line: ``screening``. It acts through pipeline verbs and shows what they give."""


def main() -> None:
    """The entry point of the command ``screening``; Ctrl-C ends it quietly, while loading too."""
    try:
        from screening.cli.main import app
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    app()


__all__ = ["main"]
