"""Zip archives in memory: nothing is unpacked to disk, and a bomb is noticed before it bursts."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from kg.read.folder import LEGACY, READ, REPACK
from kg.read.limits import LIMITS, Limits, Room
from kg.read.refusal import Refusal


@contextmanager
def opened(data: bytes, room: Room | None = None) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose entries say that they fit into the room; raise ``Refusal`` for a damaged one."""
    room = room or Room(LIMITS)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refusal("damaged", str(error)) from error
    with archive:
        entries = archive.infolist()
        if len(entries) > room.files:
            raise Refusal("archive-limit", f"{len(entries)} > {room.files} files")
        size = sum(entry.file_size for entry in entries)
        if size > room.bytes:
            raise Refusal("archive-limit", f"{size} > {room.bytes} bytes")
        yield archive


def part(
    archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limits: Limits = LIMITS, room: Room | None = None
) -> bytes:
    """Return one unpacked member; what its entry says about its size is not believed but held to.

    Its bytes are taken from the room, where there is one, so that members that share their packed bytes count each.
    """
    try:
        entry = archive.getinfo(name) if isinstance(name, str) else name
        if entry.flag_bits & 1:
            raise Refusal("encrypted")
        size = entry.file_size
        if size > limits.member_bytes or (size > 2**20 and size > limits.ratio * max(1, entry.compress_size)):
            raise Refusal("archive-limit", f"{size} bytes from {entry.compress_size}")
        if room is not None:
            room.bytes -= size
            if room.bytes < 0:
                raise Refusal("archive-limit", f"more than {limits.archive_bytes} bytes")
        with archive.open(entry) as file:
            content = file.read(size + 1)
    except KeyError as error:
        raise Refusal("damaged", f"no {name}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refusal("damaged", str(error)) from error
    if len(content) > size:
        raise Refusal("archive-limit", "more bytes than the entry says")
    return content


def is_docx(data: bytes) -> bool:
    """Whether a zip archive is a Word document, whatever its name."""
    with opened(data) as archive:
        names = archive.namelist()
    if "EncryptedPackage" in names:
        raise Refusal("encrypted")
    return "word/document.xml" in names


def members(
    data: bytes, *, depth: int, limits: Limits = LIMITS, room: Room | None = None
) -> Iterator[tuple[str, bytes | str]]:
    """Yield the name of each report in an archive with its bytes, or with the reason why it is not read; sorted."""
    if depth >= limits.depth:
        raise Refusal("archive-deep")
    room = room or Room(limits)
    with opened(data, room) as archive:
        room.files -= len(archive.infolist())
        named = sorted((_member_name(entry), index) for index, entry in enumerate(archive.infolist()))
        entries = archive.infolist()
        previous = ""
        for name, index in named:
            entry = entries[index]
            parts = PurePosixPath(name).parts
            if not parts:
                yield "?", "damaged"  # a member without a name
                continue
            if name.endswith("/") or parts[:1] == ("__MACOSX",) or any(p.startswith(".") and p != ".." for p in parts):
                continue
            if ".." in parts or name.startswith("/") or ":" in parts[0] or entry.external_attr >> 28 == 0xA:
                yield name, "outside"  # 0xA: a symbolic link
            elif PurePosixPath(name).suffix.lower() not in READ | LEGACY | REPACK:
                yield name, "unsupported"
            elif name == previous:
                yield name, "damaged"  # two members of one name: no telling which is meant
            else:
                try:
                    yield name, part(archive, entry, limits, room)
                except Refusal as refusal:
                    yield name, refusal.reason
            previous = name


def _member_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where the flag says so, else UTF-8 or GBK by its bytes, which Windows writes."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = entry.orig_filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").replace("\0", "")
