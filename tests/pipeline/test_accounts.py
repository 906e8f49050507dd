"""Who proves to be whom, for how long, and what happens to who does not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import settings
from screening.errors import AccessError, ConflictError, InputError, NotReadyError, TooOftenError
from screening.pipeline import Accounts, open_workspace
from screening.pipeline.accounts import ABSOLUTE, IDLE
from screening.records import Account

PASSWORD = "lantern orchard velvet 41"
HERE = "10.0.0.1"


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> str:
        return self.now.isoformat().replace("+00:00", "Z")

    def passes(self, delta: timedelta) -> None:
        self.now += delta


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def accounts(tmp_path: Path, time: Time) -> Accounts:
    return Accounts(open_workspace(settings.load({"data_dir": tmp_path}, environ={}), time))


@pytest.fixture
def li(accounts: Accounts) -> Account:
    """An admin who has chosen a password."""
    account, first = accounts.add("Li Na", "admin", by="shell")
    accounts.change_password(account, first, PASSWORD, HERE)
    return accounts.find("Li Na")


def told(accounts: Accounts) -> list[str]:
    return [line.action for line in accounts._people.log()]


def test_the_room_is_its_owners_until_there_is_an_admin(accounts: Accounts) -> None:
    assert not accounts.needed()
    with pytest.raises(InputError, match="admin"):
        accounts.add("Li Na", "reviewer", by="shell")
    assert not accounts.needed()
    accounts.add("Li Na", "admin", by="shell")
    assert accounts.needed()
    accounts.add("Wang Wei", "admin", by="shell")
    accounts.close("Li Na", by="shell")
    with pytest.raises(ConflictError):
        accounts.close("Wang Wei", by="shell")
    assert accounts.needed()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x1b[31mb", "a\nb"])
def test_a_name_that_cannot_be_shown_is_refused(accounts: Accounts, name: str) -> None:
    accounts.add("Admin", "admin", by="shell")
    known = accounts.all()
    try:
        account, _ = accounts.add(name, "viewer", by="shell")
    except InputError:
        assert accounts.all() == known
    else:  # what cannot be shown was left out of it
        assert account.name.isprintable()


def test_a_name_is_found_in_any_case_and_width(accounts: Accounts, li: Account) -> None:
    assert accounts.find("  LI  na ") == li
    assert accounts.sign_in("ｌｉ ＮＡ", PASSWORD, HERE)
    with pytest.raises(NotReadyError, match="Li Na"):
        accounts.find("Wang")
    with pytest.raises(InputError, match="reviewer"):
        accounts.set_role("Li Na", "boss", by="shell")


def test_secrets_are_stored_as_hashes(accounts: Accounts, li: Account, tmp_path: Path) -> None:
    session = accounts.sign_in("Li Na", PASSWORD, HERE)
    token = accounts.give_token(li, "nightly", 30, HERE)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("ledger*"))
    assert b"$argon2id$" in stored
    for secret in (PASSWORD, session, token):
        assert secret.encode() not in stored


def test_a_session_ends_when_it_is_not_used_and_in_any_case(
    accounts: Accounts, li: Account, time: Time
) -> None:
    secret = accounts.sign_in("Li Na", PASSWORD, HERE)
    time.passes(IDLE - timedelta(seconds=1))
    assert accounts.who(secret) == li
    time.passes(IDLE - timedelta(seconds=1))
    assert accounts.who(secret, active=False) == li  # an open page alone keeps nothing open
    time.passes(timedelta(seconds=1))
    assert accounts.who(secret) is None
    secret = accounts.sign_in("Li Na", PASSWORD, HERE)
    for _ in range(ABSOLUTE // IDLE * 2 - 1):
        time.passes(IDLE / 2)
        assert accounts.who(secret) == li
    time.passes(IDLE / 2)
    assert accounts.who(secret) is None


def test_sessions_end_on_demand_and_with_the_password(accounts: Accounts, li: Account) -> None:
    one, two, three = (accounts.sign_in("Li Na", PASSWORD, HERE) for _ in range(3))
    assert len({one, two, three}) == 3
    accounts.sign_out(one, HERE)
    assert accounts.who(one) is None
    accounts.end_others(li, two, HERE)
    assert (accounts.who(two), accounts.who(three)) == (li, None)
    accounts.change_password(li, PASSWORD, "seven quiet herons in fog", HERE)
    assert accounts.who(two) is None
    assert accounts.sign_in("Li Na", "seven quiet herons in fog", HERE)


@given(secret=st.text(max_size=60))
def test_no_guess_is_a_session_or_a_token(
    secret: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = open_workspace(
        settings.load({"data_dir": tmp_path_factory.getbasetemp() / "guess"}, environ={})
    )
    accounts = Accounts(place)
    assert accounts.who(secret) is None
    assert accounts.program(secret) is None
    place.close()


def test_wrong_passwords_are_counted_by_name_and_address(
    accounts: Accounts, li: Account, time: Time
) -> None:
    def wrong(name: str, address: str) -> None:
        with pytest.raises(AccessError) as error:
            accounts.sign_in(name, "not this one at all", address)
        assert str(error.value) == "the name or the password is wrong"

    for _ in range(5):
        wrong("Li Na", HERE)
    with pytest.raises(TooOftenError) as error:
        accounts.sign_in("Li Na", PASSWORD, HERE)
    assert error.value.seconds == 900
    assert accounts.sign_in("Li Na", PASSWORD, "10.0.0.2")  # nobody is locked out by a stranger
    time.passes(timedelta(minutes=15, seconds=1))
    assert accounts.sign_in("Li Na", PASSWORD, HERE)


def test_a_name_that_nobody_has_is_counted_like_one_that_somebody_has(
    accounts: Accounts, li: Account
) -> None:
    for name in ("Li Na", "Nobody at all"):
        for _ in range(5):
            with pytest.raises(AccessError, match="wrong"):
                accounts.sign_in(name, "not this one", "10.5.0.1")
        with pytest.raises(TooOftenError):
            accounts.sign_in(name, "not this one", "10.5.0.1")
    details = {line.detail for line in accounts._people.log() if line.action == "sign-in-refused"}
    assert len(details) == 2
    assert not any("nobody" in one.casefold() for one in details)


def test_an_address_that_tries_many_names_is_stopped(accounts: Accounts, li: Account) -> None:
    for number in range(50):
        with pytest.raises(AccessError, match="wrong"):
            accounts.sign_in(f"nobody {number}", "x", "10.9.9.9")
    with pytest.raises(TooOftenError):
        accounts.sign_in("Li Na", PASSWORD, "10.9.9.9")
    assert told(accounts).count("sign-in-refused") == 50
    with pytest.raises(TooOftenError):
        accounts.sign_in("Li Na", PASSWORD, "10.9.9.9")
    assert told(accounts).count("sign-in-blocked") == 1  # once an hour


def test_a_team_that_does_not_change_is_not_noted(accounts: Accounts, li: Account) -> None:
    wang, _ = accounts.add("Wang Wei", "reviewer", by="shell")
    accounts._people.claim("Ours", wang)
    for _ in range(2):
        accounts.join("Ours", "Li Na", by="shell")
    for _ in range(2):
        accounts.leave("Ours", "Li Na", by="shell")
    assert (told(accounts).count("team-left"), told(accounts).count("team-joined")) == (1, 1)


def test_a_name_that_is_tried_from_everywhere_is_stopped(accounts: Accounts, li: Account) -> None:
    for number in range(30):
        with pytest.raises(AccessError, match="wrong"):
            accounts.sign_in("Li Na", "x", f"10.1.0.{number}")
    with pytest.raises(TooOftenError):
        accounts.sign_in("Li Na", PASSWORD, "10.1.1.1")


def test_a_closed_account_is_told_no_more_than_a_stranger(accounts: Accounts, li: Account) -> None:
    accounts.add("Wang Wei", "admin", by="shell")
    accounts.close("Li Na", by="Wang Wei")
    for name in ("Li Na", "Nobody"):
        with pytest.raises(AccessError, match="the name or the password is wrong"):
            accounts.sign_in(name, PASSWORD, HERE)
    accounts.reopen("Li Na", by="Wang Wei")
    assert accounts.sign_in("Li Na", PASSWORD, HERE)


def test_a_first_password_is_good_for_a_week(accounts: Accounts, li: Account, time: Time) -> None:
    _, first = accounts.add("Wang Wei", "viewer", by="Li Na")
    time.passes(timedelta(days=6))
    assert accounts.who(accounts.sign_in("Wang Wei", first, HERE)) == accounts.find("Wang Wei")
    time.passes(timedelta(days=1))
    with pytest.raises(AccessError, match="expired"):
        accounts.sign_in("Wang Wei", first, HERE)
    again = accounts.reset("Wang Wei", by="Li Na")
    assert again != first
    assert accounts.sign_in("Wang Wei", again, HERE)


@pytest.mark.parametrize(
    "new", ["short", "x" * 129, "password1234", "zhejiangzhejiang", "linalinalina", PASSWORD]
)
def test_a_password_that_is_easily_guessed_is_refused(
    accounts: Accounts, li: Account, new: str
) -> None:
    with pytest.raises(InputError, match="password"):
        accounts.change_password(li, PASSWORD, new, HERE)
    assert accounts.sign_in("Li Na", PASSWORD, HERE)


def test_who_does_not_know_the_old_password_cannot_change_it(
    accounts: Accounts, li: Account
) -> None:
    for _ in range(5):
        with pytest.raises(AccessError, match="another one"):
            accounts.change_password(li, "not this one", "seven quiet herons in fog", HERE)
    with pytest.raises(TooOftenError):
        accounts.change_password(li, PASSWORD, "seven quiet herons in fog", HERE)


def test_a_token_lasts_as_long_as_it_was_made_for(
    accounts: Accounts, li: Account, time: Time
) -> None:
    secret = accounts.give_token(li, "nightly", 30, HERE)
    assert accounts.program(secret) == li
    assert accounts.who(secret) is None  # a token is no session
    time.passes(timedelta(days=30))
    assert accounts.program(secret) is None
    other = accounts.give_token(li, "export", 365, HERE)
    accounts.drop_token(li, accounts.tokens(li)[-1].id, HERE)
    assert accounts.program(other) is None
    for days in (0, -1, 366):
        with pytest.raises(InputError, match="days"):
            accounts.give_token(li, "nightly", days, HERE)
    with pytest.raises(InputError, match="name"):
        accounts.give_token(li, " ", 30, HERE)


def test_a_role_that_changes_holds_at_once(accounts: Accounts, li: Account) -> None:
    _, first = accounts.add("Wang Wei", "viewer", by="Li Na")
    secret = accounts.sign_in("Wang Wei", first, HERE)
    accounts.set_role("Wang Wei", "lead", by="Li Na")
    found = accounts.who(secret)
    assert found is not None
    assert found.role == "lead"
    accounts.close("Wang Wei", by="Li Na")
    assert accounts.who(secret) is None


def test_what_was_done_stands_in_the_log(accounts: Accounts, li: Account) -> None:
    acts: list[Callable[[], object]] = [
        lambda: accounts.add("Wang Wei", "viewer", by="Li Na", address=HERE),
        lambda: accounts.set_role("Wang Wei", "lead", by="Li Na", address=HERE),
        lambda: accounts.reset("Wang Wei", by="Li Na", address=HERE),
        lambda: accounts.close("Wang Wei", by="Li Na", address=HERE),
        lambda: accounts.reopen("Wang Wei", by="Li Na", address=HERE),
        lambda: accounts.sign_out(accounts.sign_in("Li Na", PASSWORD, HERE), HERE),
    ]
    before = len(told(accounts))
    for act in acts:
        act()
    names = ["added", "role", "reset", "closed", "reopened"]
    expected = [f"account-{one}" for one in names] + ["sign-in", "sign-out"]
    assert told(accounts)[::-1][before:] == expected
    assert {line.address for line in accounts._people.log(limit=7)} == {HERE}
    assert {line.account for line in accounts._people.log(limit=7)} == {"Li Na"}
