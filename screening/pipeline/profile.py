"""profile: how much of each technology every company shows, and the gaps of a mandate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from screening import assets, embedding, gloss, resolve, taxonomy
from screening.errors import MandateError
from screening.pipeline import holdings, lacking, wording
from screening.pipeline.identity import names
from screening.pipeline.memory import give_back
from screening.pipeline.resolve import identities, merged
from screening.pipeline.tongues import foreign, named, tongues
from screening.pipeline.wording import Wording
from screening.pipeline.workspace import Workspace, replaced
from screening.protocols import Progress, silent
from screening.records import (
    Company,
    Document,
    Evidence,
    Gap,
    Mandate,
    Ownership,
    Patent,
    StatedGap,
    Technology,
)
from screening.scoring import gaps as gap_scoring
from screening.scoring import patents as patent_scoring
from screening.scoring import profile as scoring
from screening.scoring.lexical import Lexicon
from screening.store import Snapshot
from screening.taxonomy import Taxonomy
from screening.text import LACK, digest, name_key, word_count

HOME_PROVINCE = "Zhejiang"
_TOLD = ("zh", "en")
"""Languages in which a mandate states a gap."""
_SURE, _LONG_ENOUGH = 0.7, 15
_CERTAIN, _SHORT = 0.9, 6
_LIKELY = 0.8
"""How likely a detected language must be: in a text of so many words, and in a shorter one that is
more than names. Of 68,000 titles of patents and first sentences of companies, cut to three to nine
words, two in English are taken for one that is not read, and three that begin with a foreign name;
of 51 texts of one to five words in Finnish, Swedish, Danish, Norwegian, Czech and Hungarian 39 are
told (of Danish a third, which looks like Norwegian)."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Strengths of all companies of one corpus version on the technologies of one mandate.

    ``words`` counts the words read of each company, ``patented`` holds those with a patent. Rows of
    ``strengths`` follow ``ids``; passage numbers follow ``passages`` (in order of id). ``axes`` are
    those of the mandate's technologies, ``landscape`` those of the whole taxonomy. ``said`` has the
    numbers of all passages of each leader, ``heard`` the sentences, by technology, in which the
    firm's own texts say that it lacks what the mandate states. ``likely`` keeps, by encoder, what a
    second one may be expected to make of the companies, row by row, once somebody asked.
    """

    corpus_version: str
    key: str
    taxonomy: Taxonomy
    technologies: tuple[Technology, ...]
    axes: tuple[scoring.Axis, ...]
    landscape: tuple[scoring.Axis, ...]
    ids: tuple[str, ...]
    words: Mapping[str, int]
    heads: Mapping[str, str]
    patented: frozenset[str]
    unread: Mapping[str, str]
    strengths: scoring.Strengths
    wording: Wording
    companies: Mapping[str, Company]
    snapshot: Snapshot
    leaders: tuple[str, ...]
    said: Mapping[str, frozenset[int]]
    heard: Mapping[str, frozenset[str]]
    firms: tuple[str, ...]
    gaps: tuple[Gap, ...]
    likely: dict[str, scoring.Floats] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Row number by company id."""
        return {key: number for number, key in enumerate(self.ids)}

    @cached_property
    def holders(self) -> Mapping[str, tuple[Ownership, ...]]:
        """Who holds each company that somebody holds, its owner first."""
        return resolve.holders(self.companies)

    @cached_property
    def passages(self) -> pa.Table:
        """The passages that ``strengths.passage`` numbers."""
        return self.snapshot.passages()

    @cached_property
    def others(self) -> tuple[int, ...]:
        """Rows of the firms of Zhejiang that might buy as well: what private synergy compares."""
        return tuple(
            self.row[one.id]
            for one in self.companies.values()
            if one.country == "CN" and one.province == HOME_PROVINCE and one.id not in self.firms
        )

    def speaks(self, quote: Evidence, technology: int) -> float:
        """How well a quote speaks for a technology: its cosine on the axis, and shared words."""
        axis, terms = self.axes[technology], self.wording.technologies[technology]
        near = (quote.similarity - axis.low) / (axis.high - axis.low)
        shared = wording.share(quote.quote, terms) if quote.language == "en" else 0.0
        return near + (0.0 if np.isnan(shared) else shared)

    def fields_of(self, company_id: str) -> tuple[str, ...]:
        """The fields in which a company is at work, in the order of the taxonomy."""
        base, names = self.strengths.base[[self.row[company_id]]], tuple(self.taxonomy.fields)
        shown = scoring.at_work(base, self.strengths.areas, len(names))[0]
        return tuple(name for name, here in zip(names, shown, strict=True) if here)

    def coverage(self, company_id: str, technology: int) -> float | None:
        """A company's coverage of a technology; None when it has no text."""
        value = float(self.strengths.coverage[self.row[company_id], technology])
        return None if np.isnan(value) else round(value, 4)


