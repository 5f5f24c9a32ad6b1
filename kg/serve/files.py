"""What is read of the folder: a closed list of names, never a path, and nothing that lies outside."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.graph.store import CURRENT, FILES, STORE
from kg.serve.problems import Problem
from kg.write.atomic import COMMIT

PAGE: Final = "graph.html"
DOWNLOADS: Final = {
    "graph.ttl": "text/turtle; charset=utf-8",
    "graph.nq.gz": "application/gzip",
    "metrics.csv": "text/csv; charset=utf-8",
    "metrics.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "skipped.jsonl": "application/x-ndjson",
}
"""Files that can be taken away, and what they are."""
REPORT: Final = re.compile(r"rep_[0-9a-f]{16}")
ASSETS: Final = {
    "console.html": "text/html; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "console.css": "text/css; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "editor.LICENSE.txt": "text/plain; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""Our own files for the browser."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was at one moment."""

    data: bytes
    tag: str
    """Changes whenever the file does."""


def load(folder: Path, name: str) -> Loaded:
    """Return a file of the folder; raises ``Problem`` 404 where it is missing, or a link leads out of the folder."""
    path = folder / name
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            data = file.read() if inside else b""
    except OSError:
        inside = False
    if not inside:
        raise Problem(404, "not-found", f"there is no {name} here", remedy="build it: kg build REPORTS --output DIR")
    return Loaded(data, f"{about.st_ino:x}-{about.st_mtime_ns:x}-{about.st_size:x}")


@lru_cache(maxsize=len(ASSETS))
def asset(name: str) -> Loaded:
    """Return one of our own files."""
    data = (Path(__file__).parent / "assets" / name).read_bytes()
    return Loaded(data, hashlib.sha256(data).hexdigest()[:16])


def report_text(folder: Path, report: str) -> Loaded:
    """Return the text of a report; raises ``Problem`` 404."""
    if not REPORT.fullmatch(report):
        raise Problem(404, "not-found", f"there is no report {report}", remedy="/api/reports lists them")
    return load(folder, f"texts/{report}.txt")


def stamp(folder: Path) -> str:
    """Return what tells one state of the graph from the next; empty while a build puts its files in place."""
    if (folder / COMMIT).is_dir():
        return ""
    seen = []
    for name in (*FILES, f"{STORE}/{CURRENT}"):
        try:
            about = (folder / name).stat()
        except OSError:
            continue
        seen.append(f"{name}:{about.st_ino}:{about.st_mtime_ns}:{about.st_size}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:24] if seen else ""
