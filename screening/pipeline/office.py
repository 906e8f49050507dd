"""The office beside a desk: one's own tokens and sessions, who may come in, teams, and the log."""

from screening.errors import AccessError, NotReadyError
from screening.pipeline.desk import Desk
from screening.pipeline.insiders import insiders
from screening.pipeline.masks import code_name
from screening.records import Account, Insider, LogLine, Token
from screening.store import Session


class Office:
    """What the person at ``desk`` may settle: its own access, as a lead its teams, as an admin all
    accounts."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._accounts = desk, desk.accounts
        self._people = desk.workspace.ledger.people

    @property
    def _by(self) -> dict[str, str]:
        return {"by": self._desk.account.name, "address": self._desk.address}

    def tokens(self) -> list[Token]:
        """One's own tokens, without their secrets."""
        return self._accounts.tokens(self._desk.account)

    def give_token(self, name: str, days: int) -> str:
        """The secret of a new token of one's own."""
        self._owned()
        return self._accounts.give_token(self._desk.account, name, days, self._desk.address)

    def drop_token(self, token_id: str) -> None:
        """A token of one's own is worth nothing from now on."""
        self._owned()
        self._accounts.drop_token(self._desk.account, token_id, self._desk.address)

    def sessions(self) -> list[Session]:
        """One's own sessions, the newest first."""
        return self._accounts.sessions(self._desk.account)

    def end_others(self, secret: str) -> None:
        """End one's own sessions but that of ``secret``."""
        self._owned()
        self._accounts.end_others(self._desk.account, secret, self._desk.address)

    def accounts(self) -> list[Account]:
        """Every account, by name."""
        self._desk.need("lead")
        return self._accounts.all()

    def add(self, name: str, role: str) -> tuple[Account, str]:
        """A new account and its first password."""
        self._desk.need("admin")
        self._owned()
        return self._accounts.add(name, role, **self._by)

    def reset(self, name: str) -> str:
        """A new first password for an account."""
        self._desk.need("admin")
        return self._accounts.reset(name, **self._by)

    def set_role(self, name: str, role: str) -> None:
        """Give an account another role."""
        self._desk.need("admin")
        self._accounts.set_role(name, role, **self._by)

    def close(self, name: str) -> None:
        """Close an account."""
        self._desk.need("admin")
        self._accounts.close(name, **self._by)

    def reopen(self, name: str) -> None:
        """Open a closed account again."""
        self._desk.need("admin")
        self._accounts.reopen(name, **self._by)

    def teams(self) -> dict[str, frozenset[str]]:
        """Teams that may be staffed, by mandate: its own for a lead, all for an admin."""
        self._desk.need("lead")
        teams, seen = self._accounts.teams(), self._desk.mandates()
        if seen is None or self._desk.may("admin"):
            return teams
        return {name: team for name, team in teams.items() if name in seen}

    def staff(self, mandate: str, name: str, *, on: bool) -> None:
        """Put an account on the team of a mandate, or take it off."""
        self._known(mandate)
        change = self._accounts.join if on else self._accounts.leave
        change(mandate, name, **self._by)

    def code_name(self, mandate: str) -> str:
        """The code name of a mandate in exports."""
        self._known(mandate)
        return code_name(self._desk.workspace, mandate)

    def code_names(self) -> dict[str, str]:
        """The code names in exports of the mandates that may be staffed."""
        return {one: code_name(self._desk.workspace, one) for one in self.teams()}

    def log(self, account: str = "", limit: int | None = None) -> list[LogLine]:
        """The log, the newest line first: of all for an admin, of their mandates for a lead."""
        self._desk.need("lead")
        among = None if self._desk.may("admin") else self._desk.mandates()
        found = self._people.log(mandates=among, account=account, limit=limit)
        self._desk.see_log(line.mandate for line in found)
        return found

    def insiders(self, mandate: str) -> list[Insider]:
        """Who knows of a mandate, since when and how: for its lead, or an admin."""
        self._known(mandate)
        self._desk.see_log([mandate])
        return insiders(self._desk.workspace, mandate)

    def _known(self, mandate: str) -> None:
        if mandate not in self.teams():
            raise NotReadyError(f"there is no mandate {mandate!r} of yours")

    def _owned(self) -> None:
        if not self._desk.team:
            raise AccessError(
                "there are no accounts; make one: screening account add NAME --role admin"
            )