def profile(
    workspace: Workspace,
    mandate: Mandate,
    *,
    version: str | None = None,
    progress: Progress = silent,
) -> Profile:
    """Measure every company on the mandate's technologies; kept on disk under a key of all inputs.

    Raises NotReadyError before ingest or embed, MandateError when the firm or a leader is not
    in the corpus or the field is not screened.
    """
    version = version or workspace.version()
    shared = taxonomy.load(workspace.reference)
    technologies = shared.axes(mandate.field, [gap.technology for gap in mandate.gaps])
    landscape = axes_of(workspace, shared, tuple(shared.technologies.values()))
    snapshot = merged(workspace, version)
    companies = held_on(snapshot.companies(), mandate.deal_date)
    leaders, firms = leaders_of(mandate, companies), firms_of(mandate, companies)
    ids = tuple(companies)
    progress("profile", 0, 1)
    languages = embedding.card(workspace.settings.encoder).languages
    documents = snapshot.documents()
    heard: dict[str, frozenset[str]] = {}
    if mandate.gaps and mandate.named and len(firms) == 1:
        told, heard = _heard(workspace, shared, mandate.gaps, documents, *firms)
        mandate = replace(mandate, gaps=told)
    axes = axes_of(workspace, shared, technologies, mandate.gaps)
    words, unread, links = links_of(snapshot, documents, ids, languages)
    corpus = f"{version}-{identities(workspace)}-{languages}-{shared.version}-{firms}"
    key = _key(workspace, corpus, axes)
    file = workspace.settings.data_dir / "profiles" / f"{key}.npz"
    found = _stored(file)
    if found is None:
        queries = [asked(one, mandate) for one in technologies]
        found = _measured(
            workspace,
            snapshot,
            shared,
            technologies,
            axes,
            landscape,
            links,
            documents,
            queries,
            firms,
            ids,
        )
        _keep(file, found)
    progress("profile", 1, 1)
    row = {one: number for number, one in enumerate(ids)}
    gaps = gaps_of(technologies, found.strengths, row, leaders, firms, companies, mandate)
    known = found.strengths.coverage[[row[one] for one in leaders]]
    patents = holdings.held(documents.values())
    return Profile(
        corpus_version=version,
        key=key,
        taxonomy=shared,
        technologies=technologies,
        axes=axes,
        landscape=landscape,
        ids=ids,
        words=words,
        heads=wording.heads(documents, spoken_of(snapshot, links.links, found.telling)),
        patented=frozenset(
            one for d in documents.values() if d.kind == "patent" for one in d.company_ids
        ),
        unread=unread,
        strengths=found.strengths,
        wording=found.wording,
        companies=companies,
        snapshot=snapshot,
        leaders=leaders,
        said={one: links.of(row[one]) for one in leaders},
        heard=heard,
        firms=firms,
        gaps=tuple(
            replace(
                gap,
                confidence=gap_scoring.confidence(
                    gap.size,
                    stated=gap.stated,
                    leaders=int((known[:, k] >= gap_scoring.SHOWS).sum()),
                    firms=sum(words.get(one, 0) > 0 for one in firms),
                    words=sum(words.get(one, 0) for one in firms),
                ),
                trend=_trend(patents, firms, leaders, technologies[k]),
            )
            for k, gap in enumerate(gaps)
        ),
    )


