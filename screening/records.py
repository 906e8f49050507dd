"""The nouns of the house, as frozen values.

Company · Document · Technology · Gap · Capability · Mandate · Fit · Verdict, the Run that
stamps every Fit, and the small values that they are made of. Nothing here reads a file,
a clock or a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Literal

DealMode = Literal["control", "minority", "assets", "licence", "patent-assignment", "joint-venture"]
InvestorClass = Literal["private", "state-owned", "fund", "state-influenced", "unknown"]
Confidence = Literal["high", "medium", "low"]
EventKind = Literal[
    "succession",
    "insolvency",
    "carve-out",
    "fund-exit",
    "profit-warning",
    "lapsed-patents",
    "founder-departure",
]
Judgement = Literal["pursue", "hold", "reject", "unsure"]
SignRole = Literal["", "analyst", "partner", "regulatory"]
AccountRole = Literal["viewer", "reviewer", "lead", "admin"]
ContactStatus = Literal["untouched", "approached", "nda", "refused", "exclusive"]
Route = Literal["", "owner", "adviser", "administrator", "station"]
Band = Literal["open", "filing", "review_likely", "near_closed", "prohibitive", "not_researched"]
PatentType = Literal["invention", "utility-model", "design", ""]
Nature = Literal["fund", "shell", "paper", ""]
SizeBand = Literal["micro", "small", "medium", "large", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in an ISO 4217 currency, as reported for a year (None: year not given)."""

    amount: float
    currency: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Size as reported, plus a band (EU recommendation 2003/361/EC by head count)."""

    employees: int | None = None
    employees_year: int | None = None
    revenue: Money | None = None
    band: SizeBand = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Who controls a company, as far as known on ``as_of``; empty strings are unknown.

    ``kind`` is listed, private, family, fund, subsidiary, state or foundation;
    ``owner_country`` is the seat of the ultimate owner (ISO 3166 alpha-2).
    """

    kind: str = ""
    owner: str = ""
    owner_country: str = ""
    since: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A legal entity. Its role (firm, leader, target) comes from a Mandate, never from here.

    ``id`` is opaque, given by the ledger and never reused; it is empty until then.
    ``registry_ids`` are numbers of registers and vendors, each with its kind: ``uscc:9133…``
    (unified social credit code), ``bvd:DE2010000581``; ``figi:BBG001S5N8V8`` numbers a class of its
    shares. ``nature`` says what stands here instead of a company: a fund, a shell without
    business, or a paper (a listing that is not its own).
    """

    id: str = ""
    name: str
    legal_name: str = ""
    name_zh: str = ""
    name_local: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    province: str = ""
    city: str = ""
    website: str = ""
    lei: str = ""
    isin: str = ""
    registry_ids: tuple[str, ...] = ()
    founded: int | None = None
    size: Size = Size()
    ownership: Ownership = Ownership()
    nature: Nature = ""
    source: str = ""
    as_of: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in use, each once, the trade name first."""
        given = (
            self.name,
            self.legal_name,
            self.name_zh,
            self.name_local,
            *self.aliases,
        )
        return tuple(dict.fromkeys(name for name in given if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Patent:
    """The bibliographic facts of a Document of kind ``patent``; dates are ISO 8601.

    ``applicants`` filed it, ``owners`` hold it now (empty: not told). ``family`` names the simple
    family as the source does and ``members`` are its publications known here. Classes stand in
    the order of the source, the main one first. ``cites`` are publication numbers, ``cited_by``
    counts citations received.
    """

    publication_number: str
    kind: str = ""
    type: PatentType = ""
    jurisdiction: str = ""
    family: str = ""
    members: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    priority_date: str = ""
    application_date: str = ""
    publication_date: str = ""
    grant_date: str = ""
    expiry_date: str = ""
    cpc: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    cited_by: int | None = None
    legal_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a Document of kind ``event`` tells of: it sets the timing of a deal, never the fit.

    ``company`` and ``country`` name the company as the source does; from ``expires`` (ISO 8601)
    on the event no longer counts; ``confidence`` is high, medium, low or empty.
    """

    kind: EventKind
    company: str
    country: str
    expires: str = ""
    confidence: Confidence | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a Document of kind ``listing`` tells: a name on a list of sanctions or export control.

    ``list`` is the list's name, ``programme`` the measure or regime, ``entry`` its number there,
    ``reference`` the notice; ``country`` (ISO 3166 alpha-2) is empty where the list gives none,
    ``elsewhere`` are further ones that it gives. ``as_of`` is the list's own date (ISO 8601), not
    the entry's; empty where it tells none. From ``until`` on the entry no longer holds.
    """

    list: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    programme: str = ""
    entry: str = ""
    reference: str = ""
    as_of: str = ""
    elsewhere: tuple[str, ...] = ()
    until: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is listed under."""
        return (self.name, *self.aliases)

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country it is listed with."""
        return tuple(one for one in (self.country, *self.elsewhere) if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A company that bears a name on an official list, or whose owner does.

    ``name`` is the name that stands on the list, since when ``listed_on`` (ISO 8601) says;
    ``as_of`` is the date of the list that was read, empty where it tells none; ``sure`` is False
    where the list names no country that could confirm it.
    """

    company_id: str
    role: Literal["company", "owner"]
    name: str
    list: str
    programme: str = ""
    listed_on: str = ""
    entry: str = ""
    reference: str = ""
    source: str = ""
    as_of: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The language of a text (ISO 639-1): as declared, as detected, and how sure (0 to 1)."""

    declared: str = ""
    detected: str = ""
    confidence: float = 0.0

    @property
    def code(self) -> str:
        """The declared language, else the detected one."""
        return self.declared or self.detected


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that says something about one or more companies, with its place in the source."""

    id: str = ""
    company_ids: tuple[str, ...] = ()
    kind: Literal["description", "patent", "event", "listing"] = "description"
    language: Language = Language()
    title: str = ""
    text: str = ""
    date: str = ""
    source: str = ""
    file: str = ""
    row: int = 0
    patent: Patent | None = None
    event: Event | None = None
    listing: Listing | None = None

    @property
    def full_text(self) -> str:
        """Title and text as one, which is what passages are cut from."""
        return "\n".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence or claim of a Document: ``document.full_text[start:end] == text``."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    text_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row (or one cell of it) that could not be used; stored and counted, never dropped.

    ``about`` is the name or number of what the row speaks of, as far as it tells that.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the policy; one whose ``scope`` is ``map`` is counted, never screened."""

    id: str
    name_en: str
    name_zh: str
    scope: Literal["screen", "map"] = "screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A node of the shared taxonomy: the axis on which firm, leaders and targets are measured.

    ``parent`` is the technology that a sub-technology belongs to. ``cpc`` and ``cpc_not`` are
    CPC/IPC subclasses or groups that speak for it and against it; the longest match counts.
    """

    id: str
    field: str
    parent: str = ""
    name_en: str
    name_zh: str
    description_en: str
    description_zh: str
    cpc: tuple[str, ...] = ()
    cpc_not: tuple[str, ...] = ()

    @property
    def queries(self) -> tuple[str, ...]:
        """The texts that stand for this technology, Chinese and English."""
        return (self.description_en, self.description_zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A dated rule of investment screening: what it bites on, and the band that follows.

    ``direction`` is inbound (at the target's seat) or outbound (at home); ``deal_modes`` are those
    it names; ``investor_class``, ``technologies`` (ids of fields or technologies) and ``listed``
    (yes, no) may be ``any``; ``stake`` is the share of votes in [0, 1] from which it bites, None
    for any. ``band`` is open, filing, review_likely, near_closed, prohibitive or not_researched;
    ``confidence`` is high, medium or low; dates are ISO 8601, empty when open.
    """

    id: str
    country: str
    regime: str
    direction: Literal["inbound", "outbound"] = "inbound"
    deal_modes: tuple[DealMode, ...] = ()
    investor_class: tuple[str, ...] = ("any",)
    stake: float | None = None
    listed: Literal["any", "yes", "no"] = "any"
    technologies: tuple[str, ...] = ("any",)
    band: Band
    note_en: str = ""
    note_zh: str = ""
    valid_from: str = ""
    valid_to: str = ""
    checked_on: str = ""
    confidence: Confidence
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A company at home that is known to make what a technology asks for, as of a date."""

    technology: str
    company: str
    name_zh: str = ""
    province: str = ""
    products_zh: str = ""
    note_en: str = ""
    note_zh: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSource:
    """Who at home may close a gap: a supplier of the list, or a company that shows the technology.

    ``technology`` is the gap's; ``coverage`` in [0, 1] is what the company's texts show, None where
    it has none here; ``enough`` where that is as much as the best leader shows.
    """

    technology: str
    supplier: Supplier
    company_id: str = ""
    coverage: float | None = None
    enough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """How a deal with a target may be made and what to do afterwards; each with its rule's name.

    ``mode`` is a deal mode, ``minority-fund``, ``joint-research``, ``settle`` (attract its people),
    or empty where nothing can be advised; ``integration`` is close, partnership, autonomous or
    empty; ``sells`` and ``holds`` name what makes the owner more and less likely to part with it;
    ``affordable`` is within, stretch, fails or unknown; ``shut_by`` are ids of the rules at the
    seat that keep every deal mode of the mandate shut, where they do.
    """

    mode: str
    why: str
    integration: str
    sells: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    affordable: Literal["within", "stretch", "fails", "unknown"] = "unknown"
    shut_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a deal of one mode stands with the rules of a seat on a day.

    ``rules`` are ids, the strictest first; ``unconfirmed`` where they depend on a class of
    investor that the mandate does not tell.
    """

    mode: DealMode
    band: Band
    rules: tuple[str, ...] = ()
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A country that the policy names, or names as close, for a field."""

    country: str
    field: str
    priority: str = ""
    note_en: str = ""
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a country holds for the gaps of a run.

    ``ranked`` companies, of which ``complementary`` cover a gap and can be absorbed; ``strength``
    in [0, 100] is the mean total of the best five; ``best`` the first of them; ``band`` the
    strictest for the mandate's deal mode and ``band_rule`` the id of the rule that gives it;
    ``priority`` what the policy says of it, or empty.
    """

    country: str
    ranked: int
    complementary: int
    strength: float
    best: str
    band: Band
    priority: str = ""
    band_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What the first ten of a run become when one weight alone changes.

    ``change`` is relative (0.2: a fifth more); ``kept`` of the first ten stay, ``entered`` and
    ``gone`` are company ids, best first; ``first`` leads then.
    """

    signal: str
    change: float
    kept: int
    entered: tuple[str, ...]
    gone: tuple[str, ...]
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedGap:
    """A need in the client's own words; ``wanted`` (> 0) says how much, 1 by default."""

    technology: str
    zh: str = ""
    en: str = ""
    wanted: float = 1.0

    @property
    def queries(self) -> tuple[str, ...]:
        return tuple(text for text in (self.en, self.zh) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Hard limits on who may be a target; empty means no limit."""

    countries: tuple[str, ...] = ()
    exclude_countries: tuple[str, ...] = ()
    max_employees: int | None = None
    min_words: int = 0
    chinese_owned: bool = False
    leader_owned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One screening assignment: the unit of reproducibility.

    Only ``firm`` (a company name, those of a group, or ``province``) or ``gaps`` is required.
    ``weights`` are relative and non-negative; they are scaled to sum to 1. ``state_share`` in
    [0, 1] is what the state holds of a buyer that is a fund; ``max_stake`` is the largest minority
    stake in view; ``desk_share`` in [0, 0.5] of the shortlist is kept for targets that want desk
    research; ``sign`` are the roles that must give a verdict on a target before it counts as
    signed; ``aliases`` are further names of the client that must not leave a room with accounts;
    on ``deal_date`` (ISO 8601, empty: the day of the run) the deal is judged.
    """

    name: str
    purpose: str = ""
    sponsor: str = ""
    firm: str | tuple[str, ...] = ""
    province: str = ""
    investor_class: InvestorClass = "unknown"
    state_share: float | None = None
    field: str = "robots"
    leaders: tuple[str, ...] = ()
    gaps: tuple[StatedGap, ...] = ()
    deal_modes: tuple[DealMode, ...] = ()
    max_stake: float | None = None
    equity_ceiling: Money | None = None
    red_lines: tuple[str, ...] = ()
    contacted: tuple[str, ...] = ()
    filters: Filters = Filters()
    weights: Mapping[str, float] = made(default_factory=dict)
    shortlist: int = 20
    desk_share: float = 0.2
    sign: tuple[SignRole, ...] = ()
    aliases: tuple[str, ...] = ()
    deal_date: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The firms that it names: none, one, or those of a group."""
        given = (self.firm,) if isinstance(self.firm, str) else self.firm
        return tuple(one for one in given if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A name that a mandate keeps out and that no company of the corpus bears; ``near`` are names
    of the corpus that are nearest to it."""

    place: Literal["red_lines", "contacted"]
    name: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quote that stands in a stored text, with the hash of the document it came from.

    ``similarity`` is the cosine between the quote and the technology or stated gap.
    """

    id: str
    company_id: str
    technology: str
    document_id: str
    document_hash: str
    quote: str
    start: int
    end: int
    language: str
    similarity: float
    source: str
    file: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """How much of a Technology a company holds: coverage in [0, 1], None when nothing is known."""

    company_id: str
    technology: str
    coverage: float | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A Technology that the firm needs and lacks.

    ``size`` in [0, 1] or None (no leader shows any evidence: unknown, not zero);
    ``own`` and ``leader`` are the strengths it was computed from; ``best_leader`` names whose.
    ``confidence`` says how much there is to go by on both sides; ``trend`` in [-1, 1] is above 0
    where the leaders' share of what is filed grows, None where too few patents tell.
    """

    technology: str
    size: float | None
    wanted: float
    stated: bool
    own: float | None
    leader: float | None
    best_leader: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence | Literal[""] = ""
    trend: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Emerging:
    """Patents that lie close together and that no technology of the taxonomy speaks for.

    ``title`` is that of the family in their middle and ``terms`` the words that set them apart;
    ``leaders``, ``abroad`` and ``home`` count the families of each side (those of leaders are not
    counted as abroad again), ``recent`` is the share filed in the last five years. ``holders`` have
    the most families first; ``nearest`` is the technology that is nearest to the middle, by
    ``near`` (1: as near as its own definition); ``documents`` are ids, the most central first.
    """

    title: str
    terms: tuple[str, ...]
    leaders: int
    abroad: int
    home: int
    recent: float | None
    holders: tuple[Company, ...]
    nearest: Technology
    near: float
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason for a score: score in [0, 1] or None (unknown), what produced it, evidence ids."""

    name: str
    score: float | None
    detail: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowHow:
    """What the patents of a company say of its know-how; None or empty: they do not tell.

    ``families`` in all, ``in_gap`` those in what it closes; ``cited`` is how often they are cited
    as a multiple of those filed in the same year, ``size`` publications a family;
    ``key_inventors`` the share in which one of the three most frequent inventors took part,
    ``in_force`` the share that still stands, for ``years_left`` on average; ``last_filed`` a date.
    """

    families: int
    in_gap: int = 0
    cited: float | None = None
    size: float | None = None
    key_inventors: float | None = None
    in_force: float | None = None
    years_left: float | None = None
    last_filed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """How much of its goal in a technology a target reaches, in [0, 1]."""

    technology: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well one target closes the Mandate's Gaps; ``total`` in [0, 100].

    ``covered`` are the technologies whose gap the target fills, best first; ``band`` is the
    feasibility band if known, else empty: it stands beside the total and never inside it.
    ``rank_low`` and ``rank_high`` enclose its rank in nine of ten draws of the weights and of the
    encoder's noise, and without its best passage; ``top_10`` is how often it was among the first
    ten; all None where the target stands too low to be drawn. ``second`` is the company that
    best closes what this one leaves open. A target with little text and no patent stands in the
    lane ``desk-research``, ranked among its like; ``missing`` names what is not known of it, a
    number behind a colon where there is some. What the signals were made of: ``closes`` are the
    gaps that it closes best, ``goal`` the strength asked for in the first, ``nearest`` the firm
    that it was compared with and ``cosine`` their likeness. ``know_how`` is None without patents.
    ``fields`` of the policy are those that it is at work in, the mandate's own or others.
    ``confidence`` says how sure the total is, by what is known and how much was read; empty in runs
    that do not tell.
    """

    company_id: str
    rank: int
    total: float
    signals: tuple[Signal, ...]
    covered: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    band: str = ""
    band_rule: str = ""
    rank_low: int | None = None
    rank_high: int | None = None
    top_10: float | None = None
    second: str = ""
    advice: Advice | None = None
    lane: Literal["", "desk-research"] = ""
    missing: tuple[str, ...] = ()
    closes: tuple[Closed, ...] = ()
    goal: float | None = None
    nearest: str = ""
    cosine: float | None = None
    know_how: KnowHow | None = None
    fields: tuple[str, ...] = ()
    confidence: Confidence | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A company left out of the ranking, with the rule, the value and the threshold."""

    company_id: str
    rule: str
    value: str
    threshold: str
    owner: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The stamp on every Fit: with it and the stored corpus, a Run can be repeated.

    ``identities`` is a hash over the merges in force, empty when there are none.
    """

    id: str
    mandate_hash: str
    code: str
    encoder: str
    encoder_revision: str
    corpus_version: str
    scorer: str
    taxonomy_version: str
    rules_version: str
    started_at: str
    identities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A dated decision on two records (ids in order): one company, apart, or to be reviewed.

    Append-only: of several on one pair the last counts. ``by`` is ``resolve`` or a person.
    """

    left: str
    right: str
    action: Literal["merge", "review", "apart"]
    probability: float
    reasons: tuple[str, ...]
    by: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A consultant's dated, signed judgement on a Fit. Append-only; it never alters the Fit.

    ``role`` is the one it was signed in, where the author named one.
    """

    run_id: str
    company_id: str
    judgement: Judgement
    reason: str
    author: str
    at: str = ""
    role: SignRole = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a mandate stands with a target as of a date: a line of its own, apart from verdicts.

    ``exclusive`` means that it talks to somebody else alone; ``route`` is the way in and
    ``language`` (ISO 639-1) the one that is spoken there. Append-only; the last line counts.
    """

    run_id: str
    company_id: str
    status: ContactStatus
    author: str
    route: Route = ""
    language: str = ""
    note: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who comes into the review room. Without an ``id``: the owner of a room without accounts.

    ``fresh``: the password was given by somebody else and must be changed. ``closed_at`` is empty
    while the account is open.
    """

    id: str
    name: str
    role: AccountRole
    made_at: str = ""
    fresh: bool = False
    closed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Who saw or changed what, when and from where. Append-only.

    ``account`` is the name, kept as it was then; ``mandate`` is empty where it is about none.
    """

    account: str
    action: str
    mandate: str = ""
    run_id: str = ""
    company_id: str = ""
    detail: str = ""
    address: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insider:
    """A person on the team of a mandate, or one that saw something of it.

    ``first_at`` is empty for who has not opened it yet; ``ways`` counts what was done, by action;
    ``companies`` are the targets opened; ``role`` is empty where the account is unknown by now.
    """

    account: str
    role: AccountRole | None
    on_team: bool
    first_at: str = ""
    last_at: str = ""
    ways: tuple[tuple[str, int], ...] = ()
    companies: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs, without the secret: that is shown once and stored as a hash."""

    id: str
    name: str
    made_at: str
    ends_at: str
    used_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A way of looking at the shortlists of a mandate, kept under a name by its author.

    ``query`` is the part of the address behind the question mark.
    """

    author: str
    mandate: str
    name: str
    query: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A Verdict as a Run of the same mandate sees it.

    ``carried``: it was given on an earlier or later Run. ``changed``: a signal of the Fit that it
    was given on had another score than here.
    """

    verdict: Verdict
    carried: bool
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One firm: its fit with the target in [0, 100], the signals, and which of its gaps close.

    ``closes`` are (technology, share of the gap in [0, 1]) of gaps that press, the most first;
    ``quote`` is what of the target speaks for the first of them.
    """

    firm: Company
    rank: int
    total: float
    signals: Mapping[str, float | None]
    closes: tuple[tuple[Technology, float], ...]
    quote: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The firms for a target, best first; ``ahead`` counts those with no gap to close.

    ``home`` says who at home fills a gap already that the target closes for one of them.
    """

    target: Company
    field: str
    matches: tuple[Match, ...]
    ahead: int
    home: tuple[tuple[Technology, HomeSource], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What one Run found: the ranked fits, the gaps they are measured against, who was left out.

    ``companies`` holds every company named in it; ``leaders`` are their ids, ``firms`` the ids
    of the firm or firms that the gap is measured for; ``events`` are those of ranked companies
    that still counted on the day of the run, ``flags`` say who of them, or of the firms, stands on
    an official list; ``holders`` gives who holds a named company, its owner first;
    ``fields`` are all of the policy, for their names;
    ``access`` says for each seat of a ranked company how the deal modes stand there, ``outbound``
    how they stand at home, and ``rules`` are those named; ``home`` lists who at home may close
    a gap, gap by gap; ``regions`` sums up the countries; ``sensitivity`` has a line for each weight
    changed by a fifth either way; ``verdicts`` and ``contacts`` are those of the mandate on ranked
    companies, the oldest first; ``funnel`` counts the stages in order;
    ``gap_matrix`` maps technology id to {company id, or ``firm``: strength or None}; ``unmatched``
    are names of the mandate that kept nobody out.
    """

    run: Run
    mandate: Mandate
    technologies: tuple[Technology, ...]
    gaps: tuple[Gap, ...]
    fits: tuple[Fit, ...]
    excluded: tuple[Exclusion, ...]
    companies: Mapping[str, Company]
    field: Field | None = None
    fields: tuple[Field, ...] = ()
    leaders: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    events: tuple[Document, ...] = ()
    flags: tuple[Flag, ...] = ()
    holders: Mapping[str, tuple[Ownership, ...]] = made(default_factory=dict)
    access: Mapping[str, tuple[Access, ...]] = made(default_factory=dict)
    outbound: tuple[Access, ...] = ()
    rules: tuple[Rule, ...] = ()
    home: tuple[HomeSource, ...] = ()
    regions: tuple[Region, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    verdicts: tuple[Judged, ...] = ()
    contacts: tuple[Contact, ...] = ()
    funnel: tuple[tuple[str, int], ...] = ()
    gap_matrix: Mapping[str, Mapping[str, float | None]] = made(default_factory=dict)
    quality: Mapping[str, Any] = made(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()
