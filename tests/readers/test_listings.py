"""What the entry of an official list says beside its names."""

import json
from collections.abc import Callable

from screening import readers
from screening.records import Listing, Reject

Rows = Callable[..., list[readers.CompanyRow | readers.DocumentRow | Reject]]


def _listings(found: list[readers.CompanyRow | readers.DocumentRow | Reject]) -> list[Listing]:
    documents = [one.document for one in found if isinstance(one, readers.DocumentRow)]
    return [one.listing for one in documents if one.listing]


def test_an_entry_keeps_all_of_its_countries(rows: Rows) -> None:
    seats = "".join(
        f"<address><uid>{n}</uid><country>{name}</country></address>"
        for n, name in enumerate(("Korea, North", "undetermined", "China", "Korea, North"))
    )
    found = rows(
        '<?xml version="1.0"?><sdnList><sdnEntry><uid>1</uid><lastName>SAMPLE</lastName>'
        f"<sdnType>Entity</sdnType><addressList>{seats}</addressList></sdnEntry></sdnList>",
        "sdn.xml",
    )
    assert [one.countries for one in _listings(found)] == [("KP", "CN")]


CSL = "source,entity_number,name,addresses,start_date,end_date,source_list_url"


def test_the_consolidated_screening_list_tells_countries_and_dates_of_an_entry(rows: Rows) -> None:
    found = rows(
        f"{CSL}\n"
        'EL,,One,"Road 1, Sampletown, CN; Street 2, KP; HK",2020-12-18,,u\n'
        'DPL,,Two,"3 Drive, Sampletown, CA, 00001, US",2020-01-02,2056-06-29,u\n'
        "UVL,,Three,Nowhere that is known,,,u\n"
    )
    assert [(one.countries, one.until) for one in _listings(found)] == [
        (("CN", "KP", "HK"), ""),
        (("US",), "2056-06-29"),
        ((), ""),
    ]
    dates = [one.document.date for one in found if isinstance(one, readers.DocumentRow)]
    assert dates == ["2020-12-18", "2020-01-02", ""]


def test_the_consolidated_screening_list_is_read_as_json_too(rows: Rows) -> None:
    entry = {
        "id": "1",
        "source": "EL",
        "entity_number": None,
        "name": "One",
        "alt_names": ["Uno", "Eins"],
        "addresses": [{"address": "Road 1", "city": "A", "country": "CN"}, {"country": "KP"}],
        "ids": [{"type": "Sample", "number": "1"}],
        "programs": ["P1", "P2"],
        "start_date": "2020-12-18",
        "source_list_url": "u",
    }
    (found,) = _listings(rows(json.dumps({"total": 1, "results": [entry]}), "csl.json"))
    assert found.names == ("One", "Uno", "Eins")
    assert (found.countries, found.programme) == (("CN", "KP"), "P1; P2")


def test_a_name_is_known_without_the_abbreviation_behind_it(rows: Rows) -> None:
    found = rows(
        f"{CSL},alt_names\n"
        "EL,,13th Sample Institute (CETC 13),,,,u,SI; Institute of Samples（IOS）\n"
        "EL,,Sample (Shanghai),,,,u,Sample (Shanghai) Co.\n"
        "EL,,(ABC),,,,u,\n"
    )
    assert [one.names for one in _listings(found)] == [
        (
            "13th Sample Institute (CETC 13)",
            "SI",
            "Institute of Samples（IOS）",
            "13th Sample Institute",
            "Institute of Samples",
        ),
        ("Sample (Shanghai)", "Sample (Shanghai) Co."),
        ("(ABC)",),
    ]
