"""emerging: what is filed abroad in no technology of the taxonomy, and hardly at home."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from screening.pipeline import holdings
from screening.pipeline.profile import Profile, profile
from screening.pipeline.workspace import Workspace
from screening.protocols import Progress, silent
from screening.records import Document, Emerging, Mandate
from screening.scoring import emerging as scoring
from screening.scoring import patents
from screening.scoring import profile as scale
from screening.scoring.candidates import HOME

MOST = 5000
"""Of the patents that no technology covers, so many are grouped, the newest first."""
LEAST = 4
"""Families of leaders and others abroad in a group, from two holders at least (ours)."""
AHEAD = 3
"""So many times what home files must be filed abroad (ours)."""


def emerging(
    workspace: Workspace,
    mandate: Mandate,
    *,
    measured: Profile | None = None,
    progress: Progress = silent,
) -> tuple[Emerging, ...]:
    """Groups of patents of known companies that no technology speaks for, far ahead of home; those
    with the most families abroad first. Empty without enough patents."""
    measured = measured or profile(workspace, mandate, progress=progress)
    documents = {
        key: one
        for key, one in measured.snapshot.documents_of("patent").items()
        if one.company_ids and one.patent is not None and one.patent.type != "design"
    }
    progress("emerging", 0, 1)
    loose = _loose(workspace, measured, documents)
    today = holdings.newest(d.patent for d in documents.values() if d.patent is not None)
    told = [
        _told(measured, [loose.ids[k] for k in group], documents, loose, today)
        for group in scoring.groups(loose.vectors)
    ]
    kept = sorted(
        (one for one in told if _ahead(one)), key=lambda one: (-one.leaders - one.abroad, one.title)
    )
    words = scoring.terms([[_english(documents[d]) for d in one.documents] for one in kept])
    progress("emerging", 1, 1)
    return tuple(replace(one, terms=said) for one, said in zip(kept, words, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose:
    """Patents far from every technology: ids, unit vectors, and (technology, nearness) of each."""

    ids: Sequence[str]
    vectors: NDArray[np.float64]
    nearest: Mapping[str, tuple[str, float]]


def _loose(workspace: Workspace, measured: Profile, documents: Mapping[str, Document]) -> _Loose:
    every = tuple(measured.taxonomy.technologies.values())
    table = measured.snapshot.passages(["hash", "document_id"])
    marks = zip(table["document_id"].to_pylist(), table["hash"].to_pylist(), strict=True)
    told = [(key, mark) for key, mark in marks if key in documents]
    rows = measured.snapshot.get(workspace.encoder_key, [mark for _, mark in told])
    nearness = scale.nearness(measured.landscape, rows)
    passages = holdings.passages_of([key for key, _ in told], documents)
    ids, vectors, nearest = list[str](), list[NDArray[np.float64]](), dict[str, tuple[str, float]]()
    for key in sorted(passages, key=lambda key: (documents[key].date, key), reverse=True):
        near = nearness[passages[key]].max(axis=0)
        best = int(near.argmax())
        if near[best] < scoring.KNOWN and len(ids) < MOST:
            ids.append(key)
            vectors.append(rows[passages[key]].astype(np.float64).mean(axis=0))
            nearest[key] = every[best].id, round(float(near[best]), 4)
    return _Loose(ids=ids, vectors=np.array(vectors), nearest=nearest)


def _told(
    measured: Profile,
    ids: Sequence[str],
    documents: Mapping[str, Document],
    loose: _Loose,
    today: str,
) -> Emerging:
    """A group of patents, from its middle outwards, as far as it can be told without words."""
    holders = Counter(one for key in ids for one in documents[key].company_ids)
    sides = Counter(_side(measured, documents[key]) for key in ids)
    held = [documents[key].patent for key in ids]
    recent = [patents.recent(one, today) for one in held if one is not None and patents.filed(one)]
    technology, near = loose.nearest[ids[0]]
    return Emerging(
        title=documents[ids[0]].title or documents[ids[0]].full_text,
        terms=(),
        leaders=sides["leader"],
        abroad=sides["abroad"],
        home=sides["home"],
        recent=round(float(np.mean(recent)), 4) if recent else None,
        holders=tuple(
            measured.companies[one] for one in sorted(holders, key=lambda one: (-holders[one], one))
        ),
        nearest=measured.taxonomy.technologies[technology],
        near=near,
        documents=tuple(ids),
    )


def _side(measured: Profile, document: Document) -> str:
    """Whose a patent is: a leader's before all others, then of somebody abroad."""
    if set(document.company_ids) & set(measured.leaders):
        return "leader"
    seats = {measured.companies[one].country for one in document.company_ids}
    return "home" if seats <= HOME else "abroad"


def _ahead(one: Emerging) -> bool:
    theirs = one.leaders + one.abroad
    return theirs >= LEAST and theirs >= AHEAD * one.home and len(one.holders) > 1


def _english(document: Document) -> str:
    return document.full_text if document.language.code == "en" else ""
