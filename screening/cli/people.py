"""account, team and log: who may come into the review room, and what they did there."""

from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from screening import pipeline, report
from screening.cli import show
from screening.cli.place import workspace
from screening.errors import InputError, NotReadyError, unknown
from screening.pipeline import Accounts, code_name, insiders
from screening.report.cells import line
from screening.report.view import Reader

account = typer.Typer(
    help="Who may come into the review room. With the first account, everybody signs in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
team = typer.Typer(help="Who sees which mandate.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help="the name to sign in with")]
MandateName = Annotated[str, typer.Argument(metavar="MANDATE", help="the name of a mandate")]
_ADDRESS = "shell"


def _accounts(context: typer.Context) -> Accounts:
    return Accounts(workspace(context))


def _by() -> dict[str, str]:
    return {"by": getuser(), "address": _ADDRESS}


def _say(text: str) -> None:
    show.out.print(text, soft_wrap=True, highlight=False, markup=False)


def _line(*parts: str) -> str:
    return line(" · ".join(part for part in parts if part))


def _first(name: str, password: str) -> None:
    _say(f"first password of {name}: {password}")
    _say("to be changed at the first sign-in, within 7 days; it is not shown again")


@account.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[
        str, typer.Option(help="viewer (reads), reviewer (judges), lead (screens) or admin")
    ] = "reviewer",
) -> None:
    """Add an account and print its first password. The first account must be an admin's.

    The first admin joins the teams of all mandates that there are; later accounts see a mandate
    once they are put on its team.
    """
    made, password = _accounts(context).add(name, role, **_by())
    _first(made.name, password)


@account.command("list")
def list_accounts(context: typer.Context) -> None:
    """List the accounts with their roles and mandates."""
    accounts = _accounts(context)
    teams = accounts.teams()
    rows = [
        (
            one.name,
            one.role,
            "closed" if one.closed_at else "first password" if one.fresh else "open",
            ", ".join(mandate for mandate, members in teams.items() if one.id in members),
        )
        for one in accounts.all()
    ]
    if not rows:
        _say("no accounts: the room is its owner's alone; see: screening account add --help")
        return
    for row in rows:
        _say(_line(*row))


@account.command()
def role(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, reviewer, lead or admin")],
) -> None:
    """Give an account another role, at once."""
    _accounts(context).set_role(name, role, **_by())


@account.command()
def reset(context: typer.Context, name: Name) -> None:
    """Print a new first password for an account; it is signed out everywhere."""
    _first(name, _accounts(context).reset(name, **_by()))


@account.command()
def close(context: typer.Context, name: Name) -> None:
    """Close an account at once; what it signed stays."""
    _accounts(context).close(name, **_by())


@account.command()
def reopen(context: typer.Context, name: Name) -> None:
    """Open a closed account again."""
    _accounts(context).reopen(name, **_by())


@team.command("list")
def list_teams(context: typer.Context) -> None:
    """List the mandates with their code names and teams."""
    place = workspace(context)
    accounts = Accounts(place)
    names = {one.id: one.name for one in accounts.all()}
    rows = [
        (mandate, code_name(place, mandate), ", ".join(sorted(names[one] for one in members)))
        for mandate, members in accounts.teams().items()
    ]
    for row in rows:
        _say(_line(*row))


@team.command()
def join(context: typer.Context, mandate: MandateName, name: Name) -> None:
    """Put an account on the team of a mandate."""
    _accounts(context).join(mandate, name, **_by())


@team.command()
def leave(context: typer.Context, mandate: MandateName, name: Name) -> None:
    """Take an account off the team of a mandate, at once."""
    _accounts(context).leave(mandate, name, **_by())


def log(
    context: typer.Context,
    mandate: Annotated[str, typer.Option(help="only what is about this mandate")] = "",
    account: Annotated[str, typer.Option(help="only what this account did")] = "",
    insider_list: Annotated[
        Path | None,
        typer.Option("--insiders", help="write who knows of the mandate to this workbook (.xlsx)"),
    ] = None,
) -> None:
    """Print who saw and changed what in a room with accounts, the oldest line first."""
    place = workspace(context)
    language = place.settings.language
    if mandate and mandate not in (teams := place.ledger.people.teams()):
        raise NotReadyError(unknown("mandate", mandate, teams))
    if insider_list is not None:
        if not mandate:
            raise InputError("mandate: say which with --mandate; the list is about one")
        found = insiders(place, mandate)
        day = place.clock()[:10]
        data = report.register(found, code_name(place, mandate), language, day)
        pipeline.write(insider_list, data)
        _say(str(insider_list))
        return
    reader = Reader(language)
    for one in reversed(
        place.ledger.people.log(mandates=[mandate] if mandate else None, account=account)
    ):
        act = reader.named("act", one.action)
        about = (one.mandate, one.run_id, one.company_id, one.detail, one.address)
        _say(_line(one.at, one.account or "?", act, *about))
