"""How a source is asked: again after a fault that passes, never twice for one answer."""

from pathlib import Path
from typing import Any

import pytest

from screening.errors import FileError, SourceError
from screening.readers.remote import web
from screening.readers.remote.web import Asking
from tests.readers.remote.conftest import Asked, Say, Service


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(source="A source", folder=tmp_path, pause=0.0, first_wait=0.01, deadline=1.0)


@pytest.mark.parametrize(
    "fault",
    [
        Say({}, 429, {"Retry-After": "0"}),
        Say({}, 429, {"x-rate-limit-retry-after-seconds": "0.01"}),
        Say({}, 429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Say({}, 500),
        Say({}, 503),
        Say(b'{"data": [1, 2'),
        Say({"data": [1, 2, 3]}, cut=4),
        Say(b""),
        Say(b"<html>busy</html>"),
        Say({"data": [1, 2, 3]}, drip=0.2),
        Say({"error": {"code": "maxlag", "info": "busy"}}, 200, {"Retry-After": "0"}),
        Say({"error": {"code": "internal_api_error"}}),
    ],
    ids=[
        *("429", "429-lens", "429-date", "500", "503", "broken", "cut", "empty", "html", "slow"),
        *("maxlag", "error"),
    ],
)
def test_a_fault_that_passes_is_tried_again(asking: Asking, service: Service, fault: Say) -> None:
    service.faults = [fault, fault]
    service.answer = lambda _: Say({"data": "here"})
    assert asking.get(service.url) == {"data": "here"}
    assert len(service.asked) == 3


def test_what_was_answered_is_not_asked_again(asking: Asking, service: Service) -> None:
    service.answer = lambda asked: Say(asked.query)
    for _ in range(3):
        assert asking.get(service.url, {"a": "1"}) == {"a": "1"}
        assert asking.get(service.url, {"a": "2"}) == {"a": "2"}
    assert len(service.asked) == 2
    asking.fresh = True
    asking.get(service.url, {"a": "1"})
    assert len(service.asked) == 3


def test_an_answer_is_kept_once_under_its_content(asking: Asking, service: Service) -> None:
    service.answer = lambda _: Say({"same": True})
    for number in range(3):
        asking.get(service.url, {"page": str(number)})
    assert len(list((asking.folder / "answers").iterdir())) == 1
    assert len(list((asking.folder / "asked").iterdir())) == 3


def test_an_answer_is_kept_once_it_is_accepted(asking: Asking, service: Service) -> None:
    def read(answer: Any) -> Any:
        if "data" not in answer:
            raise ValueError("no data")
        return answer["data"]

    service.answer = lambda _: Say({"other": 1})
    for asked in (1, 2):
        with pytest.raises(SourceError, match=r"another form.*no data.*has changed"):
            asking.get(service.url, read=read)
        assert len(service.asked) == asked
    service.answer = lambda _: Say({"data": 1})
    assert [asking.get(service.url, read=read) for _ in range(2)] == [1, 1]
    assert len(service.asked) == 3


def test_a_kept_answer_that_is_not_accepted_is_asked_for_again(
    asking: Asking, service: Service
) -> None:
    def read(answer: Any) -> Any:
        if answer != {"new": 1}:
            raise ValueError("old")
        return answer

    service.answer = lambda _: Say({"old": 1})
    asking.get(service.url)
    service.answer = lambda _: Say({"new": 1})
    assert asking.get(service.url, read=read) == {"new": 1}


def test_a_damaged_answer_is_asked_for_again(asking: Asking, service: Service) -> None:
    service.answer = lambda _: Say({"whole": True})
    asking.get(service.url)
    (kept,) = (asking.folder / "answers").iterdir()
    kept.write_text('{"who')
    assert asking.get(service.url) == {"whole": True}
    assert len(service.asked) == 2


def test_nothing_there_is_none_and_kept(asking: Asking, service: Service) -> None:
    assert asking.get(service.url + "/none") is None
    assert asking.get(service.url + "/none") is None
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("say", "told"),
    [
        (Say({}, 401), "check its key"),
        (Say({}, 403), "check its key"),
        (Say({}, 400), "check what you asked for"),
        (Say({}, 429, {"Retry-After": "0"}), "asked too often"),
        (Say({}, 429, {"Retry-After": "86400"}), "wait 86400 seconds"),
        (Say({}, 500), "fails on its side"),
        (Say({"error": {"code": "x", "info": "no such entity"}}), "complains .no such entity"),
        (Say(b"<html>"), "another form"),
    ],
)
def test_a_fault_that_stays_says_what_to_do(
    asking: Asking, service: Service, say: Say, told: str
) -> None:
    service.answer = lambda _: say
    with pytest.raises(SourceError, match=told) as caught:
        asking.post(service.url, {}, "a-secret-token")
    assert "a-secret" not in str(caught.value)
    assert len(service.asked) == (5 if say.status in (200, 500) or "often" in told else 1)


def test_no_server_is_said_so(asking: Asking) -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        asking.get("http://127.0.0.1:9")


def test_the_token_is_sent_and_kept_nowhere(asking: Asking, service: Service) -> None:
    service.answer = lambda _: Say({"fine": True})
    asking.post(service.url, {"q": "a"}, "a-secret-token")
    assert service.asked[0].headers["Authorization"] == "Bearer a-secret-token"
    kept = b"".join(p.read_bytes() for p in asking.folder.rglob("*") if p.is_file())
    assert b"a-secret-token" not in kept


def test_requests_keep_their_distance(
    asking: Asking, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(web, "_pause", slept.append)
    asking.pause = 30.0
    service.answer = lambda asked: Say(asked.query)
    for number in range(3):
        asking.get(service.url, {"page": str(number)})
    assert len(slept) == 2
    assert all(29.0 < wait <= 30.0 for wait in slept)


def test_a_disk_that_is_full_is_a_clear_error(
    asking: Asking, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    service.answer = lambda _: Say({"fine": True})
    monkeypatch.setattr(web.os, "replace", full)
    with pytest.raises(FileError, match="No space left"):
        asking.get(service.url)


def test_old_answers_are_forgotten(asking: Asking, service: Service) -> None:
    import os

    service.answer = lambda asked: Say(asked.query)
    asking.get(service.url, {"a": "1"})
    for path in (asking.folder).rglob("*"):
        os.utime(path, (0, 0))
    asking.get(service.url, {"a": "2"})
    web.forget(asking.folder.parent)
    left = [p for p in asking.folder.rglob("*") if p.is_file()]
    assert len(left) == 2


def test_the_request_reads_as_it_was_made(asking: Asking, service: Service) -> None:
    seen: list[Asked] = []
    service.answer = lambda asked: (seen.append(asked), Say({"ok": 1}))[1]
    asking.get(service.url + "/x", {"name": "库卡 & Söhne"})
    assert seen[0].query == {"name": "库卡 & Söhne"}
    assert seen[0].headers["User-Agent"].startswith("screening/")
