import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from screening import assets, pipeline
from screening.errors import InputError
from screening.pipeline import Workspace
from screening.pipeline.pool import masked
from screening.readers import read_deals
from screening.readers.deals import Deal

DEALS = read_deals(assets.shipped("data", "benchmarks", "deals.jsonl"))[:12]


@pytest.fixture
def found(shipped: Workspace) -> pipeline.Evaluation:
    return pipeline.evaluate(shipped, DEALS)


def test_every_deal_has_a_rank_under_every_method(found: pipeline.Evaluation) -> None:
    baselines = {"bm25", "best_passage", "whole_text", "class_cosine", "same_sector", "target_only"}
    assert {"fit", "fused", "learned", "symmetric", *baselines} <= {*found.methods}
    assert [row["id"] for row in found.ranks] == [deal.id for deal in DEALS]
    for row in found.ranks:
        assert set(row) == {"id", *found.methods}
        assert all(1 <= float(row[name]) <= found.pool for name in found.methods)
    keys = {"mrr", "hit_1", "hit_5", "hit_10", "recall_50", "recall_100", "median_rank", "auc_pr"}
    assert all(set(values) == keys for values in found.methods.values())
    assert any("figures count from 30,000" in note for note in found.notes)
    mrr = np.mean([1 / float(row["fit"]) for row in found.ranks])
    assert found.methods["fit"]["mrr"] == pytest.approx(mrr, abs=1e-4)


def test_what_was_bought_stands_higher_than_chance(found: pipeline.Evaluation) -> None:
    assert found.methods["fused"]["mrr"] > 5 * found.methods["random"]["mrr"]
    assert found.methods["fit"]["mrr"] > 3 * found.methods["random"]["mrr"]


def test_classes_of_a_deal_are_for_the_class_baseline_alone(shipped: Workspace) -> None:
    (robots,) = (deal for deal in DEALS if deal.id.startswith("teradyne-universal-robots"))
    near, far = (
        pipeline.evaluate(shipped, [replace(robots, cpc=cpc)]).ranks[0]
        for cpc in (("B25J9/16", "B25J13/08"), ("H01L21/02",))
    )
    assert near["class_cosine"] != far["class_cosine"]
    assert {**near, "class_cosine": 0} == {**far, "class_cosine": 0}


def test_what_the_acquirer_says_it_lacks_tells_the_gap_better(shipped: Workspace) -> None:
    (robots,) = (deal for deal in DEALS if deal.id.startswith("teradyne-universal-robots"))
    vague = replace(
        robots,
        gaps=({"en": "What our customers ask for next."},),
        profiles={"en": "It builds testers for chips, wireless devices and circuit boards."},
    )
    own = "Light robot arms that work beside people without a fence have to be bought."
    told = replace(vague, profiles={"en": f"{vague.profiles['en']} {own}"})
    before, after = (pipeline.evaluate(shipped, [deal]) for deal in (vague, told))
    for method in ("fit", "whole_text", "bm25"):
        assert float(after.ranks[0][method]) < float(before.ranks[0][method])
    assert after.direction == before.direction  # by the gap as it is stated
    alone = [pipeline.evaluate(shipped, [deal], arm="gaps").ranks for deal in (vague, told)]
    assert alone[0] == alone[1]


def test_nothing_of_the_deals_is_stored(shipped: Workspace, found: pipeline.Evaluation) -> None:
    def files() -> dict[str, bytes]:
        folder = shipped.settings.data_dir
        return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    assert found.deals == len(DEALS)  # what is kept of the corpus and the taxonomy is kept by now
    before = files()
    lacks = {"en": "It makes testers. Gripping fingers for eggs have to be bought."}
    new = replace(DEALS[0], gaps=({"en": "A gap that nobody told before."},), profiles=lacks)
    assert pipeline.evaluate(shipped, [new]).deals == 1
    assert files() == before