def _heard(
    workspace: Workspace,
    shared: Taxonomy,
    gaps: Sequence[StatedGap],
    documents: Mapping[str, Document],
    firm: str,
) -> tuple[tuple[StatedGap, ...], dict[str, frozenset[str]]]:
    """The stated gaps of a firm, told in the words, too, in which its own texts say so; and those
    words by technology."""
    theirs = [
        key
        for key, one in documents.items()
        if firm in one.company_ids and one.kind == "description" and one.language.code in _TOLD
    ]
    said = lacking.said(
        (documents[key].language.code, documents[key].full_text) for key in sorted(theirs)
    )
    anchors = [gap.queries or shared.technologies[gap.technology].queries for gap in gaps]
    places = lacking.nearest(anchors, said, workspace.query_vectors)
    needs = [{code: getattr(gap, code) for code in _TOLD} for gap in gaps]
    found = lacking.joined(needs, said, places)
    heard: dict[str, frozenset[str]] = {}
    for (_, sentence), place in zip(said[: len(places)], places, strict=True):
        technology = gaps[place].technology
        heard[technology] = heard.get(technology, frozenset()) | {sentence}
    return (
        tuple(replace(g, zh=t["zh"], en=t["en"]) for g, t in zip(gaps, found, strict=True)),
        heard,
    )


def _trend(
    held: Mapping[str, Sequence[Patent]],
    firms: Sequence[str],
    leaders: Sequence[str],
    technology: Technology,
) -> float | None:
    """Where the gap of the firms goes by what they and the leaders file."""
    ours, theirs = (
        [patent for one in side for patent in held.get(one, ())] for side in (firms, leaders)
    )
    today = holdings.newest([*ours, *theirs])
    return patent_scoring.trend(ours, theirs, technology, today) if today else None


def leaders_of(mandate: Mandate, companies: Mapping[str, Company]) -> tuple[str, ...]:
    """Ids of the mandate's leaders, in its order."""
    return _each(mandate.leaders, "leaders", companies)


def firms_of(mandate: Mandate, companies: Mapping[str, Company]) -> tuple[str, ...]:
    """Ids of the firms named, each once, or of all of the province; none when only gaps are stated.

    Raises MandateError with every name that is not one company.
    """
    if mandate.named:
        return tuple(dict.fromkeys(_each(mandate.named, "firm", companies)))
    if not mandate.province:
        return ()
    found_all = [
        c.id
        for c in companies.values()
        if c.country == "CN" and c.province.casefold() == mandate.province.casefold()
    ]
    if not found_all:
        raise MandateError(f"province: no company of {mandate.province!r} is in the corpus")
    return tuple(found_all)


def held_on(companies: Mapping[str, Company], day: str) -> Mapping[str, Company]:
    """Companies as owned on a day (ISO 8601, empty: now): who came later is not their owner yet,
    and who was is unknown."""
    if not day:
        return companies
    return {
        key: replace(one, ownership=Ownership()) if one.ownership.since > day else one
        for key, one in companies.items()
    }


def _each(given: Sequence[str], place: str, companies: Mapping[str, Company]) -> tuple[str, ...]:
    """The ids of companies by name, in order; MandateError with every name that is not one."""
    known = names(companies)
    found, faults = [], []
    for name in given:
        try:
            found.append(_one(name, place, known, companies))
        except MandateError as error:
            faults.append(str(error))
    if faults:
        raise MandateError("\n".join(faults))
    return tuple(found)


def _one(
    name: str, place: str, known: Mapping[str, set[str]], companies: Mapping[str, Company]
) -> str:
    ids = known.get(name_key(name), set())
    own = {one for one in ids if name_key(companies[one].name) == name_key(name)}
    exact = {one for one in ids if name in companies[one].names}
    for found in (exact, own, ids):
        if len(found) == 1:
            return min(found)
    if not ids:
        raise MandateError(
            f"{place}: {name!r} is not in the corpus; ingest a file that describes it, or name it"
            " as the corpus does"
        )
    shown = ", ".join(sorted(f"{companies[i].name} ({companies[i].country})" for i in ids))
    raise MandateError(f"{place}: {name!r} may be any of {shown}; give the full legal name")


