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
    )


def test_one_target_is_told_in_the_readers_words(jam: One) -> None:
    english = plain(lambda: scored(jam, "en"), width=200)
    assert "Jam: 91.2 of 100; 3 of 9 ranked companies stand above · review likely" in english
    assert "Gap fill" in english
    assert "shares few words and subjects with Zhongda Leader" in english
    assert "Gaps covered: covers none of the gaps" in english
    assert "Precision reducers: nearest text, gap not covered (0.71): Strain wave" in english
    assert "control: FEFTA (rule-filing, checked on 2025-06-30)" in english
    chinese = plain(lambda: scored(jam, "zh"), width=200)
    assert "未补任何缺口" in chinese
    assert "精密减速器：仅为最接近文本，缺口未覆盖" in chinese
    assert not re.search(r"gap_fill|precision-reducers|review_likely|near_closed", chinese)
