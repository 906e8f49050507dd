"""What a path holds: one file, the files of a folder or of a zip archive, a set to be joined."""

import csv
import errno
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from screening.errors import FileError
from screening.readers import containers, packing, pages, patentsview, sources, workbooks
from screening.readers.containers import Container, Part

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second is an empty archive
_WORKBOOK = ("[Content_Types].xml", "mimetype")
_MOST_FILES = 10_000
_CHUNK = 1 << 20
_NAMELESS = re.compile(r'[<>:"|?*\x00-\x1f]')  # what no file name may hold on some system


@contextmanager
def parts(path: Path, *, country: str = "") -> Iterator[tuple[Part, ...]]:
    """The files in a folder, the folders in it, or a zip archive in order of name; else the file.

    A folder of saved websites and a set of PatentsView's tables are one file each; a further
    sheet of a workbook that has a layout too is a file of its own. ``country`` as for
    ``open_source``.

    Archives are unpacked into a folder that is gone afterwards; the names in them are shown and
    never used as paths. FileError when nothing can be read, or an archive unpacks without end.
    """
    with tempfile.TemporaryDirectory(prefix="screening-") as folder:
        files = tuple(_found(path, Path(folder)))
        found = tuple(one for part in files for one in _tables(part, Path(folder), country))
        if not found:
            raise FileError(f"{path} holds no file that could be read")
        yield patentsview.joined(found, Path(folder)) if patentsview.is_set(found) else found


def _found(path: Path, folder: Path) -> Iterator[Part]:
    if path.is_dir() and pages.is_websites(path):
        yield _websites(path.name, path, folder)
    elif path.is_dir():
        for inner in sorted(path.iterdir()):
            if not pages.is_litter(inner.name) and not (inner.is_dir() and inner.is_symlink()):
                yield from (
                    replace(part, name=f"{path.name}/{part.name}") for part in _inner(inner, folder)
                )
    elif _is_archive(path):
        yield from _unpacked(path, folder)
    else:
        yield Part(path.name, path)


def _inner(path: Path, folder: Path) -> Iterator[Part]:
    """What a path within a folder holds; a fault of it does no harm to the others."""
    try:
        yield from _found(path, folder)
    except FileError as error:
        yield Part(path.name, path, fault=str(error))


def _websites(name: str, path: Path, folder: Path) -> Part:
    table = _target(folder, ".jsonl")
    return Part(name, table, unread=pages.websites(path, table))


def _tables(part: Part, folder: Path, country: str) -> Iterator[Part]:
    """The file, and every further sheet of it that has a layout, as a file of its own."""
    yield part
    if part.fault or not part.path.is_file():
        return
    try:
        sheets = containers.sheets(part.path)
    except FileError:
        return  # said when the file itself is opened, as is a fault of its first table
    first = True
    for sheet in sheets if len(sheets) > 1 else ():
        name = f"{part.name}/{sheet.sheet}"
        try:
            if not sources.has_layout(part.path, sheet, country):
                continue
            if not first:
                yield Part(name, _written(part.path, sheet, _target(folder, ".csv")))
        except FileError as error:
            if not first:
                yield Part(name, part.path, fault=str(error).replace(str(part.path), name))
        first = False


def _written(path: Path, sheet: Container, target: Path) -> Path:
    """One sheet as a CSV file; its rows keep their numbers."""
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows(row.cells for row in containers.rows(path, sheet))
    return target


def _target(folder: Path, suffix: str) -> Path:
    return folder / f"{len(list(folder.iterdir())):05d}{suffix}"


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(4) not in _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return not set(_WORKBOOK) & set(archive.namelist())
    except workbooks.ARCHIVE_FAULTS:
        return False


def _unpacked(path: Path, folder: Path) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if _wanted(one)]
        if len(members) > _MOST_FILES:
            raise FileError(f"{path} holds more than {_MOST_FILES:,} files; unpack it by hand")
        left = packing.most(path)
        members.sort(key=lambda one: one.filename)
        below = _below_root([_path(member) for member in members])
        if pages.are_websites(below):
            root = _target(folder, "")
            for number, (member, place) in enumerate(zip(members, below, strict=True)):
                if pages.may_be_page(place):
                    target = root / _safe(place, number)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    left -= _copied(path, archive, member, target, left)
            yield _websites(path.name, root, folder)
            return
        for member in members:
            inner = _path(member).name
            target = _target(folder, Path(inner).suffix[:12])
            left -= _copied(path, archive, member, target, left)
            yield Part(f"{path.name}/{inner}", target)


def _wanted(member: zipfile.ZipInfo) -> bool:
    if not _path(member).parts:
        return False
    return not member.is_dir() and not any(map(pages.is_litter, _path(member).parts))


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _below_root(paths: Sequence[PurePosixPath]) -> list[PurePosixPath]:
    """The paths without the one folder that all of them lie in, where there are folders in it."""
    lone = len({path.parts[0] for path in paths}) == 1 and all(len(p.parts) > 2 for p in paths)
    return [PurePosixPath(*path.parts[1:]) for path in paths] if lone else list(paths)


def _safe(path: PurePosixPath, number: int) -> Path:
    """A relative path below its folder, whatever stands in the archive; names stay apart."""
    *above, name = [_NAMELESS.sub("_", part)[:80].strip(" .") or "_" for part in path.parts]
    end = name if name == "company.toml" else f"{number:05d}-{name[-80:]}"
    return Path(*(part.replace("/", "_") for part in above), end)


def _copied(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int
) -> int:
    """How many bytes were unpacked."""
    if member.flag_bits & 1:
        raise FileError(f"{path} is protected by a password; unpack it first")
    if member.file_size > most:
        raise packing.too_much(path)
    try:
        with archive.open(member) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
    except workbooks.ARCHIVE_FAULTS as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # the disk, not the archive
        raise FileError(f"{path}: {member.filename} is damaged ({error})") from None
    return target.stat().st_size
