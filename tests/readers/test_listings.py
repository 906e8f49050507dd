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


SDN = (
    '<?xml version="1.0"?><sdnList><sdnEntry><uid>1</uid><firstName>Ivan Petrovich</firstName>'
    "<lastName>IVANOV</lastName><sdnType>Individual</sdnType><akaList>"
    "<aka><uid>2</uid><lastName>VANYA</lastName></aka>"
    "<aka><uid>3</uid><lastName>IVANOFF</lastName><firstName>Ivan</firstName></aka>"
    "</akaList></sdnEntry><sdnEntry><uid>4</uid><lastName>SAMPLE CO</lastName>"
    "<sdnType>Entity</sdnType></sdnEntry></sdnList>"
)
OFSI = (
    "Last Updated,15/01/2025\n"
    "Name 6,Name 1,Name 2,Name 3,Regime,Listed On,Group Type,Group ID\n"
    "SAMPLOV,Boris,Ivanovich,,R,24/03/2022,Individual,1\nSAMPLE CO,,,,R,24/03/2022,Entity,2\n"
)
FCDO = (
    "Report Date: 21-Sep-2026\n"
    "Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name type,Date Designated\n"
    "04/08/2026,R1,,SAMPLOV,Boris,Ivanovich,Primary Name,24/03/2022\n"
    "04/08/2026,R1,,SAMPLOFF,Boris,,Alias,24/03/2022\n"
)


def test_a_person_is_listed_under_given_names_and_surname(rows: Rows) -> None:
    sdn, ofsi, fcdo = rows(SDN, "sdn.xml"), rows(OFSI), rows(FCDO)
    assert [one.names for one in _listings(sdn)] == [
        ("Ivan Petrovich IVANOV", "VANYA", "Ivan IVANOFF"),
        ("SAMPLE CO",),
    ]
    assert [one.names for one in _listings(ofsi)] == [("Boris Ivanovich SAMPLOV",), ("SAMPLE CO",)]
    assert [(one.names, one.as_of) for one in _listings(fcdo)] == [
        (("Boris Ivanovich SAMPLOV",), "2026-09-21"),
        (("Boris SAMPLOFF",), "2026-09-21"),
    ]


def test_an_entry_without_any_part_of_a_name_is_refused(rows: Rows) -> None:
    *_, last = rows(OFSI + ",,,,R,24/03/2022,Individual,3\n")
    assert isinstance(last, Reject)
    assert (last.row, last.column, last.reason) == (5, "Name 1", "name is missing")
