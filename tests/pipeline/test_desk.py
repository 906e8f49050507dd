"""What one person may see, say and start; and that it is noted."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screening import pipeline, settings
from screening.errors import AccessError, ConflictError, NotReadyError
from screening.pipeline import Accounts, Desk, Jobs, Office, Room, Workspace
from screening.records import Account, SavedView

Sit = Callable[[str], Desk]
ROLES = {"Admin": "admin", "Lead": "lead", "Rev": "reviewer", "View": "viewer", "Other": "lead"}


@pytest.fixture(scope="module")
def scored(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the runs of two mandates."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(shipped_folder, folder)
    opened = pipeline.open_workspace(settings.load({"data_dir": folder}, environ={}))
    for name in ("Ours", "Theirs"):
        pipeline.score(opened, replace(pipeline.mandate("robots"), name=name))
    opened.close()
    return folder


@pytest.fixture
def place(scored: Path, tmp_path: Path, open_at: Any) -> Workspace:
    """A workspace on a copy of it."""
    shutil.copytree(scored, tmp_path / "data")
    found: Workspace = open_at(tmp_path / "data")
    return found


@pytest.fixture
def runs(place: Workspace) -> dict[str, str]:
    """The runs by mandate."""
    robots = pipeline.mandate("robots").name
    return {name: run.id for run, name in place.ledger.runs() if name != robots}


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
        lambda run: rev.brief(run, "", 20),
        lambda run: rev.documents(run, set()),
        lambda run: rev.patents(run, "c"),
        rev.look,
        lambda run: rev.judge(run, "c", "hold", reason="why"),
        lambda run: rev.contact(run, "c", "nda"),
    ]
    for ask in asked:
        for run in (theirs, "r_nothing"):
            with pytest.raises(NotReadyError) as told:
                ask(run)
            assert str(told.value) == unknown.format(run)
    with pytest.raises(NotReadyError):
        sit("Lead").conflicts(theirs)
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


def untouched(lead: Desk, run: str) -> tuple[frozenset[str], list[str]]:
    """The conflicts that other tests' runs make, and the companies without one, best first."""
    of_other_tests = lead.conflicts(run)
    ids = [fit.company_id for fit in lead.board(run).fits]
    return of_other_tests, [one for one in ids if one not in of_other_tests]


def test_a_lead_learns_of_a_conflict_and_of_nothing_else(
    sit: Sit, runs: dict[str, str], place: Workspace
) -> None:
    lead, other = sit("Lead"), sit("Other")
    of_other_tests, ids = untouched(lead, runs["Ours"])
    other.judge(runs["Theirs"], ids[0], "pursue", reason="our secret reason")
    other.judge(runs["Theirs"], ids[1], "hold", reason="later")
    other.contact(runs["Theirs"], ids[2], "nda", note="met the owner")
    other.contact(runs["Theirs"], ids[3], "refused")
    assert lead.conflicts(runs["Ours"]) - of_other_tests == {ids[0], ids[2]}
    assert sit("Rev").conflicts(runs["Ours"]) == frozenset()
    assert lead.screening(runs["Ours"]).verdicts == ()
    assert lead.screening(runs["Ours"]).contacts == ()
    other.judge(runs["Theirs"], ids[0], "reject", reason="sold")
    other.contact(runs["Theirs"], ids[2], "refused")
    assert lead.conflicts(runs["Ours"]) == of_other_tests
    lead.judge(runs["Ours"], ids[5], "pursue", reason="ours")
    assert lead.conflicts(runs["Ours"]) == of_other_tests
    assert other.conflicts(runs["Theirs"]) - of_other_tests == {ids[5]}


def test_a_conflict_is_seen_under_whichever_id_a_company_was_ranked(
    sit: Sit, runs: dict[str, str], place: Workspace
) -> None:
    lead, other = sit("Lead"), sit("Other")
    of_other_tests, ids = untouched(lead, runs["Ours"])
    other.judge(runs["Theirs"], ids[0], "pursue", reason="ours")
    assert lead.conflicts(runs["Ours"]) - of_other_tests == {ids[0]}
    lead.decide(ids[0], ids[7], "merge")
    assert lead.conflicts(runs["Ours"]) - of_other_tests == {ids[0], ids[7]}
    lead.decide(ids[0], ids[7], "apart")
    assert lead.conflicts(runs["Ours"]) - of_other_tests == {ids[0]}
    sit("Admin").accounts.set_role("Lead", "reviewer", by="Admin")
    assert lead.conflicts(runs["Ours"]) == frozenset()


