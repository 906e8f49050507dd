import pytest

from screening.resolve import nature


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ICICI Prudential Mutual Fund", "", "fund"),
        ("华夏机器人ETF联接基金", "", "fund"),
        ("Allianz Technology Trust Plc", "It is a closed-ended equity investment trust.", "fund"),
        ("Albion VCT plc", "", "fund"),
        ("GX Acquisition Corp.", "GX does not have significant operations. It seeks.", "shell"),
        ("Alpha", "Alpha is a blank check company formed to merge.", "shell"),
        ("KB No.20 Special Purpose Acquisition Company", "", "shell"),
        ("Hecla Mining Company Preferred Stock", "Hecla mines silver.", "paper"),
        ("BRITVIC SP.ADR 2  LS -,20", "", "paper"),
        ("Groupe BPCE 2.75% BDS 08/07/26", "", "paper"),
        ("汇添富中证机器人ETF", "", "fund"),
        ("野村ETF", "", "fund"),
        ("iShares安硕示例", "", "fund"),
        ("Xtrackers MSCI World", "", "fund"),
        ("SPDR S&P 500", "", "fund"),
        ("FANUC CORP UNSP ADR EA REP", "", "paper"),
        ("SCHAEFFLER AG PFD", "", "paper"),
        ("Toyota Motor American Depositary Shares", "", "paper"),
        # companies
        ("Vetfond AB", "It sells tools for vets.", ""),
        ("ADS-TEC Energy", "It makes batteries.", ""),
        ("Pfdata GmbH", "It counts parts.", ""),
        ("Renaissance Fund Management Co", "", ""),
        ("博时基金管理有限公司", "", ""),
        ("Prosperity REIT", "It is a real estate investment trust.", ""),
        ("Fundermax GmbH", "It makes panels. Its pension fund is an investment fund.", ""),
        ("DR HOENLE AG", "It makes UV lamps.", ""),
        ("Adroit Robotics", "It builds robots.", ""),
        ("Rights of Way Machinery", "It makes 5 % of all trenchers.", ""),
        ("Alpha", "Alpha makes gears. In 2021 it merged with Beta, a shell company.", ""),
    ],
)
def test_what_is_no_company_is_told_from_what_is(name: str, text: str, expected: str) -> None:
    assert nature([name], text) == expected


def test_a_company_that_has_papers_is_a_company() -> None:
    assert nature(["FRESENIUS ADR 1/2", "Fresenius SE & Co. KGaA"], "") == ""
    assert nature([], "") == ""
