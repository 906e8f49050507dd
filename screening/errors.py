"""Everything that can go wrong, in one family.

::

    ScreeningError              anything this package raises on purpose; exit code 1
    ├── InputError              what the user gave is wrong; exit code 2
    │   ├── FileError           a file that cannot be read at all
    │   ├── SettingsError       settings file, environment or flags; lists every fault
    │   ├── MandateError        a mandate file; lists every fault
    │   └── ConflictError       what is to be written contradicts what is there
    ├── StoreError              corpus or ledger cannot be read or written
    │   ├── BusyError           another process holds the corpus
    │   └── NotReadyError       an earlier step has not been run yet
    ├── AccessError             who asks may not do that, or did not say who they are
    │   ├── ExpiredError        what proved who they are is too old
    │   └── TooOftenError       asked too often; it says when to ask again
    ├── SourceError             an online source refuses, fails, or answers in another form
    └── EncoderError            an encoder cannot be loaded, or is not the one that was used

A message says what, where (file, row, column) and what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED, _NEAR, _ALIKE = 40, 5, 0.5
"""Names up to which all are listed; how many of more are, and how alike they must be."""


class ScreeningError(Exception):
    """Base of every error raised on purpose; ``str(error)`` is meant for the user."""

    exit_code = 1


class InputError(ScreeningError):
    """What the user gave is wrong."""

    exit_code = 2


class FileError(InputError):
    """A file that cannot be read at all; nothing of it was stored."""


class SettingsError(InputError):
    """One or more settings are wrong; the message lists them all."""


class MandateError(InputError):
    """One or more entries of a mandate are wrong; the message lists them all."""


class ConflictError(InputError):
    """What is to be written contradicts what is there already."""


class StoreError(ScreeningError):
    """Corpus or ledger cannot be read or written."""


class BusyError(StoreError):
    """Another process is writing to the corpus."""


class NotReadyError(StoreError):
    """An earlier step has not been run yet; the message names it."""


class AccessError(ScreeningError):
    """Who asks may not do that."""


class ExpiredError(AccessError):
    """What proved who somebody is has become too old."""


class TooOftenError(AccessError):
    """Asked too often; ``seconds`` until it makes sense to ask again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class SourceError(ScreeningError):
    """An online source cannot be reached, refuses, or answers in another form than expected."""


class EncoderError(ScreeningError):
    """An encoder cannot be loaded, or is not the one the corpus was embedded with."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """A message for an unknown name that lists the known ones, of many the nearest.

    >>> unknown("encoder", "bert", ["use-m3", "bge-m3"])
    "unknown encoder 'bert'; known: bge-m3, use-m3"
    >>> unknown("part", "gear-box", ["gearbox", *map(str, range(99))])
    "unknown part 'gear-box'; nearest of 100 that are known: gearbox"
    """
    names = sorted(known)
    if len(names) <= _LISTED:
        return f"unknown {what} {name!r}; known: {', '.join(names) or 'none'}"
    near = get_close_matches(name, names, _NEAR, _ALIKE) or names[:_NEAR]
    return f"unknown {what} {name!r}; nearest of {len(names)} that are known: {', '.join(near)}"
