"""Which files a build reads: paths, folders and globs become a sorted list of sources with unique names."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.read.refusal import Refused

TEXT = frozenset({".txt", ".text", ".md", ".markdown"})
WEB = frozenset({".html", ".htm", ".xhtml", ".shtml"})
OFFICE = frozenset({".docx", ".docm"})
PAGED = frozenset({".pdf"})
PACKED = frozenset({".zip"})
READ = TEXT | WEB | OFFICE | PAGED | PACKED
"""Endings that are read."""
LEGACY = frozenset({".doc", ".wps", ".ofd", ".dot", ".wpt", ".rtf", ".odt", ".uot"})
"""Report formats that are not read; people are told to save as .docx."""
REPACK = frozenset({".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"})
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read."""

    name: str
    """Unique in the build: its path below the folder that was built, with forward slashes; ``-`` is standard input."""
    path: str


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    parts: tuple[str, ...]
    """All parts of the absolute path."""
    depth: int
    """How many of them, from the end, are the name below the folder that was given."""


def list_sources(
    paths: Sequence[str | os.PathLike[str]], *, without: str | os.PathLike[str] | None = None
) -> tuple[tuple[Source, ...], tuple[Refused, ...]]:
    """Return the files to read and what was refused on the way, both sorted by name.

    A folder is walked to the bottom; hidden files are passed over, links that lead out of it are refused. A path with
    ``*``, ``?`` or ``[`` that is no file itself is a glob. Names that would be equal grow by the folders above them.
    ``without`` is a folder that is passed over on the way: that of the outputs may lie among the reports.
    """
    found: dict[str, _Found] = {}
    refused: set[Refused] = set()
    for given in paths:
        text = os.fspath(given)
        if text == STANDARD_INPUT:
            found[STANDARD_INPUT] = _Found(Path(STANDARD_INPUT), (STANDARD_INPUT,), 1)
            continue
        for path, depth in _expand(text, refused, "" if without is None else os.path.realpath(without)):
            absolute = path.absolute()
            key = os.path.realpath(absolute)
            one = _Found(absolute, absolute.parts, depth)
            # The same file given twice: the longer name says more; then the alphabet decides, not the order.
            other = found.get(key)
            if other is None or (-one.depth, one.parts) < (-other.depth, other.parts):
                found[key] = one
    return _named(found.values()), tuple(sorted(refused))


def _expand(text: str, refused: set[Refused], without: str) -> Iterator[tuple[Path, int]]:
    """Yield each file that a path, folder or glob stands for, with the length of its name in parts."""
    path = Path(text)
    if path.is_dir():
        yield from _walk(path, refused, without)
    elif path.exists():
        yield path, 1
    elif glob.has_magic(text) and (matches := sorted(map(Path, _matches(text)))):
        for match in matches:
            if match.is_dir():
                continue  # its files match `**` themselves
            if match.suffix.lower() in READ | LEGACY:
                yield match, 1
            else:
                refused.add(Refused(match.name, "unsupported", harmless=True))
    else:
        refused.add(Refused(text, "missing"))


def _matches(pattern: str) -> list[str]:
    # Path.glob takes no absolute patterns.
    return glob.glob(pattern, recursive=True)  # noqa: PTH207


def _walk(root: Path, refused: set[Refused], without: str) -> Iterator[tuple[Path, int]]:
    """Yield the report files below a folder; refuse the folder when it holds none."""
    base = os.path.realpath(root)
    count = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__MACOSX")) and os.path.realpath(Path(folder, name)) != without
        )
        for file in sorted(files):
            if file.startswith((".", "~$")) or file == "Thumbs.db":  # ~$: lock files of office programs
                continue
            path = Path(folder, file)
            name = path.relative_to(root).as_posix()
            ending = path.suffix.lower()
            if path.is_symlink() and not os.path.realpath(path).startswith(base + os.sep):
                refused.add(Refused(name, "outside"))
            elif not path.is_file():  # a pipe or a device would be read without end, a dead link leads nowhere
                refused.add(Refused(name, "special", harmless=ending not in READ | LEGACY | REPACK))
            elif ending in READ | LEGACY | REPACK:
                count += 1
                yield path, len(path.relative_to(root).parts)
            else:
                refused.add(Refused(name, "unsupported", harmless=True))
    if not count:
        refused.add(Refused(os.fspath(root), "no-reports"))


def _named(found: Iterable[_Found]) -> tuple[Source, ...]:
    """Return the sources with the shortest names, from the given depth upward, that keep all of them apart."""
    depths = {one: one.depth for one in found}
    while True:
        groups: dict[str, list[_Found]] = defaultdict(list)
        for one, depth in depths.items():
            groups["/".join(one.parts[-depth:])].append(one)
        clashes = [one for group in groups.values() if len(group) > 1 for one in group]
        grown = False
        for one in clashes:
            if depths[one] < len(one.parts):
                depths[one] += 1
                grown = True
        if not grown:
            return tuple(sorted(Source(name, os.fspath(group[0].path)) for name, group in groups.items()))
