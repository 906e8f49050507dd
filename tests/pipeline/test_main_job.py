import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from screening import embedding, pipeline
from screening.errors import FileError, InputError, MandateError, NotReadyError
from screening.pipeline import Workspace
from screening.pipeline.profile import held_on
from screening.records import Company, Ownership, Screening
from screening.scoring.feasibility import seat
from screening.scoring.gaps import SHOWS
from screening.store.ledger import fit_bytes
from screening.text import digest, spoken_in

Open = Callable[..., Workspace]
NEEDS = {
    "zh": "工业机器人关节用高精密减速器，背隙小、寿命长",
    "en": "high-precision speed reducers for the joints of industrial robots, with low backlash",
}


@pytest.fixture
def robots(shipped: Workspace) -> Screening:
    return pipeline.score(shipped, pipeline.mandate("robots"))


def stated(folder: Path, language: str) -> Path:
    path = folder / f"{language}.toml"
    path.write_text(
        f'name = "reducers"\nprovince = "Zhejiang"\nleaders = ["ABB", "KUKA"]\n'
        f'[[gaps]]\ntechnology = "precision-reducers"\n{language} = "{NEEDS[language]}"\n',
        encoding="utf-8",
    )
    return path


def test_the_shortlist_names_no_company_twice_and_no_leader(robots: Screening) -> None:
    ids = [fit.company_id for fit in robots.fits]
    names = [robots.companies[one].name for one in ids]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    assert not {"ABB", "FANUC", "Yaskawa", "KUKA"} & set(names)
    assert not {robots.companies[one].country for one in ids} & {"CN", "HK", "MO"}


def test_the_chinese_owned_and_the_leaders_own_are_listed_with_owner_and_date(
    robots: Screening,
) -> None:
    out = {robots.companies[e.company_id].name: e for e in robots.excluded}
    assert out["KUKA"].rule == "leader"
    assert out["Servotronix"].rule == "chinese-owned"
    assert out["ABB India"].rule == "leader-owned"
    for name in ("Servotronix", "ABB India"):
        assert out[name].owner
        assert out[name].as_of


def test_every_quote_stands_in_the_stored_text(shipped: Workspace, robots: Screening) -> None:
    evidence = [e for one in (*robots.fits, *robots.gaps) for e in one.evidence]
    snapshot = shipped.snapshot(robots.run.corpus_version)
    documents = snapshot.documents()
    hashes = snapshot.document_hashes(documents)
    assert len(evidence) > 100
    for one in evidence:
        document = documents[one.document_id]
        assert document.full_text[one.start : one.end] == one.quote
        assert one.document_hash == hashes[one.document_id]
        assert one.company_id in document.company_ids
        assert spoken_in(one.quote, one.language) == one.language


def test_what_a_leader_says_speaks_for_the_technology(robots: Screening) -> None:
    said = {gap.technology: gap.evidence[0].quote for gap in robots.gaps if gap.evidence}
    known = {
        "servo-drives": "servo",
        "controllers": "ontroller",
        "end-effectors": "Grippers",
        "sensors-vision": "iRVision",
        "mobility": "mobile robots navigate",
        "autonomous-programming": "offline",
        "human-robot-collaboration": "beside people",
    }
    assert {key for key, words in known.items() if words in said[key]} == set(known)


def test_every_leader_that_shows_a_technology_is_quoted_the_best_first(robots: Screening) -> None:
    for gap in robots.gaps:
        shown = robots.gap_matrix[gap.technology]
        showing = {one for one in robots.leaders if (shown[one] or 0) >= SHOWS}
        quoted = [one.company_id for one in gap.evidence]
        assert len(quoted) == len(set(quoted))
        assert showing <= set(quoted) <= set(robots.leaders)
        assert not quoted or robots.companies[quoted[0]].name == gap.best_leader
    assert sum(len(gap.evidence) > 1 for gap in robots.gaps) > len(robots.gaps) / 2


