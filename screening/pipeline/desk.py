"""A desk in the review room: what one person may see, say and start there, and a line for each."""

from collections.abc import Iterable, Mapping

from screening.errors import AccessError, ConflictError, NotReadyError, ScreeningError
from screening.pipeline.accounts import ACCOUNT_ROLES, Accounts
from screening.pipeline.board import Board, Said
from screening.pipeline.jobs import Job, Jobs
from screening.pipeline.judge import contact, judge
from screening.pipeline.masks import for_export
from screening.pipeline.profile import Profile
from screening.pipeline.resolve import decide
from screening.pipeline.room import Brief, Room
from screening.pipeline.workspace import Workspace
from screening.records import (
    Account,
    AccountRole,
    Company,
    Contact,
    Document,
    LogLine,
    Mandate,
    Merge,
    Reject,
    Run,
    SavedView,
    Screening,
    Verdict,
)

EVERY = 100_000
"""Runs or lines: more than there are."""


class Desk:
    """The room as ``account`` may use it: the mandates of its teams, as far as its role goes.

    What it may not see is not there: the error is that for an unknown run. The owner of a room
    without accounts may everything, and nothing is noted.
    """

    def __init__(
        self, room: Room, jobs: Jobs, accounts: Accounts, account: Account, address: str = ""
    ) -> None:
        self.account, self.accounts = account, accounts
        self._room, self._jobs = room, jobs
        self._ledger, self.address = room.workspace.ledger, address

    @property
    def team(self) -> bool:
        """Whether this is a room with accounts."""
        return bool(self.account.id)

    @property
    def workspace(self) -> Workspace:
        """The corpus and the settings that all share; the ledger is behind this desk."""
        return self._room.workspace

    @property
    def today(self) -> str:
        """The date, as in 2026-01-31."""
        return self.workspace.clock()[:10]

    def may(self, role: AccountRole) -> bool:
        """Whether the account's role goes as far as this one."""
        order = list(ACCOUNT_ROLES)
        return order.index(self.account.role) >= order.index(role)

    def need(self, role: AccountRole) -> None:
        """Raise AccessError where the role, as it is now, does not go as far as this one."""
        if self.team:
            self.account = self.accounts.find(self.account.name)
        if self.account.closed_at or not self.may(role):
            self._saw("refused", "", detail=role)
            raise AccessError(f"that takes a {role}; you are a {self.account.role} here")

    def sees(self, mandate: str) -> bool:
        """Whether the account is on the team of a mandate; an owner's room is whole until there
        are accounts."""
        if not self.team:
            return not self.accounts.needed()
        return self._ledger.people.on_team(mandate, self.account)

    def mandates(self) -> frozenset[str] | None:
        """The names of the mandates that may be seen; None: all."""
        if not self.team:
            return frozenset() if self.accounts.needed() else None
        return self._ledger.people.mandates_of(self.account)

    def runs(self, limit: int = EVERY) -> list[tuple[Run, str]]:
        """(run, mandate name) of what may be seen, the newest first."""
        found = self._ledger.runs(limit=limit, mandates=self.mandates())
        for name in {name for _, name in found}:
            self._saw("saw-list", name)
        return found

    def counts(self, run_id: str) -> tuple[int, int]:
        """How many companies a run ranks, and how many it left out."""
        self._open(run_id)
        return self._ledger.counts(run_id)

    def board(self, run_id: str) -> Board:
        """The fits of a run as columns; NotReadyError where there is none to be seen."""
        self._open(run_id)
        return self._room.board(run_id)

    def look(self, run_id: str, company_id: str = "") -> Board:
        """The board of a run for somebody who looks at it, or at one company that it ranks."""
        mandate, found = self._open(run_id), self._room.board(run_id)
        if company_id:
            found.fit(company_id)
        self._saw("saw-target" if company_id else "saw-run", mandate, run_id, company_id)
        return found

    def said(self, run_id: str, number: tuple[int, int] | None = None) -> Said:
        """What was said of the targets of a run up to now, or up to a number of the ledger's."""
        self._open(run_id)
        return self._room.said(run_id, number)

    def screening(self, run_id: str) -> Screening:
        """A run with what was said of it up to now."""
        self._open(run_id)
        return self._room.screening(run_id)

    def brief(self, run_id: str, before: str, top: int) -> Brief:
        """A run in a line; ``before`` is the run that it is compared with, or empty."""
        for one in filter(None, (run_id, before)):
            self._open(one)
        return self._room.brief(run_id, before, top)

    def find(self, part: str) -> list[Company]:
        """Companies of the corpus with a name that holds ``part``; the corpus is everybody's."""
        return self._room.find(part)

    def documents(self, run_id: str, ids: set[str]) -> dict[str, Document]:
        """Documents as they stood in the corpus that a run saw."""
        self._open(run_id)
        return self._room.documents(run_id, ids)

    def patents(self, run_id: str, company_id: str) -> list[Document]:
        """The patents of a company in the corpus that a run saw, the newest first."""
        self._open(run_id)
        return self._room.patents(run_id, company_id)

    def profile(self, mandate: Mandate) -> Profile:
        """The gaps of a mandate on the newest corpus, measured once."""
        return self._room.profile(mandate)

    def export(self, run_id: str) -> Screening:
        """A run as it may leave the room: where there are accounts, under its code name."""
        mandate, found = self._open(run_id), self._room.screening(run_id)
        self._write("exported", mandate, run_id)
        return for_export(self.workspace, found)

    def conflicts(self, run_id: str) -> frozenset[str]:
        """The companies that another mandate is active on: for a lead, and nothing but that."""
        if not self.team or not self.may("lead"):
            return frozenset()
        self.account = self.accounts.find(self.account.name)  # the page may be an old one
        if not self.may("lead"):
            return frozenset()
        active = self._ledger.active_elsewhere(self._open(run_id))
        return self._room.same_as(run_id, active) if active else active

    def judge(
        self,
        run_id: str,
        company_id: str,
        judgement: str,
        *,
        reason: str,
        author: str = "",
        role: str = "",
        request: str = "",
    ) -> Verdict:
        """Add a verdict, signed by the account; see ``pipeline.judge``."""
        self.need("reviewer")
        mandate = self._open(run_id)
        given = judge(
            self.workspace,
            company_id,
            judgement,
            reason=reason,
            author=self._signs(author),
            role=role,
            run_id=run_id,
            request=self._own(request),
        )
        self._write("judged", mandate, run_id, given.company_id, given.judgement)
        return given

    def contact(
        self,
        run_id: str,
        company_id: str,
        status: str,
        *,
        author: str = "",
        route: str = "",
        language: str = "",
        note: str = "",
        request: str = "",
    ) -> Contact:
        """Add a line of contact, likewise."""
        self.need("reviewer")
        mandate = self._open(run_id)
        given = contact(
            self.workspace,
            company_id,
            status,
            author=self._signs(author),
            route=route,
            language=language,
            note=note,
            run_id=run_id,
            request=self._own(request),
        )
        self._write("contacted", mandate, run_id, given.company_id, given.status)
        return given

    def views(self, mandate: str) -> list[SavedView]:
        """The views kept for a mandate, by name."""
        return self._ledger.views(mandate) if self.sees(mandate) else []

    def keep_view(self, view: SavedView) -> None:
        """Keep a view of the account's own."""
        self._check_view(view)
        self._ledger.keep_view(view)

    def drop_view(self, view: SavedView) -> None:
        """Forget a view of the account's own."""
        self._check_view(view)
        self._ledger.drop_view(view)

    def start(self, mandate: Mandate) -> Job:
        """Ask for a mandate to be scored; who asks for a new one is its team.

        Raises ConflictError where the name belongs to another team.
        """
        self.need("lead")
        claimed = not self.sees(mandate.name)
        if claimed and not self._ledger.people.claim(mandate.name, self.account):
            raise ConflictError(f"name: the name {mandate.name!r} is taken; take another")
        try:
            job = self._jobs.start(mandate)
        except ScreeningError:
            if claimed:
                self._ledger.people.leave(mandate.name, self.account)
            raise
        if claimed:
            self._write("team-joined", mandate.name, detail=self.account.name)
        self._write("screened", mandate.name, job.run_id)
        return job

    def jobs(self) -> list[Job]:
        """What was asked for since the server started and may be seen, the newest last."""
        seen = self.mandates()
        return [one for one in self._jobs.all().values() if seen is None or one.mandate in seen]

    def rejects(self) -> list[Reject]:
        """Rows of the files ingested that could not be used; the corpus is shared by all."""
        return self._ledger.rejects()

    def pairs(self) -> list[Merge]:
        """Pairs of companies that a person has to decide on."""
        return [one for one in self._ledger.merges() if one.action == "review"]

    def companies(self) -> Mapping[str, Company]:
        """The companies of the newest corpus."""
        return self.workspace.snapshot(self.workspace.version()).companies()

    def decide(self, one: str, other: str, action: str, author: str = "") -> Merge:
        """Decide that two companies are one, or are two, for all mandates."""
        self.need("lead")
        found = decide(self.workspace, one, other, action, by=self._signs(author))
        self._write("merged", detail=f"{found.left} {found.action} {found.right}")
        return found

    def mandates_by_hash(self) -> Mapping[str, Mandate]:
        """The mandates that may be seen and have runs, by hash."""
        seen = self.mandates()
        every = self._ledger.mandates()
        return {key: one for key, one in every.items() if seen is None or one.name in seen}

    def see_log(self, mandates: Iterable[str]) -> None:
        """Note that the account reads what others did about mandates."""
        for one in sorted(set(mandates) - {""}):
            self._saw("saw-log", one)

    def _saw(
        self, action: str, mandate: str, run_id: str = "", company_id: str = "", detail: str = ""
    ) -> None:
        """Note what the account sees, once an hour for each of its addresses."""
        line = (action, mandate, run_id, company_id, detail)
        if self.team and self.accounts.first_this_hour(self.account.id, self.address, *line):
            self._write(*line)

    def _write(
        self, action: str, mandate: str = "", run_id: str = "", company: str = "", detail: str = ""
    ) -> None:
        if self.team:
            self._ledger.people.note(
                LogLine(
                    account=self.account.name,
                    action=action,
                    mandate=mandate,
                    run_id=run_id,
                    company_id=company,
                    detail=detail,
                    address=self.address,
                )
            )

    def _open(self, run_id: str) -> str:
        """The name of the mandate of a run that may be seen."""
        name = self._room.mandate_of(run_id)
        if name and self.sees(name):
            return name
        if name:
            self._saw("refused", name, run_id)
        raise NotReadyError(f"there is no run {run_id[:64]!r}; see the list of shortlists")

    def _signs(self, given: str) -> str:
        if self.team and given not in ("", self.account.name):
            raise AccessError("author: you sign as yourself here; leave it out")
        return given or self.account.name

    def _own(self, request: str) -> str:
        """A key of a request, which cannot meet that of somebody else."""
        return f"{self.account.id}:{request}" if self.team and request else request

    def _check_view(self, view: SavedView) -> None:
        self.need("reviewer")
        self._signs(view.author)
        if not self.sees(view.mandate):
            raise NotReadyError(f"there is no mandate {view.mandate!r}")
