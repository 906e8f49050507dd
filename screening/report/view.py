"""A Screening as one reader sees it: ids become names, codes become words, nothing is computed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from screening.records import (
    Access,
    Advice,
    Company,
    Contact,
    Document,
    Emerging,
    Event,
    Evidence,
    Exclusion,
    Fit,
    Flag,
    Gap,
    HomeSource,
    Judged,
    Mandate,
    Money,
    Ownership,
    Region,
    Rule,
    Screening,
    Signal,
    Technology,
    Unmatched,
)
from screening.report.cells import known, line, short
from screening.report.names import country_name, currency_name, language_name, technology_name
from screening.report.words import known_language, word, word_or
from screening.text import lacks, percent

SIGNALS = (
    "gap_fill",
    "strength",
    "absorbability",
    "close_reading",
    "relatedness",
    "private_synergy",
    "complementarity",
    "novelty",
    "redundancy",
    "differentiation",
    "quality",
    "size",
    "talent",
)
_HALF = 0.5
"""Share of a gap from which it is named though it is not covered (ours)."""
_STEADY = 0.05
"""A change of the leaders' share of filings that is none."""
_ROUNDED = 0.005
_TITLE, _HOLDERS = 90, 4
_JOINED = 2
"""Firms of a group whose names are all told."""
_PHRASES = {
    "; rest recalled, unchecked": "source.rest",
    "recalled, unchecked": "source.recalled",
}
"""What the shipped data say of where a row comes from, in the order in which it is looked for."""
_NUMBER = re.compile(r"\d+")
_CODES = re.compile(r"(not )?([A-Z]{2}(?:, [A-Z]{2})*)")


class Measured(Protocol):
    """What gaps are shown from: a Screening, or a profile before anything is scored."""

    @property
    def gaps(self) -> tuple[Gap, ...]: ...

    @property
    def technologies(self) -> tuple[Technology, ...]: ...

    @property
    def companies(self) -> Mapping[str, Company]: ...


