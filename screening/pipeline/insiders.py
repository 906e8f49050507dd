"""The insider list (内幕信息知情人登记) of a mandate: who knows of it, since when, and how.

Read from the access log. What a register under Chinese securities law wants beyond that (identity
numbers, relation to the issuer, stage of the deal) is not in it and left to be filled in.
"""

from screening.pipeline.workspace import Workspace
from screening.records import Insider, LogLine

KNOWING = (
    "saw-list",
    "saw-run",
    "saw-target",
    "saw-log",
    "exported",
    "judged",
    "contacted",
    "screened",
)


def insiders(workspace: Workspace, mandate: str) -> list[Insider]:
    """Everybody who knows of a mandate, the first to know first; then who may look and did not."""
    people = workspace.ledger.people
    lines: dict[str, list[LogLine]] = {}
    for line in reversed(people.log(mandates=[mandate])):
        if line.action in KNOWING:
            lines.setdefault(line.account, []).append(line)
    accounts = {one.name: one for one in people.accounts()}
    team = people.teams().get(mandate, frozenset())
    members = {one.name for one in accounts.values() if one.id in team}
    found = []
    for name in [*lines, *sorted(members - set(lines))]:
        own = lines.get(name, [])
        found.append(
            Insider(
                account=name,
                role=accounts[name].role if name in accounts else None,
                on_team=name in members,
                first_at=own[0].at if own else "",
                last_at=own[-1].at if own else "",
                ways=tuple(
                    (action, count)
                    for action in KNOWING
                    if (count := sum(one.action == action for one in own))
                ),
                companies=tuple(dict.fromkeys(o.company_id for o in own if o.company_id)),
                addresses=tuple(dict.fromkeys(o.address for o in own if o.address)),
            )
        )
    return found
