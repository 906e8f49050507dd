"""Countries summed up: how much, how strong, how open."""

from screening.records import Access, Company, Fit, Signal
from screening.scoring.regions import regions


def fit(key: str, total: float, covered: tuple[str, ...], absorbed: float | None) -> Fit:
    signal = Signal(name="absorbability", score=absorbed, detail="")
    return Fit(company_id=key, rank=1, total=total, signals=(signal,), covered=covered, evidence=())


COMPANIES = {
    key: Company(id=key, name=key, country=country)
    for key, country in (("a", "DE"), ("b", "DE"), ("c", "DE"), ("d", "JP"), ("e", "XX"))
}
FITS = [
    fit("a", 80, ("gears",), 0.9),
    fit("d", 70, ("gears",), None),
    fit("b", 60, ("gears",), 0.4),
    fit("c", 40, (), 0.9),
    fit("e", 10, (), 0.1),
]
ACCESS = {
    "DE:": (Access(mode="control", band="filing"),),
    "DE:yes": (
        Access(mode="control", band="review_likely", rules=("de-1", "de-2")),
        Access(mode="licence", band="prohibitive"),
    ),
}


def test_a_region_counts_what_closes_a_gap_and_can_be_absorbed() -> None:
    germany, japan, other = sorted(
        regions(FITS, COMPANIES, ACCESS, "control", {"DE": "named"}), key=lambda r: r.country
    )
    assert (germany.ranked, germany.complementary, germany.strength) == (3, 1, 60.0)
    assert (germany.best, germany.band, germany.priority) == ("a", "review_likely", "named")
    assert (germany.band_rule, japan.band_rule) == ("de-1", "")
    assert (japan.complementary, japan.band, japan.priority) == (1, "not_researched", "")
    assert (other.ranked, other.complementary) == (1, 0)


def test_most_complementary_ones_first_then_the_stronger() -> None:
    found = regions(FITS, COMPANIES, {}, "control", {})
    assert [one.country for one in found] == ["JP", "DE", "XX"]


def test_nobody_ranked_no_region() -> None:
    assert regions([], COMPANIES, {}, "control", {}) == ()