def test_the_same_mandate_is_the_same_run_and_loads_no_encoder(
    shipped_folder: Path, open_at: Open, robots: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an encoder was loaded")

    monkeypatch.setattr(embedding, "load", refuse)
    place = open_at(shipped_folder)
    for path in pipeline.reference_files():
        assert pipeline.ingest(place, path).unchanged
    assert pipeline.embed(place).new == 0
    assert pipeline.score(place, pipeline.mandate("robots")) == robots


def test_from_stored_vectors_on_the_bytes_are_the_same(
    shipped_folder: Path, open_at: Open, robots: Screening, tmp_path: Path
) -> None:
    stamp = robots.run
    place = open_at(shipped_folder, ledger_url=f"sqlite:///{shipped_folder / 'ledger.db'}")
    for profile in (shipped_folder / "profiles").iterdir():
        profile.unlink()
    place.ledger.has_run = lambda _: False  # type: ignore[method-assign]
    place.ledger.save = lambda _: None  # type: ignore[method-assign]
    again = pipeline.score(place, pipeline.mandate("robots"))
    assert again.run.id == stamp.id
    assert [fit_bytes(f) for f in again.fits] == [fit_bytes(f) for f in robots.fits]


@pytest.mark.parametrize("language", sorted(NEEDS))
def test_reducer_makers_lead_whatever_language_the_gap_is_stated_in(
    shipped: Workspace, tmp_path: Path, language: str
) -> None:
    found = pipeline.score(shipped, pipeline.mandate(stated(tmp_path, language)))
    top = [found.companies[fit.company_id].name for fit in found.fits[:10]]
    assert len({"Harmonic Drive Systems", "Nabtesco", "Nissei"} & set(top)) >= 2
    assert sum("precision-reducers" in fit.covered for fit in found.fits[:5]) >= 4


def test_texts_in_japanese_and_german_are_found_too(shipped: Workspace, tmp_path: Path) -> None:
    found = pipeline.score(shipped, pipeline.mandate(stated(tmp_path, "zh")))
    languages = {e.language for fit in found.fits[:30] for e in fit.evidence}
    assert "ja" in languages


def test_an_embedding_that_was_broken_off_goes_on_where_it_stood(
    tmp_path: Path, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["screening.pipeline.embed"], "PART", 8)
    place = open_at(tmp_path / "data")
    pipeline.ingest(place, pipeline.reference_files()[0])
    encoder = _Stopping(2)
    place._encoders["use-multilingual-v3"] = encoder
    with pytest.raises(KeyboardInterrupt):
        pipeline.embed(place)
    assert encoder.done == 16
    encoder.left = 1000
    found = pipeline.embed(place)
    assert found.new == found.texts - 16
    assert pipeline.embed(place).new == 0


def test_parts_done_in_any_order_give_the_same_corpus(tmp_path: Path, open_at: Open) -> None:
    versions = set()
    for name, step in (("a", 1), ("b", -1)):
        place = open_at(tmp_path / name)
        place._encoders["use-multilingual-v3"] = _Stopping(1000)
        pipeline.ingest(place, pipeline.reference_files()[0])
        for part in [(0, 3), (1, 3), (2, 3)][::step]:
            pipeline.embed(place, part=part)
        assert pipeline.parts(place) == []
        assert pipeline.embed(place).new == 0
        passages = place.snapshot(place.version()).passages()
        versions.add(digest(sorted(passages["hash"].to_pylist())))
    assert len(versions) == 1


class _Stopping:
    """An encoder that gives vectors from the texts alone and stops after some calls."""

    dimension = 512
    key = "counting"
    cut = 0

    def __init__(self, left: int) -> None:
        self.left, self.done = left, 0

    def encode(self, texts: list[str], _role: str) -> np.ndarray:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left, self.done = self.left - 1, self.done + len(texts)
        rows = np.ones((len(texts), 512), np.float32)
        return rows / np.sqrt(512)


def test_a_corpus_embedded_by_another_encoder_is_not_mixed(
    shipped_folder: Path, open_at: Open
) -> None:
    other = open_at(shipped_folder, encoder="minilm-l6-v2")
    with pytest.raises(NotReadyError, match="embedded with use-multilingual-v3"):
        pipeline.score(other, pipeline.mandate("robots"))


def test_a_firm_or_leader_that_is_not_there_is_named(shipped: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('name = "m"\nfirm = "Nobody Ltd"\nleaders = ["ABB"]\n', encoding="utf-8")
    with pytest.raises(MandateError, match="Nobody Ltd"):
        pipeline.score(shipped, pipeline.mandate(path))
    path.write_text('name = "m"\nfirm = "Hikrobot"\nleaders = ["ABBA"]\n', encoding="utf-8")
    with pytest.raises(MandateError, match="ABBA"):
        pipeline.score(shipped, pipeline.mandate(path))


def test_a_mandate_for_one_firm_names_that_firm_as_nearest(shipped: Workspace) -> None:
    found = pipeline.score(shipped, pipeline.mandate("robots-firm"))
    assert len(found.firms) == 1
    name = found.companies[found.firms[0]].name
    assert all(name in s.detail for s in found.fits[0].signals if s.name == "relatedness")


def group(folder: Path, *names: str) -> Path:
    path = folder / "group.toml"
    path.write_text(f'name = "m"\nfirm = {list(names)}\nleaders = ["ABB", "KUKA"]\n', "utf-8")
    return path


def test_a_group_of_firms_is_measured_as_a_province_is(shipped: Workspace, tmp_path: Path) -> None:
    found = pipeline.score(
        shipped,
        pipeline.mandate(group(tmp_path, "Laifual", "Kaierda", "浙江来福谐波传动股份有限公司")),
    )
    names = [found.companies[one].name for one in found.firms]
    assert names == ["Laifual", "Kaierda"]
    nearest = {found.companies[fit.nearest].name for fit in found.fits if fit.nearest}
    assert nearest == {"Laifual", "Kaierda"}
    heads = [found.companies[fit.company_id].size for fit in found.fits[:200]]
    told = [fit.advice.affordable for fit in found.fits[:200] if fit.advice]
    assert any(one.employees for one in heads)
    assert set(told) == {"unknown"}
    measured = pipeline.profile(shipped, found.mandate)
    k = [one.id for one in measured.technologies].index("precision-reducers")
    own = [measured.coverage(one, k) for one in measured.firms]
    gap = found.gaps[k]
    assert gap.own == pytest.approx(sum(one or 0 for one in own) / 2, abs=1e-3)
    assert shipped.ledger.load(found.run.id) == found


def test_every_wrong_name_of_a_group_is_told(shipped: Workspace, tmp_path: Path) -> None:
    mandate = pipeline.mandate(group(tmp_path, "Nobody Ltd", "Laifual", "Nothing AG"))
    with pytest.raises(MandateError, match=r"(?s)firm: 'Nobody Ltd'.*\nfirm: 'Nothing AG'"):
        pipeline.profile(shipped, mandate)


def test_one_target_is_scored_from_its_text_and_not_stored(shipped: Workspace) -> None:
    mandate = pipeline.mandate("robots")
    runs = len(shipped.ledger.runs())
    text = (
        "Wir fertigen spielfreie Präzisionsgetriebe und Zykloidgetriebe für Robotergelenke."
        " Dazu kommen Servomotoren mit passenden Reglern."
    )
    found = pipeline.score_text(shipped, mandate, Company(name="Muster", country="DE"), text)
    assert found.fit.band == "review_likely"
    assert "precision-reducers" in found.fit.covered
    assert all(e.quote in text for e in found.fit.evidence)
    assert found.fit.evidence[0].language == "de"
    bank = pipeline.score_text(
        shipped, mandate, Company(name="Bank"), "The bank takes deposits and grants loans."
    )
    assert bank.fit.total < found.fit.total / 2
    assert bank.above > found.above
    assert len(shipped.ledger.runs()) == runs
    with pytest.raises(FileError, match="no word"):
        pipeline.score_text(shipped, mandate, Company(name="x"), " … ")
    with pytest.raises(InputError, match="is not a country code: write 'DE'"):
        pipeline.score_text(shipped, mandate, Company(name="x", country="德国"), text)
    with pytest.raises(InputError, match="'XX' is not a country"):
        pipeline.score_text(shipped, mandate, Company(name="x", country="XX"), text)


def test_a_text_scored_again_under_its_own_words_stands_where_the_company_stands(
    shipped: Workspace, robots: Screening
) -> None:
    documents = shipped.snapshot(robots.run.corpus_version).documents()
    told = Counter(one for d in documents.values() for one in d.company_ids)
    fit = next(fit for fit in robots.fits if told[fit.company_id] == 1)
    text = next(d.full_text for d in documents.values() if fit.company_id in d.company_ids)
    found = pipeline.score_text(
        shipped, pipeline.mandate("robots"), robots.companies[fit.company_id], text
    )
    assert found.fit.total == pytest.approx(fit.total, abs=0.5)


def test_a_company_of_the_corpus_is_scored_as_in_the_run_or_with_why_it_is_left_out(
    shipped: Workspace, robots: Screening
) -> None:
    mandate = pipeline.mandate("robots")
    for fit in (robots.fits[0], robots.fits[40]):
        found = pipeline.score_company(shipped, mandate, fit.company_id)
        assert found.left_out is None
        assert found.above + 1 == fit.rank
        assert found.fit.total == pytest.approx(fit.total, abs=0.01)
        assert [e.quote for e in found.fit.evidence] == [e.quote for e in fit.evidence]
    leader = pipeline.score_company(shipped, mandate, "FANUC")
    assert leader.left_out is not None
    assert leader.left_out.rule == "leader"
    assert leader.fit.evidence
    with pytest.raises(InputError, match="Nobody Ltd"):
        pipeline.score_company(shipped, mandate, "Nobody Ltd")


def test_a_workbook_is_written_whole_and_again(shipped: Workspace, robots: Screening) -> None:
    path = pipeline.report(shipped, robots.run.id)
    first = path.read_bytes()
    assert first[:2] == b"PK"
    assert pipeline.report(shipped, robots.run.id).read_bytes() == first
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_workbook_that_stands_is_left_and_one_that_does_not_is_written_anew(
    shipped: Workspace, robots: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pipeline.report(shipped, robots.run.id)
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    assert pipeline.report(shipped, robots.run.id).stat().st_mtime_ns == written
    path.write_bytes(first + b"somebody else's")
    assert pipeline.report(shipped, robots.run.id).read_bytes() == first
    written = path.stat().st_mtime_ns
    monkeypatch.setattr(type(shipped.ledger), "said", lambda _: (10**6, 0))  # one more verdict
    assert pipeline.report(shipped, robots.run.id).stat().st_mtime_ns > written
    path.unlink()
    assert pipeline.report(shipped, robots.run.id).exists()


def test_a_mandate_needs_a_firm_and_nothing_else(shipped: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text('firm = "Hikrobot"\n', encoding="utf-8")
    mandate = pipeline.mandate(path)
    assert (mandate.name, mandate.leaders) == ("bare", ("ABB", "FANUC", "Yaskawa", "KUKA"))
    assert pipeline.score(shipped, mandate).fits


def test_a_full_name_is_one_company_and_a_part_of_two_is_said_to_be(
    shipped: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "m.toml"
    for name in ("Harmonic Drive SE", "Harmonic Drive LLC"):
        path.write_text(f'province = "Zhejiang"\nleaders = ["{name}"]\n', encoding="utf-8")
        measured = pipeline.profile(shipped, pipeline.mandate(path))
        assert [measured.companies[one].name for one in measured.leaders] == [name]
    path.write_text('province = "Zhejiang"\nleaders = ["Harmonic Drive"]\n', encoding="utf-8")
    with pytest.raises(MandateError, match=r"may be any of .*Harmonic Drive LLC"):
        pipeline.profile(shipped, pipeline.mandate(path))


def test_events_set_the_timing_and_never_the_fit(
    shipped: Workspace, robots: Screening, tmp_path: Path
) -> None:
    chosen = robots.companies[robots.fits[0].company_id]
    path = tmp_path / "events.csv"
    path.write_text(
        "company,country,kind,date,expires,note_en,note_zh\n"
        f"{chosen.name},{chosen.country},succession,2020,2099,The robot gear founder retires.,\n"
        f"{chosen.name},{chosen.country},insolvency,2020,2021,Long over.,\n",
        encoding="utf-8",
    )
    pipeline.ingest(shipped, path)
    found = pipeline.score(shipped, pipeline.mandate("robots"))
    assert [(f.company_id, f.total, f.evidence) for f in found.fits] == [
        (f.company_id, f.total, f.evidence) for f in robots.fits
    ]
    told = {d.text for d in found.events if chosen.id in d.company_ids}
    assert "The robot gear founder retires." in told
    assert "Long over." not in told
    assert found.run.id != robots.run.id


def test_a_deal_is_judged_as_of_its_date(shipped: Workspace, tmp_path: Path) -> None:
    """Robox and Efort, Italy, June 2022: the licence was vetoed, the rise to 49 % was not."""
    for name, rows in (
        ("listings", ("list,name,country,listed on", "Sample list,Robox,IT,2024-01-02")),
        (
            "events",
            (
                "company,country,kind,date,expires,note_en",
                "Robox,IT,succession,2021-05-01,2023-05-01,The founder's family looks for heirs.",
                "Robox,IT,insolvency,2023-06-01,2099,It stopped paying.",
            ),
        ),
    ):
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        pipeline.ingest(shipped, tmp_path / f"{name}.csv")
    (tmp_path / "m.toml").write_text(
        'name = "Efort"\nprovince = "Zhejiang"\ninvestor_class = "state-influenced"\n'
        'deal_modes = ["licence", "minority"]\nmax_stake = 0.49\ndeal_date = 2022-06-30\n',
        encoding="utf-8",
    )
    found = pipeline.score(shipped, pipeline.mandate(tmp_path / "m.toml"))
    robox = next(one for one in found.companies.values() if one.name == "Robox")
    fit = next(one for one in found.fits if one.company_id == robox.id)
    assert (fit.band, fit.band_rule) == ("near_closed", "it-gp-licence")
    ways = {one.mode: (one.band, one.rules[0]) for one in found.access[seat(robox)]}
    assert ways["licence"] == ("near_closed", "it-gp-licence")
    assert ways["minority"] == ("filing", "it-gp-minority")
    told = [one.event.kind for one in found.events if one.event and robox.id in one.company_ids]
    assert told == ["succession"]
    assert robox.id not in {one.company_id for one in found.flags}
    scored = pipeline.score_company(shipped, found.mandate, robox.id)
    assert {one.mode: (one.band, one.rules[0]) for one in scored.access} == ways
    assert scored.flags == ()


def test_who_came_after_the_deal_is_not_the_owner_yet() -> None:
    def held(since: str) -> Ownership:
        owned = Company(id="c", name="x", ownership=Ownership(owner="o", since=since))
        return held_on({"c": owned}, "2022-06-30")["c"].ownership

    assert [held(one).owner for one in ("", "2021", "2022", "2022-06-30")] == ["o"] * 4
    assert [held(one) for one in ("2022-07", "2022-07-01", "2023")] == [Ownership()] * 3


def test_a_name_on_an_official_list_is_a_flag_and_never_part_of_the_fit(
    shipped: Workspace, robots: Screening, tmp_path: Path
) -> None:
    chosen = robots.companies[robots.fits[0].company_id]
    firm = next(c for c in robots.companies.values() if c.id in robots.firms and c.name_zh)
    path = tmp_path / "listings.csv"
    path.write_text(
        "list,name,country,listed on\n"
        f"Another list,{chosen.name},{chosen.country},2024-01-02\n"
        f"Another list,{firm.name_zh},CN,2024-01-02\n",
        encoding="utf-8",
    )
    pipeline.ingest(shipped, path)
    found = pipeline.score(shipped, pipeline.mandate("robots"))
    assert [(f.company_id, f.total) for f in found.fits] == [
        (f.company_id, f.total) for f in robots.fits
    ]
    assert {(f.company_id, f.list) for f in found.flags if f.list == "Another list"} == {
        (chosen.id, "Another list"),
        (firm.id, "Another list"),
    }
    assert shipped.ledger.load(found.run.id).flags == found.flags


def test_a_text_in_a_language_that_is_not_read_never_ranks_low(
    shipped: Workspace, robots: Screening, tmp_path: Path
) -> None:
    text = (
        "Yhtiö valmistaa teollisuusrobottien nivelten tarkkuusvaihteita, joissa on pieni välys ja"
        " pitkä käyttöikä. Tehdas sijaitsee Tampereella, ja asiakkaita ovat robottien valmistajat."
    )
    with pytest.raises(FileError, match="in Finnish"):
        pipeline.score_text(shipped, pipeline.mandate("robots"), Company(name="x"), text)
    path = tmp_path / "suomi.csv"
    path.write_text(f'name,country,description\nNäyte Vaihteet Oy,FI,"{text}"\n', "utf-8")
    pipeline.ingest(shipped, path)
    pipeline.embed(shipped)
    found = pipeline.score(shipped, pipeline.mandate("robots"))
    (told,) = [one for one in found.excluded if one.rule == "unread-language"]
    assert (found.companies[told.company_id].name, told.value) == ("Näyte Vaihteet Oy", "fi")
    assert told.company_id not in {fit.company_id for fit in found.fits}
    assert len(found.fits) == len(robots.fits)


def test_patents_tell_of_know_how_beside_the_score(
    shipped_folder: Path, open_at: Open, tmp_path: Path
) -> None:
    place = open_at(shutil.copytree(shipped_folder, tmp_path / "data"))
    before = pipeline.score(place, pipeline.mandate("robots"))
    chosen = next(fit for fit in before.fits if "precision-reducers" in fit.covered)
    name = before.companies[chosen.company_id].name
    path = tmp_path / "patents.csv"
    rows = [
        f'XX{number},"{name}",{2015 + number}-01-01,F16H49/00;F16H1/32,Ito;Abe,{number},ACTIVE,'
        f"Strain wave gear number {number}"
        for number in range(4)
    ]
    header = "publication_number,applicants,application_date,cpc,inventors,cited_by,legal_status"
    path.write_text("\n".join([f"{header},title", *rows]) + "\n", encoding="utf-8")
    pipeline.ingest(place, path)
    pipeline.embed(place)
    after = pipeline.score(place, pipeline.mandate("robots"))
    fits = {fit.company_id: fit for fit in after.fits}
    told = fits[chosen.company_id].know_how
    assert told is not None
    assert (told.families, told.in_gap, told.key_inventors, told.in_force) == (4, 4, 1.0, 1.0)
    assert told.last_filed == "2018-01-01"
    silent = [fit for fit in before.fits if fit.know_how is None]
    assert silent
    assert fits[silent[-1].company_id].know_how is None
