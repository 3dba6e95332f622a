"""A zip whose every byte follows from its files: nothing compressed, nothing between, before or behind them.

Compression gives other bytes with every version of zlib, and the zip format leaves room for what nobody
looks at: times, comments, gaps. So there is one way here to write given files, and reading compares with it:
whatever differs by a byte is found and named. Uncompressed, a zip cannot unfold to more than it is.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from factbook.errors import BadInputError, SnapshotError
from factbook.reports.bundle.names import name_problem, same_place
from factbook.store.atomic import disk_error

MAX_FILES = 60_000
MAX_SIZE_BYTES = 2_000_000_000
"""The format itself ends at 65,535 files and 4 GiB."""

Content = bytes | Path

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
_MADE_BY = 3 << 8 | _VERSION  # Unix, on whatever system: it says how the attributes are to be read.
_UTF_8, _ENCRYPTED = 0x0800, 0x0001
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1 January 1980, the first day the format knows
_PLAIN_FILE = 0o100644 << 16
_CHUNK_BYTES = 1 << 20
_LARGEST_ENTRY = 1_000  # bytes; `names.name_problem` allows four steps of 200
_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Member:
    """A file in the zip: its bytes stand from ``start`` on."""

    name: str
    start: int
    size_bytes: int
    crc: int


@dataclass(frozen=True)
class Layout:
    """What a zip holds, and what about it is not as `write_zip` writes it: one line each."""

    members: tuple[Member, ...]
    problems: tuple[str, ...]


class NoZipError(BadInputError):
    """A file that is no zip at all."""


def write_zip(out: Path, files: Mapping[str, Content]) -> None:
    """Write files, given as bytes or by their paths, into one zip; it is there whole or not at all.

    `BadInputError` if they are too many or too large together, `SnapshotError` if a file changes meanwhile.
    """
    measured = [(name, files[name], *_measure(files[name])) for name in sorted(files, key=str.encode)]
    total = sum(size for _, _, size, _ in measured)
    if len(measured) > MAX_FILES or total > MAX_SIZE_BYTES:
        raise BadInputError(
            f"The bundle would hold {len(measured):,} files of {total:,} bytes; "
            f"at most {MAX_FILES:,} of {MAX_SIZE_BYTES:,} go into one",
            next_step="Take out sources that nothing is quoted from.",
        )
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".factbook-tmp-", delete=False) as file:
            temporary = Path(file.name)
            _write(file, measured)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as error:
        if isinstance(error, SnapshotError):
            raise
        raise disk_error(error, out) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _write(file: IO[bytes], measured: list[tuple[str, Content, int, int]]) -> None:
    directory, start = b"", 0
    for name, content, size, crc in measured:
        local = _local(name, size, crc)
        directory += _central(name, size, crc, start)
        file.write(local)
        seen = 0
        for chunk in chunks(content):
            file.write(chunk)
            seen = zlib.crc32(chunk, seen)
        if seen != crc:
            raise SnapshotError(
                f"{name} changed while it was written", next_step="Run the same command again."
            )
        start += len(local) + size
    file.write(directory + _end(len(measured), len(directory), start))


def read_layout(path: Path) -> Layout:
    """Read what a zip holds, and find every byte of its frame that is not as `write_zip` writes it.

    The bytes of the files themselves are not looked at. `NoZipError` if it is no zip.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        end_at, problem = _find_end(file, size)
        if problem:
            return Layout((), (problem,))
        file.seek(end_at)
        fields = _END.unpack(file.read(_END.size))
        count, directory_size, directory_at = fields[4], fields[5], fields[6]
        if directory_at + directory_size != end_at:
            extra = end_at - directory_size - directory_at
            what = (
                f"{extra:,} bytes stand before the zip, or between its files and its directory"
                if extra > 0
                else "the end of the zip says that its directory stands where it does not"
            )
            return Layout((), (what,))
        if fields != (_END_MARK, 0, 0, count, count, directory_size, directory_at, 0):
            return Layout((), ("the end of the zip is damaged: its numbers contradict each other",))
        if directory_size > count * _LARGEST_ENTRY:
            return Layout((), (f"the zip's directory has {directory_size:,} bytes for {count:,} files",))
        if count > MAX_FILES or size > MAX_SIZE_BYTES + count * _LARGEST_ENTRY:
            return Layout((), (f"it has {count:,} files and {size:,} bytes, more than a bundle may have",))
        file.seek(directory_at)
        members, problems = _read_directory(file.read(directory_size), count)
        if not problems:
            problems = _compare_files(file, members, directory_at)
    more = (
        [f"and {len(problems) - _MOST_PROBLEMS:,} more of the kind"] if len(problems) > _MOST_PROBLEMS else []
    )
    return Layout(tuple(members), (*problems[:_MOST_PROBLEMS], *more))


