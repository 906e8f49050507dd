"""Who may come in: accounts, sessions, tokens, teams, code names, and the log of what they did.

Secrets are here as hashes alone. Accounts are closed, never deleted, and the log only grows.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from screening.errors import ConflictError, NotReadyError
from screening.records import Account, AccountRole, LogLine, Token
from screening.store import tables as t
from screening.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session by its account, with when and from where it began and when it was last used."""

    account: Account
    hash: str
    address: str
    began_at: str
    seen_at: str


class People:
    """The people of one ledger; every method is one transaction."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def known(self) -> bool:
        """Whether there is any account, open or closed."""
        with self._db.read() as db:
            return bool(db.execute(sa.select(t.accounts.c.id).limit(1)).first())

    def add(self, name: str, key: str, role: AccountRole, password: str) -> Account:
        """Add an account whose ``password`` (a hash) must be changed; ``key`` is its folded name.

        The first account joins the team of every mandate that is there, since nobody else could
        let anyone in.
        """
        now = self._clock()
        made = Account(id=f"a_{uuid.uuid4().hex}", name=name, role=role, made_at=now, fresh=True)
        row = {**asdict(made), "key": key, "password": password, "password_at": now}
        with self._db.write() as db:
            if db.execute(sa.select(t.accounts.c.id).where(t.accounts.c.key == key)).first():
                raise ConflictError(f"there is an account {name!r} already; take another name")
            first = not db.execute(sa.select(t.accounts.c.id).limit(1)).first()
            db.execute(t.accounts.insert(), row)
            mandates = db.execute(sa.select(t.mandates.c.name).distinct()).scalars().all()
            if first and mandates:
                teams = [{"mandate": one, "account_id": made.id} for one in mandates]
                db.execute(t.teams.insert(), teams)
        return made

    def accounts(self) -> list[Account]:
        """Every account, by name."""
        with self._db.read() as db:
            rows = db.execute(sa.select(t.accounts).order_by(t.accounts.c.key)).mappings().all()
        return [_account(row) for row in rows]

    def account(self, key: str) -> Account:
        """The account of a folded name; NotReadyError where there is none."""
        found = self.password(key)
        if found is None:
            raise NotReadyError(f"there is no account {key!r}")
        return found[0]

    def password(self, key: str) -> tuple[Account, str, str] | None:
        """The account of a folded name, the hash of its password, and since when it is so."""
        query = sa.select(t.accounts).where(t.accounts.c.key == key)
        with self._db.read() as db:
            row = db.execute(query).mappings().first()
        return (_account(row), row["password"], row["password_at"]) if row else None

    def set_password(self, account: Account, password: str, *, fresh: bool) -> None:
        """Give an account another password, as a hash; all of its sessions end, and with a
        ``fresh`` one, given by somebody else, its tokens are gone."""
        now = self._clock()
        facts = {"password": password, "password_at": now, "fresh": fresh}
        with self._db.write() as db:
            db.execute(_of(account).values(**facts))
            db.execute(_ending(account, now))
            if fresh:
                db.execute(t.tokens.delete().where(t.tokens.c.account_id == account.id))

    def rehash(self, account: Account, password: str) -> None:
        """Keep the same password under a stronger hash."""
        with self._db.write() as db:
            db.execute(_of(account).values(password=password))

    def set_role(self, account: Account, role: AccountRole) -> None:
        """Give an account another role; ConflictError where no admin would be left."""
        with self._db.write() as db:
            db.execute(_of(account).values(role=role))
            _administered(db)

    def close(self, account: Account) -> None:
        """Close an account: its sessions end, its tokens and places on teams are gone; what it
        signed stays.

        ConflictError where no admin would be left.
        """
        now = self._clock()
        with self._db.write() as db:
            db.execute(_of(account).values(closed_at=now))
            db.execute(_ending(account, now))
            for held in (t.tokens, t.teams):
                db.execute(held.delete().where(held.c.account_id == account.id))
            _administered(db)

    def reopen(self, account: Account) -> None:
        """Open an account again."""
        with self._db.write() as db:
            db.execute(_of(account).values(closed_at=""))

    def begin(self, token: str, account: Account, address: str) -> bool:
        """Begin a session; ``token`` is the hash of what its cookie holds. False, and no session,
        where the account was closed or got a first password in the meantime."""
        now = self._clock()
        row = {"hash": token, "account_id": account.id, "address": address}
        same = (t.accounts.c.id == account.id) & (t.accounts.c.closed_at == "")
        same &= t.accounts.c.fresh == account.fresh
        with self._db.write() as db:
            if not db.execute(sa.select(t.accounts.c.id).where(same)).first():
                return False
            db.execute(
                t.sessions.insert(), {**row, "began_at": now, "seen_at": now, "ended_at": ""}
            )
        return True

    def session(self, token: str) -> Session | None:
        """The session of a hash, unless it was ended or its account is closed."""
        with self._db.read() as db:
            row = db.execute(_sessions().where(t.sessions.c.hash == token)).mappings().first()
        return _session(row) if row else None

    def sessions(self, account: Account) -> list[Session]:
        """The sessions of an account that were not ended, the newest first."""
        query = _sessions().where(t.sessions.c.account_id == account.id)
        with self._db.read() as db:
            rows = db.execute(query.order_by(t.sessions.c.began_at.desc())).mappings().all()
        return [_session(row) for row in rows]

    def touch(self, token: str) -> None:
        """Note that a session is used now."""
        with self._db.write() as db:
            seen = t.sessions.update().where(t.sessions.c.hash == token)
            db.execute(seen.values(seen_at=self._clock()))

    def end(self, token: str) -> None:
        """End a session for good."""
        with self._db.write() as db:
            ended = t.sessions.update().where(t.sessions.c.hash == token)
            db.execute(ended.values(ended_at=self._clock()))

    def give_token(self, token: Token, account: Account, secret: str) -> None:
        """Keep a token by the hash of its secret."""
        row = {**asdict(token), "account_id": account.id, "hash": secret}
        with self._db.write() as db:
            db.execute(t.tokens.insert(), row)

    def token(self, secret: str) -> tuple[Account, Token] | None:
        """The token of a hash and its account, unless that is closed."""
        join = t.tokens.join(t.accounts, t.tokens.c.account_id == t.accounts.c.id)
        names = Token.__dataclass_fields__
        columns = [t.tokens.c[name].label(f"token_{name}") for name in names]
        query = sa.select(t.accounts, *columns).select_from(join)
        where = (t.tokens.c.hash == secret) & (t.accounts.c.closed_at == "")
        with self._db.read() as db:
            row = db.execute(query.where(where)).mappings().first()
        if row is None:
            return None
        return _account(row), Token(**{name: row[f"token_{name}"] for name in names})

    def used(self, token: Token) -> None:
        """Note that a token is used now."""
        with self._db.write() as db:
            used = t.tokens.update().where(t.tokens.c.id == token.id)
            db.execute(used.values(used_at=self._clock()))

    def tokens(self, account: Account) -> list[Token]:
        """The tokens of an account, the oldest first."""
        query = sa.select(t.tokens).where(t.tokens.c.account_id == account.id)
        with self._db.read() as db:
            rows = db.execute(query.order_by(t.tokens.c.made_at, t.tokens.c.id)).mappings().all()
        return [Token(**{name: row[name] for name in Token.__dataclass_fields__}) for row in rows]

    def drop_token(self, account: Account, token_id: str) -> None:
        """Forget a token of an account; nothing happens where it has none such."""
        where = (t.tokens.c.account_id == account.id) & (t.tokens.c.id == token_id)
        with self._db.write() as db:
            db.execute(t.tokens.delete().where(where))

    def teams(self) -> dict[str, frozenset[str]]:
        """The ids of the accounts on the team of each mandate that has runs or a team."""
        with self._db.read() as db:
            found: dict[str, set[str]] = {
                name: set() for name in db.execute(sa.select(t.mandates.c.name)).scalars()
            }
            for mandate, account in db.execute(sa.select(t.teams)).all():
                found.setdefault(mandate, set()).add(account)
        return {mandate: frozenset(found[mandate]) for mandate in sorted(found)}

    def on_team(self, mandate: str, account: Account) -> bool:
        """Whether an account is on the team of a mandate."""
        where = (t.teams.c.mandate == mandate) & (t.teams.c.account_id == account.id)
        with self._db.read() as db:
            return bool(db.execute(sa.select(t.teams.c.mandate).where(where)).first())

    def mandates_of(self, account: Account) -> frozenset[str]:
        """The mandates that an account is on the team of."""
        query = sa.select(t.teams.c.mandate).where(t.teams.c.account_id == account.id)
        with self._db.read() as db:
            return frozenset(db.execute(query).scalars())

    def join(self, mandate: str, account: Account) -> bool:
        """Put an account on the team of a mandate; False where it is on it already."""
        with self._db.write() as db:
            where = (t.teams.c.mandate == mandate) & (t.teams.c.account_id == account.id)
            if db.execute(sa.select(t.teams.c.mandate).where(where)).first():
                return False
            db.execute(t.teams.insert(), {"mandate": mandate, "account_id": account.id})
        return True

    def claim(self, mandate: str, account: Account) -> bool:
        """Join the team of a mandate that nobody has: no runs, no team. False where it is taken."""
        with self._db.write() as db:
            for column in (t.teams.c.mandate, t.mandates.c.name):
                if db.execute(sa.select(column).where(column == mandate)).first():
                    return False
            db.execute(t.teams.insert(), {"mandate": mandate, "account_id": account.id})
        return True

    def leave(self, mandate: str, account: Account) -> bool:
        """Take an account off the team of a mandate; False where it is not on it."""
        where = (t.teams.c.mandate == mandate) & (t.teams.c.account_id == account.id)
        with self._db.write() as db:
            return db.execute(t.teams.delete().where(where)).rowcount > 0

    def code_name(self, mandate: str, candidates: Iterable[str]) -> str:
        """The code name of a mandate: the first of ``candidates`` that no other has, then kept."""
        query = sa.select(t.code_names.c.code).where(t.code_names.c.mandate == mandate)
        with self._db.read() as db:
            known = db.execute(query).scalar()
        if known:
            return str(known)
        with self._db.write() as db:
            known = db.execute(query).scalar()
            if known is None:
                taken = set(db.execute(sa.select(t.code_names.c.code)).scalars())
                known = next(one for one in candidates if one not in taken)
                db.execute(t.code_names.insert(), {"mandate": mandate, "code": known})
        return str(known)

    def note(self, line: LogLine) -> None:
        """Add a line to the log, dated now."""
        with self._db.write() as db:
            db.execute(t.access_log.insert(), {**asdict(line), "at": self._clock()})

    def log(
        self,
        *,
        mandates: Collection[str] | None = None,
        account: str = "",
        limit: int | None = None,
    ) -> list[LogLine]:
        """Lines of the log, the newest first; of some mandates, of one account."""
        query = sa.select(t.access_log).order_by(t.access_log.c.id.desc()).limit(limit)
        if mandates is not None:
            query = query.where(t.access_log.c.mandate.in_(mandates))
        if account:
            query = query.where(t.access_log.c.account == account)
        with self._db.read() as db:
            rows = db.execute(query).mappings().all()
        names = LogLine.__dataclass_fields__
        return [LogLine(**{name: row[name] for name in names}) for row in rows]

    def count(self, action: str, since: str, *, detail: str = "", address: str = "") -> int:
        """How often something was done since a time, with a detail, from an address, or both."""
        line = t.access_log.c
        where = (line.action == action) & (line.at >= since)
        if detail:
            where &= line.detail == detail
        if address:
            where &= line.address == address
        with self._db.read() as db:
            query = sa.select(sa.func.count()).select_from(t.access_log)
            return int(db.execute(query.where(where)).scalar_one())


def _account(row: sa.RowMapping) -> Account:
    return Account(**{name: row[name] for name in Account.__dataclass_fields__})


def _of(account: Account) -> sa.Update:
    return t.accounts.update().where(t.accounts.c.id == account.id)


def _ending(account: Account, now: str) -> sa.Update:
    of = (t.sessions.c.account_id == account.id) & (t.sessions.c.ended_at == "")
    return t.sessions.update().where(of).values(ended_at=now)


def _administered(db: sa.Connection) -> None:
    admins = (t.accounts.c.role == "admin") & (t.accounts.c.closed_at == "")
    if not db.execute(sa.select(t.accounts.c.id).where(admins)).first():
        raise ConflictError("no open account of an admin would be left; make another admin first")


def _sessions() -> sa.Select[tuple[object, ...]]:
    join = t.sessions.join(t.accounts, t.sessions.c.account_id == t.accounts.c.id)
    columns = [t.sessions.c[name] for name in ("hash", "address", "began_at", "seen_at")]
    query = sa.select(t.accounts, *columns).select_from(join)
    return query.where((t.sessions.c.ended_at == "") & (t.accounts.c.closed_at == ""))


def _session(row: sa.RowMapping) -> Session:
    return Session(
        account=_account(row),
        hash=row["hash"],
        address=row["address"],
        began_at=row["began_at"],
        seen_at=row["seen_at"],
    )
