"""The languages in which a company speaks, passage by passage."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from screening.records import Document
from screening.text import EASTERN, EASTERN_LETTER, spoken_in


def tongues(passages: pa.Table, documents: Mapping[str, Document]) -> list[str]:
    """The language of each passage: its document's, or another where its script is of another.

    Only passages that hold an Eastern letter, or stand in such a document, are looked at.
    ``passages`` need ``document_id`` and ``text``; "" for those of no document.
    """
    codes = [
        documents[one].language.code if one in documents else ""
        for one in passages["document_id"].to_pylist()
    ]
    eastern = pc.match_substring_regex(passages["text"], EASTERN_LETTER).to_pylist()
    looked = [k for k, code in enumerate(codes) if eastern[k] or code in EASTERN]
    rows = pa.array(looked, pa.int64())
    for k, text in zip(looked, passages["text"].take(rows).to_pylist(), strict=True):
        codes[k] = spoken_in(text, codes[k])
    return codes
