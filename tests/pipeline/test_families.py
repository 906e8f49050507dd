"""One Document per simple family, whatever the order of the files."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from screening.pipeline.families import families
from screening.records import Document, Language, Patent


def _patent(
    number: str, *, text: str = "", language: str = "", family: str = "", **facts: object
) -> Document:
    return Document(
        kind="patent",
        language=Language(declared=language),
        title=f"Title of {number}",
        text=text,
        source="Lens",
        patent=Patent(publication_number=number, family=family, **facts),  # type: ignore[arg-type]
    )


US = _patent("US 9000001 B2", text="A reducer.", language="en", members=("EP 2600001 B1",))
EP = _patent("EP 2600001 B1", text="Ein Getriebe mit Bolzenring.", language="de", cited_by=3)
JP = _patent("JP 7000001 B2", family="F", applicants=("ACME",))
KR = _patent("KR 1000001 B1", family="F", applicants=("BOLT",), priority_date="2012-05-02")
OTHER = _patent("CN 1 U")


def _stored(found: tuple[Document, ...]) -> dict[str, Document]:
    return {one.id: one for one in found}


def test_members_and_family_numbers_join_publications() -> None:
    found = families([US, EP, JP, KR, OTHER], {})
    assert not found.gone
    first, second, third = found.documents
    assert first.text == "A reducer."
    assert first.patent is not None
    assert second.patent is not None
    assert first.patent.members == ("EP 2600001 B1", "US 9000001 B2")
    assert first.patent.cited_by == 3
    assert set(second.patent.applicants) == {"ACME", "BOLT"}
    assert second.patent.priority_date == "2012-05-02"
    assert third.patent == OTHER.patent


def test_the_order_of_the_rows_does_not_matter() -> None:
    found = [
        {d.id: d.text for d in families(list(p), {}).documents}
        for p in permutations([US, EP, JP, KR])
    ]
    assert all(one == found[0] for one in found)


def test_the_same_rows_again_change_nothing() -> None:
    once = families([US, EP, JP, KR], {})
    again = families([US, EP, JP, KR], _stored(once.documents))
    assert again == once


def test_a_row_that_ties_two_stored_families_takes_one_of_them_in() -> None:
    apart = families([EP, _patent("US 9000001 B2", text="Old.", language="en")], {})
    assert len(apart.documents) == 2
    found = families([US], _stored(apart.documents))
    (one,) = found.documents
    assert {one.id, *found.gone} == {d.id for d in apart.documents}
    assert one.text == "A reducer."


def test_a_publication_that_comes_again_without_its_text_keeps_it() -> None:
    (stored,) = families([EP], {}).documents
    bare = _patent("EP 2600001 B1")
    (found,) = families([bare], _stored((stored,))).documents
    assert (found.id, found.text) == (stored.id, EP.text)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=8))
def test_every_publication_ends_in_exactly_one_family(pairs: list[tuple[int, int]]) -> None:
    rows = [_patent(f"EP {a} A1", members=(f"EP {b} A1",)) for a, b in pairs]
    found = families(rows, {}).documents
    numbers = [
        n for d in found if d.patent for n in {d.patent.publication_number, *d.patent.members}
    ]
    assert len(numbers) == len(set(numbers)) == len({n for pair in pairs for n in pair})
    assert len({d.id for d in found}) == len(found)
