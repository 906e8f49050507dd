"""A small Screening made by hand: real companies, figures and quotes written for these tests."""

from collections.abc import Mapping
from typing import Any

import pytest

from screening.records import (
    Access,
    Advice,
    Company,
    Evidence,
    Exclusion,
    Filters,
    Fit,
    Gap,
    HomeSource,
    Mandate,
    Money,
    Ownership,
    Rule,
    Run,
    Screening,
    Signal,
    Size,
    StatedGap,
    Supplier,
    Technology,
)

TECHNOLOGIES = tuple(
    Technology(id=key, field="robots", name_en=en, name_zh=zh, description_en=en, description_zh=zh)
    for key, en, zh in (
        ("precision-reducers", "Precision reducers", "精密减速器"),
        ("servo-drives", "Servo motors and drives", "伺服电机与驱动器"),
        ("controllers", "Robot and motion controllers", "机器人与运动控制器"),
        ("sensors-vision", "Sensors and machine vision", "传感器与机器视觉"),
        ("mobility", "Autonomous mobility software", "自主移动软件"),
        ("human-robot-collaboration", "Human–robot collaboration", "人机协作"),
    )
)


def company(key: str, name: str, country: str, **facts: object) -> Company:
    return Company(id=key, name=name, country=country, **facts)  # type: ignore[arg-type]


COMPANIES = (
    company("c1", "FANUC", "JP", name_zh="发那科", name_local="ファナック", city="Oshino"),
    company("c2", "ABB", "CH", city="Zurich"),
    company("c3", "KUKA", "DE", name_zh="库卡", city="Augsburg"),
    company(
        "c10",
        "Harmonic Drive Systems",
        "JP",
        name_zh="哈默纳科",
        name_local="株式会社ハーモニック・ドライブ・システムズ",
        city="Tokyo",
        website="https://www.hds.co.jp",
        size=Size(
            employees=1300,
            employees_year=2024,
            revenue=Money(amount=55_645_000_000, currency="JPY", year=2024),
            band="large",
        ),
        ownership=Ownership(kind="listed", as_of="2025-06-30"),
    ),
    company(
        "c11",
        "Nabtesco",
        "JP",
        name_zh="纳博特斯克",
        name_local="ナブテスコ株式会社",
        city="Tokyo",
        website="https://www.nabtesco.com",
        size=Size(employees=8000, band="large"),
        ownership=Ownership(kind="listed", as_of="2025-06-30"),
    ),
    company(
        "c12",
        "Spinea",
        "SK",
        city="Prešov",
        website="https://www.spinea.com",
        ownership=Ownership(
            kind="subsidiary", owner="Timken", owner_country="US", since="2022", as_of="2025-01-31"
        ),
    ),
    company("c13", "HIWIN", "TW", name_zh="上银科技", city="Taichung", size=Size(employees=4500)),
    company("c14", "SBB Tech", "KR", name_local="에스비비테크", city="Gimpo"),
    company("c15", "Wittenstein", "DE", city="Igersheim", ownership=Ownership(kind="family")),
    company("c16", "maxon", "CH"),
    company("c20", "B&R", "AT", ownership=Ownership(owner="ABB", owner_country="CH")),
    company("c21", "Carl Cloos", "DE", ownership=Ownership(owner="Estun", owner_country="CN")),
    company("c22", "Siemens", "DE"),
    company("c23", "Robotiq", "CA"),
    company("c24", "Ghost Ltd", "GB"),
    company("c30", "Huandong Technology", "CN", name_zh="环动科技", province="Zhejiang"),
    company("c31", "Zhongda Leader", "CN", name_zh="中大力德", province="Zhejiang"),
)


def evidence(key: str, company_id: str, technology: str, quote: str, language: str) -> Evidence:
    return Evidence(
        id=f"e_{key}",
        company_id=company_id,
        technology=technology,
        document_id=f"d_{key}",
        document_hash="9f2c" * 8,
        quote=quote,
        start=0,
        end=len(quote),
        language=language,
        similarity=0.7123,
        source="own wording for tests",
        file="targets.csv",
        row=7,
    )


