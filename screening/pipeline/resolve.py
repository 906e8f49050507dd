"""resolve: which companies of the corpus are one, by whose decision; undone by another one.

Records stay as they were ingested. What is decided stands in the ledger and is laid over the
corpus when it is read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screening import resolve as rules
from screening.errors import InputError
from screening.pipeline import identity
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.records import Company, Document, Merge, Ownership
from screening.store import Corpus, Snapshot
from screening.text import digest, name_key

BY = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """How many records were compared, what is in force now, and how many are no companies."""

    companies: int
    merged: int
    review: int
    new: int
    natures: Mapping[str, int]


class Merged(Snapshot):
    """The corpus at a version, with the records of one company as one."""

    def __init__(
        self, corpus: Corpus, versions: Mapping[str, int], stands: Mapping[str, str]
    ) -> None:
        super().__init__(corpus, versions)
        self._stands = stands

    def companies(self) -> dict[str, Company]:
        """Every company once, under the id that stands for its records."""
        stored = super().companies()
        grown = self._grown(stored)
        for gone, kept in self._stands.items():
            if gone in stored and kept in stored:
                stored[kept] = replace(identity.update(stored[kept], stored.pop(gone)), id=kept)
        return stored | {key: replace(stored[key], nature="") for key in grown}

    def _grown(self, stored: Mapping[str, Company]) -> set[str]:
        """The companies of which an older record was a shell and the newest described one is none.

        Descriptions are read only where a shell is one with something else.
        """
        records: dict[str, list[Company]] = {}
        for gone, kept in self._stands.items():
            if gone in stored and kept in stored:
                records.setdefault(kept, [stored[kept]]).append(stored[gone])
        mixed = {
            key: every
            for key, every in records.items()
            if {"shell", ""} <= {one.nature for one in every}
        }
        texts = super().documents_of("description").values() if mixed else ()
        described = {one for text in texts for one in text.company_ids}
        return {
            key
            for key, every in mixed.items()
            if _in_business([one for one in every if one.id in described])
        }

    def documents(self, ids: Iterable[str] | None = None) -> dict[str, Document]:
        """Documents by id, each with the companies that stand for those it speaks of."""
        return {key: self._moved(one) for key, one in super().documents(ids).items()}

    def documents_of(self, kind: str) -> dict[str, Document]:
        """Documents of one kind by id, likewise."""
        return {key: self._moved(one) for key, one in super().documents_of(kind).items()}

    def _moved(self, document: Document) -> Document:
        ids = tuple(dict.fromkeys(self._stands.get(one, one) for one in document.company_ids))
        return document if ids == document.company_ids else replace(document, company_ids=ids)


def _in_business(described: Sequence[Company]) -> bool:
    newest = max((one.as_of for one in described), default="")
    return any(not one.nature for one in described if one.as_of == newest)


def merged(workspace: Workspace, version: str) -> Merged:
    """The corpus at a version under the decisions in force."""
    plain = workspace.snapshot(version)
    return Merged(workspace.corpus, plain.versions, stands(workspace.ledger.merges()))


def stands(merges: Sequence[Merge]) -> Mapping[str, str]:
    """Company → the one that stands for it, from the decisions in force."""
    pairs = {
        action: [rules.Pair(m.left, m.right, m.probability) for m in merges if m.action == action]
        for action in ("merge", "apart")
    }
    return rules.groups(pairs["merge"], pairs["apart"])


def identities(workspace: Workspace) -> str:
    """A hash over what stands for what; empty when nothing is merged."""
    found = stands(workspace.ledger.merges())
    return digest(sorted(found.items()))[:12] if found else ""


def resolve(workspace: Workspace, *, progress: Progress = silent) -> Resolved:
    """Compare all companies; merge the sure pairs, put the others on the review list.

    A pair on which a person has decided is left alone. NotReadyError before anything is ingested.
    """
    snapshot = workspace.snapshot(workspace.version())
    companies = snapshot.companies()
    progress("resolve", 0, len(companies))
    described = snapshot.documents_of("description").values()
    english_last = sorted(described, key=lambda one: one.language.code == "en")
    texts = {one.company_ids[0]: one.text for one in english_last}
    listed = rules.dictionary(workspace.reference / "names.csv")
    known = rules.equivalents([*listed, *(one.names for one in companies.values())])
    found = rules.links(list(companies.values()), known_names=known, texts=texts)
    before = {(one.left, one.right): one for one in workspace.ledger.merges()}
    told = {(one.left, one.right): _merge(one) for one in found}
    gone = before.keys() - told.keys()
    told |= {pair: _lost(before[pair]) for pair in gone if set(pair) <= companies.keys()}
    new = [one for pair, one in sorted(told.items()) if _counts(one, before.get(pair))]
    workspace.ledger.decide(new)
    progress("resolve", len(companies), len(companies))
    actions = [one.action for one in workspace.ledger.merges()]
    return Resolved(
        companies=len(companies),
        merged=actions.count("merge"),
        review=actions.count("review"),
        new=len(new),
        natures=Counter(one.nature for one in companies.values() if one.nature),
    )


def decide(workspace: Workspace, one: str, other: str, action: str, by: str) -> Merge:
    """A person's decision on two companies, given by id or name: ``merge`` or ``apart``."""
    companies = workspace.snapshot(workspace.version()).companies()
    left, right = sorted(found_by_name(companies, name) for name in (one, other))
    if left == right:
        raise InputError(f"{one!r} and {other!r} are one record already")
    decision = Merge(
        left=left,
        right=right,
        action="apart" if action == "apart" else "merge",
        probability=1.0,
        reasons=("decided by hand",),
        by=by,
    )
    workspace.ledger.decide([decision])
    return decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A company, who holds it (its owner first), and its subsidiaries: owner id → ids."""

    company: Company
    holders: tuple[Ownership, ...]
    below: Mapping[str, Sequence[str]]
    companies: Mapping[str, Company]


def group(workspace: Workspace, name: str) -> Group:
    """The group of a company, given by id or name, as far as the corpus knows its owners."""
    companies = merged(workspace, workspace.version()).companies()
    one = found_by_name(companies, name)
    return Group(
        company=companies[one],
        holders=rules.holders(companies).get(one, ()),
        below=rules.subsidiaries(one, companies),
        companies=companies,
    )


def _merge(link: rules.Link) -> Merge:
    return Merge(
        left=link.left,
        right=link.right,
        action="merge" if link.decision == "same" else "review",
        probability=link.probability,
        reasons=link.reasons,
        by=BY,
    )


def _lost(before: Merge) -> Merge:
    """A pair of before that the records now say nothing for, or speak against: to be reviewed."""
    return replace(before, action="review", reasons=("no longer alike",))


def _counts(new: Merge, before: Merge | None) -> bool:
    """Whether a finding says something new: people's decisions stay."""
    return before is None or (before.by == BY and before.action != new.action)


def found_by_name(companies: Mapping[str, Company], name: str) -> str:
    """The id of the company of that id or name, as written or folded; InputError else."""
    if name in companies:
        return name
    ids = sorted(i for i, one in companies.items() if name in one.names)
    if not ids and (key := name_key(name)):
        ids = sorted(i for i, one in companies.items() if key in map(name_key, one.names))
    if len(ids) == 1:
        return ids[0]
    if ids:
        shown = ", ".join(f"{i} ({companies[i].country or '?'})" for i in ids)
        raise InputError(f"{name!r} is the name of several companies: {shown}; give the id")
    raise InputError(
        f"no company of the corpus is called {name!r}; give a name as the corpus has it, or an id"
        " of screening merges"
    )
