"""Every page and its address."""

import logging
from collections.abc import Callable
from functools import wraps
from inspect import isawaitable
from typing import Any

from nicegui import Client, app, ui

from screening.errors import AccessError, InputError, NotReadyError, ScreeningError
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
from screening.web.visit import Page, Visit, heading, link, tag

_PATIENCE = 120.0
"""Seconds that a page may take: the first look at a large run reads all of it."""
_STATUS = ((NotReadyError, 404), (InputError, 404), (AccessError, 403))


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
        part.register(site, _page(site))
    app.on_page_exception(lambda error: _problem(site, error))


def _page(site: Site) -> Page:
    """What gives a function its address; what it refuses becomes a page that says why."""

    def page(path: str) -> Callable[[Callable[..., Any]], Any]:
        give = ui.page(path, response_timeout=_PATIENCE)
        return lambda function: give(_guarded(site, function))

    return page


def _guarded(site: Site, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    async def guarded(*given: Any, **named: Any) -> Any:
        try:
            found = function(*given, **named)
            return await found if isawaitable(found) else found
        except ScreeningError as error:
            if ui.context.client.has_socket_connection:
                raise  # the page is out: its reader is told there
            return _refused(site, error)

    return guarded


def _refused(site: Site, error: ScreeningError) -> Any:
    """The page that says why, with a status that fits: what is not there is no fault of ours."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    request = ui.context.client.request
    with Client(ui.page(""), request=request) as client:
        _problem(site, error)
        return client.build_response(request, status)


def _problem(site: Site, error: Exception) -> None:
    visit = Visit(site)
    known = isinstance(error, ScreeningError)
    if not known:
        logging.getLogger("screening").error("a page failed", exc_info=error)
    with visit.frame(visit.t("problem"), ""):
        heading(visit.t("problem"), level=1)
        told = visit.why(error) if known else visit.t("problem.unexpected")
        tag("p", told).classes("fault")
        link("/", visit.t("home"))
