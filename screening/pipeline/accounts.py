"""Accounts: who may come into the review room, how they prove it, and for how long.

OWASP ASVS 4.0.3, chapters 2 and 3; docs/security.md has the table. Without any account the room
is for its owner alone; with the first one, everybody signs in.
"""

import base64
import hashlib
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from screening.errors import (
    AccessError,
    ExpiredError,
    InputError,
    NotReadyError,
    TooOftenError,
    unknown,
)
from screening.pipeline.workspace import Workspace
from screening.records import Account, AccountRole, LogLine, Token
from screening.store import Session
from screening.text import clean

ACCOUNT_ROLES: dict[str, AccountRole] = {one: one for one in get_args(AccountRole)}
"""From the one that may least; each may what those before it may."""
SHORTEST, LONGEST_PASSWORD = 12, 128
IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
"""A session ends after so long without use, and after so long in any case (ASVS 3.3.2)."""
_FIRST = timedelta(days=7)
_TOUCH = timedelta(minutes=1)
_WINDOW = timedelta(minutes=15)
_TRIES, _TRIES_NAME, _TRIES_ADDRESS = 5, 30, 50
"""Wrong passwords within the window: for a name from an address, for a name, from an address."""
_STRONG = 3
_NAME = 60
_DAYS = 365
_REFUSED, _BLOCKED = "sign-in-refused", "sign-in-blocked"
_WRONG = "the name or the password is wrong"
_PREFIX = "scr_"