@dataclass(frozen=True)
class Reader:
    """Names and words in one language, ``en`` or ``zh``; InputError for any other."""

    language: str

    def __post_init__(self) -> None:
        known_language(self.language)

    def word(self, key: str) -> str:
        """The fixed text ``key``."""
        return word(key, self.language)

    def named(self, family: str, name: str) -> str:
        """The fixed text ``family.name``, else ``name`` itself; unknown when it is empty."""
        return word_or(family, name, self.language) if name else self.word("unknown")

    def join(self, parts: Sequence[str]) -> str:
        """The parts with the commas of the language."""
        return self.word("comma").join(part for part in parts if part)

    def facts(self, parts: Sequence[str]) -> str:
        """Several facts about one thing: they are no list."""
        return self.word("apart").join(part for part in parts if part)

    def bracket(self, text: str) -> str:
        """What stands in brackets behind a name, with its space where the language has one."""
        return self.word("bracket").format(text=text)

    def taken_from(self, given: str) -> str:
        """Where something was taken from; what is only recalled is said in words."""
        for phrase, key in _PHRASES.items():
            given = given.replace(phrase, self.word(key))
        return given

    def money(self, amount: Money | None) -> str:
        """An amount with its currency and year; empty where there is none."""
        return money_zh(amount) if self.language == "zh" else money(amount)

    def country(self, code: str) -> str:
        """The name of a country."""
        return country_name(code, self.language)

    def company(self, company: Company) -> str:
        """The name that the reader can read."""
        return (company.name_zh if self.language == "zh" else "") or company.name

    def technology(self, technology: Technology) -> str:
        """The name of a technology."""
        return technology_name(technology, self.language)

    def emerging(self, one: Emerging) -> tuple[str, ...]:
        """What a group of patents is about, families of leaders, others abroad and home, the share
        that is recent, who holds most, and the technology that is nearest."""
        terms = self.join(one.terms)
        title = short(one.title.capitalize() if one.title.isupper() else one.title, _TITLE)
        return (
            f"{title}{self.bracket(terms)}" if terms else title,
            *(str(count) for count in (one.leaders, one.abroad, one.home)),
            self.word("unknown") if one.recent is None else f"{one.recent:.0%}",
            self.join([self.company(company) for company in one.holders[:_HOLDERS]]),
            f"{self.technology(one.nearest)}{self.bracket(f'{one.near:.2f}')}",
        )

    def _owner(self, found: Ownership) -> str:
        seat = self.bracket(self.country(found.owner_country)) if found.owner_country else ""
        since = self.word("since").format(year=found.since) if found.since else ""
        kind = self.named("kind", found.kind) if found.kind else ""
        return self.facts([f"{found.owner}{seat}".strip(), kind, since])

    def flag(self, flag: Flag) -> str:
        """One entry on an official list, with date and number, and the date of the list itself."""
        role = self.word("flag.owner").format(name=flag.name) if flag.role == "owner" else flag.name
        unsure = "" if flag.sure else self.word("flag.unsure")
        since = self.word("flag.listed").format(date=flag.listed_on) if flag.listed_on else ""
        facts = self.facts([role, flag.programme, since, flag.reference or flag.entry, unsure])
        dated = self.word("flag.as_of") if flag.as_of else self.word("flag.undated")
        listed = dated.format(list=flag.list, date=flag.as_of)
        return f"{listed}{self.word('colon')}{facts}"

    def size(self, company: Company) -> str:
        """Revenue and size band, as far as known."""
        revenue = self.money(company.size.revenue)
        band = self.named("size", company.size.band) if company.size.band else ""
        return self.facts([revenue, band]) or self.word("unknown")

    def band(self, fit: Fit) -> str:
        """The feasibility band; not researched where there is none."""
        return self.named("band", fit.band or "not_researched")

    def supplied(self, topic: str, one: HomeSource) -> str:
        """Who at home fills the gap ``topic``: name, place, as of when, and where that is from."""
        supplier = one.supplier
        date = self.word("home.as_of" if supplier.as_of else "home.undated")
        source = self.taken_from(supplier.source)
        place = self.province(supplier.province) if supplier.province else ""
        told = self.facts([self.supplier(one), place, date.format(date=supplier.as_of)])
        return f"{topic}{self.word('colon')}{told}{self.bracket(source) if source else ''}"

    def supplier(self, one: HomeSource) -> str:
        """The name of a source at home that the reader can read."""
        name = one.supplier.name_zh if self.language == "zh" else ""
        return name or one.supplier.company

    def region_band(self, region: Region) -> str:
        """The band of a country, with the id of the rule that gives it."""
        rule = self.bracket(region.band_rule) if region.band_rule else ""
        return f"{self.named('band', region.band)}{rule}"

    def deal(self, access: Access) -> str:
        """A band; whether it depends on what the mandate does not tell."""
        unsure = self.word("deal_unconfirmed") if access.unconfirmed else ""
        return self.facts([self.named("band", access.band), unsure])

    def interval(self, fit: Fit) -> str:
        """The ranks that a fit keeps in nine of ten draws; unknown where it was not drawn."""
        if fit.rank_low is None or fit.rank_high is None:
            return self.word("unknown")
        return f"{fit.rank_low}–{fit.rank_high}"

    def advice(self, advice: Advice) -> list[str]:
        """What is advised and why, how to integrate, what speaks for a sale, whether it is paid."""
        sells = [f"+ {self.named('sells', one)}" for one in advice.sells]
        holds = [f"− {self.named('holds', one)}" for one in advice.holds]
        rules = self.bracket(self.join(advice.shut_by)) if advice.shut_by else ""
        return [
            self.named("advised", advice.mode) if advice.mode else self.word("advised.none"),
            f"{self.named('why', advice.why)}{rules}",
            self.named("integration", advice.integration),
            "\n".join([*sells, *holds]),
            self.named("affordable", advice.affordable),
        ]

    def sure(self, fit: Fit) -> str:
        """How sure the total of a fit is; unknown in an older run."""
        return self.named("sure", fit.confidence)

    def no_score(self, name: str) -> str:
        """What stands in place of a signal's score where there is none."""
        return self.word("not_read" if name == "close_reading" else "unknown")

    def lane(self, fit: Fit) -> str:
        """The lane that a target stands in, where it is not the main one."""
        return self.named("lane", fit.lane) if fit.lane else ""

    def missing(self, fit: Fit) -> str:
        """What desk research would have to find out."""
        told = [one.partition(":") for one in fit.missing]
        return self.join([f"{self.named('quality', one[0])} {one[2]}".strip() for one in told])

    def unmatched(self, one: Unmatched) -> str:
        """That a name of the mandate kept nobody out, and which names are nearest."""
        told = self.named("unmatched", one.place).format(name=one.name)
        near = self.word("unmatched.near").format(names=self.join(one.near)) if one.near else ""
        return f"{told}{near}{self.word('unmatched.check')}"

    def province(self, name: str) -> str:
        """A province as the reader's language writes it, else as given."""
        found = self.named("province", name.lower()) if name else self.word("unknown")
        return name if found == name.lower() else found

    def stale(self, rule: Rule, on: str) -> bool:
        """Whether a rule was last checked more than a year before ``on`` (ISO 8601)."""
        year = int(on[:4]) - 1
        return rule.checked_on < f"{year:04}{on[4:]}"

    def threshold(self, exclusion: Exclusion) -> str:
        """What the rule asks for, in the reader's language where the rule is a known one."""
        rule, given = exclusion.rule, exclusion.threshold
        if rule == "country":
            return self._countries(given)
        count = _NUMBER.search(given)
        templates = {"no-text": "at_least_words", "too-large": "at_most"}
        if rule in templates and count:
            return self.word(templates[rule]).format(count=count.group())
        found = word_or("limit", rule, self.language)
        return given if found == rule else found

    def value(self, exclusion: Exclusion) -> str:
        """What the rule found; countries by their names."""
        by_country = exclusion.rule in {"country", "chinese-owned"}
        return self._countries(exclusion.value) if by_country else exclusion.value

    def _countries(self, given: str) -> str:
        found = _CODES.fullmatch(given)
        if not found:
            return given or self.word("unknown")
        names = self.join([self.country(code) for code in found[2].split(", ")])
        return self.word("not_in").format(names=names) if found[1] else names