def chunks(content: Content) -> Iterator[bytes]:
    """Give bytes, or those of a file, in pieces that fit in the memory."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def sha256_of(content: Content) -> str:
    """Give the sha256 of bytes, or of a file."""
    digest = hashlib.sha256()
    for chunk in chunks(content):
        digest.update(chunk)
    return digest.hexdigest()


def _find_end(file: BinaryIO, size: int) -> tuple[int, str]:
    """Give where the end record stands, which is the last thing there is, or what stands in its way."""
    reach = min(size, _END.size + 0xFFFF)
    file.seek(size - reach)
    tail = file.read(reach)
    found = tail.rfind(_END_MARK)
    if size >= _END.size and found == len(tail) - _END.size:
        return size - _END.size, ""
    file.seek(0)
    if found < 0:
        if file.read(4) != _LOCAL_MARK:
            raise NoZipError(
                f"{file.name} is no zip", next_step="Give a bundle, a check's folder or a report."
            )
        return 0, "the end of the zip is missing or damaged"
    behind = len(tail) - found - _END.size
    if behind < 0:
        return 0, "the end of the zip is cut off"
    return 0, f"{behind:,} bytes stand behind the end of the zip, or as a comment in it"


def _read_directory(data: bytes, count: int) -> tuple[list[Member], list[str]]:
    members: list[Member] = []
    dangerous: list[str] = []
    otherwise: list[str] = []
    position = start = 0
    for number in range(1, count + 1):
        if data[position : position + 4] != _CENTRAL_MARK or len(data) < position + _CENTRAL.size:
            return members, [*dangerous, f"entry {number} in the zip's directory is damaged"]
        fields = _CENTRAL.unpack_from(data, position)
        crc, packed, size, name_length, extra, comment = fields[7:13]
        raw = data[position + _CENTRAL.size : position + _CENTRAL.size + name_length]
        length = _CENTRAL.size + name_length + extra + comment
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            return members, [
                *dangerous,
                f"entry {number} in the zip's directory has a name that is not UTF-8",
            ]
        if problem := _entry_problem(name, fields):
            dangerous.append(problem)
        elif data[position : position + length] != _central(name, size, crc, start):
            otherwise.append(f"the entry of {name!a} in the zip's directory is not as it was written")
        members.append(Member(name, start + _LOCAL.size + name_length, size, crc))
        start += _LOCAL.size + name_length + packed
        position += length
    dangerous += _between(members)
    if dangerous:
        return members, dangerous  # Whatever else is wrong with it matters no more.
    if len(otherwise) == count > 1:
        otherwise = ["it was packed by another program than factbook. Unpack it and verify the folder"]
    if position != len(data):
        otherwise.append(f"{len(data) - position:,} bytes in the zip's directory belong to no entry")
    if not otherwise and [one.name for one in members] != sorted(
        (one.name for one in members), key=str.encode
    ):
        otherwise.append("the files are not in the order of their names")
    return members, otherwise


def _entry_problem(name: str, fields: tuple[int, ...]) -> str:
    """Say what is dangerous or foreign about one entry; an empty string if nothing is."""
    flags, method, packed, size, attributes = fields[3], fields[4], fields[8], fields[9], fields[15]
    shown = ascii(name)
    if problem := name_problem(name):
        return problem
    if (attributes >> 16) & 0o170000 == 0o120000:
        return f"{shown} is a symbolic link"
    if flags & _ENCRYPTED:
        return f"{shown} is encrypted"
    if method or packed != size:
        return (
            f"{shown} is compressed, {packed:,} bytes to {size:,}; nothing in a bundle is. "
            "If another program packed it again, unpack it and verify the folder"
        )
    return ""


def _between(members: list[Member]) -> list[str]:
    """Find names that are there twice, or that one file system takes for the same."""
    seen: dict[str, str] = {}
    problems = []
    for name in (member.name for member in members):
        other = seen.setdefault(same_place(name), name)
        if other is not name:
            same = "is there twice" if other == name else f"is the same file as {other!a} on some systems"
            problems.append(f"{name!a} {same}")
    return problems


def _compare_files(file: BinaryIO, members: list[Member], directory_at: int) -> list[str]:
    problems, position = [], 0
    for member in members:
        written = _local(member.name, member.size_bytes, member.crc)
        file.seek(position)
        found = file.read(len(written))
        if found != written:
            at = next((i for i, (a, b) in enumerate(zip(found, written, strict=False)) if a != b), len(found))
            problems.append(
                f"byte {position + at:,}, in the head of {member.name!r}, is not as it was written"
            )
        position = member.start + member.size_bytes
    if not problems and position != directory_at:
        problems.append(
            f"{directory_at - position:,} bytes between the files and the directory belong to none"
        )
    return problems


def _measure(content: Content) -> tuple[int, int]:
    size = crc = 0
    for chunk in chunks(content):
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
    return size, crc


def _local(name: str, size: int, crc: int) -> bytes:
    raw = name.encode()
    head = (_LOCAL_MARK, _VERSION, _UTF_8, 0, _MIDNIGHT, _FIRST_DAY, crc, size, size, len(raw), 0)
    return _LOCAL.pack(*head) + raw


def _central(name: str, size: int, crc: int, start: int) -> bytes:
    raw = name.encode()
    head = (_CENTRAL_MARK, _MADE_BY, _VERSION, _UTF_8, 0, _MIDNIGHT, _FIRST_DAY, crc, size, size, len(raw))
    # start may be out of bounds only in a zip that is compared with this one.
    return _CENTRAL.pack(*head, 0, 0, 0, 0, _PLAIN_FILE, min(start, 0xFFFFFFFF)) + raw


def _end(count: int, directory_size: int, directory_at: int) -> bytes:
    return _END.pack(_END_MARK, 0, 0, count, count, directory_size, directory_at, 0)
