"""Files to reports: the reading edge. Each reader takes bytes and gives text; here they are chosen and put together."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from kg.model import Manifest, Report
from kg.read import folder
from kg.read.folder import Source, list_sources
from kg.read.limits import LIMITS, Limits, Room
from kg.read.manifest import Reports, read_manifest
from kg.read.patience import within
from kg.read.refusal import Refusal, Refused

__all__ = [
    "Limits",
    "Refused",
    "Reports",
    "Source",
    "filled",
    "list_sources",
    "merge",
    "read_bytes",
    "read_manifest",
    "read_paths",
    "read_source",
]


def read_paths(paths: Sequence[str | os.PathLike[str]], reports: Reports | None = None) -> Iterator[Report | Refused]:
    """Yield every report below the paths, each text once, and every file that gave none; sorted by name."""
    sources, refused = list_sources(paths)
    read = [one for source in sources for one in read_source(source, reports or Reports())]
    yield from merge([*refused, *read])


def merge(read: Iterable[Report | Refused]) -> Iterator[Report | Refused]:
    """Yield reports with equal text as one with all their names, then what was refused; sorted by first name."""
    by_id: dict[str, list[Report]] = {}
    refused: set[Refused] = set()
    for one in read:
        if isinstance(one, Refused):
            refused.add(one)
        else:
            by_id.setdefault(one.id, []).append(one)
    yield from sorted((_joined(same) for same in by_id.values()), key=lambda report: (report.names, report.id))
    yield from sorted(refused)


def _joined(same: list[Report]) -> Report:
    """Return one report for all that have its text: every name; of each column the first that is filled, by name."""
    same = sorted(same, key=lambda report: report.names)
    names = tuple(sorted({name for report in same for name in report.names}))
    manifest = filled(report.manifest for report in same)
    return replace(same[0], names=names, manifest=manifest, pages=max(report.pages for report in same))


def filled(manifests: Iterable[Manifest]) -> Manifest:
    """Return one manifest for several: of each column the first value that is there."""
    rows = list(manifests)
    return Manifest(
        url=next((row.url for row in rows if row.url), ""),
        title=next((row.title for row in rows if row.title), ""),
        body=next((row.body for row in rows if row.body), ""),
        place=next((row.place for row in rows if row.place), ""),
        year=next((row.year for row in rows if row.year), None),
        issued=next((row.issued for row in rows if row.issued), ""),
    )


def read_source(source: Source, reports: Reports, limits: Limits = LIMITS) -> Iterator[Report | Refused]:
    """Yield the report in a file, or several from an archive, or why there is none."""
    try:
        if source.path == folder.STANDARD_INPUT:
            data = sys.stdin.buffer.read(limits.file_bytes + 1)
        else:
            with Path(source.path).open("rb") as file:  # what is no regular file has no size to ask for
                data = file.read(limits.file_bytes + 1)
    except OSError as error:
        yield Refused(source.name, "unreadable", error.strerror or type(error).__name__)
        return
    if len(data) > limits.file_bytes:
        yield Refused(source.name, "too-large", f"more than {limits.file_bytes} bytes")
        return
    yield from read_bytes(data, source.name, reports, limits=limits)


def read_bytes(
    data: bytes, name: str, reports: Reports, *, depth: int = 0, limits: Limits = LIMITS, room: Room | None = None
) -> Iterator[Report | Refused]:
    """Yield what a file's bytes hold; its format is told by the bytes first and by the ending of its name second.

    ``depth`` is the number of archives around it, ``room`` what may still be unpacked from the outermost one.
    """
    room = room or Room(limits)
    try:
        form = form_of(data, name)
        if form == "zip":
            from kg.read.archive import members

            for inner, content in members(data, depth=depth, limits=limits, room=room):
                if isinstance(content, str):
                    yield Refused(f"{name}/{inner}", content, harmless=content == "unsupported")
                else:
                    yield from read_bytes(
                        content, f"{name}/{inner}", reports, depth=depth + 1, limits=limits, room=room
                    )
            return
        with within(limits.seconds):
            text, said, pages = _read(data, form, limits, room)
        if len(text) > limits.characters:
            raise Refusal("too-large", f"{len(text)} > {limits.characters} characters")
        if not any(character.isalnum() for character in text):
            raise Refusal("empty")
    except Refusal as refusal:
        yield Refused(name, refusal.reason, refusal.detail)
    else:
        yield Report(text=text, names=(name,), manifest=_over(reports.row_of(name), said), pages=pages)


def form_of(data: bytes, name: str) -> str:
    """Return ``text``, ``html``, ``docx``, ``pdf`` or ``zip``; raise ``Refusal`` for what none of them reads."""
    ending = PurePosixPath(name).suffix.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise Refusal("empty")
    if data.startswith(b"\xd0\xcf\x11\xe0") or data.startswith(b"{\\rtf") or ending in folder.LEGACY:
        raise Refusal("legacy")
    if ending in folder.REPACK:
        raise Refusal("repack")
    if b"%PDF-" in data[:1024] and (ending in folder.PAGED or data.startswith(b"%PDF-")):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if ending in folder.READ - folder.TEXT - folder.WEB or ending not in folder.READ:
            from kg.read.archive import is_docx

            return "docx" if is_docx(data) else "zip"
        raise Refusal("binary")
    if ending in folder.OFFICE | folder.PAGED | folder.PACKED:
        raise Refusal("damaged")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if ending in folder.WEB or head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "text"


def _read(data: bytes, form: str, limits: Limits, room: Room) -> tuple[str, Manifest, tuple[int, ...]]:
    """Return the text, what the file says about itself, and where its pages begin."""
    if form == "html":
        from kg.read.html import read_html

        text, said = read_html(data, limits)
        return text, said, ()
    if form == "docx":
        from kg.read.docx import read_docx

        return read_docx(data, limits, room), Manifest(), ()
    if form == "pdf":
        from kg.read.pdf import read_pdf

        text, pages = read_pdf(data, limits)
        return text, Manifest(), pages
    from kg.read.plain import decode

    return decode(data), Manifest(), ()


def _over(row: Manifest, said: Manifest) -> Manifest:
    """Return the manifest's row, completed by what the file says about itself."""
    return Manifest(
        url=row.url or said.url,
        title=row.title or said.title,
        body=row.body or said.body,
        place=row.place or said.place,
        year=row.year or said.year,
        issued=row.issued or said.issued,
    )
