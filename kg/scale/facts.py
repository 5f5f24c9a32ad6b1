"""``DIR/store/facts/facts.db``: what each report says, by the hash of all that it depends on.

A build looks here before it extracts, and puts here what it extracted every second or so: one that is killed loses no
more than that, and the next one goes on behind it. The file holds nothing that could not be made again; a damaged one
is thrown away.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import OutputError
from kg.model import Extraction
from kg.scale.codec import unpacked

FORM = 1
"""Version of the tables; a file of another version is thrown away."""
_TABLES = """
CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, found BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE report (key BLOB PRIMARY KEY, head BLOB NOT NULL, bands BLOB NOT NULL, parts BLOB NOT NULL,
                     facts BLOB NOT NULL);
CREATE TABLE build (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
_MANY = 500
"""Keys in one statement."""


class Row(NamedTuple):
    """What is kept of one report."""

    key: bytes
    head: bytes
    """``Head`` as JSON."""
    bands: bytes
    """Its sketch, see ``kg.analyze.duplicates``."""
    parts: bytes
    """What it adds to shared nodes: packed, sorted lines, see ``kg.scale.codec``."""
    facts: bytes
    """The extraction, packed."""


class Facts:
    """The file, open for one process; raises ``OutputError`` where it cannot be written."""

    def __init__(self, file: Path, *, write: bool = False) -> None:
        """Open the file; with ``write`` make it where it is missing or of no use."""
        self.file = file
        if write:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                self.base = self._usable()
            except (sqlite3.Error, OSError) as error:
                raise _unwritable(file, error) from error
        else:
            self.base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        self.base.execute("PRAGMA cache_size=-8000")

    def _usable(self) -> sqlite3.Connection:
        for again in (True, False):
            base = sqlite3.connect(self.file, isolation_level=None)
            try:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("PRAGMA synchronous=NORMAL")
                form = base.execute("PRAGMA user_version").fetchone()[0]
                if form == 0 and not base.execute("SELECT 1 FROM sqlite_master").fetchone():
                    base.executescript(f"BEGIN;{_TABLES}PRAGMA user_version={FORM};COMMIT;")
                elif form != FORM:
                    raise sqlite3.DatabaseError("of another version")
                else:
                    base.execute("SELECT key FROM report LIMIT 1").fetchall()
                return base
            except sqlite3.DatabaseError:
                base.close()
                if not again or not self.file.exists():
                    raise
                remove(self.file)
        raise AssertionError

    def close(self) -> None:
        """Let the file go."""
        self.base.close()

    def found(self) -> dict[str, tuple[str, bytes]]:
        """Return of each file that was read its stamp and what was in it."""
        return {path: (stamp, found) for path, stamp, found in self.base.execute("SELECT * FROM source")}

    def has(self, key: bytes) -> bool:
        """Whether the facts of a report are here."""
        return self.base.execute("SELECT 1 FROM report WHERE key=?", (key,)).fetchone() is not None

    def keys(self) -> set[bytes]:
        """Return the keys of all reports."""
        return {key for (key,) in self.base.execute("SELECT key FROM report")}

    def column(self, name: str, keys: Sequence[bytes]) -> Iterator[bytes]:
        """Yield one column of the rows with these keys, in their order; raises ``KeyError`` where one is gone."""
        for start in range(0, len(keys), _MANY):
            some = keys[start : start + _MANY]
            marks = ",".join("?" * len(some))
            rows = dict(self.base.execute(f"SELECT key, {name} FROM report WHERE key IN ({marks})", some))
            yield from (rows[key] for key in some)

    def extractions(self, keys: Sequence[bytes]) -> Iterator[Extraction]:
        """Yield what the reports with these keys say, in their order."""
        for start in range(0, len(keys), 16):
            yield from map(unpacked, list(self.column("facts", keys[start : start + 16])))

    def put(self, sources: Iterable[tuple[str, str, bytes]], rows: Iterable[Row]) -> None:
        """Keep what was read and extracted, all of it or nothing."""
        with self._change():
            self.base.executemany("INSERT OR REPLACE INTO source VALUES (?,?,?)", sources)
            self.base.executemany("INSERT OR REPLACE INTO report VALUES (?,?,?,?,?)", rows)

    def keep(self, paths: set[str], keys: set[bytes]) -> None:
        """Throw away what the last build did not use."""
        old_paths = [(path,) for (path,) in self.base.execute("SELECT path FROM source") if path not in paths]
        old_keys = [(key,) for key in self.keys() - keys]
        if old_paths or old_keys:
            with self._change():
                self.base.executemany("DELETE FROM source WHERE path=?", old_paths)
                self.base.executemany("DELETE FROM report WHERE key=?", old_keys)

    def note(self, name: str, value: object) -> None:
        """Keep a value under a name."""
        with self._change():
            self.base.execute("INSERT OR REPLACE INTO build VALUES (?,?)", (name, msgspec.json.encode(value)))

    def noted(self, name: str) -> bytes:
        """Return the value as JSON, empty where there is none."""
        row = self.base.execute("SELECT value FROM build WHERE name=?", (name,)).fetchone()
        return row[0] if row else b""

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        try:
            self.base.execute("BEGIN IMMEDIATE")
            yield
            self.base.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self.base.execute("ROLLBACK")
            raise _unwritable(self.file, error) from error


def remove(file: Path) -> None:
    """Remove the file and what the engine keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


_READERS: dict[tuple[int, str], Facts] = {}


def reader(file: str) -> Facts:
    """Return the file, opened once a process: a connection must not cross a fork."""
    key = os.getpid(), file
    if key not in _READERS:
        _READERS[key] = Facts(Path(file))
    return _READERS[key]


def close_readers() -> None:
    """Let the files go that this process opened with ``reader``."""
    for key in [key for key in _READERS if key[0] == os.getpid()]:
        _READERS.pop(key).close()


def _unwritable(file: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(
        f"cannot be written ({reason})", place=os.fspath(file), remedy="make room there, or name another --output"
    )
