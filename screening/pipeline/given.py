"""A company known by a given text alone, measured beside the companies of the corpus."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from screening import embedding
from screening.errors import FileError
from screening.pipeline import wording
from screening.pipeline.profile import Profile, readable
from screening.pipeline.workspace import Workspace, unit
from screening.records import Document, Evidence
from screening.report.names import language_name
from screening.scoring import explain
from screening.scoring import profile as scoring
from screening.text import digest, lacks, language, sentences, spoken_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """``joined`` is the profile with the text's company behind the last, under an empty id;
    ``head`` what is read again of it."""

    joined: Profile
    quote: explain.Quote
    head: str


def given(workspace: Workspace, measured: Profile, text: str) -> Given:
    """Measure a text on the technologies of a profile; nothing is stored.

    Raises FileError where it holds no word, is in a language that is not read, or only says what is
    lacking.
    """
    _check_language(text, embedding.card(workspace.settings.encoder).languages)
    passages = _passages(text)
    vectors = workspace.encoder.encode([one.text for one in passages], "passage")
    spoken = [one.language for one in passages]
    rows = np.arange(len(passages))
    none = np.zeros_like(rows)
    voices = np.unique(spoken, return_inverse=True)[1]
    links = scoring.Links(passage=rows, company=none, language=voices)
    stored = unit(vectors).astype(np.float16)
    reference = np.stack([one.query for one in measured.landscape])
    known = scoring.ground(stored, links, 1, reference)
    english = " ".join(one.text for one in passages if one.language == "en")
    words, shared, said = measured.wording.of(english)
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
    head = wording.head(
        (one.text, bool(tells))
        for one, tells in zip(passages, known.telling, strict=True)
        if one.language == "en"
    )
    return Given(joined=_joined(measured, one), quote=_quote(text, passages), head=head)


def _check_language(text: str, languages: Sequence[str]) -> None:
    told = Document(text=text, language=language(text))
    if not readable(told, languages):
        others = ", ".join(sorted(language_name(one, "en") for one in languages))
        raise FileError(
            f"the text is in {language_name(told.language.code, 'en')}, which the encoder does not"
            f" read; translate it, or give one in a language that it reads: {others}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    start: int
    end: int
    text: str
    language: str


def _passages(text: str) -> list[_Passage]:
    """The sentences of a text but for those on what is lacking, each with its own language."""
    code = language(text).code
    every = [
        _Passage(start=a, end=b, text=text[a:b], language=spoken_in(text[a:b], code))
        for a, b in sentences(text, code)
    ]
    if not every:
        raise FileError("the text holds no word; give a description of the target")
    kept = [one for one in every if not lacks(one.text)]
    if not kept:
        raise FileError("the text only says what the target lacks; say what it makes")
    return kept


def _joined(measured: Profile, one: scoring.Strengths) -> Profile:
    old = measured.strengths
    names = [field.name for field in fields(old) if field.name != "areas"]
    both = {name: np.concatenate([getattr(old, name), getattr(one, name)]) for name in names}
    return replace(measured, ids=(*measured.ids, ""), strengths=replace(old, **both))


def _quote(text: str, passages: Sequence[_Passage]) -> explain.Quote:
    def quote(passage: int, _row: int, technology: str, similarity: float) -> Evidence:
        told = passages[passage]
        return Evidence(
            id=f"e_{digest([technology, told.start, told.end])[:16]}",
            company_id="",
            technology=technology,
            document_id="",
            document_hash=digest(text),
            quote=told.text,
            start=told.start,
            end=told.end,
            language=told.language,
            similarity=round(similarity, 4),
            source="text given",
            file="",
            row=0,
        )

    return quote
