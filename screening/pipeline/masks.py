"""Code names: what leaves a room with accounts does not say who the client is."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from screening.pipeline.workspace import Workspace
from screening.records import Company, Screening
from screening.store import from_record, to_record
from screening.text import name_key

_WORDS = re.findall(
    r"\w+",
    "Avocet Bittern Bunting Buzzard Chough Coot Crake Crane Curlew Dipper Dotterel Dove Dunlin"
    " Eider Falcon Fieldfare Finch Fulmar Gannet Godwit Goshawk Grebe Grouse Harrier Heron Hobby"
    " Hoopoe Ibis Jackdaw Jay Kestrel Kingfisher Kite Knot Lapwing Lark Linnet Loon Magpie Martin"
    " Merlin Nightjar Nuthatch Oriole Osprey Ouzel Owl Petrel Pipit Plover Puffin Quail Rail Raven"
    " Redstart Ruff Sanderling Shrike Siskin Skua Snipe Spoonbill Starling Stint Stork Swallow"
    " Swift Tattler Teal Tern Thrush Turnstone Wagtail Warbler Wheatear Whimbrel Widgeon Wren",
)

_IDENTIFIER = re.compile(r"[a-z0-9_.:-]*")


def code_name(workspace: Workspace, mandate: str) -> str:
    """The code name of a mandate: drawn when it is first asked for, then always the same."""
    return workspace.ledger.people.code_name(mandate, _candidates())


def for_export(workspace: Workspace, screening: Screening) -> Screening:
    """A run as it may leave the machine: under its code name, as soon as there are accounts."""
    if not workspace.ledger.people.known():
        return screening
    return masked(screening, code_name(workspace, screening.mandate.name))


def _candidates() -> Iterator[str]:
    while True:
        yield f"{secrets.choice(_WORDS)} {secrets.randbelow(900) + 100}"


def masked(screening: Screening, code: str) -> Screening:
    """The same findings with ``code`` in place of the client, in every text.

    The purpose, the sponsor and what quotes the client's own documents are left out, and of the
    client's record all but its country.
    """
    mandate = screening.mandate
    own = set(screening.firms) if mandate.firm else set()
    names = {mandate.name, mandate.firm, mandate.sponsor} | _short_names(screening, own)
    for one in own:
        names |= set(screening.companies[one].names)
    hidden = replace(
        screening,
        mandate=replace(mandate, name=code, purpose="", sponsor="", firm=code * bool(mandate.firm)),
        companies={
            key: Company(id=key, name=code, country=one.country) if key in own else one
            for key, one in screening.companies.items()
        },
        gaps=tuple(
            replace(gap, evidence=tuple(e for e in gap.evidence if e.company_id not in own))
            for gap in screening.gaps
        ),
        flags=tuple(one for one in screening.flags if one.company_id not in own),
        holders={key: held for key, held in screening.holders.items() if key not in own},
    )
    pattern = _pattern(names)
    if pattern is None:
        return hidden
    record = _replaced(to_record(hidden), pattern, code)
    return from_record(Screening, {**record, "run": to_record(screening.run)})


def _short_names(screening: Screening, own: set[str]) -> set[str]:
    """The words of the client's names that stand for it alone: in no name or seat of another
    company, and in no quote in small letters."""
    others = set()
    for key, one in screening.companies.items():
        places = (one.city, one.province)
        others |= _words(*places) if key in own else _words(*places, *one.names)
    quotes = (evidence.quote for fit in screening.fits for evidence in fit.evidence)
    plain = {word for word in _words(*quotes) if word.islower()}
    others = {word.casefold() for word in others} | plain
    words = {word for one in own for word in _words(*screening.companies[one].names)}
    return {word for word in words if len(word) > 3 and word.casefold() not in others}


def _words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def _pattern(names: set[str]) -> re.Pattern[str] | None:
    """Any of the names, with or without its legal form, whatever stands between its words."""
    forms = {tuple(re.findall(r"\w+", name)) for name in names}
    forms |= {tuple(name_key(name)) for name in names}
    found = {
        r"[\W_]*".join(map(re.escape, words))
        for words in forms
        if len("".join(words)) >= (2 if not "".join(words).isascii() else 3)
    }
    if not found:
        return None
    longest = sorted(found, key=lambda one: (-len(one), one))
    parts = (rf"(?<![^\W_]){one}(?![^\W_])" if one.isascii() else one for one in longest)
    return re.compile("|".join(parts), re.IGNORECASE)


def _replaced(value: Any, pattern: re.Pattern[str], code: str) -> Any:
    if isinstance(value, str):  # identifiers, such as those of technologies, are no texts
        return value if _IDENTIFIER.fullmatch(value) else pattern.sub(code, value)
    if isinstance(value, list | tuple):
        return [_replaced(one, pattern, code) for one in value]
    if isinstance(value, dict):
        return {key: _replaced(one, pattern, code) for key, one in value.items()}
    return value