class Accounts:
    """The accounts of one ledger; safe to use from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._people = workspace.ledger.people
        self._hasher = PasswordHasher()  # argon2id, RFC 9106 with 64 MiB
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._needed = False
        self._gate, self._looks = Lock(), Lock()
        self._hour, self._this_hour = "", set[tuple[str, ...]]()

    def needed(self) -> bool:
        """Whether people must sign in: once there is an account, for good."""
        self._needed = self._needed or self._people.known()
        return self._needed

    def first_this_hour(self, *line: str) -> bool:
        """Whether something is noted for the first time in this hour; looks are noted so often."""
        hour = self._workspace.clock()[:13]
        with self._looks:
            if hour != self._hour:
                self._hour, self._this_hour = hour, set()
            if line in self._this_hour:
                return False
            self._this_hour.add(line)
            return True

    def all(self) -> list[Account]:
        """Every account, by name."""
        return self._people.accounts()

    def find(self, name: str) -> Account:
        """An account by name, in any case; NotReadyError lists those that there are."""
        try:
            return self._people.account(_key(name))
        except NotReadyError:
            known = [one.name for one in self.all()]
            raise NotReadyError(unknown("account", name, known)) from None

    def add(self, name: str, role: str, *, by: str, address: str = "") -> tuple[Account, str]:
        """A new account and its first password, to be changed within a week at the first sign-in.

        The first account is an admin's and joins every team. Raises InputError for a name or role
        that will not do, ConflictError for a name that is taken.
        """
        given = clean(name)
        if not given or len(given) > _NAME or not given.isprintable():
            raise InputError(f"name: {name[:_NAME]!r} is empty, too long or not printable")
        wanted = _role(role)
        if wanted != "admin" and not self._people.known():
            raise InputError("role: the first account is that of an admin; make that one first")
        password = _first_password()
        account = self._people.add(given, _key(given), wanted, self._hasher.hash(password))
        self._note("account-added", by, detail=f"{given}: {wanted}", address=address)
        return account, password

    def reset(self, name: str, *, by: str, address: str = "") -> str:
        """A new first password for an account; its sessions end."""
        account, password = self.find(name), _first_password()
        self._people.set_password(account, self._hasher.hash(password), fresh=True)
        self._note("account-reset", by, detail=account.name, address=address)
        return password

    def set_role(self, name: str, role: str, *, by: str, address: str = "") -> None:
        """Give an account another role, at once; ConflictError where no admin would be left."""
        account, wanted = self.find(name), _role(role)
        self._people.set_role(account, wanted)
        self._note("account-role", by, detail=f"{account.name}: {wanted}", address=address)

    def close(self, name: str, *, by: str, address: str = "") -> None:
        """Close an account at once; ConflictError where no admin would be left."""
        account = self.find(name)
        self._people.close(account)
        self._note("account-closed", by, detail=account.name, address=address)

    def reopen(self, name: str, *, by: str, address: str = "") -> None:
        """Open a closed account again."""
        account = self.find(name)
        self._people.reopen(account)
        self._note("account-reopened", by, detail=account.name, address=address)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The secret of a new session.

        Raises AccessError, in the same words whatever was wrong, and TooOftenError after too many
        wrong passwords.
        """
        with self._gate:  # one at a time, so that nobody tries many at once
            key = _key(name[:_NAME])
            self._patience(key, address)
            found = self._people.password(key)
            right = self._matches(found[1] if found else self._nobody, password)
            if found is None or not right or found[0].closed_at:
                self._refuse(key, found[0].name if found else "", address)
                raise AccessError(_WRONG)
        account, stored, since = found
        if account.fresh and self._older(since, _FIRST):
            self._refuse(key, account.name, address)
            raise ExpiredError("this first password has expired; ask an admin for a new one")
        if self._hasher.check_needs_rehash(stored):
            self._people.rehash(account, self._hasher.hash(password))
        return self.enter(account, address)

    def enter(self, account: Account, address: str) -> str:
        """The secret of a new session for somebody who has proved who they are.

        Whatever proves it ends here: the password today, single sign-on (OIDC) later. AccessError
        where the account was closed or reset while it was proved.
        """
        secret = secrets.token_urlsafe(32)
        if not self._people.begin(_hashed(secret), account, address):
            raise AccessError(_WRONG)
        self._note("sign-in", account.name, address=address)
        return secret

    def who(self, secret: str, *, active: bool = True) -> Account | None:
        """Whose session it is, while it lasts; ``active`` use makes it last."""
        session = self._people.session(_hashed(secret)) if secret else None
        if session is None or not self._lasts(session):
            return None
        if active and self._older(session.seen_at, _TOUCH):
            self._people.touch(session.hash)
        return session.account

    def sign_out(self, secret: str, address: str) -> None:
        """End a session."""
        session = self._people.session(_hashed(secret))
        if session is not None:
            self._people.end(session.hash)
            self._note("sign-out", session.account.name, address=address)

    def sessions(self, account: Account) -> list[Session]:
        """The sessions of an account that last, the newest first."""
        return [one for one in self._people.sessions(account) if self._lasts(one)]

    def end_others(self, account: Account, secret: str, address: str) -> None:
        """End all sessions of an account but this one."""
        for one in self._people.sessions(account):
            if one.hash != _hashed(secret):
                self._people.end(one.hash)
        self._note("sign-out", account.name, detail="all other sessions", address=address)

    def change_password(self, account: Account, old: str, new: str, address: str) -> None:
        """Another password; all sessions of the account end.

        Raises AccessError where the old one is wrong, InputError where the new one is weak.
        """
        with self._gate:
            key = _key(account.name)
            self._patience(key, address)
            found = self._people.password(key)
            if found is None or not self._matches(found[1], old):
                self._refuse(key, account.name, address)
                raise AccessError("the password that you have now is another one")
        _check_strength(account.name, old, new)
        self._people.set_password(account, self._hasher.hash(new), fresh=False)
        self._note("password", account.name, address=address)

    def give_token(self, account: Account, name: str, days: int, address: str) -> str:
        """The secret of a new token for programs: it acts as the account, and is shown once."""
        given = clean(name)
        if not given or len(given) > _NAME:
            raise InputError("name: say in a few words what the token is for")
        if not 1 <= days <= _DAYS:
            raise InputError(f"days: {days} is not between 1 and {_DAYS}")
        secret = _PREFIX + secrets.token_urlsafe(32)
        ends = (self._now() + timedelta(days=days)).isoformat().replace("+00:00", "Z")
        token = Token(
            id=secrets.token_hex(8), name=given, made_at=self._workspace.clock(), ends_at=ends
        )
        self._people.give_token(token, account, _hashed(secret))
        self._note("token-made", account.name, detail=given, address=address)
        return secret

    def tokens(self, account: Account) -> list[Token]:
        """The tokens of an account, without their secrets."""
        return self._people.tokens(account)

    def drop_token(self, account: Account, token_id: str, address: str) -> None:
        """A token is worth nothing from now on."""
        self._people.drop_token(account, token_id)
        self._note("token-dropped", account.name, detail=token_id, address=address)

    def program(self, secret: str) -> Account | None:
        """Whose token it is, while it lasts."""
        found = self._people.token(_hashed(secret)) if secret.startswith(_PREFIX) else None
        if found is None or found[1].ends_at <= self._workspace.clock():
            return None
        account, token = found
        if not token.used_at or self._older(token.used_at, _TOUCH):
            self._people.used(token)
        return account

    def teams(self) -> dict[str, frozenset[str]]:
        """The ids of the accounts on the team of each mandate, by its name."""
        return self._people.teams()

    def join(self, mandate: str, name: str, *, by: str, address: str = "") -> None:
        """Put an account on the team of a mandate that has runs or a team."""
        account = self.find(name)
        self._known(mandate)
        if self._people.join(mandate, account):
            self._note("team-joined", by, mandate, account.name, address)

    def leave(self, mandate: str, name: str, *, by: str, address: str = "") -> None:
        """Take an account off the team of a mandate, at once."""
        account = self.find(name)
        self._known(mandate)
        if self._people.leave(mandate, account):
            self._note("team-left", by, mandate, account.name, address)

    def _known(self, mandate: str) -> None:
        teams = self._people.teams()
        if mandate not in teams:
            raise NotReadyError(unknown("mandate", mandate, teams))

    def _refuse(self, key: str, name: str, address: str) -> None:
        """Note a refusal under what was typed, as a hash: it may be a password in the wrong place,
        and a name that nobody has is counted like one that somebody has."""
        self._note(_REFUSED, name, detail=_mark(key), address=address)

    def _patience(self, key: str, address: str) -> None:
        since = (self._now() - _WINDOW).isoformat().replace("+00:00", "Z")
        count, mark = self._people.count, _mark(key)
        if (
            count(_REFUSED, since, detail=mark, address=address) >= _TRIES
            or count(_REFUSED, since, detail=mark) >= _TRIES_NAME
            or count(_REFUSED, since, address=address) >= _TRIES_ADDRESS
        ):
            if self.first_this_hour(_BLOCKED, mark, address):
                self._note(_BLOCKED, "", detail=mark, address=address)
            minutes = int(_WINDOW.total_seconds() // 60)
            raise TooOftenError(
                f"too many wrong passwords; try again in {minutes} minutes",
                int(_WINDOW.total_seconds()),
            )

    def _matches(self, stored: str, given: str) -> bool:
        try:
            return self._hasher.verify(stored, given[:LONGEST_PASSWORD])
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _lasts(self, session: Session) -> bool:
        return not (self._older(session.began_at, ABSOLUTE) or self._older(session.seen_at, IDLE))

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._workspace.clock()).astimezone(UTC)

    def _older(self, moment: str, than: timedelta) -> bool:
        return self._now() - datetime.fromisoformat(moment) >= than

    def _note(
        self, action: str, account: str, mandate: str = "", detail: str = "", address: str = ""
    ) -> None:
        self._people.note(
            LogLine(account=account, action=action, mandate=mandate, detail=detail, address=address)
        )


def _key(name: str) -> str:
    """A name as it is looked up: in any case, and in any width that an input method writes."""
    return unicodedata.normalize("NFKC", clean(name)).casefold()


def _role(given: str) -> AccountRole:
    if given not in ACCOUNT_ROLES:
        raise InputError(unknown("role", given, ACCOUNT_ROLES))
    return ACCOUNT_ROLES[given]


def _hashed(secret: str) -> str:
    """A secret of 256 random bits needs no salt and no slow hash (ASVS 2.9, 3.5)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _mark(key: str) -> str:
    return _hashed(key)[:12]


def _first_password() -> str:
    word = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(word[start : start + 4] for start in range(0, len(word), 4))


def _check_strength(name: str, old: str, new: str) -> None:
    if len(new) < SHORTEST or len(new) > LONGEST_PASSWORD:
        raise InputError(f"password: it has {SHORTEST} to {LONGEST_PASSWORD} characters")
    if new == old:
        raise InputError("password: it is the one that you have; take another")
    from zxcvbn import zxcvbn  # reads its word lists when it is loaded

    if zxcvbn(new[:72], user_inputs=[name, old, "screening", "zhejiang"])["score"] < _STRONG:
        raise InputError("password: it is easily guessed; add a few unrelated words")
