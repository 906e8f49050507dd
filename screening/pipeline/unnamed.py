"""Texts without the names of companies, however a text writes them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from anyascii import anyascii

from screening import assets, gloss, taxonomy
from screening.readers.countries import country
from screening.resolve.names import fold
from screening.resolve.places import cities, places
from screening.text import EASTERN_LETTER, name_key

_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_EASTERN = re.compile(rf"{EASTERN_LETTER}+")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[0-9A-Za-z]")
_BETWEEN = r"(?:[\W_]{0,3}|\s(?:and|und|et)\s)"  # the words of a name: KLA-Tencor, KLA Tencor
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE"}
_CONTRACTED = re.compile("([aouAOU])[eE]")
_ABBREVIATIONS = frozenset(
    """2d 3d 4d ac ai ar cad cae cam cmm cnc ct dc dem eu ev gps ic iot ir it led mems mr pc pcb pi
    plc rf rfid rv slm sls tv uk us usa usb uv vr""".split()  # noqa: SIM905
)
_OF_PLACES = frozenset(
    """african american arabian asian atlantic austrian baltic belgian boston brazilian british
    california cambridge canadian chinese danish dutch east eastern english european finnish french
    german hungarian iberian indian irish israeli italian japanese korean kyoto london milano
    mediterranean nordic north northern norwegian osaka oxford pacific paris polish portuguese
    russian scandinavian scottish shenzhen south southern spanish swedish swiss tokyo turkish
    vienna west western zurich""".split()  # noqa: SIM905
)


def unnamed(text: str, names: Iterable[str]) -> str:
    """``text`` with a blank for each of ``names``, and for the shorter forms that stand for one.

    These are a name without legal form, what stands in its brackets, each script of it alone, and
    its first word unless that is a word of the language or a place. Case, accents and width do not
    matter, but words of the language are a name only with capitals, and two letters only as such.

    >>> unnamed("ROBOX develops; 埃夫特收购了Robox公司.", ["Robox S.p.A.", "埃夫特有限公司"])
    '  develops;  收购了 公司.'
    >>> unnamed("Precision gears by Siemens", ["Precision Planting", "Siemens Healthineers"])
    'Precision gears by  '
    """
    pattern = _pattern(frozenset(names))
    if pattern is None:
        return text
    plain = [_plain(letter) for letter in text]
    at = [place for place, letters in enumerate(plain) for _ in letters] + [len(text)]
    kept, end = [], 0
    for found in pattern.finditer("".join(plain)):
        if _within_a_word(text, at[found.start()], at[found.end()]):
            continue
        kept.append(text[end : at[found.start()]])
        end = at[found.end()]
    return " ".join([*kept, text[end:]])


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether two characters begin with the end of another word: 美的 in 完美的."""
    if end - start > 2 or not _EASTERN.match(text, start):
        return False
    return start > 0 and gloss.ordinary(text[start - 1 : start + 1])


@cache
def _plain(letter: str) -> str:
    """A letter of Latin script or a sign without accent and width; others as they are."""
    if letter.isascii():
        return letter
    kind, known = unicodedata.category(letter), unicodedata.name(letter, "")
    if kind == "Mn" and "KATAKANA" not in known:
        return ""
    return letter if kind[0] == "L" and "LATIN" not in known else anyascii(letter)


@lru_cache(maxsize=4096)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    forms = {one for name in names for one in _forms(name.strip())}
    ways = {way: len(way) for one in forms for way in _ways(*one)}
    return re.compile("|".join(sorted(ways, key=lambda w: (-ways[w], w)))) if ways else None


def _forms(name: str) -> Iterator[tuple[str, bool]]:
    """What a company is called, and whether a text may write it without capitals."""
    yield name, True
    outside = _BRACKETS.sub(" ", name)
    for part in (outside, *_BRACKETS.findall(name)):
        eastern = [bare for run in _EASTERN.findall(part) for bare in _eastern(run)]
        yield from ((one, True) for one in eastern)
        words = _bare(_EASTERN.sub(" ", part).split())
        if not all(map(_ordinary, words)):
            yield " ".join(words), True
        elif part == outside or len(words) > 1:
            yield " ".join(words), False
    first = _bare(_EASTERN.sub(" ", outside).split())[:1]
    yield from ((one, True) for one in first if not _ordinary(one))


def _bare(words: list[str]) -> list[str]:
    """Without legal forms at the end, and at the beginning (AB SKF)."""
    while len(words) > 1 and _legal(words[-1]):
        words = words[:-1]
    while len(words) > 1 and _legal(words[0]) and words[0].casefold() != "the":
        words = words[1:]
    return words


def _legal(word: str) -> bool:
    return name_key(f"x {word}") == "x" or word.casefold().strip(".,") == "a/s"


def _eastern(name: str) -> Iterator[str]:
    """A name without its legal form, and without trade and, if that is no word, place."""
    yield from name_key(name).split()
    folded = fold(name)
    short = folded.written
    before = folded.script.partition(short or " ")[0]
    if len(short) > 1 and before + short not in places():
        yield before + short
        if not gloss.ordinary(short):
            yield short


def _ordinary(word: str) -> bool:
    """Whether each part of a word is one of the language, a place, or a single sign."""
    return all(map(_ordinary_part, _WORD.findall("".join(map(_plain, word)))))


def _ordinary_part(part: str) -> bool:
    low = part.casefold()
    if len(part) < 2 or low in _ABBREVIATIONS:
        return True
    return (len(part) > 2 or not part.isupper()) and (low in _ordinary_words() or _placed(low))


def _placed(word: str) -> bool:
    if word in _OF_PLACES or word in cities():
        return True
    try:
        return len(word) > 3 and bool(country(word))
    except ValueError:
        return False


@cache
def _ordinary_words() -> frozenset[str]:
    """Words of English, and what the taxonomy speaks of: LED, MEMS."""
    known = taxonomy.load(assets.shipped("data", "reference")).technologies.values()
    told = " ".join(f"{one.name_en} {one.description_en}" for one in known)
    return gloss.english() | {word.casefold() for word in _WORD.findall(told)}


def _ways(form: str, lower: bool) -> Iterator[str]:
    """Patterns of a form with ä as a, and as ae; none for a single letter."""
    long = "".join(_UMLAUTS.get(letter, letter) for letter in form)
    short = _CONTRACTED.sub(r"\1", form) if len(form) > 4 else form
    for spelt in {form, long, short}:
        words = _WORD.findall("".join(map(_plain, spelt)))
        letters = "".join(words)
        if len(letters) < 2:
            continue
        body = _BETWEEN.join(map(re.escape, words))
        if len(letters) == 2 and letters.isascii():
            body = body.upper()
        elif lower:
            body = f"(?i:{body})"
        else:
            body = _BETWEEN.join(f"{re.escape(w[0].upper())}(?i:{re.escape(w[1:])})" for w in words)
        yield f"{_edge(letters[0], '<!')}{body}{_edge(letters[-1], '!')}"


def _edge(letter: str, side: str) -> str:
    """Nothing of its own script beside a letter, but for scripts that write no blanks."""
    if _EASTERN.match(letter):
        return ""
    return rf"(?{side}[0-9A-Za-z])" if _LATIN.match(letter) else rf"(?{side}\w)"