def test_who_starts_a_new_mandate_is_its_team(sit: Sit, place: Workspace) -> None:
    lead, other = sit("Lead"), sit("Other")
    mandate = replace(pipeline.mandate("robots"), name="A third")
    lead.start(mandate)
    assert [one.mandate for one in lead.jobs()] == ["A third"]
    assert other.jobs() == []
    with pytest.raises(ConflictError, match="taken"):
        other.start(mandate)
    with pytest.raises(ConflictError, match="taken"):
        other.start(replace(mandate, name="Ours"))
    lead._jobs._worker.shutdown(wait=True)
    assert "A third" in {name for _, name in lead.runs()}


def test_a_lead_staffs_its_own_mandates_and_an_admin_all(sit: Sit) -> None:
    lead, admin = Office(sit("Lead")), Office(sit("Admin"))
    assert set(lead.teams()) == {"Ours"}
    assert {"Ours", "Theirs"} <= set(admin.teams())
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
    told = {one.account: one.ways for one in admin.insiders("Theirs")}
    assert told["Admin"] == (("saw-log", 1),)  # who reads the log knows, too


def test_who_sees_the_list_or_tries_what_is_not_theirs_stands_in_the_log(
    sit: Sit, runs: dict[str, str], place: Workspace
) -> None:
    rev = sit("Rev")
    rev.runs()
    with pytest.raises(NotReadyError):
        rev.look(runs["Theirs"])
    with pytest.raises(AccessError):
        Office(rev).log()
    lines = place.ledger.people.log(account="Rev")[::-1]
    assert [(line.action, line.mandate, line.detail) for line in lines] == [
        ("saw-list", "Ours", ""),
        ("refused", "Theirs", ""),
        ("refused", "", "lead"),
    ]


def test_a_mandate_that_cannot_be_started_holds_no_name(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = sit("Lead")
    mandate = replace(pipeline.mandate("robots"), name="A fourth")

    def fail(_: object) -> None:
        raise NotReadyError("nothing is ingested yet")

    with monkeypatch.context() as patch:
        patch.setattr(lead._jobs, "start", fail)
        with pytest.raises(NotReadyError):
            lead.start(mandate)
    assert "A fourth" not in lead.accounts.teams()


def test_a_page_from_before_there_were_accounts_shows_nothing_any_more(
    place: Workspace, runs: dict[str, str]
) -> None:
    owner = Desk(
        Room(place), Jobs(place), Accounts(place), Account(id="", name="owner", role="admin")
    )
    assert owner.runs()
    owner.accounts.add("Li", "admin", by="shell")
    assert owner.runs() == []
    with pytest.raises(NotReadyError):
        owner.board(runs["Ours"])


def test_the_insider_list_says_who_knows_since_when_and_how(sit: Sit, runs: dict[str, str]) -> None:
    rev, run = sit("Rev"), runs["Ours"]
    company = rev.board(run).fits[0].company_id
    for _ in range(3):
        rev.look(run)  # once an hour
    rev.look(run, company)
    for _ in range(2):
        rev.judge(run, company, "pursue", reason="why")
    with pytest.raises(NotReadyError):
        rev.look(run, "c_nobody")
    rev.accounts.leave("Ours", "Rev", by="shell")
    found = {one.account: one for one in Office(sit("Lead")).insiders("Ours")}
    assert list(found) == ["Rev", "Lead", "View"]
    told = found["Rev"]
    assert (told.on_team, told.role) == (False, "reviewer")
    assert told.ways == (("saw-run", 1), ("saw-target", 1), ("judged", 2))
    assert told.companies == (company,)
    assert told.addresses == ("10.0.0.1",)
    assert told.first_at <= told.last_at
    assert (found["View"].first_at, found["View"].on_team) == ("", True)


def test_a_room_without_accounts_keeps_no_log(place: Workspace, runs: dict[str, str]) -> None:
    owner = Account(id="", name="owner", role="admin")
    desk = Desk(Room(place), Jobs(place), Accounts(place), owner)
    company = desk.board(runs["Ours"]).fits[0].company_id
    desk.look(runs["Ours"])
    assert desk.judge(runs["Ours"], company, "hold", reason="why", author="Li").author == "Li"
    assert {"Ours", "Theirs"} <= {name for _, name in desk.runs()}
    assert place.ledger.people.log() == []
    assert desk.export(runs["Ours"]).mandate.name == "Ours"
    with pytest.raises(AccessError, match="account add"):
        Office(desk).add("Li", "admin")