def signals(*scores: float | None) -> tuple[Signal, ...]:
    names = ("gap_fill", "absorbability", "relatedness", "novelty")
    return tuple(
        Signal(name=name, score=score, detail=f"how {name} came about", evidence=("e_1",))
        for name, score in zip(names, scores, strict=True)
    )


QUOTES = (
    evidence(
        "1",
        "c10",
        "precision-reducers",
        "Strain wave gears with zero backlash are the main product: a wave generator, a flexspline"
        " and a circular spline give ratios up to 1:160 in one stage, for the wrist and elbow of"
        " industrial arms, for wafer handling and for space mechanisms.",
        "en",
    ),
    evidence(
        "2", "c10", "precision-reducers", "波動歯車装置は産業用ロボットの関節に使われる。", "ja"
    ),
    evidence(
        "3", "c10", "servo-drives", "Rotary actuators join the gear with a servo motor.", "en"
    ),
    evidence("4", "c11", "precision-reducers", "Cycloidal RV gears carry heavy robot axes.", "en"),
    evidence("5", "c12", "precision-reducers", "TwinSpin joins a gear and a bearing.", "en"),
    evidence("6", "c13", "precision-reducers", "公司生产谐波减速器、滚珠丝杠和直线导轨。", "zh"),
)


FIRM: Mapping[str, Any] = {
    "rank_low": 1,
    "rank_high": 3,
    "top_10": 0.97,
    "second": "c11",
    "advice": Advice(
        mode="control",
        why="review",
        integration="close",
        sells=("fund-years",),
        holds=("sold",),
        affordable="stretch",
    ),
}
RULE = Rule(
    id="rule-filing",
    country="JP",
    regime="FEFTA",
    deal_modes=("control",),
    band="filing",
    note_en="A filing.",
    note_zh="须申报。",
    valid_from="2020-05-08",
    checked_on="2025-06-30",
    confidence="low",
    source="unchecked",
)
SOURCE = HomeSource(
    technology="precision-reducers",
    supplier=Supplier(
        technology="precision-reducers", company="Near", name_zh="近", province="Zhejiang"
    ),
    coverage=0.7,
    enough=True,
)


def access(seat: str) -> tuple[Access, ...]:
    return (
        Access(mode="control", band="filing", rules=("rule-filing",)),
        Access(mode="licence", band="near_closed", rules=(seat,), unconfirmed=True),
    )


def fits() -> tuple[Fit, ...]:
    reducers, drives = "precision-reducers", "servo-drives"
    rows = (
        (
            "c10",
            1,
            91.2345,
            signals(0.98, 0.9, 0.71, 0.55),
            (reducers, drives),
            QUOTES[:3],
            "filing",
        ),
        ("c11", 2, 88.1, signals(0.95, 0.88, 0.66, 0.4), (reducers,), QUOTES[3:4], "filing"),
        ("c12", 3, 79.06, signals(0.9, 0.8, None, 0.3), (reducers,), QUOTES[4:5], ""),
        ("c13", 4, 70.0, signals(0.81, 0.7, 0.5, 0.3), (reducers,), QUOTES[5:], "near_closed"),
        ("c14", 5, 65.5, signals(0.8, 0.7, 0.4, 0.2), (reducers,), (), ""),
        ("c15", 6, 60.25, signals(0.7, 0.5, 0.4, 0.0), (reducers,), (), "review_likely"),
        ("c16", 7, 0.0, signals(0.0, 0.0, 0.4, 0.0), (), (), ""),
    )
    return tuple(
        Fit(
            company_id=key,
            rank=rank,
            total=total,
            signals=found,
            covered=covered,
            evidence=quotes,
            band=band,
            band_rule=f"rule-{band}" if band else "",
            **(FIRM if rank == 1 else {}),
        )
        for key, rank, total, found, covered, quotes, band in rows
    )


