"""Asking an online source: paced, tried again, and remembered.

Every answer that could be read is kept in a folder under the hash of its content, so that a fetch
that was broken off goes on where it stood, and asks nothing twice within a week.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import tenacity
from pydantic import BaseModel, ValidationError

from screening import __version__
from screening.errors import FileError, SourceError

AGENT = f"screening/{__version__} (python-httpx)"
_WEEK = 7 * 24 * 3600.0
_TRIES = 5
_DEADLINE = 60.0
_LONGEST_WAIT = 120.0
_SHOWN = 200
_TOO_MANY = 429
_WAITS = ("retry-after", "x-rate-limit-retry-after-seconds")


class _Late(Exception):
    """An answer that did not come whole in time, however slowly it went on coming."""


class _Complaint(Exception):
    """An error told in an answer whose status says success, as Wikidata does when it is busy."""

    def __init__(self, error: dict[str, Any], response: httpx.Response) -> None:
        super().__init__(str(error.get("info") or error.get("code") or "an error")[:_SHOWN])
        self.response = response


Read = Callable[[Any], Any]
"""Takes what is needed from an answer; ValueError says in what it is not as expected."""


def _whole(answer: Any) -> Any:
    return answer


@dataclass(slots=True, kw_only=True)
class Asking:
    """A source that is asked no faster than once in ``pause`` seconds.

    ``folder`` keeps its answers; ``fresh`` asks again though an answer is there. ``first_wait``
    (seconds) doubles from try to try; an answer must be whole after ``deadline`` seconds.
    """

    source: str
    folder: Path
    pause: float = 1.0
    fresh: bool = False
    first_wait: float = 1.0
    deadline: float = _DEADLINE
    _last: float = field(default=float("-inf"), init=False)

    def get(self, url: str, params: dict[str, str] | None = None, read: Read = _whole) -> Any:
        """The JSON at an address as ``read`` takes it, None where there is nothing (404)."""
        return self.ask(
            f"GET {url} {json.dumps(params or {}, sort_keys=True)}",
            lambda: _json(httpx.get(url, params=params, headers={"User-Agent": AGENT}, **_HOW)),
            read,
        )

    def post(self, url: str, body: dict[str, Any], token: str, read: Read = _whole) -> Any:
        """The JSON that a service gives for a JSON body; the token is not part of what is kept."""
        headers = {"User-Agent": AGENT, "Authorization": f"Bearer {token}"}
        return self.ask(
            f"POST {url} {json.dumps(body, sort_keys=True, ensure_ascii=False)}",
            lambda: _json(httpx.post(url, json=body, headers=headers, **_HOW)),
            read,
        )

    def ask(self, key: str, call: Callable[[], Any], read: Read = _whole) -> Any:
        """What ``read`` takes from what ``call`` gives (anything JSON can hold).

        Where ``call`` gave something under ``key`` within the last week, that is taken; what
        ``read`` does not accept is not kept. Tries again after 429, 5xx, a broken connection, a
        broken answer and one that holds an error. Raises SourceError when that does not help, the
        source refuses or its format has changed; None when it knows nothing (404).
        """
        known = None if self.fresh else self._kept(key)
        if known is not None:
            with suppress(SourceError):
                return self._read(read, known["answer"])
        trying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_exception(_passing),
            reraise=True,
        )
        try:
            answer = trying(self._once, call)
        except SourceError:
            raise
        except Exception as error:
            if _status(error) != httpx.codes.NOT_FOUND:
                raise SourceError(f"{self.source} {_fault(error)}") from None
            answer = None
        # as it will be read back
        content = json.dumps(answer, ensure_ascii=False, default=str)
        found = self._read(read, json.loads(content))
        self._keep(key, content)
        return found

    def _read(self, read: Read, answer: Any) -> Any:
        try:
            return None if answer is None else read(answer)
        except ValueError as error:
            raise SourceError(
                f"{self.source} answers in another form than expected ({error}): its format has"
                " changed, and a newer version of this program may read it"
            ) from None

    def _once(self, call: Callable[[], Any]) -> Any:
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            _pause(wait)
        self._last = time.monotonic()
        return _within(self.deadline, call)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = _asked_to_wait(error)
        if asked is not None and asked > _LONGEST_WAIT:
            raise SourceError(
                f"{self.source} asks to wait {asked:.0f} seconds: run the same command again"
                " then; what was fetched is kept"
            )
        return self.first_wait * 2.0 ** (state.attempt_number - 1) if asked is None else asked

    def _kept(self, key: str) -> Any:
        note = self.folder / "asked" / _digest(key)
        try:
            if time.time() - note.stat().st_mtime > _WEEK:
                return None
            content = self.folder / "answers" / note.read_text("utf-8").strip()
            return {"answer": json.loads(content.read_bytes())}
        except (OSError, ValueError):
            return None

    def _keep(self, key: str, content: str) -> None:
        place = _digest(content)
        write(self.folder / "answers" / place, content)
        write(self.folder / "asked" / _digest(key), place)


_HOW: dict[str, Any] = {"timeout": httpx.Timeout(30.0), "follow_redirects": True}


def checked(shape: type[BaseModel], answer: Any) -> Any:
    """``answer`` as it is where it has that shape; ValueError names a place that has not."""
    try:
        shape.model_validate(answer)
    except ValidationError as error:
        fault = max(error.errors(), key=lambda one: len(one["loc"]))
        place = ".".join(map(str, fault["loc"])) or "the whole"
        raise ValueError(f"{place}: {fault['msg']}"[:_SHOWN]) from None
    return answer


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises FileError when the disk does not take it."""
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(content, encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise FileError(f"{path} cannot be written: {error.strerror}") from None


def forget(folder: Path) -> None:
    """Remove answers older than a week."""
    for path in folder.glob("*/*/*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _WEEK:
                path.unlink()


def _pause(seconds: float) -> None:
    time.sleep(seconds)


def _json(answer: httpx.Response) -> Any:
    answer.raise_for_status()
    found = answer.json()
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, dict):
        raise _Complaint(error, answer)
    return found


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """What ``call`` gives, or _Late: clients time each read, so that a body can drip for ever."""
    found: list[Any] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(call())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise _Late(f"no whole answer within {seconds:.0f} seconds")
    return found[0]


def _status(error: BaseException | None) -> int | None:
    """The status of the answer that httpx or requests complain about."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) else None


def _passing(error: BaseException) -> bool:
    if isinstance(error, _Complaint):
        return True
    status = _status(error)
    if status is not None:
        return status == _TOO_MANY or status >= httpx.codes.INTERNAL_SERVER_ERROR
    # requests' errors are OSErrors, JSON that breaks off is a ValueError
    return isinstance(error, httpx.TransportError | OSError | ValueError | _Late)


def _asked_to_wait(error: BaseException | None) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", {})
    for name in _WAITS:
        with suppress(KeyError, ValueError):
            return max(float(headers[name]), 0.0)
    return None


def _fault(error: Exception) -> str:
    """What is wrong and what to do; never an address or a header, which may hold a secret."""
    status = _status(error)
    later = "run the same command again later, what was fetched is kept"
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f"refuses the request ({status}): check its key and your quota (screening fetch)"
    if status == _TOO_MANY or isinstance(error, _Complaint):
        often = "says that it was asked too often (429)"
        return f"{often if status == _TOO_MANY else f'complains ({error})'}: {later}"
    if status is not None and status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return f"fails on its side ({status}), {_TRIES} times in a row: {later}"
    if status is not None:
        return f"does not take the request ({status}): check what you asked for"
    if isinstance(error, httpx.TransportError | OSError | _Late):
        return f"cannot be reached ({type(error).__name__.strip('_')}): {later}"
    return (
        f"answers in another form than expected ({type(error).__name__}: {error}): {later};"
        " if that does not help, its format has changed"
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