def axes_of(
    workspace: Workspace,
    shared: Taxonomy,
    technologies: Sequence[Technology],
    gaps: Sequence[StatedGap] = (),
) -> tuple[scoring.Axis, ...]:
    """The axes of technologies, gaps in the client's own words included."""
    stated: dict[str, list[str]] = {}
    for gap in gaps:
        stated.setdefault(gap.technology, []).extend(gap.queries)
    texts = [*shared.background]
    for one in technologies:
        texts += [*one.queries, *stated.get(one.id, ())]
    by_text = dict(zip(texts, workspace.query_vectors(texts), strict=True))
    background = np.stack([by_text[text] for text in shared.background])
    return tuple(
        scoring.axis(
            one.id,
            np.stack([by_text[text] for text in (*one.queries, *stated.get(one.id, ()))]),
            np.stack([by_text[text] for text in one.queries]),
            background,
        )
        for one in technologies
    )


def links_of(
    snapshot: Snapshot,
    everything: Mapping[str, Document],
    ids: Sequence[str],
    languages: Sequence[str],
) -> tuple[dict[str, int], dict[str, str], "Linked"]:
    """Words read and languages unread of each company, and what passages speak of whom.

    A passage that says what somebody lacks speaks of nobody; one that is said twice speaks once.
    """
    row = {one: number for number, one in enumerate(ids)}
    documents = {key: one for key, one in everything.items() if readable(one, languages)}
    words: dict[str, int] = {}
    unread = _unread(one for key, one in everything.items() if key not in documents)
    table = snapshot.passages(["hash", "document_id", "text"])
    lacking = pc.match_substring_regex(table["text"], LACK, ignore_case=True).to_pylist()
    hashes, spoken_in = table["hash"].to_pylist(), table["document_id"].to_pylist()
    lengths = [word_count(text) for text in table["text"].to_pylist()]
    passage, company, spoken = [], [], []
    known = {code: number for number, code in enumerate(languages)}
    codes = tongues(table, documents)
    seen: set[tuple[str, int]] = set()
    for number, (mark, document, without) in enumerate(
        zip(hashes, spoken_in, lacking, strict=True)
    ):
        for one in documents[document].company_ids if document in documents else ():
            if (mark, row[one]) in seen:
                continue
            seen.add((mark, row[one]))
            words[one] = words.get(one, 0) + lengths[number]
            if not without:
                passage.append(number)
                company.append(row[one])
                spoken.append(known.get(codes[number], -1))
    links = scoring.Links(
        passage=np.array(passage, np.int64),
        company=np.array(company, np.int64),
        language=np.array(spoken, np.int64),
    )
    return words, unread, Linked(hashes=hashes, documents=spoken_in, links=links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Hashes and documents of the passages by row, and which of them speak of which company."""

    hashes: list[str]
    documents: list[str]
    links: scoring.Links

    def of(self, company: int) -> frozenset[int]:
        """The numbers of the passages that speak of a company, by its row."""
        return frozenset(self.links.passage[self.links.company == company].tolist())


def readable(document: Document, languages: Sequence[str]) -> bool:
    """Whether an encoder of these languages reads a document.

    A declared language counts; a detected one where the script is that of no language that is read,
    else where it is likely, in a short text very likely.
    """
    told, text = document.language, document.full_text
    if told.declared:
        return told.declared in languages
    if told.detected in languages:
        return True
    if foreign(text, languages):
        return False
    enough = _SHORT if told.confidence >= _CERTAIN else _LONG_ENOUGH
    if word_count(text) >= enough:
        return told.confidence < _SURE
    return told.confidence < _LIKELY or named(text)


def _unread(documents: Iterable[Document]) -> dict[str, str]:
    """Company → the languages of its texts that are not read."""
    found: dict[str, set[str]] = {}
    for document in documents:
        for one in document.company_ids:
            found.setdefault(one, set()).add(document.language.code)
    return {one: ", ".join(sorted(codes)) for one, codes in found.items()}


def asked(technology: Technology, mandate: Mandate) -> wording.Query:
    """What is said of a technology in English, and the mandate's own words in either language."""
    stated = [t for g in mandate.gaps if g.technology == technology.id for t in g.queries]
    return wording.asked([technology.description_en, *stated])


def spoken_of(
    snapshot: Snapshot, links: scoring.Links, telling: NDArray[np.bool_]
) -> dict[str, list[wording.Passage]]:
    """Document → its passages that speak of somebody, in order."""
    rows = np.unique(links.passage)
    table = snapshot.passages(["document_id", "start", "end"]).take(rows)
    columns = (table[name].to_pylist() for name in ("document_id", "start", "end"))
    found: dict[str, list[wording.Passage]] = {}
    for document, start, end, tells in zip(*columns, telling[rows].tolist(), strict=True):
        found.setdefault(document, []).append((start, end, tells))
    return {document: sorted(passages) for document, passages in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is kept of a profile; ``telling`` says of each passage what Ground does."""

    strengths: scoring.Strengths
    wording: Wording
    telling: NDArray[np.bool_]


def _measured(
    workspace: Workspace,
    snapshot: Snapshot,
    shared: Taxonomy,
    technologies: Sequence[Technology],
    axes: Sequence[scoring.Axis],
    landscape: Sequence[scoring.Axis],
    linked: Linked,
    documents: Mapping[str, Document],
    queries: Sequence[wording.Query],
    firms: Sequence[str],
    ids: Sequence[str],
) -> _Found:
    spoken = wording.spoken(documents, ids)
    lexicon = Lexicon(spoken)
    words, terms = wording.shares(lexicon, spoken, queries)
    row = {one: number for number, one in enumerate(ids)}
    made = wording.made(documents, firms)
    also, products = wording.shares(lexicon, spoken, made)
    every = tuple(shared.technologies.values())
    described = [wording.Query(english=one.description_en) for one in every]
    said, everything = wording.shares(lexicon, spoken, described)
    closely = (
        tuple(one.closely for one in queries),
        tuple(one.closely[: wording.HEAD] for one in made),
    )
    del lexicon, spoken
    gloss.forget()
    give_back()
    vectors = snapshot.get(workspace.encoder_key, linked.hashes)
    links = linked.links
    known = scoring.ground(vectors, links, len(ids), np.stack([one.query for one in landscape]))
    read = scoring.shown(axes, vectors, links, known, words)
    held = holdings.holdings(documents, linked.documents, vectors, axes, technologies, row)
    more = np.where(held.coverage > 0, np.fmax(read.coverage, held.coverage), read.coverage)
    places = {name: number for number, name in enumerate(shared.fields)}
    return _Found(
        strengths=scoring.Strengths(
            coverage=more,
            passage=read.passage,
            similarity=read.similarity,
            centre=known.centre,
            shared=also,
            base=scoring.bases(landscape, vectors, links, known, said),
            areas=np.array([places[one.field] for one in every], np.int64),
            quality=held.quality,
            talent=held.talent,
            families=held.families,
        ),
        wording=Wording(
            technologies=terms,
            firms=products,
            landscape=everything,
            closely=closely,
        ),
        telling=known.telling,
    )


def _key(workspace: Workspace, version: str, axes: Sequence[scoring.Axis]) -> str:
    queries = [[one.technology, one.query.tobytes().hex(), one.low, one.high] for one in axes]
    return digest([version, workspace.encoder_key, assets.code_version(), queries])[:24]


def _stored(file: Path) -> _Found | None:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            kept = {f.name: arrays[f.name] for f in fields(scoring.Strengths)}
            return _Found(
                strengths=scoring.Strengths(**kept),
                wording=wording.stored(str(arrays["wording"])),
                telling=arrays["telling"],
            )
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        return None


def _keep(file: Path, found: _Found) -> None:
    arrays = {f.name: getattr(found.strengths, f.name) for f in fields(found.strengths)}
    told = np.array(found.wording.dump())
    replaced(file, lambda out: np.savez(out, wording=told, telling=found.telling, **arrays))


def gaps_of(
    technologies: Sequence[Technology],
    strengths: scoring.Strengths,
    row: Mapping[str, int],
    leaders: Sequence[str],
    firms: Sequence[str],
    companies: Mapping[str, Company],
    mandate: Mandate,
) -> tuple[Gap, ...]:
    """The gaps of one firm or several against the leaders, in the order of the technologies."""
    best = strengths.coverage
    own, ahead = {}, {}
    for k, technology in enumerate(technologies):
        ordered = [k, *(other for other in range(len(technologies)) if other != k)]
        own[technology.id] = gap_scoring.own_strength(best[[row[f] for f in firms]][:, ordered])
        ahead[technology.id] = {
            companies[one].name: gap_scoring.own_strength(best[[row[one]]][:, ordered])
            for one in leaders
        }
    return gap_scoring.ledger([t.id for t in technologies], own, ahead, mandate.gaps)
