import json

import hypothesis.strategies as st
import pytest
from hypothesis import given

from screening.records import (
    Company,
    Document,
    Fit,
    Flag,
    Language,
    Listing,
    Money,
    Ownership,
    Patent,
    Size,
)
from screening.store.codec import from_json, from_record, to_record

words = st.text(max_size=20)
companies = st.builds(
    Company,
    id=words,
    name=words,
    aliases=st.lists(words, max_size=3).map(tuple),
    founded=st.none() | st.integers(1000, 3000),
    size=st.builds(
        Size,
        employees=st.none() | st.integers(0, 10**6),
        revenue=st.none()
        | st.builds(Money, amount=st.floats(0, 1e12), currency=st.just("EUR"), year=st.just(2024)),
    ),
    ownership=st.builds(Ownership, owner=words, as_of=words),
)
documents = st.builds(
    Document,
    id=words,
    company_ids=st.lists(words, max_size=2).map(tuple),
    text=words,
    language=st.builds(Language, declared=words, confidence=st.floats(0, 1)),
    patent=st.none()
    | st.builds(Patent, publication_number=words, ipc=st.lists(words, max_size=3).map(tuple)),
)


@given(companies | documents)
def test_a_record_comes_back_as_it_was(record: Company | Document) -> None:
    body = to_record(record)
    assert from_record(type(record), body) == record
    assert from_json(type(record), json.dumps(body, ensure_ascii=False)) == record


def test_what_holds_its_default_is_left_out() -> None:
    assert to_record(Company(name="KUKA")) == {"name": "KUKA"}


def test_an_unknown_field_is_not_swallowed_into_a_record() -> None:
    with pytest.raises(ValueError, match="rank"):
        from_record(Fit, {"company_id": "c"})


def test_a_listing_stored_before_lists_had_dates_still_opens() -> None:
    body = {"kind": "listing", "listing": {"list": "UK", "name": "Sample Optics", "entry": "1"}}
    listing = Listing(list="UK", name="Sample Optics", entry="1", as_of="")
    assert from_json(Document, json.dumps(body)).listing == listing
    flag = {"company_id": "c", "role": "company", "name": "Sample Optics", "list": "UK"}
    assert from_record(Flag, flag).as_of == ""
