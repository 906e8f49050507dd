"""A company known by a given text alone, measured beside the companies of the corpus."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from screening.errors import FileError
from screening.pipeline.profile import Profile
from screening.pipeline.workspace import Workspace, unit
from screening.records import Evidence
from screening.scoring import explain
from screening.scoring import profile as scoring
from screening.text import digest, had, lacks, language, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """``joined`` is the profile with the text's company behind the last, under an empty id."""

    joined: Profile
    quote: explain.Quote


def given(workspace: Workspace, measured: Profile, text: str) -> Given:
    """Measure a text on the technologies of a profile; nothing is stored.

    Raises FileError where it holds no word, or only says what is lacking.
    """
    code = language(text).code
    every = list(sentences(text, code))
    if not every:
        raise FileError("the text holds no word; give a description of the target")
    spans = [(start, end) for start, end in every if not lacks(text[start:end])]
    if not spans:
        raise FileError("the text only says what the target lacks; say what it makes")
    vectors = workspace.encoder.encode([text[a:b] for a, b in spans], "passage")
    rows = np.arange(len(spans))
    none = np.zeros_like(rows)
    links = scoring.Links(passage=rows, company=none, language=none)
    stored = unit(vectors).astype(np.float16)
    reference = np.stack([one.query for one in measured.landscape])
    known = scoring.ground(stored, links, 1, reference)
    words, shared, said = measured.wording.of(had(text, code))
    shown = scoring.shown(measured.axes, stored, links, known, words)
    unknown = np.full((1, len(measured.axes)), np.nan, np.float32)
    one = scoring.Strengths(
        coverage=shown.coverage,
        passage=shown.passage,
        similarity=shown.similarity,
        centre=known.centre,
        shared=shared,
        base=scoring.bases(measured.landscape, stored, links, known, said),
        areas=measured.strengths.areas,
        quality=unknown,
        talent=unknown,
        families=unknown[:, 0],
    )
    return Given(joined=_joined(measured, one), quote=_quote(text, spans, code))


def _joined(measured: Profile, one: scoring.Strengths) -> Profile:
    old = measured.strengths
    names = [field.name for field in fields(old) if field.name != "areas"]
    both = {name: np.concatenate([getattr(old, name), getattr(one, name)]) for name in names}
    return replace(measured, ids=(*measured.ids, ""), strengths=replace(old, **both))


def _quote(text: str, spans: Sequence[tuple[int, int]], code: str) -> explain.Quote:
    def quote(passage: int, _row: int, technology: str, similarity: float) -> Evidence:
        start, end = spans[passage]
        return Evidence(
            id=f"e_{digest([technology, start, end])[:16]}",
            company_id="",
            technology=technology,
            document_id="",
            document_hash=digest(text),
            quote=text[start:end],
            start=start,
            end=end,
            language=code,
            similarity=round(similarity, 4),
            source="text given",
            file="",
            row=0,
        )

    return quote
