"""The languages in which a company speaks, passage by passage."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from screening.records import Document
from screening.text import EASTERN, EASTERN_LETTER, spoken_in

_LOOKED_AT = 300
_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps"),
    "CJK": ("zh", "ja", "ko"),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"),
    "GREEK": ("el",),
    "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "THAI": ("th",),
}
"""Script → languages written in it, by the first word of its letters' names in Unicode. Latin ones
tell nothing; a script that is not here is that of no language that an encoder reads."""


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


def foreign(text: str, languages: Sequence[str]) -> bool:
    """Whether most letters of a text are of a script in which none of the languages is written.

    >>> foreign("ממסרות לרובוטים", ["en", "ar"]), foreign("Makes gears (ממסרות)", ["en"])
    (True, False)
    >>> foreign("減速機", ["en", "ja"]), foreign("減速機", ["en"])
    (False, True)
    """
    letters = [one for one in unicodedata.normalize("NFKC", text[:_LOOKED_AT]) if one.isalpha()]
    strange = sum(not _written(unicodedata.name(one, ""), languages) for one in letters)
    return 2 * strange > len(letters)


def named(text: str) -> bool:
    """Whether a text may be a name alone: fewer than half of its words begin with a small letter.

    >>> named("Kiinteistösijoitus Oyj"), named("Tarkkuusvaihteita roboteille")
    (True, False)
    """
    words = [one for one in text.split() if any(map(str.isalpha, one))]
    return len(words) < 2 or 2 * sum(one[0].islower() for one in words) < len(words)


def _written(letter: str, languages: Sequence[str]) -> bool:
    """Whether a letter, by its name in Unicode, is of the script of one of the languages."""
    script = re.split("[ -]", letter, maxsplit=1)[0]
    return script == "LATIN" or any(one in languages for one in _SCRIPTS.get(script, ()))
