"""The filters above a list of targets: what each offers, and what is asked for by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nicegui import ui
from starlette.requests import Request

from screening import pipeline
from screening.pipeline import Ask, Board
from screening.report.view import View
from screening.web.visit import Visit

CHOICES = ("countries", "gaps", "fields", "bands", "sizes", "kinds", "lanes", "statuses")
TEXTS = ("search", "owner")
_LONGEST = 200
_OFFERED = 300
"""Names of owners that are offered while one types."""


def asked(request: Request) -> Ask:
    """What an address asks for."""
    given = request.query_params
    return Ask(
        search=given.get("search", "")[:_LONGEST],
        owner=given.get("owner", "")[:_LONGEST],
        countries=tuple(given.getlist("countries")),
        gaps=tuple(given.getlist("gaps")),
        fields=tuple(given.getlist("fields")),
        bands=tuple(given.getlist("bands")),
        sizes=tuple(given.getlist("sizes")),
        kinds=tuple(given.getlist("kinds")),
        lanes=tuple(given.getlist("lanes")),
        statuses=tuple(given.getlist("statuses")),
    )


def query(ask: Ask) -> dict[str, Any]:
    """The part of an address that asks for the same."""
    return {name: getattr(ask, name) for name in (*TEXTS, *CHOICES)}


class Filters:
    """The filters of one reader; ``changed`` is told what is asked for now."""

    def __init__(
        self, visit: Visit, board: Board, ask: Ask, changed: Callable[[Ask], None]
    ) -> None:
        self.visit, self.board, self.ask, self.changed = visit, board, ask, changed
        self.inputs: dict[str, Any] = {}

    def show(self) -> None:
        """The inputs, and the button that empties them all."""
        choices = self.board.choices
        view = self.visit.view(self.board.screening)
        self._text("search", None)
        for name in CHOICES:
            words = self._words(view, name, choices.get(name, {}))
            if len(words) > 1:
                self._choice(name, words)
        if owners := self.board.owners:
            self._text("owner", owners[:_OFFERED])
        ui.button(self.visit.t("list.clear"), on_click=self.clear).props("flat dense no-caps")

    def _text(self, name: str, offered: Sequence[str] | None) -> None:
        self.inputs[name] = (
            ui.input(
                self.visit.t(f"list.{name}"),
                value=getattr(self.ask, name),
                autocomplete=list(offered) if offered else None,
                on_change=lambda event: self._ask(name, event.value or ""),
            )
            .props("dense outlined clearable debounce=200")
            .classes(name)
        )

    def _choice(self, name: str, words: Mapping[str, str]) -> None:
        self.inputs[name] = (
            ui.select(
                dict(words),
                value=[one for one in getattr(self.ask, name) if one in words],
                multiple=True,
                label=self.visit.t(f"filter.{name}"),
                on_change=lambda event: self._ask(name, tuple(event.value)),
            )
            .props("dense outlined options-dense")
            .classes("filter")
        )

    def _words(self, view: View, name: str, counts: Mapping[str, int]) -> dict[str, str]:
        if name == "statuses":
            words = {one: view.named("judgement", one) for one in pipeline.JUDGEMENTS}
            return {
                **words,
                pipeline.NOT_JUDGED: self.visit.t("status.none"),
                pipeline.DISAGREE: self.visit.t("status.disagree"),
            }
        named: Mapping[str, Callable[[str], str]] = {
            "countries": view.country,
            "gaps": view.topic,
            "fields": view.field,
            "bands": lambda one: view.named("band", one),
            "sizes": lambda one: view.named("size", one),
            "kinds": lambda one: view.named("kind", one),
            "lanes": lambda one: view.named("lane", one) if one else self.visit.t("lane.main"),
        }
        return {
            one: f"{named[name](one)}{view.bracket(str(count))}" for one, count in counts.items()
        }

    def _ask(self, name: str, value: Any) -> None:
        ask = replace(self.ask, **{name: value})
        if ask != self.ask:
            self.ask = ask
            self.changed(ask)

    def clear(self) -> None:
        """Ask for everything again."""
        self.ask = Ask()
        for name, one in self.inputs.items():
            one.set_value("" if name in TEXTS else [])
        self.changed(self.ask)
