"""What one person may see, say and start; and that it is noted."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screening import pipeline
from screening.errors import AccessError, ConflictError, NotReadyError
from screening.pipeline import Accounts, Desk, Jobs, Office, Room, Workspace
from screening.records import Account, SavedView

Sit = Callable[[str], Desk]
ROLES = {"Admin": "admin", "Lead": "lead", "Rev": "reviewer", "View": "viewer", "Other": "lead"}


@pytest.fixture
def place(shipped_folder: Path, tmp_path: Path, open_at: Any) -> Workspace:
    """A workspace on the shipped corpus with a ledger that holds nothing of other tests."""
    import shutil

    shutil.copytree(shipped_folder, tmp_path / "data")
    found: Workspace = open_at(tmp_path / "data")
    return found


@pytest.fixture
def runs(place: Workspace) -> dict[str, str]:
    """The runs of two mandates."""
    robots = pipeline.mandate("robots")
    return {
        name: pipeline.score(place, replace(robots, name=name)).run.id
        for name in ("Ours", "Theirs")
    }


@pytest.fixture
def sit(place: Workspace, runs: dict[str, str]) -> Sit:
    """Seats an account: Lead, Rev and View are on the team of *Ours*, Other on that of *Theirs*."""
    accounts, room, jobs = Accounts(place), Room(place), Jobs(place)
    for name, role in ROLES.items():
        accounts.add(name, role, by="shell")
    accounts.leave("Ours", "Admin", by="shell")
    accounts.leave("Theirs", "Admin", by="shell")
    for name in ("Lead", "Rev", "View"):
        accounts.join("Ours", name, by="shell")
    accounts.join("Theirs", "Other", by="shell")

    def seat(name: str) -> Desk:
        return Desk(room, jobs, accounts, accounts.find(name), "10.0.0.1")

    return seat


def test_a_mandate_of_another_team_is_not_there(sit: Sit, runs: dict[str, str]) -> None:
    rev, theirs = sit("Rev"), runs["Theirs"]
    assert [name for _, name in rev.runs()] == ["Ours"]
    unknown = "there is no run {!r}; see the list of shortlists"
    asked: list[Callable[[str], object]] = [
        rev.board,
        rev.said,
        rev.screening,
        rev.counts,
        rev.export,
        rev.conflicts,
        lambda run: rev.brief(run, "", 20),
        lambda run: rev.documents(run, set()),
        lambda run: rev.patents(run, "c"),
        lambda run: rev.note("saw-run", run),
        lambda run: rev.judge(run, "c", "hold", reason="why"),
        lambda run: rev.contact(run, "c", "nda"),
    ]
    for ask in asked:
        for run in (theirs, "r_nothing"):
            with pytest.raises(NotReadyError) as told:
                ask(run)
            assert str(told.value) == unknown.format(run)
    assert rev.views("Theirs") == []
    assert rev.jobs() == []
    assert {one.name for one in rev.mandates_by_hash().values()} == {"Ours"}


def test_a_member_sees_it_and_not_after_leaving_the_team(sit: Sit, runs: dict[str, str]) -> None:
    rev = sit("Rev")
    assert rev.board(runs["Ours"]).fits
    rev.accounts.leave("Ours", "Rev", by="shell")
    with pytest.raises(NotReadyError):
        rev.board(runs["Ours"])


def test_each_role_may_what_those_before_it_may(sit: Sit, runs: dict[str, str]) -> None:
    run = runs["Ours"]
    company = sit("View").board(run).fits[0].company_id
    robots = pipeline.mandate("robots")
    acts: list[tuple[str, Callable[[Desk], object]]] = [
        ("reviewer", lambda desk: desk.judge(run, company, "hold", reason="why")),
        ("reviewer", lambda desk: desk.contact(run, company, "nda")),
        ("reviewer", lambda desk: desk.keep_view(SavedView(
            author=desk.account.name, mandate="Ours", name="v", query="sort=-total"))),
        ("lead", lambda desk: desk.start(replace(robots, name="Ours"))),
        ("lead", lambda desk: Office(desk).teams()),
        ("lead", lambda desk: Office(desk).log()),
        ("lead", lambda desk: Office(desk).insiders("Ours")),
        ("admin", lambda desk: Office(desk).add("New", "viewer")),
        ("admin", lambda desk: Office(desk).reset("Other")),
        ("admin", lambda desk: Office(desk).close("Other")),
        ("admin", lambda desk: Office(desk).reopen("Other")),
        ("admin", lambda desk: Office(desk).set_role("Other", "lead")),
    ]  # fmt: skip
    order = list(pipeline.ACCOUNT_ROLES)
    for name in ("View", "Rev", "Lead"):
        desk = sit(name)
        for needed, act in acts:
            if order.index(desk.account.role) >= order.index(needed):
                act(desk)
            else:
                with pytest.raises(AccessError, match=needed):
                    act(desk)
    admin = sit("Admin")
    for _, act in acts[-5:]:
        act(admin)
    with pytest.raises(NotReadyError):  # and no admin reads a mandate without being on its team
        admin.board(run)


def test_one_signs_as_oneself(sit: Sit, runs: dict[str, str]) -> None:
    rev, run = sit("Rev"), runs["Ours"]
    company = rev.board(run).fits[0].company_id
    assert rev.judge(run, company, "pursue", reason="why").author == "Rev"
    with pytest.raises(AccessError, match="as yourself"):
        rev.judge(run, company, "pursue", reason="why", author="Lead")
    with pytest.raises(AccessError, match="as yourself"):
        rev.drop_view(SavedView(author="Lead", mandate="Ours", name="v", query=""))
    mine = rev.judge(run, company, "hold", reason="why", request="k")
    other = sit("Lead").judge(run, company, "hold", reason="why", request="k")
    assert mine.author != other.author  # keys of two people cannot meet


def test_a_lead_learns_of_a_conflict_and_of_nothing_else(
    sit: Sit, runs: dict[str, str], place: Workspace
) -> None:
    lead, other = sit("Lead"), sit("Other")
    ids = [fit.company_id for fit in lead.board(runs["Ours"]).fits]
    assert lead.conflicts(runs["Ours"]) == frozenset()
    other.judge(runs["Theirs"], ids[0], "pursue", reason="our secret reason")
    other.judge(runs["Theirs"], ids[1], "hold", reason="later")
    other.contact(runs["Theirs"], ids[2], "nda", note="met the owner")
    other.contact(runs["Theirs"], ids[3], "refused")
    assert lead.conflicts(runs["Ours"]) == {ids[0], ids[2]}
    assert sit("Rev").conflicts(runs["Ours"]) == frozenset()
    assert lead.screening(runs["Ours"]).verdicts == ()
    assert lead.screening(runs["Ours"]).contacts == ()
    other.judge(runs["Theirs"], ids[0], "reject", reason="sold")
    other.contact(runs["Theirs"], ids[2], "refused")
    assert lead.conflicts(runs["Ours"]) == frozenset()
    lead.judge(runs["Ours"], ids[5], "pursue", reason="ours")
    assert lead.conflicts(runs["Ours"]) == frozenset()
    assert other.conflicts(runs["Theirs"]) == {ids[5]}


def test_who_starts_a_new_mandate_is_its_team(sit: Sit, place: Workspace) -> None:
    lead, other = sit("Lead"), sit("Other")
    mandate = replace(pipeline.mandate("robots"), name="A third")
    lead.start(mandate)
    assert [one.mandate for one in lead.jobs()] == ["A third"]
    assert other.jobs() == []
    with pytest.raises(ConflictError, match="another team"):
        other.start(mandate)
    with pytest.raises(ConflictError, match="another team"):
        other.start(replace(mandate, name="Ours"))
    lead._jobs._worker.shutdown(wait=True)
    assert "A third" in {name for _, name in lead.runs()}


def test_a_lead_staffs_its_own_mandates_and_an_admin_all(sit: Sit) -> None:
    lead, admin = Office(sit("Lead")), Office(sit("Admin"))
    assert set(lead.teams()) == {"Ours"}
    assert set(admin.teams()) == {"Ours", "Theirs"}
    lead.staff("Ours", "Other", on=True)
    assert sit("Other").sees("Ours")
    lead.staff("Ours", "Other", on=False)
    for act in (
        lambda: lead.staff("Theirs", "Lead", on=True),
        lambda: lead.insiders("Theirs"),
        lambda: lead.code_name("Theirs"),
    ):
        with pytest.raises(NotReadyError):
            act()
    assert {line.mandate for line in lead.log()} == {"Ours"}
    assert {"Ours", "Theirs"} <= {line.mandate for line in admin.log()}


def test_the_insider_list_says_who_knows_since_when_and_how(sit: Sit, runs: dict[str, str]) -> None:
    rev, run = sit("Rev"), runs["Ours"]
    company = rev.board(run).fits[0].company_id
    for _ in range(3):
        rev.note("saw-run", run)  # once a visit
    rev.note("saw-target", run, company)
    rev.judge(run, company, "pursue", reason="why")
    rev.accounts.leave("Ours", "Rev", by="shell")
    found = {one.account: one for one in Office(sit("Lead")).insiders("Ours")}
    assert list(found) == ["Rev", "Lead", "View"]
    told = found["Rev"]
    assert (told.on_team, told.role) == (False, "reviewer")
    assert told.ways == (("saw-run", 1), ("saw-target", 1), ("judged", 1))
    assert told.companies == (company,)
    assert told.addresses == ("10.0.0.1",)
    assert told.first_at <= told.last_at
    assert (found["View"].first_at, found["View"].on_team) == ("", True)


def test_a_room_without_accounts_keeps_no_log(place: Workspace, runs: dict[str, str]) -> None:
    owner = Account(id="", name="owner", role="admin")
    desk = Desk(Room(place), Jobs(place), Accounts(place), owner)
    company = desk.board(runs["Ours"]).fits[0].company_id
    desk.note("saw-run", runs["Ours"])
    assert desk.judge(runs["Ours"], company, "hold", reason="why", author="Li").author == "Li"
    assert {name for _, name in desk.runs()} == {"Ours", "Theirs"}
    assert place.ledger.people.log() == []
    assert desk.export(runs["Ours"]).mandate.name == "Ours"
    with pytest.raises(AccessError, match="account add"):
        Office(desk).add("Li", "admin")
