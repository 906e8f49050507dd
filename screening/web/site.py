"""What all visits to the review room share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nicegui import Event


@dataclass(slots=True, kw_only=True)
class Site:
    """The language a visit starts with, and an event that fires when anybody says something of a
    target; ``number`` tells how much has been said, ``lines`` are rows at hand (``rows.Lines``) by
    run and language."""

    number: Callable[[], tuple[int, int]]
    language: str
    said: Event[[tuple[int, int]]] = field(default_factory=Event)
    lines: dict[tuple[str, str], Any] = field(default_factory=dict)
    _number: tuple[int, int] = (-1, -1)

    def listen(self) -> None:
        """Fire ``said`` if the ledger holds more than last time, whoever wrote it."""
        number = self.number()
        if number != self._number:
            known, self._number = self._number, number
            if known != (-1, -1):
                self.said.emit(number)
