"""Quotes of the corpus: what stands beside a number that texts show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from screening.pipeline.profile import Profile
from screening.pipeline.workspace import Workspace
from screening.records import Document, Evidence, Gap
from screening.scoring import explain
from screening.scoring import gaps as gap_scoring
from screening.scoring import profile as scoring
from screening.text import digest, spoken_in

_WEIGHED = 100
"""Passages of a leader that are weighed for a technology (ours)."""


class Quotes:
    """Evidence by (passage, company row, technology, similarity), documents read once: of the
    nearest passages of the companies in ``rows``, and of other ``passages``."""

    def __init__(
        self, measured: Profile, rows: Sequence[int], passages: Sequence[int] = ()
    ) -> None:
        self._measured = measured
        nearest = measured.strengths.passage[list(rows)].ravel()
        used = np.unique(np.concatenate([nearest, np.array(passages, np.int64)]))
        used = used[used >= 0]
        table = measured.passages.take(used)
        self._passages = dict(zip(used.tolist(), table.to_pylist(), strict=True))
        wanted = {p["document_id"] for p in self._passages.values()}
        self._documents = measured.snapshot.documents(wanted)
        self._hashes = measured.snapshot.document_hashes(wanted)

    def __call__(self, passage: int, row: int, technology: str, similarity: float) -> Evidence:
        found = self._passages[passage]
        document: Document = self._documents[found["document_id"]]
        company = self._measured.ids[row]
        quote = document.full_text[found["start"] : found["end"]]
        return Evidence(
            id=f"e_{digest([company, technology, found['id']])[:16]}",
            company_id=company,
            technology=technology,
            document_id=document.id,
            document_hash=self._hashes[document.id],
            quote=quote,
            start=found["start"],
            end=found["end"],
            language=spoken_in(quote, document.language.code),
            similarity=round(similarity, 4),
            source=document.source,
            file=document.file,
            row=document.row,
        )


def supported(workspace: Workspace, measured: Profile) -> tuple[Gap, ...]:
    """The gaps of a profile, each with what of every leader that shows the technology speaks best
    for it, the best leader first; of one firm with what it says that it lacks there, and with the
    best of what it shows.

    Of a leader its hundred nearest passages are weighed, by cosine and shared words as a target's
    nearest are: of a group's hundred sentences three or more are near to any technology.
    """
    lacking = _lacking(measured)
    own = {number for numbers in lacking.values() for number in numbers}
    firms = [one for one in measured.firms if len(measured.firms) == 1]
    nearest = {one: _nearest(measured, one) for one in firms if one not in measured.said}
    said_by = {**measured.said, **nearest}
    numbers = sorted({number for said in said_by.values() for number in said} | own)
    hashes = measured.passages["hash"].take(pa.array(numbers, pa.int64())).to_pylist()
    vectors = measured.snapshot.get(workspace.encoder_key, hashes)
    similar = scoring.similarities(measured.axes, vectors)
    quote = Quotes(measured, [], numbers)
    place = {number: k for k, number in enumerate(numbers)}

    def quoted(said: Iterable[int], company: str, k: int) -> list[Evidence]:
        technology, row = measured.gaps[k].technology, measured.row[company]
        return [quote(n, row, technology, float(similar[place[n], k])) for n in said]

    def best(company: str, k: int) -> tuple[Evidence, ...]:
        said = sorted(said_by[company], key=lambda n: (-float(similar[place[n], k]), n))
        near = quoted(sorted(said[:_WEIGHED]), company, k)
        return explain.telling(near, k, measured.speaks)[:1]

    found = []
    for k, gap in enumerate(measured.gaps):
        lacks = sorted(lacking.get(gap.technology, ()))
        leaders = _showing(measured, k)
        having = [one for one in firms if one not in leaders and _shows(measured, one, k)]
        evidence = (
            *(one for leader in leaders for one in best(leader, k)),
            *(one for firm in firms for one in quoted(lacks, firm, k)),
            *(one for firm in having for one in best(firm, k)),
        )
        found.append(replace(gap, evidence=evidence))
    return tuple(found)


def _shows(measured: Profile, company: str, k: int) -> bool:
    return (measured.coverage(company, k) or 0) >= gap_scoring.SHOWS


def _showing(measured: Profile, k: int) -> list[str]:
    """The leaders that show technology number ``k``, the best one first and even where it shows
    less, the others by their strength."""
    best = measured.gaps[k].best_leader
    known = {one: measured.coverage(one, k) or 0 for one in measured.leaders}
    ordered = sorted(known, key=lambda one: (measured.companies[one].name != best, -known[one]))
    return [
        one
        for one in ordered
        if measured.companies[one].name == best or known[one] >= gap_scoring.SHOWS
    ]


def _nearest(measured: Profile, company: str) -> frozenset[int]:
    """The passages of a company that are nearest to any technology."""
    rows = measured.strengths.passage[measured.row[company]].ravel()
    return frozenset(rows[rows >= 0].tolist())


def _lacking(measured: Profile) -> dict[str, list[int]]:
    """By technology the passages in which the firm says that it lacks it, each sentence once."""
    if not measured.heard:
        return {}
    (firm,) = measured.firms
    every = pa.array(sorted(frozenset().union(*measured.heard.values())))
    found = measured.passages.filter(pc.is_in(measured.passages["text"], every))
    documents = measured.snapshot.documents(found["document_id"].to_pylist())
    numbers = pc.index_in(found["id"], measured.passages["id"].combine_chunks()).to_pylist()
    spoken: dict[str, int] = {}
    for number, text, document in zip(
        numbers, found["text"].to_pylist(), found["document_id"].to_pylist(), strict=True
    ):
        if firm in documents[document].company_ids:
            spoken.setdefault(text, number)
    return {
        technology: [spoken[one] for one in said if one in spoken]
        for technology, said in measured.heard.items()
    }
