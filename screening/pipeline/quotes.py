"""Quotes of the corpus: what stands beside a number that texts show."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

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
    """The gaps of a profile, each with what of its best leader speaks best for the technology.

    All that a leader says is weighed, by cosine and shared words as a target's nearest passages
    are: of a group's hundred sentences three or more are near to any technology.
    """
    numbers = sorted({number for said in measured.said.values() for number in said})
    hashes = measured.passages["hash"].take(pa.array(numbers, pa.int64())).to_pylist()
    vectors = measured.snapshot.get(workspace.encoder_key, hashes)
    similar = scoring.similarities(measured.axes, vectors)
    quote = Quotes(measured, [], numbers)
    leader = {measured.companies[one].name: one for one in reversed(measured.leaders)}
    found = []
    for k, gap in enumerate(measured.gaps):
        near = []
        if gap.best_leader in leader:
            best = leader[gap.best_leader]
            near = [
                quote(number, measured.row[best], gap.technology, float(similar[place, k]))
                for place, number in enumerate(numbers)
                if number in measured.said[best]
            ]
        found.append(replace(gap, evidence=explain.telling(near, k, measured.speaks)[:1]))
    return tuple(found)