@dataclass(frozen=True)
class View(Reader):
    """A Reader of one Screening (or of a profile, for its gaps)."""

    source: Measured

    @cached_property
    def _technologies(self) -> Mapping[str, Technology]:
        return {technology.id: technology for technology in self.source.technologies}

    @cached_property
    def _by_name(self) -> Mapping[str, Company]:
        return {company.name: company for company in self.source.companies.values()}

    def timing(self, company_id: str) -> str:
        """What has happened at a company and still counts, newest first, one line an event."""
        if not isinstance(self.source, Screening):
            return ""
        told: dict[Event, Document] = {}
        for document in self.source.events:
            if document.event is None or company_id not in document.company_ids:
                continue
            if document.event not in told or document.language.code == self.language:
                told[document.event] = document
        return "\n".join(self._event(event, document) for event, document in told.items())

    def _event(self, event: Event, document: Document) -> str:
        sure = self.named("confidence", event.confidence)
        facts = self.facts([document.date, sure, line(document.text)])
        return f"{self.named('event', event.kind)}{self.word('colon')}{facts}"

    def owner(self, company: Company) -> str:
        """Who holds it, up to the last owner known: seat, kind of ownership and since when."""
        given = self.source.holders if isinstance(self.source, Screening) else {}
        held = given.get(company.id) or (company.ownership,)
        return " ← ".join(text for one in held if (text := self._owner(one))) or self.word(
            "unknown"
        )

    def flags(self, company_id: str) -> str:
        """The official lists that a company or its owner stands on, one line each."""
        found = self.source.flags if isinstance(self.source, Screening) else ()
        return "\n".join(self.flag(one) for one in found if one.company_id == company_id)

    def access(self, company_id: str) -> Sequence[Access]:
        """How the deal modes stand at a company's seat, where the run looked."""
        company = self.find(company_id)
        given = self.source.access if isinstance(self.source, Screening) else {}
        kind = company.ownership.kind
        listed = ("yes" if kind == "listed" else "no") if kind else ""
        return given.get(f"{company.country}:{listed}", ())

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        given: Sequence[Rule] = getattr(self.source, "rules", ())
        return {one.id: one for one in given}

    def rule(self, rule_id: str) -> str:
        """The rule behind a band: act, id, and when it was last checked; empty without one."""
        found = self._rules.get(rule_id)
        if found is None:
            return rule_id
        date = found.checked_on
        checked = self.word("rule_checked").format(date=date) if date else ""
        bare = found.band == "not_researched"
        act = self.named("band", found.band) if bare else found.regime
        return f"{act}{self.bracket(self.facts([rule_id, checked]))}"

    def access_rules(self, access: Sequence[Access]) -> str:
        """The rules behind the bands of deal modes, one line each, behind the modes it decides."""
        modes: dict[str, list[str]] = {}
        for one in access:
            mode = self.named("deal", one.mode)
            modes.setdefault(one.rules[0] if one.rules else "", []).append(mode)
        return "\n".join(
            f"{self.join(names)}{self.word('colon')}{self.rule(key) or self.word('rule_none')}"
            for key, names in modes.items()
        )

    @cached_property
    def home(self) -> Mapping[str, HomeSource]:
        """The first source at home for each gap, one that is enough before all others."""
        given: Sequence[HomeSource] = getattr(self.source, "home", ())
        found: dict[str, HomeSource] = {}
        for one in sorted(given, key=lambda one: not one.enough):
            found.setdefault(one.technology, one)
        return found

    def at_home(self, gap: Gap) -> str:
        """Who at home may close a gap, as of when, marked where its texts show as much as the
        leader's."""
        one = self.home.get(gap.technology)
        if one is None:
            return ""
        date = self.bracket(one.supplier.as_of) if one.supplier.as_of else ""
        enough = self.word("home.enough") if one.enough else ""
        return self.join([f"{self.supplier(one)}{date}", enough])

    def filled(self) -> list[str]:
        """A line for each gap that somebody at home fills already, the largest gap first."""
        found = [self.home.get(gap.technology) for gap in self.gaps()]
        return [
            self.supplied(self.topic(one.technology), one) for one in found if one and one.enough
        ]

    @cached_property
    def judged(self) -> Mapping[str, Sequence[Judged]]:
        """The verdicts on each company, the oldest first."""
        given = self.source.verdicts if isinstance(self.source, Screening) else ()
        found: dict[str, list[Judged]] = {}
        for one in given:
            found.setdefault(one.verdict.company_id, []).append(one)
        return found

    def disagree(self, company_id: str) -> bool:
        """Whether the last words of two reviewers on a company differ."""
        given = self.judged.get(company_id, ())
        last = {one.verdict.author: one.verdict.judgement for one in given}
        return len(set(last.values())) > 1

    def verdicts(self, company_id: str) -> str:
        """Every verdict on a company, the newest first, under a mark where reviewers disagree."""
        told = [self._verdict(one) for one in reversed(self.judged.get(company_id, ()))]
        mark = [self.word("verdict_disagree")] if self.disagree(company_id) else []
        waits = [self.waits(company_id)] if told and self.waits(company_id) else []
        return "\n".join([*mark, *waits, *told])

    def waits(self, company_id: str) -> str:
        """The roles of the mandate that have not signed a verdict on a company yet."""
        asked = self.source.mandate.sign if isinstance(self.source, Screening) else ()
        given = {one.verdict.role for one in self.judged.get(company_id, ())}
        roles = self.join([self.named("role", one) for one in asked if one not in given])
        return self.word("signed_wait").format(roles=roles) if roles else ""

    @cached_property
    def contacted(self) -> Mapping[str, Sequence[Contact]]:
        """The lines of contact with each company, the oldest first."""
        given = self.source.contacts if isinstance(self.source, Screening) else ()
        found: dict[str, list[Contact]] = {}
        for one in given:
            found.setdefault(one.company_id, []).append(one)
        return found

    def contact(self, company_id: str) -> str:
        """How one stands with a company: the last line of contact, empty where there is none."""
        given = self.contacted.get(company_id)
        return self.contact_line(given[-1]) if given else ""

    def contact_line(self, one: Contact) -> str:
        """Status, route, language, who and when, and the note."""
        told = self.facts(
            [
                self.named("status", one.status),
                self.named("route", one.route) if one.route else "",
                language_name(one.language, self.language) if one.language else "",
                one.author,
                one.at[:10],
            ]
        )
        return f"{told}{self.word('colon')}{line(one.note)}" if one.note else told

    def _verdict(self, judged: Judged) -> str:
        one = judged.verdict
        role = self.named("role", one.role) if one.role else ""
        signed = self.facts([self.named("judgement", one.judgement), one.author, role, one.at[:10]])
        return f"{signed}{self.word('colon')}{line(one.reason)}{self.standing(judged)}"

    def standing(self, judged: Judged) -> str:
        """In brackets whether a verdict is of another run, and the score has changed since."""
        if not judged.carried:
            return ""
        key = "verdict_changed" if judged.changed else "verdict_carried"
        return self.bracket(self.word(key))

    def find(self, company_id: str) -> Company:
        """The company of an id; one without facts, named by its id, where there is none."""
        found = self.source.companies.get(company_id)
        return found or Company(id=company_id, name=company_id)

    def firms(self, mandate: Mandate, firms: Sequence[str]) -> str:
        """For whom a mandate is: the firm, both of two, the first of a group with their number, or
        the province with the number of its firms; ``firms`` are ids."""
        if mandate.province and not mandate.named and len(firms) != 1:
            province = self.province(mandate.province)
            return self.word("firms_of").format(province=province, count=len(firms))
        named = [self.name(one) for one in firms]
        if len(named) > _JOINED:
            return self.word("group_of").format(first=named[0], count=len(named))
        return self.join(named) or self.join(mandate.named) or self.word("firm")

    def name(self, company_id: str) -> str:
        """The name of a company by its id."""
        return self.company(self.find(company_id))

    def topic(self, technology_id: str) -> str:
        """The name of a technology by its id."""
        found = self._technologies.get(technology_id)
        return self.technology(found) if found else technology_id

    def field(self, field_id: str) -> str:
        """The name of a field of the policy by its id."""
        given = self.source.fields if isinstance(self.source, Screening) else ()
        found = [one for one in given if one.id == field_id]
        return technology_name(found[0], self.language) if found else field_id

    def fields(self, fit: Fit) -> str:
        """The names of the fields that the target is at work in."""
        return self.join([self.field(one) for one in fit.fields]) or self.word("unknown")

    def gap_facts(self, gap: Gap) -> tuple[str, str]:
        """How sure a gap is, and where it goes."""
        sure = self.named("sure", gap.confidence)
        if gap.trend is None:
            return sure, self.word("unknown")
        way = "widens" if gap.trend > _STEADY else "closes" if gap.trend < -_STEADY else "steady"
        return sure, f"{self.named('trend', way)}{self.bracket(f'{gap.trend:+.2f}')}"

    def best_leader(self, gap: Gap) -> str:
        """The name of the leader that sets a gap; unknown where there is none."""
        found = self._by_name.get(gap.best_leader)
        return self.company(found) if found else gap.best_leader or self.word("unknown")

    def covered(self, fit: Fit) -> str:
        """The names of the technologies whose gap the target fills; where it fills none, so it is
        said, with those that it fills by half or more."""
        none = self.word("covers_none")
        if fit.covered or not (near := [one for one in fit.closes if one.share >= _HALF]):
            return self.join([self.topic(one) for one in fit.covered]) or none
        gaps = self.join([f"{self.topic(one.technology)} {percent(one.share)}" for one in near])
        return self.word("covers_nearly").format(none=none, gaps=gaps)

    def speaks_for(self, evidence: Evidence, covered: Sequence[str]) -> str:
        """The technology of a quote; marked where the quote is only the nearest text to a gap
        that the target does not cover."""
        name = self.topic(evidence.technology)
        if evidence.technology in covered:
            return name
        return f"{name}{self.word('colon')}{self.word('not_covered')}"

    def know_how(self, fit: Fit) -> list[tuple[str, str]]:
        """What its patents say, as names and values; nothing without patents."""
        told = fit.know_how
        if told is None:
            return []
        share = "–" if told.in_force is None else f"{told.in_force:.0%}"
        force = self.word("know.force").format(share=share, years=_plain(told.years_left))
        values = {
            "families": self.word("know.of").format(count=told.families, gap=told.in_gap),
            "cited": "" if told.cited is None else f"{told.cited:.1f} ×",
            "members": "" if told.size is None else f"{told.size:.1f}",
            "inventors": "" if told.key_inventors is None else f"{told.key_inventors:.0%}",
            "standing": "" if told.in_force is None else force,
            "last": told.last_filed,
        }
        return [(self.word(f"know.{key}"), value) for key, value in values.items() if value]

    def origin(self, gap: Gap) -> str:
        """Whether the gap is stated or inferred, and whether its size is but a floor."""
        if self.floored(gap):
            return self.word("stated_floor")
        return self.word("stated" if gap.stated else "inferred")

    def floored(self, gap: Gap) -> bool:
        """Whether the size is the floor of stated gaps, and not what texts and patents show."""
        if not gap.stated or gap.size is None:
            return False
        if gap.own is None or not gap.leader:
            return True
        return abs(max(0.0, 1 - gap.own / gap.leader) - gap.size) > _ROUNDED

    def floor_note(self) -> str:
        """What the mark of such gaps means; empty where there is none."""
        some = any(map(self.floored, self.source.gaps))
        return self.word("gap_floor") if some else ""

    def gaps(self) -> list[Gap]:
        """Gaps of known size, largest first, then those of unknown size."""

        def size(gap: Gap) -> float:
            found = known(gap.size)
            return -1.0 if found is None else found

        return sorted(self.source.gaps, key=size, reverse=True)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def money(amount: Money | None) -> str:
    """An amount with its currency and year; empty where there is none.

    >>> money(Money(amount=55_645_000_000, currency="JPY", year=2024))
    'JPY 55,645 m (2024)'
    """
    if amount is None or known(amount.amount) is None:
        return ""
    year = f" ({amount.year})" if amount.year else ""
    million = 1_000_000
    if abs(amount.amount) < million:
        return f"{amount.currency} {amount.amount:,.0f}{year}"
    digits = 0 if abs(amount.amount) >= 100 * million else 1
    return f"{amount.currency} {amount.amount / million:,.{digits}f} m{year}"


