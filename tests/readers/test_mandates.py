from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import assets, readers
from screening.errors import FileError, MandateError
from screening.records import Filters, Mandate, StatedGap
from screening.scoring import signals

TECHNOLOGIES = ("controllers", "precision-reducers", "servo-drives")
SIGNALS = signals.NAMES
KNOWN = readers.Known(fields=("robots",), technologies=TECHNOLOGIES, signals=SIGNALS)


def _read(path: Path) -> Mandate:
    return readers.read_mandate(path, KNOWN)


def _faults(content: str, write: Callable[..., Path]) -> list[str]:
    with pytest.raises(MandateError) as caught:
        _read(write(content, "mandate.toml"))
    first, *faults = str(caught.value).splitlines()
    assert first.endswith(f"mandate.toml: {len(faults)} fault(s) in the mandate:")
    return [fault.strip() for fault in faults]


@pytest.mark.parametrize("name", ["robots", "robots-firm"])
def test_the_samples_can_be_read(name: str) -> None:
    mandate = _read(assets.shipped("data", "samples", f"{name}.toml"))
    assert mandate.leaders == ("ABB", "FANUC", "Yaskawa", "KUKA")
    assert set(mandate.weights) <= set(SIGNALS)


def test_the_worked_example() -> None:
    mandate = _read(assets.shipped("data", "samples", "robots.toml"))
    assert (mandate.province, mandate.firm, mandate.shortlist) == ("Zhejiang", "", 20)
    assert {gap.technology for gap in mandate.gaps} == set(TECHNOLOGIES)
    assert all(gap.zh and gap.en for gap in mandate.gaps)
    assert mandate.filters.exclude_countries == ("CN", "HK")
    assert not mandate.weights  # those of the scorer count


def test_the_weights_that_the_worked_example_suggests(write: Callable[..., Path]) -> None:
    text = assets.shipped("data", "samples", "robots.toml").read_text("utf-8")
    head, table = text.split("# [weights]")
    given = "\n".join(line.removeprefix("# ") for line in table.splitlines())
    assert len(_read(write(f"{head}[weights]{given}\n", "a.toml")).weights) == 4


def test_the_smallest_mandates(write: Callable[..., Path]) -> None:
    firm = _read(write('name = "a"\nfirm = "Acme"\n', "a.toml"))
    assert firm == Mandate(name="a", firm="Acme")
    gaps = _read(write('name = "a"\ngaps = ["controllers"]\n', "b.toml"))
    assert gaps.gaps == (StatedGap(technology="controllers"),)
    group = _read(write('name = "a"\nfirm = ["Acme", "Bolt"]\n', "d.toml"))
    assert group == Mandate(name="a", firm=("Acme", "Bolt"))
    assert group.named == ("Acme", "Bolt")
    assert _read(write('name = "a"\nfirm = ["Acme"]\n', "e.toml")) == firm
    marked = _read(write(b'\xef\xbb\xbfname = "a"\nprovince = "Zhejiang"\n', "c.toml"))
    assert marked.province == "Zhejiang"


def test_all_faults_come_at_once_with_their_place(write: Callable[..., Path]) -> None:
    faults = _faults(
        """
name = " "
naem = "x"
firm = 3
shortlist = 0
max_stake = 49
investor_class = "rich"
gaps = ["arms", {technology = "controllers", wanted = -1, why = 1}, "controllers"]
weights = {gap_fil = 3, absorbability = -1, novelty = nan, relatedness = inf}
[filters]
exclude_countries = ["Germany", "Atlantis", "de", "CN"]
max_employees = 0
min_words = -1
strict = true
[equity_ceiling]
amount = -3
currency = "EURO"
""",
        write,
    )
    assert [fault.split(": ")[0] for fault in faults] == [
        "naem",
        "filters.strict",
        "gaps[1].why",
        "firm",
        "investor_class",
        "name",
        "gaps[0].technology",
        "gaps[1].wanted",
        "gaps[2].technology",
        "weights.gap_fil",
        "weights.absorbability",
        "weights.novelty",
        "weights.relatedness",
        "filters.exclude_countries[0]",
        "filters.exclude_countries[1]",
        "filters.exclude_countries[2]",
        "filters.max_employees",
        "filters.min_words",
        "max_stake",
        "equity_ceiling.amount",
        "equity_ceiling.currency",
        "shortlist",
    ]
    assert "unknown technology 'arms'; known: controllers, precision-reducers" in faults[6]
    assert "unknown signal 'gap_fil'; known: absorbability, close_reading" in faults[9]
    assert "write 'DE'" in faults[13]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('name = "a"\n', "firm: nobody to screen for"),
        (
            'name = "a"\nfirm = "b"\nweights = {absorbability = 0, novelty = 0.0}\n',
            "weights: all are 0",
        ),
        ('name = "a"\nfirm = "b"\nweights = {strength = "much"}\n', "weights.strength: "),
        ('name = "a"\nfirm = "b"\nshortlist = true\n', "shortlist: "),
        ('name = "a"\nfirm = "b"\ndeal_modes = ["loan"]\n', "deal_modes[0]: "),
        ('name = "a"\nfirm = "b"\nmax_stake = nan\n', "max_stake: "),
        ('name = "a"\nfirm = "b"\nequity_ceiling = {amount = 1}\n', "equity_ceiling.currency: "),
        ('name = "a"\ngaps = [{zh = "减速器"}]\n', "gaps[0].technology: "),
        ('name = "a"\ngaps = "controllers"\n', "gaps: "),
        ('name = "a"\nfirm = "b"\nfilters = 3\n', "filters: "),
        ('name = "a"\nfirm = "b"\ndeal_date = "2022-02-30"\n', "deal_date: '2022-02-30' is not"),
        ('name = "a"\nfirm = "b"\ndeal_date = "June 2022"\n', "deal_date: 'June 2022' is not"),
        ('name = "a"\nfirm = "b"\ndeal_date = 2022-06-30T10:00:00\n', "deal_date: "),
        ('name = "a"\nfirm = "b"\ndeal_date = 2022\n', "deal_date: "),
        ('name = "a"\nfirm = []\n', "firm: nobody to screen for"),
        ('name = "a"\nfirm = ["b", 3]\n', "firm[1]: Input should be a valid string (given: 3)"),
        ('name = "a"\nfirm = ["b", " "]\n', "firm[1]: is empty"),
        ('name = "a"\nfirm = ["b", "b"]\n', "firm[1]: 'b' stands twice"),
    ],
)
def test_one_fault(content: str, fault: str, write: Callable[..., Path]) -> None:
    (found,) = _faults(content, write)
    assert found.startswith(fault)


