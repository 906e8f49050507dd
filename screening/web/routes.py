"""Every page and its address."""

import logging
from collections.abc import Callable
from typing import Any

from nicegui import app, ui

from screening.errors import ScreeningError
from screening.web import (
    account,
    changes,
    compare,
    excluded,
    gaps,
    jobs,
    log,
    mandates,
    match,
    people,
    quality,
    regions,
    score,
    shortlist,
    shortlists,
    target,
    whatif,
)
from screening.web.site import Site
from screening.web.visit import Visit, heading, link, tag

_PATIENCE = 120.0
"""Seconds that a page may take: the first look at a large run reads all of it."""


def register(site: Site) -> None:
    """Give every page its address."""
    for part in (
        shortlists,
        shortlist,
        target,
        compare,
        gaps,
        whatif,
        changes,
        excluded,
        regions,
        mandates,
        match,
        score,
        quality,
        jobs,
        account,
        people,
        log,
    ):
        part.register(site, _page)
    app.on_page_exception(lambda error: _problem(site, error))


def _page(path: str) -> Callable[[Callable[..., Any]], Any]:
    found: Callable[[Callable[..., Any]], Any] = ui.page(path, response_timeout=_PATIENCE)
    return found


def _problem(site: Site, error: Exception) -> None:
    visit = Visit(site)
    known = isinstance(error, ScreeningError)
    if not known:
        logging.getLogger("screening").error("a page failed", exc_info=error)
    with visit.frame(visit.t("problem"), ""):
        heading(visit.t("problem"), level=1)
        tag("p", str(error) if known else visit.t("problem.unexpected")).classes("fault")
        link("/", visit.t("home"))
