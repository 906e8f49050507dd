"""What the entry of an official list says beside its names."""

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
