"""What all visits to the review room share."""

from dataclasses import dataclass, field

from nicegui import Event

from screening.pipeline import Jobs, Room


@dataclass(slots=True, kw_only=True)
class Site:
    """The room, the jobs, and an event that fires when anybody says something of a target.

    ``author`` and ``language`` are what a visit starts with.
    """

    room: Room
    jobs: Jobs
    author: str
    language: str
    said: Event[[]] = field(default_factory=Event)
    _number: tuple[int, int] = (-1, -1)

    def listen(self) -> None:
        """Fire ``said`` if the ledger holds more than last time, whoever wrote it."""
        number = self.room.workspace.ledger.said()
        if number != self._number:
            known, self._number = self._number, number
            if known != (-1, -1):
                self.said.emit()