def test_one_wrong_key_of_a_part_does_not_hide_the_others(write: Callable[..., Path]) -> None:
    faults = _faults(
        """
name = "x"
firm = "b"
[filters]
countries = ["Germany"]
max_employees = "many"
[equity_ceiling]
amount = "much"
currency = "EUR"
""",
        write,
    )
    assert [fault.split(": ")[0] for fault in faults] == [
        "equity_ceiling.amount",
        "filters.max_employees",
        "filters.countries[0]",
    ]


def test_of_many_technologies_the_nearest_are_named(write: Callable[..., Path]) -> None:
    many = readers.Known(
        fields=("robots",),
        technologies=[*TECHNOLOGIES, *(f"other-{number}" for number in range(100))],
        signals=SIGNALS,
    )
    path = write('name = "a"\ngaps = ["precision-reducer"]\n', "a.toml")
    with pytest.raises(MandateError, match="nearest of 103 that are known: precision-reducers"):
        readers.read_mandate(path, many)


def test_a_file_that_is_no_mandate(tmp_path: Path, write: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="No such file"):
        _read(tmp_path / "missing.toml")
    with pytest.raises(FileError, match="directory"):
        _read(tmp_path)
    with pytest.raises(MandateError, match="not a TOML file"):
        _read(write("name = \n", "a.toml"))
    with pytest.raises(MandateError, match="UTF-8"):
        _read(write('name = "减速器"\n'.encode("gb18030"), "b.toml"))


def test_the_hash_is_of_what_is_said(write: Callable[..., Path]) -> None:
    one = _read(
        write('name = "a"\nfirm = "b"\nweights = {absorbability = 1, novelty = 2}', "a.toml")
    )
    other = '# note\nfirm = "b"\nname = "a"\n[weights]\nnovelty = 2.0\nabsorbability = 1.0\n'
    assert readers.mandate_hash(one) == readers.mandate_hash(_read(write(other, "b.toml")))
    for changed in (
        replace(one, name="c"),
        replace(one, weights={"absorbability": 1.0, "novelty": 3.0}),
        replace(one, filters=Filters(countries=("DE",))),
        replace(one, gaps=(StatedGap(technology="controllers"),)),
    ):
        assert readers.mandate_hash(changed) != readers.mandate_hash(one)


def test_a_date_of_the_deal_is_a_day_and_changes_the_hash(write: Callable[..., Path]) -> None:
    for given_ in ("2022-06-30", '"2022-06-30"'):
        dated = _read(write(f'name = "a"\nfirm = "b"\ndeal_date = {given_}\n', "a.toml"))
        assert dated.deal_date == "2022-06-30"
    assert readers.mandate_hash(dated) != readers.mandate_hash(replace(dated, deal_date=""))


def test_the_hash_of_a_mandate_stays_what_it_was() -> None:
    """Stored runs of a mandate are found by it."""
    known = "15ce7bb9d597161acc381d3884fa8f87be5ed31b256151edf240243ec0cc3316"
    assert readers.mandate_hash(Mandate(name="a", firm="Acme")) == known


@given(st.binary(max_size=80))
def test_any_bytes_give_a_mandate_or_a_mandate_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("m") / "a.toml"
    path.write_bytes(content)
    with pytest.raises(MandateError):
        _read(path)


def test_a_mandate_without_a_name_is_called_like_its_file(write: Callable[..., Path]) -> None:
    assert _read(write('firm = "Acme"\n', "acme.toml")) == Mandate(name="acme", firm="Acme")
