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
from screening.scoring import profile as scoring
from screening.text import digest, spoken_in


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
    """The gaps of a profile, each with what of its best leader speaks best for the technology, and
    with what the firm's own texts say that it lacks there.

    All that a leader says is weighed, by cosine and shared words as a target's nearest passages
    are: of a group's hundred sentences three or more are near to any technology.
    """
    lacking = _lacking(measured)
    own = {number for numbers in lacking.values() for number in numbers}
    numbers = sorted({number for said in measured.said.values() for number in said} | own)
    hashes = measured.passages["hash"].take(pa.array(numbers, pa.int64())).to_pylist()
    vectors = measured.snapshot.get(workspace.encoder_key, hashes)
    similar = scoring.similarities(measured.axes, vectors)
    quote = Quotes(measured, [], numbers)
    place = {number: k for k, number in enumerate(numbers)}
    leader = {measured.companies[one].name: one for one in reversed(measured.leaders)}

    def quoted(said: Iterable[int], company: str, k: int) -> list[Evidence]:
        technology, row = measured.gaps[k].technology, measured.row[company]
        return [quote(n, row, technology, float(similar[place[n], k])) for n in sorted(said)]

    found = []
    for k, gap in enumerate(measured.gaps):
        near = []
        if gap.best_leader in leader:
            best = leader[gap.best_leader]
            near = quoted(measured.said[best], best, k)
        lacks = lacking.get(gap.technology, ())
        evidence = (
            *explain.telling(near, k, measured.speaks)[:1],
            *(one for firm in measured.firms[:1] for one in quoted(lacks, firm, k)),
        )
        found.append(replace(gap, evidence=evidence))
    return tuple(found)


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
