"""Which encoding a text file is written in, and how to open it, compressed or not."""

import bz2
import codecs
import gzip
import io
import re
from collections import Counter
from pathlib import Path
from typing import IO, Literal, cast

from screening.errors import FileError

Compression = Literal["", "bz2", "gz"]

SAMPLE = 1 << 20
_MAGIC: dict[bytes, Compression] = {b"BZh": "bz2", b"\x1f\x8b": "gz"}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")
_BROKEN_SHARE = 0.05  # of the non-ASCII characters: above it the text is not UTF-8 at all
_ONE_SIDED = 0.9
_GUESSED = 1 << 18  # bytes: what charset-normalizer is given
_LIKELY = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r",
    "cp932", "euc_jp", "iso2022_jp", "cp949", "big5", "big5hkscs", "gb18030",
]  # fmt: skip
_NEAR = frozenset(("cp1250", "cp1254", "cp1257"))  # Latin too, and taken for Windows-1252
_WORDS = re.compile(r"[^\x00-\x7f]*[A-Za-z][^\s;,\"'.:()/|&+-]*|[^\x00-\x7f]+")
_WESTERN = tuple(
    frozenset(f"abcdefghijklmnopqrstuvwxyz0123456789’²½{more}")
    for more in (
        "äöüßé", "àâæçéèêëîïôœùûü", "áéíñóúü", "áâãàçéêíóôõúü", "àèéìíîòóùú", "åäöæøéü",
        "ëïéèöüáó", "àçèéíïòóúü",
    )
)  # fmt: skip
"""Letters of German, French, Spanish, Portuguese, Italian, Scandinavian, Dutch and Catalan."""
_O_TILDE = re.compile("õ(?!e)")  # Portuguese has it before an e only
_MOSTLY = 0.9
_COMMON = frozenset((1, 2, 3, *range(16, 56)))  # rows of GB 2312
_LATE = frozenset(range(41, 56))


def compression(head: bytes) -> Compression:
    """The compression that a file's first bytes declare; empty for none."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def binary(path: Path, packed: Compression) -> IO[bytes]:
    """The file opened for reading, decompressed on the way."""
    if packed == "bz2":
        return bz2.open(path, "rb")
    if packed == "gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def text(path: Path, packed: Compression, encoding: str) -> io.TextIOWrapper:
    """The file opened as text, line ends untouched; bytes that do not fit show in ``broken``."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(binary(path, packed), encoding, errors=errors, newline="")


def broken(cell: str, encoding: str) -> bool:
    """Whether ``cell`` holds bytes that are not of the file's encoding."""
    if cell.isascii():
        return False
    pattern = _ESCAPED if encoding.startswith("utf-8") else _REPLACED
    return pattern.search(cell) is not None


_TABLE = "a CSV, JSON Lines or Excel table"


def detect(path: Path, packed: Compression, wanted: str = _TABLE) -> str:
    """The encoding of a text file, from its first megabyte; see ``of``."""
    with binary(path, packed) as file:
        sample = file.read(SAMPLE)
    return of(sample, path, wanted)


def marked(sample: bytes) -> str:
    """The encoding that a byte order mark or zero bytes tell; empty for none."""
    told = next((name for mark, name in _MARKS if sample.startswith(mark)), "")
    return told or _wide(sample)


def of(sample: bytes, path: Path, wanted: str = _TABLE) -> str:
    """The encoding of a text that begins so; of the whole text, where it is short.

    A byte order mark decides; else zero bytes in every other place mean UTF-16; else UTF-8 where
    at most a few characters do not fit; else what charset-normalizer finds, of what is in use
    today where it can, and Windows-1252 where the words are Western ones. FileError when nothing
    fits, or the file is no text at all; ``wanted`` says what to give instead.
    """
    if told := marked(sample):
        return told
    if len(_CONTROL.findall(sample)) > _BROKEN_SHARE * len(sample):
        raise FileError(f"{path} is not a text file; give {wanted}")
    return _utf8(sample) or _guessed(sample, path)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: zero bytes on one side only, many of them or in no UTF-8 text."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    zeros = even + odd
    if zeros < len(sample) / 4 and (zeros <= 1 or _utf8(sample)):
        return ""
    if odd > _ONE_SIDED * zeros:
        return "utf-16-le"
    return "utf-16-be" if even > _ONE_SIDED * zeros else ""


def _decoded(sample: bytes, encoding: str, errors: str) -> str:
    """The sample as text; a character cut off at the end of a full sample is left out."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    return decoder.decode(sample, final=len(sample) < SAMPLE)


def _utf8(sample: bytes) -> str:
    decoded = _decoded(sample, "utf-8", "surrogateescape")
    wrong = sum(1 for _ in _ESCAPED.finditer(decoded))
    wide = sum(1 for _ in _WIDE.finditer(decoded))
    return "utf-8" if wrong <= _BROKEN_SHARE * wide else ""


def _guessed(sample: bytes, path: Path) -> str:
    from charset_normalizer import from_bytes

    if _chinese(sample):
        return "gb18030"
    given = sample[:_GUESSED]
    best = from_bytes(given).best()
    if best is None or best.encoding not in _LIKELY:
        best = from_bytes(given, cp_isolation=_LIKELY).best() or best
    if best is None or best.encoding.startswith(("utf_16", "utf_32")):
        raise FileError(
            f"{path}: the text is in no encoding that could be recognised;"
            " save the file as UTF-8 and try again"
        )
    if _western(given, str(best) if best.encoding in _NEAR else ""):
        return "cp1252"
    return {"gb2312": "gb18030", "gbk": "gb18030"}.get(best.encoding, best.encoding)


def _western(sample: bytes, other: str) -> bool:
    """Whether a sample reads as Windows-1252 rather than as ``other``, by its words.

    Only those that the two read differently count: each must have the letters of one language.
    """
    try:
        ours = _WORDS.findall(sample.decode("cp1252"))
    except UnicodeDecodeError:
        return False
    theirs = set(_WORDS.findall(other))
    told = [word.casefold() for word in ours if not word.isascii() and word not in theirs]
    fit = sum(any(map(set(word).issubset, _WESTERN)) and not _O_TILDE.search(word) for word in told)
    return fit >= _MOSTLY * len(told)


def _chinese(sample: bytes) -> bool:
    """Whether the sample reads as GB18030, by the GB 2312 rows that its characters stand in.

    Chinese stands almost wholly in the punctuation and the 3,755 commonest characters (ordered
    by sound, so that the later half is as common as the first). Korean in EUC-KR would fill the
    first half only, Japanese in EUC-JP the rows of kana.
    """
    known = Counter(_decoded(sample, "gb18030", "replace"))
    wide = Counter({one: n for one, n in known.items() if _WIDE.fullmatch(one)})
    rows: Counter[int] = Counter()
    for character, times in wide.items():
        if code := character.encode("gb2312", "ignore"):
            rows[code[0] - 0xA0] += times
    common = sum(times for row, times in rows.items() if row in _COMMON)
    late = sum(times for row, times in rows.items() if row in _LATE)
    return bool(wide) and common >= 0.8 * wide.total() and late >= 0.1 * wide.total()
