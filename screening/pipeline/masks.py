"""Code names: what leaves a room with accounts does not say who the client is."""

import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from screening.pipeline.workspace import Workspace
from screening.records import Company, Ownership, Screening
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

_TERMS = frozenset(
    {
        *("technology", "technologies", "covered", "field", "fields", "rule", "rules"),
        *("band", "band_rule", "run"),
    }
)
"""Where terms of the taxonomy and of the rules stand: they name nobody."""
_ORDINARY = 3
"""A word that so many others use is not the client's own."""


def code_name(workspace: Workspace, mandate: str) -> str:
    """The code name of a mandate: drawn when it is first asked for, then always the same."""
    return workspace.ledger.people.code_name(mandate, _candidates())


def exported(workspace: Workspace, mandate: str) -> str:
    """What a mandate is called outside: by its code name, as soon as there are accounts."""
    known = mandate and workspace.ledger.people.known()
    return code_name(workspace, mandate) if known else mandate


def for_export(workspace: Workspace, screening: Screening) -> Screening:
    """A run as it may leave the machine: under its code name, as soon as there are accounts."""
    if not workspace.ledger.people.known():
        return screening
    return masked(screening, code_name(workspace, screening.mandate.name))


def _candidates() -> Iterator[str]:
    while True:
        yield f"{secrets.choice(_WORDS)} {secrets.randbelow(900) + 100}"


def masked(screening: Screening, code: str) -> Screening:
    """The same findings with ``code`` in place of the client, in every text, and an id of its own.

    The purpose, the sponsor and what quotes the client's own documents are left out; of the
    client's record all but its country; and who owns what, where the client is the owner.
    """
    own = _own(screening, code)
    pattern = _pattern(_names(screening, own))
    hidden = _hidden(screening, own, code, pattern)
    record = to_record(hidden)
    ids = {key: f"c_{name.lower().replace(' ', '_')}" for key, name in own.items()}
    if pattern is not None:
        record = _replaced(record, pattern, code, ids)
    return from_record(Screening, {**record, "run": to_record(screening.run)})


def _own(screening: Screening, code: str) -> dict[str, str]:
    """What each firm that the mandate names is called outside: those of a group by number."""
    firms = screening.firms if screening.mandate.named else ()
    if len(firms) == 1:
        return {firms[0]: code}
    return {key: f"{code}-{number}" for number, key in enumerate(firms, start=1)}


def _hidden(
    screening: Screening, own: Mapping[str, str], code: str, pattern: re.Pattern[str] | None
) -> Screening:
    """The run without what only the client's record and documents say."""
    mandate = screening.mandate

    def theirs(name: str) -> bool:
        return pattern is not None and bool(pattern.search(name))

    return replace(
        screening,
        mandate=replace(
            mandate,
            name=code,
            purpose="",
            sponsor="",
            aliases=(),
            firm=code if mandate.named else "",
        ),
        companies={
            key: Company(id=key, name=own[key], country=one.country)
            if key in own
            else replace(one, ownership=Ownership())
            if theirs(one.ownership.owner)
            else one
            for key, one in screening.companies.items()
        },
        excluded=tuple(
            replace(one, owner="", value="") if theirs(one.owner) else one
            for one in screening.excluded
        ),
        gaps=tuple(
            replace(gap, evidence=tuple(e for e in gap.evidence if e.company_id not in own))
            for gap in screening.gaps
        ),
        home=tuple(
            one
            for one in screening.home
            if one.company_id not in own and not theirs(one.supplier.company)
        ),
        flags=tuple(one for one in screening.flags if one.company_id not in own),
        holders={key: held for key, held in screening.holders.items() if key not in own},
    )


def _names(screening: Screening, own: Collection[str]) -> set[str]:
    """Every name of the client: its company's, those that the mandate gives, and the words of
    them that stand for it alone. What the mandate is called counts where it is a phrase."""
    mandate = screening.mandate
    phrases = {one for one in (mandate.name, mandate.sponsor) if len(_words(one)) > 1}
    names = {*mandate.named, *mandate.aliases} | phrases
    for one in own:
        names |= set(screening.companies[one].names)
    return names | _short_names(screening, own)


def _short_names(screening: Screening, own: Collection[str]) -> set[str]:
    """The words of its company's names that are no place, and no word that others use too."""
    places, used = set[str](), Counter[str]()
    for key, one in screening.companies.items():
        places |= {word.casefold() for word in _words(one.city, one.province)}
        if key not in own:
            used.update({word.casefold() for word in _words(*one.names)})
    for fit in screening.fits:
        said = _words(*(evidence.quote for evidence in fit.evidence))
        used.update({word for word in said if word.islower()})
    words = {word for one in own for word in _words(*screening.companies[one].names)}
    return {
        word
        for word in words
        if len(word) > 3 and word.casefold() not in places and used[word.casefold()] < _ORDINARY
    }


def _words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def _pattern(names: set[str]) -> re.Pattern[str] | None:
    """Any of the names, with or without its legal form, whatever stands between its words."""
    forms = {tuple(re.findall(r"\w+", name)) for name in names}
    forms |= {tuple(key.split()) for name in names if len((key := name_key(name)).split()) > 1}
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


def _replaced(value: Any, pattern: re.Pattern[str], code: str, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value) or pattern.sub(code, value)
    if isinstance(value, list | tuple):
        return [_replaced(one, pattern, code, ids) for one in value]
    if isinstance(value, dict):
        return {
            ids.get(key, key): one if key in _TERMS else _replaced(one, pattern, code, ids)
            for key, one in value.items()
        }
    return value