def gaps() -> tuple[Gap, ...]:
    leader = evidence("9", "c1", "servo-drives", "Motors and amplifiers are made in house.", "en")
    return (
        Gap(technology="servo-drives", size=0.31, wanted=0.25, stated=False, own=0.49, leader=0.71,
            best_leader="FANUC", evidence=(leader,)),
        Gap(technology="precision-reducers", size=0.82, wanted=1.0, stated=True, own=0.12,
            leader=0.66, best_leader="FANUC"),
        Gap(technology="controllers", size=0.0, wanted=0.25, stated=False, own=0.7, leader=0.7,
            best_leader="ABB"),
        Gap(technology="sensors-vision", size=None, wanted=0.25, stated=False, own=0.2,
            leader=None),
        Gap(technology="mobility", size=0.44, wanted=0.25, stated=False, own=0.3, leader=0.54,
            best_leader="KUKA"),
        Gap(technology="human-robot-collaboration", size=0.5, wanted=0.6, stated=True, own=None,
            leader=0.8, best_leader="KUKA"),
    )  # fmt: skip


def matrix() -> dict[str, dict[str, float | None]]:
    strengths: dict[str, dict[str, float | None]] = {}
    keys = ("c1", "c2", "c3", *(fit.company_id for fit in fits()))
    for t, gap in enumerate(gaps()):
        row: dict[str, float | None] = {"firm": gap.own}
        row |= {key: round((3 * k + 5 * t) % 11 / 10, 2) for k, key in enumerate(keys)}
        strengths[gap.technology] = row
    strengths["precision-reducers"] |= {"c10": 0.97, "c16": None, "c2": 0.0}
    return strengths


EXCLUDED = (
    Exclusion(company_id="c1", rule="leader", value="FANUC", threshold="a leader defines the gap"),
    Exclusion(company_id="c20", rule="leader-owned", value="ABB",
              threshold="not owned by a leader", owner="ABB", as_of="2025-10-08"),
    Exclusion(company_id="c21", rule="chinese-owned", value="CN", threshold="not Chinese-owned",
              owner="Estun", as_of="2025-06-30"),
    Exclusion(company_id="c22", rule="too-large", value="320000", threshold="at most 20000"),
    Exclusion(company_id="c23", rule="country", value="CA", threshold="not CA"),
    Exclusion(company_id="c24", rule="no-text", value="0", threshold="at least 5 words"),
)  # fmt: skip


@pytest.fixture
def screening() -> Screening:
    """Seven ranked targets, six gaps (one unknown, one of zero), six exclusions."""
    mandate = Mandate(
        name="Robot chain 2026",
        purpose="Close the gap of Zhejiang's robot makers to the four leaders",
        sponsor="Test sponsor",
        province="Zhejiang",
        leaders=("FANUC", "ABB", "KUKA"),
        gaps=(StatedGap(technology="precision-reducers", zh="谐波减速器", en="strain wave gears"),),
        deal_modes=("control", "joint-venture"),
        max_stake=1.0,
        equity_ceiling=Money(amount=300_000_000, currency="EUR", year=2026),
        filters=Filters(exclude_countries=("CA",), max_employees=20000, min_words=5),
        weights={"gap_fill": 45, "absorbability": 25, "relatedness": 20, "novelty": 10},
        shortlist=5,
    )
    return Screening(
        run=Run(
            id="r_0123456789ab",
            mandate_hash="ab" * 32,
            code="0.1.0",
            encoder="use-multilingual-v3",
            encoder_revision="0.2.1",
            corpus_version="3f9a1c22b7d0",
            scorer="hand-8",
            taxonomy_version="0f1e2d3c",
            rules_version="77aa88bb99cc",
            started_at="2026-11-23T09:30:00+00:00",
        ),
        mandate=mandate,
        technologies=TECHNOLOGIES,
        gaps=gaps(),
        fits=fits(),
        excluded=EXCLUDED,
        companies={one.id: one for one in COMPANIES},
        leaders=("c1", "c2", "c3"),
        firms=("c30", "c31"),
        access={
            f"{one.country}:{listed}": access(one.country)
            for one in COMPANIES
            for listed in ("", "yes", "no")
        },
        outbound=access("CN"),
        rules=(RULE,),
        home=(SOURCE,),
        funnel=(
            ("universe", 120),
            ("overseas", 96),
            ("with_text", 90),
            ("eligible", 7),
            ("ranked", 7),
            ("shortlist", 5),
        ),
        gap_matrix=matrix(),
        quality={"companies": 120, "missing": {"city": 12, "owner": 80, "text": 6}, "rejects": 3},
    )