def money_zh(amount: Money | None) -> str:
    """An amount as it is written in Chinese, in 万 and 亿.

    >>> money_zh(Money(amount=400_000_000, currency="CNY", year=2026))
    '4亿元人民币（2026）'
    >>> money_zh(Money(amount=55_645_000_000, currency="JPY"))
    '556.45亿日元'
    """
    if amount is None or known(amount.amount) is None:
        return ""
    size = abs(amount.amount)
    unit, scale = ("亿", 10**8) if size >= 10**8 else ("万", 10**4) if size >= 10**4 else ("", 1)
    figure = f"{amount.amount / scale:,.2f}".rstrip("0").rstrip(".")
    name = "元人民币" if amount.currency == "CNY" else currency_name(amount.currency, "zh")
    year = f"（{amount.year}）" if amount.year else ""
    return f"{figure}{unit}{name}{year}"


def best(fit: Fit, count: int) -> list[Evidence]:
    """The first ``count`` quotes of a fit: one per technology first, and no quote twice."""
    first: dict[str, Evidence] = {}
    for evidence in fit.evidence:
        first.setdefault(evidence.technology, evidence)
    found: dict[str, Evidence] = {}
    for evidence in (*first.values(), *fit.evidence):
        found.setdefault(line(evidence.quote), evidence)
    return list(found.values())[:count]