def test_the_order_of_the_file_decides_nothing(
    shipped: Workspace, found: pipeline.Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.pipeline.pool._RIVALS", 3)
    there, back = (pipeline.evaluate(shipped, list(one)) for one in (DEALS, DEALS[::-1]))
    assert there.ranks == back.ranks[::-1]
    assert {**there.methods} == {**back.methods}
    assert there.ranks != found.ranks  # with others to compare with, ranks differ


def test_an_acquirer_and_a_target_told_twice_do_not_stand_in_the_pool(shipped: Workspace) -> None:
    deal, other = DEALS[0], DEALS[9]
    twice = replace(deal, id="again", acquirer="Somebody Else", target=f"{deal.target} GmbH")
    bought = replace(deal, id="buyer", acquirer="A Third", target=f"{deal.acquirer}, Inc.")
    alone, beside = (
        pipeline.evaluate(shipped, [deal, other, *more], arm="gaps").ranks[0]
        for more in ((), (twice, bought))
    )
    same = ("best_passage", "whole_text", "class_cosine")
    assert [alone[one] for one in same] == [beside[one] for one in same]


def test_macao_counts_as_overseas(filled: Callable[..., Workspace]) -> None:
    rows = [
        f"Firm {code},{code},Makes reducers of kind {code}." for code in ("MO", "HK", "CN", "DE")
    ]
    place = filled(firms="\n".join(["name,country,description_en", *rows]) + "\n")
    assert pipeline.evaluate(place, DEALS[:2]).pool == 2 + 2


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (("埃夫特", "Robox"), "埃夫特收购了Robox公司", "收购了 公司"),
        (("KUKA AG", "Swisslog"), "库卡KUKA机器人", "库卡 机器人"),
        (("KUKA AG", "Swisslog"), "Kuka builds; MicroKUKA, KUKA2", "builds; MicroKUKA, KUKA2"),
        (("Efort", "Robox S.p.A."), "ROBOX develops; Róbox’s", "develops; ’s"),
        (("A", "Precision Technologies Group (Holroyd)"), "Holroyd cuts rotors", "cuts rotors"),
        (("A", "Precision Technologies Group (Holroyd)"), "precision gears", "precision gears"),
        (("A", "Lidar Systems (assets)"), "assets, lidar", "assets, lidar"),
        (("美的", "GE"), "美的与GE, a ge", "与 , a ge"),
        (("美的集团", "GE Aviation"), "完美的产品, GE engines", "完美的产品, engines"),
        (("A", "3M"), "3M tape, 3m wide", "tape, 3m wide"),
        (("Dürr AG", "Broetje GmbH"), "Duerr, DU\u0308RR and Brötje", ", and"),
        (("Siemens Healthineers", "A"), "Siemens scanners", "scanners"),
        (("AGCO", "Precision Planting"), "Precision, precision", "Precision, precision"),
        (("AGCO", "Precision Planting"), "Precision Planting's seeds", "'s seeds"),
        (("Beijing Tools Co., Ltd.", "B"), "Beijing, tools", "Beijing, tools"),
        (("安徽埃夫特智能装备股份有限公司", "B"), "埃夫特的安徽基地", "的安徽基地"),
        (("中国化工集团有限公司", "B"), "中国化工生产化工品", "生产化工品"),
        (("上海电气集团", "株式会社安川電機"), "上海电气, 安川電機", ","),
        (("Universal Robots A/S", "B"), "ＵＮＩＶＥＲＳＡＬ　ＲＯＢＯＴＳ", ""),
        (("", "---"), "text", "text"),
    ],
)  # fmt: skip
def test_names_are_masked_however_they_are_written(
    names: tuple[str, str], text: str, left: str
) -> None:
    deal = replace(DEALS[0], acquirer=names[0], target=names[1])
    other = replace(DEALS[0], acquirer=names[1], target=names[0])
    assert " ".join(masked(text, deal).split()) == left
    assert masked(text, other) == masked(text, deal)


def test_a_name_in_a_text_helps_nobody(shipped: Workspace) -> None:
    (deal,) = DEALS[:1]
    named = tuple({code: f"{deal.target}: {text}" for code, text in g.items()} for g in deal.gaps)
    told = replace(deal, gaps=named, profile=f"{deal.target}. {deal.profile}")
    plain = replace(
        deal,
        gaps=tuple({code: f" : {text}" for code, text in g.items()} for g in deal.gaps),
        profile=f" . {deal.profile}",
    )
    one, other = (pipeline.evaluate(shipped, [d]).ranks[0] for d in (told, plain))
    assert one == other


def test_the_twin_in_the_corpus_is_taken_out_for_its_deal(shipped: Workspace) -> None:
    companies = shipped.snapshot(shipped.version()).companies()
    twin = next(c for c in companies.values() if c.name == "Harmonic Drive Systems")
    told = shipped.snapshot(shipped.version()).documents_of("description").values()
    own = [d.text for d in told if twin.id in d.company_ids]
    profile = max(own, key=lambda text: sum(map(str.isascii, text)))
    need = {"en": "strain wave gears with a thin flexspline for the joints of robots"}
    deal = Deal(id="x", year=2020, acquirer="Somebody", gaps=(need,), profiles={}, country="JP",
                target="Harmonic Drive Systems Inc.", profile=profile)  # fmt: skip
    other = replace(deal, target="Another Name")
    alone, beside = (pipeline.evaluate(shipped, [d], arm="gaps").ranks[0] for d in (deal, other))
    assert float(beside["best_passage"]) > float(alone["best_passage"])


@pytest.mark.parametrize("arm", ["products", "gaps"])
def test_each_arm_needs_its_texts_only(shipped: Workspace, arm: pipeline.Arm) -> None:
    bare = [replace(deal, **({"gaps": ()} if arm == "products" else {"profiles": {}}))
            for deal in DEALS[:3]]  # fmt: skip
    assert pipeline.evaluate(shipped, bare, arm=arm).arm == arm
    with pytest.raises(InputError, match="--arm"):
        pipeline.evaluate(shipped, bare, arm="gaps" if arm == "products" else "products")


def test_a_pool_nobody_is_in_is_said_so(shipped: Workspace) -> None:
    with pytest.raises(InputError, match="bloomberg"):
        pipeline.evaluate(shipped, DEALS[:1], pool="bloomberg")


def test_the_result_can_be_written_as_json(found: pipeline.Evaluation) -> None:
    from dataclasses import asdict

    assert json.loads(json.dumps(asdict(found)))["methods"]["fit"]
