import re
from dataclasses import dataclass, field, replace

import pytest

from screening.records import (
    Access,
    Closed,
    Company,
    Exclusion,
    Fit,
    Flag,
    Gap,
    HomeSource,
    Rule,
    Screening,
    Signal,
    Technology,
)
from screening.report import scored
from screening.report.terminal import plain


@dataclass(frozen=True)
class One:
    company: Company
    fit: Fit
    gaps: tuple[Gap, ...]
    technologies: tuple[Technology, ...]
    companies: dict[str, Company]
    access: tuple[Access, ...]
    above: int = 3
    among: int = 9
    rules: tuple[Rule, ...] = ()
    home: tuple[HomeSource, ...] = ()
    flags: tuple[Flag, ...] = ()
    left_out: Exclusion | None = None
    names: list[str] = field(default_factory=list)


@pytest.fixture
def jam(screening: Screening) -> One:
    """A target that closes nothing."""
    fit = replace(
        screening.fits[0],
        covered=(),
        closes=(Closed(technology="precision-reducers", share=0.03),),
        nearest="c31",
        goal=0.9,
        band="review_likely",
        signals=(
            Signal(name="gap_fill", score=0.02, detail="closes 3% of precision-reducers"),
            Signal(name="absorbability", score=0.09, detail="how many words it shares"),
        ),
    )
    return One(
        company=Company(name="Jam", country="DE"),
        fit=fit,
        gaps=screening.gaps,
        technologies=screening.technologies,
        companies=dict(screening.companies),
        access=screening.access["JP:"],
        rules=screening.rules,
        home=screening.home,
    )


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        (
            "en", "Filled at home already (1)",
            "Precision reducers: Near, Zhejiang, as of 2025-06-30 (a list)",
        ),
        ("zh", "国内已可弥补的缺口（1项）", "精密减速器：近，浙江，截至2025-06-30（a list）"),
    ],
)  # fmt: skip
def test_what_is_filled_at_home_comes_first(jam: One, language: str, title: str, told: str) -> None:
    (one,) = jam.home
    dated = replace(one, supplier=replace(one.supplier, as_of="2025-06-30", source="a list"))
    first, second, third = plain(
        lambda: scored(replace(jam, home=(dated,)), language), width=200
    ).splitlines()[:3]
    assert first.startswith(title)
    assert second.strip() == told
    assert "Jam" in third
    none = plain(
        lambda: scored(replace(jam, home=(replace(one, enough=False),)), language), width=200
    )
    assert none.startswith("Jam")


def test_one_target_is_told_in_the_readers_words(jam: One) -> None:
    english = plain(lambda: scored(jam, "en"), width=200)
    assert "Jam: 91.2 of 100; 3 of 9 ranked companies stand above · review likely" in english
    assert "Gap fill" in english
    assert "How sure: unknown" in english
    assert "shares few words and subjects with Zhongda Leader" in english
    assert "Gaps covered: covers none of the gaps" in english
    assert "Precision reducers: nearest text, gap not covered (0.71): Strain wave" in english
    assert "control: FEFTA (rule-filing, checked on 2025-06-30)" in english
    chinese = plain(lambda: scored(jam, "zh"), width=200)
    assert "未补任何缺口" in chinese
    assert "精密减速器：仅为最接近文本，缺口未覆盖" in chinese
    assert not re.search(r"gap_fill|precision-reducers|review_likely|near_closed", chinese)