def shortlist(screening: Screening) -> tuple[Fit, ...]:
    """The fits of the shortlist, in order: as many as the mandate asks for, with its share of
    those that want desk research behind the others, as far as there are such."""
    places = max(screening.mandate.shortlist, 0)
    known = [fit for fit in screening.fits if not fit.lane]
    thin = [fit for fit in screening.fits if fit.lane]
    kept = min(int(places * screening.mandate.desk_share), len(thin))
    first = known[: places - kept]
    return (*first, *thin[: places - len(first)])


def signal_names(screening: Screening) -> tuple[str, ...]:
    """The names of the signals in use: the known ones first, then any other."""
    used = dict.fromkeys(signal.name for fit in screening.fits for signal in fit.signals)
    others = [name for name in used if name not in SIGNALS]
    return (*SIGNALS, *others)


def signal_score(signals: Sequence[Signal], name: str) -> float | None:
    """The score of a signal by name; None where it is unknown or missing."""
    return next((known(signal.score) for signal in signals if signal.name == name), None)


def said_by(evidence: Evidence, screening: Screening) -> str:
    """Whose quote on a gap it is: ``leader``, ``lacks`` or ``has``: the firm on what it lacks and
    what it has."""
    if evidence.company_id not in screening.firms:
        return "leader"
    return "lacks" if lacks(evidence.quote) else "has"
