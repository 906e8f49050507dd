"""Accounts, sessions, tokens, teams and the log, on each engine."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from screening.errors import ConflictError, NotReadyError
from screening.records import Account, LogLine, Token
from screening.store import Ledger
from screening.store.people import People
from tests.store.test_ledger import screening


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = "2026-01-02T03:04:05Z"

    def __call__(self) -> str:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def ledger(ledger_url: str, time: Time) -> Iterator[Ledger]:
    opened = Ledger(ledger_url, time)
    yield opened
    opened.close()


@pytest.fixture
def people(ledger: Ledger) -> People:
    return ledger.people


@pytest.fixture
def li(people: People) -> Account:
    return people.add("Li Na", "li na", "admin", "hash-1")


def test_an_account_comes_back_as_it_was_added(people: People) -> None:
    assert not people.known()
    made = people.add("Li Na", "li na", "admin", "hash-1")
    assert people.known()
    assert people.accounts() == [made]
    assert people.account("li na") == made
    assert people.password("li na") == (made, "hash-1", "2026-01-02T03:04:05Z")
    assert made.fresh
    with pytest.raises(ConflictError, match="already"):
        people.add("LI NA", "li na", "viewer", "hash-2")
    with pytest.raises(NotReadyError):
        people.account("wang")


def test_another_password_ends_all_sessions(people: People, li: Account) -> None:
    people.begin("s1", li, "::1")
    people.set_password(li, "hash-2", fresh=False)
    assert people.session("s1") is None
    found = people.password("li na")
    assert found is not None
    assert (found[0].fresh, found[1]) == (False, "hash-2")


def test_a_session_lasts_until_it_is_ended_or_its_account_is_closed(
    people: People, li: Account, time: Time
) -> None:
    wang = people.add("Wang", "wang", "admin", "hash")
    people.begin("s1", wang, "10.0.0.1")
    people.begin("s2", wang, "10.0.0.2")
    time.now = "2026-01-02T03:10:00Z"
    people.touch("s1")
    found = people.session("s1")
    assert found is not None
    assert (found.account, found.address) == (wang, "10.0.0.1")
    assert (found.began_at, found.seen_at) == ("2026-01-02T03:04:05Z", "2026-01-02T03:10:00Z")
    people.end("s1")
    assert people.session("s1") is None
    assert [one.hash for one in people.sessions(wang)] == ["s2"]
    people.close(wang)
    assert people.session("s2") is None
    people.reopen(wang)
    assert people.session("s2") is None
    assert people.sessions(li) == []


def test_a_token_is_its_owners_alone_and_goes_with_a_closed_account(
    people: People, li: Account
) -> None:
    wang = people.add("Wang", "wang", "viewer", "hash")
    token = Token(id="t1", name="nightly", made_at="2026-01-02", ends_at="2026-02-02")
    people.give_token(token, wang, "secret-hash")
    assert people.token("secret-hash") == (wang, token)
    assert people.token("other") is None
    people.drop_token(li, "t1")
    assert people.tokens(wang) == [token]
    people.used(token)
    assert people.tokens(wang)[0].used_at
    people.close(wang)
    assert people.token("secret-hash") is None
    people.reopen(wang)
    assert people.tokens(wang) == []
    people.give_token(token, wang, "secret-hash")
    people.set_password(wang, "chosen", fresh=False)
    assert people.tokens(wang) == [token]
    people.set_password(wang, "given", fresh=True)
    assert people.tokens(wang) == []


def test_no_session_begins_after_a_reset_or_a_closing(people: People, li: Account) -> None:
    wang = people.add("Wang", "wang", "viewer", "hash")
    people.set_password(wang, "chosen", fresh=False)
    chosen = people.account("wang")
    assert people.begin("s1", chosen, "::1")
    people.set_password(wang, "given", fresh=True)
    assert not people.begin("s2", chosen, "::1")
    people.close(wang)
    assert not people.begin("s3", people.account("wang"), "::1")
    people.reopen(wang)
    assert [people.session(one) for one in ("s1", "s2", "s3")] == [None] * 3


def test_there_is_always_an_admin(people: People, li: Account) -> None:
    for harm in (lambda: people.close(li), lambda: people.set_role(li, "viewer")):
        with pytest.raises(ConflictError, match="admin"):
            harm()
    assert people.account("li na") == li
    people.add("Wang", "wang", "admin", "hash")
    people.set_role(li, "viewer")
    assert people.account("li na").role == "viewer"


def test_the_first_account_joins_what_is_there_and_later_ones_nothing(ledger: Ledger) -> None:
    run = screening()
    ledger.save(run)
    first = ledger.people.add("Li", "li", "admin", "hash")
    second = ledger.people.add("Wang", "wang", "lead", "hash")
    assert ledger.people.mandates_of(first) == {run.mandate.name}
    assert ledger.people.mandates_of(second) == frozenset()
    ledger.people.join(run.mandate.name, second)
    ledger.people.join(run.mandate.name, second)
    assert ledger.people.teams() == {run.mandate.name: frozenset({first.id, second.id})}
    ledger.people.leave(run.mandate.name, second)
    assert not ledger.people.on_team(run.mandate.name, second)
    ledger.people.join(run.mandate.name, second)
    ledger.people.close(second)
    ledger.people.reopen(second)
    assert not ledger.people.on_team(run.mandate.name, second)
    assert ledger.runs(mandates=[]) == []
    assert [name for _, name in ledger.runs(mandates=[run.mandate.name])] == [run.mandate.name]


def test_a_mandate_is_claimed_by_one(ledger: Ledger) -> None:
    run = screening()
    ledger.save(run)
    everyone = [ledger.people.add(f"P{n}", f"p{n}", "admin", "hash") for n in range(8)]
    assert not ledger.people.claim(run.mandate.name, everyone[1])
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda one: ledger.people.claim("New", one), everyone))
    assert sorted(told) == [False] * 7 + [True]
    assert len(ledger.people.teams()["New"]) == 1


def test_a_code_name_is_kept_and_never_shared(people: People) -> None:
    def names() -> Iterator[str]:
        yield from ("Crane 1", "Crane 1", "Heron 2", "Ibis 3")

    assert people.code_name("A", names()) == "Crane 1"
    assert people.code_name("B", names()) == "Heron 2"
    assert people.code_name("A", itertools.repeat("Other")) == "Crane 1"


def test_the_log_grows_and_is_read_by_mandate_account_and_time(people: People, time: Time) -> None:
    people.note(LogLine(account="Li", action="saw-run", mandate="A", address="::1"))
    time.now = "2026-01-03T00:00:00Z"
    people.note(LogLine(account="Wang", action="sign-in-refused", detail="w", address="::2"))
    people.note(LogLine(account="Li", action="sign-in-refused", detail="l", address="::1"))
    assert [one.account for one in people.log()] == ["Li", "Wang", "Li"]
    assert [one.action for one in people.log(mandates=["A"])] == ["saw-run"]
    assert people.log(mandates=[]) == []
    assert [one.address for one in people.log(account="Wang")] == ["::2"]
    assert len(people.log(limit=2)) == 2
    since = "2026-01-02T12:00:00Z"
    assert people.count("sign-in-refused", since) == 2
    assert people.count("sign-in-refused", since, detail="l", address="::1") == 1
    assert people.count("saw-run", since) == 0
